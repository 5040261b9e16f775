//! Answers and requests that are odd in one thing, each from a server or client that sends them so.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use ghostllm_protocol::frame::event_stream::write_message;
use ghostllm_protocol::{Category, ChatResponse, Choice, Dialect, Event, Part, Usage};
use serde_json::{Value, json};
use support::{collect, events_of, exchange, said, stream_of};

fn usage(dialect: Dialect, counts: &Value) -> Usage {
    dialect.usage(json!({ "usage": counts }).to_string().as_bytes()).unwrap()
}

/// Thoughts that a provider counts beside the answer are part of what was written, and paid for.
#[test]
fn thoughts_counted_apart() {
    let check = |counts: Value, expected: (u64, u64, u64)| {
        let usage = usage(Dialect::OpenAiChat, &counts);
        let found = (usage.input_tokens, usage.output_tokens, usage.reasoning_tokens);
        assert_eq!(found, expected, "{counts}");
        let response = ChatResponse { usage: Some(usage), ..ChatResponse::default() };
        let own = Dialect::OpenAiChat.encode_response(&response, &exchange("m")).body;
        let own: Value = serde_json::from_slice(&own).unwrap();
        assert_eq!(own["usage"]["total_tokens"], expected.0 + expected.1);
    };
    let details = |thoughts: u64| json!({ "reasoning_tokens": thoughts });
    // Without a total, more thoughts than answer cannot be a part of it.
    check(
        json!({"prompt_tokens": 5, "completion_tokens": 1, "completion_tokens_details": details(386)}),
        (5, 387, 386),
    );
    // OpenAI's add up, and a wrong total takes nothing away.
    check(
        json!({"prompt_tokens": 5, "completion_tokens": 100, "total_tokens": 105,
            "completion_tokens_details": details(64)}),
        (5, 100, 64),
    );
    check(json!({"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 0}), (5, 7, 0));
    check(json!({"prompt_tokens": 5.0, "completion_tokens": 7.0, "total_tokens": 12.0}), (5, 7, 0));
}

/// What does not matter in an answer is no reason to throw it away.
#[test]
fn answers_with_something_broken_in_them() {
    let whole = |body: &str| {
        let answer = Dialect::OpenAiChat.decode_response(body.as_bytes(), &exchange("m"));
        said(&answer.unwrap_or_else(|error| panic!("{error}: {body}")))
    };
    let streamed = |chunk: &str| {
        let stream = format!("data: {chunk}\n\ndata: [DONE]\n\n");
        said(&collect(&events_of(Dialect::OpenAiChat, [stream.as_bytes()]).unwrap()))
    };
    for (text, expected) in [
        (r"a \ud83d", "a \u{FFFD}"),
        (r"\ude00 b", "\u{FFFD} b"),
        (r"\ud83d\ude00", "\u{1F600}"),
        (r"\ud83d\ud83d\ude00\\ud83d", "\u{FFFD}\u{1F600}\\ud83d"),
        (r"\ud83d\n", "\u{FFFD}\n"),
    ] {
        let choice = |name: &str| format!(r#"{{"choices":[{{"index":0,"{name}":{{"content":"{text}"}}}}]}}"#);
        assert_eq!(whole(&choice("message")).text, expected, "{text}");
        assert_eq!(streamed(&choice("delta")).text, expected, "{text}");
    }
    for (head, tokens) in [
        (r#""created":1700000000.5"#, None),
        (r#""created":"now""#, None),
        (r#""usage":{"prompt_tokens":12.0,"completion_tokens":3.0}"#, Some((12, 3))),
        (r#""usage":{"prompt_tokens":"many","completion_tokens":3}"#, None),
    ] {
        let choice =
            |name: &str| format!(r#"{{{head},"choices":[{{"index":0,"{name}":{{"content":"a"}}}}]}}"#);
        for answer in [whole(&choice("message")), streamed(&choice("delta"))] {
            assert_eq!((answer.text.as_str(), answer.tokens), ("a", tokens), "{head}");
        }
    }
    let body = r#"{"created":1700000000.5,"choices":[{"index":0,"text":"a","finish_reason":"stop"}]}"#;
    let answer = Dialect::OpenAiCompletions.decode_response(body.as_bytes(), &exchange("m")).unwrap();
    assert_eq!((said(&answer).text.as_str(), answer.created_s), ("a", Some(1_700_000_000)));
    let stream = format!("data: {body}\n\ndata: [DONE]\n\n");
    let events = events_of(Dialect::OpenAiCompletions, [stream.as_bytes()]).unwrap();
    assert_eq!(said(&collect(&events)).text, "a");
    let body = r#"{"messages":[{"role":"user","content":"cut \ud83d"}]}"#;
    let request = Dialect::OpenAiChat.decode_request(body.as_bytes()).unwrap();
    assert_eq!(request.messages[0].to_text(), "cut \u{FFFD}");
}

/// A key of the upstream's own cannot end the line that it is written into.
#[test]
fn keys_are_escaped() {
    let stream = "data: {\"a\\n\\\"b\":1,\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"}}]}\n\ndata: [DONE]\n\n";
    let events = events_of(Dialect::OpenAiChat, [stream.as_bytes()]).unwrap();
    let out = String::from_utf8(stream_of(Dialect::OpenAiChat, &events)).unwrap();
    let frames: Vec<Value> = out
        .lines()
        .filter_map(|line| line.strip_prefix("data: ").filter(|data| *data != "[DONE]"))
        .map(|data| serde_json::from_str(data).unwrap())
        .collect();
    assert!(frames.iter().any(|frame| frame["a\n\"b"] == 1), "{out}");
}

/// Gemini's answer with nothing in it but a word that is no end of an answer.
#[test]
fn a_stream_that_ends_before_it_begins_has_failed() {
    let check = |parts: &str, fails: bool| {
        let stream = format!(
            "data: {{\"candidates\":[{{\"content\":{{\"parts\":[{parts}]}},\"finishReason\":\"MALFORMED_FUNCTION_CALL\",\
             \"finishMessage\":\"no such call\"}}],\"usageMetadata\":{{\"promptTokenCount\":7}}}}\n\n"
        );
        let events = events_of(Dialect::Gemini, [stream.as_bytes()]).unwrap();
        let Some(Event::Failed(failure)) = events.last().filter(|_| fails) else {
            return assert_eq!((events.last(), fails), (Some(&Event::End), false), "{parts}");
        };
        assert_eq!((failure.category, failure.status), (Category::Upstream, 502));
        assert!(
            failure.message.contains("MALFORMED_FUNCTION_CALL") && failure.message.contains("no such call")
        );
        assert_eq!(collect(&events).usage.unwrap().input_tokens, 7);
    };
    check("", true);
    check(r#"{"text":"so far"}"#, false);
}

/// An error of AWS' event stream itself has no payload.
#[test]
fn errors_in_the_headers_of_an_event_stream() {
    for (code, category) in [
        ("ThrottlingException", Category::RateLimited),
        ("throttlingException", Category::RateLimited),
        ("InternalFailure", Category::Upstream),
    ] {
        let mut stream = Vec::new();
        let headers = [(":message-type", "error"), (":error-code", code), (":error-message", "too \"fast\"")];
        write_message(&headers, b"", &mut stream);
        let events = events_of(Dialect::Bedrock, [stream.as_slice()]).unwrap();
        let Some(Event::Failed(failure)) = events.last() else { panic!("{events:?}") };
        assert_eq!((failure.category, failure.message.as_str()), (category, "too \"fast\""), "{code}");
    }
}

/// A whole answer as a stream has an end that says why, and no word about what was never said.
#[test]
fn whole_answers_become_whole_streams() {
    let choices = vec![Choice { parts: vec![Part::text("hi")], ..Choice::default() }];
    let response = ChatResponse { origin: Some(Dialect::OllamaChat), choices, ..ChatResponse::default() };
    let stream = String::from_utf8(stream_of(Dialect::OpenAiChat, &response.into_events())).unwrap();
    assert_eq!(stream.matches(r#""finish_reason":"stop""#).count(), 1, "{stream}");
    let body = json!({"id": "r", "object": "response", "created_at": 1, "model": "m", "status": "completed",
        "tools": [], "temperature": 1.0, "store": true,
        "output": [{"type": "message", "id": "msg_1", "role": "assistant", "status": "completed",
            "content": [{"type": "output_text", "text": "hi", "annotations": [], "logprobs": []}]},
            {"type": "function_call", "id": "fc_1", "call_id": "c", "name": "f", "arguments": "{}", "status": "completed"}]});
    let answer =
        Dialect::OpenAiResponses.decode_response(body.to_string().as_bytes(), &exchange("m")).unwrap();
    for client in [Dialect::OpenAiChat, Dialect::Anthropic] {
        let stream = String::from_utf8(stream_of(client, &answer.clone().into_events())).unwrap();
        assert!(!stream.contains("losses"), "{client}: {stream}");
    }
}

/// A call of which the arguments are still to come is not done.
#[test]
fn a_call_is_in_progress_until_it_is_done() {
    let call = ghostllm_protocol::ToolCall {
        id: "c".to_owned(),
        name: "f".to_owned(),
        arguments: "{}".to_owned(),
        ..ghostllm_protocol::ToolCall::default()
    };
    let choices = vec![Choice { parts: vec![Part::ToolCall(call)], ..Choice::default() }];
    let response = ChatResponse { origin: Some(Dialect::Anthropic), choices, ..ChatResponse::default() };
    let stream = String::from_utf8(stream_of(Dialect::OpenAiResponses, &response.into_events())).unwrap();
    let statuses: Vec<Value> = stream
        .lines()
        .filter_map(|line| line.strip_prefix("data: "))
        .map(|data| serde_json::from_str::<Value>(data).unwrap()["item"]["status"].clone())
        .filter(|status| !status.is_null())
        .collect();
    assert_eq!(statuses, ["in_progress", "completed"]);
}
