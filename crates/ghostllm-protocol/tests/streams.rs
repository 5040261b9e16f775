//! Recorded streams of every dialect: what they say, and that they say it however their bytes are cut.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use ghostllm_protocol::{Dialect, Event, Framing};
use support::{check_contract, check_golden, events_of, folder, recorded, render};

/// Long enough for two cuts to be far from each other, short enough for a quick test.
const STEP: usize = 61;

/// A spelling of SSE, and how a stream is brought into it.
type Spelling<'a> = (&'a str, &'a dyn Fn(&str) -> String);

#[test]
fn say_what_is_expected() {
    for stream in recorded() {
        let events = events_of(stream.dialect, [&stream.bytes[..]]).unwrap();
        check_contract(&events);
        check_golden(&folder("streams").join(format!("{}.expected", stream.name)), &render(&events));
    }
}

#[test]
fn say_the_same_split_at_every_byte() {
    for stream in recorded() {
        let whole = events_of(stream.dialect, [&stream.bytes[..]]).unwrap();
        // Chunks of so many bytes, begun at every offset: each place is a cut once, and cuts meet.
        for offset in 1..=STEP {
            let (head, tail) = stream.bytes.split_at(offset.min(stream.bytes.len()));
            let events = events_of(stream.dialect, std::iter::once(head).chain(tail.chunks(STEP))).unwrap();
            assert_eq!(events, whole, "{} cut every {STEP} bytes from {offset}", stream.name);
        }
        for step in [1, 2, 3, 7] {
            let events = events_of(stream.dialect, stream.bytes.chunks(step)).unwrap();
            assert_eq!(events, whole, "{} in steps of {step}", stream.name);
        }
    }
}

/// Line ends, comments, missing spaces, data over several lines, a byte order mark.
#[test]
fn say_the_same_in_every_spelling_of_sse() {
    let with_comments =
        |text: &str| text.replace("\n\n", "\n: note\n\n:\n\n").replace("data: ", ": x\ndata: ");
    let over_lines = |text: &str| text.replace("data: {", "data: {\ndata: ");
    let spellings: [Spelling<'_>; 7] = [
        ("CRLF", &|text| text.replace('\n', "\r\n")),
        ("CR", &|text| text.replace('\n', "\r")),
        ("no spaces", &|text| text.replace("data: ", "data:").replace("event: ", "event:")),
        ("comments", &with_comments),
        ("several lines", &over_lines),
        ("mark, ids and retries", &|text| {
            format!("\u{FEFF}{}", text.replace("data: ", "id: 1\nretry: 5\ndata: "))
        }),
        ("no last blank line", &|text| text.trim_end().to_owned()),
    ];
    for stream in recorded().into_iter().filter(|stream| stream.dialect.framing() == Framing::Sse) {
        let whole = events_of(stream.dialect, [&stream.bytes[..]]).unwrap();
        let text = std::str::from_utf8(&stream.bytes).unwrap();
        for (name, spell) in &spellings {
            let spelled = spell(text);
            for step in [spelled.len(), 1, 2, 5] {
                let events = events_of(stream.dialect, spelled.as_bytes().chunks(step)).unwrap();
                assert_eq!(events, whole, "{} with {name} in steps of {step}", stream.name);
            }
        }
    }
}

#[test]
fn ndjson_in_crlf_with_blank_lines() {
    for stream in recorded().into_iter().filter(|stream| stream.dialect.framing() == Framing::Ndjson) {
        let whole = events_of(stream.dialect, [&stream.bytes[..]]).unwrap();
        let text = std::str::from_utf8(&stream.bytes).unwrap().replace('\n', "\r\n\r\n");
        assert_eq!(events_of(stream.dialect, text.as_bytes().chunks(3)).unwrap(), whole);
        let cut = text.trim_end();
        assert_eq!(events_of(stream.dialect, cut.as_bytes().chunks(4)).unwrap(), whole, "no last line end");
    }
}

