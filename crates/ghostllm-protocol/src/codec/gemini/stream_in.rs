//! Gemini's streams to events. Every chunk is a small answer; calls come whole, nothing marks the end.

use serde_json::value::RawValue;

use super::{OWN_ID, content, decode_usage, failure, fields, finish, inner, reply};
use crate::codec::blocks::Opener;
use crate::read::{self, Object};
use crate::stream::{Frame, FrameDecoder};
use crate::{
    BlockKind, Category, DecodeError, Dialect, Event, Exchange, Failure, FinishReason, Part, Start, Text,
};

pub(super) struct Decoder {
    exchange: Exchange,
    started: bool,
    blocks: Opener,
    candidates: Vec<Candidate>,
    seen: crate::Extras,
    /// Why there is no answer, where it ended before it began.
    failure: Option<Failure>,
}

/// As many answers as one request may get.
const CANDIDATES_MAX: usize = 128;

#[derive(Default)]
struct Candidate {
    index: u32,
    /// The open block, and whether it holds thoughts.
    open: Option<(u32, bool)>,
    calls: usize,
    finished: bool,
}

impl Decoder {
    pub(super) fn new(exchange: Exchange) -> Self {
        let (candidates, seen) = (Vec::new(), crate::Extras::new());
        Self { exchange, started: false, blocks: Opener::default(), candidates, seen, failure: None }
    }
}

impl FrameDecoder for Decoder {
    fn frame(&mut self, frame: Frame<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let data = frame.data.trim_ascii();
        if data.starts_with(b"[{") {
            fail(data, events);
            return Ok(());
        }
        let mut top = Object::parse(data)?.in_camel_case();
        if top.peek("error").is_some() {
            fail(data, events);
            return Ok(());
        }
        if !std::mem::replace(&mut self.started, true) {
            events.push(Event::Start(Start {
                origin: Some(Dialect::Gemini),
                id: top.peek("responseId").and_then(read::string).unwrap_or_default(),
                model: top.peek("modelVersion").and_then(read::string).unwrap_or_default(),
                created_s: None,
            }));
        }
        for raw in top.array("candidates")?.unwrap_or_default() {
            self.candidate(raw, events).map_err(|error| error.within("candidates"))?;
        }
        if let Some(usage) = inner(&mut top, "usageMetadata")? {
            events.push(Event::Usage(decode_usage(usage)?));
        }
        if let (true, Some(reason)) = (self.candidates.is_empty(), reply::blocked(&top)?) {
            self.candidates.push(Candidate { finished: true, ..Candidate::default() });
            events.push(Event::Finish { choice: 0, finish: finish(&reason, false) });
        }
        for key in ["responseId", "modelVersion"] {
            top.raw(key);
        }
        for (field, value) in top.rest().iter() {
            if self.seen.get(field) != Some(value) {
                self.seen.insert(field, value.clone());
                let (field, value) = (field.to_owned(), value.clone());
                events.push(Event::Extra { choice: None, field, value });
            }
        }
        // After its usage, which is to be paid.
        events.extend(self.failure.take().map(Event::Failed));
        Ok(())
    }

    fn end(&mut self, events: &mut Vec<Event>) {
        if !self.candidates.is_empty() && self.candidates.iter().all(|candidate| candidate.finished) {
            self.blocks.close_all(events);
            events.push(Event::End);
        }
    }
}

fn fail(data: &[u8], events: &mut Vec<Event>) {
    let mut failure = failure::decode(200, data);
    failure.origin = Some(Dialect::Gemini);
    if failure.status < 400 {
        failure.status = 500;
        failure.category = Category::Upstream;
    }
    events.push(Event::Failed(failure));
}

/// An answer with nothing in it, for a reason that is no end of an answer (`MALFORMED_FUNCTION_CALL`).
fn no_answer(word: &str, message: Option<String>) -> Failure {
    let message = message.unwrap_or_else(|| "there is nothing in the answer".to_owned());
    let mut failure = Failure::new(Category::Upstream, format!("the model ended with `{word}`: {message}"));
    failure.origin = Some(Dialect::Gemini);
    failure.code = Some(word.to_owned());
    failure
}

