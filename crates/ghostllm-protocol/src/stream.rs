//! Streams of a dialect: bytes to events and events to bytes, whatever the bytes were cut into.

use std::collections::BTreeMap;

use bytes::Bytes;

use crate::alike::Alike;
use crate::codec::carry::Packer;
use crate::frame::FrameError;
use crate::frame::event_stream::{EventStreamParser, Message, write_message};
use crate::frame::ndjson::NdjsonParser;
use crate::frame::sse::{SseFrame, SseParser};
use crate::repeat::Repeat;
use crate::write::object;
use crate::{BlockKind, DecodeError, Dialect, Event, FinishReason, Framing, Losses, Start};

/// Why a stream cannot be read on.
#[derive(Debug, thiserror::Error)]
pub enum StreamError {
    /// The framing is broken.
    #[error("the stream's framing is broken")]
    Frame(#[from] FrameError),
    /// A frame is not what the dialect says.
    #[error("a frame of the stream cannot be read")]
    Decode(#[from] DecodeError),
    /// The stream ended before the answer did.
    #[error("the stream ended before the answer was complete")]
    Truncated,
}

/// No model has as many blocks under way; a server that opens more wants to be waited for.
const OPEN_BLOCKS_MAX: usize = 1024;

/// One frame as a codec sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame<'a> {
    /// SSE's event name or the event stream's event type; empty where there is none.
    pub(crate) name: &'a str,
    pub(crate) data: &'a [u8],
}

/// A codec's reading half of a stream.
pub(crate) trait FrameDecoder: Send {
    fn frame(&mut self, frame: Frame<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError>;

    /// Whether a piece of text in this block, and nothing else in its frame, changes nothing in the codec: the next
    /// frame with the same bytes around its text means the same.
    fn is_plain(&self, _block: u32) -> bool {
        false
    }

    /// Top-level keys of frames whose values mean nothing to the codec.
    fn padding(&self) -> &'static [&'static str] {
        &[]
    }

    /// The stream is over. A codec whose dialect has no end mark, or that has seen everything but the mark,
    /// ends the answer here; otherwise the stream counts as truncated.
    fn end(&mut self, _events: &mut Vec<Event>) {}
}

/// A codec's writing half of a stream.
pub(crate) trait EventEncoder: Send {
    fn event(&mut self, event: &Event, frames: &mut Frames<'_>, losses: &mut Losses);

    /// Whether one more piece of text in this block changes nothing in the codec, and is written as the one before
    /// but for the text itself. Asked after a piece.
    fn is_plain(&self, _block: u32) -> bool {
        false
    }
}

/// Reads an upstream's stream.
pub struct StreamDecoder {
    dialect: Dialect,
    parser: Parser,
    codec: Box<dyn FrameDecoder>,
    started: bool,
    ended: bool,
    /// The answers that have begun: whether they call tools, and whether it was said why they ended.
    choices: BTreeMap<u32, (bool, bool)>,
    /// How many blocks are open.
    open: usize,
}

enum Parser {
    Sse(SseParser, Box<Alike>),
    Ndjson(NdjsonParser),
    EventStream(EventStreamParser),
}

impl StreamDecoder {
    pub(crate) fn new(dialect: Dialect, codec: Box<dyn FrameDecoder>) -> Self {
        let parser = match dialect.framing() {
            Framing::Ndjson => Parser::Ndjson(NdjsonParser::new()),
            Framing::EventStream => Parser::EventStream(EventStreamParser::new()),
            Framing::Sse | Framing::JsonArray => Parser::Sse(SseParser::new(), Box::default()),
        };
        Self { dialect, parser, codec, started: false, ended: false, choices: BTreeMap::new(), open: 0 }
    }

    /// Takes more bytes and appends the events that are complete. After [`Event::End`] or [`Event::Failed`]
    /// everything that still comes is ignored.
    pub fn push(&mut self, chunk: Bytes, events: &mut Vec<Event>) -> Result<(), StreamError> {
        self.feed(chunk);
        loop {
            while self.alike(|block, text| {
                let text = text.to_owned();
                events.push(Event::Delta { block, text });
            }) {}
            if !self.step(events)? {
                return Ok(());
            }
        }
    }

    pub(crate) fn feed(&mut self, chunk: Bytes) {
        match &mut self.parser {
            _ if self.ended => {}
            Parser::Sse(parser, _) => parser.push(chunk),
            Parser::Ndjson(parser) => parser.push(chunk),
            Parser::EventStream(parser) => parser.push(chunk),
        }
    }

