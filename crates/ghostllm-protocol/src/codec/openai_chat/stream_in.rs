//! Streams of Chat Completions to events, and what compatible servers do to them: calls whole in one chunk,
//! calls without ids or indices, all under one index, names and arguments in any pieces, arguments as objects,
//! no `[DONE]`, usage in any chunk, errors in the middle.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::{decode, finish, reasoning, usual};
use crate::codec::blocks::Opener;
use crate::codec::{openai_error, openai_usage};
use crate::read::{self, Object};
use crate::stream::{Frame, FrameDecoder};
use crate::{
    BlockKind, DecodeError, Dialect, Event, Exchange, FinishReason, Json, Reasoning, Signature, Start,
};

pub(super) struct Decoder {
    exchange: Exchange,
    started: bool,
    blocks: Opener,
    choices: Vec<Choice>,
    /// Extra fields of chunks as last seen: most repeat in every chunk.
    seen: crate::Extras,
}

#[derive(Default)]
struct Choice {
    index: u32,
    text: Option<u32>,
    refusal: Option<u32>,
    reasoning: Option<u32>,
    /// The open reasoning block's text: a signature may come with all of it again.
    thought: String,
    calls: Vec<Call>,
    /// The calls whose blocks are not closed.
    open: Vec<usize>,
    finished: bool,
}

/// As many calls as one answer may have, and answers as one request may get: each is looked at for every piece.
const CALLS_MAX: usize = 1024;
const CHOICES_MAX: usize = 128;

/// A tool call whose name may still be growing (`block` is none) or whose arguments come.
struct Call {
    index: u64,
    id: String,
    name: String,
    arguments: String,
    signature: Option<Signature>,
    block: Option<u32>,
}

impl Decoder {
    pub(super) fn new(exchange: Exchange) -> Self {
        let (choices, seen) = (Vec::new(), crate::Extras::new());
        Self { exchange, started: false, blocks: Opener::default(), choices, seen }
    }

    /// A chunk of the usual kind.
    fn usual(&mut self, chunk: usual::Chunk<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        self.begin(
            || (chunk.id.map(Cow::into_owned), chunk.model.map(Cow::into_owned), chunk.created_s),
            events,
        );
        if let Some(usual::Choice { text, finish, .. }) = chunk.choice {
            let at = self.at(0)?;
            if let Some(text) = text {
                self.step(at, events).text(text.into_owned(), false);
            }
            if let Some(word) = finish {
                self.finish(at, &word, events);
            }
        }
        events.extend(chunk.usage.map(Event::Usage));
        self.extras(&chunk.extras, events);
        Ok(())
    }

    fn chunk(&mut self, mut fields: Object<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let (id, model, created_s) = (fields.text("id")?, fields.text("model")?, fields.seconds("created"));
        self.begin(|| (id, model, created_s), events);
        for raw in fields.array("choices")?.unwrap_or_default() {
            self.choice(raw, events).map_err(|error| error.within("choices"))?;
        }
        if let Some(usage) = fields.object("usage")? {
            events.extend(openai_usage::decode(&openai_usage::CHAT, usage).ok().map(Event::Usage));
        } else if let Some(mut groq) = fields.object("x_groq")?
            && let Some(usage) = groq.object("usage")?
        {
            events.extend(openai_usage::decode(&openai_usage::CHAT, usage).ok().map(Event::Usage));
        }
        for key in ["object", "obfuscation"] {
            fields.raw(key);
        }
        self.extras(&fields.rest(), events);
        Ok(())
    }

    fn begin(
        &mut self,
        said: impl FnOnce() -> (Option<String>, Option<String>, Option<u64>),
        events: &mut Vec<Event>,
    ) {
        if !std::mem::replace(&mut self.started, true) {
            let (id, model, created_s) = said();
            let (id, model) = (id.unwrap_or_default(), model.unwrap_or_default());
            events.push(Event::Start(Start { origin: Some(Dialect::OpenAiChat), id, model, created_s }));
        }
    }

