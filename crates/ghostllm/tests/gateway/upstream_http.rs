//! HTTP towards upstreams, byte by byte: every legal way to answer is understood, and what one answer leaves behind
//! never becomes another's.

use std::io::Write as _;

use serde_json::{Value, json};

use crate::support::Gateway;
use crate::support::client::{connect, post, post_with, read};
use crate::support::stub::{Received, Step, Stub, chat_answer};
use crate::support::{KEY, model, provider};

const CHAT: &str = "/v1/chat/completions";
const BODY: &str = r#"{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"x"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}"#;

fn chat() -> Value {
    json!({"model": "m", "messages": [{"role": "user", "content": "hi"}]})
}

fn write(text: String) -> Step {
    Step::Write(text.into_bytes())
}

/// An answer in one piece.
fn whole(head: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{head}\r\n{BODY}")
}

fn sized(more: &str) -> String {
    whole(&format!("{more}content-length: {}\r\n", BODY.len()))
}

#[test]
fn every_way_to_answer_is_understood() {
    let (half, rest) = BODY.split_at(BODY.len() / 2);
    let chunked = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nTransfer-Encoding: Chunked\r\n\r\n{:X};x=\"y\"\r\n{half}\r\n{:x}\r\n{rest}\r\n0\r\ntrailer: t\r\n\r\n",
        half.len(),
        rest.len()
    );
    let ways = [
        ("with its length", vec![write(sized(""))], 1),
        ("in chunks", vec![write(chunked.clone())], 1),
        (
            "after two heads that only say to wait",
            vec![
                write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n".to_owned()),
                Step::Pause(20),
                write(sized("")),
            ],
            1,
        ),
        ("up to the connection's end", vec![write(whole("")), Step::Close], 2),
        ("of HTTP/1.0", vec![write(sized("").replace("1.1", "1.0")), Step::Close], 2),
        ("and closed", vec![write(sized("connection: close\r\n")), Step::Close], 2),
    ];
    for (way, steps, connections) in ways {
        let stub = Stub::always(steps);
        let gateway = Gateway::with("openai", &stub);
        for _ in 0..2 {
            let reply = post(gateway.address, CHAT, &chat());
            assert_eq!((reply.status, reply.text().as_str()), (200, BODY), "{way}");
        }
        // Workers have pools of their own: two requests may come to different ones.
        assert!((connections..=2).contains(&stub.connections()), "{way}: {} connections", stub.connections());
    }
    // However the bytes are cut.
    for text in [chunked, sized("")] {
        for step in [1, 7, 100] {
            let steps: Vec<Step> = text
                .as_bytes()
                .chunks(step)
                .flat_map(|piece| [Step::Write(piece.to_vec()), Step::Pause(0)])
                .collect();
            let gateway_stub = Stub::always(steps);
            let gateway = Gateway::with("openai", &gateway_stub);
            let reply = post(gateway.address, CHAT, &chat());
            assert_eq!((reply.status, reply.text().as_str()), (200, BODY), "in steps of {step}");
        }
    }
}

/// An answer is asked for as it is; one that comes encoded all the same says nothing to whoever reads it here, and less to
/// a client that is not told.
#[test]
fn an_answer_that_is_encoded_is_garbage_and_said_so() {
    let check = |coding: &str, stream: bool, expected: u16| {
        let stub = Stub::always(vec![write(sized(&format!("content-encoding: {coding}\r\n")))]);
        let gateway = Gateway::with("openai", &stub);
        for path in [CHAT, "/v1/messages"] {
            let mut body = chat();
            (body["stream"], body["max_tokens"]) = (stream.into(), 9.into());
            let reply = post(gateway.address, path, &body);
            assert_eq!(reply.status / 100, expected, "{coding} {path}: {}", reply.text());
            assert_eq!(reply.text().contains(&format!("encoded as `{coding}`")), expected == 5, "{coding}");
        }
        assert_eq!(stub.received()[0].header("accept-encoding"), Some("identity"));
    };
    check("gzip", false, 5);
    check("BR", true, 5);
    check("identity", false, 2);
    // By mistake.
    check("utf-8", false, 2);
}

/// What follows the end of an answer belongs to nobody: the next request must not take it for its own.
#[test]
fn an_answer_that_nobody_asked_for_is_nobody_s() {
    let smuggled = sized("").replace("\"content\":\"x\"", "\"content\":\"!\"");
    let chunked = |end: &str| {
        format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{BODY}\r\n0\r\n\r\n{end}",
            BODY.len()
        )
    };
    for answer in [format!("{}{smuggled}", sized("")), chunked(&smuggled), chunked("\r\n")] {
        let stub =
            Stub::start(
                move |number, _| {
                    if number == 0 { vec![write(answer.clone())] } else { vec![write(sized(""))] }
                },
            );
        let gateway = Gateway::with("openai", &stub);
        for _ in 0..6 {
            assert_eq!(post(gateway.address, CHAT, &chat()).text(), BODY);
        }
        assert_eq!(stub.calls(), 6, "each request was asked");
    }
    // The same when it comes a moment later, while the connection is idle.
    let late = smuggled.clone();
    let stub = Stub::start(move |number, _| {
        let mut steps = vec![write(sized(""))];
        if number == 0 {
            steps.extend([Step::Pause(50), write(late.clone())]);
        }
        steps
    });
    let gateway = Gateway::with("openai", &stub);
    assert_eq!(post(gateway.address, CHAT, &chat()).text(), BODY);
    std::thread::sleep(std::time::Duration::from_millis(300));
    for _ in 0..4 {
        assert_eq!(post(gateway.address, CHAT, &chat()).text(), BODY);
    }
}