    /// Reads the next frame without parsing it, if it is like the one before: a piece of text and nothing else.
    /// Says whether it was.
    pub(crate) fn alike(&mut self, say: impl FnOnce(u32, &str)) -> bool {
        let Parser::Sse(parser, alike) = &mut self.parser else { return false };
        let Some(piece) = parser.front().and_then(|bytes| alike.read(bytes)).filter(|_| !self.ended) else {
            return false;
        };
        say(piece.block, &piece.text);
        let length = piece.length;
        parser.skip(length);
        true
    }

    /// Reads the next frame, if there is a whole one, and appends its events. Says whether there was.
    pub(crate) fn step(&mut self, events: &mut Vec<Event>) -> Result<bool, StreamError> {
        if self.ended {
            return Ok(false);
        }
        let from = events.len();
        let codec = &mut *self.codec;
        let read = match &mut self.parser {
            Parser::Sse(parser, alike) => {
                let Some(frame) = parser.next_frame()? else { return Ok(false) };
                sse_frame(codec, alike, &frame, events)
            }
            Parser::Ndjson(parser) => {
                let Some(line) = parser.next_line()? else { return Ok(false) };
                line_frame(codec, &line, events)
            }
            Parser::EventStream(parser) => {
                let Some(message) = parser.next_message()? else { return Ok(false) };
                message_frame(codec, &message, events)
            }
        };
        // What came before something broken counts.
        self.cut_after_end(events, from);
        if !self.ended {
            read?;
            if self.open > OPEN_BLOCKS_MAX {
                let problem = format!("are more than {OPEN_BLOCKS_MAX} open at a time");
                return Err(DecodeError::field("blocks", problem).into());
            }
        }
        Ok(true)
    }

    /// The upstream closed the stream. An error if the answer was not complete.
    pub fn finish(&mut self, events: &mut Vec<Event>) -> Result<(), StreamError> {
        if self.ended {
            return Ok(());
        }
        let from = events.len();
        let flushed = self.flush(events);
        self.cut_after_end(events, from);
        if self.ended {
            return Ok(());
        }
        flushed?;
        let from = events.len();
        self.codec.end(events);
        self.cut_after_end(events, from);
        if self.ended { Ok(()) } else { Err(StreamError::Truncated) }
    }

    /// Reads what has come without its end. Cut inside its last frame, a stream is truncated, which says more
    /// than the frame's own error.
    fn flush(&mut self, events: &mut Vec<Event>) -> Result<(), StreamError> {
        match &mut self.parser {
            Parser::Sse(parser, _) => {
                if let Some(frame) = parser.finish()
                    && let Some(data) = &frame.data
                {
                    let name = std::str::from_utf8(&frame.event).unwrap_or_default();
                    self.codec.frame(Frame { name, data }, events).map_err(|_| StreamError::Truncated)?;
                }
            }
            Parser::Ndjson(parser) => {
                if let Some(line) = parser.finish() {
                    line_frame(&mut *self.codec, &line, events).map_err(|_| StreamError::Truncated)?;
                }
            }
            Parser::EventStream(parser) => parser.finish().map_err(|_| StreamError::Truncated)?,
        }
        Ok(())
    }

    /// An answer has one start, which comes first, also where a broken server says it twice or too late.
    fn start_once(&mut self, events: &mut Vec<Event>, from: usize) {
        let latest = &events[from..];
        let starts = latest.iter().filter(|event| matches!(event, Event::Start(_))).count();
        let is_first = !self.started && !matches!(latest.first(), None | Some(Event::Failed(_)));
        let begins = matches!(latest.first(), Some(Event::Start(_)));
        self.started |= is_first;
        if starts > usize::from(is_first && begins) {
            let mut keep = is_first && begins;
            let mut latest = events.split_off(from);
            latest.retain(|event| !matches!(event, Event::Start(_)) || std::mem::take(&mut keep));
            events.append(&mut latest);
        }
        if is_first && !begins {
            let start = Start { origin: Some(self.dialect), ..Start::default() };
            events.insert(from, Event::Start(start));
        }
    }

