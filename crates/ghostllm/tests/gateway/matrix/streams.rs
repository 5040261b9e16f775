//! Recorded streams of every provider to every client: text, thoughts, calls (in odd pieces, whole in one piece,
//! arguments in the last event only), why it stopped, and what was used. What the client gets is read here by
//! the rules of its dialect, and by none of the gateway's code.

use std::path::PathBuf;

use serde_json::{Map, Value, json};

use super::answers::framed;
use super::{CLIENTS, UPSTREAMS, call, gateway, is_completion, plain};
use crate::support::client::Reply;
use crate::support::stub::{Stub, end, piece, stream_head};

/// What an answer says.
#[derive(Debug, Default, PartialEq)]
struct Said {
    text: String,
    thoughts: String,
    calls: Vec<(String, Value)>,
    /// `stop`, `length` or `tools`.
    finish: &'static str,
    /// Read and written.
    tokens: (u64, u64),
}

/// A recorded stream, the upstream that sends it, and what it says.
fn streams() -> Vec<(&'static str, &'static str, Said)> {
    let said = |text: &str, thoughts: &str, calls: &[(&str, Value)], finish, tokens| Said {
        text: text.to_owned(),
        thoughts: thoughts.to_owned(),
        calls: calls.iter().map(|(name, arguments)| ((*name).to_owned(), arguments.clone())).collect(),
        finish,
        tokens,
    };
    let time = ("get_time", json!({}));
    let weather = |arguments: Value| ("get_weather", arguments);
    let zurich = [weather(json!({"location": "Zürich"})), time.clone()];
    let francisco = [weather(json!({"location": "San Francisco"})), time.clone()];
    let oslo = [weather(json!({"location": "Oslo"})), time.clone()];
    let tokyo = [weather(json!({"city": "Tokyo", "days": 3})), time];
    let thought = "**Thinking about it**\n\nI will call two.";
    vec![
        ("openai-chat-tools.sse", "openai-chat", said("Let me see … ", "", &zurich, "tools", (82, 57))),
        ("openai-chat-tools.sse", "azure", said("Let me see … ", "", &zurich, "tools", (82, 57))),
        (
            "openai-responses-tools.sse",
            "openai-responses",
            said(
                "One moment.",
                "**Looking it up**",
                &[weather(json!({"location": "Paris"}))],
                "tools",
                (90, 44),
            ),
        ),
        (
            "openai-responses-late.sse",
            "openai-responses",
            said("", "", &[("f", json!({"only": "at the end"}))], "length", (5, 6)),
        ),
        (
            "anthropic-tools.sse",
            "anthropic",
            said("Okay, let's look.", "The user wants the weather.", &francisco, "tools", (440, 89)),
        ),
        ("gemini-tools.sse", "gemini", said("Let me check both.", thought, &oslo, "tools", (61, 49))),
        ("gemini-tools.sse", "vertex", said("Let me check both.", thought, &oslo, "tools", (61, 49))),
        (
            "bedrock-tools.events",
            "bedrock",
            said(
                "Looking up.",
                "They want weather.",
                &[weather(json!({"sign": "WZPZ"}))],
                "tools",
                (145, 60),
            ),
        ),
        (
            "ollama-chat-tools.ndjson",
            "ollama",
            said("Let me look.", "Okay, the user …", &tokyo, "tools", (169, 15)),
        ),
    ]
}

fn recorded(name: &str) -> (&'static str, Vec<u8>) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../ghostllm-protocol/tests/streams");
    let bytes = std::fs::read(folder.join(name)).unwrap();
    match name.rsplit_once('.').unwrap().1 {
        "sse" => ("text/event-stream", bytes),
        "ndjson" => ("application/x-ndjson", bytes),
        _ => {
            let text = String::from_utf8(bytes).unwrap();
            let events = text.lines().map(|line| line.split_once(' ').unwrap());
            let events: Vec<(&str, Value)> =
                events.map(|(name, payload)| (name, serde_json::from_str(payload).unwrap())).collect();
            ("application/vnd.amazon.eventstream", framed(&events))
        }
    }
}

