//! Heads of HTTP/1.1 messages: a request's as bytes, an answer's from bytes.
//!
//! Holds: what two readers of an answer could take for different lengths (RFC 9112, section 6.3) is an error, or
//! ends the connection. Absent: any waiting; see `connection.rs`.

use std::mem::MaybeUninit;

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING};
use http::{Method, StatusCode};

use super::body::Framing;

/// Longest head that is read, in bytes; also of all heads before the one that counts.
pub(super) const HEAD_BYTES_MAX: usize = 64 << 10;
/// Most headers of an answer.
const HEADERS_MAX: usize = 128;

/// The head of a request, as it is sent.
#[derive(Clone, Debug)]
pub(crate) struct RequestHead {
    pub(super) bytes: Vec<u8>,
    pub(super) method: Method,
}

/// The head of an answer.
#[derive(Debug)]
pub(crate) struct AnswerHead {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
}

/// What a head says about what comes after it.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) head: AnswerHead,
    /// How long the head is.
    pub(super) length: usize,
    pub(super) framing: Framing,
    /// Whether another request can be sent on the connection.
    pub(super) keeps: bool,
}

/// Why bytes are no head of an answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HeadError {
    #[error("it is no HTTP/1.1: {0}")]
    Syntax(#[from] httparse::Error),
    #[error("it has no valid status")]
    Status,
    #[error("it switches to another protocol unasked")]
    Switch,
    #[error("a header has characters that it cannot have")]
    Header,
    #[error("it says two lengths")]
    Length,
    #[error("its body is encoded in a way that nobody asked for")]
    Coding,
    #[error("it is longer than {HEAD_BYTES_MAX} bytes")]
    TooLong,
}

impl RequestHead {
    pub(crate) fn new(method: &Method, path: &str) -> Self {
        let mut bytes = Vec::with_capacity(512);
        for part in [method.as_str(), " ", path, " HTTP/1.1\r\n"] {
            bytes.extend_from_slice(part.as_bytes());
        }
        Self { bytes, method: method.clone() }
    }

    pub(crate) fn header(&mut self, name: &HeaderName, value: &HeaderValue) {
        self.line(name.as_str(), value);
    }

    /// `name` is a valid name, in lower case.
    pub(crate) fn line(&mut self, name: &str, value: &HeaderValue) {
        for part in [name.as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            self.bytes.extend_from_slice(part);
        }
    }
}

/// Reads the head of the answer to a request of `method`; `None`: it is not complete.
pub(super) fn parse(bytes: &Bytes, method: &Method) -> Result<Option<Parsed>, HeadError> {
    let mut slots = [const { MaybeUninit::uninit() }; HEADERS_MAX];
    let mut found = httparse::Response::new(&mut []);
    let parser = httparse::ParserConfig::default();
    let parsed = parser.parse_response_with_uninit_headers(&mut found, bytes, &mut slots)?;
    let httparse::Status::Complete(length) = parsed else { return Ok(None) };
    let status = found.code.and_then(|code| StatusCode::from_u16(code).ok()).ok_or(HeadError::Status)?;
    if status == StatusCode::SWITCHING_PROTOCOLS {
        return Err(HeadError::Switch);
    }
    let mut headers = HeaderMap::with_capacity(found.headers.len());
    for header in &*found.headers {
        let name = HeaderName::from_bytes(header.name.as_bytes()).map_err(|_| HeadError::Header)?;
        let value = HeaderValue::from_maybe_shared(bytes.slice_ref(header.value));
        headers.append(name, value.map_err(|_| HeadError::Header)?);
    }
    let is_old = found.version == Some(0);
    let (framing, is_certain) = framing(status, &headers, method)?;
    let keeps =
        is_certain && !is_old && framing != Framing::UntilClose && !says(&headers, &CONNECTION, "close");
    Ok(Some(Parsed { head: AnswerHead { status, headers }, length, framing, keeps }))
}

