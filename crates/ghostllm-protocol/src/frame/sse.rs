//! Server-sent events, as the WHATWG HTML standard has them (section 9.2.6): LF, CRLF or CR, comments, several
//! `data:` lines, `data:` with and without a space, a byte order mark.

use bytes::Bytes;
use memchr::{memchr, memchr2};

use super::{Boundary, FRAME_BYTES_MAX, FrameError, Splitter};

/// Cuts a stream of bytes into events.
///
/// ```
/// use ghostllm_protocol::frame::sse::SseParser;
/// let mut parser = SseParser::new();
/// parser.push("data: {\"a\"".into());
/// assert!(parser.next_frame()?.is_none());
/// parser.push(":1}\r\n\r\n".into());
/// let frame = parser.next_frame()?.expect("a frame");
/// assert_eq!(&frame.data.unwrap()[..], br#"{"a":1}"#);
/// assert_eq!(&frame.raw[..], b"data: {\"a\":1}\r\n\r\n");
/// # Ok::<(), ghostllm_protocol::frame::FrameError>(())
/// ```
#[derive(Debug)]
pub struct SseParser {
    splitter: Splitter<BlankLine>,
    /// Whether the byte order mark may still come.
    at_start: bool,
}

/// One event, or the comments and blank lines between two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SseFrame {
    /// The bytes as they came, blank line included.
    pub raw: Bytes,
    /// The `event:` field; empty where there is none.
    pub event: Bytes,
    /// The `data:` lines, joined; `None` where there is none and so no event.
    pub data: Option<Bytes>,
}

impl Default for SseParser {
    fn default() -> Self {
        Self::new()
    }
}

impl SseParser {
    /// With the usual limit of a frame's length.
    pub fn new() -> Self {
        Self::with_limit(FRAME_BYTES_MAX)
    }

    /// With frames of at most `limit` bytes.
    pub fn with_limit(limit: usize) -> Self {
        Self { splitter: Splitter::new(BlankLine::default(), limit), at_start: true }
    }

    /// Takes more bytes.
    pub fn push(&mut self, chunk: Bytes) {
        self.splitter.push(chunk);
    }

    /// What has come and is not looked at, if a frame begins there: whoever knows where it ends may skip it.
    pub(crate) fn front(&self) -> Option<&[u8]> {
        self.splitter.front().filter(|_| !self.at_start)
    }

    /// Skips a whole frame of so many bytes, which ends in two LF.
    pub(crate) fn skip(&mut self, length: usize) {
        self.splitter.skip(length);
    }

    /// The next frame that is complete.
    pub fn next_frame(&mut self) -> Result<Option<SseFrame>, FrameError> {
        Ok(self.splitter.next()?.map(|raw| self.frame(raw)))
    }

    /// What is left at the end of the stream: an event whose blank line never came. The standard would drop
    /// it; several providers end that way after their last event, so it is up to the caller.
    pub fn finish(&mut self) -> Option<SseFrame> {
        let rest = self.splitter.rest();
        (!rest.is_empty()).then(|| self.frame(rest))
    }

    fn frame(&mut self, raw: Bytes) -> SseFrame {
        let mut at = 0;
        if std::mem::take(&mut self.at_start) && raw.starts_with(b"\xEF\xBB\xBF") {
            at = 3;
        }
        let mut event = Bytes::new();
        let mut data: Option<Bytes> = None;
        let mut joined: Vec<u8> = Vec::new();
        while at < raw.len() {
            let end = memchr2(b'\r', b'\n', &raw[at..]).map_or(raw.len(), |offset| at + offset);
            let line = at..end;
            at = end + 1;
            let (name, value) = match memchr(b':', &raw[line.clone()]) {
                Some(colon) => {
                    let mut value = line.start + colon + 1;
                    value += usize::from(value < line.end && raw[value] == b' ');
                    (&raw[line.start..line.start + colon], value..line.end)
                }
                None => (&raw[line.clone()], line.end..line.end),
            };
            match name {
                b"data" => match &data {
                    None => data = Some(raw.slice(value)),
                    Some(first) => {
                        if joined.is_empty() {
                            joined.extend_from_slice(first);
                        }
                        joined.push(b'\n');
                        joined.extend_from_slice(&raw[value]);
                    }
                },
                b"event" => event = raw.slice(value),
                _ => {}
            }
        }
        if !joined.is_empty() {
            data = Some(joined.into());
        }
        SseFrame { raw, event, data }
    }
}