    /// Those fields of a chunk that are not as they were in the one before.
    fn extras(&mut self, extras: &crate::Extras, events: &mut Vec<Event>) {
        for (field, value) in extras.iter() {
            if self.seen.get(field) != Some(value) {
                self.seen.insert(field, value.clone());
                let (field, value) = (field.to_owned(), value.clone());
                events.push(Event::Extra { choice: None, field, value });
            }
        }
    }

    /// Where the choice of this index is.
    fn at(&mut self, index: u32) -> Result<usize, DecodeError> {
        if let Some(at) = self.choices.iter().position(|choice| choice.index == index) {
            return Ok(at);
        }
        if self.choices.len() == CHOICES_MAX {
            return Err(DecodeError::field("choices", format!("are more than {CHOICES_MAX}")));
        }
        self.choices.push(Choice { index, ..Choice::default() });
        Ok(self.choices.len() - 1)
    }

    fn step<'s>(&'s mut self, at: usize, events: &'s mut Vec<Event>) -> Step<'s> {
        Step { choice: &mut self.choices[at], blocks: &mut self.blocks, exchange: &self.exchange, events }
    }

    /// Ends a choice for the reason that `word` gives; an empty one is none.
    fn finish(&mut self, at: usize, word: &str, events: &mut Vec<Event>) {
        if word.is_empty() {
            return;
        }
        self.step(at, events).close_all();
        let choice = &mut self.choices[at];
        let mut finish = finish(word);
        if finish.reason == FinishReason::Stop && !choice.calls.is_empty() {
            finish.reason = FinishReason::ToolCalls;
        }
        choice.finished = true;
        events.push(Event::Finish { choice: choice.index, finish });
    }

    fn choice(&mut self, raw: &RawValue, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let mut fields = Object::of(raw)?;
        let index: u32 = fields.take("index")?.unwrap_or(0);
        let at = self.at(index)?;
        // A few servers send a whole `message` in a chunk.
        let delta = fields.object("delta")?.or(fields.object("message")?);
        if let Some(mut delta) = delta {
            self.step(at, events).delta(&mut delta)?;
        }
        if let Some(word) = fields.text("finish_reason")? {
            self.finish(at, &word, events);
        }
        for (field, value) in fields.rest().iter() {
            let (field, value) = (field.to_owned(), value.clone());
            events.push(Event::Extra { choice: Some(index), field, value });
        }
        Ok(())
    }
}

impl FrameDecoder for Decoder {
    fn frame(&mut self, frame: Frame<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let data = frame.data.trim_ascii();
        if data.is_empty() {
            return Ok(());
        }
        if data == b"[DONE]" {
            self.close_open(events);
            events.push(Event::End);
            return Ok(());
        }
        if frame.name != "error"
            && let Some(chunk) = usual::chunk(data)
        {
            return self.usual(chunk, events);
        }
        let fields = Object::parse(data)?;
        if frame.name == "error" || fields.peek("error").is_some() {
            let status = fields.peek("error").and_then(status_of).unwrap_or(502);
            let mut failure = openai_error::decode(status, data);
            failure.origin = Some(Dialect::OpenAiChat);
            events.push(Event::Failed(failure));
            return Ok(());
        }
        self.chunk(fields, events)
    }

    fn is_plain(&self, block: u32) -> bool {
        self.choices.iter().any(|choice| [choice.text, choice.refusal].contains(&Some(block)))
    }

    fn padding(&self) -> &'static [&'static str] {
        &["obfuscation"]
    }

    fn end(&mut self, events: &mut Vec<Event>) {
        if !self.choices.is_empty() && self.choices.iter().all(|choice| choice.finished) {
            self.close_open(events);
            events.push(Event::End);
        }
    }
}

impl Decoder {
    fn close_open(&mut self, events: &mut Vec<Event>) {
        for choice in &mut self.choices {
            Step { choice, blocks: &mut self.blocks, exchange: &self.exchange, events }.close_all();
        }
    }
}

/// Some servers put the HTTP status into `code`.
fn status_of(error: &RawValue) -> Option<u16> {
    let code: u16 = Object::of(error).ok()?.take("code").ok()??;
    (400..600).contains(&code).then_some(code)
}

