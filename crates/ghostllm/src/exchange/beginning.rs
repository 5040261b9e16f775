//! The beginning of a stream. Nothing has gone to the client yet: a provider whose first event is a failure has failed
//! like one that says so with its status, and somebody else may be asked.
//!
//! Holds: once an event has come, nothing is waited for. Comments in front of it hold the stream back for
//! [`HELD_TIME_MAX`] at most; then it goes on as it is.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use ghostllm_protocol::frame::event_stream::EventStreamParser;
use ghostllm_protocol::frame::sse::SseParser;
use ghostllm_protocol::{Dialect, Event, Exchange, Failure, Framing};

use crate::upstream::{AnswerBody, HttpError};

/// Providers that are at work say so every few seconds, and a client should hear of it.
const HELD_TIME_MAX: Duration = Duration::from_secs(10);
/// What is longer is no failure.
const HELD_BYTES_MAX: usize = 16 << 10;

/// Why a stream did not begin.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoBeginning {
    #[error(transparent)]
    Broken(#[from] HttpError),
    #[error("its stream ended before anything was in it")]
    Empty,
}

/// Reads a stream's beginning: its first event, or less where that takes long.
pub(super) async fn read(framing: Framing, body: &mut AnswerBody) -> Result<Bytes, NoBeginning> {
    let mut held = Bytes::new();
    let reading = async {
        while held.len() <= HELD_BYTES_MAX && first_event(framing, &held).is_none() {
            // Providers end so whose last event has no blank line.
            let Some(more) = body.data().await else { break };
            let more = more?;
            held = if held.is_empty() { more } else { [held.as_ref(), more.as_ref()].concat().into() };
        }
        Ok(())
    };
    match tokio::time::timeout(HELD_TIME_MAX, reading).await {
        Ok(Err(error)) => Err(NoBeginning::Broken(error)),
        Ok(Ok(())) if held.is_empty() => Err(NoBeginning::Empty),
        Ok(Ok(())) | Err(_) => Ok(held),
    }
}

/// The failure that a stream begins with, if it does.
pub(super) fn failure(dialect: Dialect, framing: Framing, beginning: &Bytes) -> Option<Failure> {
    let names_one = |bytes: &[u8]| {
        [&b"rror"[..], b"xception"].iter().any(|word| memchr::memmem::find(bytes, word).is_some())
    };
    // Of hardly any stream: nothing is taken apart for the others.
    if !names_one(beginning) {
        return None;
    }
    let event = match framing {
        Framing::JsonArray => member(beginning),
        _ => first_event(framing, beginning).unwrap_or_else(|| beginning.clone()),
    };
    if !names_one(&event) {
        return None;
    }
    let (exchange, mut events) = (Exchange::new(Arc::default(), 0, 0), Vec::new());
    let mut decoder = dialect.stream_decoder(&exchange);
    // What cannot be read is for whoever reads the rest.
    let _ = decoder.push(event, &mut events).and_then(|()| decoder.finish(&mut events));
    match events.into_iter().find(|event| !matches!(event, Event::Start(_))) {
        Some(Event::Failed(failure)) => Some(failure),
        _ => None,
    }
}

/// An array of one member, as far as it has come, as the event that the member would be.
fn member(array: &[u8]) -> Bytes {
    let text = array.trim_ascii();
    let text = text.strip_prefix(b"[").unwrap_or(text);
    let text = text.strip_suffix(b"]").unwrap_or(text);
    let line = text.iter().map(|byte| if byte.is_ascii_whitespace() { b' ' } else { *byte });
    b"data: ".iter().copied().chain(line).chain(*b"\n\n").collect()
}

