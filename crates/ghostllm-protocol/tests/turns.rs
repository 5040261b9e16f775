//! Two turns of a tool loop: what an upstream signed comes back to it unchanged through every client dialect,
//! also through clients that send back only what their dialect documents.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use ghostllm_protocol::{
    ChatResponse, Choice, Dialect, Finish, FinishReason, Part, Profile, Reasoning, Signer, ToolCall,
    is_marked,
};
use serde_json::{Value, json};
use support::{exchange, signature, stream_of};

/// An answer of `upstream` with signed reasoning, text, and two calls, the first signed where that is done.
fn answer(upstream: Dialect) -> ChatResponse {
    let (signer, id) = match upstream {
        Dialect::Gemini => (Signer::Gemini, None),
        Dialect::OpenAiResponses => (Signer::OpenAi, Some("rs_77".to_owned())),
        _ => (Signer::Anthropic, None),
    };
    let thought = Reasoning {
        id,
        text: "a thought".to_owned(),
        signature: Some(signature(signer, "dGhvdWdodA==")),
        ..Reasoning::default()
    };
    let mut parts = vec![Part::Reasoning(thought)];
    if upstream == Dialect::Anthropic {
        let signature = Some(signature(Signer::AnthropicRedacted, "cmVkYWN0ZWQ="));
        parts.push(Part::Reasoning(Reasoning { signature, ..Reasoning::default() }));
    }
    parts.push(Part::text("Let me look."));
    for (id, city) in [("call_1", "Oslo"), ("call_2", "Rome")] {
        let is_signed = upstream == Dialect::Gemini && id == "call_1";
        parts.push(Part::ToolCall(ToolCall {
            id: id.to_owned(),
            name: "get_weather".to_owned(),
            arguments: json!({ "city": city }).to_string(),
            signature: is_signed.then(|| signature(Signer::Gemini, "Y2FsbA==")),
            ..ToolCall::default()
        }));
    }
    let finish = Some(Finish::from(FinishReason::ToolCalls));
    let choices = vec![Choice { parts, finish, ..Choice::default() }];
    ChatResponse { origin: Some(upstream), model: "m".to_owned(), choices, ..ChatResponse::default() }
}

/// What the upstream must get back.
fn signed_data(upstream: Dialect) -> &'static [&'static str] {
    match upstream {
        Dialect::Gemini => &["dGhvdWdodA==", "Y2FsbA=="],
        Dialect::Anthropic => &["dGhvdWdodA==", "cmVkYWN0ZWQ=", "a thought"],
        Dialect::OpenAiResponses => &["dGhvdWdodA==", "rs_77"],
        _ => &["dGhvdWdodA==", "a thought"],
    }
}

fn user() -> Value {
    json!({"role": "user", "content": "Weather in Oslo and Rome?"})
}

/// The client's second request, built from the answer as its dialect's documentation says.
fn next_request(client: Dialect, answer: &Value) -> Value {
    match client {
        Dialect::OpenAiChat => {
            let message = &answer["choices"][0]["message"];
            let calls: Vec<Value> = message["tool_calls"]
                .as_array()
                .unwrap()
                .iter()
                .map(|call| json!({"id": call["id"], "type": "function", "function": call["function"]}))
                .collect();
            let results = calls
                .iter()
                .map(|call| json!({"role": "tool", "tool_call_id": call["id"], "content": "cold"}));
            let said = json!({"role": "assistant", "content": message["content"], "tool_calls": calls});
            let messages: Vec<Value> = [user(), said].into_iter().chain(results).collect();
            json!({"model": "m", "messages": messages})
        }
        Dialect::OpenAiResponses => {
            let items = answer["output"].as_array().unwrap();
            let calls = items.iter().filter(|item| item["type"] == "function_call");
            let results = calls.map(
                |call| json!({"type": "function_call_output", "call_id": call["call_id"], "output": "cold"}),
            );
            let input: Vec<Value> =
                [user()].into_iter().chain(items.iter().cloned()).chain(results).collect();
            json!({"model": "m", "input": input})
        }
        Dialect::Anthropic => {
            let blocks = answer["content"].as_array().unwrap();
            let calls = blocks.iter().filter(|block| block["type"] == "tool_use");
            let results: Vec<Value> = calls
                .map(|call| json!({"type": "tool_result", "tool_use_id": call["id"], "content": "cold"}))
                .collect();
            let said = json!({"role": "assistant", "content": blocks});
            json!({"model": "m", "max_tokens": 100, "messages": [user(), said, {"role": "user", "content": results}]})
        }
        Dialect::Gemini => {
            let parts = answer["candidates"][0]["content"]["parts"].as_array().unwrap();
            let calls = parts.iter().filter_map(|part| part.get("functionCall"));
            let results: Vec<Value> = calls
                .map(|call| json!({"functionResponse": {"name": call["name"], "response": {"result": "cold"}}}))
                .collect();
            json!({"contents": [
                {"role": "user", "parts": [{"text": "Weather in Oslo and Rome?"}]},
                {"role": "model", "parts": parts},
                {"role": "user", "parts": results}]})
        }
        _ => {
            let message = &answer["message"];
            let result = json!({"role": "tool", "tool_name": "get_weather", "content": "cold"});
            json!({"model": "m", "messages": [user(), message, result, result]})
        }
    }
}

