//! Events to a whole answer, and a whole answer to events.

use std::collections::BTreeMap;

use crate::chat::{Part, Reasoning, Text, ToolCall};
use crate::{BlockKind, ChatResponse, Choice, Event, Extras, Failure, FinishReason, Json, Signature, Start};

/// Joins events into the answer they make up.
///
/// ```
/// use ghostllm_protocol::{Collector, Dialect, Exchange};
/// use std::sync::Arc;
/// let exchange = Exchange::new(Arc::default(), 1, 0);
/// let mut decoder = Dialect::OllamaChat.stream_decoder(&exchange);
/// let mut events = Vec::new();
/// decoder.push(concat!(
///     r#"{"model":"m","message":{"role":"assistant","content":"He"},"done":false}"#, "\n",
///     r#"{"model":"m","message":{"role":"assistant","content":"llo"},"done":false}"#, "\n",
///     r#"{"model":"m","done":true,"done_reason":"stop","eval_count":2}"#, "\n",
/// ).into(), &mut events)?;
/// let mut collector = Collector::new();
/// events.into_iter().for_each(|event| collector.push(event));
/// assert_eq!(collector.finish().unwrap().text(), "Hello");
/// # Ok::<(), ghostllm_protocol::StreamError>(())
/// ```
#[derive(Debug, Default)]
pub struct Collector {
    response: ChatResponse,
    /// By their numbers, which is the order in which they were opened.
    blocks: BTreeMap<u32, Block>,
    failure: Option<Failure>,
}

#[derive(Debug)]
struct Block {
    choice: u32,
    kind: BlockKind,
    text: String,
    signature: Option<Signature>,
    extras: Extras,
}

impl Collector {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next event.
    pub fn push(&mut self, event: Event) {
        match event {
            Event::Start(start) => self.start(start),
            Event::Open { block, choice, kind } => {
                let (text, extras) = (String::new(), Extras::new());
                self.blocks.insert(block, Block { choice, kind, text, signature: None, extras });
            }
            Event::Delta { block, text } => {
                if let Some(block) = self.block(block) {
                    block.text.push_str(&text);
                }
            }
            Event::Sign { block, signature } => {
                if let Some(block) = self.block(block) {
                    block.signature = Some(signature);
                }
            }
            Event::Annotate { block, field, value } => {
                if let Some(block) = self.block(block) {
                    append(&mut block.extras, field, value);
                }
            }
            Event::Close { .. } | Event::End => {}
            Event::Finish { choice, finish } => self.choice(choice).finish = Some(finish),
            Event::Usage(usage) => self.response.usage = Some(usage),
            Event::Extra { choice: Some(choice), field, value } => {
                append(&mut self.choice(choice).extras, field, value);
            }
            Event::Extra { choice: None, field, value } => append(&mut self.response.extras, field, value),
            Event::Failed(failure) => self.failure = Some(failure),
        }
    }

    /// What has come so far, complete or not; useful when a stream broke.
    pub fn so_far(mut self) -> ChatResponse {
        for block in std::mem::take(&mut self.blocks).into_values() {
            let choice = block.choice;
            let part = block.into_part();
            self.choice(choice).parts.push(part);
        }
        self.response.choices.sort_by_key(|choice| choice.index);
        self.response
    }

    /// The answer, or the failure that came in its middle.
    pub fn finish(mut self) -> Result<ChatResponse, Box<Failure>> {
        match self.failure.take() {
            Some(failure) => Err(Box::new(failure)),
            None => Ok(self.so_far()),
        }
    }

    fn start(&mut self, start: Start) {
        self.response.origin = start.origin;
        self.response.id = start.id;
        self.response.model = start.model;
        self.response.created_s = start.created_s;
    }

    fn block(&mut self, number: u32) -> Option<&mut Block> {
        self.blocks.get_mut(&number)
    }

    fn choice(&mut self, index: u32) -> &mut Choice {
        let choices = &mut self.response.choices;
        let at = choices.iter().position(|choice| choice.index == index).unwrap_or_else(|| {
            choices.push(Choice { index, ..Choice::default() });
            choices.len() - 1
        });
        &mut choices[at]
    }
}

impl Block {
    fn into_part(self) -> Part {
        let Self { kind, text, signature, extras, .. } = self;
        match kind {
            BlockKind::Text => Part::Text(Text { text, signature, extras }),
            BlockKind::Refusal => Part::Refusal(text),
            BlockKind::Reasoning { id } => Part::Reasoning(Reasoning { id, text, signature, extras }),
            BlockKind::ToolCall { id, name, signature: first } => {
                Part::ToolCall(ToolCall { id, name, arguments: text, signature: signature.or(first), extras })
            }
            BlockKind::Whole(part) => part,
        }
    }
}

/// Sets a field; a field that holds an array grows instead.
fn append(extras: &mut Extras, field: String, value: Json) {
    let joined = match extras.get(&field) {
        Some(before) if before.as_str().starts_with('[') => {
            let mut items = before.value();
            if let serde_json::Value::Array(items) = &mut items {
                match value.value() {
                    serde_json::Value::Array(more) => items.extend(more),
                    one => items.push(one),
                }
            }
            Json::from(&items)
        }
        _ => value,
    };
    extras.insert(field, joined);
}

impl ChatResponse {
    /// The events that make up this answer, for a client that wants a stream of it.
    pub fn into_events(self) -> Vec<Event> {
        let Self { origin, id, model, created_s, choices, usage, extras } = self;
        let mut events = vec![Event::Start(Start { origin, id, model, created_s })];
        let mut block = 0;
        for choice in choices {
            let has_calls = choice.parts.iter().any(|part| matches!(part, Part::ToolCall(_)));
            for part in choice.parts {
                events.extend(part_events(block, choice.index, part));
                block += 1;
            }
            let choice_index = Some(choice.index);
            for (field, value) in choice.extras.iter() {
                let (field, value) = (field.to_owned(), value.clone());
                events.push(Event::Extra { choice: choice_index, field, value });
            }
            // Some servers end without a reason, and every client of a stream waits for one.
            let usual = if has_calls { FinishReason::ToolCalls } else { FinishReason::Stop };
            let finish = choice.finish.unwrap_or_else(|| usual.into());
            events.push(Event::Finish { choice: choice.index, finish });
        }
        for (field, value) in extras.iter() {
            events.push(Event::Extra { choice: None, field: field.to_owned(), value: value.clone() });
        }
        events.extend(usage.map(Event::Usage));
        events.push(Event::End);
        events
    }
}

fn part_events(block: u32, choice: u32, part: Part) -> Vec<Event> {
    let none = Extras::new;
    let (kind, text, signature, extras) = match part {
        Part::Text(text) => (BlockKind::Text, text.text, text.signature, text.extras),
        Part::Refusal(text) => (BlockKind::Refusal, text, None, none()),
        Part::Reasoning(part) => {
            (BlockKind::Reasoning { id: part.id }, part.text, part.signature, part.extras)
        }
        Part::ToolCall(call) => {
            let kind = BlockKind::ToolCall { id: call.id, name: call.name, signature: call.signature };
            (kind, call.arguments, None, call.extras)
        }
        whole => (BlockKind::Whole(whole), String::new(), None, none()),
    };
    let mut events = vec![Event::Open { block, choice, kind }];
    if !text.is_empty() {
        events.push(Event::Delta { block, text });
    }
    for (field, value) in extras.iter() {
        events.push(Event::Annotate { block, field: field.to_owned(), value: value.clone() });
    }
    events.extend(signature.map(|signature| Event::Sign { block, signature }));
    events.push(Event::Close { block });
    events
}
