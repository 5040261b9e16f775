//! OpenAI's legacy Completions, which editors still use to fill gaps.
//! <https://platform.openai.com/docs/api-reference/completions>

use serde_json::value::RawValue;

use super::blocks::Opener;
use super::openai_chat::{finish, finish_word_of};
use super::{ClientCodec, UpstreamCodec, extras, openai_error, openai_tools, openai_usage};
use crate::chat::text_of;
use crate::read::{self, Object};
use crate::stream::{EventEncoder, Frame, FrameDecoder, Frames};
use crate::write::{Writer, object};
use crate::{
    BlockKind, ChatRequest, ChatResponse, Choice, DecodeError, Dialect, Event, Exchange, Extras, Failure,
    FailureReply, Losses, Message, OutputFormat, Part, Profile, Role, Start, Usage,
};

const DIALECT: Dialect = Dialect::OpenAiCompletions;

pub(super) struct OpenAiCompletions;

impl UpstreamCodec for OpenAiCompletions {
    fn encode_request(&self, request: &ChatRequest, profile: &Profile, losses: &mut Losses) -> Vec<u8> {
        encode_request(request, profile, losses)
    }

    fn decode_response(&self, body: &[u8], _exchange: &Exchange) -> Result<ChatResponse, DecodeError> {
        let mut fields = Object::parse(body)?;
        let choices = fields.array("choices")?.ok_or_else(|| DecodeError::field("choices", "is missing"))?;
        let mut response = ChatResponse {
            id: fields.text("id")?.unwrap_or_default(),
            model: fields.text("model")?.unwrap_or_default(),
            created_s: fields.seconds("created"),
            choices: read::each(choices, "choices", decode_choice)?,
            ..ChatResponse::default()
        };
        if let Some(usage) = fields.object("usage")? {
            response.usage = Some(openai_usage::decode(&openai_usage::CHAT, usage)?);
        }
        fields.raw("object");
        response.extras = fields.rest();
        Ok(response)
    }

    fn frame_decoder(&self, _exchange: &Exchange) -> Box<dyn FrameDecoder> {
        Box::new(Decoder::default())
    }

    fn decode_failure(&self, status: u16, body: &[u8]) -> Failure {
        openai_error::decode(status, body)
    }

    fn usage(&self, data: &[u8]) -> Option<Usage> {
        super::openai_chat::OpenAiChat.usage(data)
    }
}

impl ClientCodec for OpenAiCompletions {
    fn decode_request(&self, body: &[u8]) -> Result<ChatRequest, DecodeError> {
        decode_request(body)
    }

    fn encode_response(&self, response: &ChatResponse, exchange: &Exchange, losses: &mut Losses) -> Vec<u8> {
        let mut out = Vec::with_capacity(512);
        object(&mut out, |w| {
            head(&response.id, &response.model, response.created_s, exchange, w);
            w.array("choices", |a| {
                for choice in &response.choices {
                    a.object(|w| {
                        choice.parts.iter().for_each(|part| lose_part(part, losses));
                        w.put("text", &text_of(&choice.parts));
                        w.put("index", &choice.index);
                        if choice.extras.get("logprobs").is_none() {
                            w.null("logprobs");
                        }
                        match &choice.finish {
                            Some(finish) => {
                                w.put("finish_reason", finish_word_of(finish, response.origin, DIALECT));
                            }
                            None => w.null("finish_reason"),
                        }
                        extras::write(&choice.extras, response.origin, DIALECT, "choices", w, losses);
                    });
                }
            });
            if let Some(usage) = &response.usage {
                w.object("usage", |w| {
                    openai_usage::write(&openai_usage::CHAT, usage, response.origin, DIALECT, w);
                });
            }
            extras::write(&response.extras, response.origin, DIALECT, "", w, losses);
        });
        out
    }

    fn event_encoder(&self, exchange: &Exchange) -> Box<dyn EventEncoder> {
        let (start, usage, extras, dropped) = (Start::default(), None, Extras::new(), Vec::new());
        Box::new(Encoder { exchange: exchange.clone(), start, blocks: Vec::new(), usage, extras, dropped })
    }

