//! What becomes of fields without a neutral name when a request changes its dialect.
//!
//! Holds: a field is carried where both dialects give it the same name and meaning, refuses the request where
//! leaving it out would change what is asked for, and is reported as dropped otherwise. A value that asks for
//! nothing (`false`, `null`, empty) needs no report.

use crate::read::Object;
use crate::write::Writer;
use crate::{Dialect, Extras, Json, Losses};

use Dialect::{
    Anthropic, Bedrock, Gemini, OllamaChat, OllamaGenerate, OpenAiChat, OpenAiCompletions, OpenAiResponses,
};

/// Fields of requests that mean the same in all the dialects of their row.
const SHARED: &[(&str, &[Dialect])] = &[
    ("metadata", &[OpenAiChat, OpenAiResponses]),
    ("store", &[OpenAiChat, OpenAiResponses]),
    ("service_tier", &[OpenAiChat, OpenAiResponses]),
    ("prompt_cache_key", &[OpenAiChat, OpenAiResponses]),
    ("prompt_cache_retention", &[OpenAiChat, OpenAiResponses]),
    ("prompt_cache_options", &[OpenAiChat, OpenAiResponses]),
    ("safety_identifier", &[OpenAiChat, OpenAiResponses]),
    ("verbosity", &[OpenAiChat, OpenAiResponses]),
    ("moderation", &[OpenAiChat, OpenAiResponses]),
    ("stream_options", &[OpenAiChat, OpenAiResponses, OpenAiCompletions]),
    ("logit_bias", &[OpenAiChat, OpenAiCompletions]),
    ("keep_alive", &[OllamaChat, OllamaGenerate]),
    ("options", &[OllamaChat, OllamaGenerate]),
    ("prompt_cache_breakpoint", &[OpenAiChat, OpenAiResponses]),
    ("detail", &[OpenAiChat, OpenAiResponses]),
    // OpenAI-compatible gateways to Anthropic take its cache marks on their own parts; see `Profile`.
    ("cache_control", &[OpenAiChat, Anthropic, Bedrock]),
];

/// Fields without which a request would ask for something else.
const ESSENTIAL: &[(Dialect, &[&str])] = &[
    (OpenAiChat, &["functions", "function_call", "audio", "web_search_options"]),
    (OpenAiResponses, &["previous_response_id", "conversation", "prompt", "background"]),
    (OpenAiCompletions, &["prompt", "best_of", "echo"]),
    (Anthropic, &["mcp_servers", "container"]),
    (Gemini, &["cachedContent"]),
    (OllamaGenerate, &["template", "raw", "context"]),
];

/// Values that say what is the rule anyway.
const USUAL: &[(&str, &str)] = &[
    ("truncation", "\"disabled\""),
    ("service_tier", "\"auto\""),
    ("service_tier", "\"default\""),
    ("verbosity", "\"medium\""),
    ("include", "[\"reasoning.encrypted_content\"]"),
    ("parallel_tool_calls", "true"),
    ("detail", "\"auto\""),
    ("modalities", "[\"text\"]"),
];

/// Objects whose members are reported one by one.
const CONTAINERS: &[&str] = &[
    "options",
    "generationConfig",
    "toolConfig",
    "output_config",
    "text",
    "reasoning",
    "additionalModelRequestFields",
];

/// Fields that identify or describe something where it came from, and mean nothing elsewhere.
const LOCAL: &[(Dialect, &[&str])] = &[(OpenAiResponses, &["id", "status", "item", "phase"])];

/// Writes the extras of a request (or of something in it, at `path`) into an object of dialect `to`.
pub(super) fn write(
    extras: &Extras,
    from: Option<Dialect>,
    to: Dialect,
    path: &str,
    writer: &mut Writer<'_>,
    losses: &mut Losses,
) {
    for (key, value) in extras.iter() {
        if from.is_none_or(|from| from == to) || is_shared(key, from, to) {
            writer.named(key, value);
        } else {
            report(key, value, from, to, path, losses);
        }
    }
}

/// Reports the extras of something that has no object of its own in the dialect `to`.
pub(super) fn lose(extras: &Extras, from: Option<Dialect>, to: Dialect, path: &str, losses: &mut Losses) {
    for (key, value) in extras.iter() {
        report(key, value, from, to, path, losses);
    }
}

/// Like [`lose`], unless the dialects are the same.
pub(super) fn lose_foreign(
    extras: &Extras,
    from: Option<Dialect>,
    to: Dialect,
    path: &str,
    losses: &mut Losses,
) {
    if from != Some(to) {
        lose(extras, from, to, path, losses);
    }
}

/// Whether [`write()`] would write nothing.
pub(super) fn are_silent(extras: &Extras, from: Option<Dialect>, to: Dialect) -> bool {
    extras.is_empty()
        || from
            .is_some_and(|from| from != to && extras.iter().all(|(key, _)| !is_shared(key, Some(from), to)))
}

fn is_shared(key: &str, from: Option<Dialect>, to: Dialect) -> bool {
    let both =
        |dialects: &[Dialect]| from.is_some_and(|from| dialects.contains(&from)) && dialects.contains(&to);
    SHARED.iter().any(|(name, dialects)| *name == key && both(dialects))
}

/// Whether a field of an answer is only something where it came from.
pub(crate) fn says_nothing(from: Dialect, key: &str, value: &Json) -> bool {
    let is_local = LOCAL.iter().any(|(dialect, keys)| *dialect == from && keys.contains(&key));
    is_empty(value) || value.as_str() == "{}" || is_local
}

fn is_empty(value: &Json) -> bool {
    matches!(value.as_str(), "false" | "null" | "[]" | "\"\"")
}

fn report(key: &str, value: &Json, from: Option<Dialect>, to: Dialect, path: &str, losses: &mut Losses) {
    let listed = |(dialect, keys): &(Dialect, &[&str])| Some(*dialect) == from && keys.contains(&key);
    let is_essential = ESSENTIAL.iter().any(listed);
    if is_empty(value)
        // A feature may be asked for by an object without settings.
        || (value.as_str() == "{}" && !is_essential)
        || USUAL.contains(&(key, value.as_str()))
        || (!path.is_empty() && LOCAL.iter().any(listed))
    {
        return;
    }
    if CONTAINERS.contains(&key)
        && let Ok(inner) = Object::parse(value.as_str().as_bytes())
    {
        return lose(&inner.rest(), from, to, key, losses);
    }
    let field = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    let reason = format!("{to} has no such field");
    if is_essential {
        losses.refuse(field, reason);
    } else {
        losses.drop(field, reason);
    }
}
