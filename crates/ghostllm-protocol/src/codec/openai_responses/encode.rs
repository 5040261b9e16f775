//! The neutral form to Responses requests.

use super::DIALECT;
use super::items_out::Items;
use crate::codec::{common, effort, extras, openai_tools};
use crate::write::{Array, Writer, object};
use crate::{ChatRequest, Extras, Losses, Message, OutputFormat, Part, Role};

pub(super) fn request(request: &ChatRequest, losses: &mut Losses) -> Vec<u8> {
    let mut rest = request.extras.clone();
    let mut out = Vec::with_capacity(1024);
    object(&mut out, |w| {
        w.put("model", &request.model);
        conversation(request, w, losses);
        w.opt("max_output_tokens", max_tokens(request, losses).as_ref());
        w.opt("temperature", request.temperature.as_ref());
        w.opt("top_p", request.top_p.as_ref());
        w.opt("user", request.user.as_ref());
        openai_tools::write(request, DIALECT, w, losses);
        openai_tools::write_choice(request, DIALECT, w, losses);
        w.opt("parallel_tool_calls", openai_tools::parallel(request, DIALECT));
        text(request, &mut rest, w);
        reasoning(request, &mut rest, w, losses);
        if request.stream {
            w.put("stream", &true);
        } else {
            rest.remove("stream_options");
        }
        lose(request, losses);
        extras::write(&rest, request.origin, DIALECT, "", w, losses);
    });
    out
}

fn conversation(request: &ChatRequest, w: &mut Writer<'_>, losses: &mut Losses) {
    let mut messages = &request.messages[..];
    let mut first = 0;
    // Where the first message is one plain system text, it is what `instructions` are.
    if let [Message { role: Role::System, parts, extras, .. }, rest @ ..] = messages
        && let [Part::Text(text)] = &parts[..]
        && text.extras.is_empty()
        && extras.is_empty()
    {
        w.put("instructions", &text.text);
        messages = rest;
        first = 1;
    }
    let mut items = Items { origin: request.origin, to_client: false, losses };
    w.array("input", |a| {
        for (at, message) in messages.iter().enumerate() {
            write_message(message, &format!("messages[{}]", first + at), &mut items, a);
        }
    });
}

/// The items of a message, in the order of its parts; runs of content become one message item.
fn write_message(message: &Message, path: &str, items: &mut Items<'_>, a: &mut Array<'_>) {
    if message.name.is_some() {
        items.losses.drop(format!("{path}.name"), "Responses does not name participants");
    }
    let mut own_extras = Some(&message.extras);
    let mut at = 0;
    while let Some(part) = message.parts.get(at) {
        let run = message.parts[at..].iter().take_while(|part| Items::is_content(part)).count();
        let here = format!("{path}.parts[{at}]");
        match part {
            // An item of its own between thoughts and the call that follows them.
            Part::Text(text)
                if message.role == Role::Assistant && text.text.is_empty() && !items.is_own() =>
            {
                at += 1;
                continue;
            }
            Part::ToolCall(call) => a.object(|w| items.call(call, "", &here, w)),
            Part::ToolResult(result) => a.object(|w| items.result(result, &here, w)),
            Part::Reasoning(part) => {
                if items.takes(part, &here) {
                    a.object(|w| items.reasoning(part, part.id.as_deref().unwrap_or_default(), &here, w));
                }
            }
            Part::Other(json) if items.is_own() => a.json(json),
            Part::Other(_) => {
                items.losses.refuse(here, "a block of this kind is known to its own dialect only");
            }
            _ => {
                let parts = &message.parts[at..at + run];
                a.object(|w| content_item(message.role, parts, own_extras.take(), path, items, w));
            }
        }
        at += run.max(1);
    }
    if let Some(extras) = own_extras.filter(|extras| !items.is_own() && !extras.is_empty()) {
        extras::lose(extras, items.origin, DIALECT, path, items.losses);
    }
}

