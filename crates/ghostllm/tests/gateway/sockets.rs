//! Many chats over one WebSocket, Responses over one, the realtime relay. Client and upstream are
//! tokio-tungstenite's.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::{SinkExt as _, StreamExt as _};
use ghostllm::ledger::Outcome;
use ghostllm::store::{Change, Store as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Message};
use tokio_tungstenite::tungstenite::{Error, handshake::server};
use tokio_tungstenite::{WebSocketStream, accept_hdr_async, client_async};

use crate::support::client::get;
use crate::support::stub::{Step, Stub, chat_answer, chat_stream, piece, stream, stream_head};
use crate::support::{Gateway, KEY, eventually, model, provider};

const SSE: &str = "text/event-stream";
const PATIENCE: Duration = Duration::from_secs(20);

/// A client's socket, driven by a runtime of its own.
struct Client {
    runtime: Runtime,
    socket: WebSocketStream<TcpStream>,
}

impl Client {
    fn connect(address: SocketAddr, path: &str, key: &str) -> Result<Self, Error> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let socket = runtime.block_on(async {
            let tcp = TcpStream::connect(address).await.unwrap();
            let mut request = format!("ws://{address}{path}").into_client_request().unwrap();
            request.headers_mut().insert("authorization", format!("Bearer {key}").parse().unwrap());
            client_async(request, tcp).await
        })?;
        Ok(Self { runtime, socket: socket.0 })
    }

    fn open(gateway: &Gateway, path: &str) -> Self {
        Self::connect(gateway.address, path, KEY).unwrap()
    }

    fn send(&mut self, value: &Value) {
        self.runtime.block_on(self.socket.send(Message::text(value.to_string()))).unwrap();
    }

    fn next(&mut self) -> Message {
        let next = async { tokio::time::timeout(PATIENCE, self.socket.next()).await };
        self.runtime.block_on(next).expect("a message in time").expect("a message").unwrap()
    }

    fn value(&mut self) -> Value {
        let message = self.next();
        serde_json::from_str(message.to_text().unwrap()).unwrap_or_else(|_| panic!("{message:?}"))
    }

    /// Messages up to the first of which `is_last` is true, which is among them.
    fn until(&mut self, is_last: impl Fn(&Value) -> bool) -> Vec<Value> {
        let mut all = Vec::new();
        loop {
            all.push(self.value());
            if is_last(all.last().unwrap()) {
                return all;
            }
        }
    }

    /// The close frame that comes next.
    fn close_frame(&mut self) -> Option<CloseFrame> {
        match self.next() {
            Message::Close(frame) => frame,
            other => panic!("{other:?}"),
        }
    }
}

fn chat(id: &str, text: &str) -> Value {
    json!({"type": "chat", "id": id, "request": {"model": "m", "messages": [{"role": "user", "content": text}]}})
}

fn is_over(message: &Value) -> bool {
    matches!(message["type"].as_str(), Some("done" | "error" | "cancelled"))
}

/// The text of a chat's deltas.
fn text(messages: &[Value], id: &str) -> String {
    let own = messages.iter().filter(|message| message["id"] == id);
    own.filter_map(|message| message["delta"]["content"].as_str()).collect()
}

#[test]
fn many_chats_run_over_one_socket() {
    let stub = Stub::start(|_, request| {
        let asked = request.json()["messages"][0]["content"].as_str().unwrap().to_owned();
        stream(SSE, &chat_stream(&["Grüße ", &asked], true), 5)
    });
    let gateway = Gateway::with("openai", &stub);
    let mut client = Client::open(&gateway, "/v1/ws");
    for id in ["a", "b", "c"] {
        client.send(&chat(id, id));
    }
    let mut messages = Vec::new();
    for _ in 0..3 {
        messages.extend(client.until(is_over));
    }
    for id in ["a", "b", "c"] {
        assert_eq!(text(&messages, id), format!("Grüße {id}"));
        let of = |kind: &str| messages.iter().find(|m| m["id"] == id && m["type"] == kind).unwrap();
        assert_eq!((&of("start")["provider"], &of("start")["model"]), (&json!("p"), &json!("up-m")));
        assert_eq!(of("done")["finish_reason"], "stop");
        assert_eq!(of("done")["usage"]["total_tokens"], 18);
    }
    client.send(&json!({"type": "ping", "id": "p"}));
    assert_eq!(client.value(), json!({"type": "pong", "id": "p"}));
    let rows = gateway.usage(3);
    assert!(
        rows.iter().all(|row| (&*row.path, row.completion_tokens, row.stream) == ("/v1/ws", 7, true)),
        "{rows:?}"
    );
    assert!(rows.iter().all(|row| row.outcome == Outcome::Complete));
}