#[test]
fn recorded_streams_say_the_same_to_every_client() {
    for (file, upstream, expected) in streams() {
        let (_, lines, model) = UPSTREAMS.into_iter().find(|(name, ..)| *name == upstream).unwrap();
        for step in [1, 13, usize::MAX] {
            let stub = Stub::start(move |_, _| {
                let (content_type, bytes) = recorded(file);
                let pieces = bytes.chunks(step.min(bytes.len())).map(piece);
                std::iter::once(stream_head(content_type)).chain(pieces).chain([end()]).collect()
            });
            let gateway = gateway(&stub, lines, model);
            // Azure is asked in Responses by a client that speaks it: another row's stream.
            let speaks = |client: &&str| {
                !is_completion(client) && (upstream, *client) != ("azure", "openai-responses")
            };
            let clients: Vec<&str> = CLIENTS.into_iter().filter(speaks).collect();
            for client in &clients {
                let mut body = plain(client);
                if *client != "gemini" {
                    body["stream"] = json!(true);
                }
                if *client == "openai-chat" {
                    body["stream_options"] = json!({"include_usage": true});
                }
                let reply = call(&gateway, client, true, &body);
                let what = format!("{file} from {upstream} to {client} in steps of {step}: {}", reply.text());
                assert!(reply.status == 200 && reply.is_whole, "{what}");
                let said = read(client, &reply);
                assert_eq!(said, in_words_of(client, &expected), "{what}");
            }
            for row in gateway.usage(clients.len()) {
                assert_eq!((row.prompt_tokens, row.completion_tokens), expected.tokens, "{row:?}");
            }
        }
    }
}

/// What a dialect has no words for.
fn in_words_of(client: &str, said: &Said) -> Said {
    let Said { text, thoughts, calls, finish, tokens } = said;
    let finish = match (client, *finish) {
        // They know of no calls among the reasons.
        ("gemini" | "ollama-chat" | "openai-responses", "tools") => "stop",
        (_, finish) => finish,
    };
    Said { text: text.clone(), thoughts: thoughts.clone(), calls: calls.clone(), finish, tokens: *tokens }
}

