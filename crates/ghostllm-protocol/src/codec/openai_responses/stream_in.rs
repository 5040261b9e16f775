//! Streams of Responses to events, also of servers that leave out steps: calls whose arguments come only at
//! the end of the item or of the answer, items that were never announced.

use serde_json::value::RawValue;

use super::items_in::{Item, item};
use super::{finish, reply};
use crate::codec::blocks::Opener;
use crate::codec::{openai_error, openai_usage};
use crate::read::Object;
use crate::stream::{Frame, FrameDecoder};
use crate::{BlockKind, DecodeError, Dialect, Event, Json, Part, Start};

#[derive(Default)]
pub(super) struct Decoder {
    started: bool,
    blocks: Opener,
    open: Vec<Block>,
    has_calls: bool,
}

/// A block, by the place of its item in the output and of its content in the item.
struct Block {
    output: u64,
    content: u64,
    number: u32,
    /// Whether any piece came.
    has_text: bool,
    is_reasoning: bool,
}

impl FrameDecoder for Decoder {
    fn frame(&mut self, frame: Frame<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let data = frame.data.trim_ascii();
        if data.is_empty() || data == b"[DONE]" {
            return Ok(());
        }
        let mut fields = Object::parse(data)?;
        let kind = fields.text("type")?.unwrap_or_else(|| frame.name.to_owned());
        match kind.as_str() {
            "response.created" | "response.in_progress" | "response.queued" => {
                self.start(&mut fields, events)?;
            }
            "response.output_item.added" => self.added(fields, events)?,
            "response.content_part.added" => self.part_added(fields, events)?,
            "response.reasoning_summary_part.added" => self.summary_part(fields, events)?,
            "response.output_text.delta"
            | "response.refusal.delta"
            | "response.function_call_arguments.delta"
            | "response.reasoning_summary_text.delta"
            | "response.reasoning_text.delta" => self.delta(&kind, fields, events)?,
            "response.output_text.done" => self.done(fields, "text", events)?,
            "response.refusal.done" => self.done(fields, "refusal", events)?,
            "response.function_call_arguments.done" => self.done(fields, "arguments", events)?,
            "response.output_text.annotation.added" => self.annotation(fields, events)?,
            "response.output_item.done" => self.item_done(fields, events)?,
            "response.completed" | "response.incomplete" => self.complete(fields, events)?,
            "response.failed" | "error" => fail(&kind, data, fields, events),
            // Steps of tools that OpenAI runs itself: their items come whole.
            _ => {}
        }
        Ok(())
    }

    fn is_plain(&self, block: u32) -> bool {
        self.open.iter().any(|open| open.number == block && open.has_text)
    }

    fn padding(&self) -> &'static [&'static str] {
        &["obfuscation", "sequence_number"]
    }
}

fn fail(kind: &str, data: &[u8], mut fields: Object<'_>, events: &mut Vec<Event>) {
    let response = fields.object("response").ok().flatten();
    let error = response.and_then(|mut response| response.json("error"));
    let body = match &error {
        Some(error) if kind != "error" => format!("{{\"error\":{}}}", error.as_str()).into_bytes(),
        _ => data.to_vec(),
    };
    let mut failure = openai_error::decode(500, &body);
    if kind == "error" && failure.kind.as_deref() == Some("error") {
        // The event's own type, not the error's.
        failure.kind = None;
    }
    failure.status = match failure.category {
        crate::Category::Upstream => 500,
        category => category.status(),
    };
    failure.origin = Some(Dialect::OpenAiResponses);
    events.push(Event::Failed(failure));
}

impl Decoder {
    fn start(&mut self, fields: &mut Object<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let Some(mut response) = fields.object("response")? else { return Ok(()) };
        self.begin(&mut response, events)
    }

    fn begin(&mut self, response: &mut Object<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let (id, model, created_s) =
            (response.text("id")?, response.text("model")?, reply::created(response));
        if !std::mem::replace(&mut self.started, true) {
            events.push(Event::Start(Start {
                origin: Some(Dialect::OpenAiResponses),
                id: id.unwrap_or_default(),
                model: model.unwrap_or_default(),
                created_s,
            }));
        }
        Ok(())
    }

    fn find(&mut self, output: u64, content: u64) -> Option<&mut Block> {
        self.open.iter_mut().find(|block| block.output == output && block.content == content)
    }