/// A stream that stops anywhere before its end is an error, never a shorter answer.
#[test]
fn cut_streams_are_errors() {
    for stream in recorded() {
        let whole = events_of(stream.dialect, [&stream.bytes[..]]).unwrap();
        if !matches!(whole.last(), Some(Event::End)) {
            continue;
        }
        let complete = support::said(&support::collect(&whole));
        let length = stream.bytes.len();
        for at in (0..length).filter(|at| at % 23 == 0 || length - at < 400) {
            let Ok(events) = events_of(stream.dialect, [&stream.bytes[..at]]) else { continue };
            // Only usage and the end mark may be missing.
            let said = support::said(&support::collect(&events));
            let usage = support::Said { tokens: complete.tokens, cached: complete.cached, ..said };
            let said = support::Said { reasoning_tokens: complete.reasoning_tokens, ..usage };
            assert_eq!(said, complete, "{} cut at {at}", stream.name);
        }
    }
}

/// What the gateway bills on the path that forwards bytes: the last usage of a stream, frame by frame.
#[test]
fn usage_is_found_without_decoding() {
    for stream in recorded() {
        let events = events_of(stream.dialect, [&stream.bytes[..]]).unwrap();
        let expected = events.iter().rev().find_map(|event| match event {
            Event::Usage(usage) => Some((usage.input_tokens, usage.output_tokens, usage.cache_read_tokens)),
            _ => None,
        });
        let mut found: Option<ghostllm_protocol::Usage> = None;
        for data in frames(stream.dialect, &stream.bytes) {
            if let Some(usage) = stream.dialect.usage(&data) {
                found.get_or_insert_default().merge(&usage);
            }
        }
        let found = found.map(|usage| (usage.input_tokens, usage.output_tokens, usage.cache_read_tokens));
        assert_eq!(found, expected, "{}", stream.name);
    }
}

fn frames(dialect: Dialect, bytes: &[u8]) -> Vec<Vec<u8>> {
    use ghostllm_protocol::frame::{event_stream::EventStreamParser, ndjson::NdjsonParser, sse::SseParser};
    let bytes = bytes::Bytes::copy_from_slice(bytes);
    let mut frames = Vec::new();
    match dialect.framing() {
        Framing::Ndjson => {
            let mut parser = NdjsonParser::new();
            parser.push(bytes);
            while let Some(line) = parser.next_line().unwrap() {
                frames.push(line.to_vec());
            }
        }
        Framing::EventStream => {
            let mut parser = EventStreamParser::new();
            parser.push(bytes);
            while let Some(message) = parser.next_message().unwrap() {
                frames.push(message.payload.to_vec());
            }
        }
        Framing::Sse | Framing::JsonArray => {
            let mut parser = SseParser::new();
            parser.push(bytes);
            while let Some(frame) = parser.next_frame().unwrap() {
                frames.extend(frame.data.map(|data| data.to_vec()));
            }
        }
    }
    frames
}

/// What a client's dialect has no words for is said before the end of its stream.
#[test]
fn losses_of_a_stream_are_in_a_comment() {
    let stream = recorded().into_iter().find(|stream| stream.name == "anthropic-tools").unwrap();
    let events = events_of(stream.dialect, [&stream.bytes[..]]).unwrap();
    let comment = |client| {
        let text = String::from_utf8(support::stream_of(client, &events)).unwrap();
        text.lines().find(|line| line.starts_with(": x-ghostllm-response-losses: ")).map(str::to_owned)
    };
    assert!(comment(Dialect::OpenAiCompletions).is_some());
    assert_eq!(comment(Dialect::Anthropic), None, "nothing is lost");
    assert_eq!(comment(Dialect::Gemini), None, "its clients expect no comments");
}

/// Found by fuzzing: servers that end without a reason, begin twice, go on after the end, or never begin.
#[test]
fn broken_streams_keep_the_contract() {
    let chunk = |delta: &str| format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{delta}}}]}}\n\n");
    let said = format!("{}data: [DONE]\n\n{{garbage\n\n", chunk(r#"{"content":"hi"}"#));
    let events = events_of(Dialect::OpenAiChat, [said.as_bytes()]).unwrap();
    check_contract(&events);
    assert!(matches!(events[events.len() - 2], Event::Finish { choice: 0, .. }), "{events:?}");
    let start =
        "data: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"content\":[],\"usage\":{}}}\n\n";
    let stop = "data: {\"type\":\"message_stop\"}\n\n";
    for text in [format!("{start}{start}{stop}"), stop.to_owned()] {
        let events = events_of(Dialect::Anthropic, [text.as_bytes()]).unwrap();
        check_contract(&events);
        assert!(matches!(events.first(), Some(Event::Start(_))), "{events:?}");
    }
}
