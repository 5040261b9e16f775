//! Usage as OpenAI spells it. Chat and Responses differ in the names of the counts only.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::usual::{keep, unusual, visit};
use crate::read::Object;
use crate::write::Writer;
use crate::{DecodeError, Dialect, Extras, Json, Usage};

/// What one of the endpoints calls the counts.
pub(super) struct Names {
    input: &'static str,
    output: &'static str,
    input_details: &'static str,
    output_details: &'static str,
}

impl Names {
    /// Whether any of the counts is there.
    pub(super) fn are_in(&self, usage: &Object<'_>) -> bool {
        usage.peek(self.input).is_some() || usage.peek(self.output).is_some()
    }
}

pub(super) const CHAT: Names = Names {
    input: "prompt_tokens",
    output: "completion_tokens",
    input_details: "prompt_tokens_details",
    output_details: "completion_tokens_details",
};

pub(super) const RESPONSES: Names = Names {
    input: "input_tokens",
    output: "output_tokens",
    input_details: "input_tokens_details",
    output_details: "output_tokens_details",
};

/// Usage of the usual kind; `None`: it is for [`decode`].
pub(super) fn usual(names: &'static Names, json: &[u8]) -> Option<Usage> {
    let text = std::str::from_utf8(json).ok()?;
    let mut reader = serde_json::Deserializer::from_str(text);
    let usage = Usual(names).deserialize(&mut reader).ok()?;
    reader.end().is_ok().then_some(usage)?
}

/// Reads usage of the usual kind, or `null`, in one pass.
#[derive(Clone, Copy)]
pub(super) struct Usual(pub(super) &'static Names);

impl<'de> DeserializeSeed<'de> for Usual {
    type Value = Option<Usage>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for Usual {
    type Value = Option<Usage>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("usage")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let Self(names) = self;
        let (mut usage, mut total, mut has_counts) = (Usage::default(), 0, false);
        let (mut of_input, mut of_output) = (Details::default(), Details::default());
        let mut rest = Extras::new();
        while let Some(key) = map.next_key::<&'de str>()? {
            match key {
                key if key == names.input => (usage.input_tokens, has_counts) = (count(&mut map)?, true),
                key if key == names.output => (usage.output_tokens, has_counts) = (count(&mut map)?, true),
                key if key == names.input_details => {
                    of_input = map.next_value::<Option<_>>()?.unwrap_or_default();
                }
                key if key == names.output_details => {
                    of_output = map.next_value::<Option<_>>()?.unwrap_or_default();
                }
                "total_tokens" => total = count(&mut map)?,
                "prompt_cache_hit_tokens" | "prompt_cache_miss_tokens" => return Err(unusual()),
                other => keep(other, &mut rest, &mut map)?,
            }
        }
        let is_misplaced = of_input.reasoning.is_some() || of_output.read.or(of_output.written).is_some();
        if is_misplaced || !has_counts {
            return Err(unusual());
        }
        usage.cache_read_tokens = of_input.read.unwrap_or(0);
        usage.cache_write_tokens = of_input.written.unwrap_or(0);
        usage.reasoning_tokens = of_output.reasoning.unwrap_or(0);
        count_apart(&mut usage, total);
        for (name, details) in [(names.input_details, of_input), (names.output_details, of_output)] {
            if !details.rest.is_empty() {
                let rest = details.rest.into_iter().map(|(key, value)| (key.to_owned(), Json::raw(value)));
                usage.extras.insert(name, Json::object(&rest.collect()));
            }
        }
        usage.extras.extend(rest);
        Ok(Some(usage))
    }
}

fn count<'de, A: MapAccess<'de>>(map: &mut A) -> Result<u64, A::Error> {
    Ok(map.next_value::<Option<u64>>()?.unwrap_or(0))
}

