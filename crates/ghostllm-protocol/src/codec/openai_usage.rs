//! Usage as OpenAI spells it. Chat and Responses differ in the names of the counts only.

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
    let details = |w: &mut Writer<'_>, name: &str, counts: &[(&str, u64)]| {
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
                w.json(key, value);
            }
        }
    }
}