/// One chunk's work on one choice.
struct Step<'a> {
    choice: &'a mut Choice,
    blocks: &'a mut Opener,
    exchange: &'a Exchange,
    events: &'a mut Vec<Event>,
}

impl Step<'_> {
    fn delta(&mut self, delta: &mut Object<'_>) -> Result<(), DecodeError> {
        for part in reasoning::take(delta)? {
            self.reasoning(part);
        }
        if let Some(content) = delta.raw("content") {
            match read::string(content) {
                Some(text) => self.text(text, false),
                None => self.content(content)?,
            }
        }
        if let Some(text) = delta.text("refusal")? {
            self.text(text, true);
        }
        for image in delta.array("images")?.unwrap_or_default() {
            let part = decode::part(image)?;
            self.blocks.whole(self.choice.index, part, self.events);
        }
        for call in delta.array("tool_calls")?.unwrap_or_default() {
            self.call(Object::of(call)?)?;
        }
        if let Some(function) = delta.raw("function_call") {
            self.piece(0, String::new(), None, Object::of(function)?)?;
        }
        delta.raw("role");
        let rest = std::mem::take(delta).rest();
        if !rest.is_empty() {
            let (choice, field) = (Some(self.choice.index), "message".to_owned());
            self.events.push(Event::Extra { choice, field, value: Json::object(&rest) });
        }
        Ok(())
    }

    /// Content as an array of parts (Mistral).
    fn content(&mut self, raw: &RawValue) -> Result<(), DecodeError> {
        for part in read::each(read::array(raw)?, "content", decode::part)? {
            match part {
                crate::Part::Text(text) => self.text(text.text, false),
                part => self.blocks.whole(self.choice.index, part, self.events),
            }
        }
        Ok(())
    }

    fn text(&mut self, text: String, is_refusal: bool) {
        if text.is_empty() {
            return;
        }
        self.close(|choice| &mut choice.reasoning);
        self.close_whole_calls();
        let slot = if is_refusal { &mut self.choice.refusal } else { &mut self.choice.text };
        let block = *slot.get_or_insert_with(|| {
            let kind = if is_refusal { BlockKind::Refusal } else { BlockKind::Text };
            self.blocks.open(self.choice.index, kind, self.events)
        });
        self.events.push(Event::Delta { block, text });
    }

    fn reasoning(&mut self, part: Reasoning) {
        self.close(|choice| &mut choice.text);
        let block = if let Some(block) = self.choice.reasoning {
            block
        } else {
            self.choice.thought.clear();
            self.blocks.open(self.choice.index, BlockKind::Reasoning { id: part.id }, self.events)
        };
        self.choice.reasoning = Some(block);
        let again = part.signature.is_some() && part.text == self.choice.thought;
        if !part.text.is_empty() && !again {
            self.choice.thought.push_str(&part.text);
            self.events.push(Event::Delta { block, text: part.text });
        }
        if let Some(signature) = part.signature {
            self.events.push(Event::Sign { block, signature });
            // What is signed is complete.
            self.close(|choice| &mut choice.reasoning);
        }
    }

    fn call(&mut self, mut fields: Object<'_>) -> Result<(), DecodeError> {
        let id = fields.text("id")?.unwrap_or_default();
        let signature = decode::google_signature(&mut fields)?;
        let index = fields.take("index")?;
        let function = fields.object("function")?.unwrap_or_default();
        // Without an index: a new id is a new call, no id belongs to the last call.
        let known = self.choice.calls.iter().rev().find(|call| !id.is_empty() && call.id == id);
        let last = self.choice.calls.last().map(|call| call.index);
        let next = last.map_or(0, |last| last + 1);
        let index = match (index, known) {
            (Some(index), _) => index,
            (None, Some(call)) => call.index,
            (None, None) if id.is_empty() => last.unwrap_or(0),
            (None, None) => next,
        };
        // All calls under one index, told apart by their ids.
        let other = self.choice.calls.iter().rev().find(|call| call.index == index);
        let clashes = other.is_some_and(|call| !id.is_empty() && !call.id.is_empty() && call.id != id);
        let index = if clashes { known.map_or(next, |call| call.index) } else { index };
        self.piece(index, id, signature, function)
    }

    fn piece(
        &mut self,
        index: u64,
        id: String,
        signature: Option<Signature>,
        mut function: Object<'_>,
    ) -> Result<(), DecodeError> {
        let known = self.choice.calls.iter().position(|call| call.index == index);
        let at = known.map_or_else(|| self.begin_call(index), Ok)?;
        let call = &mut self.choice.calls[at];
        if call.id.is_empty() {
            call.id = id;
        }
        call.signature = signature.or(call.signature.take());
        let name = function.text("name")?.unwrap_or_default();
        // Some servers repeat the name in every piece.
        if call.block.is_none() && call.name != name {
            call.name.push_str(&name);
        }
        if let Some(arguments) = function.raw("arguments").map(decode::arguments)
            && !arguments.is_empty()
        {
            self.blocks.grow(call.block, &arguments);
            match call.block {
                // Closed because its arguments were one whole object: what comes after that is nothing.
                Some(block) if !self.blocks.is_open(block) => {}
                Some(block) => self.events.push(Event::Delta { block, text: arguments }),
                None => call.arguments.push_str(&arguments),
            }
            if !self.choice.calls[at].name.is_empty() {
                self.open_call(at);
            }
        }
        Ok(())
    }

    fn begin_call(&mut self, index: u64) -> Result<usize, DecodeError> {
        if self.choice.calls.len() == CALLS_MAX {
            return Err(DecodeError::field("tool_calls", format!("are more than {CALLS_MAX}")));
        }
        self.close(|choice| &mut choice.text);
        self.close(|choice| &mut choice.reasoning);
        self.close_whole_calls();
        let (name, arguments) = (String::new(), String::new());
        self.choice.calls.push(Call {
            index,
            id: String::new(),
            name,
            arguments,
            signature: None,
            block: None,
        });
        let at = self.choice.calls.len() - 1;
        self.choice.open.push(at);
        Ok(at)
    }

    /// Opens a call whose name is complete, and says the arguments that came before.
    fn open_call(&mut self, at: usize) {
        let call = &mut self.choice.calls[at];
        if call.block.is_some() {
            return;
        }
        if call.id.is_empty() {
            call.id = self.exchange.id("call_", &[self.choice.index as usize, at]);
        }
        let (id, name, signature) = (call.id.clone(), call.name.clone(), call.signature.take());
        let kind = BlockKind::ToolCall { id, name, signature };
        let block = self.blocks.open(self.choice.index, kind, self.events);
        call.block = Some(block);
        let text = std::mem::take(&mut call.arguments);
        if !text.is_empty() {
            self.blocks.grow(Some(block), &text);
            self.events.push(Event::Delta { block, text });
        }
    }

    /// Opens the calls that have a name: nothing that comes now belongs to it.
    fn open_named(&mut self) {
        for at in self.choice.open.clone() {
            if !self.choice.calls[at].name.is_empty() {
                self.open_call(at);
            }
        }
    }

    /// Closes the calls whose arguments are one complete object, to which nothing can be added. Others stay
    /// open: a server may send the arguments of several calls by turns.
    fn close_whole_calls(&mut self) {
        self.open_named();
        let Choice { calls, open, .. } = &mut *self.choice;
        open.retain(|at| match calls[*at].block {
            Some(block) if self.blocks.is_whole_json(block) => {
                self.blocks.close(block, self.events);
                false
            }
            _ => true,
        });
    }

    fn close(&mut self, slot: impl Fn(&mut Choice) -> &mut Option<u32>) {
        if let Some(block) = slot(self.choice).take() {
            self.blocks.close(block, self.events);
        }
    }

    fn close_all(&mut self) {
        self.close(|choice| &mut choice.reasoning);
        self.close(|choice| &mut choice.text);
        self.close(|choice| &mut choice.refusal);
        self.open_named();
        for at in self.choice.open.drain(..) {
            if let Some(block) = self.choice.calls[at].block {
                self.blocks.close(block, self.events);
            }
        }
    }
}