fn read(client: &str, reply: &Reply) -> Said {
    match client {
        "openai-chat" => chat(&reply.events()),
        "openai-responses" => responses(&reply.events()),
        "anthropic" => anthropic(&reply.events()),
        "gemini" => gemini(&reply.events()),
        _ => {
            let text = reply.text();
            ollama(&text.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<_>>())
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_default()
}

fn parsed(arguments: &str) -> Value {
    serde_json::from_str(arguments).unwrap_or_else(|error| panic!("{error}: {arguments}"))
}

fn chat(events: &[Value]) -> Said {
    let mut said = Said::default();
    let mut calls: Vec<(String, String)> = Vec::new();
    for event in events {
        assert_eq!(event["object"], "chat.completion.chunk");
        for choice in event["choices"].as_array().unwrap() {
            let delta = &choice["delta"];
            said.text += text(&delta["content"]);
            said.thoughts += text(&delta["reasoning_content"]);
            for piece in delta["tool_calls"].as_array().into_iter().flatten() {
                let index = usize::try_from(piece["index"].as_u64().unwrap()).unwrap();
                if index == calls.len() {
                    assert!(!text(&piece["id"]).is_empty(), "{piece}");
                    calls.push((text(&piece["function"]["name"]).to_owned(), String::new()));
                }
                calls[index].1 += text(&piece["function"]["arguments"]);
            }
            match choice["finish_reason"].as_str() {
                Some("stop") => said.finish = "stop",
                Some("length") => said.finish = "length",
                Some("tool_calls") => said.finish = "tools",
                other => assert_eq!(other, None),
            }
        }
        if event["usage"].is_object() {
            assert!(event["choices"].as_array().unwrap().is_empty(), "usage has a chunk of its own");
            said.tokens =
                (number(&event["usage"]["prompt_tokens"]), number(&event["usage"]["completion_tokens"]));
        }
    }
    said.calls = calls.into_iter().map(|(name, arguments)| (name, parsed(&arguments))).collect();
    said
}

fn responses(events: &[Value]) -> Said {
    let mut said = Said::default();
    for (at, event) in events.iter().enumerate() {
        assert_eq!(number(&event["sequence_number"]), at as u64, "events are numbered: {event}");
    }
    let pieces = |kind: &str| -> String {
        events.iter().filter(|event| event["type"] == kind).map(|event| text(&event["delta"])).collect()
    };
    let last = events.last().unwrap();
    let response = &last["response"];
    said.finish = match text(&last["type"]) {
        "response.completed" => "stop",
        "response.incomplete" => {
            assert_eq!(response["incomplete_details"]["reason"], "max_output_tokens");
            "length"
        }
        other => panic!("{other}"),
    };
    for item in response["output"].as_array().unwrap() {
        match text(&item["type"]) {
            "message" => said.text += text(&item["content"][0]["text"]),
            "reasoning" => {
                let parts =
                    item["summary"].as_array().into_iter().chain(item["content"].as_array()).flatten();
                said.thoughts += &parts.map(|part| text(&part["text"])).collect::<String>();
            }
            "function_call" => {
                said.calls.push((text(&item["name"]).to_owned(), parsed(text(&item["arguments"]))));
            }
            other => panic!("{other}"),
        }
    }
    assert_eq!(pieces("response.output_text.delta"), said.text, "the pieces are the whole");
    let usage = &response["usage"];
    said.tokens = (number(&usage["input_tokens"]), number(&usage["output_tokens"]));
    said
}

fn anthropic(events: &[Value]) -> Said {
    let mut said = Said::default();
    let mut arguments = String::new();
    let mut usage = Map::new();
    for event in events {
        match text(&event["type"]) {
            "message_start" => usage.extend(event["message"]["usage"].as_object().unwrap().clone()),
            "content_block_start" => {
                arguments.clear();
                if event["content_block"]["type"] == "tool_use" {
                    let name = text(&event["content_block"]["name"]).to_owned();
                    said.calls.push((name, event["content_block"]["input"].clone()));
                }
            }
            "content_block_delta" => match text(&event["delta"]["type"]) {
                "text_delta" => said.text += text(&event["delta"]["text"]),
                "thinking_delta" => said.thoughts += text(&event["delta"]["thinking"]),
                "input_json_delta" => arguments += text(&event["delta"]["partial_json"]),
                _ => {}
            },
            "content_block_stop" if !arguments.is_empty() => {
                said.calls.last_mut().unwrap().1 = parsed(&arguments);
            }
            "message_delta" => {
                usage.extend(event["usage"].as_object().unwrap().clone());
                said.finish = match text(&event["delta"]["stop_reason"]) {
                    "end_turn" => "stop",
                    "max_tokens" => "length",
                    "tool_use" => "tools",
                    other => panic!("{other}"),
                };
            }
            _ => {}
        }
    }
    assert_eq!(events.last().unwrap()["type"], "message_stop");
    let count = |key: &str| usage.get(key).map_or(0, number);
    let read =
        count("input_tokens") + count("cache_read_input_tokens") + count("cache_creation_input_tokens");
    said.tokens = (read, count("output_tokens"));
    said
}

fn gemini(events: &[Value]) -> Said {
    let mut said = Said::default();
    for event in events {
        let candidate = &event["candidates"][0];
        for part in candidate["content"]["parts"].as_array().into_iter().flatten() {
            if let Some(call) = part.get("functionCall") {
                let arguments = call.get("args").cloned().unwrap_or_else(|| json!({}));
                said.calls.push((text(&call["name"]).to_owned(), arguments));
            } else if part["thought"] == true {
                said.thoughts += text(&part["text"]);
            } else {
                said.text += text(&part["text"]);
            }
        }
        match candidate["finishReason"].as_str() {
            Some("STOP") => said.finish = "stop",
            Some("MAX_TOKENS") => said.finish = "length",
            other => assert_eq!(other, None),
        }
        if let Some(usage) = event.get("usageMetadata") {
            let written = number(&usage["candidatesTokenCount"]) + number(&usage["thoughtsTokenCount"]);
            said.tokens = (number(&usage["promptTokenCount"]), written);
        }
    }
    said
}

fn ollama(lines: &[Value]) -> Said {
    let mut said = Said::default();
    for line in lines {
        let message = &line["message"];
        said.text += text(&message["content"]);
        said.thoughts += text(&message["thinking"]);
        for call in message["tool_calls"].as_array().into_iter().flatten() {
            said.calls
                .push((text(&call["function"]["name"]).to_owned(), call["function"]["arguments"].clone()));
        }
        if line["done"] == true {
            said.finish = if line["done_reason"] == "length" { "length" } else { "stop" };
            said.tokens = (number(&line["prompt_eval_count"]), number(&line["eval_count"]));
        }
    }
    said
}
