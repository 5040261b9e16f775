//! AWS event-stream framing (`application/vnd.amazon.eventstream`, Bedrock): length-prefixed binary messages
//! with typed headers and two CRC-32 checksums, both of which are checked.
//! <https://smithy.io/2.0/aws/amazon-eventstream.html>

use bytes::{BufMut as _, Bytes};

use super::{Boundary, FRAME_BYTES_MAX, FrameError, Splitter};

/// Cuts a stream of bytes into messages.
#[derive(Debug)]
pub struct EventStreamParser(Splitter<Prelude>);

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The bytes as they came.
    pub raw: Bytes,
    /// The headers that are strings (`:event-type`, `:message-type`, `:exception-type`, `:content-type`).
    pub headers: Vec<(String, String)>,
    /// The payload.
    pub payload: Bytes,
}

impl Message {
    /// A header that is a string.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl Default for EventStreamParser {
    fn default() -> Self {
        Self::new()
    }
}

impl EventStreamParser {
    /// With the usual limit of a message's length.
    pub fn new() -> Self {
        Self::with_limit(FRAME_BYTES_MAX)
    }

    /// With messages of at most `limit` bytes.
    pub fn with_limit(limit: usize) -> Self {
        Self(Splitter::new(Prelude { limit }, limit))
    }

    /// Takes more bytes.
    pub fn push(&mut self, chunk: Bytes) {
        self.0.push(chunk);
    }

    /// The next message that is complete.
    pub fn next_message(&mut self) -> Result<Option<Message>, FrameError> {
        self.0.next()?.map(message).transpose()
    }

    /// Whether the stream ended inside a message.
    pub fn finish(&mut self) -> Result<(), FrameError> {
        if self.0.rest().is_empty() { Ok(()) } else { broken("the stream ends inside it") }
    }
}

/// Writes one message with string headers.
pub fn write_message(headers: &[(&str, &str)], payload: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    let headers_length: usize = headers.iter().map(|(name, value)| 4 + name.len() + value.len()).sum();
    let total = PRELUDE_BYTES + headers_length + payload.len() + CRC_BYTES;
    // Lengths of messages that this crate writes are those of JSON bodies: far below 4 GiB.
    out.put_u32(u32::try_from(total).unwrap_or(u32::MAX));
    out.put_u32(u32::try_from(headers_length).unwrap_or(u32::MAX));
    out.put_u32(crc32fast::hash(&out[start..]));
    for (name, value) in headers {
        out.put_u8(u8::try_from(name.len()).unwrap_or(u8::MAX));
        out.put_slice(name.as_bytes());
        out.put_u8(STRING);
        out.put_u16(u16::try_from(value.len()).unwrap_or(u16::MAX));
        out.put_slice(value.as_bytes());
    }
    out.put_slice(payload);
    out.put_u32(crc32fast::hash(&out[start..]));
}

/// Total length, length of headers, checksum of both.
const PRELUDE_BYTES: usize = 12;
const CRC_BYTES: usize = 4;
/// The header type of a string.
const STRING: u8 = 7;

#[derive(Debug)]
struct Prelude {
    limit: usize,
}

impl Boundary for Prelude {
    fn find(&mut self, bytes: &[u8]) -> Result<Option<usize>, FrameError> {
        let Some(prelude) = bytes.get(..PRELUDE_BYTES) else { return Ok(None) };
        if crc32fast::hash(&prelude[..8]) != u32_at(prelude, 8) {
            return broken("the prelude's checksum is wrong");
        }
        let total = u32_at(prelude, 0) as usize;
        if total > self.limit {
            return Err(FrameError::TooLong { limit: self.limit });
        }
        if total < PRELUDE_BYTES + CRC_BYTES + u32_at(prelude, 4) as usize {
            return broken("its lengths contradict each other");
        }
        Ok((bytes.len() >= total).then_some(total))
    }
}