#[test]
fn tool_calls_come_over_a_socket_from_another_dialect() {
    let text = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"c\",\"content\":[],\"usage\":{\"input_tokens\":5,\"output_tokens\":1}}}\n\n\
         event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"weather\",\"input\":{}}}\n\n\
         event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"city\\\":\"}}\n\n\
         event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"\\\"Bern\\\"}\"}}\n\n\
         event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n\
         event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":9}}\n\n\
         event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
    let stub = Stub::start(move |_, _| stream(SSE, text, 11));
    let gateway = Gateway::with("anthropic", &stub);
    let mut client = Client::open(&gateway, "/v1/ws");
    client.send(&json!({"type": "chat", "id": "t", "request": {
        "model": "m", "max_tokens": 50, "messages": [{"role": "user", "content": "weather?"}],
        "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}],
    }}));
    let messages = client.until(is_over);
    let calls: Vec<&Value> =
        messages.iter().filter_map(|m| m["delta"]["tool_calls"].as_array()).flatten().collect();
    assert_eq!((&calls[0]["id"], &calls[0]["function"]["name"]), (&json!("t1"), &json!("weather")));
    let arguments: String = calls.iter().filter_map(|call| call["function"]["arguments"].as_str()).collect();
    assert_eq!(arguments, r#"{"city":"Bern"}"#);
    let done = messages.last().unwrap();
    assert_eq!(
        (&done["finish_reason"], &done["usage"]["completion_tokens"]),
        (&json!("tool_calls"), &json!(9))
    );
}

#[test]
fn a_chat_that_is_cancelled_ends_its_upstream_and_no_other() {
    let words = chat_stream(&["one ", "two "], true);
    let begun: String = words.split_inclusive("\n\n").take(3).collect();
    let stub = Stub::start(move |_, request| {
        if request.json()["messages"][0]["content"] == "long" {
            return vec![stream_head(SSE), piece(begun.as_bytes()), Step::AwaitClose];
        }
        stream(SSE, &words, 1000)
    });
    let gateway = Gateway::with("openai", &stub);
    let mut client = Client::open(&gateway, "/v1/ws");
    client.send(&chat("long", "long"));
    client.until(|message| message["delta"]["content"] == "two ");
    let asked = Instant::now();
    client.send(&json!({"type": "cancel", "id": "long"}));
    assert_eq!(client.value(), json!({"type": "cancelled", "id": "long"}));
    let closed = stub.closes(0);
    assert!(closed - asked < Duration::from_secs(2), "{:?}", closed - asked);
    client.send(&chat("next", "short"));
    assert_eq!(client.until(is_over).last().unwrap()["type"], "done");
    let rows = gateway.usage(2);
    let cancelled = rows.iter().find(|row| row.outcome == Outcome::Cancelled).unwrap();
    assert!(cancelled.estimated && cancelled.completion_tokens > 0, "{cancelled:?}");
    client.send(&json!({"type": "cancel", "id": "long"}));
    assert_eq!(client.value()["status"], 400);
}

/// Whatever became of it, and however soon: a chat is a request with a row.
#[test]
fn a_chat_that_is_cancelled_before_it_begins_has_a_row() {
    let stub = Stub::always(vec![stream_head(SSE), Step::AwaitClose]);
    let gateway = Gateway::with("openai", &stub);
    let mut client = Client::open(&gateway, "/v1/ws");
    for number in 0..20 {
        let id = format!("c{number}");
        client.send(&chat(&id, "hi"));
        client.send(&json!({"type": "cancel", "id": id}));
    }
    for _ in 0..20 {
        assert_eq!(client.until(is_over).last().unwrap()["type"], "cancelled");
    }
    let rows = gateway.usage(20);
    let is_cancelled = |row: &ghostllm::ledger::UsageRow| (&*row.model, row.status) == ("m", 499);
    assert!(rows.len() == 20 && rows.iter().all(is_cancelled), "{rows:?}");
}

