//! Whole answers of Converse.

use std::collections::HashMap;

use super::content::{self, Content};
use super::{DIALECT, decode_usage, finish, finish_word, write_usage};
use crate::codec::extras;
use crate::read::Object;
use crate::write::object;
use crate::{ChatResponse, Choice, DecodeError, Losses, Usage};

pub(super) fn decode(body: &[u8]) -> Result<ChatResponse, DecodeError> {
    let mut fields = Object::parse(body)?;
    let mut output = fields.object("output")?.ok_or_else(|| DecodeError::field("output", "is missing"))?;
    let mut message = output.object("message")?.unwrap_or_default();
    let items = message.array("content")?.unwrap_or_default();
    let choice = Choice {
        parts: content::decode_all(items, "output.message.content")?,
        finish: fields.text("stopReason")?.map(|word| finish(&word)),
        ..Choice::default()
    };
    let mut response = ChatResponse { choices: vec![choice], ..ChatResponse::default() };
    if let Some(usage) = fields.object("usage")? {
        response.usage = Some(decode_usage(usage)?);
    }
    response.extras = fields.rest();
    Ok(response)
}

pub(super) fn encode(response: &ChatResponse, losses: &mut Losses) -> Vec<u8> {
    let origin = response.origin;
    let first = response.choices.first();
    if response.choices.len() > 1 {
        losses.drop("choices", "Converse gives one answer at a time");
    }
    let mut out = Vec::with_capacity(512);
    object(&mut out, |w| {
        w.object("output", |w| {
            w.object("message", |w| {
                w.word("role", "assistant");
                w.array("content", |a| {
                    let parts = first.map_or(&[][..], |choice| &choice.parts);
                    Content { origin, to_client: true, documents: HashMap::new(), losses }
                        .write_all(parts, "message", a);
                });
            });
        });
        let finish = first.and_then(|choice| choice.finish.as_ref());
        w.put("stopReason", finish.map_or("end_turn", |finish| finish_word(finish, origin)));
        let none = Usage::default();
        w.object("usage", |w| write_usage(response.usage.as_ref().unwrap_or(&none), origin, w));
        if response.extras.get("metrics").is_none() || origin != Some(DIALECT) {
            w.object("metrics", |w| w.put("latencyMs", &0));
        }
        if let Some(choice) = first {
            extras::lose_foreign(&choice.extras, origin, DIALECT, "choices[0]", losses);
        }
        extras::write(&response.extras, origin, DIALECT, "", w, losses);
    });
    out
}
