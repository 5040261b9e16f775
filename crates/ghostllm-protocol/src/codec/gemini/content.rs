//! Parts of contents.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::{DIALECT, OWN_ID, fields, inner};
use crate::codec::anthropic::arguments_object;
use crate::codec::{carry, extras, media};
use crate::read::{self, Object};
use crate::write::{Array, Writer};
use crate::{
    DecodeError, Dialect, Json, Losses, Media, Part, Reasoning, Signature, Signer, Source, Text, ToolCall,
    ToolResult,
};

/// One part. Ids are as they came; those that are missing are made by whoever knows the whole.
pub(super) fn decode(raw: &RawValue) -> Result<Part, DecodeError> {
    let mut part = fields(raw)?;
    let signed = part.text("thoughtSignature")?;
    let (signature, id) = match signed.filter(|data| !data.is_empty()) {
        Some(data) => {
            let (signature, id) = carry::untag(Signer::Gemini, data);
            (Some(signature), id)
        }
        None => (None, None),
    };
    let thought = part.take("thought")?.unwrap_or(false);
    if let Some(text) = part.text("text")? {
        let extras = part.rest();
        let foreign = signature.as_ref().is_some_and(|signature| signature.signer != Signer::Gemini);
        return Ok(if thought || foreign {
            Part::Reasoning(Reasoning { id, text, signature, extras })
        } else {
            Part::Text(Text { text, signature, extras })
        });
    }
    if let Some(call) = inner(&mut part, "functionCall")? {
        return function_call(call, part, signature);
    }
    if let Some(response) = inner(&mut part, "functionResponse")? {
        return function_response(response, part);
    }
    let inline = inner(&mut part, "inlineData")?;
    let is_inline = inline.is_some();
    if let Some(mut blob) = inline.or(inner(&mut part, "fileData")?) {
        let media_type = blob.text("mimeType")?;
        let source = if is_inline {
            // Both alphabets of base64 are read by Google; others read the standard one.
            Source::Base64(blob.need_text("data")?.replace('-', "+").replace('_', "/"))
        } else {
            Source::Url(blob.need_text("fileUri")?)
        };
        let kind = media::kind_of(media_type.as_deref().unwrap_or_default());
        let name = blob.text("displayName")?;
        return Ok(Part::Media(Media { kind, source, media_type, name, extras: part.rest() }));
    }
    if thought || signature.is_some() {
        // A signature without anything else.
        let text = String::new();
        return Ok(Part::Text(Text { text, signature, extras: part.rest() }));
    }
    Ok(Part::Other(Json::raw(raw)))
}

fn function_call(
    mut call: Object<'_>,
    part: Object<'_>,
    signature: Option<Signature>,
) -> Result<Part, DecodeError> {
    if call.raw("partialArgs").is_some() || call.raw("willContinue").is_some() {
        return Err(DecodeError::field("functionCall.partialArgs", "is not read: ask for whole arguments"));
    }
    Ok(Part::ToolCall(ToolCall {
        id: call.text("id")?.unwrap_or_default(),
        name: call.need_text("name").map_err(|error| error.within("functionCall"))?,
        arguments: call.raw("args").map_or_else(|| "{}".to_owned(), |raw| raw.get().to_owned()),
        signature,
        extras: part.rest(),
    }))
}

fn function_response(mut response: Object<'_>, part: Object<'_>) -> Result<Part, DecodeError> {
    let mut result = ToolResult {
        call_id: response.text("id")?.unwrap_or_default(),
        name: response.text("name")?,
        ..ToolResult::default()
    };
    if let Some(raw) = response.raw("response") {
        let mut fields = Object::of(raw).map_err(|error| error.within("functionResponse.response"))?;
        // The two keys that Google names, as the text that they hold.
        let alone = fields.iter().count() == 1;
        let error = fields.peek("error").and_then(read::string).filter(|_| alone);
        let output = fields.raw("output").and_then(read::string).filter(|_| alone);
        result.is_error = error.is_some().then_some(true);
        result.parts.push(Part::text(error.or(output).unwrap_or_else(|| raw.get().to_owned())));
    }
    for raw in response.array("parts")?.unwrap_or_default() {
        result.parts.push(decode(raw)?);
    }
    result.extras = part.rest();
    let inner = response.rest();
    result.extras.extend(inner.iter().map(|(key, value)| (format!("functionResponse.{key}"), value.clone())));
    Ok(Part::ToolResult(result))
}

/// Whom parts are written for, and what is lost.
pub(super) struct Content<'a> {
    pub(super) origin: Option<Dialect>,
    /// A client gets other providers' signatures under a mark; Gemini must not get them.
    pub(super) to_client: bool,
    /// The functions that calls named, by the calls' ids: results must name them here.
    pub(super) names: BTreeMap<&'a str, &'a str>,
    pub(super) losses: &'a mut Losses,
}