    fn encode_failure(&self, failure: &Failure) -> FailureReply {
        openai_error::encode(failure)
    }
}

fn decode_request(body: &[u8]) -> Result<ChatRequest, DecodeError> {
    let mut fields = Object::parse(body)?;
    let mut request = ChatRequest {
        model: fields.text("model")?.unwrap_or_default(),
        stream: fields.take("stream")?.unwrap_or(false),
        max_tokens: fields.take("max_tokens")?,
        temperature: fields.take("temperature")?,
        top_p: fields.take("top_p")?,
        seed: fields.take("seed")?,
        frequency_penalty: fields.take("frequency_penalty")?,
        presence_penalty: fields.take("presence_penalty")?,
        stop: openai_tools::decode_stop(fields.raw("stop"))?,
        choices: fields.take("n")?,
        user: fields.text("user")?,
        suffix: fields.text("suffix")?.filter(|suffix| !suffix.is_empty()),
        ..ChatRequest::default()
    };
    let texts: Option<Vec<String>> = fields.peek("prompt").and_then(|raw| match read::string(raw) {
        Some(text) => Some(vec![text]),
        None => serde_json::from_str(raw.get()).ok(),
    });
    // Several prompts, or tokens, are something that only this endpoint has: they stay where they are.
    if let Some([text]) = texts.as_deref() {
        fields.raw("prompt");
        request.messages.push(Message::text(Role::User, text.as_str()));
    }
    if let Some(mut options) = fields.object("stream_options")? {
        request.include_usage = options.take("include_usage")?.unwrap_or(false);
        let rest = options.rest();
        if !rest.is_empty() {
            request.extras.insert("stream_options", crate::Json::object(&rest));
        }
    }
    request.extras.extend(fields.rest());
    Ok(request)
}

fn encode_request(request: &ChatRequest, profile: &Profile, losses: &mut Losses) -> Vec<u8> {
    let mut rest = request.extras.clone();
    let options = rest.remove("stream_options");
    let mut out = Vec::with_capacity(512);
    object(&mut out, |w| {
        w.put("model", &request.model);
        if rest.get("prompt").is_none() {
            w.put("prompt", &prompt(request, losses));
        }
        w.opt("suffix", request.suffix.as_ref());
        w.opt("max_tokens", request.max_tokens.as_ref());
        w.opt("temperature", request.temperature.as_ref());
        w.opt("top_p", request.top_p.as_ref());
        w.opt("seed", request.seed.as_ref());
        w.opt("frequency_penalty", request.frequency_penalty.as_ref());
        w.opt("presence_penalty", request.presence_penalty.as_ref());
        if !request.stop.is_empty() {
            w.put("stop", &request.stop);
        }
        w.opt("n", request.choices.as_ref());
        w.opt("user", request.user.as_ref());
        if request.stream {
            w.put("stream", &true);
            let include_usage = request.include_usage && profile.stream_usage;
            if include_usage || options.is_some() {
                w.object("stream_options", |w| {
                    if include_usage {
                        w.put("include_usage", &true);
                    }
                    w.fields(options.as_ref());
                });
            }
        }
        extras::write(&rest, request.origin, DIALECT, "", w, losses);
    });
    lose(request, losses);
    out
}

/// What Completions cannot be asked for.
fn lose(request: &ChatRequest, losses: &mut Losses) {
    if !request.tools.is_empty() {
        losses.refuse("tools", "Completions has no tools");
    }
    match &request.output {
        None | Some(OutputFormat::Text) => {}
        Some(_) => losses.refuse("output", "Completions has no output formats"),
    }
    if request.reasoning.is_some() {
        losses.drop("reasoning", "Completions has no such field");
    }
    if request.top_k.is_some() {
        losses.drop("top_k", "Completions has no such field");
    }
}

