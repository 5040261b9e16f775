//! Events to streams of Chat Completions.

use std::collections::BTreeMap;

use super::{DIALECT, finish_word, reasoning, reply};
use crate::codec::{openai_error, openai_usage};
use crate::read::Object;
use crate::stream::{EventEncoder, Frames};
use crate::write::{Writer, object};
use crate::{
    BlockKind, Dialect, Event, Exchange, Extras, Json, Losses, Part, Reasoning, Signature, Start, Usage,
};

pub(super) struct Encoder {
    exchange: Exchange,
    origin: Option<Dialect>,
    /// The fields every chunk begins with, as JSON text without its brace.
    head: Vec<u8>,
    /// The open blocks, by their numbers.
    blocks: BTreeMap<u32, Block>,
    /// How many calls each choice has.
    calls: BTreeMap<u32, usize>,
    /// Choices whose first chunk, which names the role, was sent.
    greeted: Vec<u32>,
    /// Whether the last chunk was such a one.
    greets: bool,
    usage: Option<Usage>,
    extras: Extras,
}

struct Block {
    choice: u32,
    kind: Kind,
}

enum Kind {
    Text,
    Refusal,
    /// With the text so far, which its signature is sent along with.
    Reasoning(Reasoning),
    /// A call, and whether its arguments have begun.
    Call {
        index: usize,
        has_arguments: bool,
    },
    Nothing,
}

impl Encoder {
    pub(super) fn new(exchange: Exchange) -> Self {
        let (greeted, extras) = (Vec::new(), Extras::new());
        let mut encoder = Self {
            exchange,
            origin: None,
            head: Vec::new(),
            blocks: BTreeMap::new(),
            calls: BTreeMap::new(),
            greeted,
            greets: false,
            usage: None,
            extras,
        };
        encoder.start(&Start::default());
        encoder
    }

    fn start(&mut self, start: &Start) {
        self.origin = start.origin;
        self.head.clear();
        object(&mut self.head, |w| {
            let Start { id, model, created_s, .. } = start;
            reply::head(id, model, *created_s, &self.exchange, "chat.completion.chunk", w);
        });
        self.head.pop();
    }

