//! One JSON value a line (Ollama).

use bytes::Bytes;
use memchr::memchr;

use super::{Boundary, FRAME_BYTES_MAX, FrameError, Splitter};

/// Cuts a stream of bytes into lines.
#[derive(Debug)]
pub struct NdjsonParser(Splitter<LineEnd>);

impl Default for NdjsonParser {
    fn default() -> Self {
        Self::new()
    }
}

impl NdjsonParser {
    /// With the usual limit of a line's length.
    pub fn new() -> Self {
        Self::with_limit(FRAME_BYTES_MAX)
    }

    /// With lines of at most `limit` bytes.
    pub fn with_limit(limit: usize) -> Self {
        Self(Splitter::new(LineEnd::default(), limit))
    }

    /// Takes more bytes.
    pub fn push(&mut self, chunk: Bytes) {
        self.0.push(chunk);
    }

    /// The next line that is complete, with its line end.
    pub fn next_line(&mut self) -> Result<Option<Bytes>, FrameError> {
        self.0.next()
    }

    /// What is left at the end of the stream: a last line without its end.
    pub fn finish(&mut self) -> Option<Bytes> {
        let rest = self.0.rest();
        (!rest.is_empty()).then_some(rest)
    }
}

#[derive(Debug, Default)]
struct LineEnd {
    scanned: usize,
}

impl Boundary for LineEnd {
    fn find(&mut self, bytes: &[u8]) -> Result<Option<usize>, FrameError> {
        let found = memchr(b'\n', &bytes[self.scanned..]).map(|offset| self.scanned + offset + 1);
        self.scanned = if found.is_some() { 0 } else { bytes.len() };
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_however_cut() {
        let input = b"{\"a\":1}\r\n\n{\"b\":\"\xC3\xBC\"}\n{}";
        for step in 1..=input.len() {
            let mut parser = NdjsonParser::new();
            let mut lines = Vec::new();
            for chunk in input.chunks(step) {
                parser.push(Bytes::copy_from_slice(chunk));
                while let Some(line) = parser.next_line().unwrap() {
                    lines.push(line);
                }
            }
            lines.extend(parser.finish());
            assert_eq!(lines.len(), 4, "in steps of {step}");
            assert_eq!(lines.concat(), input);
        }
    }
}