const CLIENTS: [Dialect; 5] =
    [Dialect::OpenAiChat, Dialect::OpenAiResponses, Dialect::Anthropic, Dialect::Gemini, Dialect::OllamaChat];
const UPSTREAMS: [Dialect; 4] =
    [Dialect::OpenAiResponses, Dialect::Anthropic, Dialect::Gemini, Dialect::Bedrock];

fn check(client: Dialect, upstream: Dialect, answer: &Value) {
    let next = next_request(client, answer).to_string();
    let request = client.decode_request(next.as_bytes()).unwrap();
    let sent = upstream.encode_request(&request, &Profile::NATIVE).unwrap();
    let body = String::from_utf8(sent.body).unwrap();
    for data in signed_data(upstream) {
        assert!(body.contains(data), "{client} to {upstream}: `{data}` is not in {body}\nfrom {next}");
    }
    assert!(!is_marked(body.as_bytes()), "{client} to {upstream}: a mark reaches the provider: {body}");
    assert_eq!(body.matches("cold").count(), 2, "{client} to {upstream}: both results: {body}");
    assert!(!body.contains("__"), "{client} to {upstream}: ids without load: {body}");
}

#[test]
fn signatures_come_back_after_whole_answers() {
    for client in CLIENTS {
        for upstream in UPSTREAMS {
            let wire = client.encode_response(&answer(upstream), &exchange("m"));
            check(client, upstream, &serde_json::from_slice(&wire.body).unwrap());
        }
    }
}

/// The client puts a streamed answer together itself, by its dialect's rules.
#[test]
fn signatures_come_back_after_streams() {
    for client in CLIENTS {
        for upstream in UPSTREAMS {
            let wire = stream_of(client, &answer(upstream).into_events());
            check(client, upstream, &assembled(client, std::str::from_utf8(&wire).unwrap()));
        }
    }
}

fn assembled(client: Dialect, wire: &str) -> Value {
    let lines = wire
        .lines()
        .filter_map(|line| serde_json::from_str(line.strip_prefix("data: ").unwrap_or(line)).ok());
    let frames: Vec<Value> = lines.collect();
    match client {
        Dialect::OpenAiChat => {
            let mut calls: Vec<Value> = Vec::new();
            let mut content = String::new();
            for delta in
                frames.iter().filter_map(|frame| frame["choices"].get(0)).map(|choice| &choice["delta"])
            {
                content.push_str(delta["content"].as_str().unwrap_or_default());
                for piece in delta["tool_calls"].as_array().into_iter().flatten() {
                    let index = usize::try_from(piece["index"].as_u64().unwrap()).unwrap();
                    if index == calls.len() {
                        calls.push(json!({"id": piece["id"], "function": {"name": piece["function"]["name"], "arguments": ""}}));
                    }
                    let so_far = calls[index]["function"]["arguments"].as_str().unwrap();
                    let more = piece["function"]["arguments"].as_str().unwrap_or_default();
                    calls[index]["function"]["arguments"] = json!(format!("{so_far}{more}"));
                }
            }
            json!({"choices": [{"message": {"content": content, "tool_calls": calls}}]})
        }
        Dialect::OpenAiResponses => {
            frames.iter().find(|frame| frame["type"] == "response.completed").unwrap()["response"].clone()
        }
        Dialect::Anthropic => json!({"content": anthropic_blocks(&frames)}),
        Dialect::Gemini => {
            let parts = frames.iter().flat_map(|frame| {
                frame["candidates"][0]["content"]["parts"].as_array().cloned().unwrap_or_default()
            });
            json!({"candidates": [{"content": {"parts": parts.collect::<Vec<_>>()}}]})
        }
        _ => {
            let mut message = json!({"role": "assistant", "content": "", "tool_calls": []});
            for frame in &frames {
                let calls = frame["message"]["tool_calls"].as_array().cloned().unwrap_or_default();
                message["tool_calls"].as_array_mut().unwrap().extend(calls);
            }
            json!({ "message": message })
        }
    }
}

