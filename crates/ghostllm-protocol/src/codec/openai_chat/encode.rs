//! The neutral form to Chat Completions requests.

use super::{DIALECT, reasoning};
use crate::chat::text_of;
use crate::codec::{carry, common, effort, extras, media, openai_tools};
use crate::write::{Array, Writer, object};
use crate::{
    ChatRequest, Extras, Losses, MaxTokens, Media, MediaKind, Message, OutputFormat, Part, Profile,
    ReasoningField, Role, Signer, Source, Tool, ToolCall, ToolResult,
};

pub(super) fn request(request: &ChatRequest, profile: &Profile, losses: &mut Losses) -> Vec<u8> {
    let unmarked = (!profile.cache_marks).then(|| without_cache_marks(request, losses)).flatten();
    let request = unmarked.as_ref().unwrap_or(request);
    let mut out = Vec::with_capacity(1024);
    object(&mut out, |w| {
        w.put("model", &request.model);
        w.array("messages", |a| messages(&mut Messages { request, profile, losses }, a));
        settings(request, profile, w, losses);
        openai_tools::write(request, DIALECT, w, losses);
        openai_tools::write_choice(request, DIALECT, w, losses);
        w.opt("parallel_tool_calls", openai_tools::parallel(request, DIALECT));
        common::begun_answer(request, DIALECT, losses);
        output(request, profile, w, losses);
        let mut rest = request.extras.clone();
        let options = rest.remove("stream_options");
        if request.stream {
            w.put("stream", &true);
            stream_options(request.include_usage && profile.stream_usage, options.as_ref(), w);
        }
        extras::write(&rest, request.origin, DIALECT, "", w, losses);
    });
    out
}

/// The request without Anthropic's cache marks, which OpenAI refuses. `None`: it has none, or its client knows.
fn without_cache_marks(request: &ChatRequest, losses: &mut Losses) -> Option<ChatRequest> {
    const MARK: &str = "cache_control";
    if openai_tools::is_own(request, DIALECT) {
        return None;
    }
    let of_part = |part: &Part| match part {
        Part::Text(part) => part.extras.get(MARK).is_some(),
        Part::Media(part) => part.extras.get(MARK).is_some(),
        Part::ToolCall(part) => part.extras.get(MARK).is_some(),
        Part::ToolResult(part) => part.extras.get(MARK).is_some(),
        _ => false,
    };
    let of_tool = |tool: &Tool| matches!(tool, Tool::Function(tool) if tool.extras.get(MARK).is_some());
    let is_marked = request.extras.get(MARK).is_some()
        || request.messages.iter().flat_map(|message| &message.parts).any(of_part)
        || request.tools.iter().any(of_tool);
    if !is_marked {
        return None;
    }
    losses.drop(MARK, "OpenAI caches by itself");
    let mut clean = request.clone();
    clean.extras.remove(MARK);
    for part in clean.messages.iter_mut().flat_map(|message| &mut message.parts) {
        let extras = match part {
            Part::Text(part) => &mut part.extras,
            Part::Media(part) => &mut part.extras,
            Part::ToolCall(part) => &mut part.extras,
            Part::ToolResult(part) => &mut part.extras,
            _ => continue,
        };
        extras.remove(MARK);
    }
    for tool in &mut clean.tools {
        if let Tool::Function(function) = tool {
            function.extras.remove(MARK);
        }
    }
    Some(clean)
}

fn stream_options(include_usage: bool, options: Option<&crate::Json>, w: &mut Writer<'_>) {
    if include_usage || options.is_some() {
        w.object("stream_options", |w| {
            if include_usage {
                w.put("include_usage", &true);
            }
            w.fields(options);
        });
    }
}