/// The one prompt, with the system prompt before it.
fn prompt(request: &ChatRequest, losses: &mut Losses) -> String {
    let is_system = |message: &Message| matches!(message.role, Role::System | Role::Developer);
    let (system, turns): (Vec<&Message>, Vec<&Message>) =
        request.messages.iter().partition(|message| is_system(message));
    if !matches!(turns[..], [Message { role: Role::User, .. }]) {
        losses.refuse("messages", "Completions takes one prompt, not a conversation");
    }
    if !system.is_empty() {
        losses.change("messages[0]", "the system prompt becomes the beginning of the prompt");
    }
    for message in &request.messages {
        if message.parts.iter().any(|part| !matches!(part, Part::Text(_))) {
            losses.refuse("messages", "Completions takes text only");
        }
    }
    let texts: Vec<String> = system.iter().chain(&turns).map(|message| message.to_text()).collect();
    texts.join("\n\n")
}

fn decode_choice(raw: &RawValue) -> Result<Choice, DecodeError> {
    let mut fields = Object::of(raw)?;
    let text = fields.text("text")?.unwrap_or_default();
    Ok(Choice {
        index: fields.take("index")?.unwrap_or(0),
        parts: if text.is_empty() { Vec::new() } else { vec![Part::text(text)] },
        finish: fields.text("finish_reason")?.map(|word| finish(&word)),
        extras: fields.rest(),
    })
}

fn head(id: &str, model: &str, created_s: Option<u64>, exchange: &Exchange, w: &mut Writer<'_>) {
    if id.is_empty() {
        w.put("id", &exchange.id("cmpl-", &[]));
    } else {
        w.put("id", id);
    }
    w.word("object", "text_completion");
    w.put("created", &created_s.unwrap_or(exchange.created_s));
    w.put("model", if model.is_empty() { exchange.request.model.as_str() } else { model });
}

fn lose_part(part: &Part, losses: &mut Losses) {
    match part {
        Part::Text(text) if text.signature.is_none() => {}
        Part::Text(_) => losses.drop("signature", "Completions has text only"),
        Part::Reasoning(_) => losses.drop("reasoning", "Completions has text only"),
        _ => losses.drop("content", "Completions has text only"),
    }
}

/// Streams to events: one block a choice.
#[derive(Default)]
struct Decoder {
    started: bool,
    blocks: Opener,
    /// Index, open block, whether it finished.
    choices: Vec<(u32, Option<u32>, bool)>,
}

impl FrameDecoder for Decoder {
    fn frame(&mut self, frame: Frame<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let data = frame.data.trim_ascii();
        if data == b"[DONE]" {
            self.blocks.close_all(events);
            events.push(Event::End);
            return Ok(());
        }
        let mut fields = Object::parse(data)?;
        if fields.peek("error").is_some() {
            let mut failure = openai_error::decode(502, data);
            failure.origin = Some(DIALECT);
            events.push(Event::Failed(failure));
            return Ok(());
        }
        if !std::mem::replace(&mut self.started, true) {
            let (id, model) =
                (fields.text("id")?.unwrap_or_default(), fields.text("model")?.unwrap_or_default());
            let created_s = fields.seconds("created");
            events.push(Event::Start(Start { origin: Some(DIALECT), id, model, created_s }));
        }
        for raw in fields.array("choices")?.unwrap_or_default() {
            self.choice(raw, events)?;
        }
        if let Some(usage) = fields.object("usage")? {
            events.push(Event::Usage(openai_usage::decode(&openai_usage::CHAT, usage)?));
        }
        Ok(())
    }

    fn end(&mut self, events: &mut Vec<Event>) {
        if !self.choices.is_empty() && self.choices.iter().all(|(.., finished)| *finished) {
            self.blocks.close_all(events);
            events.push(Event::End);
        }
    }
}

impl Decoder {
    fn choice(&mut self, raw: &RawValue, events: &mut Vec<Event>) -> Result<(), DecodeError> {
        let Choice { index, parts, finish, extras } = decode_choice(raw)?;
        let at = self.choices.iter().position(|(known, ..)| *known == index).unwrap_or_else(|| {
            self.choices.push((index, None, false));
            self.choices.len() - 1
        });
        let (_, open, finished) = &mut self.choices[at];
        let text = text_of(&parts);
        if !text.is_empty() {
            let block = *open.get_or_insert_with(|| self.blocks.open(index, BlockKind::Text, events));
            events.push(Event::Delta { block, text });
        }
        for (field, value) in extras.iter() {
            let (field, value) = (field.to_owned(), value.clone());
            events.push(Event::Extra { choice: Some(index), field, value });
        }
        if let Some(finish) = finish {
            *finished = true;
            if let Some(block) = open.take() {
                self.blocks.close(block, events);
            }
            events.push(Event::Finish { choice: index, finish });
        }
        Ok(())
    }
}