    /// A chunk with one choice whose delta is what `write` says.
    fn chunk(
        &mut self,
        choice: u32,
        finish: Option<&str>,
        frames: &mut Frames<'_>,
        write: impl FnOnce(&mut Writer<'_>),
    ) {
        let greets = !self.greeted.contains(&choice);
        self.greets = greets;
        if greets {
            self.greeted.push(choice);
        }
        frames.frame("", |out| {
            out.extend_from_slice(&self.head);
            out.extend_from_slice(b",\"choices\":[");
            object(out, |w| {
                w.put("index", &choice);
                w.object("delta", |w| {
                    if greets {
                        w.word("role", "assistant");
                    }
                    write(w);
                });
                match finish {
                    Some(finish) => w.put("finish_reason", finish),
                    None => w.null("finish_reason"),
                }
            });
            out.extend_from_slice(b"]");
            if self.exchange.request.include_usage {
                out.extend_from_slice(b",\"usage\":null");
            }
            for (key, value) in self.extras.iter() {
                out.push(b',');
                crate::write::string(out, key);
                out.push(b':');
                out.extend_from_slice(value.as_str().as_bytes());
            }
            out.push(b'}');
        });
    }

    fn open(
        &mut self,
        number: u32,
        choice: u32,
        kind: &BlockKind,
        frames: &mut Frames<'_>,
        losses: &mut Losses,
    ) {
        let own = match kind {
            BlockKind::Text => Kind::Text,
            BlockKind::Refusal => Kind::Refusal,
            BlockKind::Reasoning { id } => {
                Kind::Reasoning(Reasoning { id: id.clone(), ..Reasoning::default() })
            }
            BlockKind::ToolCall { .. } => {
                let calls = self.calls.entry(choice).or_default();
                let index = *calls;
                *calls += 1;
                self.chunk(choice, None, frames, |w| {
                    w.array("tool_calls", |a| {
                        a.object(|w| {
                            w.put("index", &index);
                            reply::open_call(kind, w);
                        });
                    });
                });
                Kind::Call { index, has_arguments: false }
            }
            BlockKind::Whole(part @ Part::Media(_)) => {
                self.chunk(choice, None, frames, |w| w.array("images", |a| reply::image(part, a, losses)));
                Kind::Nothing
            }
            BlockKind::Whole(_) => {
                losses.drop("content", "a block of this kind is known to its own dialect only");
                Kind::Nothing
            }
        };
        self.blocks.insert(number, Block { choice, kind: own });
    }

    fn delta(&mut self, number: u32, text: &str, frames: &mut Frames<'_>) {
        let Some(block) = self.blocks.get_mut(&number) else { return };
        let choice = block.choice;
        match &mut block.kind {
            Kind::Text => self.chunk(choice, None, frames, |w| w.put("content", text)),
            Kind::Refusal => self.chunk(choice, None, frames, |w| w.put("refusal", text)),
            Kind::Reasoning(part) => {
                part.text.push_str(text);
                self.chunk(choice, None, frames, |w| w.put("reasoning_content", text));
            }
            Kind::Call { index, has_arguments } => {
                *has_arguments = true;
                let index = *index;
                self.chunk(choice, None, frames, |w| {
                    w.array("tool_calls", |a| {
                        a.object(|w| {
                            w.put("index", &index);
                            w.object("function", |w| w.put("arguments", text));
                        });
                    });
                });
            }
            Kind::Nothing => {}
        }
    }

    fn sign(&mut self, number: u32, signature: &Signature, frames: &mut Frames<'_>) {
        let Some(block) = self.blocks.get_mut(&number) else { return };
        let choice = block.choice;
        match &mut block.kind {
            Kind::Reasoning(part) => {
                part.signature = Some(signature.clone());
                let part = part.clone();
                self.chunk(choice, None, frames, |w| {
                    w.array("reasoning_details", |a| reasoning::details(&part, a));
                });
            }
            Kind::Call { index, .. } => {
                let index = *index;
                self.chunk(choice, None, frames, |w| {
                    w.array("tool_calls", |a| {
                        a.object(|w| {
                            w.put("index", &index);
                            reply::signature(Some(signature), w);
                        });
                    });
                });
            }
            _ => {}
        }
    }

    /// A call without arguments says so: clients parse what they got.
    fn close(&mut self, number: u32, frames: &mut Frames<'_>) {
        if let Some(Block { kind: Kind::Call { has_arguments: false, .. }, .. }) = self.blocks.get(&number) {
            self.delta(number, "{}", frames);
        }
        self.blocks.remove(&number);
    }

    /// Fields of a choice (`logprobs`) or, under `message`, of its delta.
    fn extra(&mut self, choice: u32, field: &str, value: &Json, frames: &mut Frames<'_>) {
        let inner = if field == "message" { Object::parse(value.as_str().as_bytes()).ok() } else { None };
        if let Some(inner) = inner {
            let inner = inner.rest();
            return self.chunk(choice, None, frames, |w| w.extras(&inner));
        }
        frames.frame("", |out| {
            out.extend_from_slice(&self.head);
            out.extend_from_slice(b",\"choices\":[");
            object(out, |w| {
                w.put("index", &choice);
                w.object("delta", |_| {});
                w.named(field, value);
                w.null("finish_reason");
            });
            out.extend_from_slice(b"]}");
        });
    }

    fn end(&mut self, frames: &mut Frames<'_>) {
        if let Some(usage) = self.usage.take().filter(|_| self.exchange.request.include_usage) {
            frames.frame("", |out| {
                out.extend_from_slice(&self.head);
                out.extend_from_slice(b",\"choices\":[],\"usage\":");
                object(out, |w| openai_usage::write(&openai_usage::CHAT, &usage, self.origin, DIALECT, w));
                out.push(b'}');
            });
        }
        frames.frame("", |out| out.extend_from_slice(b"[DONE]"));
    }
}

impl EventEncoder for Encoder {
    fn event(&mut self, event: &Event, frames: &mut Frames<'_>, losses: &mut Losses) {
        match event {
            Event::Start(start) => {
                self.start(start);
                self.chunk(0, None, frames, |w| w.word("content", ""));
            }
            Event::Open { block, choice, kind } => self.open(*block, *choice, kind, frames, losses),
            Event::Delta { block, text } => self.delta(*block, text, frames),
            Event::Sign { block, signature } => self.sign(*block, signature, frames),
            Event::Close { block } => self.close(*block, frames),
            Event::Annotate { field, .. } => {
                losses.drop(field.clone(), "Chat Completions streams have no place for it");
            }
            Event::Finish { choice, finish } => {
                let word = finish_word(finish, self.origin).to_owned();
                self.chunk(*choice, Some(&word), frames, |_| {});
            }
            Event::Usage(usage) => self.usage = Some(usage.clone()),
            Event::Extra { choice: None, field, value } if self.origin == Some(DIALECT) => {
                self.extras.insert(field.clone(), value.clone());
            }
            Event::Extra { choice: Some(choice), field, value } if self.origin == Some(DIALECT) => {
                self.extra(*choice, field, value, frames);
            }
            Event::Extra { field, .. } => {
                losses.drop(field.clone(), "the client's dialect has no such field");
            }
            Event::Failed(failure) => frames.frame("", |out| openai_error::body(failure, out)),
            Event::End => self.end(frames),
        }
    }

    fn is_plain(&self, block: u32) -> bool {
        let own = self.blocks.get(&block);
        let is_plain = |own: &Block| matches!(own.kind, Kind::Text | Kind::Refusal | Kind::Call { .. });
        !self.greets && own.is_some_and(is_plain)
    }
}
