//! Converse's streams to events.

use super::{decode_usage, failure, finish};
use crate::codec::blocks::Opener;
use crate::read::{self, Object};
use crate::stream::{Frame, FrameDecoder};
use crate::{
    BlockKind, DecodeError, Dialect, Event, Json, Media, MediaKind, Part, Signature, Signer, Source, Start,
};

#[derive(Default)]
pub(super) struct Decoder {
    blocks: Opener,
    /// Open blocks by their index here.
    open: Vec<(u64, u32)>,
    image: Option<(u64, Option<String>)>,
    finished: bool,
}

impl FrameDecoder for Decoder {
    fn frame(&mut self, frame: Frame<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        if frame.name.to_ascii_lowercase().ends_with("exception") {
            let mut failure = failure::in_stream(frame.name, frame.data);
            failure.origin = Some(Dialect::Bedrock);
            events.push(Event::Failed(failure));
            return Ok(());
        }
        let mut fields = Object::parse(frame.data)?;
        match frame.name {
            "messageStart" => {
                events.push(Event::Start(Start { origin: Some(Dialect::Bedrock), ..Start::default() }));
            }
            "contentBlockStart" => self.start(fields, events)?,
            "contentBlockDelta" => self.delta(fields, events)?,
            "contentBlockStop" => {
                let index = fields.take("contentBlockIndex")?.unwrap_or(0);
                if let Some(at) = self.open.iter().position(|(known, _)| *known == index) {
                    self.blocks.close(self.open.remove(at).1, events);
                }
            }
            "messageStop" => {
                self.blocks.close_all(events);
                self.open.clear();
                self.finished = true;
                let word = fields.text("stopReason")?.unwrap_or_default();
                events.push(Event::Finish { choice: 0, finish: finish(&word) });
                extras(fields, events);
            }
            "metadata" => {
                if let Some(usage) = fields.object("usage")? {
                    events.push(Event::Usage(decode_usage(usage)?));
                }
                extras(fields, events);
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, events: &mut Vec<Event>) {
        if self.finished {
            events.push(Event::End);
        }
    }
}

fn extras(mut fields: Object<'_>, events: &mut Vec<Event>) {
    // Padding, against guessing contents by their length.
    fields.raw("p");
    for (field, value) in fields.rest().iter() {
        events.push(Event::Extra { choice: None, field: field.to_owned(), value: value.clone() });
    }
}

impl Decoder {
    fn start(&mut self, mut fields: Object<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let index = fields.take("contentBlockIndex")?.unwrap_or(0);
        let mut start = fields.object("start")?.unwrap_or_default();
        if let Some(mut call) = start.object("toolUse")? {
            let (id, name) = (call.need_text("toolUseId")?, call.need_text("name")?);
            let block = self.blocks.open(0, BlockKind::ToolCall { id, name, signature: None }, events);
            for (field, value) in call.rest().iter() {
                let (field, value) = (field.to_owned(), value.clone());
                events.push(Event::Annotate { block, field, value });
            }
            self.open.push((index, block));
        } else if let Some(mut image) = start.object("image")? {
            self.image = Some((index, image.text("format")?));
        }
        Ok(())
    }

    /// The block at an index; text and reasoning are not announced.
    fn block(&mut self, index: u64, kind: BlockKind, events: &mut Vec<Event>) -> u32 {
        if let Some((_, block)) = self.open.iter().find(|(known, _)| *known == index) {
            return *block;
        }
        let block = self.blocks.open(0, kind, events);
        self.open.push((index, block));
        block
    }

    fn delta(&mut self, mut fields: Object<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let index = fields.take("contentBlockIndex")?.unwrap_or(0);
        let mut delta = fields.object("delta")?.unwrap_or_default();
        if let Some(text) = delta.text("text")? {
            let block = self.block(index, BlockKind::Text, events);
            if !text.is_empty() {
                events.push(Event::Delta { block, text });
            }
        } else if let Some(mut call) = delta.object("toolUse")? {
            let piece =
                call.raw("input").map(|raw| read::string(raw).unwrap_or_else(|| raw.get().to_owned()));
            let known = self.open.iter().find(|(known, _)| *known == index).map(|(_, block)| *block);
            if let (Some(block), Some(text)) = (known, piece.filter(|piece| !piece.is_empty())) {
                events.push(Event::Delta { block, text });
            }
        } else if let Some(mut reasoning) = delta.object("reasoningContent")? {
            let block = self.block(index, BlockKind::Reasoning { id: None }, events);
            if let Some(text) = reasoning.text("text")?.filter(|text| !text.is_empty()) {
                events.push(Event::Delta { block, text });
            }
            for (key, signer) in
                [("signature", Signer::Anthropic), ("redactedContent", Signer::AnthropicRedacted)]
            {
                if let Some(data) = reasoning.text(key)?.filter(|data| !data.is_empty()) {
                    events.push(Event::Sign { block, signature: Signature { signer, data } });
                }
            }
        } else if let Some(citation) = delta.raw("citation") {
            let block = self.block(index, BlockKind::Text, events);
            if let Ok(value) = Json::parse(&format!("[{}]", citation.get())) {
                events.push(Event::Annotate { block, field: "citations".to_owned(), value });
            }
        } else if let Some(mut image) = delta.object("image")? {
            self.whole_image(&mut image, events)?;
        }
        Ok(())
    }

    fn whole_image(&mut self, image: &mut Object<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let data = image.object("source")?.map(|mut source| source.text("bytes")).transpose()?.flatten();
        if let Some(data) = data {
            let format = self.image.take().and_then(|(_, format)| format);
            let media_type = format.map(|format| format!("image/{format}"));
            let (kind, source) = (MediaKind::Image, Source::Base64(data));
            let media = Media { kind, source, media_type, name: None, extras: crate::Extras::new() };
            self.blocks.whole(0, Part::Media(media), events);
        }
        Ok(())
    }
}
