//! Whole answers of Gemini. A chunk of a stream has the same form.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::content::{self, Content};
use super::{DIALECT, OWN_ID, decode_usage, fields, finish, finish_word, inner, write_usage};
use crate::codec::extras;
use crate::read::{self, Object};
use crate::write::{Writer, object};
use crate::{ChatResponse, Choice, DecodeError, Exchange, Losses, Part};

pub(super) fn decode(body: &[u8], exchange: &Exchange) -> Result<ChatResponse, DecodeError> {
    let mut top = Object::parse(body)?.in_camel_case();
    let mut response = ChatResponse {
        id: top.text("responseId")?.unwrap_or_default(),
        model: top.text("modelVersion")?.unwrap_or_default(),
        ..ChatResponse::default()
    };
    for raw in top.array("candidates")?.unwrap_or_default() {
        response.choices.push(candidate(raw, exchange).map_err(|error| error.within("candidates"))?);
    }
    if let Some(usage) = inner(&mut top, "usageMetadata")? {
        response.usage = Some(decode_usage(usage)?);
    }
    if let (true, Some(reason)) = (response.choices.is_empty(), blocked(&top)?) {
        response.choices.push(Choice { finish: Some(finish(&reason, false)), ..Choice::default() });
    }
    response.extras = top.rest();
    Ok(response)
}

/// Why the prompt was refused, if it was.
pub(super) fn blocked(top: &Object<'_>) -> Result<Option<String>, DecodeError> {
    let Some(raw) = top.peek("promptFeedback") else { return Ok(None) };
    fields(raw)?.text("blockReason")
}

fn candidate(raw: &RawValue, exchange: &Exchange) -> Result<Choice, DecodeError> {
    let mut top = fields(raw)?;
    let index: u32 = top.take("index")?.unwrap_or(0);
    let mut parts = Vec::new();
    if let Some(mut content) = inner(&mut top, "content")? {
        parts = read::each(content.array("parts")?.unwrap_or_default(), "parts", content::decode)?;
    }
    let mut calls = 0;
    for part in &mut parts {
        if let Part::ToolCall(call) = part {
            if call.id.is_empty() {
                call.id = exchange.id(OWN_ID, &[index as usize, calls]);
            }
            calls += 1;
        }
    }
    let finish = top.text("finishReason")?.map(|word| finish(&word, calls > 0));
    Ok(Choice { index, parts, finish, extras: top.rest() })
}

pub(super) fn encode(response: &ChatResponse, exchange: &Exchange, losses: &mut Losses) -> Vec<u8> {
    let origin = response.origin;
    let mut out = Vec::with_capacity(1024);
    object(&mut out, |w| {
        w.array("candidates", |a| {
            for choice in &response.choices {
                a.object(|w| {
                    let names = BTreeMap::new();
                    let mut content = Content { origin, to_client: true, names, losses };
                    w.object("content", |w| {
                        w.array("parts", |a| {
                            for part in &choice.parts {
                                content.write(part, "content", a);
                            }
                        });
                        w.word("role", "model");
                    });
                    if let Some(finish) = &choice.finish {
                        w.put("finishReason", finish_word(finish, origin));
                    }
                    w.put("index", &choice.index);
                    extras::write(&choice.extras, origin, DIALECT, "candidates", w, losses);
                });
            }
        });
        if let Some(usage) = &response.usage {
            w.object("usageMetadata", |w| write_usage(usage, origin, w));
        }
        tail(&response.id, &response.model, exchange, w);
        extras::write(&response.extras, origin, DIALECT, "", w, losses);
    });
    out
}

/// Model and id, which answers and chunks end with.
pub(super) fn tail(id: &str, model: &str, exchange: &Exchange, w: &mut Writer<'_>) {
    w.put("modelVersion", if model.is_empty() { exchange.request.model.as_str() } else { model });
    if id.is_empty() {
        w.put("responseId", &exchange.id("", &[]));
    } else {
        w.put("responseId", id);
    }
}