fn settings(request: &ChatRequest, profile: &Profile, w: &mut Writer<'_>, losses: &mut Losses) {
    let limit = match profile.max_tokens {
        MaxTokens::MaxCompletionTokens => "max_completion_tokens",
        MaxTokens::MaxTokens => "max_tokens",
    };
    w.opt(limit, request.max_tokens.as_ref());
    w.opt("temperature", request.temperature.as_ref());
    w.opt("top_p", request.top_p.as_ref());
    match request.top_k {
        Some(_)
            if profile.max_tokens == MaxTokens::MaxCompletionTokens
                && !openai_tools::is_own(request, DIALECT) =>
        {
            losses.drop("top_k", "OpenAI has no such field");
        }
        top_k => w.opt("top_k", top_k.as_ref()),
    }
    w.opt("seed", request.seed.as_ref());
    w.opt("frequency_penalty", request.frequency_penalty.as_ref());
    w.opt("presence_penalty", request.presence_penalty.as_ref());
    if !request.stop.is_empty() {
        // Compatible servers take more.
        let most = match profile.max_tokens {
            MaxTokens::MaxCompletionTokens => STOP_TEXTS_MAX,
            MaxTokens::MaxTokens => usize::MAX,
        };
        w.put("stop", common::stop_texts(request, most, DIALECT, losses));
    }
    w.opt("n", request.choices.as_ref());
    w.opt("user", request.user.as_ref());
    if request.suffix.is_some() {
        losses.refuse("suffix", "a chat cannot fill a gap");
    }
    let Some(config) = &request.reasoning else { return };
    if profile.reasoning == ReasoningField::ReasoningDetails {
        w.object("reasoning", |w| {
            w.opt("enabled", config.enabled.as_ref());
            w.opt("effort", config.effort.as_ref());
            w.opt("max_tokens", config.budget_tokens.as_ref());
            if config.summary.as_deref() == Some("none") {
                w.put("exclude", &true);
            }
        });
    } else {
        let shows_nothing = profile.reasoning == ReasoningField::Nowhere;
        if shows_nothing && config.summary.as_deref().is_some_and(|summary| summary != "none") {
            losses.drop("reasoning.summary", "the upstream does not show what it thought");
        }
        if let Some(word) = effort::word(config, losses) {
            w.put("reasoning_effort", word);
        }
    }
}

fn output(request: &ChatRequest, profile: &Profile, w: &mut Writer<'_>, losses: &mut Losses) {
    match &request.output {
        None => {}
        Some(OutputFormat::Text) => w.object("response_format", |w| w.word("type", "text")),
        Some(OutputFormat::JsonSchema(schema)) if profile.json_schema => {
            w.object("response_format", |w| {
                w.word("type", "json_schema");
                w.object("json_schema", |w| openai_tools::write_schema(schema, w));
            });
        }
        Some(format) => {
            if matches!(format, OutputFormat::JsonSchema(_)) {
                losses
                    .change("output.schema", "the upstream knows JSON mode only; the schema is not enforced");
            }
            w.object("response_format", |w| w.word("type", "json_object"));
        }
    }
}

/// OpenAI refuses more.
const STOP_TEXTS_MAX: usize = 4;

struct Messages<'a> {
    request: &'a ChatRequest,
    profile: &'a Profile,
    losses: &'a mut Losses,
}

/// Tool messages hold text only and must follow their calls at once, so media in tool results go into a user
/// message after the last of them.
fn messages(to: &mut Messages<'_>, a: &mut Array<'_>) {
    let mut moved: Vec<(&Media, String)> = Vec::new();
    for (at, message) in to.request.messages.iter().enumerate() {
        let path = common::place("messages", at);
        let results: Vec<&ToolResult> = message
            .parts
            .iter()
            .filter_map(|part| match part {
                Part::ToolResult(result) => Some(result),
                _ => None,
            })
            .collect();
        if results.is_empty() {
            flush(&mut moved, to, a);
        }
        for result in &results {
            let media = result.parts.iter().filter_map(|part| match part {
                Part::Media(media) => Some((media, format!("{path}.content"))),
                _ => None,
            });
            moved.extend(media);
            a.object(|w| tool_message(result, &message.extras, &path, to, w));
        }
        if results.len() < message.parts.len() || message.parts.is_empty() {
            flush(&mut moved, to, a);
            a.object(|w| plain_message(message, &path, to, w));
        }
    }
    flush(&mut moved, to, a);
}

fn flush(moved: &mut Vec<(&Media, String)>, to: &mut Messages<'_>, a: &mut Array<'_>) {
    if moved.is_empty() {
        return;
    }
    a.object(|w| {
        w.word("role", "user");
        w.array("content", |a| {
            for (media, path) in moved.drain(..) {
                a.object(|w| media_fields(media, w, to.losses, &path));
            }
        });
    });
}