#[test]
fn a_socket_that_closes_takes_its_chats_with_it() {
    let begun: String = chat_stream(&["one "], false).split_inclusive("\n\n").take(2).collect();
    let stub = Stub::start(move |_, _| vec![stream_head(SSE), piece(begun.as_bytes()), Step::AwaitClose]);
    let gateway = Gateway::with("openai", &stub);
    let mut client = Client::open(&gateway, "/v1/ws");
    client.send(&chat("a", "x"));
    client.until(|message| message["type"] == "delta");
    drop(client);
    stub.closes(0);
    assert_eq!(gateway.usage(1)[0].outcome, Outcome::Cancelled);
}

/// An upstream that sends for ever, as fast as it is read, and counts.
fn endless() -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let sent = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&sent);
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        // Who answers before he is asked is no HTTP server.
        let mut request = Vec::new();
        while !request.ends_with(b"}") {
            let mut chunk = [0; 1024];
            let count = stream.read(&mut chunk).unwrap();
            request.extend_from_slice(&chunk[..count]);
        }
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {SSE}\r\nconnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let text = "x".repeat(4000);
        let frame = format!(
            "data: {{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"u\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}},\"finish_reason\":null}}]}}\n\n"
        );
        while stream.write_all(frame.as_bytes()).is_ok() {
            counter.fetch_add(frame.len(), Ordering::SeqCst);
        }
    });
    (address, sent)
}

#[test]
fn what_a_client_does_not_take_is_not_read_from_the_upstream() {
    let (address, sent) = endless();
    let gateway = Gateway::start(&format!("{}{}", provider("p", "openai", address), model("m", "p", "")));
    let mut client = Client::open(&gateway, "/v1/ws");
    client.send(&chat("a", "x"));
    // Until what the sockets on the way hold is full, and nothing moves any more.
    let mut before = 0;
    eventually("the upstream stands still", || {
        std::thread::sleep(Duration::from_millis(400));
        let now = sent.load(Ordering::SeqCst);
        let stands = now > 0 && now == before;
        before = now;
        stands.then_some(())
    });
    assert!(before < 64 << 20, "{before}");
    client.until(|message| message["type"] == "start");
    for _ in 0..2000 {
        client.value();
    }
    eventually("it goes on", || (sent.load(Ordering::SeqCst) > before).then_some(()));
}

#[test]
fn chats_of_a_socket_have_their_key_s_limits() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = Gateway::start_with_keys(&format!(
        "{}{}[[keys]]\nname = \"k\"\nkey = \"{KEY}\"\nrpm = 1\nmodels = [\"m\"]\n",
        provider("p", "openai", stub.address),
        model("m", "p", "")
    ));
    let mut client = Client::open(&gateway, "/v1/ws");
    client.send(&chat("a", "x"));
    // The upstream answers whole, though a stream was asked for.
    let messages = client.until(is_over);
    assert_eq!((text(&messages, "a").as_str(), &messages.last().unwrap()["type"]), ("x", &json!("done")));
    client.send(&chat("b", "x"));
    let error = client.value();
    assert_eq!((&error["type"], &error["id"], &error["status"]), (&json!("error"), &json!("b"), &json!(429)));
    assert_eq!(error["error"]["code"], "rate_limit_exceeded");
    assert!((1..=60).contains(&error["retry_after"].as_u64().unwrap()), "{error}");
    let mut other = chat("c", "x");
    other["request"]["model"] = json!("other");
    client.send(&other);
    assert_eq!(client.value()["status"], 403);
    assert_eq!(stub.calls(), 1);
}

#[test]
fn messages_that_make_no_sense_are_answered_with_an_error() {
    let stub = Stub::always(vec![Step::AwaitClose]);
    let gateway = Gateway::with("openai", &stub);
    let mut client = Client::open(&gateway, "/v1/ws");
    client.send(&chat("busy", "x"));
    for (message, says) in [
        (json!([1]), "no message"),
        (json!({"type": "chat", "request": {}}), "`id` is missing"),
        (json!({"type": "chat", "id": "x"}), "`request` is missing"),
        (json!({"type": "chat", "id": "x", "request": []}), "not a JSON object"),
        (json!({"type": "chat", "id": "x", "request": {"messages": []}}), "`model` is missing"),
        (json!({"type": "chat", "id": "x", "request": {"model": "m", "stream": "yes"}}), "wrong type"),
        (chat("busy", "x"), "is under way"),
        (json!({"type": "dance", "id": "x"}), "no messages of type `dance`"),
    ] {
        client.send(&message);
        let answer = client.value();
        let said = answer["error"]["message"].as_str().unwrap();
        assert!(
            answer["type"] == "error" && answer["status"] == 400 && said.contains(says),
            "{message}: {answer}"
        );
    }
    client.runtime.block_on(client.socket.send(Message::binary(vec![1, 2]))).unwrap();
    assert_eq!(client.close_frame().unwrap().code, CloseCode::Unsupported);
}