struct Encoder {
    exchange: Exchange,
    start: Start,
    /// Text blocks and their choices.
    blocks: Vec<(u32, u32)>,
    usage: Option<Usage>,
    extras: Extras,
    dropped: Vec<u32>,
}

impl Encoder {
    fn chunk(
        &self,
        choice: u32,
        text: &str,
        finish: Option<&str>,
        extra: Option<(&str, &crate::Json)>,
        frames: &mut Frames<'_>,
    ) {
        frames.frame("", |out| {
            object(out, |w| {
                head(&self.start.id, &self.start.model, self.start.created_s, &self.exchange, w);
                w.array("choices", |a| {
                    a.object(|w| {
                        w.put("text", text);
                        w.put("index", &choice);
                        match extra {
                            Some((key, value)) => w.named(key, value),
                            None => w.null("logprobs"),
                        }
                        match finish {
                            Some(word) => w.put("finish_reason", word),
                            None => w.null("finish_reason"),
                        }
                    });
                });
                if self.exchange.request.include_usage {
                    w.null("usage");
                }
                w.extras(&self.extras);
            });
        });
    }

    fn end(&self, frames: &mut Frames<'_>) {
        if let Some(usage) = self.usage.as_ref().filter(|_| self.exchange.request.include_usage) {
            frames.frame("", |out| {
                object(out, |w| {
                    head(&self.start.id, &self.start.model, self.start.created_s, &self.exchange, w);
                    w.array("choices", |_| {});
                    w.object("usage", |w| {
                        openai_usage::write(&openai_usage::CHAT, usage, self.start.origin, DIALECT, w);
                    });
                });
            });
        }
        frames.frame("", |out| out.extend_from_slice(b"[DONE]"));
    }
}

impl EventEncoder for Encoder {
    fn event(&mut self, event: &Event, frames: &mut Frames<'_>, losses: &mut Losses) {
        match event {
            Event::Start(start) => self.start = start.clone(),
            Event::Open { block, choice, kind: BlockKind::Text } => self.blocks.push((*block, *choice)),
            Event::Open { block, kind, .. } => {
                self.dropped.push(*block);
                let what = if matches!(kind, BlockKind::Reasoning { .. }) { "reasoning" } else { "content" };
                losses.drop(what, "Completions has text only");
            }
            Event::Delta { block, text } => {
                if let Some((_, choice)) = self.blocks.iter().find(|(known, _)| known == block) {
                    self.chunk(*choice, text, None, None, frames);
                }
            }
            Event::Finish { choice, finish } => {
                let word = finish_word_of(finish, self.start.origin, DIALECT);
                self.chunk(*choice, "", Some(word), None, frames);
            }
            Event::Usage(usage) => self.usage = Some(usage.clone()),
            Event::Extra { choice: Some(choice), field, value } if self.start.origin == Some(DIALECT) => {
                self.chunk(*choice, "", None, Some((field, value)), frames);
            }
            Event::Extra { choice: None, field, value } if self.start.origin == Some(DIALECT) => {
                self.extras.insert(field.clone(), value.clone());
            }
            Event::Sign { block, .. } if self.dropped.contains(block) => {}
            Event::Extra { field, .. } | Event::Annotate { field, .. } => {
                losses.drop(field.clone(), "the client's dialect has no such field");
            }
            Event::Sign { .. } => losses.drop("signature", "Completions has text only"),
            Event::Close { .. } => {}
            Event::Failed(failure) => frames.frame("", |out| openai_error::body(failure, out)),
            Event::End => self.end(frames),
        }
    }
}
