//! Whole answers of Responses.

use super::items_in::item;
use super::items_out::{ITEM, Items};
use super::{DIALECT, finish, status};
use crate::codec::{extras, openai_tools, openai_usage};
use crate::read::{self, Object};
use crate::write::{Writer, array, object};
use crate::{ChatResponse, Choice, DecodeError, Exchange, Extras, Failure, Json, Losses, OutputFormat, Part};

pub(super) fn decode(mut fields: Object<'_>) -> Result<ChatResponse, DecodeError> {
    if let Some(mut error) = fields.object("error")? {
        let message = error.text("message")?.unwrap_or_default();
        return Err(DecodeError::field("error", format!("is `{message}`")));
    }
    let items = fields.array("output")?.ok_or_else(|| DecodeError::field("output", "is missing"))?;
    let mut parts = Vec::new();
    for item in read::each(items, "output", item)? {
        let start = parts.len();
        parts.extend(item.parts);
        if let (Some(Part::Text(first)), false) = (parts.get_mut(start), item.extras.is_empty()) {
            first.extras.insert(ITEM, Json::object(&item.extras));
        }
    }
    let word = fields.text("status")?.unwrap_or_else(|| "completed".to_owned());
    let mut details = fields.object("incomplete_details")?.unwrap_or_default();
    let reason = details.text("reason")?;
    let has_calls = parts.iter().any(|part| matches!(part, Part::ToolCall(_)));
    let finish = Some(finish(&word, reason.as_deref(), has_calls));
    let mut response = ChatResponse {
        id: fields.text("id")?.unwrap_or_default(),
        model: fields.text("model")?.unwrap_or_default(),
        created_s: created(&mut fields),
        choices: vec![Choice { parts, finish, ..Choice::default() }],
        ..ChatResponse::default()
    };
    if let Some(usage) = fields.object("usage")? {
        response.usage = Some(openai_usage::decode(&openai_usage::RESPONSES, usage)?);
    }
    fields.raw("object");
    response.extras = fields.rest();
    Ok(response)
}

/// Seconds, whole or not.
pub(super) fn created(fields: &mut Object<'_>) -> Option<u64> {
    fields.raw("created_at")?.get().split('.').next()?.parse().ok()
}

pub(super) fn encode(response: &ChatResponse, exchange: &Exchange, losses: &mut Losses) -> Vec<u8> {
    let first = response.choices.first();
    if response.choices.len() > 1 {
        losses.drop("choices", "Responses gives one answer at a time");
    }
    let parts = first.map_or(&[][..], |choice| &choice.parts);
    let mut output = Vec::new();
    let mut items = Items { origin: response.origin, to_client: true, losses };
    array(&mut output, |a| {
        let mut at = 0;
        while at < parts.len() {
            let run = message_run(&parts[at..]);
            let mut json = Vec::new();
            write_item(&parts[at..at + run.max(1)], at, exchange, &mut items, &mut json);
            if let Some(json) = std::str::from_utf8(&json).ok().and_then(|text| Json::parse(text).ok()) {
                a.json(&json);
            }
            at += run.max(1);
        }
    });
    let output = std::str::from_utf8(&output).unwrap_or("[]");
    let finish = first.and_then(|choice| choice.finish.as_ref());
    if let Some(choice) = first {
        extras::lose_foreign(&choice.extras, response.origin, DIALECT, "choices[0]", losses);
    }
    let (status, reason) = status(finish, response.origin);
    let frame = Frame { response, exchange, status, reason, failure: None, output };
    let mut out = Vec::with_capacity(1024);
    object(&mut out, |w| frame.write(w, losses));
    out
}

/// How many parts make one message item: content, up to a text that begins another.
fn message_run(parts: &[Part]) -> usize {
    let begins = |part: &Part| matches!(part, Part::Text(text) if text.extras.get(ITEM).is_some());
    let content = |part: &&Part| matches!(part, Part::Text(_) | Part::Refusal(_));
    let run = parts.iter().take_while(content).count();
    let next = parts.iter().take(run).skip(1).position(begins);
    next.map_or(run, |next| next + 1)
}

/// One item: a message with the contents `parts`, or the one other part.
fn write_item(parts: &[Part], at: usize, exchange: &Exchange, items: &mut Items<'_>, out: &mut Vec<u8>) {
    match &parts[0] {
        Part::Reasoning(part) => {
            let id = item_id(part.id.as_deref(), "rs_", at, exchange);
            object(out, |w| items.reasoning(part, &id, "output", w));
        }
        Part::ToolCall(call) => {
            let id = exchange.id("fc_", &[at]);
            let mut call = call.clone();
            if call.arguments.is_empty() {
                call.arguments.push_str("{}");
            }
            object(out, |w| items.call(&call, &id, "output", w));
        }
        Part::Text(_) | Part::Refusal(_) => object(out, |w| {
            message_head(parts, &exchange.id("msg_", &[at]), "completed", items, w);
            w.array("content", |a| {
                for part in parts {
                    items.content(part, "output", a, true);
                }
            });
        }),
        Part::Other(json) if items.is_own() => out.extend_from_slice(json.as_str().as_bytes()),
        Part::Media(_) => items.losses.drop("output", "Responses has no place for media of other providers"),
        _ => items.losses.drop("output", "a block of this kind is known to its own dialect only"),
    }
}