#[test]
fn what_is_no_socket_or_has_no_key_is_refused_in_http() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = Gateway::with("openai", &stub);
    for path in ["/v1/ws", "/v1/responses", "/v1/realtime?model=m"] {
        assert_eq!(get(gateway.address, path).status, 426, "{path}");
        match Client::connect(gateway.address, path, "sk-wrong-key-000000") {
            Err(Error::Http(response)) => assert_eq!(response.status(), 401, "{path}"),
            other => panic!("{path}: {:?}", other.map(|_| "a socket")),
        }
    }
}

/// A browser sends its key as a subprotocol, and gives up where none of those it offered is answered.
#[test]
fn a_browser_is_answered_one_of_the_subprotocols_it_offered() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = Gateway::with("openai", &stub);
    let own = format!("openai-insecure-api-key.{KEY}");
    let check = |offered: &str, expected: Option<&str>| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let answered = runtime.block_on(async {
            let tcp = TcpStream::connect(gateway.address).await.unwrap();
            let mut request = format!("ws://{}/v1/ws", gateway.address).into_client_request().unwrap();
            request.headers_mut().insert("sec-websocket-protocol", offered.parse().unwrap());
            client_async(request, tcp).await.unwrap().1
        });
        let answered = answered.headers().get("sec-websocket-protocol").and_then(|value| value.to_str().ok());
        assert_eq!(answered, expected, "{offered}");
    };
    check(&own, Some(&own));
    check(&format!("realtime, {own}"), Some("realtime"));
    check(&format!("{own}, x"), Some("x"));
}

#[test]
fn a_socket_whose_key_is_revoked_is_closed() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = Gateway::start_with_keys(&format!(
        "{}{}",
        provider("p", "openai", stub.address),
        model("m", "p", "")
    ));
    let mut store = gateway.store();
    let secret = ghostllm::keys::Secret::generate().unwrap();
    let record = ghostllm::keys::KeyRecord::new("k", &secret, ghostllm::clock::now()).unwrap();
    store.change(&Change::CreateKey(Box::new(record.clone()))).unwrap();
    let mut client =
        eventually("the key is known", || Client::connect(gateway.address, "/v1/ws", secret.reveal()).ok());
    let revoked = Instant::now();
    store.change(&Change::RevokeKey { id: record.id, at: ghostllm::clock::now() }).unwrap();
    assert_eq!(client.close_frame().unwrap().code, CloseCode::Policy);
    assert!(revoked.elapsed() < Duration::from_secs(5), "{:?}", revoked.elapsed());
}

