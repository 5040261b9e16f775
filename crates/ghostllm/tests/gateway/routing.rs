//! Who answers: aliases, fallback across dialects, retries, breakers, the cache.

use serde_json::{Value, json};

use crate::support::client::{post, post_with};
use crate::support::stub::{Step, Stub, answer, chat_answer, chat_stream, piece, stream, stream_head};
use crate::support::{Gateway, KEY, model, provider};

const CHAT: &str = "/v1/chat/completions";

fn chat(model: &str) -> Value {
    json!({"model": model, "messages": [{"role": "user", "content": "hi"}]})
}

fn anthropic_answer(text: &str) -> Vec<Step> {
    let body = json!({
        "id": "m1", "type": "message", "role": "assistant", "model": "c", "stop_reason": "end_turn",
        "content": [{"type": "text", "text": text}], "usage": {"input_tokens": 3, "output_tokens": 4},
    });
    answer(200, "", &body.to_string())
}

#[test]
fn a_fallback_may_speak_another_dialect() {
    let down = Stub::always(answer(503, "", r#"{"error":{"message":"down"}}"#));
    let other = Stub::always(anthropic_answer("from Claude"));
    let gateway = Gateway::start(&format!(
        "{}{}{}{}",
        provider("one", "openai", down.address),
        provider("two", "anthropic", other.address),
        model("m", "one", "fallbacks = [\"c\"]"),
        model("c", "two", "")
    ));
    let reply = post(gateway.address, CHAT, &chat("m"));
    assert_eq!(reply.json()["choices"][0]["message"]["content"], "from Claude");
    assert_eq!(reply.header("x-ghostllm-route-reason"), Some("fallback"));
    assert_eq!(reply.header("x-ghostllm-attempts"), Some("2"));
    assert_eq!((down.calls(), other.calls()), (1, 1));
    let sent = other.received()[0].json();
    assert_eq!((&sent["model"], other.received()[0].path.as_str()), (&json!("up-c"), "/v1/messages"));
    let row = &gateway.usage(1)[0];
    assert_eq!((&*row.model, &*row.provider, row.attempts), ("m", "two", 2));
    assert_eq!((row.prompt_tokens, row.completion_tokens), (3, 4));
}

#[test]
fn a_target_alone_is_asked_again_within_the_budget() {
    let stub =
        Stub::start(|number, _| if number < 2 { answer(503, "", "{}") } else { chat_answer("at last") });
    let gateway = Gateway::with("openai", &stub);
    let reply = post(gateway.address, CHAT, &chat("m"));
    assert_eq!((reply.status, reply.header("x-ghostllm-attempts")), (200, Some("3")));
    let down = Stub::always(answer(503, "", "{}"));
    let gateway = Gateway::start(&format!(
        "[routing]\nbreaker_failures = 1000\n{}{}",
        provider("p", "openai", down.address),
        model("m", "p", "")
    ));
    for _ in 0..15 {
        assert_eq!(post(gateway.address, CHAT, &chat("m")).status, 503);
    }
    // 15 first calls, ten retries to begin with, and a fifth of a retry earned by each request.
    assert!((25..=28).contains(&down.calls()), "{} calls", down.calls());
}

#[test]
fn an_open_breaker_answers_at_once_and_lets_one_try() {
    let stub =
        Stub::start(|number, _| if number < 3 { answer(500, "", "{}") } else { chat_answer("well again") });
    let gateway = Gateway::start(&format!(
        "[routing]\nbreaker_failures = 3\nattempts_max = 1\nbreaker_open_ms = 400\n{}{}",
        provider("p", "openai", stub.address),
        model("m", "p", "")
    ));
    let call = || post(gateway.address, CHAT, &chat("m"));
    assert_eq!([call().status, call().status, call().status], [500, 500, 500]);
    let refused = call();
    assert_eq!((refused.status, stub.calls()), (503, 3), "{}", refused.text());
    assert!(refused.header("retry-after").is_some());
    std::thread::sleep(std::time::Duration::from_millis(450));
    assert_eq!((call().status, call().status, stub.calls()), (200, 200, 5));
}

#[test]
fn an_answer_that_breaks_off_is_asked_for_again() {
    let stub = Stub::start(|number, _| {
        if number > 0 {
            return chat_answer("whole");
        }
        vec![
            Step::Write(
                b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{\"id\":"
                    .to_vec(),
            ),
            Step::Close,
        ]
    });
    let gateway = Gateway::with("openai", &stub);
    let reply = post(gateway.address, CHAT, &chat("m"));
    assert_eq!(reply.json()["choices"][0]["message"]["content"], "whole");
}

#[test]
fn a_stream_that_breaks_off_says_so_in_the_client_s_words() {
    let stub = Stub::start(|_, _| {
        let text = chat_stream(&["one ", "two"], false);
        let begun = &text[..text.find("\"two\"").unwrap()];
        vec![stream_head("text/event-stream"), piece(begun.as_bytes()), Step::Close]
    });
    let gateway = Gateway::with("openai", &stub);
    let mut body = chat("m");
    body["stream"] = json!(true);
    body["max_tokens"] = json!(9);
    let reply = post(gateway.address, CHAT, &body);
    assert!(reply.text().contains("one ") && reply.text().contains("\"error\""), "{}", reply.text());
    let reply = post(gateway.address, "/v1/messages", &body);
    assert!(reply.text().contains("event: error"), "{}", reply.text());
    for row in gateway.usage(2) {
        assert_eq!((row.outcome, row.estimated), (ghostllm::ledger::Outcome::Cut, true));
        assert!(row.completion_tokens > 0);
    }
}

#[test]
fn hostile_upstreams_do_no_harm() {
    let endless = vec![b'x'; 256 << 10];
    let cases: Vec<(&str, Vec<Step>)> = vec![
        ("garbage", vec![Step::Write(b"\x00\x01\x02 not http\r\n\r\n".to_vec()), Step::Close]),
        (
            "endless head",
            vec![Step::Write([b"HTTP/1.1 200 OK\r\nx: ".as_slice(), &endless].concat()), Step::Close],
        ),
        ("html", vec![Step::Write(b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n<html>".to_vec())]),
        ("nothing", vec![Step::Close]),
        (
            "two lengths",
            vec![
                Step::Write(
                    b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 5\r\n\r\n{}abc".to_vec(),
                ),
                Step::Close,
            ],
        ),
        (
            "bad chunks",
            vec![
                Step::Write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n".to_vec()),
                Step::Close,
            ],
        ),
        (
            "redirect",
            vec![Step::Write(
                b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n".to_vec(),
            )],
        ),
    ];
    for (name, steps) in cases {
        let stub = Stub::always(steps);
        let gateway = Gateway::start(&format!(
            "[routing]\nattempts_max = 1\n{}{}",
            provider("p", "openai", stub.address),
            model("m", "p", "")
        ));
        let reply = post(gateway.address, CHAT, &chat("m"));
        assert_eq!(reply.status, 502, "{name}: {}", reply.text());
        assert_eq!(gateway.usage(1)[0].outcome, ghostllm::ledger::Outcome::Failed, "{name}");
    }
}

#[test]
fn a_provider_that_is_not_there_is_named() {
    let gateway = Gateway::start(&format!(
        "[routing]\nattempts_max = 1\n{}{}",
        provider("gone", "openai", "127.0.0.1:1".parse().unwrap()),
        model("m", "gone", "")
    ));
    let reply = post(gateway.address, CHAT, &chat("m"));
    assert_eq!(reply.status, 502);
    assert!(reply.text().contains("gone") && !reply.text().contains("upstream-secret"), "{}", reply.text());
}

#[test]
fn equal_requests_are_answered_from_the_cache() {
    let stub = Stub::start(|_, request| {
        let body = request.json();
        if body["stream"] == true {
            return stream("text/event-stream", &chat_stream(&["a", "b"], true), 30);
        }
        chat_answer("x")
    });
    let gateway = Gateway::start(&format!(
        "{}{}",
        provider("p", "openai", stub.address),
        model("m", "p", "cache_seconds = 60")
    ));
    let mut streamed = chat("m");
    streamed["stream"] = json!(true);
    let mut other = chat("m");
    other["temperature"] = json!(0.5);
    for (body, calls) in [(chat("m"), 1), (streamed, 2), (other, 3)] {
        let first = post(gateway.address, CHAT, &body);
        let second = post(gateway.address, CHAT, &body);
        assert_eq!(
            (first.header("x-ghostllm-cache"), second.header("x-ghostllm-cache")),
            (Some("miss"), Some("hit"))
        );
        assert_eq!(first.text(), second.text());
        assert_eq!(first.header("content-type"), second.header("content-type"));
        assert_eq!(stub.calls(), calls);
    }
    let headers = format!("authorization: Bearer {KEY}\r\ncache-control: no-cache\r\n");
    post_with(gateway.address, CHAT, &headers, chat("m").to_string().as_bytes());
    assert_eq!(stub.calls(), 4);
    let hits: Vec<_> = gateway.usage(7).into_iter().filter(|row| row.cache_hit).collect();
    assert!(hits.len() == 3 && hits.iter().all(|row| row.prompt_tokens == 0 && row.cost.nano() == 0));
}

/// A server that follows OpenAI may have no Responses API.
#[test]
fn responses_are_had_from_a_server_that_has_only_chat() {
    let stub = Stub::start(|_, request| {
        if request.path == "/v1/responses" {
            answer(404, "", r#"{"detail":"Not Found"}"#)
        } else {
            chat_answer("hello")
        }
    });
    let gateway = Gateway::with("openai", &stub);
    for calls in [2, 3] {
        let reply = post(gateway.address, "/v1/responses", &json!({"model": "m", "input": "hi"}));
        assert_eq!(reply.status, 200, "{}", reply.text());
        assert_eq!(reply.json()["output"][0]["content"][0]["text"], "hello");
        assert_eq!(stub.calls(), calls, "the second time nobody tries");
    }
    let missing =
        Stub::always(answer(404, "", r#"{"error":{"message":"no such model","code":"model_not_found"}}"#));
    let gateway = Gateway::with("openai", &missing);
    assert_eq!(post(gateway.address, "/v1/responses", &json!({"model": "m", "input": "hi"})).status, 404);
    assert_eq!(missing.calls(), 1);
}

#[test]
fn unknown_models_and_paths_are_404_in_the_client_s_words() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = Gateway::with("openai", &stub);
    let reply = post(gateway.address, CHAT, &chat("nope"));
    assert_eq!((reply.status, &reply.json()["error"]["code"]), (404, &json!("model_not_found")));
    let reply =
        post(gateway.address, "/v1/messages", &json!({"model": "nope", "max_tokens": 1, "messages": []}));
    assert_eq!((reply.status, &reply.json()["error"]["type"]), (404, &json!("not_found_error")));
    assert_eq!(post(gateway.address, "/v1/nothing", &json!({})).status, 404);
    let reply =
        post_with(gateway.address, CHAT, &format!("authorization: Bearer {KEY}\r\n"), b"{\"model\":\"m\"");
    assert_eq!(reply.status, 400, "{}", reply.text());
    assert_eq!(stub.calls(), 0);
}
