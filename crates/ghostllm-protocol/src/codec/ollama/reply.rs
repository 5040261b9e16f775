//! Whole answers of Ollama.

use super::{OWN_ID, Ollama, decode, encode, finish, finish_word, take_usage, write_usage};
use crate::chat::text_of;
use crate::codec::{extras, time};
use crate::read::Object;
use crate::write::{Writer, object};
use crate::{ChatResponse, Choice, DecodeError, Exchange, Losses, Media, MediaKind, Part, Source};

pub(super) fn decode(body: &[u8], exchange: &Exchange) -> Result<ChatResponse, DecodeError> {
    let mut fields = Object::parse(body)?;
    let mut message = match fields.object("message")? {
        Some(message) => message,
        // `/api/generate` says `response` and `thinking` at the top.
        None if fields.peek("response").is_some() || fields.peek("done").is_some() => Object::default(),
        None => return Err(DecodeError::field("message", "is missing")),
    };
    let thinking = fields.text("thinking")?;
    let content = message.text("content")?.or(fields.text("response")?).unwrap_or_default();
    let mut parts = Vec::new();
    if let Some(text) = thinking.filter(|text| !text.is_empty()) {
        parts.push(Part::Reasoning(crate::Reasoning { text, ..crate::Reasoning::default() }));
    }
    parts.extend(decode::parts(&mut message, content)?);
    parts.retain(|part| !matches!(part, Part::Text(text) if text.text.is_empty()));
    let mut calls = 0;
    for part in &mut parts {
        if let Part::ToolCall(call) = part {
            if call.id.is_empty() {
                call.id = exchange.id(OWN_ID, &[calls]);
            }
            calls += 1;
        }
    }
    let word = fields.text("done_reason")?.unwrap_or_default();
    let choice = Choice { parts, finish: Some(finish(&word, calls > 0)), ..Choice::default() };
    let mut response = ChatResponse {
        model: fields.text("model")?.unwrap_or_default(),
        created_s: fields.text("created_at")?.and_then(|text| time::from_rfc3339(&text)),
        usage: take_usage(&mut fields)?,
        choices: vec![choice],
        ..ChatResponse::default()
    };
    fields.raw("done");
    response.extras = fields.rest();
    Ok(response)
}

pub(super) fn encode(
    kind: Ollama,
    response: &ChatResponse,
    exchange: &Exchange,
    losses: &mut Losses,
) -> Vec<u8> {
    let own = kind.dialect();
    let first = response.choices.first();
    if response.choices.len() > 1 {
        losses.drop("choices", "Ollama gives one answer at a time");
    }
    let parts = first.map_or(&[][..], |choice| &choice.parts);
    let mut out = Vec::with_capacity(512);
    object(&mut out, |w| {
        head(&response.model, response.created_s, exchange, w);
        match kind {
            Ollama::Chat => w.object("message", |w| {
                w.word("role", "assistant");
                content(kind, parts, losses, w);
            }),
            Ollama::Generate => content(kind, parts, losses, w),
        }
        w.put("done", &true);
        let finish = first.and_then(|choice| choice.finish.as_ref());
        w.put("done_reason", finish.map_or("stop", |finish| finish_word(finish, response.origin, own)));
        if let Some(usage) = &response.usage {
            write_usage(usage, w);
        }
        if let Some(choice) = first {
            extras::lose_foreign(&choice.extras, response.origin, own, "choices[0]", losses);
        }
        extras::write(&response.extras, response.origin, own, "", w, losses);
    });
    out
}

/// Model and time, which every line begins with.
pub(super) fn head(model: &str, created_s: Option<u64>, exchange: &Exchange, w: &mut Writer<'_>) {
    w.put("model", if model.is_empty() { exchange.request.model.as_str() } else { model });
    w.put("created_at", &time::to_rfc3339(created_s.unwrap_or(exchange.created_s)));
}

fn content(kind: Ollama, parts: &[Part], losses: &mut Losses, w: &mut Writer<'_>) {
    let mut text = text_of(parts);
    let (mut thinking, mut images, mut calls) = (String::new(), Vec::new(), Vec::new());
    for part in parts {
        match part {
            Part::Text(part) => lose_signature(part.signature.is_some(), losses),
            Part::Refusal(part) => text.push_str(part),
            Part::Reasoning(part) => {
                thinking.push_str(&part.text);
                lose_signature(part.signature.is_some(), losses);
            }
            Part::Media(Media { kind: MediaKind::Image, source: Source::Base64(data), .. }) => {
                images.push(data);
            }
            Part::ToolCall(call) if kind == Ollama::Chat => calls.push(call),
            _ => losses.drop("content", "a block of this kind is not known to Ollama"),
        }
    }
    w.put(if kind == Ollama::Chat { "content" } else { "response" }, &text);
    if !thinking.is_empty() {
        w.put("thinking", &thinking);
    }
    if !images.is_empty() {
        w.put("images", &images);
    }
    if !calls.is_empty() {
        w.array("tool_calls", |a| {
            for call in calls {
                a.object(|w| encode::write_call(call, true, w));
            }
        });
    }
}

/// A signature is carried by the id of a call, if there is one and the client sends it back.
pub(super) fn lose_signature(is_signed: bool, losses: &mut Losses) {
    if is_signed {
        losses
            .change("signature", "Ollama has no signatures; the id of a call carries it where there is one");
    }
}
