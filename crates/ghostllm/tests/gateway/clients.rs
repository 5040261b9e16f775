//! Clients that are slow, greedy or hostile.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use ghostllm::ledger::Outcome;
use serde_json::{Value, json};

use crate::support::client::{connect, get, post, post_with, read, send};
use crate::support::stub::{Step, Stub, answer, chat_answer, piece, stream_head};
use crate::support::{Gateway, KEY, eventually, model, provider};

const CHAT: &str = "/v1/chat/completions";

fn with_server(stub: &Stub, lines: &str) -> Gateway {
    Gateway::start(&format!(
        "[server]\n{lines}\n{}{}",
        provider("p", "openai", stub.address),
        model("m", "p", "")
    ))
}

fn chat(stream: bool) -> Value {
    json!({"model": "m", "stream": stream, "messages": [{"role": "user", "content": "hi"}]})
}

fn authorized() -> String {
    format!("authorization: Bearer {KEY}\r\n")
}

/// Everything until the other side closes, and how long that took.
fn until_closed(stream: &mut std::net::TcpStream) -> (Vec<u8>, Duration) {
    let begun = Instant::now();
    let mut bytes = Vec::new();
    // A reset ends it as well.
    let _ = stream.read_to_end(&mut bytes);
    (bytes, begun.elapsed())
}

#[test]
fn bodies_and_heads_have_a_limit() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = with_server(&stub, "body_bytes_max = 2000\nheader_bytes_max = 16384");
    let large =
        json!({"model": "m", "max_tokens": 1, "messages": [{"role": "user", "content": "x".repeat(3000)}]});
    let reply = post(gateway.address, CHAT, &large);
    assert_eq!((reply.status, &reply.json()["error"]["type"]), (413, &json!("invalid_request_error")));
    let reply = post(gateway.address, "/v1/messages", &large);
    assert_eq!((reply.status, &reply.json()["error"]["type"]), (413, &json!("request_too_large")));
    // The same without a length that says so.
    let mut client = connect(gateway.address);
    let head =
        format!("POST {CHAT} HTTP/1.1\r\nhost: t\r\n{}transfer-encoding: chunked\r\n\r\n", authorized());
    client.write_all(head.as_bytes()).unwrap();
    for _ in 0..4 {
        // The gateway may close before all is written.
        let _ = client.write_all(format!("3e8\r\n{}\r\n", "x".repeat(1000)).as_bytes());
    }
    assert_eq!(read(&mut client).status, 413);
    let mut client = connect(gateway.address);
    let _ = client
        .write_all(format!("GET /health HTTP/1.1\r\nhost: t\r\nx: {}", "y".repeat(64 << 10)).as_bytes());
    let (bytes, _) = until_closed(&mut client);
    assert!(bytes.is_empty() || bytes.starts_with(b"HTTP/1.1 431"), "{}", String::from_utf8_lossy(&bytes));
    assert_eq!(stub.calls(), 0);
    assert_eq!(post(gateway.address, CHAT, &chat(false)).status, 200, "others are served");
}

/// Of two hosts, or none, what is in front of the gateway may have taken another for the right one.
#[test]
fn a_request_names_its_host_once() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = with_server(&stub, "");
    let body = chat(false).to_string();
    let status = |version: &str, hosts: &str| {
        let mut client = connect(gateway.address);
        let length = body.len();
        let head = format!("POST {CHAT} {version}\r\n{hosts}{}content-length: {length}\r\n", authorized());
        client.write_all(format!("{head}connection: close\r\n\r\n{body}").as_bytes()).unwrap();
        read(&mut client).status
    };
    assert_eq!(status("HTTP/1.1", "host: a\r\n"), 200);
    assert_eq!(status("HTTP/1.0", ""), 200);
    assert_eq!(status("HTTP/1.1", ""), 400);
    assert_eq!(status("HTTP/1.1", "host: a\r\nhost: a\r\n"), 400);
    assert_eq!(stub.calls(), 2);
}

