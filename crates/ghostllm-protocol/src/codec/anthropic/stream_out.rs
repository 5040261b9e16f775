//! Events to Anthropic's streams. Blocks come one after the other there.

use super::content::Content;
use super::{DIALECT, failure, finish_word, reply, write_usage};
use crate::codec::blocks::Sequencer;
use crate::codec::carry;
use crate::stream::{EventEncoder, Frames};
use crate::write::{Writer, array, object};
use crate::{
    BlockKind, Dialect, Event, Exchange, Extras, Finish, FinishReason, Losses, Part, Reasoning, Signature,
    Signer, Start, Usage,
};

pub(super) struct Encoder {
    exchange: Exchange,
    origin: Option<Dialect>,
    /// The start, until it is known whether usage comes with it.
    start: Option<Start>,
    sequencer: Sequencer,
    index: u32,
    current: Current,
    usage: Usage,
    finish: Option<Finish>,
    extras: Extras,
}

/// What the open block's deltas are called.
enum Current {
    Nothing,
    Text,
    Thinking { id: Option<String>, has_text: bool, signature: Option<Signature>, opened: bool },
    Input,
}

impl Encoder {
    pub(super) fn new(exchange: Exchange) -> Self {
        Self {
            exchange,
            origin: None,
            start: Some(Start::default()),
            sequencer: Sequencer::default(),
            index: 0,
            current: Current::Nothing,
            usage: Usage::default(),
            finish: None,
            extras: Extras::new(),
        }
    }

    fn begin(&mut self, frames: &mut Frames<'_>) {
        let Some(start) = self.start.take() else { return };
        frame("message_start", frames, |w| {
            w.object("message", |w| {
                reply::head(&start.id, &start.model, &self.exchange, w);
                w.array("content", |_| {});
                w.null("stop_reason");
                w.null("stop_sequence");
                w.object("usage", |w| write_usage(&self.usage, self.origin, w));
                w.extras(&self.extras);
            });
        });
        self.extras = Extras::new();
    }