/// The first event in the bytes of a stream, if it is whole, with what may be in front of it.
fn first_event(framing: Framing, bytes: &Bytes) -> Option<Bytes> {
    let mut end = 0;
    match framing {
        Framing::Sse => {
            let mut parser = SseParser::new();
            parser.push(bytes.clone());
            loop {
                let frame = parser.next_frame().ok()??;
                end += frame.raw.len();
                if frame.data.is_some() {
                    break;
                }
            }
        }
        Framing::Ndjson => {
            let begin = bytes.len() - bytes.trim_ascii_start().len();
            end = begin + memchr::memchr(b'\n', &bytes[begin..])? + 1;
        }
        Framing::EventStream => {
            let mut parser = EventStreamParser::new();
            parser.push(bytes.clone());
            end = parser.next_message().ok()??.raw.len();
        }
        // Its members are not told apart here.
        Framing::JsonArray => end = bytes.len(),
    }
    (end > 0).then(|| bytes.slice(..end))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use ghostllm_protocol::{Category, Dialect, Framing};

    use super::{failure, first_event};

    fn check(dialect: Dialect, beginning: &str, expected: Option<Category>) {
        let beginning = Bytes::from(beginning.to_owned().into_bytes());
        let found = failure(dialect, dialect.framing(), &beginning);
        assert_eq!(found.map(|failure| failure.category), expected, "{dialect:?}: {beginning:?}");
    }

    #[test]
    fn a_failure_at_the_beginning_is_found_in_every_dialect_s_words() {
        let overloaded = r#"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#;
        check(
            Dialect::Anthropic,
            &format!("event: error\ndata: {overloaded}\n\n"),
            Some(Category::Overloaded),
        );
        let limited = r#"{"error":{"message":"slow down","code":429}}"#;
        check(Dialect::OpenAiChat, &format!(": wait\n\ndata: {limited}\n\n"), Some(Category::RateLimited));
        check(Dialect::OpenAiChat, &format!("data: {limited}"), Some(Category::RateLimited));
        let failed = r#"{"type":"error","code":"rate_limit_exceeded","message":"slow down"}"#;
        check(
            Dialect::OpenAiResponses,
            &format!("event: error\ndata: {failed}\n\n"),
            Some(Category::RateLimited),
        );
        check(Dialect::Gemini, "data: {\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\"}}\r\n\r\n", {
            Some(Category::Overloaded)
        });
        check(Dialect::OllamaChat, "{\"error\":\"no such model\"}\n", Some(Category::Upstream));
        let array = Bytes::from_static(b"[{\n  \"error\": {\"code\": 429, \"message\": \"slow down\"}\n}\n]");
        let found = failure(Dialect::Gemini, Framing::JsonArray, &array);
        assert_eq!(found.map(|failure| failure.category), Some(Category::RateLimited));
    }

    #[test]
    fn what_only_speaks_of_one_is_none() {
        let text = r#"{"choices":[{"index":0,"delta":{"content":"an \"error\""}}]}"#;
        check(Dialect::OpenAiChat, &format!("data: {text}\n\n"), None);
        check(Dialect::OllamaChat, "{\"message\":{\"content\":\"error\"},\"done\":false}\n", None);
        let created =
            r#"{"type":"response.created","response":{"id":"r","error":null,"status":"in_progress"}}"#;
        check(Dialect::OpenAiResponses, &format!("event: response.created\ndata: {created}\n\n"), None);
        // After a beginning, it is no beginning.
        let after = format!("data: {text}\n\ndata: {{\"error\":{{\"message\":\"x\"}}}}\n\n");
        check(Dialect::OpenAiChat, &after, None);
    }

    #[test]
    fn a_beginning_is_over_with_its_first_event() {
        let length = |framing, text: &'static str| {
            first_event(framing, &Bytes::from_static(text.as_bytes())).map(|event| event.len())
        };
        assert_eq!(length(Framing::Sse, ": a\n\ndata: 1\n\ndata"), Some(": a\n\ndata: 1\n\n".len()));
        assert_eq!(length(Framing::Sse, ": a\n\ndata: 1\n"), None);
        assert_eq!(length(Framing::Ndjson, "\n{}\n{}"), Some(4));
        assert_eq!(length(Framing::Ndjson, "{}"), None);
        assert_eq!(length(Framing::JsonArray, ""), None);
        assert_eq!(length(Framing::EventStream, "\0\0"), None);
    }
}