#[test]
fn responses_over_a_socket_go_on_from_one_another_with_any_provider() {
    let stub = Stub::start(|number, _| stream(SSE, &chat_stream(&[&format!("answer {number}")], true), 50));
    // A provider that has Chat Completions only, and keeps nothing.
    let gateway = Gateway::with("openai-compatible", &stub);
    let mut client = Client::open(&gateway, "/v1/responses");
    let create = |more: Value| {
        let mut event = json!({"type": "response.create", "model": "m", "store": false});
        event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        event
    };
    let ends = |event: &Value| event["type"] == "response.completed" || event["type"] == "error";
    client.send(&create(json!({"input": "first"})));
    let events = client.until(ends);
    assert_eq!(events[0]["type"], "response.created");
    let said: String = events
        .iter()
        .filter(|e| e["type"] == "response.output_text.delta")
        .filter_map(|e| e["delta"].as_str())
        .collect();
    assert_eq!(said, "answer 0");
    let completed = &events.last().unwrap()["response"];
    assert_eq!(
        (&completed["status"], &completed["usage"]["total_tokens"]),
        (&json!("completed"), &json!(18))
    );
    client.send(&create(json!({"input": "second", "previous_response_id": completed["id"]})));
    assert_eq!(client.until(ends).last().unwrap()["type"], "response.completed");
    let turns = stub.received()[1].json()["messages"].clone();
    let turns: Vec<(&str, &str)> = turns
        .as_array()
        .unwrap()
        .iter()
        .map(|turn| (turn["role"].as_str().unwrap(), turn["content"].as_str().unwrap()))
        .collect();
    assert_eq!(turns, [("user", "first"), ("assistant", "answer 0"), ("user", "second")]);
    // Prepared without an answer, then gone on from.
    client.send(&create(json!({"input": "prepared", "generate": false})));
    let prepared = client.until(ends).pop().unwrap()["response"]["id"].clone();
    client.send(&create(json!({"input": "third", "previous_response_id": prepared})));
    client.until(ends);
    assert_eq!(stub.received()[2].json()["messages"].as_array().unwrap().len(), 2);
    // Lanes are named in their events.
    for lane in ["l1", "l2"] {
        client.send(&create(json!({"input": "x", "stream_id": lane})));
    }
    let mut events = client.until(ends);
    events.extend(client.until(ends));
    assert!(events.iter().all(|event| event["stream_id"] == "l1" || event["stream_id"] == "l2"));
    client.send(&create(json!({"model": "none", "input": "x"})));
    let error = client.value();
    assert_eq!((&error["type"], &error["status"]), (&json!("error"), &json!(404)));
    assert!(gateway.usage(6).iter().all(|row| &*row.path == "/v1/responses (socket)"));
}

/// What waits on a socket is bounded by what one request may have.
#[test]
fn requests_that_wait_on_a_socket_are_bounded() {
    let begun: String = chat_stream(&["one "], false).split_inclusive("\n\n").take(2).collect();
    let stub = Stub::start(move |_, _| vec![stream_head(SSE), piece(begun.as_bytes()), Step::AwaitClose]);
    let lines = format!("{}{}", provider("p", "openai-compatible", stub.address), model("m", "p", ""));
    let gateway = Gateway::start(&format!("[server]\nbody_bytes_max = 100000\n{lines}"));
    let mut client = Client::open(&gateway, "/v1/responses");
    let create = |lane: &str, length: usize| json!({"type": "response.create", "model": "m", "stream_id": lane, "input": "x".repeat(length)});
    client.send(&create("a", 10));
    client.until(|event| event["type"] == "response.output_text.delta");
    for _ in 0..2 {
        client.send(&create("a", 40_000));
    }
    client.send(&create("a", 40_000));
    let error = client.value();
    assert_eq!(
        (&error["type"], &error["status"], &error["stream_id"]),
        (&json!("error"), &json!(400), &json!("a"))
    );
    client.send(&create(&"l".repeat(257), 10));
    assert!(client.value()["error"]["message"].as_str().unwrap().contains("stream_id"));
}

/// A realtime provider that does what `serve` says with each connection.
fn realtime<F>(serve: impl Fn(WebSocketStream<TcpStream>, String) -> F + Send + 'static) -> SocketAddr
where
    F: Future<Output = ()>,
{
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        listener.set_nonblocking(true).unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            while let Ok((tcp, _)) = listener.accept().await {
                let mut seen = String::new();
                #[allow(clippy::result_large_err, reason = "the library's own type")]
                let look = |request: &server::Request, response: server::Response| {
                    let key =
                        request.headers().get("authorization").map_or("-", |value| value.to_str().unwrap());
                    seen = format!("{} {key}", request.uri());
                    Ok(response)
                };
                let socket = accept_hdr_async(tcp, look).await.unwrap();
                serve(socket, seen).await;
            }
        });
    });
    address
}

fn realtime_gateway(address: SocketAddr) -> Gateway {
    Gateway::start(&format!(
        "{}{}",
        provider("p", "openai", address),
        model("m", "p", "price = { input = 1, output = 1 }")
    ))
}