fn anthropic_blocks(frames: &[Value]) -> Vec<Value> {
    let mut blocks: Vec<Value> = Vec::new();
    let mut arguments = String::new();
    for frame in frames {
        match frame["type"].as_str().unwrap_or_default() {
            "content_block_start" => {
                blocks.push(frame["content_block"].clone());
                arguments.clear();
            }
            "content_block_delta" => {
                let block = blocks.last_mut().unwrap();
                for key in ["text", "thinking", "signature"] {
                    if let Some(piece) = frame["delta"][key].as_str() {
                        let so_far = block[key].as_str().unwrap_or_default().to_owned();
                        block[key] = json!(so_far + piece);
                    }
                }
                arguments.push_str(frame["delta"]["partial_json"].as_str().unwrap_or_default());
            }
            "content_block_stop" if !arguments.is_empty() => {
                blocks.last_mut().unwrap()["input"] = serde_json::from_str(&arguments).unwrap();
                arguments.clear();
            }
            _ => {}
        }
    }
    blocks
}

/// A history that one provider signed, sent to another: the signatures stay behind, and that is reported.
#[test]
fn foreign_signatures_are_left_behind_and_reported() {
    for client in CLIENTS {
        for signed_by in UPSTREAMS {
            let wire = client.encode_response(&answer(signed_by), &exchange("m"));
            let next = next_request(client, &serde_json::from_slice(&wire.body).unwrap()).to_string();
            let request = client.decode_request(next.as_bytes()).unwrap();
            for upstream in Dialect::ALL.into_iter().filter(|upstream| {
                let same = matches!(
                    (signed_by, upstream),
                    (Dialect::Anthropic, Dialect::Bedrock) | (Dialect::Bedrock, Dialect::Anthropic)
                );
                let has_no_tools = matches!(upstream, Dialect::OpenAiCompletions | Dialect::OllamaGenerate);
                *upstream != signed_by && !same && !has_no_tools
            }) {
                let sent = upstream.encode_request(&request, &Profile::NATIVE).unwrap();
                let body = String::from_utf8(sent.body).unwrap();
                assert!(!body.contains("dGhvdWdodA=="), "{client}, {signed_by}, {upstream}: {body}");
                assert!(!is_marked(body.as_bytes()), "{client}, {signed_by}, {upstream}: {body}");
                assert!(!sent.losses.is_empty(), "{client}, {signed_by}, {upstream}: in silence");
            }
        }
    }
}

/// Gemini 3 refuses calls without a signature; a history from elsewhere gets the documented stand-in.
#[test]
fn gemini_gets_its_stand_in() {
    let history = json!({"model": "gemini-3-pro-preview", "messages": [
        {"role": "user", "content": "hi"},
        {"role": "assistant", "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
        {"role": "tool", "tool_call_id": "c", "content": "done"}]});
    let request = Dialect::OpenAiChat.decode_request(history.to_string().as_bytes()).unwrap();
    let sent = Dialect::Gemini.encode_request(&request, &Profile::NATIVE).unwrap();
    let body: Value = serde_json::from_slice(&sent.body).unwrap();
    assert_eq!(body["contents"][1]["parts"][0]["thoughtSignature"], "skip_thought_signature_validator");
    assert!(!sent.losses.is_empty());
}
