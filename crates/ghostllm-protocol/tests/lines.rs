//! What clients and models wrote over several lines stays in one line of a stream.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::Arc;

use ghostllm_protocol::{
    BlockKind, ChatResponse, Choice, Dialect, Event, Exchange, Failure, Finish, FinishReason, Part, Start,
};
use serde_json::Value;

/// What a client of `dialect` gets of a call whose arguments came over several lines, where its own request was
/// written so too.
fn streamed(dialect: Dialect) -> String {
    let request = "{\"model\": \"m\", \"input\": \"hi\", \"tools\": [{\"type\": \"function\", \"name\": \"f\",\n \
                   \"parameters\": {\n  \"type\": \"object\"\r\n }}]}";
    let request = Dialect::OpenAiResponses.decode_request(request.as_bytes()).unwrap();
    let mut encoder = dialect.stream_encoder(&Exchange::new(Arc::new(request), 1, 2));
    let (id, name) = ("c1".to_owned(), "f".to_owned());
    let events = [
        Event::Start(Start::default()),
        Event::Open { block: 0, choice: 0, kind: BlockKind::ToolCall { id, name, signature: None } },
        Event::Delta { block: 0, text: "{\n  \"city\":\r\n \"Os\\nlo\"}".to_owned() },
        Event::Close { block: 0 },
        Event::Finish { choice: 0, finish: Finish::from(FinishReason::ToolCalls) },
        Event::End,
    ];
    let mut out = Vec::new();
    for event in &events {
        encoder.encode(event, &mut out);
    }
    String::from_utf8(out).unwrap()
}

#[test]
fn a_frame_is_one_line() {
    for dialect in [Dialect::OpenAiResponses, Dialect::Gemini, Dialect::Anthropic, Dialect::OpenAiChat] {
        let text = streamed(dialect);
        for frame in text.split("\n\n").filter(|frame| !frame.is_empty()) {
            let data: Vec<&str> = frame.lines().filter(|line| !line.starts_with("event: ")).collect();
            let data = data.as_slice();
            assert!(data.len() == 1 && !data[0].contains('\r'), "{dialect}: {frame}");
            let json = data[0].strip_prefix("data: ").unwrap();
            assert!(json == "[DONE]" || serde_json::from_str::<Value>(json).is_ok(), "{dialect}: {json}");
        }
    }
    let lines = streamed(Dialect::OllamaChat);
    let values: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let call = values.iter().find_map(|value| value.pointer("/message/tool_calls/0/function")).unwrap();
    assert_eq!(call["arguments"]["city"], "Os\nlo");
}

/// A provider's word that a client has none for is told.
#[test]
fn an_unknown_end_is_told() {
    let finish = Finish {
        reason: FinishReason::Other,
        native: Some("MALFORMED_FUNCTION_CALL".to_owned()),
        stop_sequence: None,
    };
    let choice = Choice { parts: vec![Part::text("x")], finish: Some(finish), ..Choice::default() };
    let response =
        ChatResponse { origin: Some(Dialect::Gemini), choices: vec![choice], ..ChatResponse::default() };
    let exchange = Exchange::new(Arc::default(), 1, 2);
    for client in [Dialect::OpenAiChat, Dialect::Anthropic, Dialect::OpenAiResponses, Dialect::OllamaChat] {
        let losses = client.encode_response(&response, &exchange).losses.header_value();
        assert!(losses.contains("finish_reason.MALFORMED_FUNCTION_CALL;changed"), "{client}: {losses}");
    }
    assert!(Dialect::Gemini.encode_response(&response, &exchange).losses.is_empty());
}

/// Clients of Responses that do not look at `error` wait for `response.failed`.
#[test]
fn a_stream_of_responses_that_fails_says_so_twice() {
    let mut encoder = Dialect::OpenAiResponses.stream_encoder(&Exchange::new(Arc::default(), 1, 2));
    let mut out = Vec::new();
    encoder.encode(&Event::Start(Start::default()), &mut out);
    let failure = Failure::new(ghostllm_protocol::Category::Upstream, "it broke");
    encoder.encode(&Event::Failed(failure), &mut out);
    let text = String::from_utf8(out).unwrap();
    let last = text.split("\n\n").filter(|frame| !frame.is_empty()).last().unwrap();
    let (name, data) = last.split_once('\n').unwrap();
    let event: Value = serde_json::from_str(data.strip_prefix("data: ").unwrap()).unwrap();
    assert_eq!((name, &event["response"]["status"]), ("event: response.failed", &"failed".into()));
    assert_eq!(event["response"]["error"]["message"], "it broke");
    assert!(text.contains("event: error\n"), "{text}");
}