fn content_item(
    role: Role,
    parts: &[Part],
    own_extras: Option<&Extras>,
    path: &str,
    items: &mut Items<'_>,
    w: &mut Writer<'_>,
) {
    let word = match role {
        Role::System => "system",
        Role::Developer => "developer",
        Role::User | Role::Tool => "user",
        Role::Assistant => "assistant",
    };
    w.word("type", "message");
    w.put("role", word);
    match parts {
        [Part::Text(text)] if text.extras.is_empty() && text.signature.is_none() => {
            w.put("content", &text.text);
        }
        parts => w.array("content", |a| {
            for (at, part) in parts.iter().enumerate() {
                items.content(part, &format!("{path}.content[{at}]"), a, role == Role::Assistant);
            }
        }),
    }
    if let Some(extras) = own_extras {
        extras::write(extras, items.origin, DIALECT, path, w, items.losses);
    }
}

/// Fewer are refused; other dialects' health checks ask for one.
const MAX_TOKENS_LEAST: u64 = 16;

fn max_tokens(request: &ChatRequest, losses: &mut Losses) -> Option<u64> {
    let asked = request.max_tokens?;
    if asked >= MAX_TOKENS_LEAST || openai_tools::is_own(request, DIALECT) {
        return Some(asked);
    }
    losses.change("max_tokens", "Responses gives 16 at least");
    Some(MAX_TOKENS_LEAST)
}

fn text(request: &ChatRequest, rest: &mut Extras, w: &mut Writer<'_>) {
    let verbosity = rest.remove("verbosity");
    let more = if openai_tools::is_own(request, DIALECT) { rest.remove("text") } else { None };
    if request.output.is_none() && verbosity.is_none() && more.is_none() {
        return;
    }
    w.object("text", |w| {
        match &request.output {
            None => {}
            Some(OutputFormat::Text) => w.object("format", |w| w.word("type", "text")),
            Some(OutputFormat::JsonObject) => w.object("format", |w| w.word("type", "json_object")),
            Some(OutputFormat::JsonSchema(schema)) => w.object("format", |w| {
                w.word("type", "json_schema");
                openai_tools::write_schema(schema, w);
            }),
        }
        if let Some(verbosity) = &verbosity {
            w.json("verbosity", verbosity);
        }
        w.fields(more.as_ref());
    });
}

/// Effort and summary; and, for clients of other dialects, what makes reasoning survive without a server that
/// remembers it: nothing is stored there, and it comes back encrypted.
fn reasoning(request: &ChatRequest, rest: &mut Extras, w: &mut Writer<'_>, losses: &mut Losses) {
    let own = openai_tools::is_own(request, DIALECT);
    let more = if own { rest.remove("reasoning") } else { None };
    if let Some(config) = &request.reasoning {
        let word = effort::word(config, losses);
        w.object("reasoning", |w| {
            w.opt("effort", word);
            w.opt("summary", config.summary.as_deref().filter(|summary| *summary != "none"));
            // Whoever asks for thoughts by switch or budget expects to see them.
            if config.summary.is_none() && (config.enabled == Some(true) || config.budget_tokens.is_some()) {
                w.word("summary", "auto");
            }
            w.fields(more.as_ref());
        });
    }
    if !own {
        if rest.get("store").is_none() {
            w.put("store", &false);
        }
        if reasons(request) {
            w.put("include", &["reasoning.encrypted_content"]);
        }
    }
}

/// Whether the model reasons; others refuse to encrypt what they don't have.
fn reasons(request: &ChatRequest) -> bool {
    let name = request.model.rsplit('/').next().unwrap_or_default();
    let is_series = |prefix: &str, from: char| {
        name.strip_prefix(prefix)
            .and_then(|rest| rest.chars().next())
            .is_some_and(|c| c.is_ascii_digit() && c >= from)
    };
    request.reasoning.as_ref().is_some_and(|config| !effort::is_off(config))
        || is_series("o", '1')
        || is_series("gpt-", '5')
}

fn lose(request: &ChatRequest, losses: &mut Losses) {
    common::lose_sampling(request, DIALECT, losses);
    common::begun_answer(request, DIALECT, losses);
    if request.top_k.is_some() {
        losses.drop("top_k", "Responses has no such field");
    }
    if !request.stop.is_empty() {
        losses.drop("stop", "Responses has no such field");
    }
}
