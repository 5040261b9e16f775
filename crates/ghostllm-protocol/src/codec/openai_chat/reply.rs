//! Whole answers of Chat Completions.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::{DIALECT, decode, encode, finish, finish_word, reasoning, usual};
use crate::chat::text_of;
use crate::codec::{extras, openai_usage};
use crate::read::{self, Object};
use crate::write::{Array, Writer, object};
use crate::{
    BlockKind, ChatResponse, Choice, DecodeError, Exchange, FinishReason, Losses, Media, MediaKind, Part,
    Signer, ToolCall,
};

pub(super) fn decode(body: &[u8], exchange: &Exchange) -> Result<ChatResponse, DecodeError> {
    if let Some((answer, choice)) = usual::answer(body) {
        return Ok(usual(answer, choice));
    }
    let mut fields = Object::parse(body)?;
    let choices = fields.array("choices")?.ok_or_else(|| DecodeError::field("choices", "is missing"))?;
    let mut response = ChatResponse {
        id: fields.text("id")?.unwrap_or_default(),
        model: fields.text("model")?.unwrap_or_default(),
        created_s: fields.seconds("created"),
        choices: read::each(choices, "choices", |raw| choice(raw, exchange))?,
        ..ChatResponse::default()
    };
    if let Some(usage) = fields.object("usage")? {
        // Counts that cannot be read are no reason to throw the answer away.
        response.usage = openai_usage::decode(&openai_usage::CHAT, usage).ok();
    }
    fields.raw("object");
    response.extras = fields.rest();
    Ok(response)
}

/// An answer of the usual kind.
fn usual(answer: usual::Chunk<'_>, own: usual::Choice<'_>) -> ChatResponse {
    let text = own.text.filter(|text| !text.is_empty());
    let mut choice = Choice {
        parts: text.map(|text| Part::text(text.into_owned())).into_iter().collect(),
        finish: own.finish.map(|word| finish(&word)),
        ..Choice::default()
    };
    if !own.extras.is_empty() {
        choice.extras.insert("message", crate::Json::object(&own.extras));
    }
    ChatResponse {
        id: answer.id.map(Cow::into_owned).unwrap_or_default(),
        model: answer.model.map(Cow::into_owned).unwrap_or_default(),
        created_s: answer.created_s,
        choices: vec![choice],
        usage: answer.usage,
        extras: answer.extras,
        ..ChatResponse::default()
    }
}

fn choice(raw: &RawValue, exchange: &Exchange) -> Result<Choice, DecodeError> {
    let mut fields = Object::of(raw)?;
    let index = fields.take("index")?.unwrap_or(0);
    let mut finish = fields.text("finish_reason")?.map(|word| finish(&word));
    let mut message = fields.object("message")?.ok_or_else(|| DecodeError::field("message", "is missing"))?;
    let mut parts: Vec<Part> = reasoning::take(&mut message)?.into_iter().map(Part::Reasoning).collect();
    if let Some(content) = message.raw("content") {
        match read::string(content) {
            Some(text) if text.is_empty() => {}
            Some(text) => parts.push(Part::text(text)),
            None => parts.extend(read::each(read::array(content)?, "content", decode::part)?),
        }
    }
    parts.extend(message.text("refusal")?.map(Part::Refusal));
    for image in message.array("images")?.unwrap_or_default() {
        parts.push(decode::part(image)?);
    }
    if let Some(calls) = message.array("tool_calls")? {
        parts.extend(read::each(calls, "tool_calls", decode::tool_call)?);
    }
    if let Some(mut call) = message.object("function_call")? {
        let (name, arguments) = (call.need_text("name")?, call.raw("arguments").map(decode::arguments));
        let arguments = arguments.unwrap_or_default();
        parts.push(Part::ToolCall(ToolCall { name, arguments, ..ToolCall::default() }));
    }
    let mut calls = 0;
    for part in &mut parts {
        if let Part::ToolCall(call) = part {
            if call.id.is_empty() {
                call.id = exchange.id("call_", &[index as usize, calls]);
            }
            calls += 1;
        }
    }
    // Some servers say `stop` beside tool calls.
    if let Some(finish) = &mut finish
        && finish.reason == FinishReason::Stop
        && calls > 0
    {
        finish.reason = FinishReason::ToolCalls;
    }
    message.raw("role");
    let mut extras = fields.rest();
    let rest = message.rest();
    if !rest.is_empty() {
        extras.insert("message", crate::Json::object(&rest));
    }
    Ok(Choice { index, parts, finish, extras })
}

