//! Items of input and output to parts.

use serde_json::value::RawValue;

use crate::codec::{carry, media};
use crate::read::{self, Object};
use crate::{
    DecodeError, Extras, Json, Media, MediaKind, Part, Reasoning, Role, Signer, Source, Text, ToolCall,
    ToolResult,
};

/// One item: who said it, what, and the fields of its message that have no neutral name.
pub(super) struct Item {
    pub(super) role: Role,
    pub(super) parts: Vec<Part>,
    pub(super) extras: Extras,
}

pub(super) fn item(raw: &RawValue) -> Result<Item, DecodeError> {
    let mut fields = Object::of(raw)?;
    let kind = fields.text("type")?;
    let alone = |role, part| Ok(Item { role, parts: vec![part], extras: Extras::new() });
    match kind.as_deref() {
        None | Some("message") => message(fields),
        Some("function_call") => alone(Role::Assistant, Part::ToolCall(function_call(fields)?)),
        Some("reasoning") => alone(Role::Assistant, Part::Reasoning(reasoning(fields)?)),
        Some("function_call_output") => {
            let call_id = fields.need_text("call_id")?;
            let parts = content(fields.raw("output"), "output")?;
            let (name, is_error, extras) = (fields.text("name")?, None, fields.rest());
            alone(Role::Tool, Part::ToolResult(ToolResult { call_id, name, parts, is_error, extras }))
        }
        Some(_) => alone(Role::Assistant, Part::Other(Json::raw(raw))),
    }
}

fn message(mut fields: Object<'_>) -> Result<Item, DecodeError> {
    let role = match fields.need_text("role")?.as_str() {
        "user" => Role::User,
        "assistant" => Role::Assistant,
        "system" => Role::System,
        "developer" => Role::Developer,
        other => return Err(DecodeError::field("role", format!("`{other}` is not known"))),
    };
    let parts = content(fields.raw("content"), "content")?;
    Ok(Item { role, parts, extras: fields.rest() })
}

fn function_call(mut fields: Object<'_>) -> Result<ToolCall, DecodeError> {
    let arguments = fields.raw("arguments");
    Ok(ToolCall {
        id: fields.need_text("call_id")?,
        name: fields.need_text("name")?,
        arguments: arguments
            .map(|raw| read::string(raw).unwrap_or_else(|| raw.get().to_owned()))
            .unwrap_or_default(),
        signature: None,
        extras: fields.rest(),
    })
}

/// The words are the raw thoughts where there are any, the summary otherwise.
fn reasoning(mut fields: Object<'_>) -> Result<Reasoning, DecodeError> {
    let id = fields.text("id")?;
    let signed = fields.text("encrypted_content")?.map(|data| carry::untag(Signer::OpenAi, data));
    let (signature, carried) = signed.map_or((None, None), |(signature, id)| (Some(signature), id));
    let texts = |fields: &Object<'_>, key: &str| -> Result<Vec<String>, DecodeError> {
        let items = fields.peek(key).map(read::array).transpose()?.unwrap_or_default();
        read::each(items, key, |raw| Object::of(raw)?.need_text("text"))
    };
    let (summary, content) = (texts(&fields, "summary")?, texts(&fields, "content")?);
    if content.is_empty() && summary.len() <= 1 {
        fields.raw("summary");
        fields.raw("content");
    }
    let text = if content.is_empty() { summary.join("\n\n") } else { content.concat() };
    // An id that came with another provider's signature is that provider's.
    let foreign = signature.as_ref().is_some_and(|signature| signature.signer != Signer::OpenAi);
    let id = if foreign { carried } else { id };
    Ok(Reasoning { id, text, signature, extras: fields.rest() })
}

/// A string, or an array of parts.
fn content(raw: Option<&RawValue>, name: &str) -> Result<Vec<Part>, DecodeError> {
    let Some(raw) = raw else { return Ok(Vec::new()) };
    if let Some(text) = read::string(raw) {
        return Ok(vec![Part::text(text)]);
    }
    let items = read::array(raw).map_err(|_| DecodeError::field(name, "must be a string or an array"))?;
    read::each(items, name, part)
}

fn part(raw: &RawValue) -> Result<Part, DecodeError> {
    let mut fields = Object::of(raw)?;
    Ok(match fields.need_text("type")?.as_str() {
        "input_text" | "output_text" | "text" => {
            let text = fields.need_text("text")?;
            Part::Text(Text { text, signature: None, extras: fields.rest() })
        }
        "refusal" => Part::Refusal(fields.need_text("refusal")?),
        "input_image" => {
            let mut image = match (fields.text("image_url")?, fields.text("file_id")?) {
                (Some(url), _) => media::from_url(MediaKind::Image, url),
                (None, Some(id)) => file(MediaKind::Image, id),
                (None, None) => return Err(DecodeError::field("", "needs `image_url` or `file_id`")),
            };
            image.extras = fields.rest();
            Part::Media(image)
        }
        "input_file" => {
            let name = fields.text("filename")?;
            let mut document =
                match (fields.text("file_data")?, fields.text("file_url")?, fields.text("file_id")?) {
                    (Some(data), ..) => document(data),
                    (None, Some(url), _) => media::from_url(MediaKind::Document, url),
                    (None, None, Some(id)) => file(MediaKind::Document, id),
                    _ => return Err(DecodeError::field("", "needs `file_data`, `file_url` or `file_id`")),
                };
            document.name = name;
            document.extras = fields.rest();
            Part::Media(document)
        }
        "input_audio" => {
            let mut audio = fields.object("input_audio")?.unwrap_or_default();
            let format = audio.text("format")?.unwrap_or_else(|| "wav".to_owned());
            Part::Media(Media {
                kind: MediaKind::Audio,
                source: Source::Base64(audio.need_text("data")?),
                media_type: Some(media::media_type_of(MediaKind::Audio, &format)),
                name: None,
                extras: fields.rest(),
            })
        }
        _ => Part::Other(Json::raw(raw)),
    })
}

fn file(kind: MediaKind, id: String) -> Media {
    Media { kind, source: Source::File(id), media_type: None, name: None, extras: Extras::new() }
}

/// File data is a `data:` URL, or base64 alone.
fn document(data: String) -> Media {
    let mut document = media::from_url(MediaKind::Document, data);
    if let Source::Url(data) = document.source {
        document.source = Source::Base64(data);
    }
    document
}
