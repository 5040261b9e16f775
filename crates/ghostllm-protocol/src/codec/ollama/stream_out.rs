//! Events to Ollama's streams. Calls are collected until they are whole.

use super::{Ollama, encode, finish_word, reply, write_failure, write_usage};
use crate::stream::{EventEncoder, Frames};
use crate::write::{Writer, object};
use crate::{
    BlockKind, Event, Exchange, Extras, Finish, Losses, Media, MediaKind, Part, Source, Start, ToolCall,
    Usage,
};

pub(super) struct Encoder {
    kind: Ollama,
    exchange: Exchange,
    start: Start,
    blocks: Vec<(u32, Block)>,
    usage: Option<Usage>,
    finish: Option<Finish>,
    extras: Extras,
}

enum Block {
    Text,
    Thought,
    Call(ToolCall),
    Nothing,
}

impl Encoder {
    pub(super) fn new(kind: Ollama, exchange: Exchange) -> Self {
        Self {
            kind,
            exchange,
            start: Start::default(),
            blocks: Vec::new(),
            usage: None,
            finish: None,
            extras: Extras::new(),
        }
    }

    /// A line with a piece of the answer, whose text is `text` and whose other fields are what `write` says.
    fn line(&self, text: &str, frames: &mut Frames<'_>, write: impl FnOnce(&mut Writer<'_>)) {
        frames.frame("", |out| {
            object(out, |w| {
                reply::head(&self.start.model, self.start.created_s, &self.exchange, w);
                match self.kind {
                    Ollama::Chat => w.object("message", |w| {
                        w.word("role", "assistant");
                        w.put("content", text);
                        write(w);
                    }),
                    Ollama::Generate => {
                        w.put("response", text);
                        write(w);
                    }
                }
                w.put("done", &false);
            });
        });
    }

    fn open(&mut self, number: u32, kind: &BlockKind, frames: &mut Frames<'_>, losses: &mut Losses) {
        let block = match kind {
            BlockKind::Text | BlockKind::Refusal => Block::Text,
            BlockKind::Reasoning { .. } => Block::Thought,
            BlockKind::ToolCall { id, name, .. } if self.kind == Ollama::Chat => {
                Block::Call(ToolCall { id: id.clone(), name: name.clone(), ..ToolCall::default() })
            }
            BlockKind::Whole(Part::Media(Media {
                kind: MediaKind::Image,
                source: Source::Base64(data),
                ..
            })) => {
                self.line("", frames, |w| w.put("images", &[data]));
                Block::Nothing
            }
            _ => {
                losses.drop("content", "a block of this kind is not known to Ollama");
                Block::Nothing
            }
        };
        self.blocks.push((number, block));
    }

    fn delta(&mut self, number: u32, text: &str, frames: &mut Frames<'_>) {
        let Some((_, block)) = self.blocks.iter_mut().rev().find(|(known, _)| *known == number) else {
            return;
        };
        match block {
            Block::Text => self.line(text, frames, |_| {}),
            Block::Thought => self.line("", frames, |w| w.put("thinking", text)),
            Block::Call(call) => call.arguments.push_str(text),
            Block::Nothing => {}
        }
    }

    fn close(&mut self, number: u32, frames: &mut Frames<'_>) {
        let Some(at) = self.blocks.iter().rposition(|(known, _)| *known == number) else { return };
        if let (_, Block::Call(call)) = self.blocks.remove(at) {
            self.line("", frames, |w| {
                w.array("tool_calls", |a| a.object(|w| encode::write_call(&call, true, w)));
            });
        }
    }

    fn end(&mut self, frames: &mut Frames<'_>) {
        let own = self.kind.dialect();
        frames.frame("", |out| {
            object(out, |w| {
                reply::head(&self.start.model, self.start.created_s, &self.exchange, w);
                match self.kind {
                    Ollama::Chat => w.object("message", |w| {
                        w.word("role", "assistant");
                        w.word("content", "");
                    }),
                    Ollama::Generate => w.word("response", ""),
                }
                w.put("done", &true);
                let word = self.finish.as_ref().map_or("stop", |f| finish_word(f, self.start.origin, own));
                w.put("done_reason", word);
                if let Some(usage) = &self.usage {
                    write_usage(usage, w);
                }
                w.extras(&self.extras);
            });
        });
    }
}

impl EventEncoder for Encoder {
    fn event(&mut self, event: &Event, frames: &mut Frames<'_>, losses: &mut Losses) {
        match event {
            Event::Start(start) => self.start = start.clone(),
            Event::Open { choice: 1.., .. } => losses.drop("choices", "Ollama gives one answer at a time"),
            Event::Open { block, kind, .. } => self.open(*block, kind, frames, losses),
            Event::Delta { block, text } => self.delta(*block, text, frames),
            Event::Sign { .. } => reply::lose_signature(true, losses),
            Event::Close { block } => self.close(*block, frames),
            Event::Finish { choice: 0, finish } => self.finish = Some(finish.clone()),
            Event::Finish { .. } => {}
            Event::Usage(usage) => self.usage = Some(usage.clone()),
            Event::Extra { choice: None, field, value } if self.start.origin == Some(self.kind.dialect()) => {
                self.extras.insert(field.clone(), value.clone());
            }
            Event::Extra { field, .. } | Event::Annotate { field, .. } => {
                losses.drop(field.clone(), "the client's dialect has no such field");
            }
            Event::Failed(failure) => frames.frame("", |out| write_failure(failure, out)),
            Event::End => self.end(frames),
        }
    }

    fn is_plain(&self, block: u32) -> bool {
        let own = self.blocks.iter().rev().find(|(known, _)| *known == block);
        own.is_some_and(|(_, own)| matches!(own, Block::Text | Block::Thought))
    }
}
