//! What the tests share: recorded streams, goldens, and answers seen as what they say.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "each test uses a part; what cannot go on has failed"
)]

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use ghostllm_protocol::frame::event_stream::write_message;
use ghostllm_protocol::{
    ChatRequest, ChatResponse, Collector, Dialect, Event, Exchange, FinishReason, Part, Signature, Signer,
    StreamError,
};

/// A recorded stream: its name, dialect and bytes.
pub(crate) struct Recorded {
    pub(crate) name: String,
    pub(crate) dialect: Dialect,
    pub(crate) bytes: Vec<u8>,
}

pub(crate) fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// Every stream in `tests/streams`. A file `.events` holds a name and a payload a line, framed here.
pub(crate) fn recorded() -> Vec<Recorded> {
    let mut streams = Vec::new();
    for entry in std::fs::read_dir(folder("streams")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let kind = path.extension().unwrap().to_str().unwrap().to_owned();
        if kind == "expected" {
            continue;
        }
        // The longest name first: `ollama-chat` is not `ollama`.
        let dialect = Dialect::ALL.into_iter().filter(|dialect| name.starts_with(dialect.name()));
        let dialect = dialect.max_by_key(|dialect| dialect.name().len()).unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        if kind == "events" {
            bytes = framed(std::str::from_utf8(&bytes).unwrap());
        }
        streams.push(Recorded { name, dialect, bytes });
    }
    streams.sort_by(|one, two| one.name.cmp(&two.name));
    streams
}

fn framed(lines: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for line in lines.lines() {
        let (name, payload) = line.split_once(' ').unwrap();
        let is_exception = name.ends_with("Exception");
        let kind = if is_exception { ":exception-type" } else { ":event-type" };
        let message = if is_exception { "exception" } else { "event" };
        let headers = [(kind, name), (":content-type", "application/json"), (":message-type", message)];
        write_message(&headers, payload.as_bytes(), &mut out);
    }
    out
}

/// An exchange whose client asked `model` and wants usage.
pub(crate) fn exchange(model: &str) -> Exchange {
    let request = ChatRequest { model: model.to_owned(), include_usage: true, ..ChatRequest::default() };
    Exchange::new(Arc::new(request), 0x5EED, 1_750_000_000)
}

/// The events of a stream that comes in these chunks.
pub(crate) fn events_of<'a>(
    dialect: Dialect,
    chunks: impl IntoIterator<Item = &'a [u8]>,
) -> Result<Vec<Event>, StreamError> {
    let mut decoder = dialect.stream_decoder(&exchange("asked-model"));
    let mut events = Vec::new();
    for chunk in chunks {
        decoder.push(Bytes::copy_from_slice(chunk), &mut events)?;
    }
    decoder.finish(&mut events)?;
    Ok(events)
}

pub(crate) fn collect(events: &[Event]) -> ChatResponse {
    let mut collector = Collector::new();
    for event in events {
        collector.push(event.clone());
    }
    collector.so_far()
}

/// The bytes of a stream of these events.
pub(crate) fn stream_of(dialect: Dialect, events: &[Event]) -> Vec<u8> {
    let mut encoder = dialect.stream_encoder(&exchange("asked-model"));
    let mut out = Vec::new();
    for event in events {
        encoder.encode(event, &mut out);
    }
    out
}

/// Holds the contract of events: blocks are opened once and closed once, and nothing comes outside of them.
pub(crate) fn check_contract(events: &[Event]) {
    let (mut open, mut seen) = (Vec::new(), Vec::new());
    for (at, event) in events.iter().enumerate() {
        match event {
            Event::Start(_) => assert_eq!(at, 0, "one start, first: {events:#?}"),
            Event::Open { block, .. } => {
                assert!(!seen.contains(block), "block {block} opened twice: {events:#?}");
                seen.push(*block);
                open.push(*block);
            }
            Event::Delta { block, .. } | Event::Sign { block, .. } | Event::Annotate { block, .. } => {
                assert!(open.contains(block), "block {block} is not open: {events:#?}");
            }
            Event::Close { block } => {
                let place = open.iter().position(|known| known == block);
                open.remove(place.unwrap_or_else(|| panic!("block {block} is not open: {events:#?}")));
            }
            Event::End => {
                assert_eq!(at + 1, events.len(), "nothing after the end: {events:#?}");
                assert!(open.is_empty(), "everything closed at the end: {events:#?}");
            }
            Event::Failed(_) => assert_eq!(at + 1, events.len(), "nothing after a failure: {events:#?}"),
            Event::Finish { .. } | Event::Usage(_) | Event::Extra { .. } => {}
        }
    }
}

/// Compares with a golden file; `UPDATE=1` writes it.
pub(crate) fn check_golden(path: &std::path::Path, actual: &str) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, actual).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        expected == actual,
        "{} differs; UPDATE=1 rewrites it. Now:\n{actual}",
        path.file_name().unwrap().to_string_lossy()
    );
}

/// What an answer says, however its dialect cuts it into parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Said {
    pub(crate) text: String,
    pub(crate) reasoning: String,
    pub(crate) calls: Vec<(String, serde_json::Value)>,
    pub(crate) signatures: Vec<Signature>,
    pub(crate) call_signatures: Vec<Signature>,
    pub(crate) finish: Option<FinishReason>,
    pub(crate) tokens: Option<(u64, u64)>,
    pub(crate) cached: (u64, u64),
    pub(crate) reasoning_tokens: u64,
}

pub(crate) fn said(response: &ChatResponse) -> Said {
    let mut said = Said::default();
    let Some(choice) = response.choices.first() else { return said };
    for part in &choice.parts {
        match part {
            Part::Text(text) => {
                said.text.push_str(&text.text);
                said.signatures.extend(text.signature.clone());
            }
            Part::Refusal(text) => said.text.push_str(text),
            Part::Reasoning(part) => {
                said.reasoning.push_str(&part.text);
                said.signatures.extend(part.signature.clone());
            }
            Part::ToolCall(call) => {
                let arguments = if call.arguments.is_empty() { "{}" } else { &call.arguments };
                said.calls.push((call.name.clone(), serde_json::from_str(arguments).unwrap()));
                said.call_signatures.extend(call.signature.clone());
            }
            _ => {}
        }
    }
    said.finish = choice.finish.as_ref().map(|finish| finish.reason);
    if let Some(usage) = &response.usage {
        said.tokens = Some((usage.input_tokens, usage.output_tokens));
        said.cached = (usage.cache_read_tokens, usage.cache_write_tokens);
        said.reasoning_tokens = usage.reasoning_tokens;
    }
    said
}

/// Events a line each.
pub(crate) fn render(events: &[Event]) -> String {
    let mut out = String::new();
    for event in events {
        writeln!(out, "{event:?}").unwrap();
    }
    out
}

pub(crate) fn signature(signer: Signer, data: &str) -> Signature {
    Signature { signer, data: data.to_owned() }
}
