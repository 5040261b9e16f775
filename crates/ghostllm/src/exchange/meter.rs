//! What a stream that passes as it is says about usage, and the removal of what the client did not ask for.
//!
//! Holds: bytes come out in order, at once, and unchanged, but for one thing: where the gateway asked the
//! upstream for usage on its own account, usage is taken out again. Frames that say nothing about usage are not
//! looked into.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::LazyLock;

use bytes::{Bytes, BytesMut};
use ghostllm_protocol::frame::FrameError;
use ghostllm_protocol::frame::event_stream::EventStreamParser;
use ghostllm_protocol::frame::ndjson::NdjsonParser;
use ghostllm_protocol::frame::sse::{SseFrame, SseParser};
use ghostllm_protocol::{Dialect, Framing, Usage, scan};
use memchr::memmem::Finder;

/// How much of a stream that is one JSON value is kept, to read usage at its end.
const JSON_BYTES_KEPT: usize = 1 << 20;
/// How much of the end of a stream is looked at for its end mark.
const TAIL_BYTES: usize = 256;

static USAGE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(br#""usage"#));
static NULL_USAGE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(br#","usage":null"#));
static BEGINNING: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(br#""message_start""#));
static FINISHES: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| [Finder::new(br#""finishReason""#), Finder::new(br#""blockReason""#)]);
static COUNTS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(br#""eval_count""#));

/// Watches one stream pass by.
pub(crate) struct Meter {
    dialect: Dialect,
    parser: Parser,
    /// Whether usage is to be taken out.
    strips: bool,
    /// Whether the parser holds an unfinished frame.
    inside: bool,
    usage: Option<Usage>,
    /// Whether `usage` is what the upstream says at the end.
    is_final: bool,
    frames: u64,
    bytes: u64,
    least_frame: u64,
    tail: Vec<u8>,
}

enum Parser {
    Sse(SseParser),
    Ndjson(NdjsonParser),
    /// And whether the answer has been said to be over.
    Events(EventStreamParser, bool),
    /// Pieces of one JSON value, looked at when it is over; and whether its beginning is gone, because it is long.
    Json(Vec<u8>, bool),
}

impl Meter {
    pub(crate) fn new(dialect: Dialect, framing: Framing, strips: bool) -> Self {
        let parser = match framing {
            Framing::Sse => Parser::Sse(SseParser::new()),
            Framing::Ndjson => Parser::Ndjson(NdjsonParser::new()),
            Framing::EventStream => Parser::Events(EventStreamParser::new(), false),
            Framing::JsonArray => Parser::Json(Vec::new(), false),
        };
        Self {
            dialect,
            parser,
            strips,
            // Binary messages end anyhow.
            inside: framing == Framing::EventStream,
            usage: None,
            is_final: false,
            frames: 0,
            bytes: 0,
            least_frame: u64::MAX,
            tail: Vec::new(),
        }
    }

    /// For an answer that is one value.
    pub(crate) fn for_value(dialect: Dialect) -> Self {
        Self::new(dialect, Framing::JsonArray, false)
    }

    /// Takes what came, and gives what goes on.
    pub(crate) fn feed(&mut self, chunk: Bytes, out: &mut VecDeque<Bytes>) -> Result<(), FrameError> {
        self.bytes += chunk.len() as u64;
        // It says usage all along: the last word is why it ends.
        if self.dialect == Dialect::Gemini && !self.is_final {
            self.is_final = self.says_finish(&chunk);
        }
        self.remember(&chunk);
        let whole = !self.inside && chunk.ends_with(self.frame_end());
        if whole && !self.says_usage(&chunk) {
            let end = self.frame_end();
            let mut begun = 0;
            for found in memchr::memmem::find_iter(&chunk, end) {
                let over = found + end.len();
                self.count(1, (over - begun) as u64);
                begun = over;
            }
            out.push_back(chunk);
            return Ok(());
        }
        match &mut self.parser {
            Parser::Sse(_) if whole && self.strips && memchr::memchr(b'\r', &chunk).is_none() => {
                self.strip(&chunk, out)
            }
            Parser::Sse(_) => self.feed_sse(chunk, out),
            Parser::Ndjson(_) => self.feed_ndjson(chunk, out),
            Parser::Events(..) => self.feed_events(chunk, out),
            Parser::Json(all, is_cut_off) => {
                all.extend_from_slice(&chunk);
                if all.len() > JSON_BYTES_KEPT {
                    *is_cut_off = true;
                    all.drain(..all.len() - JSON_BYTES_KEPT / 2);
                }
                self.frames += 1;
                out.push_back(chunk);
                Ok(())
            }
        }
    }

    /// The stream has ended: what was held back goes on.
    pub(crate) fn finish(&mut self, out: &mut VecDeque<Bytes>) {
        match &mut self.parser {
            Parser::Sse(parser) => {
                if let Some(frame) = parser.finish() {
                    self.sse_frame(frame, out);
                }
            }
            Parser::Ndjson(parser) => {
                if let Some(line) = parser.finish() {
                    self.read(&line);
                }
            }
            Parser::Events(..) => {}
            Parser::Json(all, is_cut_off) => {
                let (all, is_cut_off) = (std::mem::take(all), *is_cut_off);
                self.read_array(&all, is_cut_off);
            }
        }
    }

    /// What the upstream said was used.
    pub(crate) fn usage(&self) -> Option<&Usage> {
        self.usage.as_ref()
    }

    /// Whether that is the upstream's last word, as far as its dialect has others.
    pub(crate) fn is_final(&self) -> bool {
        self.is_final
    }

    /// How many tokens have come, as well as one can tell without reading them: models mostly send one in a
    /// frame, and where they send more, four bytes more than an empty frame has are one.
    pub(crate) fn tokens(&self) -> u64 {
        let envelope = self.least_frame.saturating_mul(self.frames);
        self.frames.max(self.bytes.saturating_sub(envelope) / 4)
    }

    /// Whether the stream's end mark has come.
    pub(crate) fn is_complete(&self) -> bool {
        let has = |mark: &str| memchr::memmem::find(&self.tail, mark.as_bytes()).is_some();
        match self.dialect {
            Dialect::OpenAiChat | Dialect::OpenAiCompletions => has("[DONE]") || self.usage.is_some(),
            Dialect::OpenAiResponses => self.usage.is_some(),
            Dialect::Gemini => self.is_final,
            Dialect::Anthropic => has("message_stop"),
            Dialect::OllamaChat | Dialect::OllamaGenerate => has(r#""done":true"#) || self.usage.is_some(),
            Dialect::Bedrock => matches!(self.parser, Parser::Events(_, true)),
        }
    }

    /// Takes usage out of a piece of whole events, line ends of LF only. Most frames of it have `"usage":null`.
    fn strip(&mut self, chunk: &Bytes, out: &mut VecDeque<Bytes>) -> Result<(), FrameError> {
        let mut kept = BytesMut::with_capacity(chunk.len());
        let mut begun = 0;
        for found in memchr::memmem::find_iter(chunk, b"\n\n") {
            let frame = begun..found + 2;
            begun = frame.end;
            if let Some(null) = null_usage(&chunk[frame.clone()]) {
                self.count(1, frame.len() as u64);
                kept.extend_from_slice(&chunk[frame.start..frame.start + null.start]);
                kept.extend_from_slice(&chunk[frame.start + null.end..frame.end]);
            } else if self.says_usage(&chunk[frame.clone()]) {
                let mut rest = VecDeque::new();
                self.feed_sse(chunk.slice(frame), &mut rest)?;
                kept.extend(rest);
            } else {
                self.count(1, frame.len() as u64);
                kept.extend_from_slice(&chunk[frame]);
            }
        }
        if !kept.is_empty() {
            out.push_back(kept.freeze());
        }
        Ok(())
    }

    fn feed_sse(&mut self, chunk: Bytes, out: &mut VecDeque<Bytes>) -> Result<(), FrameError> {
        let ends = chunk.ends_with(b"\n\n") || chunk.ends_with(b"\r\n\r\n");
        if !self.strips {
            out.push_back(chunk.clone());
        }
        if let Parser::Sse(parser) = &mut self.parser {
            parser.push(chunk);
        }
        while let Parser::Sse(parser) = &mut self.parser {
            let Some(frame) = parser.next_frame()? else { break };
            self.count(1, frame.raw.len() as u64);
            self.sse_frame(frame, out);
        }
        self.inside = !ends;
        Ok(())
    }

    fn sse_frame(&mut self, frame: SseFrame, out: &mut VecDeque<Bytes>) {
        let says_usage = frame.data.as_ref().is_some_and(|data| self.says_usage(data));
        if let Some(data) = frame.data.as_ref().filter(|_| says_usage) {
            self.read(data);
        }
        if !self.strips {
            return;
        }
        match frame.data.as_ref().filter(|_| says_usage) {
            None => out.push_back(frame.raw),
            Some(data) => out.extend(without_usage(data)),
        }
    }

    fn feed_ndjson(&mut self, chunk: Bytes, out: &mut VecDeque<Bytes>) -> Result<(), FrameError> {
        out.push_back(chunk.clone());
        self.inside = !chunk.ends_with(b"\n");
        if let Parser::Ndjson(parser) = &mut self.parser {
            parser.push(chunk);
        }
        while let Parser::Ndjson(parser) = &mut self.parser {
            let Some(line) = parser.next_line()? else { break };
            self.count(1, line.len() as u64);
            self.read(&line);
        }
        Ok(())
    }

    fn feed_events(&mut self, chunk: Bytes, out: &mut VecDeque<Bytes>) -> Result<(), FrameError> {
        out.push_back(chunk.clone());
        if let Parser::Events(parser, _) = &mut self.parser {
            parser.push(chunk);
        }
        while let Parser::Events(parser, ended) = &mut self.parser {
            let Some(message) = parser.next_message()? else { break };
            *ended |= message.header(":event-type") == Some("messageStop");
            self.count(1, message.raw.len() as u64);
            self.read(&message.payload);
        }
        Ok(())
    }

    /// Gemini's stream without `alt=sse` is an array of what would be the frames. Of a value whose beginning is
    /// gone, the last member that holds usage is made a value of its own.
    fn read_array(&mut self, all: &[u8], is_cut_off: bool) {
        if is_cut_off {
            let from = memchr::memmem::rfind(all, br#""usage"#);
            let member = from.map(|at| &all[at..]).and_then(|rest| {
                let end = object_end(rest)?;
                Some([b"{", &rest[..end], b"}"].concat())
            });
            return member.iter().for_each(|member| self.read(member));
        }
        match serde_json::from_slice::<Vec<&serde_json::value::RawValue>>(all) {
            Ok(items) => items.iter().for_each(|item| self.read(item.get().as_bytes())),
            Err(_) => self.read(all),
        }
    }

    fn read(&mut self, data: &[u8]) {
        if let Some(found) = self.dialect.usage(data) {
            self.is_final = match self.dialect {
                Dialect::Anthropic => BEGINNING.find(data).is_none(),
                Dialect::Gemini => self.is_final,
                _ => true,
            };
            match &mut self.usage {
                Some(usage) => usage.merge(&found),
                none => *none = Some(found),
            }
        }
    }

    /// Whether `chunk`, which may begin in the middle of a word, says why the answer ends.
    fn says_finish(&self, chunk: &[u8]) -> bool {
        let joint =
            [&self.tail[self.tail.len().saturating_sub(16)..], &chunk[..chunk.len().min(16)]].concat();
        FINISHES.iter().any(|word| word.find(chunk).or(word.find(&joint)).is_some())
    }

    fn says_usage(&self, bytes: &[u8]) -> bool {
        match self.dialect {
            Dialect::OllamaChat | Dialect::OllamaGenerate => COUNTS.find(bytes).is_some(),
            _ => USAGE.find(bytes).is_some(),
        }
    }

    fn frame_end(&self) -> &'static [u8] {
        match self.parser {
            Parser::Sse(_) => b"\n\n",
            Parser::Ndjson(_) => b"\n",
            // Never at the end of a piece: every piece is looked at.
            Parser::Json(..) | Parser::Events(..) => b"\0",
        }
    }

    fn count(&mut self, frames: u64, length: u64) {
        self.frames += frames;
        self.least_frame = self.least_frame.min(length);
    }

    fn remember(&mut self, chunk: &[u8]) {
        if chunk.len() >= TAIL_BYTES {
            self.tail.clear();
            self.tail.extend_from_slice(&chunk[chunk.len() - TAIL_BYTES..]);
            return;
        }
        let over = (self.tail.len() + chunk.len()).saturating_sub(TAIL_BYTES);
        self.tail.drain(..over);
        self.tail.extend_from_slice(chunk);
    }
}

/// Where a frame of one line has `,"usage":null` at the top level of its value, as far as that shows at a glance:
/// before anything is nested, or at the very end. In valid JSON a quotation mark after a comma cannot end a
/// string here, and one inside a string has a backslash before it: what is found is a member.
fn null_usage(frame: &[u8]) -> Option<Range<usize>> {
    let data = frame.strip_prefix(b"data:")?.strip_suffix(b"\n\n")?;
    let at = NULL_USAGE.find(data)?;
    let end = at + NULL_USAGE.needle().len();
    let before = data[..at].trim_ascii_start().strip_prefix(b"{")?;
    let is_clear = memchr::memchr2(b'{', b'[', before).is_none() || data[end..] == *b"}";
    let is_only = USAGE.find(data) == Some(at + 1) && USAGE.find(&data[end..]).is_none();
    let is_one_line = memchr::memchr(b'\n', data).is_none();
    let start = frame.len() - data.len() - 2;
    (is_clear && is_only && is_one_line).then_some(start + at..start + end)
}

/// Where the first object in `text`, which has no brackets in its strings as far as it counts, ends.
fn object_end(text: &[u8]) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, 0);
    loop {
        at += memchr::memchr2(b'{', b'}', &text[at..])? + 1;
        depth = if text[at - 1] == b'{' { depth + 1 } else { depth.checked_sub(1)? };
        if depth == 0 {
            return Some(at);
        }
    }
}

/// A frame of Chat Completions without its usage: nothing where it held nothing else.
fn without_usage(data: &[u8]) -> Option<Bytes> {
    let as_it_was = || Bytes::from([b"data: ", data, b"\n\n"].concat());
    let Ok(found) = scan::find(data, ["usage", "choices"]) else { return Some(as_it_was()) };
    let Some(usage) = found.range(0) else { return Some(as_it_was()) };
    let is_empty = |range: Range<usize>| data[range].iter().all(|b| b"[] \t\r\n".contains(b));
    if data[usage.start] == b'{' && found.range(1).is_none_or(is_empty) {
        return None;
    }
    let member = member_around(data, &usage);
    Some(Bytes::from([b"data: ", &data[..member.start], &data[member.end..], b"\n\n"].concat()))
}

/// The member `"usage": …` with the comma that must go with it.
fn member_around(data: &[u8], value: &Range<usize>) -> Range<usize> {
    let blank = |byte: &u8| byte.is_ascii_whitespace();
    let key = data[..value.start].iter().rposition(|byte| *byte == b'"').unwrap_or(0);
    let start = data[..key].iter().rposition(|byte| *byte == b'"').unwrap_or(0);
    let before = data[..start].iter().rposition(|byte| !blank(byte));
    if let Some(comma) = before.filter(|at| data[*at] == b',') {
        return comma..value.end;
    }
    let after = data[value.end..].iter().position(|byte| !blank(byte)).map(|offset| value.end + offset);
    match after.filter(|at| data[*at] == b',') {
        Some(comma) => start..comma + 1,
        None => start..value.end,
    }
}

#[cfg(test)]
mod tests;
