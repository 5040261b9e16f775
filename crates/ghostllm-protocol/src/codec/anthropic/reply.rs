//! Whole answers of Anthropic.

use super::content::{self, Content};
use super::{DIALECT, decode_usage, finish, finish_word, write_usage};
use crate::codec::extras;
use crate::read::{self, Object};
use crate::write::{Writer, object};
use crate::{ChatResponse, Choice, DecodeError, Exchange, Losses, Usage};

pub(super) fn decode(body: &[u8]) -> Result<ChatResponse, DecodeError> {
    let mut fields = Object::parse(body)?;
    let items = fields.array("content")?.ok_or_else(|| DecodeError::field("content", "is missing"))?;
    let stop_sequence = fields.text("stop_sequence")?;
    let choice = Choice {
        parts: read::each(items, "content", content::decode)?,
        finish: fields.text("stop_reason")?.map(|word| finish(&word, stop_sequence)),
        ..Choice::default()
    };
    let mut response = ChatResponse {
        id: fields.text("id")?.unwrap_or_default(),
        model: fields.text("model")?.unwrap_or_default(),
        choices: vec![choice],
        ..ChatResponse::default()
    };
    if let Some(usage) = fields.object("usage")? {
        response.usage = Some(decode_usage(usage)?);
    }
    for key in ["type", "role"] {
        fields.raw(key);
    }
    response.extras = fields.rest();
    Ok(response)
}

pub(super) fn encode(response: &ChatResponse, exchange: &Exchange, losses: &mut Losses) -> Vec<u8> {
    let origin = response.origin;
    let first = response.choices.first();
    if response.choices.len() > 1 {
        losses.drop("choices", "Anthropic gives one answer at a time");
    }
    let mut out = Vec::with_capacity(1024);
    object(&mut out, |w| {
        head(&response.id, &response.model, exchange, w);
        w.array("content", |a| {
            let parts = first.map_or(&[][..], |choice| &choice.parts);
            Content { origin, to_client: true, losses }.write_all(parts, "", a);
        });
        let finish = first.and_then(|choice| choice.finish.as_ref());
        match finish {
            Some(finish) => w.put("stop_reason", finish_word(finish, origin)),
            None => w.null("stop_reason"),
        }
        match finish.and_then(|finish| finish.stop_sequence.as_ref()) {
            Some(text) => w.put("stop_sequence", text),
            None => w.null("stop_sequence"),
        }
        let none = Usage::default();
        let usage = response.usage.as_ref().unwrap_or(&none);
        w.object("usage", |w| write_usage(usage, origin, w));
        if let Some(choice) = first {
            extras::lose_foreign(&choice.extras, origin, DIALECT, "choices[0]", losses);
        }
        extras::write(&response.extras, origin, DIALECT, "", w, losses);
    });
    out
}

/// The fields that an answer and the start of a stream begin with.
pub(super) fn head(id: &str, model: &str, exchange: &Exchange, w: &mut Writer<'_>) {
    if id.is_empty() {
        w.put("id", &exchange.id("msg_", &[]));
    } else {
        w.put("id", id);
    }
    w.word("type", "message");
    w.word("role", "assistant");
    w.put("model", if model.is_empty() { exchange.request.model.as_str() } else { model });
}
