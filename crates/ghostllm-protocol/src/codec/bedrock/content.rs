//! Content blocks. A block is an object with one key, which says its kind.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::value::RawValue;

use super::DIALECT;
use crate::codec::anthropic::arguments_object;
use crate::codec::{carry, extras, media};
use crate::read::{self, Object};
use crate::write::{Array, Writer};
use crate::{
    DecodeError, Dialect, Extras, Json, Losses, Media, MediaKind, Part, Reasoning, Signature, Signer, Source,
    ToolCall, ToolResult,
};

/// What Anthropic calls a cache point, which is how the neutral form keeps it: a mark on the block before.
const CACHE_MARK: &str = "cache_control";

pub(super) fn decode_all(items: Vec<&RawValue>, name: &str) -> Result<Vec<Part>, DecodeError> {
    let mut parts: Vec<Part> = Vec::new();
    for (at, raw) in items.into_iter().enumerate() {
        let part = decode(raw).map_err(|error| error.within(&format!("{name}[{at}]")))?;
        match part {
            Block::Part(part) => parts.push(part),
            Block::CachePoint(mark) => match parts.last_mut().and_then(mark_extras) {
                Some(extras) => extras.insert(CACHE_MARK, mark),
                None => parts.push(Part::Other(Json::raw(raw))),
            },
        }
    }
    Ok(parts)
}

enum Block {
    Part(Part),
    CachePoint(Json),
}

fn mark_extras(part: &mut Part) -> Option<&mut Extras> {
    match part {
        Part::Text(part) => Some(&mut part.extras),
        Part::Media(part) => Some(&mut part.extras),
        Part::ToolCall(part) => Some(&mut part.extras),
        Part::ToolResult(part) => Some(&mut part.extras),
        _ => None,
    }
}

fn is_marked(part: &Part) -> bool {
    let extras = match part {
        Part::Text(part) => &part.extras,
        Part::Media(part) => &part.extras,
        Part::ToolCall(part) => &part.extras,
        Part::ToolResult(part) => &part.extras,
        _ => return false,
    };
    extras.get(CACHE_MARK).is_some()
}

/// A cache point as Anthropic's mark.
pub(super) fn cache_mark(mut point: Object<'_>) -> Result<Json, DecodeError> {
    let ttl = point.text("ttl")?;
    let mut mark = Extras::new();
    mark.insert("type", Json::string("ephemeral"));
    if let Some(ttl) = ttl {
        mark.insert("ttl", Json::string(&ttl));
    }
    Ok(Json::object(&mark))
}

fn decode(raw: &RawValue) -> Result<Block, DecodeError> {
    let mut fields = Object::of(raw)?;
    if let Some(text) = fields.text("text")? {
        return Ok(Block::Part(Part::text(text)));
    }
    for (key, kind) in [
        ("image", MediaKind::Image),
        ("document", MediaKind::Document),
        ("video", MediaKind::Video),
        ("audio", MediaKind::Audio),
    ] {
        if let Some(block) = fields.object(key)? {
            let media = decode_media(kind, block)?;
            return Ok(Block::Part(media.map_or_else(|| Part::Other(Json::raw(raw)), Part::Media)));
        }
    }
    if let Some(mut call) = fields.object("toolUse")? {
        return Ok(Block::Part(Part::ToolCall(ToolCall {
            id: call.need_text("toolUseId")?,
            name: call.need_text("name")?,
            arguments: call.raw("input").map_or_else(|| "{}".to_owned(), |raw| raw.get().to_owned()),
            signature: None,
            extras: call.rest(),
        })));
    }
    if let Some(result) = fields.object("toolResult")? {
        return Ok(Block::Part(Part::ToolResult(decode_result(result)?)));
    }
    if let Some(mut reasoning) = fields.object("reasoningContent")? {
        return Ok(Block::Part(Part::Reasoning(decode_reasoning(&mut reasoning)?)));
    }
    if let Some(point) = fields.object("cachePoint")? {
        return Ok(Block::CachePoint(cache_mark(point)?));
    }
    Ok(Block::Part(Part::Other(Json::raw(raw))))
}

fn decode_reasoning(fields: &mut Object<'_>) -> Result<Reasoning, DecodeError> {
    if let Some(data) = fields.text("redactedContent")? {
        let signature = Some(Signature { signer: Signer::AnthropicRedacted, data });
        return Ok(Reasoning { signature, ..Reasoning::default() });
    }
    let mut text = fields.object("reasoningText")?.unwrap_or_default();
    let signed = text.text("signature")?.filter(|data| !data.is_empty());
    let signature = signed.map(|data| Signature { signer: Signer::Anthropic, data });
    Ok(Reasoning { text: text.text("text")?.unwrap_or_default(), signature, ..Reasoning::default() })
}