    fn open(&mut self, output: u64, content: u64, kind: BlockKind, events: &mut Vec<Event>) -> u32 {
        let is_reasoning = matches!(kind, BlockKind::Reasoning { .. });
        self.has_calls |= matches!(kind, BlockKind::ToolCall { .. });
        let number = self.blocks.open(0, kind, events);
        self.open.push(Block { output, content, number, has_text: false, is_reasoning });
        number
    }

    fn added(&mut self, mut fields: Object<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let output = fields.take("output_index")?.unwrap_or(0);
        let Some(mut item) = fields.object("item")? else { return Ok(()) };
        match item.text("type")?.as_deref() {
            Some("function_call") => {
                let (id, name) = (item.need_text("call_id")?, item.need_text("name")?);
                let kind = BlockKind::ToolCall { id, name, signature: None };
                let number = self.open(output, 0, kind, events);
                for (field, value) in
                    item.rest().iter().filter(|(field, _)| matches!(*field, "id" | "namespace"))
                {
                    let (field, value) = (field.to_owned(), value.clone());
                    events.push(Event::Annotate { block: number, field, value });
                }
            }
            Some("reasoning") => {
                let id = item.text("id")?;
                self.open(output, 0, BlockKind::Reasoning { id }, events);
            }
            // Messages are opened by their content; the rest comes whole.
            _ => {}
        }
        Ok(())
    }

    fn part_added(&mut self, mut fields: Object<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let output = fields.take("output_index")?.unwrap_or(0);
        let content = fields.take("content_index")?.unwrap_or(0);
        let kind = match fields
            .object("part")?
            .map(|mut part| part.text("type"))
            .transpose()?
            .flatten()
            .as_deref()
        {
            Some("output_text") => BlockKind::Text,
            Some("refusal") => BlockKind::Refusal,
            _ => return Ok(()),
        };
        if self.find(output, content).is_none() {
            self.open(output, content, kind, events);
        }
        Ok(())
    }

    /// A further part of a summary: a paragraph of its own.
    fn summary_part(&mut self, mut fields: Object<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let output = fields.take("output_index")?.unwrap_or(0);
        let index: u64 = fields.take("summary_index")?.unwrap_or(0);
        if let Some(block) = self.find(output, 0).filter(|block| index > 0 && block.is_reasoning) {
            let text = "\n\n".to_owned();
            events.push(Event::Delta { block: block.number, text });
        }
        Ok(())
    }

    fn delta(
        &mut self,
        kind: &str,
        mut fields: Object<'_>,
        events: &mut Vec<Event>,
    ) -> Result<(), DecodeError> {
        let output = fields.take("output_index")?.unwrap_or(0);
        let is_content = matches!(kind, "response.output_text.delta" | "response.refusal.delta");
        let content = fields.take("content_index")?.filter(|_| is_content).unwrap_or(0);
        let text = fields.text("delta")?.unwrap_or_default();
        if self.find(output, content).is_none() && is_content {
            let kind = if kind.contains("refusal") { BlockKind::Refusal } else { BlockKind::Text };
            self.open(output, content, kind, events);
        } else if self.find(output, content).is_none() && kind.contains("reasoning") {
            self.open(output, content, BlockKind::Reasoning { id: None }, events);
        }
        if let Some(block) = self.find(output, content).filter(|_| !text.is_empty()) {
            block.has_text = true;
            events.push(Event::Delta { block: block.number, text });
        }
        Ok(())
    }

    /// The whole text or arguments, said here if no pieces came before.
    fn done(
        &mut self,
        mut fields: Object<'_>,
        key: &str,
        events: &mut Vec<Event>,
    ) -> Result<(), DecodeError> {
        let output = fields.take("output_index")?.unwrap_or(0);
        let content = fields.take("content_index")?.unwrap_or(0);
        let text = fields.text(key)?.unwrap_or_default();
        if let Some(block) = self.find(output, content).filter(|block| !block.has_text && !text.is_empty()) {
            block.has_text = true;
            events.push(Event::Delta { block: block.number, text });
        }
        Ok(())
    }