    /// Looks at the events that have come since there were `from`.
    fn cut_after_end(&mut self, events: &mut Vec<Event>, from: usize) {
        self.start_once(events, from);
        let is_last = |event: &Event| matches!(event, Event::End | Event::Failed(_));
        let end = events[from..].iter().position(is_last).map(|end| from + end);
        for event in &events[from..end.unwrap_or(events.len())] {
            match event {
                Event::Open { choice, kind, .. } => {
                    let (called, _) = self.choices.entry(*choice).or_default();
                    *called |= matches!(kind, BlockKind::ToolCall { .. });
                    self.open += 1;
                }
                Event::Close { .. } => self.open = self.open.saturating_sub(1),
                Event::Finish { choice, .. } => self.choices.entry(*choice).or_default().1 = true,
                _ => {}
            }
        }
        let Some(end) = end else { return };
        events.truncate(end + 1);
        self.ended = true;
        // Some servers end without a reason, and every client waits for one.
        if events.last() == Some(&Event::End) {
            self.choices.entry(0).or_default();
            let unfinished = self.choices.iter().filter(|(_, (_, finished))| !finished);
            let finish = |(choice, (called, _)): (&u32, &(bool, bool))| {
                let reason = if *called { FinishReason::ToolCalls } else { FinishReason::Stop };
                Event::Finish { choice: *choice, finish: reason.into() }
            };
            events.splice(end..end, unfinished.map(finish).collect::<Vec<_>>());
        }
    }
}

fn sse_frame(
    codec: &mut dyn FrameDecoder,
    alike: &mut Alike,
    frame: &SseFrame,
    events: &mut Vec<Event>,
) -> Result<(), DecodeError> {
    let Some(data) = &frame.data else { return Ok(()) };
    // It may have come in several chunks.
    if let Some(piece) = alike.read(&frame.raw).filter(|piece| piece.length == frame.raw.len()) {
        let text = piece.text.into_owned();
        events.push(Event::Delta { block: piece.block, text });
        return Ok(());
    }
    let from = events.len();
    let name = std::str::from_utf8(&frame.event).unwrap_or_default();
    codec.frame(Frame { name, data }, events)?;
    alike.learn(codec, frame, &events[from..]);
    Ok(())
}

fn line_frame(codec: &mut dyn FrameDecoder, line: &[u8], events: &mut Vec<Event>) -> Result<(), DecodeError> {
    let data = line.trim_ascii();
    if data.is_empty() { Ok(()) } else { codec.frame(Frame { name: "", data }, events) }
}

fn message_frame(
    codec: &mut dyn FrameDecoder,
    message: &Message,
    events: &mut Vec<Event>,
) -> Result<(), DecodeError> {
    // An error of the stream itself has all it says in headers.
    if message.header(":message-type") == Some("error") {
        let code = message.header(":error-code").unwrap_or("InternalServerException");
        let name = if code.ends_with("xception") { code.to_owned() } else { format!("{code}Exception") };
        let mut data = Vec::new();
        object(&mut data, |w| w.put("message", message.header(":error-message").unwrap_or_default()));
        return codec.frame(Frame { name: &name, data: &data }, events);
    }
    let name = message.header(":exception-type").or_else(|| message.header(":event-type"));
    codec.frame(Frame { name: name.unwrap_or_default(), data: &message.payload }, events)
}

/// Writes a stream for a client.
pub struct StreamEncoder {
    dialect: Dialect,
    framing: Framing,
    codec: Box<dyn EventEncoder>,
    packer: Packer,
    losses: Losses,
    /// In whose words the answer came.
    origin: Option<Dialect>,
    frames: u64,
    repeat: Repeat,
}

impl StreamEncoder {
    pub(crate) fn new(dialect: Dialect, framing: Framing, codec: Box<dyn EventEncoder>) -> Self {
        let (packer, losses, repeat) = (Packer::new(dialect), Losses::new(), Repeat::default());
        Self { dialect, framing, codec, packer, losses, origin: None, frames: 0, repeat }
    }

    /// The content type of the stream.
    pub fn content_type(&self) -> &'static str {
        match self.framing {
            Framing::Sse => "text/event-stream",
            Framing::Ndjson => "application/x-ndjson",
            Framing::EventStream => "application/vnd.amazon.eventstream",
            Framing::JsonArray => "application/json",
        }
    }

    /// Appends the bytes of an event; for some events and dialects there are none.
    ///
    /// What the client's dialect had no words for is said in a comment before the end, where streams have
    /// comments: headers have long been sent. Gemini's clients do not expect any.
    pub fn encode(&mut self, event: &Event, out: &mut Vec<u8>) {
        let Event::Delta { block, text } = event else {
            self.repeat.forget();
            return self.encode_anew(event, out);
        };
        if self.repeat(*block, text, out) {
            return;
        }
        let (from, frames) = (out.len(), self.frames);
        self.encode_anew(event, out);
        let is_one = self.frames == frames + 1 && matches!(self.framing, Framing::Sse | Framing::Ndjson);
        let is_plain = is_one && self.codec.is_plain(*block) && !self.packer.keeps(*block);
        self.repeat.learn(*block, text, if is_plain { &out[from..] } else { &[] });
    }