#[test]
fn clients_that_send_slowly_are_closed() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = with_server(&stub, "header_timeout_ms = 300\nbody_timeout_ms = 300\nidle_timeout_ms = 300");
    let head = format!("POST {CHAT} HTTP/1.1\r\nhost: t\r\n{}content-length: 500\r\n\r\n{{", authorized());
    for begun in ["POST /v1/chat/comp", &head, ""] {
        let mut client = connect(gateway.address);
        client.write_all(begun.as_bytes()).unwrap();
        let (bytes, took) = until_closed(&mut client);
        assert!(took < Duration::from_secs(8), "{begun:?} stays open for {took:?}");
        assert!(bytes.is_empty() || bytes.starts_with(b"HTTP/1.1 4"), "{}", String::from_utf8_lossy(&bytes));
    }
    assert_eq!(stub.calls(), 0);
}

#[test]
fn a_client_that_takes_nothing_is_closed_and_so_is_its_upstream() {
    let event = format!(
        "data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{}\"}}}}]}}\n\n",
        "x".repeat(60_000)
    );
    let stub = Stub::start(move |_, _| {
        let mut steps = vec![stream_head("text/event-stream")];
        // More than all buffers on the way hold.
        steps.extend((0..1000).map(|_| piece(event.as_bytes())));
        steps.push(Step::AwaitClose);
        steps
    });
    let gateway = with_server(&stub, "write_timeout_ms = 500");
    let client = send(gateway.address, CHAT, &authorized(), chat(true).to_string().as_bytes());
    stub.closes(0);
    assert_eq!(gateway.usage(1)[0].outcome, Outcome::Cancelled);
    drop(client);
}

#[test]
fn more_requests_than_there_is_room_for_are_refused_at_once() {
    let stub = Stub::start(|_, _| vec![stream_head("text/event-stream"), Step::Pause(1500)]);
    let gateway = with_server(&stub, "requests_max = 2");
    let open: Vec<_> = (0..2)
        .map(|_| send(gateway.address, CHAT, &authorized(), chat(true).to_string().as_bytes()))
        .collect();
    eventually("both are under way", || (stub.calls() == 2).then_some(()));
    let begun = Instant::now();
    let refused = post(gateway.address, CHAT, &chat(false));
    assert_eq!((refused.status, refused.header("retry-after")), (503, Some("1")));
    assert!(begun.elapsed() < Duration::from_secs(1));
    assert_eq!(stub.calls(), 2);
    assert_eq!(get(gateway.address, "/health").status, 200, "health has room");
    drop(open);
}

#[test]
fn bodies_under_way_have_a_bound_in_sum() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = with_server(&stub, "bodies_bytes_max = 100000");
    let fill = "x".repeat(60_000);
    let head = format!("POST {CHAT} HTTP/1.1\r\nhost: x\r\n{}content-length: 70000\r\n\r\n", authorized());
    let long = json!({"model": "m", "messages": [{"role": "user", "content": fill}]});
    let status = || post(gateway.address, CHAT, &long).status;
    // Either may be the one that comes too late.
    let first = eventually("there is no room", || {
        let mut unfinished = std::net::TcpStream::connect(gateway.address).unwrap();
        unfinished.write_all(format!("{head}{fill}").as_bytes()).unwrap();
        (status() == 503).then_some(unfinished)
    });
    assert_eq!(post(gateway.address, CHAT, &chat(false)).status, 200, "a short one has room");
    drop(first);
    eventually("the room is free again", || (status() == 200).then_some(()));
}

/// Bodies on their way are requests under way: a key with one place does not hold the memory of many.
#[test]
fn a_key_sends_so_many_bodies_at_a_time_and_no_more() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = Gateway::start_with_keys(&format!(
        "{}{}[[keys]]\nname = \"k\"\nkey = \"{KEY}\"\nconcurrency = 1\n",
        provider("p", "openai", stub.address),
        model("m", "p", "")
    ));
    let status = || post(gateway.address, CHAT, &chat(false)).status;
    let head = format!("POST {CHAT} HTTP/1.1\r\nhost: x\r\n{}content-length: 70000\r\n\r\n", authorized());
    let unfinished = eventually("the place is taken", || {
        let mut unfinished = std::net::TcpStream::connect(gateway.address).unwrap();
        unfinished.write_all(head.as_bytes()).unwrap();
        (status() == 429).then_some(unfinished)
    });
    drop(unfinished);
    eventually("the place is free again", || (status() == 200).then_some(()));
}

