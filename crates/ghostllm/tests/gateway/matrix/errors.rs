//! Every provider's errors to every client: its status, its own type in its own form, and when to come back.

use serde_json::{Value, json};

use super::{CLIENTS, UPSTREAMS, call, gateway, plain};
use crate::support::client::Reply;
use crate::support::stub::{Stub, answer};

/// An error as a provider says it.
fn said(upstream: &str, status: u16) -> String {
    let (openai, anthropic, google) = match status {
        400 => ("invalid_request_error", "invalid_request_error", "INVALID_ARGUMENT"),
        401 => ("invalid_request_error", "authentication_error", "UNAUTHENTICATED"),
        403 => ("invalid_request_error", "permission_error", "PERMISSION_DENIED"),
        404 => ("invalid_request_error", "not_found_error", "NOT_FOUND"),
        429 => ("rate_limit_error", "rate_limit_error", "RESOURCE_EXHAUSTED"),
        _ => ("server_error", "api_error", "INTERNAL"),
    };
    // As those servers say it that repeat what they were sent.
    let message = "the provider's words on upstream-secret";
    let body = match upstream {
        "anthropic" => json!({"type": "error", "error": {"type": anthropic, "message": message}}),
        "gemini" | "vertex" => json!({"error": {"code": status, "message": message, "status": google}}),
        "bedrock" => json!({"message": message}),
        "ollama" => json!({"error": message}),
        _ => json!({"error": {"message": message, "type": openai, "param": null, "code": "some_code"}}),
    };
    body.to_string()
}

/// What a client reads: the message and the type of an error in its own form.
fn read<'r>(client: &str, body: &'r Value) -> (&'r Value, &'r Value) {
    match client {
        "anthropic" => {
            assert_eq!(body["type"], "error");
            (&body["error"]["message"], &body["error"]["type"])
        }
        "gemini" => {
            assert!(body["error"]["code"].is_u64(), "{body}");
            (&body["error"]["message"], &body["error"]["status"])
        }
        "ollama-chat" | "ollama-generate" => (&body["error"], &Value::Null),
        _ => (&body["error"]["message"], &body["error"]["type"]),
    }
}

/// The client's own type for a status.
fn kind(client: &str, status: u16) -> Value {
    let [openai, anthropic, google] = match status {
        400 => ["invalid_request_error", "invalid_request_error", "INVALID_ARGUMENT"],
        401 => ["invalid_request_error", "authentication_error", "UNAUTHENTICATED"],
        404 => ["invalid_request_error", "not_found_error", "NOT_FOUND"],
        429 => ["rate_limit_error", "rate_limit_error", "RESOURCE_EXHAUSTED"],
        _ => ["server_error", "api_error", "INTERNAL"],
    };
    match client {
        "anthropic" => anthropic.into(),
        "gemini" => google.into(),
        "ollama-chat" | "ollama-generate" => Value::Null,
        _ => openai.into(),
    }
}

fn check(client: &str, upstream: &str, status: u16, reply: &Reply) {
    let what = format!("{status} from {upstream} to {client}: {}", reply.text());
    // The credential that is refused is the gateway's, and none of the client's business.
    let is_about_us = matches!(status, 401 | 403);
    // They have one status for all that breaks.
    let broken = if matches!(client, "anthropic" | "gemini") { 500 } else { 502 };
    let (status, words) = if is_about_us { (broken, "`p`") } else { (status, "the provider's words on ***") };
    assert_eq!(reply.status, status, "{what}");
    assert!(!reply.text().contains("upstream-secret"), "{what}");
    let body = reply.json();
    let (message, found) = read(client, &body);
    assert!(message.as_str().is_some_and(|text| text.contains(words)), "{what}");
    // Where both speak one dialect, the error passes as it came.
    if !said(upstream, status).replace("upstream-secret", "***").contains(reply.text().as_str()) {
        assert_eq!(*found, kind(client, status), "{what}");
    }
    if status == 429 {
        assert_eq!(reply.header("retry-after"), Some("7"), "{what}");
    }
    assert_eq!(reply.header("x-ghostllm-error-source"), Some("upstream"), "{what}");
}

#[test]
fn errors_come_in_the_client_s_words() {
    for (upstream, lines, model) in UPSTREAMS {
        for status in [400, 401, 403, 404, 429, 500] {
            let stub = Stub::start(move |_, _| answer(status, "retry-after: 7\r\n", &said(upstream, status)));
            for client in CLIENTS {
                // One of its own for each: a target that failed is given a rest.
                let gateway = gateway(&stub, &format!("{lines}\n[routing]\nattempts_max = 1"), model);
                let reply = call(&gateway, client, false, &plain(client));
                check(client, upstream, status, &reply);
            }
        }
    }
}

/// The gateway's own refusals, in the words of every client.
#[test]
fn the_gateway_s_own_errors_come_in_the_client_s_words() {
    let stub = Stub::always(answer(500, "", "{}"));
    let gateway = gateway(&stub, "kind = \"openai\"", "m");
    for client in CLIENTS {
        let mut body = plain(client);
        body["model"] = json!("unknown");
        let path = super::path(client, false).replace("models/m", "models/unknown");
        let headers = format!("authorization: Bearer {}\r\n", crate::support::KEY);
        let reply =
            crate::support::client::post_with(gateway.address, &path, &headers, body.to_string().as_bytes());
        let value = reply.json();
        let (message, found) = read(client, &value);
        assert_eq!((reply.status, found), (404, &kind(client, 404)), "{client}: {value}");
        assert!(message.as_str().unwrap().contains("`unknown`"), "{client}: {value}");
        let headers = "authorization: Bearer sk-wrong-0000000000\r\n";
        let reply =
            crate::support::client::post_with(gateway.address, &path, headers, body.to_string().as_bytes());
        let value = reply.json();
        assert_eq!((reply.status, read(client, &value).1), (401, &kind(client, 401)), "{client}: {value}");
    }
    assert_eq!(stub.calls(), 0);
}