fn decode_result(mut result: Object<'_>) -> Result<ToolResult, DecodeError> {
    let call_id = result.need_text("toolUseId")?;
    let mut parts = Vec::new();
    for raw in result.array("content")?.unwrap_or_default() {
        let json = Object::of(raw)?.raw("json");
        match json {
            Some(json) => parts.push(Part::text(json.get())),
            None => parts.extend(decode_all(vec![raw], "content")?),
        }
    }
    let is_error = result.text("status")?.map(|status| status == "error");
    Ok(ToolResult { call_id, name: None, parts, is_error, extras: result.rest() })
}

/// `None` for sources that only Bedrock has.
fn decode_media(kind: MediaKind, mut fields: Object<'_>) -> Result<Option<Media>, DecodeError> {
    let format = fields.text("format")?;
    let mut source = fields.object("source")?.unwrap_or_default();
    let source = match (source.text("bytes")?, source.text("text")?) {
        (Some(data), _) => Source::Base64(data),
        (None, Some(text)) => Source::Text(text),
        (None, None) => match source.object("s3Location")? {
            Some(mut place) => Source::File(place.need_text("uri")?),
            None => return Ok(None),
        },
    };
    let media_type = format.map(|format| media::media_type_of(kind, &format));
    let name = fields.text("name")?;
    Ok(Some(Media { kind, source, media_type, name, extras: fields.rest() }))
}

/// Whom blocks are written for, and what is lost.
pub(super) struct Content<'a> {
    pub(super) origin: Option<Dialect>,
    pub(super) to_client: bool,
    /// Names of documents, and how often each was wanted: no two may have one.
    pub(super) documents: HashMap<String, u32>,
    pub(super) losses: &'a mut Losses,
}

