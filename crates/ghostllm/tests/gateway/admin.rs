//! The admin API and what it shares its thread with.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ghostllm::clock;
use ghostllm::keys::{KeyRecord, Secret};
use ghostllm::store::{Change, Store as _};
use serde_json::json;

use crate::support::client::{Reply, connect, get, post_with, read};
use crate::support::stub::{Stub, chat_answer};
use crate::support::{Gateway, KEY, eventually, model, provider};

const TOKEN: &str = "an-admin-token-of-some-length";
const CHAT: &str = "/v1/chat/completions";

fn gateway(stub: &Stub, more: &str) -> Gateway {
    Gateway::start(&format!(
        "[server]\nadmin_listen = \"127.0.0.1:0\"\nadmin_token = \"{TOKEN}\"\n{more}{}{}",
        provider("p", "openai", stub.address),
        model("meta/llama 3+", "p", "")
    ))
}

fn call(gateway: &Gateway, method: &str, path: &str, body: &str) -> Reply {
    use std::io::Write as _;
    let mut stream = connect(gateway.admin_address());
    let length = body.len();
    let head = format!("{method} {path} HTTP/1.1\r\nhost: t\r\nauthorization: Bearer {TOKEN}\r\n");
    let rest = format!("content-length: {length}\r\nconnection: close\r\n\r\n{body}");
    stream.write_all((head + &rest).as_bytes()).unwrap();
    read(&mut stream)
}

fn chat(gateway: &Gateway, key: &str) -> u16 {
    let body = json!({"model": "meta/llama 3+", "messages": [{"role": "user", "content": "hi"}]});
    let headers = format!("authorization: Bearer {key}\r\n");
    post_with(gateway.address, CHAT, &headers, body.to_string().as_bytes()).status
}

/// Queries are read as every client writes them.
#[test]
fn usage_is_asked_for_in_encoded_words() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = gateway(&stub, "");
    assert_eq!(chat(&gateway, KEY), 200);
    gateway.usage(1);
    let rows = |query: &str| {
        let reply = call(&gateway, "GET", &format!("/admin/v1/usage?{query}"), "");
        assert_eq!(reply.status, 200, "{query}: {}", reply.text());
        reply.json()["data"].as_array().unwrap().len()
    };
    assert_eq!(rows("model=meta%2Fllama%203%2B"), 1);
    assert_eq!(rows("model=meta%2fllama+3%2B"), 1, "as forms are encoded");
    assert_eq!(rows("model=meta%2Fllama"), 0);
    assert_eq!(rows("since=24h"), 1, "a span looks back");
    assert_eq!(rows("since=2020-01-31T12%3A00%3A00%2B02%3A00"), 1);
    assert_eq!(rows("since=2020-01-31T12:00:00+02:00"), 1, "and as people write it");
    assert_eq!(rows("since=2999-01-01"), 0);
    assert_eq!(call(&gateway, "GET", "/admin/v1/usage?since=soon", "").status, 400);
}

