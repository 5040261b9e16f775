//! SSE, NDJSON and AWS event streams: frames are the same however the bytes are cut, and joined they are the bytes.
#![no_main]

use bytes::Bytes;
use ghostllm_protocol::frame::event_stream::EventStreamParser;
use ghostllm_protocol::frame::ndjson::NdjsonParser;
use ghostllm_protocol::frame::sse::SseParser;
use libfuzzer_sys::fuzz_target;

/// The frames of `bytes` in pieces of `step`; `None`: they are broken.
type Parse = fn(&[u8], usize) -> Option<Vec<Vec<u8>>>;

fn sse(bytes: &[u8], step: usize) -> Option<Vec<Vec<u8>>> {
    let mut parser = SseParser::new();
    let (mut frames, mut raw) = (Vec::new(), Vec::new());
    let mut take = |frame: ghostllm_protocol::frame::sse::SseFrame| {
        raw.extend_from_slice(&frame.raw);
        // Blank lines between events may come by themselves or with the event before.
        frames.extend(frame.data.map(|data| [&frame.event[..], b"\0", &data].concat()));
    };
    for chunk in bytes.chunks(step) {
        parser.push(Bytes::copy_from_slice(chunk));
        while let Some(frame) = parser.next_frame().ok()? {
            take(frame);
        }
    }
    if let Some(frame) = parser.finish() {
        take(frame);
    }
    assert!(bytes.starts_with(&raw), "frames are the bytes that went in");
    Some(frames)
}

fn ndjson(bytes: &[u8], step: usize) -> Option<Vec<Vec<u8>>> {
    let mut parser = NdjsonParser::new();
    let mut lines = Vec::new();
    for chunk in bytes.chunks(step) {
        parser.push(Bytes::copy_from_slice(chunk));
        while let Some(line) = parser.next_line().ok()? {
            lines.push(line.to_vec());
        }
    }
    lines.extend(parser.finish().map(|line| line.to_vec()));
    Some(lines)
}

fn events(bytes: &[u8], step: usize) -> Option<Vec<Vec<u8>>> {
    let mut parser = EventStreamParser::with_limit(1 << 20);
    let mut messages = Vec::new();
    for chunk in bytes.chunks(step) {
        parser.push(Bytes::copy_from_slice(chunk));
        while let Some(message) = parser.next_message().ok()? {
            messages.push(message.payload.to_vec());
        }
    }
    Some(messages)
}

fuzz_target!(|input: (u8, &[u8])| {
    let (step, bytes) = (usize::from(input.0).max(1), input.1);
    let parsers: [Parse; 3] = [sse, ndjson, events];
    for parse in parsers {
        let whole = parse(bytes, bytes.len().max(1));
        assert_eq!(parse(bytes, step), whole, "in steps of {step}");
    }
});