/// What a count is made of.
#[derive(Default)]
struct Details<'a> {
    read: Option<u64>,
    written: Option<u64>,
    reasoning: Option<u64>,
    rest: Vec<(&'a str, &'a RawValue)>,
}

visit!(Details<'a>, "details", map => {
    let mut details = Details::default();
    while let Some(key) = map.next_key::<&'de str>()? {
        match key {
            "cached_tokens" => details.read = map.next_value()?,
            "cache_write_tokens" => details.written = map.next_value()?,
            "reasoning_tokens" => details.reasoning = map.next_value()?,
            _ => details.rest.extend(map.next_value::<Option<_>>()?.map(|value| (key, value))),
        }
    }
    Ok(details)
});

pub(super) fn decode(names: &Names, mut fields: Object<'_>) -> Result<Usage, DecodeError> {
    let mut usage = Usage {
        input_tokens: fields.take(names.input)?.unwrap_or(0),
        output_tokens: fields.take(names.output)?.unwrap_or(0),
        ..Usage::default()
    };
    let total: u64 = fields.take("total_tokens").ok().flatten().unwrap_or(0);
    let mut left = Extras::new();
    let mut keep = |name: &str, rest: Extras| {
        if !rest.is_empty() {
            left.insert(name, Json::object(&rest));
        }
    };
    if let Some(mut details) = fields.object(names.input_details)? {
        usage.cache_read_tokens = details.take("cached_tokens")?.unwrap_or(0);
        usage.cache_write_tokens = details.take("cache_write_tokens")?.unwrap_or(0);
        keep(names.input_details, details.rest());
    }
    if let Some(mut details) = fields.object(names.output_details)? {
        usage.reasoning_tokens = details.take("reasoning_tokens")?.unwrap_or(0);
        keep(names.output_details, details.rest());
    }
    count_apart(&mut usage, total);
    // DeepSeek's own names for the same.
    if let Some(hit) = fields.take("prompt_cache_hit_tokens")? {
        usage.cache_read_tokens = hit;
        fields.raw("prompt_cache_miss_tokens");
    }
    usage.extras = left;
    usage.extras.extend(fields.rest());
    Ok(usage)
}

/// xAI, and Google under OpenAI's names, count thoughts beside the answer, and in the total. OpenAI's own add up.
/// <https://docs.x.ai/docs/guides/reasoning>
fn count_apart(usage: &mut Usage, total: u64) {
    let apart = total.saturating_sub(usage.total_tokens());
    if apart > 0 {
        usage.output_tokens = usage.output_tokens.saturating_add(apart);
        usage.reasoning_tokens = usage.reasoning_tokens.max(apart);
    } else if usage.reasoning_tokens > usage.output_tokens {
        usage.output_tokens = usage.output_tokens.saturating_add(usage.reasoning_tokens);
    }
}

pub(super) fn write(names: &Names, usage: &Usage, origin: Option<Dialect>, to: Dialect, w: &mut Writer<'_>) {
    let own = origin.is_none_or(|origin| origin == to);
    w.put(names.input, &usage.input_tokens);
    w.put(names.output, &usage.output_tokens);
    w.put("total_tokens", &usage.total_tokens());
    let details = |w: &mut Writer<'_>, name: &'static str, counts: &[(&'static str, u64)]| {
        w.object(name, |w| {
            for (key, count) in counts {
                w.put(key, count);
            }
            w.fields(usage.extras.get(name).filter(|_| own));
        });
    };
    let written = ("cache_write_tokens", usage.cache_write_tokens);
    let read = ("cached_tokens", usage.cache_read_tokens);
    let input: &[_] = if written.1 == 0 { &[read] } else { &[read, written] };
    details(w, names.input_details, input);
    details(w, names.output_details, &[("reasoning_tokens", usage.reasoning_tokens)]);
    if own {
        for (key, value) in usage.extras.iter() {
            if key != names.input_details && key != names.output_details {
                w.named(key, value);
            }
        }
    }
}