impl Content<'_> {
    fn is_own(&self) -> bool {
        self.origin.is_none_or(|origin| origin == DIALECT)
    }

    pub(super) fn write_all(&mut self, parts: &[Part], path: &str, a: &mut Array<'_>) {
        for (at, part) in parts.iter().enumerate() {
            self.write(part, &format!("{path}.content[{at}]"), a);
        }
    }

    pub(super) fn write(&mut self, part: &Part, path: &str, a: &mut Array<'_>) {
        let mut part = Cow::Borrowed(part);
        // Cache marks become points after their block.
        let mark = if is_marked(&part) {
            mark_extras(part.to_mut()).and_then(|extras| extras.remove(CACHE_MARK))
        } else {
            None
        };
        match &*part {
            // Bedrock refuses blank text.
            Part::Text(text) if text.text.trim().is_empty() => {}
            Part::Text(text) => {
                self.lose(&text.extras, text.signature.is_some(), path);
                a.object(|w| w.put("text", &text.text));
            }
            Part::Refusal(text) => a.object(|w| w.put("text", text)),
            Part::Reasoning(part) => self.reasoning(part, path, a),
            Part::ToolCall(call) => a.object(|w| self.call(call, path, w)),
            Part::ToolResult(result) => a.object(|w| self.result(result, path, w)),
            Part::Media(media) => a.object(|w| self.media(media, path, w)),
            Part::Other(json) if self.is_own() => a.json(json),
            Part::Other(_) if self.to_client => {
                self.losses.drop(path, "a block of this kind is known to its own dialect only");
            }
            Part::Other(_) => {
                self.losses.refuse(path, "a block of this kind is known to its own dialect only");
            }
        }
        if let Some(mark) = mark {
            a.object(|w| cache_point(&mark, w));
        }
    }

    fn lose(&mut self, rest: &Extras, is_signed: bool, path: &str) {
        extras::lose_foreign(rest, self.origin, DIALECT, path, self.losses);
        if is_signed {
            self.losses.drop(format!("{path}.signature"), "the upstream is not the one that signed it");
        }
    }

    fn reasoning(&mut self, part: &Reasoning, path: &str, a: &mut Array<'_>) {
        let text = |a: &mut Array<'_>, signature: Option<&str>| {
            a.object(|w| {
                w.object("reasoningContent", |w| {
                    w.object("reasoningText", |w| {
                        w.put("text", &part.text);
                        w.opt("signature", signature);
                    });
                });
            });
        };
        match &part.signature {
            Some(signature) if signature.signer == Signer::Anthropic => text(a, Some(&signature.data)),
            Some(signature) if signature.signer == Signer::AnthropicRedacted => a.object(|w| {
                w.object("reasoningContent", |w| w.put("redactedContent", &signature.data));
            }),
            Some(_) if self.to_client => {
                self.losses.drop(format!("{path}.signature"), "Bedrock has no place for it");
                text(a, None);
            }
            // Models other than Claude reason unsigned.
            None if self.to_client || self.is_own() => text(a, None),
            _ => self.losses.drop(path, "Bedrock takes back only reasoning that its model signed"),
        }
    }

    fn call(&mut self, call: &ToolCall, path: &str, w: &mut Writer<'_>) {
        w.object("toolUse", |w| {
            w.put("toolUseId", &*carry::fitting_id(&call.id, ID_LENGTH_MAX));
            w.put("name", &call.name);
            w.json("input", &arguments_object(&call.arguments));
            extras::write(&call.extras, self.origin, DIALECT, path, w, self.losses);
        });
        self.lose(&Extras::new(), call.signature.is_some(), path);
    }

    fn result(&mut self, result: &ToolResult, path: &str, w: &mut Writer<'_>) {
        w.object("toolResult", |w| {
            w.put("toolUseId", &*carry::fitting_id(&result.call_id, ID_LENGTH_MAX));
            w.array("content", |a| {
                for part in &result.parts {
                    match part {
                        // Here, and nowhere else, blank text is allowed: a tool may have nothing to say.
                        Part::Text(text) => a.object(|w| w.put("text", &text.text)),
                        part => self.write(part, path, a),
                    }
                }
            });
            if let Some(is_error) = result.is_error {
                w.put("status", if is_error { "error" } else { "success" });
            }
            extras::write(&result.extras, self.origin, DIALECT, path, w, self.losses);
        });
    }

    fn document_name(&mut self, name: Option<&str>) -> String {
        let name = document_name(name);
        if self.is_own() {
            return name;
        }
        let count = self.documents.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 { name } else { format!("{name} ({count})") }
    }

    fn media(&mut self, media: &Media, path: &str, w: &mut Writer<'_>) {
        let key = match media.kind {
            MediaKind::Image => "image",
            MediaKind::Document => "document",
            MediaKind::Video => "video",
            MediaKind::Audio => "audio",
        };
        let is_text = matches!(media.source, Source::Text(_));
        w.object(key, |w| {
            let media_type = if is_text { "text/plain" } else { media::media_type(media) };
            w.put(
                "format",
                match media::format_of(media_type) {
                    "jpg" => "jpeg",
                    format => format,
                },
            );
            if media.kind == MediaKind::Document {
                w.put("name", &self.document_name(media.name.as_deref()));
            }
            w.object("source", |w| match &media.source {
                Source::Base64(data) => w.put("bytes", data),
                Source::Text(text) => w.put("text", text),
                Source::File(uri) if uri.starts_with("s3://") => {
                    w.object("s3Location", |w| w.put("uri", uri));
                }
                Source::File(_) => self.losses.refuse(path, "the file is with another provider"),
                Source::Url(_) => self.losses.refuse(path, "Bedrock takes media in place, not by URL"),
            });
            extras::write(&media.extras, self.origin, DIALECT, path, w, self.losses);
        });
    }
}

pub(super) fn cache_point(mark: &Json, w: &mut Writer<'_>) {
    let ttl =
        Object::parse(mark.as_str().as_bytes()).ok().and_then(|mark| mark.peek("ttl").and_then(read::string));
    w.object("cachePoint", |w| {
        w.word("type", "default");
        w.opt("ttl", ttl.as_ref());
    });
}

/// Letters, digits, single spaces, hyphens, parentheses and brackets are all that Bedrock allows.
fn document_name(name: Option<&str>) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '(' | ')' | '[' | ']');
    let words = name.unwrap_or("document").split(|c| !allowed(c)).filter(|word| !word.is_empty());
    let mut name = words.collect::<Vec<_>>().join(" ");
    name.truncate(NAME_LENGTH_MAX);
    if name.is_empty() { "document".to_owned() } else { name }
}

/// Bedrock takes 200; what repeats gets a number behind it.
const NAME_LENGTH_MAX: usize = 190;
const ID_LENGTH_MAX: usize = 64;