pub(super) fn item_id(own: Option<&str>, prefix: &str, at: usize, exchange: &Exchange) -> String {
    own.map_or_else(|| exchange.id(prefix, &[at]), str::to_owned)
}

/// The fields of a message item before its content.
pub(super) fn message_head(parts: &[Part], id: &str, status: &str, items: &Items<'_>, w: &mut Writer<'_>) {
    let kept = match parts.first() {
        Some(Part::Text(text)) => text.extras.get(ITEM).filter(|_| items.is_own()),
        _ => None,
    };
    w.word("type", "message");
    w.word("role", "assistant");
    let kept = kept.and_then(|json| Object::parse(json.as_str().as_bytes()).ok()).map(Object::rest);
    let kept = kept.unwrap_or_default();
    if kept.get("id").is_none() {
        w.put("id", id);
    }
    if kept.get("status").is_none() {
        w.put("status", status);
    }
    w.extras(&kept);
}

/// The answer around its items.
pub(super) struct Frame<'a> {
    pub(super) response: &'a ChatResponse,
    pub(super) exchange: &'a Exchange,
    pub(super) status: &'a str,
    pub(super) reason: Option<&'a str>,
    /// Why it failed, if it did.
    pub(super) failure: Option<&'a Failure>,
    /// The items, as a JSON array.
    pub(super) output: &'a str,
}

impl Frame<'_> {
    pub(super) fn write(&self, w: &mut Writer<'_>, losses: &mut Losses) {
        let response = self.response;
        let own = response.origin == Some(DIALECT);
        if response.id.is_empty() {
            w.put("id", &self.exchange.id("resp_", &[]));
        } else {
            w.put("id", &response.id);
        }
        w.word("object", "response");
        w.put("created_at", &response.created_s.unwrap_or(self.exchange.created_s));
        w.put("status", self.status);
        match self.failure {
            Some(failure) => w.object("error", |w| {
                w.put("code", failure.code.as_deref().unwrap_or("server_error"));
                w.put("message", &failure.message);
            }),
            None => w.null("error"),
        }
        match self.reason {
            Some(reason) => w.object("incomplete_details", |w| w.put("reason", reason)),
            None => w.null("incomplete_details"),
        }
        let model = if response.model.is_empty() { &self.exchange.request.model } else { &response.model };
        w.put("model", model);
        w.raw("output", self.output);
        let none = Extras::new();
        self.echo(if own { &response.extras } else { &none }, w);
        match &response.usage {
            Some(usage) => w.object("usage", |w| {
                openai_usage::write(&openai_usage::RESPONSES, usage, response.origin, DIALECT, w);
            }),
            None => w.null("usage"),
        }
        extras::write(&response.extras, response.origin, DIALECT, "", w, losses);
    }

    /// What an answer repeats of its request, as far as the upstream's own answer does not.
    fn echo(&self, said: &Extras, w: &mut Writer<'_>) {
        let request = &self.exchange.request;
        let mut unsaid = |key: &str, write: &mut dyn FnMut(&mut Writer<'_>)| {
            if said.get(key).is_none() {
                write(w);
            }
        };
        unsaid("instructions", &mut |w| w.null("instructions"));
        unsaid("metadata", &mut |w| w.object("metadata", |_| {}));
        unsaid("parallel_tool_calls", &mut |w| {
            w.put("parallel_tool_calls", &request.parallel_tool_calls.unwrap_or(true));
        });
        unsaid("previous_response_id", &mut |w| w.null("previous_response_id"));
        unsaid("temperature", &mut |w| w.put("temperature", &request.temperature));
        unsaid("top_p", &mut |w| w.put("top_p", &request.top_p));
        unsaid("max_output_tokens", &mut |w| w.put("max_output_tokens", &request.max_tokens));
        unsaid("tools", &mut |w| {
            if request.tools.is_empty() {
                w.array("tools", |_| {});
            }
            openai_tools::write(request, DIALECT, w, &mut Losses::new());
        });
        unsaid("tool_choice", &mut |w| {
            if request.tool_choice.is_none() {
                w.word("tool_choice", "auto");
            }
            openai_tools::write_choice(request, DIALECT, w, &mut Losses::new());
        });
        unsaid("text", &mut |w| {
            w.object("text", |w| {
                w.object("format", |w| match &request.output {
                    Some(OutputFormat::JsonSchema(schema)) => {
                        w.word("type", "json_schema");
                        openai_tools::write_schema(schema, w);
                    }
                    Some(OutputFormat::JsonObject) => w.word("type", "json_object"),
                    _ => w.word("type", "text"),
                });
            });
        });
    }
}
