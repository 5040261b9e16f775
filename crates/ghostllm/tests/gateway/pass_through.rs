//! Where client and provider speak one dialect: bytes in, bytes out.

use crate::support::client::{post, post_with};
use crate::support::stub::{Step, Stub, answer, chat_answer, chat_stream, stream};
use crate::support::{Gateway, KEY, model, provider};
use serde_json::json;

fn gateway(stub: &Stub) -> Gateway {
    Gateway::start(&format!("{}{}", provider("p", "openai", stub.address), model("fast", "p", "")))
}

#[test]
fn a_body_passes_as_it_is_but_for_the_model_s_name() {
    let stub = Stub::always(chat_answer("hello"));
    let gateway = gateway(&stub);
    let body = r#"{ "temperature":0.10, "model" : "fast", "unknown":{"model":"fast"},"messages":[{"role":"user","content":"\u00fc \"model\":\"fast\""}] }"#;
    let reply = post_with(
        gateway.address,
        "/v1/chat/completions",
        &format!("authorization: Bearer {KEY}\r\n"),
        body.as_bytes(),
    );
    assert_eq!(reply.status, 200, "{}", reply.text());
    let received = &stub.received()[0];
    assert_eq!(
        String::from_utf8(received.body.clone()).unwrap(),
        body.replacen("\"fast\"", "\"up-fast\"", 1)
    );
    assert_eq!((received.method.as_str(), received.path.as_str()), ("POST", "/v1/chat/completions"));
    assert_eq!(
        received.header("authorization"),
        Some("Bearer upstream-secret"),
        "the client's key stays here"
    );
    assert_eq!(reply.json()["choices"][0]["message"]["content"], "hello");
    assert_eq!(reply.header("x-ghostllm-provider"), Some("p"));
    assert_eq!(reply.header("x-ghostllm-model"), Some("up-fast"));
    let row = &gateway.usage(1)[0];
    assert_eq!((row.prompt_tokens, row.completion_tokens, row.status, row.stream), (11, 7, 200, false));
    assert_eq!((&*row.model, &*row.upstream_model, row.estimated), ("fast", "up-fast", false));
    assert_eq!(reply.header("x-ghostllm-request-id"), Some(&*row.request_id));
}

#[test]
fn a_stream_passes_as_it_is_however_it_is_cut() {
    let text = chat_stream(&["Grüße", " 👻", " \"usage\":{"], true);
    for step in [1, 7, 100, 100_000] {
        let sent = text.clone();
        let stub = Stub::start(move |_, _| stream("text/event-stream", &sent, step));
        let gateway = gateway(&stub);
        let body = json!({
            "model": "fast", "stream": true, "stream_options": {"include_usage": true},
            "messages": [{"role": "user", "content": "hi"}],
        });
        let reply = post(gateway.address, "/v1/chat/completions", &body);
        assert_eq!(reply.text(), text, "in steps of {step}");
        assert!(reply.is_whole);
        let row = &gateway.usage(1)[0];
        assert_eq!((row.prompt_tokens, row.completion_tokens, row.stream), (11, 7, true));
    }
}

/// litellm PR#35290: without asking for it, streams have no usage, and what they cost is 0.
#[test]
fn usage_is_asked_for_and_kept_from_a_client_that_did_not_ask() {
    let stub = Stub::start(|_, request| {
        let asked = request.json()["stream_options"]["include_usage"] == true;
        stream("text/event-stream", &chat_stream(&["a", "b"], asked), 64)
    });
    let gateway = gateway(&stub);
    let body = json!({"model": "fast", "stream": true, "messages": [{"role": "user", "content": "hi"}]});
    let reply = post(gateway.address, "/v1/chat/completions", &body);
    assert_eq!(reply.text(), chat_stream(&["a", "b"], false));
    let row = &gateway.usage(1)[0];
    assert_eq!((row.prompt_tokens, row.completion_tokens, row.estimated), (11, 7, false));
}