#[test]
fn an_idle_connection_that_was_closed_is_replaced_once() {
    // Every second request of a connection finds it closed.
    let stub = Stub::always([chat_answer("x"), vec![Step::Close]].concat());
    let gateway = Gateway::with("openai", &stub);
    for _ in 0..8 {
        assert_eq!(post(gateway.address, CHAT, &chat()).status, 200);
    }
    assert_eq!(stub.calls(), 8);
}

/// A connection that ends while another request on it is with the upstream: whether that was worked on, and is on the
/// bill, nobody knows. What may be done twice is sent again; the rest only as `[routing]` says, and counted.
#[test]
fn what_may_have_been_done_is_not_done_again_in_silence() {
    let check = |routing: &str, method: &str, more: &str, expected: (u16, usize)| {
        let stub = Stub::start(|number, _| if number == 1 { vec![Step::Close] } else { chat_answer("x") });
        let gateway = Gateway::start(&format!(
            "{routing}{}{}",
            provider("p", "openai", stub.address),
            model("m", "p", "")
        ));
        let (path, rest) = if method == "POST" {
            (CHAT, format!("content-length: {}\r\n\r\n{}", chat().to_string().len(), chat()))
        } else {
            ("/v1/files", "\r\n".to_owned())
        };
        // On one connection, so that one worker has both.
        let mut client = connect(gateway.address);
        let mut ask = || {
            let head =
                format!("{method} {path} HTTP/1.1\r\nhost: t\r\nauthorization: Bearer {KEY}\r\n{more}");
            write!(client, "{head}{rest}").unwrap();
            read(&mut client)
        };
        assert_eq!(ask().status, 200);
        let reply = ask();
        let what = format!("{routing} {method} {more}: {}", reply.text());
        assert_eq!((reply.status, stub.calls()), expected, "{what}");
        let attempts = reply.header("x-ghostllm-attempts").map(str::to_owned);
        (attempts, what)
    };
    let once = "[routing]\nattempts_max = 1\n";
    let (_, what) = check(once, "POST", "", (502, 2));
    assert!(what.contains("the connection was closed before an answer came"), "{what}");
    check(once, "POST", "idempotency-key: 7\r\n", (200, 3));
    check(once, "GET", "", (200, 3));
    let (attempts, what) = check("", "POST", "", (200, 3));
    assert_eq!(attempts.as_deref(), Some("2"), "{what}");
}

#[test]
fn an_upstream_that_refuses_in_the_middle_of_an_upload_is_heard() {
    let refusal = r#"{"error":{"message":"too much","type":"invalid_request_error"}}"#;
    let answer = format!(
        "HTTP/1.1 413 X\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{refusal}",
        refusal.len()
    );
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            use std::io::{Read as _, Write as _};
            let mut stream = stream.unwrap();
            // A little is read, the rest never.
            stream.read_exact(&mut [0; 100]).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
            std::thread::sleep(std::time::Duration::from_millis(500));
        }
    });
    let gateway = Gateway::start(&format!("{}{}", provider("p", "openai", address), model("m", "p", "")));
    let body = json!({"model": "m", "messages": [{"role": "user", "content": "y".repeat(8 << 20)}]});
    let headers = format!("authorization: Bearer {KEY}\r\n");
    let reply = post_with(gateway.address, CHAT, &headers, body.to_string().as_bytes());
    assert_eq!((reply.status, &reply.json()["error"]["message"]), (413, &json!("too much")));
}

#[test]
fn requests_say_how_long_they_are_and_nothing_twice() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = Gateway::with("anthropic", &stub);
    let headers = format!(
        "x-api-key: {KEY}\r\nanthropic-version: 2023-06-01\r\nanthropic-beta: a\r\ncontent-type: application/json; charset=utf-8\r\n"
    );
    let body = json!({"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}]});
    post_with(gateway.address, "/v1/messages", &headers, body.to_string().as_bytes());
    let Received { headers, body, .. } = stub.received().pop().unwrap();
    for (name, expected) in [
        ("host", stub.address.to_string()),
        ("content-length", body.len().to_string()),
        ("anthropic-version", "2023-06-01".to_owned()),
        ("anthropic-beta", "a".to_owned()),
        ("content-type", "application/json".to_owned()),
        ("x-api-key", "upstream-secret".to_owned()),
    ] {
        let values: Vec<&str> = headers.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str()).collect();
        assert_eq!(values, [expected], "{name}");
    }
}

/// What says nothing to a client is said by the gateway.
#[test]
fn redirects_and_errors_without_words_are_explained() {
    let check = |head: &str, expected: (u16, &str)| {
        let stub = Stub::always(vec![write(format!("HTTP/1.1 {head}\r\ncontent-length: 0\r\n\r\n"))]);
        let gateway = Gateway::with("openai", &stub);
        for path in [CHAT, "/v1/messages"] {
            let mut body = chat();
            body["max_tokens"] = json!(5);
            let reply = post(gateway.address, path, &body);
            let message = reply.json()["error"]["message"].as_str().unwrap().to_owned();
            // Anthropic's clients know 500 only.
            let status = if path == CHAT { expected.0 } else { reply.status.max(500) };
            assert_eq!(reply.status, status, "{head} {path}: {message}");
            assert!(message.contains("`p`") && message.contains(expected.1), "{head} {path}: {message}");
            assert!(!message.contains("secret"), "only where to, not what with: {message}");
        }
    };
    check("302 Found\r\nlocation: https://other.example/v1?key=secret", (502, "to https://other.example:"));
    check("307 X\r\nlocation: /v2", (502, "base_url"));
    check("304 Not Modified", (502, "redirects"));
    check("501 X", (501, "answered 501 and said nothing"));
}
