//! Events to Converse's streams.

use super::{DIALECT, failure, finish_word, write_usage};
use crate::codec::blocks::Sequencer;
use crate::codec::carry;
use crate::stream::{EventEncoder, Frames};
use crate::write::{Writer, object};
use crate::{BlockKind, Dialect, Event, Extras, Finish, FinishReason, Losses, Signature, Signer, Usage};

#[derive(Default)]
pub(super) struct Encoder {
    origin: Option<Dialect>,
    sequencer: Sequencer,
    index: u32,
    current: Current,
    usage: Usage,
    finish: Option<Finish>,
    extras: Extras,
}

/// What the open block's deltas are.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Current {
    #[default]
    Nothing,
    Text,
    Reasoning,
    Input,
}

impl Encoder {
    fn open(&mut self, kind: &BlockKind, frames: &mut Frames<'_>, losses: &mut Losses) {
        self.current = match kind {
            BlockKind::Text | BlockKind::Refusal => Current::Text,
            BlockKind::Reasoning { .. } => Current::Reasoning,
            BlockKind::ToolCall { id, name, .. } => {
                frame("contentBlockStart", frames, |w| {
                    w.object("start", |w| {
                        w.object("toolUse", |w| {
                            w.put("toolUseId", &*carry::fitting_id(id, 64));
                            w.put("name", name);
                        });
                    });
                    w.put("contentBlockIndex", &self.index);
                });
                Current::Input
            }
            BlockKind::Whole(_) => {
                losses.drop("content", "Converse's streams have no place for it");
                Current::Nothing
            }
        };
    }

    fn delta(&self, frames: &mut Frames<'_>, write: impl FnOnce(&mut Writer<'_>)) {
        frame("contentBlockDelta", frames, |w| {
            w.object("delta", write);
            w.put("contentBlockIndex", &self.index);
        });
    }

    fn text(&self, text: &str, frames: &mut Frames<'_>) {
        match self.current {
            Current::Nothing => {}
            Current::Text => self.delta(frames, |w| w.put("text", text)),
            Current::Reasoning => {
                self.delta(frames, |w| w.object("reasoningContent", |w| w.put("text", text)));
            }
            Current::Input => self.delta(frames, |w| w.object("toolUse", |w| w.put("input", text))),
        }
    }

    fn sign(&self, signature: &Signature, frames: &mut Frames<'_>, losses: &mut Losses) {
        let key = match signature.signer {
            Signer::Anthropic => "signature",
            Signer::AnthropicRedacted => "redactedContent",
            _ => return losses.drop("signature", "Converse has no place for it"),
        };
        if self.current == Current::Reasoning {
            self.delta(frames, |w| w.object("reasoningContent", |w| w.put(key, &signature.data)));
        }
    }

    fn close(&mut self, frames: &mut Frames<'_>) {
        if std::mem::take(&mut self.current) != Current::Nothing {
            frame("contentBlockStop", frames, |w| w.put("contentBlockIndex", &self.index));
            self.index += 1;
        }
    }

    fn end(&mut self, frames: &mut Frames<'_>) {
        let finish = self.finish.take().unwrap_or(FinishReason::Stop.into());
        frame("messageStop", frames, |w| w.put("stopReason", finish_word(&finish, self.origin)));
        frame("metadata", frames, |w| {
            w.object("usage", |w| write_usage(&self.usage, self.origin, w));
            if self.extras.get("metrics").is_none() {
                w.object("metrics", |w| w.put("latencyMs", &0));
            }
            w.extras(&self.extras);
        });
    }
}

impl EventEncoder for Encoder {
    fn event(&mut self, event: &Event, frames: &mut Frames<'_>, losses: &mut Losses) {
        let mut ready = Vec::new();
        self.sequencer.push(event, &mut ready);
        for event in ready {
            match &*event {
                Event::Start(start) => {
                    self.origin = start.origin;
                    frame("messageStart", frames, |w| w.word("role", "assistant"));
                }
                Event::Open { kind, .. } => self.open(kind, frames, losses),
                Event::Delta { text, .. } => self.text(text, frames),
                Event::Sign { signature, .. } => self.sign(signature, frames, losses),
                Event::Annotate { field, value, .. }
                    if self.origin == Some(DIALECT) && field == "citations" =>
                {
                    for citation in value.value().as_array().into_iter().flatten() {
                        let json = crate::Json::from(citation);
                        self.delta(frames, |w| w.json("citation", &json));
                    }
                }
                Event::Close { .. } => self.close(frames),
                Event::Finish { choice: 0, finish } => self.finish = Some(finish.clone()),
                Event::Finish { .. } => {}
                Event::Usage(usage) => self.usage = usage.clone(),
                Event::Extra { choice: None, field, value } if self.origin == Some(DIALECT) => {
                    self.extras.insert(field.clone(), value.clone());
                }
                Event::Extra { field, .. } | Event::Annotate { field, .. } => {
                    losses.drop(field.clone(), "the client's dialect has no such field");
                }
                Event::Failed(failed) => {
                    let (word, _) = failure::exception(failed);
                    let name = word[..1].to_ascii_lowercase() + &word[1..];
                    frame(&name, frames, |w| w.put("message", &failed.message));
                }
                Event::End => self.end(frames),
            }
        }
    }
}

fn frame(name: &str, frames: &mut Frames<'_>, write: impl FnOnce(&mut Writer<'_>)) {
    frames.frame(name, |out| object(out, write));
}