    /// Writes a piece of text as the one before it was written. Says whether that could be done.
    pub(crate) fn repeat(&mut self, block: u32, text: &str, out: &mut Vec<u8>) -> bool {
        let repeats = self.repeat.write(block, text, out);
        self.frames += u64::from(repeats);
        repeats
    }

    fn encode_anew(&mut self, event: &Event, out: &mut Vec<u8>) {
        match event {
            Event::Start(start) => self.origin = start.origin,
            Event::Finish { finish, .. } if self.origin != Some(self.dialect) => {
                finish.lose_native(&mut self.losses);
            }
            // What a dialect writes in every answer, where there is nothing to say, nobody misses.
            Event::Annotate { field, value, .. } | Event::Extra { field, value, .. }
                if self.origin.is_some_and(|origin| {
                    origin != self.dialect && crate::codec::says_nothing(origin, field, value)
                }) =>
            {
                return;
            }
            Event::End if self.origin == Some(Dialect::OpenAiResponses) => {
                self.losses.forget(crate::codec::RESPONSES_ECHOES);
            }
            _ => {}
        }
        let has_comments = self.framing == Framing::Sse && self.dialect != Dialect::Gemini;
        if *event == Event::End && has_comments && !self.losses.is_empty() {
            let value = self.losses.header_value();
            out.extend_from_slice(format!(": x-ghostllm-response-losses: {value}\n\n").as_bytes());
        }
        let Self { framing, codec, packer, losses, frames, .. } = self;
        packer.event(event, &mut |event| {
            let mut frames = Frames { framing: *framing, out, count: frames };
            codec.event(event, &mut frames, losses);
        });
        if self.framing == Framing::JsonArray && matches!(event, Event::End | Event::Failed(_)) {
            out.extend_from_slice(if self.frames == 0 { b"[]" } else { b"]" });
        }
    }

    /// What shows a client that the answer is still being worked on, where its streams have anything of the kind.
    pub fn sign_of_life(&self) -> Option<&'static str> {
        match (self.framing, self.dialect) {
            (Framing::Sse, Dialect::Anthropic) => Some("event: ping\ndata: {\"type\":\"ping\"}\n\n"),
            (Framing::Sse, dialect) if dialect != Dialect::Gemini => Some(": ping\n\n"),
            _ => None,
        }
    }

    /// What the client's dialect had no words for, so far.
    pub fn losses(&self) -> &Losses {
        &self.losses
    }
}

/// Writes frames in a framing.
pub(crate) struct Frames<'a> {
    framing: Framing,
    out: &'a mut Vec<u8>,
    count: &'a mut u64,
}

impl Frames<'_> {
    /// A frame whose data is what `write` appends: JSON.
    pub(crate) fn frame(&mut self, name: &str, write: impl FnOnce(&mut Vec<u8>)) {
        *self.count += 1;
        match self.framing {
            Framing::Sse => {
                if !name.is_empty() {
                    self.out.extend_from_slice(b"event: ");
                    self.out.extend_from_slice(name.as_bytes());
                    self.out.push(b'\n');
                }
                self.out.extend_from_slice(b"data: ");
                self.line(write);
                self.out.extend_from_slice(b"\n\n");
            }
            Framing::Ndjson => {
                self.line(write);
                self.out.push(b'\n');
            }
            Framing::EventStream => {
                let mut payload = Vec::new();
                write(&mut payload);
                let kind = if name.ends_with("xception") { "exception" } else { "event" };
                let headers = [
                    (if kind == "event" { ":event-type" } else { ":exception-type" }, name),
                    (":content-type", "application/json"),
                    (":message-type", kind),
                ];
                write_message(&headers, &payload, self.out);
            }
            Framing::JsonArray => {
                self.out.extend_from_slice(if *self.count == 1 { b"[" } else { b",\r\n" });
                write(self.out);
            }
        }
    }

    /// JSON in one line: what clients and models wrote over several lines is in it as they wrote it. In valid JSON, a
    /// line break is between values, and a space says the same.
    fn line(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        let from = self.out.len();
        write(self.out);
        let mut rest = &mut self.out[from..];
        while let Some(at) = memchr::memchr2(b'\n', b'\r', rest) {
            rest[at] = b' ';
            rest = &mut { rest }[at + 1..];
        }
    }
}
