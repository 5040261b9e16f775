//! Anthropic's streams to events.

use super::{content, decode_usage, failure, finish};
use crate::codec::blocks::Opener;
use crate::codec::carry;
use crate::read::Object;
use crate::stream::{Frame, FrameDecoder};
use crate::{BlockKind, DecodeError, Dialect, Event, Json, Part, Signer, Start, Usage};

#[derive(Default)]
pub(super) struct Decoder {
    blocks: Opener,
    open: Vec<Block>,
    usage: Usage,
    finished: bool,
}

struct Block {
    index: u64,
    /// The event stream's number; `None` while a block that comes whole is being collected.
    number: Option<u32>,
    /// A tool call's arguments as the start had them, in case no pieces come.
    input: String,
    /// A block that only Anthropic knows, and the pieces of its input.
    whole: Option<Json>,
    pieces: String,
}

impl FrameDecoder for Decoder {
    fn frame(&mut self, frame: Frame<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let mut fields = Object::parse(frame.data)?;
        let kind = fields.text("type")?.unwrap_or_else(|| frame.name.to_owned());
        match kind.as_str() {
            "message_start" => self.start(fields, events)?,
            "content_block_start" => self.open(fields, events)?,
            "content_block_delta" => self.delta(fields, events)?,
            "content_block_stop" => {
                let index = fields.take("index")?.unwrap_or(0);
                self.close(index, events);
            }
            "message_delta" => self.message_delta(fields, events)?,
            "message_stop" => self.stop(events),
            "error" => {
                let mut failure = failure::decode(200, frame.data);
                if failure.status == 200 {
                    failure.status = 500;
                    failure.category = crate::Category::Upstream;
                }
                failure.origin = Some(Dialect::Anthropic);
                events.push(Event::Failed(failure));
            }
            // `ping`, and whatever is added later.
            _ => {}
        }
        Ok(())
    }

    fn is_plain(&self, block: u32) -> bool {
        self.open.iter().any(|open| open.number == Some(block))
    }

    fn end(&mut self, events: &mut Vec<Event>) {
        if self.finished {
            self.stop(events);
        }
    }
}

impl Decoder {
    fn start(&mut self, mut fields: Object<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let mut message = fields.object("message")?.unwrap_or_default();
        events.push(Event::Start(Start {
            origin: Some(Dialect::Anthropic),
            id: message.text("id")?.unwrap_or_default(),
            model: message.text("model")?.unwrap_or_default(),
            created_s: None,
        }));
        if let Some(usage) = message.object("usage")? {
            self.usage = decode_usage(usage)?;
            events.push(Event::Usage(self.usage.clone()));
        }
        for key in ["type", "role", "content", "stop_reason", "stop_sequence"] {
            message.raw(key);
        }
        for (field, value) in message.rest().iter() {
            let (field, value) = (field.to_owned(), value.clone());
            events.push(Event::Extra { choice: None, field, value });
        }
        Ok(())
    }

    fn open(&mut self, mut fields: Object<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let index = fields.take("index")?.unwrap_or(0);
        let Some(raw) = fields.raw("content_block") else { return Ok(()) };
        let mut own = Block { index, number: None, input: String::new(), whole: None, pieces: String::new() };
        let part = content::decode(raw)?;
        let (kind, text, signature, extras) = match part {
            Part::Text(part) => (BlockKind::Text, part.text, None, part.extras),
            Part::Reasoning(part) => {
                (BlockKind::Reasoning { id: part.id }, part.text, part.signature, part.extras)
            }
            Part::ToolCall(call) => {
                if call.arguments.trim() != "{}" {
                    own.input = call.arguments;
                }
                let kind = BlockKind::ToolCall { id: call.id, name: call.name, signature: None };
                (kind, String::new(), None, call.extras)
            }
            _ => {
                own.whole = Some(Json::raw(raw));
                self.open.push(own);
                return Ok(());
            }
        };
        let block = self.blocks.open(0, kind, events);
        own.number = Some(block);
        self.open.push(own);
        if !text.is_empty() {
            events.push(Event::Delta { block, text });
        }
        for (field, value) in extras.iter() {
            let (field, value) = (field.to_owned(), value.clone());
            events.push(Event::Annotate { block, field, value });
        }
        events.extend(signature.map(|signature| Event::Sign { block, signature }));
        Ok(())
    }

    fn delta(&mut self, mut fields: Object<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let index: u64 = fields.take("index")?.unwrap_or(0);
        let mut delta = fields.object("delta")?.unwrap_or_default();
        let Some(own) = self.open.iter_mut().rev().find(|block| block.index == index) else { return Ok(()) };
        let kind = delta.text("type")?.unwrap_or_default();
        let piece = match kind.as_str() {
            "text_delta" => delta.text("text")?,
            "thinking_delta" => delta.text("thinking")?,
            "input_json_delta" => {
                own.input.clear();
                delta.text("partial_json")?
            }
            _ => None,
        };
        let Some(block) = own.number else {
            own.pieces.push_str(&piece.unwrap_or_default());
            return Ok(());
        };
        if let Some(text) = piece.filter(|piece| !piece.is_empty()) {
            events.push(Event::Delta { block, text });
        }
        if let Some(data) = delta.text("signature")?.filter(|data| !data.is_empty()) {
            let (signature, _) = carry::untag(Signer::Anthropic, data);
            events.push(Event::Sign { block, signature });
        }
        if let Some(citation) = delta.raw("citation")
            && let Ok(value) = Json::parse(&format!("[{}]", citation.get()))
        {
            events.push(Event::Annotate { block, field: "citations".to_owned(), value });
        }
        Ok(())
    }

    fn close(&mut self, index: u64, events: &mut Vec<Event>) {
        let Some(at) = self.open.iter().rposition(|block| block.index == index) else { return };
        let own = self.open.remove(at);
        if let Some(block) = own.number {
            if !own.input.is_empty() {
                events.push(Event::Delta { block, text: own.input });
            }
            self.blocks.close(block, events);
        } else if let Some(whole) = own.whole {
            self.blocks.whole(0, Part::Other(with_input(whole, &own.pieces)), events);
        }
    }

    fn message_delta(&mut self, mut fields: Object<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        if let Some(usage) = fields.object("usage")? {
            self.usage.merge(&decode_usage(usage)?);
            events.push(Event::Usage(self.usage.clone()));
        }
        let mut delta = fields.object("delta")?.unwrap_or_default();
        let stop_sequence = delta.text("stop_sequence")?;
        let word = delta.text("stop_reason")?;
        for (field, value) in delta.rest().iter() {
            let (field, value) = (field.to_owned(), value.clone());
            events.push(Event::Extra { choice: None, field, value });
        }
        if let Some(word) = word {
            self.close_all(events);
            self.finished = true;
            events.push(Event::Finish { choice: 0, finish: finish(&word, stop_sequence) });
        }
        Ok(())
    }

    fn close_all(&mut self, events: &mut Vec<Event>) {
        while let Some(index) = self.open.first().map(|block| block.index) {
            self.close(index, events);
        }
    }

    fn stop(&mut self, events: &mut Vec<Event>) {
        self.close_all(events);
        events.push(Event::End);
    }
}

/// A block with the input that came in pieces.
fn with_input(whole: Json, pieces: &str) -> Json {
    let (mut value, Ok(input)) = (whole.value(), serde_json::from_str(pieces)) else { return whole };
    if let Some(fields) = value.as_object_mut() {
        fields.insert("input".to_owned(), input);
    }
    Json::from(&value)
}