/// A frame ends with a blank line.
#[derive(Debug, Default, PartialEq)]
struct BlankLine {
    line_start: usize,
    /// Everything before holds no line end since `line_start`.
    scanned: usize,
    /// The frame before ended in CR: an LF that comes now belongs to it, not to a blank line.
    after_cr: bool,
}

impl Boundary for BlankLine {
    fn find(&mut self, bytes: &[u8]) -> Result<Option<usize>, FrameError> {
        if self.after_cr && self.line_start == 0 && self.scanned == 0 && bytes[0] == b'\n' {
            self.line_start = 1;
            self.scanned = 1;
        }
        while let Some(offset) = memchr2(b'\r', b'\n', &bytes[self.scanned..]) {
            let end = self.scanned + offset;
            let is_cr = bytes[end] == b'\r';
            let is_blank = end == self.line_start;
            if is_cr && !is_blank && end + 1 == bytes.len() {
                // CR or CRLF: the next byte tells, and nothing is complete before it.
                self.scanned = end;
                return Ok(None);
            }
            let next = end + 1 + usize::from(is_cr && bytes.get(end + 1) == Some(&b'\n'));
            if is_blank {
                *self = Self { after_cr: is_cr && next == bytes.len() && next == end + 1, ..Self::default() };
                return Ok(Some(next));
            }
            self.line_start = next;
            self.scanned = next;
        }
        self.scanned = bytes.len();
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Frames of `input` fed in pieces of `step` bytes, as (event, data).
    fn frames(input: &[u8], step: usize) -> Vec<(String, Option<String>)> {
        let mut parser = SseParser::new();
        let mut frames = Vec::new();
        let mut raw = Vec::new();
        let text = |bytes: &Bytes| String::from_utf8(bytes.to_vec()).unwrap();
        for chunk in input.chunks(step) {
            parser.push(Bytes::copy_from_slice(chunk));
            while let Some(frame) = parser.next_frame().unwrap() {
                raw.extend_from_slice(&frame.raw);
                frames.push((text(&frame.event), frame.data.as_ref().map(text)));
            }
        }
        if let Some(frame) = parser.finish() {
            raw.extend_from_slice(&frame.raw);
            frames.push((text(&frame.event), frame.data.as_ref().map(text)));
        }
        assert_eq!(raw, input, "verbatim");
        frames.retain(|frame| frame.1.is_some());
        frames
    }

    fn check(input: &str, expected: &[(&str, &str)]) {
        let expected: Vec<_> =
            expected.iter().map(|(event, data)| ((*event).to_owned(), Some((*data).to_owned()))).collect();
        for step in 1..=input.len() {
            assert_eq!(frames(input.as_bytes(), step), expected, "in steps of {step}");
        }
    }

    #[test]
    fn line_ends_and_spaces() {
        for end in ["\n", "\r\n", "\r"] {
            let input = "event: a\ndata: 1\n\ndata:2\n\n: note\n\nevent:b\ndata:  3\n\n".replace('\n', end);
            check(&input, &[("a", "1"), ("", "2"), ("b", " 3")]);
        }
    }

    #[test]
    fn joined_lines_marks_and_unfinished_ends() {
        check("\u{FEFF}data: ü\n\n", &[("", "ü")]);
        check("data: a\ndata:\ndata: b\n\n", &[("", "a\n\nb")]);
        check("data\n\n\n\n\ndata: {}", &[("", ""), ("", "{}")]);
        check("id: 7\nretry: 10\n\ndata: x\nid\n\n", &[("", "x")]);
        check("data: a\r\ndata: b\n\r\n", &[("", "a\nb")]);
    }

    #[test]
    fn a_line_without_end_is_refused() {
        let mut parser = SseParser::with_limit(8);
        parser.push("data: 12345".into());
        assert_eq!(parser.next_frame(), Err(FrameError::TooLong { limit: 8 }));
    }
}
