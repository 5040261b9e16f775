//! Reasoning in Chat Completions. OpenAI's own endpoint has none; compatible servers put its text into
//! `reasoning_content` (DeepSeek, vLLM, llama.cpp) or `reasoning`, and OpenRouter has `reasoning_details` with
//! the providers' signatures. Signatures are written the latter way.
//! <https://openrouter.ai/docs/use-cases/reasoning-tokens>

use serde_json::value::RawValue;

use crate::read::Object;
use crate::write::{Array, Writer};
use crate::{DecodeError, Json, Part, Reasoning, Signature, Signer};

/// The `format` of a provider's entries.
const FORMATS: &[(&str, Signer)] = &[
    ("anthropic-claude-v1", Signer::Anthropic),
    ("google-gemini-v1", Signer::Gemini),
    ("openai-responses-v1", Signer::OpenAi),
];

/// Takes the reasoning out of a message or a delta.
pub(super) fn take(fields: &mut Object<'_>) -> Result<Vec<Reasoning>, DecodeError> {
    let content: Option<String> = fields.text("reasoning_content")?;
    let other = fields.peek("reasoning").and_then(crate::read::string);
    if other.is_some() {
        fields.raw("reasoning");
    }
    let text = content.or(other).unwrap_or_default();
    let mut reasoning: Vec<Reasoning> = Vec::new();
    for raw in fields.array("reasoning_details")?.unwrap_or_default() {
        let (part, joins) = entry(raw)?;
        match reasoning.last_mut().filter(|last| joins && last.id == part.id && last.signature.is_none()) {
            Some(last) => last.signature = part.signature,
            None => reasoning.push(part),
        }
    }
    if !text.is_empty() && reasoning.iter().all(|part| part.text.is_empty()) {
        match reasoning.first_mut() {
            Some(first) => first.text = text,
            None => reasoning.push(Reasoning { text, ..Reasoning::default() }),
        }
    }
    Ok(reasoning)
}

/// One entry, and whether it is the second half of the one before.
fn entry(raw: &RawValue) -> Result<(Reasoning, bool), DecodeError> {
    let mut fields = Object::of(raw)?;
    let kind = fields.text("type")?.unwrap_or_default();
    let format = fields.text("format")?.unwrap_or_default();
    let signer = FORMATS.iter().find(|(name, _)| *name == format).map(|(_, signer)| *signer);
    let text = fields.text("text")?.or(fields.text("summary")?).unwrap_or_default();
    let id = fields.text("id")?;
    let data = match kind.as_str() {
        "reasoning.encrypted" => fields.text("data")?,
        _ => fields.text("signature")?,
    };
    let joins = kind == "reasoning.encrypted" && matches!(signer, Some(Signer::OpenAi | Signer::Gemini));
    let signature = match (signer, data) {
        (Some(Signer::Anthropic), Some(data)) if kind == "reasoning.encrypted" => {
            Some(Signature { signer: Signer::AnthropicRedacted, data })
        }
        (Some(signer), data) => data.map(|data| Signature { signer, data }),
        (None, None) => None,
        (None, Some(_)) => Some(Signature { signer: Signer::Details, data: raw.get().to_owned() }),
    };
    Ok((Reasoning { id, text, signature, ..Reasoning::default() }, joins))
}

/// The text of all reasoning, and its signatures.
pub(super) fn write(parts: &[Part], w: &mut Writer<'_>) {
    text(parts, w);
    let reasoning = || parts.iter().filter_map(of);
    if reasoning().any(|part| part.signature.is_some()) {
        w.array("reasoning_details", |a| reasoning().for_each(|part| details(part, a)));
    }
}

/// The text of all reasoning.
pub(super) fn text(parts: &[Part], w: &mut Writer<'_>) {
    let text: String = parts.iter().filter_map(of).map(|part| part.text.as_str()).collect();
    if !text.is_empty() {
        w.put("reasoning_content", &text);
    }
}

fn of(part: &Part) -> Option<&Reasoning> {
    match part {
        Part::Reasoning(part) => Some(part),
        _ => None,
    }
}

/// The entries of one reasoning part.
pub(super) fn details(part: &Reasoning, array: &mut Array<'_>) {
    let Some(signature) = &part.signature else {
        return array.object(|w| {
            w.word("type", "reasoning.text");
            w.put("text", &part.text);
        });
    };
    let signer = signature.signer;
    if signer == Signer::Details {
        if let Ok(json) = Json::parse(&signature.data) {
            array.json(&json);
        }
        return;
    }
    let family = if signer == Signer::AnthropicRedacted { Signer::Anthropic } else { signer };
    let format = FORMATS.iter().find(|(_, of)| *of == family).map_or("", |(name, _)| *name);
    let common = |w: &mut Writer<'_>| {
        w.opt("id", part.id.as_ref());
        w.put("format", format);
    };
    if signer == Signer::Anthropic {
        return array.object(|w| {
            w.word("type", "reasoning.text");
            w.put("text", &part.text);
            w.put("signature", &signature.data);
            common(w);
        });
    }
    if !part.text.is_empty() {
        let (kind, key) = match signer {
            Signer::OpenAi => ("reasoning.summary", "summary"),
            _ => ("reasoning.text", "text"),
        };
        array.object(|w| {
            w.put("type", kind);
            w.put(key, &part.text);
            common(w);
        });
    }
    array.object(|w| {
        w.word("type", "reasoning.encrypted");
        w.put("data", &signature.data);
        common(w);
    });
}