/// What the API's description says is so.
#[test]
fn what_makes_no_sense_is_refused_and_methods_are_named() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = gateway(&stub, "");
    let made = call(&gateway, "POST", "/admin/v1/keys", r#"{"name": "n", "rpm": 3}"#);
    let key = format!("/admin/v1/keys/{}", made.json()["id"].as_str().unwrap());
    for (method, path, body) in [
        ("POST", "/admin/v1/keys", ""),
        ("POST", "/admin/v1/keys", r#"{"name": " "}"#),
        ("POST", "/admin/v1/keys", r#"{"name": "n", "expires": "2020-01-31"}"#),
        // Limits that are not said would be none.
        ("PATCH", &key, ""),
    ] {
        let reply = call(&gateway, method, path, body);
        assert_eq!(reply.status, 400, "{method} {path} {body}: {}", reply.text());
    }
    assert_eq!(call(&gateway, "GET", &key, "").json()["rpm"], 3);
    assert_eq!(call(&gateway, "POST", &format!("{key}/rotate"), "").status, 200);
    let reply = call(&gateway, "TRACE", &key, "");
    assert_eq!((reply.status, reply.header("allow")), (405, Some("GET, PATCH, DELETE")));
    let reply = get(gateway.address, CHAT);
    assert_eq!((reply.status, reply.header("allow")), (405, Some("POST")));
}

#[test]
fn names_in_paths_are_encoded_and_teams_of_the_configuration_are_left_alone() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = gateway(&stub, "[[teams]]\nname = \"own\"\nrpm = 3\n");
    assert_eq!(call(&gateway, "PUT", "/admin/v1/teams/r%26d%2Feu", r#"{"rpm": 9}"#).json()["name"], "r&d/eu");
    assert_eq!(call(&gateway, "DELETE", "/admin/v1/teams/r%26d%2Feu", "").status, 200);
    for method in ["PUT", "DELETE"] {
        let reply = call(&gateway, method, "/admin/v1/teams/own", "{}");
        assert_eq!(reply.status, 409, "{}", reply.text());
        assert!(reply.text().contains("configuration"), "{}", reply.text());
    }
    assert_eq!(call(&gateway, "GET", "/admin/v1/teams", "").json()["data"][0]["rpm"], 3);
}

/// Who asks the admin API all the time keeps nobody's change from being seen.
#[test]
fn changes_are_seen_while_the_admin_api_is_busy() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = gateway(&stub, "");
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    call(&gateway, "GET", "/admin/v1/teams", "");
                }
            });
        }
        let secret = Secret::generate().unwrap();
        let record = KeyRecord::new("k", &secret, clock::now()).unwrap();
        let mut store = gateway.store();
        store.change(&Change::CreateKey(Box::new(record.clone()))).unwrap();
        eventually("the key works", || (chat(&gateway, secret.reveal()) == 200).then_some(()));
        store.change(&Change::RevokeKey { id: record.id, at: clock::now() }).unwrap();
        eventually("the key does not", || (chat(&gateway, secret.reveal()) == 401).then_some(()));
        is_over.store(true, Ordering::Relaxed);
    });
}

/// A key is what it is when its request has come, not when it began to come.
#[test]
fn a_key_that_is_revoked_while_its_body_comes_buys_nothing() {
    use std::io::Write as _;
    let stub = Stub::always(chat_answer("x"));
    let gateway = gateway(&stub, "");
    let made = call(&gateway, "POST", "/admin/v1/keys", r#"{"name": "leaver"}"#).json();
    let (id, key) = (made["id"].as_str().unwrap(), made["key"].as_str().unwrap());
    assert_eq!(chat(&gateway, key), 200);
    let body = json!({"model": "meta/llama 3+", "messages": []}).to_string();
    let mut stream = connect(gateway.address);
    let head = format!(
        "POST {CHAT} HTTP/1.1\r\nhost: t\r\nauthorization: Bearer {key}\r\ncontent-length: {}\r\n\r\n{}",
        body.len(),
        &body[..10]
    );
    stream.write_all(head.as_bytes()).unwrap();
    // The head is read by now, or will be with the rest: both must end the same way.
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(call(&gateway, "DELETE", &format!("/admin/v1/keys/{id}"), "").status, 200);
    stream.write_all(&body.as_bytes()[10..]).unwrap();
    assert_eq!(read(&mut stream).status, 401);
    assert_eq!(stub.calls(), 1);
}

/// A byte now and then is no way to hold a request for ever.
#[test]
fn a_body_that_trickles_is_not_waited_for() {
    use std::io::Write as _;
    let stub = Stub::always(chat_answer("x"));
    let gateway = gateway(&stub, "body_timeout_ms = 500\n");
    let mut stream = connect(gateway.address);
    let head = format!(
        "POST {CHAT} HTTP/1.1\r\nhost: t\r\nauthorization: Bearer {KEY}\r\ncontent-length: 100000\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let begun = Instant::now();
    while stream.write_all(b" ").is_ok() {
        assert!(begun.elapsed() < Duration::from_secs(15), "it is still waited for");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(stub.calls(), 0);
}
