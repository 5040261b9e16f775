//! Chat Completions: requests there and back, and streams of compatible servers.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::Arc;

use ghostllm_protocol::{
    ChatRequest, ChatResponse, Collector, Dialect, Exchange, FinishReason, Part, Profile,
};
use serde_json::{Value, json};

fn exchange() -> Exchange {
    let request = ChatRequest { model: "m".to_owned(), include_usage: true, ..ChatRequest::default() };
    Exchange::new(Arc::new(request), 1, 7)
}

/// What a stream of these chunks says.
fn collect(chunks: &[Value]) -> ChatResponse {
    let frames: Vec<String> = chunks.iter().map(|chunk| format!("data: {chunk}\n\n")).collect();
    let bytes = frames.concat() + "data: [DONE]\n\n";
    let mut decoder = Dialect::OpenAiChat.stream_decoder(&exchange());
    let (mut events, mut collector) = (Vec::new(), Collector::new());
    decoder.push(bytes.into(), &mut events).unwrap();
    decoder.finish(&mut events).unwrap();
    for event in events {
        collector.push(event);
    }
    collector.finish().unwrap()
}

fn calls(response: &ChatResponse) -> Vec<(&str, &str, &str)> {
    response
        .tool_calls()
        .map(|call| (call.id.as_str(), call.name.as_str(), call.arguments.as_str()))
        .collect()
}

fn delta(delta: &Value) -> Value {
    json!({"id": "c", "model": "m", "created": 1, "choices": [{"index": 0, "delta": delta}]})
}

fn call(index: usize, id: &str, name: &str, arguments: &str) -> Value {
    delta(
        &json!({"tool_calls": [{"index": index, "id": id, "function": {"name": name, "arguments": arguments}}]}),
    )
}

#[test]
fn tool_calls_in_odd_pieces() {
    let finish = json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]});
    let expected = [("a", "f", r#"{"x":1}"#), ("b", "g", "{}")];
    // Whole in one chunk; piece by piece; by turns; all under one index; the name again in every piece.
    let streams = [
        vec![call(0, "a", "f", r#"{"x":1}"#), call(1, "b", "g", "{}")],
        vec![
            call(0, "a", "f", ""),
            call(0, "", "", "{\"x"),
            call(0, "", "", "\":1}"),
            call(1, "b", "g", "{}"),
        ],
        vec![
            call(0, "a", "f", "{\"x"),
            call(1, "b", "g", "{"),
            call(0, "", "", "\":1}"),
            call(1, "", "", "}"),
        ],
        vec![call(0, "a", "f", r#"{"x":1}"#), call(0, "b", "g", "{}")],
        vec![
            call(0, "a", "f", "{\"x\":"),
            call(0, "a", "f", "1}"),
            call(1, "b", "g", ""),
            call(1, "b", "g", "{}"),
        ],
        vec![
            call(0, "a", "", ""),
            call(0, "", "f", ""),
            call(0, "", "", r#"{"x":1}"#),
            call(1, "b", "g", "{}"),
        ],
    ];
    for mut stream in streams {
        stream.push(finish.clone());
        let response = collect(&stream);
        assert_eq!(calls(&response), expected);
        assert_eq!(response.choices[0].finish.as_ref().unwrap().reason, FinishReason::ToolCalls);
    }
}

#[test]
fn a_request_survives() {
    let body = json!({
        "model": "m", "stream": true, "stream_options": {"include_usage": true},
        "messages": [
            {"role": "system", "content": "s"},
            {"role": "user", "content": [{"type": "text", "text": "t"},
                {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA==", "detail": "low"}}]},
            {"role": "assistant", "content": null, "tool_calls": [
                {"id": "a", "type": "function", "function": {"name": "f", "arguments": "{\"x\": 1}"}}]},
            {"role": "tool", "tool_call_id": "a", "content": "r"}
        ],
        "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}, "strict": true}}],
        "tool_choice": {"type": "function", "function": {"name": "f"}},
        "response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": {"type": "object"}}},
        "max_completion_tokens": 5, "temperature": 0.5, "logit_bias": {"1": 2}, "unheard_of": [1, null]
    });
    let request = Dialect::OpenAiChat.decode_request(body.to_string().as_bytes()).unwrap();
    let encoded = Dialect::OpenAiChat.encode_request(&request, &Profile::NATIVE).unwrap();
    assert!(encoded.losses.is_empty(), "{}", encoded.losses);
    let again: Value = serde_json::from_slice(&encoded.body).unwrap();
    assert_eq!(again, body);
}

#[test]
fn reasoning_and_content_in_turn() {
    let response = collect(&[
        delta(&json!({"role": "assistant", "reasoning_content": "hm"})),
        delta(&json!({"reasoning_content": "m", "content": null})),
        delta(&json!({"content": "Hi"})),
        json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}),
        json!({"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 2,
            "prompt_tokens_details": {"cached_tokens": 1}, "completion_tokens_details": {"reasoning_tokens": 1}}}),
    ]);
    assert!(matches!(&response.choices[0].parts[0], Part::Reasoning(part) if part.text == "hmm"));
    assert_eq!(response.text(), "Hi");
    let usage = response.usage.unwrap();
    assert_eq!((usage.input_tokens, usage.cache_read_tokens, usage.reasoning_tokens), (3, 1, 1));
}