impl Content<'_> {
    fn is_own(&self) -> bool {
        self.origin.is_none_or(|origin| origin == DIALECT)
    }

    pub(super) fn write(&mut self, part: &Part, path: &str, a: &mut Array<'_>) {
        match part {
            // Vertex refuses empty texts, which many clients send beside calls.
            Part::Text(text) if text.text.is_empty() && text.signature.is_none() && self.is_foreign() => {}
            Part::Text(text) => a.object(|w| {
                w.put("text", &text.text);
                self.signature(text.signature.as_ref(), None, path, w);
                extras::write(&text.extras, self.origin, DIALECT, path, w, self.losses);
            }),
            Part::Refusal(text) => a.object(|w| w.put("text", text)),
            Part::Reasoning(part) => self.reasoning(part, path, a),
            Part::ToolCall(call) => a.object(|w| self.call(call, path, w)),
            Part::ToolResult(result) => a.object(|w| self.result(result, path, w)),
            Part::Media(media) => a.object(|w| {
                self.media(media, path, w);
                extras::write(&media.extras, self.origin, DIALECT, path, w, self.losses);
            }),
            Part::Other(json) if self.is_own() => a.json(json),
            Part::Other(_) if self.to_client => {
                self.losses.drop(path, "a block of this kind is known to its own dialect only");
            }
            Part::Other(_) => {
                self.losses.refuse(path, "a block of this kind is known to its own dialect only");
            }
        }
    }

    /// Whether it goes to Gemini, and comes from a client of another dialect.
    fn is_foreign(&self) -> bool {
        !self.to_client && !self.is_own()
    }

    fn signature(&mut self, signature: Option<&Signature>, id: Option<&str>, path: &str, w: &mut Writer<'_>) {
        match signature {
            Some(signature) if signature.signer == Signer::Gemini => {
                w.put("thoughtSignature", &signature.data);
            }
            Some(signature) if self.to_client => {
                w.put("thoughtSignature", &carry::tag_base64(signature, id));
            }
            Some(_) => {
                self.losses.drop(format!("{path}.signature"), "the upstream is not the one that signed it");
            }
            None => {}
        }
    }

    fn reasoning(&mut self, part: &Reasoning, path: &str, a: &mut Array<'_>) {
        let own = part.signature.as_ref().is_some_and(|signature| signature.signer == Signer::Gemini);
        let foreign = part.signature.is_some() || !self.is_own();
        if !self.to_client && !own && foreign {
            return self.losses.drop(path, "Gemini takes back only thoughts that it signed");
        }
        a.object(|w| {
            w.put("text", &part.text);
            if !(own && part.text.is_empty()) {
                w.put("thought", &true);
            }
            self.signature(part.signature.as_ref(), part.id.as_deref(), path, w);
            extras::write(&part.extras, self.origin, DIALECT, path, w, self.losses);
        });
    }

    fn call(&mut self, call: &ToolCall, path: &str, w: &mut Writer<'_>) {
        w.object("functionCall", |w| {
            self.id(&call.id, w);
            w.put("name", &call.name);
            w.json("args", &arguments_object(&call.arguments));
        });
        self.signature(call.signature.as_ref(), None, path, w);
        extras::write(&call.extras, self.origin, DIALECT, path, w, self.losses);
    }

    fn id(&self, id: &str, w: &mut Writer<'_>) {
        if !id.is_empty() && (self.to_client || !id.starts_with(OWN_ID)) {
            w.put("id", id);
        }
    }

    fn result(&mut self, result: &ToolResult, path: &str, w: &mut Writer<'_>) {
        let (texts, rest): (Vec<&Part>, Vec<&Part>) =
            result.parts.iter().partition(|part| matches!(part, Part::Text(_)));
        let texts: Vec<&str> = texts.iter().filter_map(|part| text(part)).collect();
        let text = texts.join("\n");
        let name = result.name.as_deref().or(self.names.get(result.call_id.as_str()).copied());
        if name.is_none() {
            self.losses.refuse(path, "Gemini needs the function's name, and no call has this id");
        }
        let mut part_extras = result.extras.clone();
        w.object("functionResponse", |w| {
            self.id(&result.call_id, w);
            w.put("name", name.unwrap_or_default());
            match Json::parse(&text) {
                Ok(json) if json.as_str().starts_with('{') && result.is_error != Some(true) => {
                    w.json("response", &json);
                }
                _ => w.object("response", |w| {
                    w.put(if result.is_error == Some(true) { "error" } else { "output" }, &text);
                }),
            }
            if !rest.is_empty() {
                w.array("parts", |a| rest.iter().for_each(|part| self.write(part, path, a)));
            }
            for (key, value) in result.extras.iter() {
                if let Some(inner) = key.strip_prefix("functionResponse.") {
                    part_extras.remove(key);
                    if self.is_own() {
                        w.named(inner, value);
                    }
                }
            }
        });
        extras::write(&part_extras, self.origin, DIALECT, path, w, self.losses);
    }

    fn media(&mut self, media: &Media, path: &str, w: &mut Writer<'_>) {
        let media_type = media::media_type(media);
        match &media.source {
            Source::Base64(data) => w.object("inlineData", |w| {
                w.put("mimeType", media_type);
                w.put("data", data);
                w.opt("displayName", media.name.as_ref());
            }),
            Source::Url(uri) => w.object("fileData", |w| {
                w.opt("mimeType", media.media_type.as_deref().or(media_type_of_url(uri)));
                w.put("fileUri", uri);
                w.opt("displayName", media.name.as_ref());
            }),
            Source::Text(text) => {
                w.put("text", text);
                self.losses.change(path, "a text document becomes plain text");
            }
            Source::File(_) => self.losses.refuse(path, "the file is with another provider"),
        }
    }
}

fn text(part: &Part) -> Option<&str> {
    match part {
        Part::Text(text) => Some(&text.text),
        _ => None,
    }
}

/// Google wants to know the type of what it fetches; the name often says it.
fn media_type_of_url(url: &str) -> Option<&'static str> {
    let path = url.split(['?', '#']).next()?;
    let ending = path.rsplit_once('.')?.1.to_ascii_lowercase();
    Some(match ending.as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "pdf" => "application/pdf",
        "mp3" => "audio/mpeg",
        "wav" => "audio/wav",
        "mp4" => "video/mp4",
        _ => return None,
    })
}