#[test]
fn connections_to_an_upstream_are_used_again() {
    let stub = Stub::start(|number, _| {
        if number % 2 == 0 {
            chat_answer("x")
        } else {
            stream("text/event-stream", &chat_stream(&["a"], true), 50)
        }
    });
    let gateway = Gateway::start(&format!(
        "[server]\nworkers = 1\n{}{}",
        provider("p", "openai", stub.address),
        model("fast", "p", "")
    ));
    for number in 0..10 {
        let body = json!({"model": "fast", "stream": number % 2 == 1, "messages": []});
        assert_eq!(post(gateway.address, "/v1/chat/completions", &body).status, 200);
    }
    // One for each of the two workers at most.
    assert!(stub.connections() <= 2, "{} connections", stub.connections());
}

/// An upstream closes idle connections whenever it likes.
#[test]
fn a_connection_that_went_stale_is_replaced() {
    let stub = Stub::start(|_, _| {
        let mut steps = chat_answer("x");
        steps.push(Step::Close);
        steps
    });
    let gateway = gateway(&stub);
    for _ in 0..10 {
        let reply = post(gateway.address, "/v1/chat/completions", &json!({"model": "fast", "messages": []}));
        assert_eq!(reply.status, 200, "{}", reply.text());
    }
    assert_eq!(stub.calls(), 10, "each request is answered once");
}

#[test]
fn errors_of_an_upstream_pass_with_their_own_words() {
    let body = r#"{"error":{"message":"Too long.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}"#;
    let stub = Stub::always(answer(400, "", body));
    let gateway = gateway(&stub);
    let reply = post(gateway.address, "/v1/chat/completions", &json!({"model": "fast", "messages": []}));
    assert_eq!((reply.status, reply.text().as_str()), (400, body));
    assert_eq!(stub.calls(), 1, "nobody else would answer it");
    assert_eq!(reply.header("x-ghostllm-error-source"), Some("upstream"));
}

/// envoyproxy/ai-gateway#805: bodies beyond 32 KB were refused.
#[test]
fn a_body_of_megabytes_passes() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = gateway(&stub);
    let image = "A".repeat(4 << 20);
    let body = json!({"model": "fast", "messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": format!("data:image/png;base64,{image}")}}]}]});
    let reply = post(gateway.address, "/v1/chat/completions", &body);
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(stub.received()[0].body.len(), body.to_string().len() + "up-".len());
}

#[test]
fn a_long_answer_is_translated_and_an_endless_one_is_cut() {
    let long = "x".repeat(3 << 20);
    let sent = chat_answer(&long);
    let stub = Stub::start(move |_, _| sent.clone());
    let body = json!({"model": "fast", "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}]});
    let open = gateway(&stub);
    let reply = post(open.address, "/v1/messages", &body);
    assert_eq!(reply.json()["content"][0]["text"], long.as_str());
    let lines = format!("{}{}", provider("p", "openai", stub.address), model("fast", "p", ""));
    let narrow = Gateway::start(&format!("[server]\nresponse_bytes_max = 2000000\n{lines}"));
    assert!(post(narrow.address, "/v1/messages", &body).status >= 500);
    let reply = post(narrow.address, "/v1/chat/completions", &body);
    assert!(reply.status == 200 && !reply.is_whole && reply.body.len() <= 2_000_000, "{}", reply.body.len());
}

#[test]
fn an_answer_of_megabytes_passes_with_its_usage() {
    let long = "x".repeat(3 << 20);
    let sent = chat_answer(&long);
    let stub = Stub::start(move |_, _| sent.clone());
    let gateway = gateway(&stub);
    let reply = post(gateway.address, "/v1/chat/completions", &json!({"model": "fast", "messages": []}));
    assert_eq!(reply.json()["choices"][0]["message"]["content"], long.as_str());
    let row = &gateway.usage(1)[0];
    assert_eq!((row.prompt_tokens, row.completion_tokens, row.estimated), (11, 7, false));
}