/// How the end of the body is found, and whether everybody would find it there.
fn framing(status: StatusCode, headers: &HeaderMap, method: &Method) -> Result<(Framing, bool), HeadError> {
    let has_none =
        status.is_informational() || matches!(status.as_u16(), 204 | 304) || method == Method::HEAD;
    if has_none {
        return Ok((Framing::Length(0), true));
    }
    if headers.contains_key(TRANSFER_ENCODING) {
        // Other codings need `te`, which is never sent.
        let mut codings = words(headers, &TRANSFER_ENCODING).filter(|word| !word.is_empty());
        let is_chunked = codings.next().is_some_and(|coding| coding.eq_ignore_ascii_case(b"chunked"));
        if !is_chunked || codings.next().is_some() {
            return Err(HeadError::Coding);
        }
        return Ok((Framing::chunked(), !headers.contains_key(CONTENT_LENGTH)));
    }
    let mut length = None;
    for value in headers.get_all(CONTENT_LENGTH) {
        for part in value.as_bytes().split(|byte| *byte == b',') {
            let part = part.trim_ascii();
            let number =
                std::str::from_utf8(part).ok().filter(|text| text.bytes().all(|b| b.is_ascii_digit()));
            let number = number.and_then(|text| text.parse::<u64>().ok()).ok_or(HeadError::Length)?;
            if length.replace(number).is_some_and(|before| before != number) {
                return Err(HeadError::Length);
            }
        }
    }
    Ok((length.map_or(Framing::UntilClose, Framing::Length), true))
}

fn says(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    words(headers, name).any(|found| found.eq_ignore_ascii_case(word.as_bytes()))
}

/// What is between the commas of a header, in all its lines.
fn words<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'h [u8]> {
    let values = headers.get_all(name).iter();
    values.flat_map(|value| value.as_bytes().split(|byte| *byte == b',')).map(<[u8]>::trim_ascii)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::Method;

    use super::{Framing, parse};

    /// Framing and whether the connection is kept, or the error.
    fn check(head: &str, expected: Result<(Framing, bool), &str>) {
        let bytes = Bytes::from(format!("HTTP/1.1 {head}\r\n\r\nrest"));
        for cut in 0..bytes.len() - 4 {
            assert!(
                !matches!(parse(&bytes.slice(..cut), &Method::POST), Ok(Some(_))),
                "{head}: whole at {cut}"
            );
        }
        let parsed = parse(&bytes, &Method::POST).map(|parsed| {
            let parsed = parsed.unwrap();
            assert_eq!(&bytes[parsed.length..], b"rest");
            (parsed.framing, parsed.keeps)
        });
        assert_eq!(parsed.map_err(|error| error.to_string()), expected.map_err(str::to_owned), "{head}");
    }

    #[test]
    fn the_length_is_as_the_standard_says() {
        check("200 OK\r\ncontent-length: 7", Ok((Framing::Length(7), true)));
        check("200 OK\r\nContent-Length: 7\r\nconnection: x, Close", Ok((Framing::Length(7), false)));
        check("200 \r\ncontent-length: 7, 7", Ok((Framing::Length(7), true)));
        check("200 OK\r\ntransfer-encoding: ,Chunked ", Ok((Framing::chunked(), true)));
        check("200 OK\r\ntransfer-encoding: chunked\r\ncontent-length: 3", Ok((Framing::chunked(), false)));
        check("200 OK\r\nx: y", Ok((Framing::UntilClose, false)));
        check("204 No Content\r\ncontent-length: 7", Ok((Framing::Length(0), true)));
        check("100 Continue", Ok((Framing::Length(0), true)));
    }

    #[test]
    fn what_two_readers_take_differently_is_refused() {
        check("200 OK\r\ncontent-length: 7\r\ncontent-length: 8", Err("it says two lengths"));
        check("200 OK\r\ncontent-length: +7", Err("it says two lengths"));
        check("200 OK\r\ncontent-length: ", Err("it says two lengths"));
        check("200 OK\r\ncontent-length: 99999999999999999999", Err("it says two lengths"));
        let coding = Err("its body is encoded in a way that nobody asked for");
        check("200 OK\r\ntransfer-encoding: gzip, chunked", coding.clone());
        check("200 OK\r\ntransfer-encoding: gzip\r\ntransfer-encoding: chunked", coding.clone());
        check("200 OK\r\ntransfer-encoding: chunked\r\ntransfer-encoding: chunked", coding.clone());
        check("200 OK\r\ntransfer-encoding: xchunked\r\ncontent-length: 3", coding.clone());
        check("200 OK\r\ntransfer-encoding:", coding);
        // White space before the colon, a header over two lines.
        check("200 OK\r\ncontent-length : 7", Err("it is no HTTP/1.1: invalid header name"));
        check("200 OK\r\nx: y\r\n z", Err("it is no HTTP/1.1: invalid header name"));
        check("101 Switching Protocols\r\nupgrade: x", Err("it switches to another protocol unasked"));
    }
}
