//! Content blocks.

use serde_json::value::RawValue;

use super::{DIALECT, arguments_object};
use crate::codec::{carry, common, extras, media};
use crate::read::{self, Object};
use crate::write::{Array, Writer};
use crate::{
    DecodeError, Dialect, Json, Losses, Media, MediaKind, Part, Reasoning, Signature, Signer, Source, Text,
    ToolCall, ToolResult,
};

/// A string, or an array of blocks.
pub(super) fn decode_all(raw: Option<&RawValue>) -> Result<Vec<Part>, DecodeError> {
    let Some(raw) = raw else { return Ok(Vec::new()) };
    if let Some(text) = read::string(raw) {
        return Ok(vec![Part::text(text)]);
    }
    let items =
        read::array(raw).map_err(|_| DecodeError::field("content", "must be a string or an array"))?;
    read::each(items, "content", decode)
}

pub(super) fn decode(raw: &RawValue) -> Result<Part, DecodeError> {
    let mut fields = Object::of(raw)?;
    Ok(match fields.need_text("type")?.as_str() {
        "text" => {
            let text = fields.need_text("text")?;
            Part::Text(Text { text, signature: None, extras: fields.rest() })
        }
        "thinking" => {
            let text = fields.text("thinking")?.unwrap_or_default();
            let signed = fields.text("signature")?.filter(|signature| !signature.is_empty());
            let (signature, id) = match signed {
                Some(data) => {
                    let (signature, id) = carry::untag(Signer::Anthropic, data);
                    (Some(signature), id)
                }
                None => (None, None),
            };
            Part::Reasoning(Reasoning { id, text, signature, extras: fields.rest() })
        }
        "redacted_thinking" => {
            let (signature, id) = carry::untag(Signer::AnthropicRedacted, fields.need_text("data")?);
            let (signature, text) = (Some(signature), String::new());
            Part::Reasoning(Reasoning { id, text, signature, extras: fields.rest() })
        }
        "tool_use" => Part::ToolCall(ToolCall {
            id: fields.need_text("id")?,
            name: fields.need_text("name")?,
            arguments: fields.raw("input").map_or_else(|| "{}".to_owned(), |raw| raw.get().to_owned()),
            signature: None,
            extras: fields.rest(),
        }),
        "tool_result" => Part::ToolResult(ToolResult {
            call_id: fields.need_text("tool_use_id")?,
            name: None,
            parts: decode_all(fields.raw("content"))?,
            is_error: fields.take("is_error")?,
            extras: fields.rest(),
        }),
        kind @ ("image" | "document") => {
            let kind = if kind == "image" { MediaKind::Image } else { MediaKind::Document };
            match decode_media(kind, fields)? {
                Some(media) => Part::Media(media),
                None => Part::Other(Json::raw(raw)),
            }
        }
        _ => Part::Other(Json::raw(raw)),
    })
}

/// `None` for sources that only Anthropic has.
fn decode_media(kind: MediaKind, mut fields: Object<'_>) -> Result<Option<Media>, DecodeError> {
    let mut source = fields.object("source")?.ok_or_else(|| DecodeError::field("source", "is missing"))?;
    let word = source.need_text("type").map_err(|error| error.within("source"))?;
    let media_type = source.text("media_type")?;
    let source = match word.as_str() {
        "base64" => Source::Base64(source.need_text("data").map_err(|error| error.within("source"))?),
        "text" => Source::Text(source.need_text("data").map_err(|error| error.within("source"))?),
        "url" => Source::Url(source.need_text("url").map_err(|error| error.within("source"))?),
        "file" => Source::File(source.need_text("file_id").map_err(|error| error.within("source"))?),
        _ => return Ok(None),
    };
    let name = fields.text("title")?;
    Ok(Some(Media { kind, source, media_type, name, extras: fields.rest() }))
}

/// Whom blocks are written for, and what is lost.
pub(super) struct Content<'a> {
    pub(super) origin: Option<Dialect>,
    /// A client gets other providers' signatures under a mark; Anthropic must not get them.
    pub(super) to_client: bool,
    pub(super) losses: &'a mut Losses,
}

