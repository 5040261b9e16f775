//! Parts to items of input and output.

use super::DIALECT;
use crate::codec::{carry, extras, media};
use crate::write::{Array, Writer};
use crate::{
    Dialect, Extras, Losses, Media, MediaKind, Part, Reasoning, Signer, Source, Text, ToolCall, ToolResult,
};

/// Whom items are written for, and what is lost.
pub(super) struct Items<'a> {
    pub(super) origin: Option<Dialect>,
    /// A client gets other providers' signatures under a mark; OpenAI must not get them.
    pub(super) to_client: bool,
    pub(super) losses: &'a mut Losses,
}

impl Items<'_> {
    pub(super) fn is_own(&self) -> bool {
        self.origin.is_none_or(|origin| origin == DIALECT)
    }

    /// The parts of a message that are its content, not items of their own.
    pub(super) fn is_content(part: &Part) -> bool {
        matches!(part, Part::Text(_) | Part::Refusal(_) | Part::Media(_))
    }

    pub(super) fn content(&mut self, part: &Part, path: &str, a: &mut Array<'_>, said_by_model: bool) {
        match part {
            Part::Text(text) => a.object(|w| self.text(text, path, w, said_by_model)),
            Part::Refusal(text) => a.object(|w| {
                w.word("type", "refusal");
                w.put("refusal", text);
            }),
            Part::Media(media) if said_by_model => {
                let _ = media;
                self.losses.drop(path, "Responses has no place for media in a message of the model");
            }
            Part::Media(media) => a.object(|w| self.media(media, path, w)),
            Part::Other(json) if self.is_own() => a.json(json),
            _ => self.losses.drop(path, "a block of this kind is known to its own dialect only"),
        }
    }

    fn text(&mut self, text: &Text, path: &str, w: &mut Writer<'_>, said_by_model: bool) {
        w.put("type", if said_by_model { "output_text" } else { "input_text" });
        w.put("text", &text.text);
        if said_by_model && (text.extras.get("annotations").is_none() || !self.is_own()) {
            w.array("annotations", |_| {});
        }
        if text.signature.is_some() {
            self.losses.drop(format!("{path}.signature"), "Responses has no signatures of text");
        }
        extras::write(&without_item(&text.extras), self.origin, DIALECT, path, w, self.losses);
    }

    fn media(&mut self, media: &Media, path: &str, w: &mut Writer<'_>) {
        let url = media::to_url(media);
        match (media.kind, &media.source) {
            (MediaKind::Video, _) => self.losses.refuse(path, "Responses takes no film"),
            (MediaKind::Audio, Source::Base64(data)) if self.is_own() => {
                w.word("type", "input_audio");
                w.object("input_audio", |w| {
                    w.put("data", data);
                    w.put("format", media::format_of(media::media_type(media)));
                });
            }
            (MediaKind::Audio, _) => self.losses.refuse(path, "Responses takes no sound"),
            (MediaKind::Image, source) => {
                w.word("type", "input_image");
                match source {
                    Source::File(id) => w.put("file_id", id),
                    _ => w.opt("image_url", url.as_deref()),
                }
                if media.extras.get("detail").is_none() {
                    w.word("detail", "auto");
                }
            }
            (MediaKind::Document, Source::Text(text)) => {
                w.word("type", "input_text");
                w.put("text", text);
                self.losses.change(path, "a text document becomes plain text");
            }
            (MediaKind::Document, source) => {
                w.word("type", "input_file");
                match source {
                    Source::File(id) => w.put("file_id", id),
                    Source::Url(url) => w.put("file_url", url),
                    _ => {
                        w.put("filename", media.name.as_deref().unwrap_or("file"));
                        w.opt("file_data", url.as_deref());
                    }
                }
            }
        }
        if matches!(media.source, Source::File(_)) && !self.is_openai() {
            self.losses.refuse(path, "the file is with another provider");
        }
        extras::write(&media.extras, self.origin, DIALECT, path, w, self.losses);
    }

    fn is_openai(&self) -> bool {
        self.is_own() || self.origin == Some(Dialect::OpenAiChat)
    }

    /// A reasoning item. `false`: nothing may be written, and that is reported.
    pub(super) fn takes(&mut self, part: &Reasoning, path: &str) -> bool {
        let own = part.signature.as_ref().is_some_and(|signature| signature.signer == Signer::OpenAi);
        let takes = self.to_client || own || (self.is_own() && part.id.is_some());
        if !takes {
            self.losses.drop(path, "OpenAI takes back only reasoning that it encrypted");
        }
        takes
    }

    pub(super) fn reasoning(&mut self, part: &Reasoning, id: &str, path: &str, w: &mut Writer<'_>) {
        w.word("type", "reasoning");
        if !id.is_empty() {
            w.put("id", id);
        }
        if part.extras.get("summary").is_none() || !self.is_own() {
            w.array("summary", |a| {
                if !(part.text.is_empty() || self.is_own() && part.extras.get("content").is_some()) {
                    a.object(|w| {
                        w.word("type", "summary_text");
                        w.put("text", &part.text);
                    });
                }
            });
        }
        if let Some(signature) = &part.signature {
            let data = match signature.signer {
                Signer::OpenAi => signature.data.clone(),
                _ => carry::tag(signature, part.id.as_deref()),
            };
            w.put("encrypted_content", &data);
        }
        extras::write(&part.extras, self.origin, DIALECT, path, w, self.losses);
    }

    pub(super) fn call(&mut self, call: &ToolCall, own_id: &str, path: &str, w: &mut Writer<'_>) {
        self.call_as(call, own_id, "completed", path, w);
    }

    /// A call that is done or, in a stream, still being written.
    pub(super) fn call_as(
        &mut self,
        call: &ToolCall,
        own_id: &str,
        status: &str,
        path: &str,
        w: &mut Writer<'_>,
    ) {
        w.word("type", "function_call");
        if !own_id.is_empty() && (call.extras.get("id").is_none() || !self.is_own()) {
            w.put("id", own_id);
        }
        if self.to_client {
            w.put("call_id", &call.id);
        } else {
            w.put("call_id", &*carry::fitting_id(&call.id, CALL_ID_LENGTH_MAX));
        }
        w.put("name", &call.name);
        // To a client, empty means: still to come.
        let none = call.arguments.is_empty() && !self.to_client;
        w.put("arguments", if none { "{}" } else { &call.arguments });
        if self.to_client && (call.extras.get("status").is_none() || !self.is_own()) {
            w.put("status", status);
        }
        if call.signature.is_some() && !self.to_client {
            self.losses.drop(format!("{path}.signature"), "the upstream is not the one that signed it");
        }
        extras::write(&call.extras, self.origin, DIALECT, path, w, self.losses);
    }

    pub(super) fn result(&mut self, result: &ToolResult, path: &str, w: &mut Writer<'_>) {
        w.word("type", "function_call_output");
        w.put("call_id", &*carry::fitting_id(&result.call_id, CALL_ID_LENGTH_MAX));
        match &result.parts[..] {
            [Part::Text(text)] if text.extras.is_empty() => w.put("output", &text.text),
            parts => w.array("output", |a| {
                for (at, part) in parts.iter().enumerate() {
                    self.content(part, &format!("{path}.output[{at}]"), a, false);
                }
            }),
        }
        if result.is_error == Some(true) {
            self.losses.change(format!("{path}.is_error"), "OpenAI marks no failed tool; the text says it");
        }
        extras::write(&result.extras, self.origin, DIALECT, path, w, self.losses);
    }
}

/// Where a text remembers the fields of the message item it was in.
pub(super) const ITEM: &str = "item";

fn without_item(extras: &Extras) -> Extras {
    let mut rest = extras.clone();
    rest.remove(ITEM);
    rest
}

const CALL_ID_LENGTH_MAX: usize = 64;