#[test]
fn realtime_is_relayed_both_ways_and_billed() {
    let address = realtime(|mut socket, seen| async move {
        socket
            .send(Message::text(json!({"type": "session.created", "seen": seen}).to_string()))
            .await
            .unwrap();
        while let Some(Ok(message)) = socket.next().await {
            match message {
                Message::Binary(bytes) => socket.send(Message::Binary(bytes)).await.unwrap(),
                Message::Text(_) => {
                    let done = json!({"type": "response.done", "response": {"usage": {
                        "input_tokens": 10, "output_tokens": 20, "input_token_details": {"cached_tokens": 4}}}});
                    socket.send(Message::text(done.to_string())).await.unwrap();
                }
                _ => {}
            }
        }
    });
    let gateway = realtime_gateway(address);
    // Another model by a percent sign is none.
    let mut client = Client::open(&gateway, "/v1/realtime?m%6fdel=big&model=%6D&k%65y=x&voice=v");
    assert_eq!(client.value()["seen"], "/v1/realtime?model=up-m&voice=v Bearer upstream-secret");
    for _ in 0..2 {
        client.send(&json!({"type": "response.create"}));
        assert_eq!(client.value()["type"], "response.done");
    }
    // Each response is booked while the session goes on: nothing waits for an end that may never come.
    let parts = gateway.usage(2);
    for part in &parts {
        assert_eq!((part.prompt_tokens, part.completion_tokens, part.cached_tokens), (10, 20, 4), "{part:?}");
        assert_eq!((part.outcome, part.cost.to_string().as_str()), (Outcome::Complete, "$0.00003"));
    }
    client.runtime.block_on(client.socket.send(Message::binary(vec![1, 2, 3]))).unwrap();
    assert_eq!(client.next(), Message::binary(vec![1, 2, 3]));
    let frame = CloseFrame { code: CloseCode::Normal, reason: "bye".into() };
    client.runtime.block_on(client.socket.close(Some(frame))).unwrap();
    let rows = gateway.usage(3);
    let row = rows.iter().find(|row| row.status == 101).expect("the session's own row");
    assert_eq!((row.prompt_tokens, row.completion_tokens, row.estimated), (0, 0, false), "{row:?}");
    assert_eq!((row.outcome, &*row.path), (Outcome::Complete, "/v1/realtime"));
    assert!(parts.iter().all(|part| part.request_id.starts_with(&*row.request_id)), "{parts:?}");
}

/// A realtime provider that answers each message with a response that has used something.
fn responding() -> SocketAddr {
    realtime(|mut socket, _| async move {
        while let Some(Ok(message)) = socket.next().await {
            if message.is_text() {
                let usage = json!({"input_tokens": 10, "output_tokens": 20});
                let done = json!({"type": "response.done", "response": {"usage": usage}});
                if socket.send(Message::text(done.to_string())).await.is_err() {
                    return;
                }
            }
        }
    })
}

/// A session is held to the budgets and tokens of the moment, however long it lasts.
#[test]
fn a_realtime_session_ends_when_its_money_or_its_tokens_are_used_up() {
    let start = |of_key: &str, of_provider: &str| {
        Gateway::start_with_keys(&format!(
            "{}{of_provider}\n{}[[keys]]\nname = \"k\"\nkey = \"{KEY}\"\n{of_key}\n",
            provider("p", "openai", responding()),
            model("m", "p", "price = { input = 1, output = 1 }")
        ))
    };
    let cases = [
        (start("budget_day = 0.00005", ""), "$0.00005"),
        (start("", "budget_month = 0.00005"), "$0.00005"),
        (start("tpm = 60", ""), "60"),
        (start("", "tpm = 60"), "60"),
    ];
    for (gateway, limit) in cases {
        let mut client = Client::open(&gateway, "/v1/realtime?model=m");
        for _ in 0..2 {
            client.send(&json!({"type": "response.create"}));
            assert_eq!(client.value()["type"], "response.done");
        }
        let frame = client.close_frame().unwrap();
        assert_eq!(frame.code, CloseCode::Policy, "{frame:?}");
        assert!(frame.reason.contains(limit), "{frame:?}");
        match Client::connect(gateway.address, "/v1/realtime?model=m", KEY) {
            Err(Error::Http(response)) => assert_eq!(response.status(), 429),
            other => panic!("{:?}", other.map(|_| "a socket")),
        }
    }
}

