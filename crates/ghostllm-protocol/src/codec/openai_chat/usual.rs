//! Answers and chunks as OpenAI and most of its like send them, read in one pass: one choice with text, or the reason
//! why it ended, and usage. Whatever else is there is for the codec's thorough reading.
//!
//! Holds: what is read here means what the thorough reading would make of it.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, SeqAccess, Visitor};

use crate::codec::openai_usage;
use crate::codec::usual::{keep, nothing, text, unusual, visit};
use crate::{Extras, Usage, read};

/// A chunk, or a whole answer.
#[derive(Default)]
pub(super) struct Chunk<'a> {
    pub(super) id: Option<Cow<'a, str>>,
    pub(super) model: Option<Cow<'a, str>>,
    pub(super) created_s: Option<u64>,
    pub(super) choice: Option<Choice<'a>>,
    pub(super) usage: Option<Usage>,
    pub(super) extras: Extras,
}

/// The chunk's part of the answer, which is the first one.
#[derive(Default)]
pub(super) struct Choice<'a> {
    pub(super) text: Option<Cow<'a, str>>,
    pub(super) finish: Option<Cow<'a, str>>,
    /// Fields of a message that have no neutral name.
    pub(super) extras: Extras,
    has: Has,
}

/// What a choice holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Has {
    #[default]
    Nothing,
    Delta,
    Message,
}

/// Reads a chunk; `None`: it is not of the usual kind.
pub(super) fn chunk(data: &[u8]) -> Option<Chunk<'_>> {
    let mut chunk: Chunk<'_> = read::read(data).ok()?;
    chunk.extras.remove("obfuscation");
    let is_usual = |choice: &Choice<'_>| choice.has != Has::Message && choice.extras.is_empty();
    chunk.choice.as_ref().is_none_or(is_usual).then_some(chunk)
}

/// Reads a whole answer; `None`: it is not of the usual kind.
pub(super) fn answer(data: &[u8]) -> Option<(Chunk<'_>, Choice<'_>)> {
    let mut answer: Chunk<'_> = read::read(data).ok()?;
    let choice = answer.choice.take().filter(|choice| choice.has == Has::Message)?;
    Some((answer, choice))
}

/// The one choice, or none.
struct Choices<'a>(Option<Choice<'a>>);
#[derive(Default)]
struct Message<'a> {
    text: Option<Cow<'a, str>>,
    extras: Extras,
}

visit!(Chunk<'a>, "a chunk", map => {
    let mut chunk = Chunk::default();
    while let Some(key) = map.next_key::<&'de str>()? {
        match key {
            "id" => chunk.id = text(&mut map)?,
            "model" => chunk.model = text(&mut map)?,
            "created" => chunk.created_s = map.next_value()?,
            "choices" => chunk.choice = map.next_value::<Option<Choices<'de>>>()?.and_then(|choices| choices.0),
            "usage" => chunk.usage = map.next_value_seed(openai_usage::Usual(&openai_usage::CHAT))?,
            "object" => drop(map.next_value::<IgnoredAny>()?),
            "error" | "x_groq" => nothing(&mut map)?,
            other => keep(other, &mut chunk.extras, &mut map)?,
        }
    }
    Ok(chunk)
});

visit!(Choice<'a>, "a choice", map => {
    let mut choice = Choice::default();
    while let Some(key) = map.next_key::<&'de str>()? {
        match key {
            "index" => {
                if map.next_value::<Option<u32>>()?.unwrap_or(0) != 0 {
                    return Err(unusual());
                }
            }
            name @ ("delta" | "message") if choice.has == Has::Nothing => {
                if let Some(message) = map.next_value::<Option<Message<'de>>>()? {
                    choice.has = if name == "delta" { Has::Delta } else { Has::Message };
                    (choice.text, choice.extras) = (message.text, message.extras);
                }
            }
            "finish_reason" => choice.finish = text(&mut map)?,
            _ => nothing(&mut map)?,
        }
    }
    Ok(choice)
});

visit!(Message<'a>, "a message", map => {
    let mut message = Message::default();
    while let Some(key) = map.next_key::<&'de str>()? {
        match key {
            "content" => message.text = text(&mut map)?,
            "role" => drop(map.next_value::<IgnoredAny>()?),
            "refusal" | "images" | "tool_calls" | "function_call" | "reasoning" | "reasoning_content"
            | "reasoning_details" => nothing(&mut map)?,
            other => keep(other, &mut message.extras, &mut map)?,
        }
    }
    Ok(message)
});

impl<'de: 'a, 'a> Deserialize<'de> for Choices<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Items;
        impl<'de> Visitor<'de> for Items {
            type Value = Choices<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("choices")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
                let first = items.next_element()?;
                match items.next_element::<IgnoredAny>()? {
                    None => Ok(Choices(first)),
                    Some(_) => Err(unusual()),
                }
            }
        }
        deserializer.deserialize_seq(Items)
    }
}