pub(super) fn encode(response: &ChatResponse, exchange: &Exchange, losses: &mut Losses) -> Vec<u8> {
    let mut out = Vec::with_capacity(1024);
    let origin = response.origin;
    object(&mut out, |w| {
        head(&response.id, &response.model, response.created_s, exchange, "chat.completion", w);
        w.array("choices", |a| {
            for choice in &response.choices {
                a.object(|w| {
                    let mut rest = choice.extras.clone();
                    let inner = rest.remove("message");
                    w.put("index", &choice.index);
                    w.object("message", |w| {
                        message(&choice.parts, response, losses, w);
                        w.fields(inner.as_ref().filter(|_| origin == Some(DIALECT)));
                    });
                    if rest.get("logprobs").is_none() {
                        w.null("logprobs");
                    }
                    extras::write(&rest, origin, DIALECT, "choices", w, losses);
                    match &choice.finish {
                        Some(finish) => w.put("finish_reason", finish_word(finish, origin)),
                        None => w.null("finish_reason"),
                    }
                });
            }
        });
        if let Some(usage) = &response.usage {
            w.object("usage", |w| openai_usage::write(&openai_usage::CHAT, usage, origin, DIALECT, w));
        }
        extras::write(&response.extras, origin, DIALECT, "", w, losses);
    });
    out
}

/// Id, object, time and model, which answers and chunks begin with.
pub(super) fn head(
    id: &str,
    model: &str,
    created_s: Option<u64>,
    exchange: &Exchange,
    kind: &str,
    w: &mut Writer<'_>,
) {
    if id.is_empty() {
        w.put("id", &exchange.id("chatcmpl-", &[]));
    } else {
        w.put("id", id);
    }
    w.put("object", kind);
    w.put("created", &created_s.unwrap_or(exchange.created_s));
    w.put("model", if model.is_empty() { exchange.request.model.as_str() } else { model });
}

fn message(parts: &[Part], response: &ChatResponse, losses: &mut Losses, w: &mut Writer<'_>) {
    w.word("role", "assistant");
    let text = text_of(parts);
    let has = |want: fn(&Part) -> bool| parts.iter().any(want);
    if text.is_empty() && has(|part| matches!(part, Part::ToolCall(_) | Part::Refusal(_))) {
        w.null("content");
    } else {
        w.put("content", &text);
    }
    let refusal: String = parts.iter().filter_map(refusal_of).collect();
    if refusal.is_empty() {
        w.null("refusal");
    } else {
        w.put("refusal", &refusal);
    }
    reasoning::write(parts, w);
    if has(|part| matches!(part, Part::Media(_))) {
        w.array("images", |a| parts.iter().for_each(|part| image(part, a, losses)));
    }
    if has(|part| matches!(part, Part::ToolCall(_))) {
        w.array("tool_calls", |a| {
            for part in parts {
                if let Part::ToolCall(call) = part {
                    a.object(|w| tool_call(call, w));
                }
            }
        });
    }
    for part in parts {
        match part {
            Part::Text(part) => extras::lose_foreign(&part.extras, response.origin, DIALECT, "text", losses),
            Part::Other(_) => losses.drop("content", "a block of this kind is known to its own dialect only"),
            _ => {}
        }
    }
}

fn refusal_of(part: &Part) -> Option<&str> {
    match part {
        Part::Refusal(text) => Some(text),
        _ => None,
    }
}

/// Images have no place of OpenAI's own in an answer; OpenRouter and its clients have them in `images`.
pub(super) fn image(part: &Part, a: &mut Array<'_>, losses: &mut Losses) {
    match part {
        Part::Media(media @ Media { kind: MediaKind::Image, .. }) => {
            a.object(|w| encode::media_fields(media, w, losses, "images"));
        }
        Part::Media(_) => losses.drop("content", "Chat Completions has no place for media but images"),
        _ => {}
    }
}

fn tool_call(call: &ToolCall, w: &mut Writer<'_>) {
    w.put("id", &call.id);
    w.word("type", "function");
    w.object("function", |w| {
        w.put("name", &call.name);
        w.put("arguments", if call.arguments.is_empty() { "{}" } else { &call.arguments });
    });
    signature(call.signature.as_ref(), w);
}

pub(super) fn signature(signature: Option<&crate::Signature>, w: &mut Writer<'_>) {
    if let Some(signature) = signature.filter(|signature| signature.signer == Signer::Gemini) {
        encode::google_signature(&signature.data, w);
    }
}

/// A tool call's opening fields in a stream.
pub(super) fn open_call(kind: &BlockKind, w: &mut Writer<'_>) {
    if let BlockKind::ToolCall { id, name, signature: signed } = kind {
        w.put("id", id);
        w.word("type", "function");
        w.object("function", |w| {
            w.put("name", name);
            w.word("arguments", "");
        });
        signature(signed.as_ref(), w);
    }
}