/// What a session had used is booked when its client is gone without a word.
#[test]
fn a_realtime_client_that_is_gone_has_paid_for_what_it_had() {
    let gateway = realtime_gateway(responding());
    let mut client = Client::open(&gateway, "/v1/realtime?model=m");
    for _ in 0..3 {
        client.send(&json!({"type": "response.create"}));
        assert_eq!(client.value()["type"], "response.done");
    }
    drop(client);
    let rows = gateway.usage(4);
    let parts: Vec<_> = rows.iter().filter(|row| row.status == 200).collect();
    assert!(parts.len() == 3 && parts.iter().all(|row| row.completion_tokens == 20), "{rows:?}");
    let whole = rows.iter().find(|row| row.status != 200).unwrap();
    assert_eq!((whole.outcome, whole.status, whole.completion_tokens), (Outcome::Cancelled, 499, 0));
}

/// Killed in the middle of a session, the gateway has lost at most what came in the last flush interval.
#[test]
fn a_realtime_session_s_rows_survive_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let config = format!(
        "[store]\npath = \"g.db\"\nflush_ms = 100\n[server]\nlisten = \"127.0.0.1:0\"\n{}{}\
         [[keys]]\nname = \"k\"\nkey = \"{KEY}\"\n",
        provider("p", "openai", responding()),
        model("m", "p", "")
    );
    std::fs::write(folder.path().join("g.toml"), config).unwrap();
    let running = crate::process::serve(folder.path());
    let mut client = Client::connect(running.address, "/v1/realtime?model=m", KEY).unwrap();
    for _ in 0..3 {
        client.send(&json!({"type": "response.create"}));
        assert_eq!(client.value()["type"], "response.done");
    }
    let rows = || {
        let query = ghostllm::store::UsageQuery { key_id: None, model: None, since: None, limit: 100 };
        ghostllm::store::Sqlite::open(&folder.path().join("g.db")).unwrap().usage(&query).unwrap()
    };
    eventually("they are written", || (rows().len() == 3).then_some(()));
    drop(running);
    let ended = client.runtime.block_on(async { tokio::time::timeout(PATIENCE, client.socket.next()).await });
    assert!(!matches!(ended.expect("the socket has ended"), Some(Ok(_))));
    let rows = rows();
    assert_eq!(rows.len(), 3);
    assert!(
        rows.iter().all(|row| row.completion_tokens == 20 && row.outcome == Outcome::Complete),
        "{rows:?}"
    );
}

/// litellm PR#39851, #8828: the upstream's close is not relayed, and a failure is logged as success.
#[test]
fn close_codes_of_realtime_are_relayed_and_failures_are_failures() {
    let address = realtime(|mut socket, seen| async move {
        if seen.contains("voice=lost") {
            // The connection breaks without a close frame.
            return drop(socket);
        }
        let frame = CloseFrame { code: CloseCode::from(4001), reason: "session expired".into() };
        socket.close(Some(frame)).await.unwrap();
        while let Some(Ok(_)) = socket.next().await {}
    });
    let gateway = realtime_gateway(address);
    let frame = Client::open(&gateway, "/v1/realtime?model=m").close_frame().unwrap();
    assert_eq!((frame.code, frame.reason.as_str()), (CloseCode::from(4001), "session expired"));
    assert_eq!(gateway.usage(1)[0].outcome, Outcome::Failed);
    let frame = Client::open(&gateway, "/v1/realtime?model=m&voice=lost").close_frame().unwrap();
    assert_eq!(frame.code, CloseCode::Error);
    let rows = gateway.usage(2);
    assert!(rows.iter().all(|row| row.status == 502 && row.outcome != Outcome::Complete), "{rows:?}");
}

#[test]
fn a_realtime_provider_that_cannot_be_reached_is_a_failure_in_http() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let gateway = realtime_gateway(free);
    match Client::connect(gateway.address, "/v1/realtime?model=m", KEY) {
        Err(Error::Http(response)) => assert_eq!(response.status(), 502),
        other => panic!("{:?}", other.map(|_| "a socket")),
    }
    assert_eq!(gateway.usage(1)[0].outcome, Outcome::Failed);
    match Client::connect(gateway.address, &format!("/v1/realtime?model={}", "m".repeat(2000)), KEY) {
        Err(Error::Http(response)) => assert_eq!(response.status(), 400),
        other => panic!("{:?}", other.map(|_| "a socket")),
    }
    assert!(gateway.usage(2).iter().all(|row| row.model.len() < 10), "no such name is kept");
}
