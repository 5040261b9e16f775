//! Bodies and frames that are made to be slow to read: what they cost grows as they do, or they are refused.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::time::{Duration, Instant};

use ghostllm_protocol::{Dialect, Profile, StreamError};
use support::events_of;

/// A body `MANY` times as large takes no more than a few times as long as its size says: had each field been looked
/// for among all others, it would take the square of that.
fn check(client: Dialect, upstream: Dialect, body: impl Fn(usize) -> String) {
    const SMALL: usize = 2_000;
    const MANY: usize = 20;
    let time = |count: usize| {
        let body = body(count);
        let start = Instant::now();
        let mut request = client.decode_request(body.as_bytes()).unwrap();
        "up".clone_into(&mut request.model);
        let _ = upstream.encode_request(&request, &Profile::NATIVE);
        start.elapsed()
    };
    let small = (0..3).map(|_| time(SMALL)).max().unwrap_or_default().max(Duration::from_millis(2));
    let large = (0..3).map(|_| time(SMALL * MANY)).min().unwrap_or_default();
    let most = small * u32::try_from(MANY * 5).unwrap();
    assert!(
        large < most,
        "{client} to {upstream}: {small:?} for {SMALL}, {large:?} for {MANY} times as many"
    );
}

fn repeated(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(",")
}

#[test]
fn one_field_again_and_again() {
    let body = |count| {
        let again = repeated(count, |_| r#""model":"m""#.to_owned());
        let others = repeated(count, |at| format!(r#""k{at}":1"#));
        format!(r#"{{{again},{others},"messages":[]}}"#)
    };
    check(Dialect::OpenAiChat, Dialect::OpenAiResponses, body);
}

fn frame_of_calls(count: usize, arguments: &str) -> String {
    let call =
        |at| format!(r#"{{"index":{at},"id":"c{at}","function":{{"name":"f","arguments":"{arguments}"}}}}"#);
    let calls = repeated(count, call);
    format!(
        "data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"tool_calls\":[{calls}]}},\"finish_reason\":\"tool_calls\"}}]}}\n\ndata: [DONE]\n\n"
    )
}

#[test]
fn calls_in_one_frame() {
    for arguments in ["{}", "{"] {
        let start = Instant::now();
        let frame = frame_of_calls(1_000, arguments);
        let events = events_of(Dialect::OpenAiChat, [frame.as_bytes()]).unwrap();
        assert_eq!(
            events.iter().filter(|event| matches!(event, ghostllm_protocol::Event::Open { .. })).count(),
            1_000
        );
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
        let frame = frame_of_calls(20_000, arguments);
        let Err(StreamError::Decode(error)) = events_of(Dialect::OpenAiChat, [frame.as_bytes()]) else {
            panic!("twenty thousand calls were read");
        };
        assert!(error.to_string().contains("tool_calls") && error.to_string().contains("1024"), "{error}");
    }
    let choice = |at| format!(r#"{{"index":{at},"delta":{{"content":"a"}}}}"#);
    let frame = format!("data: {{\"choices\":[{}]}}\n\n", repeated(1_000, choice));
    assert!(matches!(events_of(Dialect::OpenAiChat, [frame.as_bytes()]), Err(StreamError::Decode(_))));
    let candidate = |at| format!(r#"{{"index":{at},"content":{{"parts":[{{"text":"a"}}]}}}}"#);
    let frame = format!("data: {{\"candidates\":[{}]}}\n\n", repeated(1_000, candidate));
    assert!(matches!(events_of(Dialect::Gemini, [frame.as_bytes()]), Err(StreamError::Decode(_))));
}

#[test]
fn blocks_that_are_never_closed() {
    let added = |at| {
        format!(
            "data: {{\"type\":\"response.output_item.added\",\"output_index\":{at},\"item\":{{\"type\":\"reasoning\",\"id\":\"r\"}}}}\n\n"
        )
    };
    let stream: String = (0..3_000).map(added).collect();
    let error = events_of(Dialect::OpenAiResponses, [stream.as_bytes()]).unwrap_err();
    assert!(matches!(&error, StreamError::Decode(error) if error.to_string().contains("1024")), "{error:?}");
}