fn tool_message(result: &ToolResult, extras: &Extras, path: &str, to: &mut Messages<'_>, w: &mut Writer<'_>) {
    if result.call_id.is_empty() && result.name.is_some() {
        // The legacy role, which names the function and has no ids.
        w.word("role", "function");
    } else {
        w.word("role", "tool");
        w.put("tool_call_id", &*call_id(&result.call_id, to.profile));
    }
    let own = openai_tools::is_own(to.request, DIALECT);
    w.opt("name", result.name.as_ref().filter(|_| own));
    if result.is_error == Some(true) {
        to.losses.change(format!("{path}.is_error"), "OpenAI marks no failed tool; the text says it");
    }
    if result.parts.iter().any(|part| matches!(part, Part::Media(_))) {
        to.losses.change(format!("{path}.content"), "media of a tool go into a user message after it");
    }
    if !own && result.parts.iter().any(|part| matches!(part, Part::Other(_))) {
        to.losses
            .change(format!("{path}.content"), "a block that only its own dialect knows goes as its JSON");
    }
    if own && result.parts.len() > 1 {
        w.array("content", |a| contents(result.parts.iter(), path, to, a));
    } else {
        let texts: Vec<&str> = result
            .parts
            .iter()
            .filter_map(|part| match part {
                Part::Text(text) => Some(text.text.as_str()),
                Part::Other(json) => Some(json.as_str()),
                _ => None,
            })
            .collect();
        w.put("content", &texts.join("\n"));
    }
    extras::lose(&result.extras, to.request.origin, DIALECT, path, to.losses);
    extras::write(extras, to.request.origin, DIALECT, path, w, to.losses);
}

fn call_id<'a>(id: &'a str, profile: &Profile) -> std::borrow::Cow<'a, str> {
    if profile.nine_letter_ids { carry::nine_letter_id(id) } else { carry::fitting_id(id, ID_LENGTH_MAX) }
}

/// OpenAI refuses longer ids of tool calls.
const ID_LENGTH_MAX: usize = 40;

fn plain_message(message: &Message, path: &str, to: &mut Messages<'_>, w: &mut Writer<'_>) {
    let role = match message.role {
        Role::Developer if to.profile.developer_role => "developer",
        Role::System | Role::Developer => "system",
        Role::User | Role::Tool => "user",
        Role::Assistant => "assistant",
    };
    w.put("role", role);
    w.opt("name", message.name.as_ref());
    let is_call = |part: &&Part| match part {
        Part::ToolCall(_) => true,
        Part::Other(json) => json.as_str().contains("\"custom\""),
        _ => false,
    };
    let (calls, rest): (Vec<&Part>, Vec<&Part>) = message.parts.iter().partition(is_call);
    if message.role == Role::Assistant {
        assistant_reasoning(message, path, to, w);
    }
    content(&rest, message.role, path, to, w);
    if !calls.is_empty() {
        w.array("tool_calls", |a| {
            for call in calls {
                match call {
                    Part::ToolCall(call) => a.object(|w| tool_call(call, path, to, w)),
                    Part::Other(json) if openai_tools::is_own(to.request, DIALECT) => a.json(json),
                    _ => to.losses.refuse(path, "a block of this kind is known to its own dialect only"),
                }
            }
        });
    }
    extras::write(&message.extras, to.request.origin, DIALECT, path, w, to.losses);
}

fn tool_call(call: &ToolCall, path: &str, to: &mut Messages<'_>, w: &mut Writer<'_>) {
    w.put("id", &*call_id(&call.id, to.profile));
    w.word("type", "function");
    w.object("function", |w| {
        w.put("name", &call.name);
        w.put("arguments", if call.arguments.is_empty() { "{}" } else { &call.arguments });
    });
    match &call.signature {
        Some(signature) if signature.signer == Signer::Gemini && to.profile.google_signatures => {
            google_signature(&signature.data, w);
        }
        Some(_) => to.losses.drop(format!("{path}.signature"), "the upstream is not the one that signed it"),
        None => {}
    }
    extras::write(&call.extras, to.request.origin, DIALECT, path, w, to.losses);
}

/// Where Google's OpenAI-compatible endpoint has its signature.
pub(super) fn google_signature(data: &str, w: &mut Writer<'_>) {
    w.object("extra_content", |w| w.object("google", |w| w.put("thought_signature", data)));
}

fn assistant_reasoning(message: &Message, path: &str, to: &mut Messages<'_>, w: &mut Writer<'_>) {
    let Some(first) = message.parts.iter().position(|part| matches!(part, Part::Reasoning(_))) else {
        return;
    };
    match to.profile.reasoning {
        ReasoningField::ReasoningDetails => reasoning::write(&message.parts, w),
        ReasoningField::ReasoningContent => {
            reasoning::text(&message.parts, w);
            let signed = |part: &Part| matches!(part, Part::Reasoning(part) if part.signature.is_some());
            if message.parts.iter().any(signed) {
                to.losses.drop(format!("{path}.signature"), "the upstream is not the one that signed it");
            }
        }
        ReasoningField::Nowhere => {
            to.losses
                .drop(format!("{path}.parts[{first}]"), "the upstream takes no reasoning of earlier turns");
        }
    }
}

