//! Answers as providers give them, written by hand from their documentation.

use ghostllm_protocol::frame::event_stream::write_message;
use serde_json::{Value, json};

use crate::support::stub::{Step, answer, end, piece, stream_head};

/// A plain answer in the provider's form, streamed if that was asked for.
pub(super) fn plain(upstream: &str, path: &str, body: &Value) -> Vec<Step> {
    let streams = body["stream"] == true || path.contains("stream");
    if !streams {
        return answer(200, "", &whole(upstream, path).to_string());
    }
    let (content_type, bytes) = streamed(upstream, path);
    vec![stream_head(content_type), piece(&bytes), end()]
}

fn whole(upstream: &str, path: &str) -> Value {
    match upstream {
        _ if path.contains("/completions") && !path.contains("/chat/") => json!({
            "id": "cmpl-1", "object": "text_completion", "created": 1, "model": "up",
            "choices": [{"index": 0, "text": "hi", "logprobs": null, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
        }),
        _ if path.contains("/responses") => response("completed"),
        "openai-chat" | "azure" => json!({
            "id": "c1", "object": "chat.completion", "created": 1, "model": "up",
            "choices": [{"index": 0, "message": {"role": "assistant", "content": "hi", "refusal": null}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
        }),
        "anthropic" => json!({
            "id": "m1", "type": "message", "role": "assistant", "model": "up", "stop_reason": "end_turn",
            "stop_sequence": null, "content": [{"type": "text", "text": "hi"}],
            "usage": {"input_tokens": 11, "output_tokens": 7},
        }),
        "gemini" | "vertex" => json!({
            "candidates": [{"content": {"role": "model", "parts": [{"text": "hi"}]}, "finishReason": "STOP", "index": 0}],
            "usageMetadata": {"promptTokenCount": 11, "candidatesTokenCount": 7, "totalTokenCount": 18},
        }),
        "bedrock" => json!({
            "output": {"message": {"role": "assistant", "content": [{"text": "hi"}]}}, "stopReason": "end_turn",
            "usage": {"inputTokens": 11, "outputTokens": 7, "totalTokens": 18}, "metrics": {"latencyMs": 5},
        }),
        _ => {
            let mut line = ollama_line(path, "hi");
            line.as_object_mut().unwrap().extend(ollama_end(path).as_object().unwrap().clone());
            if let Some(message) = line.get_mut("message") {
                message["content"] = "hi".into();
            } else {
                line["response"] = "hi".into();
            }
            line
        }
    }
}

fn response(status: &str) -> Value {
    json!({
        "id": "resp_1", "object": "response", "created_at": 1, "status": status, "model": "up", "error": null,
        "output": [{"id": "msg_1", "type": "message", "status": "completed", "role": "assistant",
            "content": [{"type": "output_text", "text": "hi", "annotations": []}]}],
        "usage": {"input_tokens": 11, "output_tokens": 7, "total_tokens": 18},
    })
}

fn ollama_line(path: &str, text: &str) -> Value {
    if path.ends_with("/generate") {
        json!({"model": "up", "created_at": "2026-01-01T00:00:00Z", "response": text, "done": false})
    } else {
        let message = json!({"role": "assistant", "content": text});
        json!({"model": "up", "created_at": "2026-01-01T00:00:00Z", "message": message, "done": false})
    }
}

fn ollama_end(path: &str) -> Value {
    let mut line = ollama_line(path, "");
    let end = json!({"done": true, "done_reason": "stop", "total_duration": 5, "prompt_eval_count": 11, "eval_count": 7});
    line.as_object_mut().unwrap().extend(end.as_object().unwrap().clone());
    line
}

fn sse(frames: &[Value]) -> Vec<u8> {
    frames.iter().flat_map(|frame| format!("data: {frame}\n\n").into_bytes()).collect()
}

fn named(frames: &[Value]) -> Vec<u8> {
    let text = |frame: &Value| format!("event: {}\ndata: {frame}\n\n", frame["type"].as_str().unwrap());
    frames.iter().map(text).collect::<String>().into_bytes()
}

fn streamed(upstream: &str, path: &str) -> (&'static str, Vec<u8>) {
    const SSE: &str = "text/event-stream";
    match upstream {
        _ if path.contains("/completions") && !path.contains("/chat/") => {
            let chunk = |text: &str, finish: Value| {
                json!({
                    "id": "cmpl-1", "object": "text_completion", "created": 1, "model": "up",
                    "choices": [{"index": 0, "text": text, "logprobs": null, "finish_reason": finish}],
                })
            };
            let usage = json!({"id": "cmpl-1", "object": "text_completion", "created": 1, "model": "up", "choices": [],
                "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}});
            let mut bytes = sse(&[chunk("hi", Value::Null), chunk("", "stop".into()), usage]);
            bytes.extend_from_slice(b"data: [DONE]\n\n");
            (SSE, bytes)
        }
        _ if path.contains("/responses") => {
            let item = json!({"id": "msg_1", "type": "message", "status": "in_progress", "role": "assistant", "content": []});
            let part = json!({"type": "output_text", "text": "", "annotations": []});
            let mut begun = response("in_progress");
            (begun["output"], begun["usage"]) = (json!([]), Value::Null);
            (
                SSE,
                named(&[
                    json!({"type": "response.created", "sequence_number": 0, "response": begun}),
                    json!({"type": "response.output_item.added", "sequence_number": 1, "output_index": 0, "item": item}),
                    json!({"type": "response.content_part.added", "sequence_number": 2, "item_id": "msg_1", "output_index": 0, "content_index": 0, "part": part}),
                    json!({"type": "response.output_text.delta", "sequence_number": 3, "item_id": "msg_1", "output_index": 0, "content_index": 0, "delta": "hi"}),
                    json!({"type": "response.output_text.done", "sequence_number": 4, "item_id": "msg_1", "output_index": 0, "content_index": 0, "text": "hi"}),
                    json!({"type": "response.output_item.done", "sequence_number": 5, "output_index": 0, "item": response("x")["output"][0]}),
                    json!({"type": "response.completed", "sequence_number": 6, "response": response("completed")}),
                ]),
            )
        }
        "openai-chat" | "azure" => {
            let text = crate::support::stub::chat_stream(&["hi"], true);
            (SSE, text.into_bytes())
        }
        "anthropic" => (
            SSE,
            named(&[
                json!({"type": "message_start", "message": {"id": "m1", "type": "message", "role": "assistant", "model": "up", "content": [], "stop_reason": null, "usage": {"input_tokens": 11, "output_tokens": 1}}}),
                json!({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}),
                json!({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "hi"}}),
                json!({"type": "content_block_stop", "index": 0}),
                json!({"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": null}, "usage": {"output_tokens": 7}}),
                json!({"type": "message_stop"}),
            ]),
        ),
        "gemini" | "vertex" => (SSE, sse(&[whole(upstream, path)])),
        "bedrock" => {
            let events = [
                ("messageStart", json!({"role": "assistant"})),
                ("contentBlockDelta", json!({"contentBlockIndex": 0, "delta": {"text": "hi"}})),
                ("contentBlockStop", json!({"contentBlockIndex": 0})),
                ("messageStop", json!({"stopReason": "end_turn"})),
                (
                    "metadata",
                    json!({"usage": {"inputTokens": 11, "outputTokens": 7, "totalTokens": 18}, "metrics": {"latencyMs": 1}}),
                ),
            ];
            ("application/vnd.amazon.eventstream", framed(&events))
        }
        _ => {
            let lines = format!("{}\n{}\n", ollama_line(path, "hi"), ollama_end(path));
            ("application/x-ndjson", lines.into_bytes())
        }
    }
}

/// Events as AWS frames them.
pub(super) fn framed(events: &[(&str, Value)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, payload) in events {
        let headers =
            [(":event-type", *name), (":content-type", "application/json"), (":message-type", "event")];
        write_message(&headers, payload.to_string().as_bytes(), &mut out);
    }
    out
}