    fn open_block(&self, frames: &mut Frames<'_>, write: impl FnOnce(&mut Writer<'_>)) {
        frame("content_block_start", frames, |w| {
            w.put("index", &self.index);
            w.object("content_block", write);
        });
    }

    fn delta(&self, kind: &str, key: &'static str, text: &str, frames: &mut Frames<'_>) {
        frame("content_block_delta", frames, |w| {
            w.put("index", &self.index);
            w.object("delta", |w| {
                w.put("type", kind);
                w.put(key, text);
            });
        });
    }

    fn close_block(&mut self, frames: &mut Frames<'_>) {
        frame("content_block_stop", frames, |w| w.put("index", &self.index));
        self.index += 1;
    }

    fn open(&mut self, kind: &BlockKind, frames: &mut Frames<'_>, losses: &mut Losses) {
        self.current = match kind {
            BlockKind::Text | BlockKind::Refusal => {
                self.open_block(frames, |w| {
                    w.word("type", "text");
                    w.word("text", "");
                });
                Current::Text
            }
            // Opened when it is known whether there is anything to read in it.
            BlockKind::Reasoning { id } => {
                Current::Thinking { id: id.clone(), has_text: false, signature: None, opened: false }
            }
            BlockKind::ToolCall { id, name, .. } => {
                self.open_block(frames, |w| {
                    w.word("type", "tool_use");
                    w.put("id", id);
                    w.put("name", name);
                    w.object("input", |_| {});
                });
                Current::Input
            }
            BlockKind::Whole(part) => {
                self.whole(part, frames, losses);
                Current::Nothing
            }
        };
    }

    /// A block that comes whole: its fields in the start.
    fn whole(&mut self, part: &Part, frames: &mut Frames<'_>, losses: &mut Losses) {
        let mut json = Vec::new();
        let mut content = Content { origin: self.origin, to_client: true, losses };
        array(&mut json, |a| content.write(part, "content", a));
        let block = json.strip_prefix(b"[").and_then(|json| json.strip_suffix(b"]")).unwrap_or_default();
        if let Ok(block) = std::str::from_utf8(block)
            && !block.is_empty()
        {
            frame("content_block_start", frames, |w| {
                w.put("index", &self.index);
                w.raw("content_block", block);
            });
            self.close_block(frames);
        }
    }

    fn text(&mut self, text: &str, frames: &mut Frames<'_>) {
        match &mut self.current {
            Current::Text => self.delta("text_delta", "text", text, frames),
            Current::Thinking { has_text, opened, .. } => {
                *has_text = true;
                if !std::mem::replace(opened, true) {
                    self.open_thinking(frames);
                }
                self.delta("thinking_delta", "thinking", text, frames);
            }
            Current::Input => self.delta("input_json_delta", "partial_json", text, frames),
            Current::Nothing => {}
        }
    }

    fn open_thinking(&self, frames: &mut Frames<'_>) {
        self.open_block(frames, |w| {
            w.word("type", "thinking");
            w.word("thinking", "");
            w.word("signature", "");
        });
    }

    fn sign(&mut self, signed: &Signature) {
        if let Current::Thinking { signature, .. } = &mut self.current {
            *signature = Some(signed.clone());
        }
    }

    fn close(&mut self, frames: &mut Frames<'_>, losses: &mut Losses) {
        match std::mem::replace(&mut self.current, Current::Nothing) {
            Current::Nothing => {}
            Current::Input | Current::Text => self.close_block(frames),
            Current::Thinking { id, has_text, signature, .. } => {
                let redacted = matches!(&signature, Some(signature) if signature.signer != Signer::Anthropic);
                if !has_text && redacted {
                    let part = Reasoning { id, signature, ..Reasoning::default() };
                    return self.whole(&Part::Reasoning(part), frames, losses);
                }
                if !has_text {
                    self.open_thinking(frames);
                }
                if let Some(signature) = signature {
                    let text = match signature.signer {
                        Signer::Anthropic => signature.data,
                        _ => carry::tag(&signature, id.as_deref()),
                    };
                    self.delta("signature_delta", "signature", &text, frames);
                }
                self.close_block(frames);
            }
        }
    }

    fn annotate(&mut self, field: &str, value: &crate::Json, frames: &mut Frames<'_>, losses: &mut Losses) {
        if self.origin != Some(DIALECT) || field != "citations" {
            return losses.drop(field, "Anthropic's streams have no place for it");
        }
        let citations: Vec<&serde_json::value::RawValue> =
            serde_json::from_str(value.as_str()).unwrap_or_default();
        for citation in citations {
            frame("content_block_delta", frames, |w| {
                w.put("index", &self.index);
                w.object("delta", |w| {
                    w.word("type", "citations_delta");
                    w.raw("citation", citation.get());
                });
            });
        }
    }

    fn end(&mut self, frames: &mut Frames<'_>) {
        let finish = self.finish.take().unwrap_or(FinishReason::Stop.into());
        frame("message_delta", frames, |w| {
            w.object("delta", |w| {
                w.put("stop_reason", finish_word(&finish, self.origin));
                match &finish.stop_sequence {
                    Some(text) => w.put("stop_sequence", text),
                    None => w.null("stop_sequence"),
                }
                w.extras(&self.extras);
            });
            w.object("usage", |w| write_usage(&self.usage, self.origin, w));
        });
        frame("message_stop", frames, |_| {});
    }
}

impl EventEncoder for Encoder {
    fn event(&mut self, event: &Event, frames: &mut Frames<'_>, losses: &mut Losses) {
        match event {
            Event::Start(start) => {
                self.origin = start.origin;
                self.start = Some(start.clone());
                return;
            }
            Event::Usage(usage) => {
                self.usage = usage.clone();
                return;
            }
            Event::Extra { choice: None, field, value } if self.origin == Some(DIALECT) => {
                self.extras.insert(field.clone(), value.clone());
                return;
            }
            Event::Extra { field, .. } => {
                return losses.drop(field.clone(), "the client's dialect has no such field");
            }
            _ => self.begin(frames),
        }
        let mut ready = Vec::new();
        self.sequencer.push(event, &mut ready);
        for event in ready {
            match &*event {
                Event::Open { kind, .. } => self.open(kind, frames, losses),
                Event::Delta { text, .. } => self.text(text, frames),
                Event::Sign { signature, .. } => self.sign(signature),
                Event::Annotate { field, value, .. } => self.annotate(field, value, frames, losses),
                Event::Close { .. } => self.close(frames, losses),
                Event::Finish { choice: 0, finish } => self.finish = Some(finish.clone()),
                Event::Failed(failure) => frames.frame("error", |out| failure::body(failure, out)),
                Event::End => self.end(frames),
                _ => {}
            }
        }
    }

    fn is_plain(&self, block: u32) -> bool {
        self.sequencer.is_current(block) && !matches!(self.current, Current::Nothing)
    }
}

/// An SSE event whose data repeats its name.
fn frame(name: &str, frames: &mut Frames<'_>, write: impl FnOnce(&mut Writer<'_>)) {
    frames.frame(name, |out| {
        object(out, |w| {
            w.put("type", name);
            write(w);
        });
    });
}
