//! Requests as most clients send them, read in one pass: a conversation of texts, and settings that are numbers.
//! Whatever else is there (tools, pictures, thoughts) is for the codec's thorough reading.
//!
//! Holds: what is read here means what the thorough reading would make of it.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};

use crate::codec::usual::{Text, keep, nothing, text, unusual, visit};
use crate::{ChatRequest, Message, Part, Role, read};

/// Reads a request; `None`: it is not of the usual kind.
pub(super) fn request(body: &[u8]) -> Option<ChatRequest> {
    let Asked { mut request, system, turns } = read::read(body).ok()?;
    let turns = turns?;
    request.messages.reserve_exact(turns.len() + 1);
    request.messages.extend(system.map(|said| said.by(Role::System)));
    request.messages.extend(turns.into_iter().map(|turn| turn.0));
    Some(request)
}

#[derive(Default)]
struct Asked {
    request: ChatRequest,
    system: Option<Said>,
    turns: Option<Vec<Turn>>,
}

/// A message of one turn.
struct Turn(Message);

/// What is said: a string, or blocks of text.
#[derive(Default)]
struct Said(Vec<Part>);

/// A block of text.
struct Block(Part);

visit!(Asked, "a request", map => {
    let mut read = Asked::default();
    let request = &mut read.request;
    request.include_usage = true;
    while let Some(key) = map.next_key::<&'de str>()? {
        match key {
            "model" => request.model = text(&mut map)?.unwrap_or_default().into_owned(),
            "messages" => read.turns = map.next_value()?,
            "max_tokens" => request.max_tokens = map.next_value()?,
            "system" => read.system = map.next_value()?,
            "stream" => request.stream = map.next_value::<Option<bool>>()?.unwrap_or(false),
            "temperature" => request.temperature = map.next_value()?,
            "top_p" => request.top_p = map.next_value()?,
            "top_k" => request.top_k = map.next_value()?,
            "stop_sequences" => request.stop = map.next_value::<Option<_>>()?.unwrap_or_default(),
            "tools" | "tool_choice" | "metadata" | "thinking" | "output_config" => nothing(&mut map)?,
            other => keep(other, &mut request.extras, &mut map)?,
        }
    }
    Ok(read)
});

visit!(Turn, "a message", map => {
    let (mut message, mut has_role) = (Message::default(), false);
    while let Some(key) = map.next_key::<&'de str>()? {
        match key {
            "role" => {
                has_role = true;
                message.role = match map.next_value::<Text<'de>>()?.0.as_ref() {
                    "user" => Role::User,
                    "assistant" => Role::Assistant,
                    "system" => Role::System,
                    _ => return Err(unusual()),
                };
            }
            "content" => message.parts = map.next_value::<Option<Said>>()?.unwrap_or_default().0,
            other => keep(other, &mut message.extras, &mut map)?,
        }
    }
    if has_role { Ok(Turn(message)) } else { Err(unusual()) }
});

visit!(Block, "a block", map => {
    let (mut block, mut has_type, mut has_text) = (crate::Text::default(), false, false);
    while let Some(key) = map.next_key::<&'de str>()? {
        match key {
            "type" if map.next_value::<Text<'de>>()?.0 == "text" => has_type = true,
            "type" => return Err(unusual()),
            "text" => (block.text, has_text) = (map.next_value()?, true),
            other => keep(other, &mut block.extras, &mut map)?,
        }
    }
    if has_type && has_text { Ok(Block(Part::Text(block))) } else { Err(unusual()) }
});

impl Said {
    fn by(self, role: Role) -> Message {
        Message { role, parts: self.0, ..Message::default() }
    }
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Content;
        impl<'de> Visitor<'de> for Content {
            type Value = Said;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or blocks")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Said(vec![Part::text(text)]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
                let mut parts = Vec::new();
                while let Some(block) = items.next_element::<Block>()? {
                    parts.push(block.0);
                }
                Ok(Said(parts))
            }
        }
        deserializer.deserialize_any(Content)
    }
}
