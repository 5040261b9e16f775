//! Streams of a dialect: bytes to events and events to bytes, whatever the bytes were cut into.

use std::collections::BTreeMap;

use bytes::Bytes;

use crate::alike::Alike;
use crate::codec::carry::Packer;
use crate::frame::FrameError;
use crate::frame::event_stream::{EventStreamParser, Message, write_message};
use crate::frame::ndjson::NdjsonParser;
use crate::frame::sse::SseParser;
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

    /// The stream is over. A codec whose dialect has no end mark, or that has seen everything but the mark,
    /// ends the answer here; otherwise the stream counts as truncated.
    fn end(&mut self, _events: &mut Vec<Event>) {}
}

/// A codec's writing half of a stream.
pub(crate) trait EventEncoder: Send {
    fn event(&mut self, event: &Event, frames: &mut Frames<'_>, losses: &mut Losses);
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
        Self { dialect, parser, codec, started: false, ended: false, choices: BTreeMap::new() }
    }

    /// Takes more bytes and appends the events that are complete. After [`Event::End`] or [`Event::Failed`]
    /// everything that still comes is ignored.
    pub fn push(&mut self, chunk: Bytes, events: &mut Vec<Event>) -> Result<(), StreamError> {
        if self.ended {
            return Ok(());
        }
        let from = events.len();
        let fed = self.feed(chunk, events);
        // What came before something broken counts.
        self.cut_after_end(events, from);
        if self.ended { Ok(()) } else { fed }
    }

    fn feed(&mut self, chunk: Bytes, events: &mut Vec<Event>) -> Result<(), StreamError> {
        match &mut self.parser {
            Parser::Sse(parser, alike) => {
                parser.push(chunk);
                while let Some(frame) = parser.next_frame()? {
                    if let Some(data) = &frame.data {
                        let name = std::str::from_utf8(&frame.event).unwrap_or_default();
                        alike.read(&mut *self.codec, Frame { name, data }, events)?;
                    }
                    if is_over(events) {
                        break;
                    }
                }
            }
            Parser::Ndjson(parser) => {
                parser.push(chunk);
                while let Some(line) = parser.next_line()? {
                    line_frame(&mut *self.codec, &line, events)?;
                    if is_over(events) {
                        break;
                    }
                }
            }
            Parser::EventStream(parser) => {
                parser.push(chunk);
                while let Some(message) = parser.next_message()? {
                    message_frame(&mut *self.codec, &message, events)?;
                    if is_over(events) {
                        break;
                    }
                }
            }
        }
        Ok(())
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
                }
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

/// Whether the answer is over: whatever comes in the same chunk is of no interest, broken or not.
fn is_over(events: &[Event]) -> bool {
    matches!(events.last(), Some(Event::End | Event::Failed(_)))
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
    frames: u64,
}

impl StreamEncoder {
    pub(crate) fn new(dialect: Dialect, framing: Framing, codec: Box<dyn EventEncoder>) -> Self {
        let (packer, losses) = (Packer::new(dialect), Losses::new());
        Self { dialect, framing, codec, packer, losses, frames: 0 }
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
    /// A frame whose data is what `write` appends: JSON without line breaks.
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
                write(self.out);
                self.out.extend_from_slice(b"\n\n");
            }
            Framing::Ndjson => {
                write(self.out);
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
}