#[test]
fn a_key_holds_so_many_streams_and_no_more() {
    let stub = Stub::start(|_, _| vec![stream_head("text/event-stream"), Step::AwaitClose]);
    let gateway = Gateway::start_with_keys(&format!(
        "{}{}[[keys]]\nname = \"k\"\nkey = \"{KEY}\"\nconcurrency = 2\n",
        provider("p", "openai", stub.address),
        model("m", "p", "")
    ));
    let open = || send(gateway.address, CHAT, &authorized(), chat(true).to_string().as_bytes());
    let (first, second) = (open(), open());
    eventually("both are under way", || (stub.calls() == 2).then_some(()));
    assert_eq!(post(gateway.address, CHAT, &chat(true)).status, 429);
    drop(first);
    let third = eventually("the place is free again", || {
        let mut third = open();
        let mut status = [0; b"HTTP/1.1 200".len()];
        third.read_exact(&mut status).unwrap();
        (status == *b"HTTP/1.1 200").then_some(third)
    });
    assert_eq!(stub.calls(), 3);
    drop((second, third));
}

/// Two readings of where a request ends: what one reading hides must never reach an upstream.
#[test]
fn a_request_smuggled_in_another_reaches_no_upstream() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = with_server(&stub, "");
    let body = chat(false).to_string();
    let hidden = format!("POST {CHAT} HTTP/1.1\r\nhost: smuggled\r\ncontent-length: 3\r\n\r\n{{}}}}");
    let chunked = format!("{:x}\r\n{body}\r\n0\r\n\r\n{hidden}", body.len());
    let length = body.len();
    let both = length + hidden.len();
    let cases = [
        ("length and chunks", format!("content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n{chunked}")),
        (
            "chunks and length",
            format!("transfer-encoding: chunked\r\ncontent-length: {both}\r\n\r\n{chunked}"),
        ),
        ("two lengths", format!("content-length: {length}\r\ncontent-length: {both}\r\n\r\n{body}{hidden}")),
        ("a list of lengths", format!("content-length: {length}, {both}\r\n\r\n{body}{hidden}")),
        ("a signed length", format!("content-length: +{length}\r\n\r\n{body}{hidden}")),
        (
            "unknown coding",
            format!("transfer-encoding: xchunked\r\ncontent-length: {length}\r\n\r\n{body}{hidden}"),
        ),
        ("chunked is not last", format!("transfer-encoding: chunked, identity\r\n\r\n{chunked}")),
        ("a space before the colon", format!("content-length : {both}\r\n\r\n{body}{hidden}")),
        (
            "a folded line",
            format!("x: y\r\n transfer-encoding: chunked\r\ncontent-length: {length}\r\n\r\n{body}{hidden}"),
        ),
        ("a large chunk", format!("transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n{body}{hidden}")),
        (
            "a chunk extension with a line",
            format!("transfer-encoding: chunked\r\n\r\n{:x};a\nb\r\n{body}\r\n0\r\n\r\n{hidden}", body.len()),
        ),
        ("a bare line feed", format!("content-length: {length}\n\n{body}{hidden}")),
    ];
    for (name, rest) in cases {
        let before = stub.calls();
        let mut client = connect(gateway.address);
        client.set_read_timeout(Some(Duration::from_millis(800))).unwrap();
        let head = format!("POST {CHAT} HTTP/1.1\r\nhost: t\r\n{}", authorized());
        client.write_all(format!("{head}{rest}").as_bytes()).unwrap();
        let (bytes, _) = until_closed(&mut client);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(stub.calls() - before <= 1, "{name}: {text}");
        // Whatever came second had no key.
        assert!(text.matches("HTTP/1.1 200").count() <= 1, "{name}: {text}");
    }
    for received in stub.received() {
        let all = format!("{:?} {}", received.headers, String::from_utf8_lossy(&received.body));
        assert!(!all.contains("smuggled"), "{all}");
        // How its length is told an upstream is the gateway's own affair.
        let told = ["content-length", "transfer-encoding"].map(|name| received.header(name).is_some());
        assert_eq!(told, [true, false], "{all}");
    }
}