/// `raw` is as long as its prelude says, and the prelude is sound.
fn message(raw: Bytes) -> Result<Message, FrameError> {
    let body_end = raw.len() - CRC_BYTES;
    if crc32fast::hash(&raw[..body_end]) != u32_at(&raw, body_end) {
        return broken("its checksum is wrong");
    }
    let headers_end = PRELUDE_BYTES + u32_at(&raw, 4) as usize;
    let headers = headers(&raw[PRELUDE_BYTES..headers_end])?;
    let payload = raw.slice(headers_end..body_end);
    Ok(Message { raw, headers, payload })
}

fn headers(mut bytes: &[u8]) -> Result<Vec<(String, String)>, FrameError> {
    let mut headers = Vec::new();
    while let Some((&name_length, rest)) = bytes.split_first() {
        let (name, rest) = split(rest, usize::from(name_length))?;
        let (kind, rest) = split(rest, 1)?;
        // Lengths by type: booleans none, integers 1, 2, 4, 8, bytes and strings by prefix, time 8, UUID 16.
        let (length, rest) = match kind[0] {
            0 | 1 => (0, rest),
            2 => (1, rest),
            3 => (2, rest),
            4 => (4, rest),
            5 | 8 => (8, rest),
            9 => (16, rest),
            6 | STRING => {
                let (prefix, rest) = split(rest, 2)?;
                (usize::from(u16::from_be_bytes([prefix[0], prefix[1]])), rest)
            }
            _ => return broken("a header has an unknown type"),
        };
        let (value, rest) = split(rest, length)?;
        if kind[0] == STRING {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            headers.push((text(name), text(value)));
        }
        bytes = rest;
    }
    Ok(headers)
}

fn split(bytes: &[u8], at: usize) -> Result<(&[u8], &[u8]), FrameError> {
    bytes.split_at_checked(at).map_or_else(|| broken("a header is cut off"), Ok)
}

fn broken<T>(problem: &'static str) -> Result<T, FrameError> {
    Err(FrameError::Message { problem })
}

/// The caller has checked that there are four bytes.
fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let mut out = Vec::new();
        write_message(&[(":event-type", "messageStart"), (":message-type", "event")], b"{}", &mut out);
        write_message(&[(":event-type", "messageStop")], br#"{"stopReason":"end_turn"}"#, &mut out);
        out
    }

    #[test]
    fn messages_however_cut() {
        let input = sample();
        for step in 1..=input.len() {
            let mut parser = EventStreamParser::new();
            let mut messages = Vec::new();
            for chunk in input.chunks(step) {
                parser.push(Bytes::copy_from_slice(chunk));
                while let Some(message) = parser.next_message().unwrap() {
                    messages.push(message);
                }
            }
            parser.finish().unwrap();
            assert_eq!(messages.len(), 2);
            assert_eq!(messages[0].header(":event-type"), Some("messageStart"));
            assert_eq!(&messages[1].payload[..], br#"{"stopReason":"end_turn"}"#);
        }
    }

    /// The empty message and the one with a header of the specification's test suite.
    #[test]
    fn known_bytes() {
        let mut out = Vec::new();
        write_message(&[], b"", &mut out);
        assert_eq!(out, [0, 0, 0, 16, 0, 0, 0, 0, 0x05, 0xc2, 0x48, 0xeb, 0x7d, 0x98, 0xc8, 0xff]);
    }

    #[test]
    fn every_flipped_bit_is_found() {
        let mut clean = Vec::new();
        write_message(&[(":event-type", "x")], b"{\"a\":1}", &mut clean);
        for bit in 0..clean.len() * 8 {
            let mut bytes = clean.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let mut parser = EventStreamParser::new();
            parser.push(bytes.into());
            assert!(parser.next_message().is_err(), "bit {bit}");
        }
    }

    #[test]
    fn an_unfinished_message_is_an_error() {
        let mut parser = EventStreamParser::new();
        parser.push(Bytes::from(sample()).slice(..20));
        assert_eq!(parser.next_message(), Ok(None));
        assert!(parser.finish().is_err());
    }
}