/// Everything but calls, results and reasoning.
fn content(parts: &[&Part], role: Role, path: &str, to: &mut Messages<'_>, w: &mut Writer<'_>) {
    let own = openai_tools::is_own(to.request, DIALECT);
    let parts = || {
        let is_elsewhere = |part: &Part| matches!(part, Part::Reasoning(_) | Part::ToolResult(_));
        parts.iter().copied().filter(move |part| !is_elsewhere(part))
    };
    let origin = to.request.origin;
    let plain = |part: &&Part| match part {
        Part::Text(text) => extras::are_silent(&text.extras, origin, DIALECT),
        _ => false,
    };
    if role == Role::Assistant {
        let refusal: String = parts().filter_map(refusal).collect();
        if !refusal.is_empty() {
            w.put("refusal", &refusal);
        }
    }
    let said: Vec<&Part> =
        parts().filter(|part| role != Role::Assistant || refusal(part).is_none()).collect();
    if said.is_empty() && role == Role::Assistant {
        w.null("content");
    } else if said.iter().all(plain) && (said.len() <= 1 || !own) {
        match said[..] {
            [Part::Text(text)] => w.put("content", &text.text),
            // Not every server takes texts in parts (DeepSeek does not), and every one takes a text. What the model
            // said in pieces is one text; others' blocks stay apart.
            _ if role == Role::Assistant => w.put("content", &text_of(said.iter().copied())),
            _ => {
                let texts: Vec<String> = said.iter().map(|part| text_of([*part])).collect();
                w.put("content", &texts.join("\n\n"));
            }
        }
        for part in &said {
            if let Part::Text(text) = part
                && !text.extras.is_empty()
            {
                extras::lose_foreign(&text.extras, origin, DIALECT, &format!("{path}.content"), to.losses);
            }
        }
    } else {
        w.array("content", |a| contents(said.into_iter(), path, to, a));
    }
}

fn refusal(part: &Part) -> Option<&str> {
    match part {
        Part::Refusal(text) => Some(text),
        _ => None,
    }
}

fn contents<'p>(parts: impl Iterator<Item = &'p Part>, path: &str, to: &mut Messages<'_>, a: &mut Array<'_>) {
    let origin = to.request.origin;
    for (at, part) in parts.enumerate() {
        let path = common::place(&[path, ".content"].concat(), at);
        match part {
            Part::Text(text) => a.object(|w| {
                w.word("type", "text");
                w.put("text", &text.text);
                extras::write(&text.extras, origin, DIALECT, &path, w, to.losses);
            }),
            Part::Refusal(text) => a.object(|w| {
                w.word("type", "refusal");
                w.put("refusal", text);
            }),
            Part::Media(media) => a.object(|w| {
                media_fields(media, w, to.losses, &path);
                let mut rest = media.extras.clone();
                rest.remove("detail");
                extras::write(&rest, origin, DIALECT, &path, w, to.losses);
            }),
            Part::Other(json) if openai_tools::is_own(to.request, DIALECT) => a.json(json),
            _ => to.losses.refuse(path, "a block of this kind is known to its own dialect only"),
        }
    }
}

pub(super) fn media_fields(media: &Media, w: &mut Writer<'_>, losses: &mut Losses, path: &str) {
    let url = media::to_url(media);
    match (media.kind, &media.source) {
        (MediaKind::Image | MediaKind::Video, _) if url.is_some() => {
            let key = if media.kind == MediaKind::Image { "image_url" } else { "video_url" };
            w.put("type", key);
            w.object(key, |w| {
                w.opt("url", url.as_deref());
                if let Some(detail) = media.extras.get("detail") {
                    w.json("detail", detail);
                }
            });
        }
        (MediaKind::Audio, Source::Base64(data)) => {
            w.word("type", "input_audio");
            w.object("input_audio", |w| {
                w.put("data", data);
                w.put("format", media::format_of(media::media_type(media)));
            });
        }
        (_, Source::Text(text)) => {
            w.word("type", "text");
            w.put("text", text);
            losses.change(path, "a text document becomes plain text");
        }
        (_, Source::File(id)) => {
            w.word("type", "file");
            w.object("file", |w| w.put("file_id", id));
        }
        (_, Source::Base64(_)) => {
            w.word("type", "file");
            w.object("file", |w| {
                w.put("filename", media.name.as_deref().unwrap_or("file"));
                w.opt("file_data", url.as_deref());
            });
        }
        (_, Source::Url(_)) => losses.refuse(path, "Chat Completions takes files in place, not by URL"),
    }
}