    fn annotation(&mut self, mut fields: Object<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let output = fields.take("output_index")?.unwrap_or(0);
        let content = fields.take("content_index")?.unwrap_or(0);
        let value = fields.raw("annotation").map(|raw| Json::parse(&format!("[{}]", raw.get())));
        if let (Some(block), Some(Ok(value))) = (self.find(output, content), value) {
            let field = "annotations".to_owned();
            events.push(Event::Annotate { block: block.number, field, value });
        }
        Ok(())
    }

    fn item_done(&mut self, mut fields: Object<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let output = fields.take("output_index")?.unwrap_or(0);
        let Some(raw) = fields.raw("item") else { return Ok(()) };
        self.finish_item(output, raw, false, events)
    }

    /// Says what of an item was not said yet, and closes it. `last`: nothing about it will come any more.
    fn finish_item(
        &mut self,
        output: u64,
        raw: &RawValue,
        last: bool,
        events: &mut Vec<Event>,
    ) -> Result<(), DecodeError> {
        let Item { parts, .. } = item(raw)?;
        for (content, part) in (0..).zip(parts) {
            let known = self.find(output, content).map(|block| (block.number, block.has_text));
            match (part, known) {
                (Part::ToolCall(call), Some((_, false))) if call.arguments.is_empty() && !last => {
                    return Ok(());
                }
                (Part::ToolCall(call), known) => {
                    let number = known.map_or_else(
                        || {
                            let kind = BlockKind::ToolCall { id: call.id, name: call.name, signature: None };
                            self.open(output, content, kind, events)
                        },
                        |(number, _)| number,
                    );
                    say(number, call.arguments, known, events);
                }
                (Part::Reasoning(part), known) => {
                    let number = known.map_or_else(
                        || self.open(output, content, BlockKind::Reasoning { id: part.id }, events),
                        |(number, _)| number,
                    );
                    say(number, part.text, known, events);
                    if let Some(signature) = part.signature {
                        events.push(Event::Sign { block: number, signature });
                    }
                }
                (Part::Text(text), known) => {
                    let number = known.map_or_else(
                        || self.open(output, content, BlockKind::Text, events),
                        |(number, _)| number,
                    );
                    say(number, text.text, known, events);
                }
                (Part::Refusal(text), known) => {
                    let number = known.map_or_else(
                        || self.open(output, content, BlockKind::Refusal, events),
                        |(number, _)| number,
                    );
                    say(number, text, known, events);
                }
                (whole, _) => self.blocks.whole(0, whole, events),
            }
        }
        self.close(output, events);
        Ok(())
    }

    fn close(&mut self, output: u64, events: &mut Vec<Event>) {
        while let Some(at) = self.open.iter().position(|block| block.output == output) {
            let block = self.open.remove(at);
            self.blocks.close(block.number, events);
        }
    }

    fn complete(&mut self, mut fields: Object<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let mut response = fields.object("response")?.unwrap_or_default();
        self.begin(&mut response, events)?;
        let output = response.array("output")?.unwrap_or_default();
        let silent = self.blocks.is_untouched();
        for (at, raw) in (0..).zip(output) {
            let open = self.open.iter().any(|block| block.output == at);
            // An answer that came in one event only, or calls whose arguments did.
            if open || silent {
                self.finish_item(at, raw, true, events)?;
            }
        }
        self.blocks.close_all(events);
        self.open.clear();
        if let Some(usage) = response.object("usage")? {
            events.push(Event::Usage(openai_usage::decode(&openai_usage::RESPONSES, usage)?));
        }
        let word = response.text("status")?.unwrap_or_else(|| "completed".to_owned());
        let mut details = response.object("incomplete_details")?.unwrap_or_default();
        let reason = details.text("reason")?;
        for key in ["object", "error"] {
            response.raw(key);
        }
        for (field, value) in response.rest().iter() {
            let (field, value) = (field.to_owned(), value.clone());
            events.push(Event::Extra { choice: None, field, value });
        }
        let finish = finish(&word, reason.as_deref(), self.has_calls);
        events.push(Event::Finish { choice: 0, finish });
        events.push(Event::End);
        Ok(())
    }
}

/// What a block holds in the end, unless it was said in pieces.
fn say(block: u32, text: String, known: Option<(u32, bool)>, events: &mut Vec<Event>) {
    if !text.is_empty() && !known.is_some_and(|(_, has_text)| has_text) {
        events.push(Event::Delta { block, text });
    }
}
