//! Ollama's streams to events: a line a piece, calls whole, the counts in the last line.

use super::{OWN_ID, decode, decode_failure, finish, take_usage};
use crate::codec::blocks::Opener;
use crate::codec::time;
use crate::read::Object;
use crate::stream::{Frame, FrameDecoder};
use crate::{BlockKind, DecodeError, Dialect, Event, Exchange, Part, Start};

pub(super) struct Decoder {
    dialect: Dialect,
    exchange: Exchange,
    started: bool,
    blocks: Opener,
    /// The open block, and whether it holds thoughts.
    open: Option<(u32, bool)>,
    calls: usize,
}

impl Decoder {
    pub(super) fn new(dialect: Dialect, exchange: Exchange) -> Self {
        Self { dialect, exchange, started: false, blocks: Opener::default(), open: None, calls: 0 }
    }

    fn piece(&mut self, text: String, thought: bool, events: &mut Vec<Event>) {
        if text.is_empty() {
            return;
        }
        let block = if let Some((block, _)) = self.open.filter(|(_, is_thought)| *is_thought == thought) {
            block
        } else {
            self.close(events);
            let kind = if thought { BlockKind::Reasoning { id: None } } else { BlockKind::Text };
            self.blocks.open(0, kind, events)
        };
        self.open = Some((block, thought));
        events.push(Event::Delta { block, text });
    }

    fn close(&mut self, events: &mut Vec<Event>) {
        if let Some((block, _)) = self.open.take() {
            self.blocks.close(block, events);
        }
    }

    fn part(&mut self, part: Part, events: &mut Vec<Event>) {
        match part {
            Part::Text(text) => self.piece(text.text, false, events),
            Part::Reasoning(part) => self.piece(part.text, true, events),
            Part::ToolCall(call) => {
                self.close(events);
                let id = if call.id.is_empty() { self.exchange.id(OWN_ID, &[self.calls]) } else { call.id };
                self.calls += 1;
                let kind = BlockKind::ToolCall { id, name: call.name, signature: None };
                let block = self.blocks.open(0, kind, events);
                if !call.arguments.is_empty() {
                    events.push(Event::Delta { block, text: call.arguments });
                }
                self.blocks.close(block, events);
            }
            whole => {
                self.close(events);
                self.blocks.whole(0, whole, events);
            }
        }
    }
}

impl FrameDecoder for Decoder {
    fn frame(&mut self, frame: Frame<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let mut fields = Object::parse(frame.data)?;
        if fields.peek("error").is_some() {
            let mut failure = decode_failure(500, frame.data);
            failure.origin = Some(self.dialect);
            events.push(Event::Failed(failure));
            return Ok(());
        }
        let model = fields.text("model")?.unwrap_or_default();
        let created_s = fields.text("created_at")?.and_then(|text| time::from_rfc3339(&text));
        if !std::mem::replace(&mut self.started, true) {
            let (origin, id) = (Some(self.dialect), String::new());
            events.push(Event::Start(Start { origin, id, model, created_s }));
        }
        if let Some(text) = fields.text("thinking")? {
            self.piece(text, true, events);
        }
        if let Some(text) = fields.text("response")? {
            self.piece(text, false, events);
        }
        if let Some(mut message) = fields.object("message")? {
            let content = message.text("content")?.unwrap_or_default();
            for part in decode::parts(&mut message, content)? {
                self.part(part, events);
            }
        }
        let usage = take_usage(&mut fields)?;
        if fields.take("done")? == Some(true) {
            self.close(events);
            let word = fields.text("done_reason")?.unwrap_or_default();
            for (field, value) in fields.rest().iter() {
                let (field, value) = (field.to_owned(), value.clone());
                events.push(Event::Extra { choice: None, field, value });
            }
            events.extend(usage.map(Event::Usage));
            events.push(Event::Finish { choice: 0, finish: finish(&word, self.calls > 0) });
            events.push(Event::End);
        }
        Ok(())
    }
}