impl Decoder {
    fn candidate(&mut self, raw: &RawValue, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let mut top = fields(raw)?;
        let index: u32 = top.take("index")?.unwrap_or(0);
        let known = self.candidates.iter().position(|candidate| candidate.index == index);
        if known.is_none() && self.candidates.len() == CANDIDATES_MAX {
            return Err(DecodeError::field("", format!("are more than {CANDIDATES_MAX}")));
        }
        let at = known.unwrap_or_else(|| {
            self.candidates.push(Candidate { index, ..Candidate::default() });
            self.candidates.len() - 1
        });
        if let Some(mut content) = inner(&mut top, "content")? {
            for raw in content.array("parts")?.unwrap_or_default() {
                self.part(at, content::decode(raw)?, events);
            }
        }
        if let Some(word) = top.text("finishReason")? {
            self.close(at, events);
            let candidate = &mut self.candidates[at];
            candidate.finished = true;
            let finish = finish(&word, candidate.calls > 0);
            if finish.reason == FinishReason::Other && self.blocks.is_untouched() {
                self.failure = Some(no_answer(&word, top.peek("finishMessage").and_then(read::string)));
            }
            events.push(Event::Finish { choice: index, finish });
        }
        for (field, value) in top.rest().iter() {
            let (field, value) = (field.to_owned(), value.clone());
            events.push(Event::Extra { choice: Some(index), field, value });
        }
        Ok(())
    }

    fn close(&mut self, at: usize, events: &mut Vec<Event>) {
        if let Some((block, _)) = self.candidates[at].open.take() {
            self.blocks.close(block, events);
        }
    }

    fn part(&mut self, at: usize, part: Part, events: &mut Vec<Event>) {
        let choice = self.candidates[at].index;
        match part {
            Part::Text(Text { text, signature: None, extras }) if text.is_empty() && extras.is_empty() => {}
            Part::Text(text) => self.piece(at, text, false, events),
            Part::Reasoning(part) => {
                let text = Text { text: part.text, signature: part.signature, extras: part.extras };
                self.piece(at, text, true, events);
            }
            Part::ToolCall(call) => {
                self.close(at, events);
                let number = self.candidates[at].calls;
                self.candidates[at].calls += 1;
                let id = if call.id.is_empty() {
                    self.exchange.id(OWN_ID, &[choice as usize, number])
                } else {
                    call.id
                };
                let kind = BlockKind::ToolCall { id, name: call.name, signature: call.signature };
                let block = self.blocks.open(choice, kind, events);
                events.push(Event::Delta { block, text: call.arguments });
                self.blocks.close(block, events);
            }
            whole => {
                self.close(at, events);
                self.blocks.whole(choice, whole, events);
            }
        }
    }

    /// A piece of text or thought. What is signed stays by itself, as Google demands.
    fn piece(&mut self, at: usize, text: Text, thought: bool, events: &mut Vec<Event>) {
        let choice = self.candidates[at].index;
        let apart = text.signature.is_some() || !text.extras.is_empty();
        let open = self.candidates[at].open.filter(|(_, is_thought)| *is_thought == thought && !apart);
        let block = if let Some((block, _)) = open {
            block
        } else {
            self.close(at, events);
            let kind = if thought { BlockKind::Reasoning { id: None } } else { BlockKind::Text };
            self.blocks.open(choice, kind, events)
        };
        if !text.text.is_empty() {
            events.push(Event::Delta { block, text: text.text });
        }
        for (field, value) in text.extras.iter() {
            let (field, value) = (field.to_owned(), value.clone());
            events.push(Event::Annotate { block, field, value });
        }
        if let Some(signature) = text.signature {
            events.push(Event::Sign { block, signature });
        }
        if apart {
            self.blocks.close(block, events);
        } else {
            self.candidates[at].open = Some((block, thought));
        }
    }
}