/// No field of a request makes the gateway call somebody, or call its provider elsewhere than it may.
#[test]
fn nobody_is_called_because_a_field_says_so() {
    let inner = Stub::always(answer(200, "content-type: image/png\r\n", "secret"));
    let at = inner.address;
    let url = format!("http://{at}/latest/meta-data");
    let image = json!({"model": "m", "max_tokens": 9, "base_url": url, "api_base": url, "messages": [
        {"role": "user", "content": [{"type": "text", "text": "see"}, {"type": "image_url", "image_url": {"url": url}}]}
    ]});
    let named = json!({"model": url, "messages": []});
    for kind in ["openai", "anthropic", "gemini", "ollama", "bedrock"] {
        let stub = Stub::always(answer(400, "", "{}"));
        let gateway = Gateway::start(&format!(
            "[routing]\nattempts_max = 1\n{}{}",
            provider("p", kind, stub.address),
            model("m", "p", "")
        ));
        for body in [&image, &named] {
            let headers = format!(
                "{}x-ghostllm-provider: {url}\r\nx-forwarded-host: {at}\r\nforwarded: host={at}\r\n",
                authorized()
            );
            let reply = post_with(gateway.address, CHAT, &headers, body.to_string().as_bytes());
            assert!((400..500).contains(&reply.status), "{kind} {} {}", reply.status, reply.text());
        }
        // A target and a host of the client's choice.
        let mut client = connect(gateway.address);
        let body = chat(false).to_string();
        let head = format!(
            "POST {url} HTTP/1.1\r\nhost: {at}\r\n{}content-length: {}\r\nconnection: close\r\n\r\n{body}",
            authorized(),
            body.len()
        );
        client.write_all(head.as_bytes()).unwrap();
        assert_eq!(read(&mut client).status, 404);
        assert_eq!(inner.connections(), 0, "{kind}");
    }
    // The provider's credential opens only what the gateway means to open.
    let stub = Stub::always(answer(200, "", "{}"));
    let gateway = with_server(&stub, "");
    for path in [
        "/v1/files/../organization/keys",
        "/v1/files/%2e%2e/organization",
        "/v1/batches/.%2E/x",
        "/v1/files/..%2f..%2fx",
        "/v1/files/..\\x",
        "/v1/files/./x",
        "/v1/files//x",
    ] {
        assert_eq!(get(gateway.address, path).status, 404, "{path}");
    }
    assert_eq!((stub.calls(), get(gateway.address, "/v1/files/f1/content").status), (0, 200));
}

#[test]
fn the_admin_api_is_on_its_own_listener_only() {
    let stub = Stub::always(chat_answer("x"));
    let token = "an-admin-token-of-some-length";
    let gateway = with_server(&stub, &format!("admin_listen = \"127.0.0.1:0\"\nadmin_token = \"{token}\""));
    for path in ["/admin/v1/keys", "/admin/v1/usage", "/openapi.json", "/admin"] {
        assert_eq!(get(gateway.address, path).status, 404, "{path}");
    }
    let admin = gateway.admin_address();
    assert_eq!(get(admin, "/openapi.json").json()["openapi"], "3.1.0");
    assert_eq!(get(admin, "/admin/v1/keys").status, 401, "a client's key is no admin token");
    let headers = format!("authorization: Bearer {token}\r\n");
    let made = post_with(admin, "/admin/v1/keys", &headers, br#"{"name": "n", "rpm": 1}"#);
    assert_eq!(made.status, 201, "{}", made.text());
    let key = made.json()["key"].as_str().unwrap().to_owned();
    let headers = format!("authorization: Bearer {key}\r\n");
    let statuses: Vec<u16> = (0..2)
        .map(|_| post_with(gateway.address, CHAT, &headers, chat(false).to_string().as_bytes()).status)
        .collect();
    assert_eq!(statuses, [200, 429], "a new key works at once, and so does its limit");
    let wrong = post_with(admin, "/admin/v1/keys", "authorization: Bearer wrong\r\n", b"{}");
    assert_eq!(wrong.status, 401);
    let chat_there = post_with(admin, CHAT, &authorized(), chat(false).to_string().as_bytes());
    assert_eq!(chat_there.status, 404);
}