impl Content<'_> {
    fn is_own(&self) -> bool {
        self.origin.is_none_or(|origin| origin == DIALECT)
    }

    pub(super) fn write_all(&mut self, parts: &[Part], path: &str, a: &mut Array<'_>) {
        let content = [path, ".content"].concat();
        for (at, part) in parts.iter().enumerate() {
            self.write(part, &common::place(&content, at), a);
        }
    }

    pub(super) fn write(&mut self, part: &Part, path: &str, a: &mut Array<'_>) {
        match part {
            Part::Text(text) => self.text(text, path, a),
            Part::Refusal(text) => a.object(|w| {
                w.word("type", "text");
                w.put("text", text);
            }),
            Part::Reasoning(part) => self.reasoning(part, path, a),
            Part::ToolCall(call) => a.object(|w| {
                w.word("type", "tool_use");
                let id = if self.to_client {
                    call.id.as_str().into()
                } else {
                    carry::fitting_id(&call.id, ID_LENGTH_MAX)
                };
                w.put("id", &*id);
                w.put("name", &call.name);
                w.json("input", &arguments_object(&call.arguments));
                if call.signature.is_some() && !self.to_client {
                    self.losses
                        .drop(format!("{path}.signature"), "the upstream is not the one that signed it");
                }
                extras::write(&call.extras, self.origin, DIALECT, path, w, self.losses);
            }),
            Part::ToolResult(result) => a.object(|w| self.result(result, path, w)),
            Part::Media(media) => self.media(media, path, a),
            Part::Other(json) if self.is_own() => a.json(json),
            Part::Other(_) if self.to_client => {
                self.losses.drop(path, "a block of this kind is known to its own dialect only");
            }
            Part::Other(_) => {
                self.losses.refuse(path, "a block of this kind is known to its own dialect only");
            }
        }
    }

    fn text(&mut self, text: &Text, path: &str, a: &mut Array<'_>) {
        // Anthropic refuses blank text blocks, and clients gain nothing from empty ones.
        let said = if self.to_client { &text.text } else { text.text.trim() };
        if !said.is_empty() || !text.extras.is_empty() {
            a.object(|w| {
                w.word("type", "text");
                w.put("text", &text.text);
                extras::write(&text.extras, self.origin, DIALECT, path, w, self.losses);
            });
        }
        if text.signature.is_some() {
            self.losses.drop(format!("{path}.signature"), "the upstream is not the one that signed it");
        }
    }

    fn reasoning(&mut self, part: &Reasoning, path: &str, a: &mut Array<'_>) {
        let thinking = |a: &mut Array<'_>, signature: &str| {
            a.object(|w| {
                w.word("type", "thinking");
                w.put("thinking", &part.text);
                w.put("signature", signature);
            });
        };
        let id = part.id.as_deref();
        match &part.signature {
            Some(signature) if signature.signer == Signer::Anthropic => thinking(a, &signature.data),
            Some(signature) if signature.signer == Signer::AnthropicRedacted => a.object(|w| {
                w.word("type", "redacted_thinking");
                w.put("data", &signature.data);
            }),
            Some(signature) if self.to_client && part.text.is_empty() => redacted(signature, id, a),
            Some(signature) if self.to_client => thinking(a, &carry::tag(signature, id)),
            None if self.to_client => thinking(a, ""),
            _ => self.losses.drop(path, "Anthropic takes back only reasoning that it signed"),
        }
    }

    fn result(&mut self, result: &ToolResult, path: &str, w: &mut Writer<'_>) {
        w.word("type", "tool_result");
        w.put("tool_use_id", &*carry::fitting_id(&result.call_id, ID_LENGTH_MAX));
        match &result.parts[..] {
            [] => {}
            [Part::Text(text)] if text.extras.is_empty() => w.put("content", &text.text),
            parts => w.array("content", |a| self.write_all(parts, path, a)),
        }
        w.opt("is_error", result.is_error.as_ref());
        extras::write(&result.extras, self.origin, DIALECT, path, w, self.losses);
    }

    fn media(&mut self, media: &Media, path: &str, a: &mut Array<'_>) {
        if self.to_client {
            return self.losses.drop(path, "Anthropic's answers have no place for media");
        }
        let kind = match media.kind {
            MediaKind::Image => "image",
            MediaKind::Document => "document",
            MediaKind::Audio | MediaKind::Video => {
                return self.losses.refuse(path, "Anthropic takes neither sound nor film");
            }
        };
        a.object(|w| {
            w.put("type", kind);
            w.object("source", |w| match &media.source {
                Source::Url(url) => {
                    w.word("type", "url");
                    w.put("url", url);
                }
                Source::Base64(data) => {
                    w.word("type", "base64");
                    w.put("media_type", media::media_type(media));
                    w.put("data", data);
                }
                Source::Text(text) => {
                    w.word("type", "text");
                    w.word("media_type", "text/plain");
                    w.put("data", text);
                }
                Source::File(id) => {
                    if !self.is_own() {
                        self.losses.refuse(path, "the file is with another provider");
                    }
                    w.word("type", "file");
                    w.put("file_id", id);
                }
            });
            if media.kind == MediaKind::Document {
                w.opt("title", media.name.as_ref());
            }
            extras::write(&media.extras, self.origin, DIALECT, path, w, self.losses);
        });
    }
}

/// Another provider's signature that has no text of its own.
fn redacted(signature: &Signature, id: Option<&str>, a: &mut Array<'_>) {
    a.object(|w| {
        w.word("type", "redacted_thinking");
        w.put("data", &carry::tag(signature, id));
    });
}

const ID_LENGTH_MAX: usize = 64;
