//! Events to Gemini's streams. Calls are collected until they are whole, as clients know them.

use std::collections::BTreeMap;

use super::content::Content;
use super::{DIALECT, failure, finish_word, reply, write_usage};
use crate::stream::{EventEncoder, Frames};
use crate::write::{Array, object};
use crate::{
    BlockKind, Dialect, Event, Exchange, Extras, Finish, Losses, Part, Reasoning, Signature, Start, Text,
    ToolCall, Usage,
};

pub(super) struct Encoder {
    exchange: Exchange,
    start: Start,
    blocks: Vec<Block>,
    usage: Option<Usage>,
    finishes: BTreeMap<u32, Finish>,
    /// Extra fields of the answer, and of its candidates.
    extras: Extras,
    candidate_extras: BTreeMap<u32, Extras>,
}

struct Block {
    number: u32,
    choice: u32,
    kind: Kind,
}

enum Kind {
    Text(Text),
    Thought(Reasoning),
    Call(ToolCall),
    Nothing,
}

impl Encoder {
    pub(super) fn new(exchange: Exchange) -> Self {
        Self {
            exchange,
            start: Start::default(),
            blocks: Vec::new(),
            usage: None,
            finishes: BTreeMap::new(),
            extras: Extras::new(),
            candidate_extras: BTreeMap::new(),
        }
    }

    fn origin(&self) -> Option<Dialect> {
        self.start.origin
    }

    /// A chunk with one part of one candidate.
    fn part(&self, choice: u32, part: &Part, frames: &mut Frames<'_>, losses: &mut Losses) {
        let (origin, names) = (self.origin(), BTreeMap::new());
        self.chunk(choice, None, frames, |a| {
            Content { origin, to_client: true, names, losses }.write(part, "content", a);
        });
    }

    fn chunk(
        &self,
        choice: u32,
        finish: Option<(&str, &Extras)>,
        frames: &mut Frames<'_>,
        parts: impl FnOnce(&mut Array<'_>),
    ) {
        frames.frame("", |out| {
            object(out, |w| {
                w.array("candidates", |a| {
                    a.object(|w| {
                        w.object("content", |w| {
                            w.array("parts", parts);
                            w.word("role", "model");
                        });
                        if let Some((word, extras)) = finish {
                            w.put("finishReason", word);
                            w.extras(extras);
                        }
                        w.put("index", &choice);
                    });
                });
                if let Some(usage) = &self.usage {
                    w.object("usageMetadata", |w| write_usage(usage, self.origin(), w));
                }
                reply::tail(&self.start.id, &self.start.model, &self.exchange, w);
                if finish.is_some() {
                    w.extras(&self.extras);
                }
            });
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
        let kind = match kind {
            BlockKind::Text | BlockKind::Refusal => Kind::Text(Text::default()),
            BlockKind::Reasoning { id } => {
                Kind::Thought(Reasoning { id: id.clone(), ..Reasoning::default() })
            }
            BlockKind::ToolCall { id, name, signature } => Kind::Call(ToolCall {
                id: id.clone(),
                name: name.clone(),
                signature: signature.clone(),
                ..ToolCall::default()
            }),
            BlockKind::Whole(part) => {
                self.part(choice, part, frames, losses);
                Kind::Nothing
            }
        };
        self.blocks.push(Block { number, choice, kind });
    }

    fn delta(&mut self, number: u32, text: &str, frames: &mut Frames<'_>, losses: &mut Losses) {
        let Some(block) = self.blocks.iter_mut().rev().find(|block| block.number == number) else { return };
        let choice = block.choice;
        let part = match &mut block.kind {
            Kind::Text(_) => Part::text(text),
            Kind::Thought(_) => Part::Reasoning(Reasoning { text: text.to_owned(), ..Reasoning::default() }),
            Kind::Call(call) => return call.arguments.push_str(text),
            Kind::Nothing => return,
        };
        self.part(choice, &part, frames, losses);
    }

    fn sign(&mut self, number: u32, signed: &Signature) {
        let Some(block) = self.blocks.iter_mut().rev().find(|block| block.number == number) else { return };
        match &mut block.kind {
            Kind::Text(text) => text.signature = Some(signed.clone()),
            Kind::Thought(part) => part.signature = Some(signed.clone()),
            Kind::Call(call) => call.signature = Some(signed.clone()),
            Kind::Nothing => {}
        }
    }

    fn close(&mut self, number: u32, frames: &mut Frames<'_>, losses: &mut Losses) {
        let Some(at) = self.blocks.iter().rposition(|block| block.number == number) else { return };
        let block = self.blocks.remove(at);
        let part = match block.kind {
            Kind::Call(call) => Part::ToolCall(call),
            // A signature that came after its text goes into a part of its own.
            Kind::Text(text) if text.signature.is_some() => Part::Text(text),
            Kind::Thought(part) if part.signature.is_some() => Part::Reasoning(part),
            _ => return,
        };
        self.part(block.choice, &part, frames, losses);
    }

    fn end(&mut self, frames: &mut Frames<'_>) {
        let finishes = std::mem::take(&mut self.finishes);
        for (choice, finish) in &finishes {
            let extras = self.candidate_extras.remove(choice).unwrap_or_default();
            let word = finish_word(finish, self.origin());
            self.chunk(*choice, Some((word, &extras)), frames, |a| a.object(|w| w.word("text", "")));
        }
    }
}

impl EventEncoder for Encoder {
    fn event(&mut self, event: &Event, frames: &mut Frames<'_>, losses: &mut Losses) {
        match event {
            Event::Start(start) => self.start = start.clone(),
            Event::Open { block, choice, kind } => self.open(*block, *choice, kind, frames, losses),
            Event::Delta { block, text } => self.delta(*block, text, frames, losses),
            Event::Sign { block, signature } => self.sign(*block, signature),
            Event::Close { block } => self.close(*block, frames, losses),
            Event::Finish { choice, finish } => {
                self.finishes.insert(*choice, finish.clone());
            }
            Event::Usage(usage) => self.usage = Some(usage.clone()),
            Event::Extra { choice: None, field, value } if self.origin() == Some(DIALECT) => {
                self.extras.insert(field.clone(), value.clone());
            }
            Event::Extra { choice: Some(choice), field, value } if self.origin() == Some(DIALECT) => {
                self.candidate_extras.entry(*choice).or_default().insert(field.clone(), value.clone());
            }
            Event::Extra { field, .. } | Event::Annotate { field, .. } => {
                losses.drop(field.clone(), "the client's dialect has no such field");
            }
            Event::Failed(failure) => frames.frame("", |out| failure::body(failure, out)),
            Event::End => self.end(frames),
        }
    }
}
