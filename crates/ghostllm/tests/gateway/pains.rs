//! What people suffer from in other gateways, each as a test that names the thread. Some are tested beside their
//! like:
//!
//! - memory that grows (litellm#12685, #27954): `soak.rs`
//! - usage missing in streams of one dialect (litellm PR#35290): `pass_through.rs`
//! - rows lost when the process is killed (litellm#38157): `process.rs`
//! - bodies refused beyond 32 KB (envoyproxy/ai-gateway#805, #828): `pass_through.rs`
//! - a realtime close that is not relayed, a failure logged as success (litellm PR#39851, #8828): `sockets.rs`
//! - a release whose every stream fails (Portkey#1389): `process.rs`

use std::io::Read;
use std::time::{Duration, Instant};

use ghostllm::ledger::Outcome;
use ghostllm::store::{Change, Store};
use serde_json::{Value, json};

use crate::support::client::{post, post_with, read, send};
use crate::support::stub::{Step, Stub, answer, chat_answer, chat_stream, end, piece, stream, stream_head};
use crate::support::{Gateway, KEY, eventually, model, provider};

fn chat(stream: bool) -> Value {
    json!({"model": "m", "stream": stream, "messages": [{"role": "user", "content": "hi"}]})
}

const CHAT: &str = "/v1/chat/completions";
const SSE: &str = "text/event-stream";

fn with_tools(stream: bool) -> Value {
    json!({
        "model": "m", "stream": stream, "max_tokens": 100,
        "messages": [{"role": "user", "content": "weather?"}],
        "tools": [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}],
    })
}

/// The arguments of the one tool call in a stream of Chat Completions.
fn streamed_arguments(events: &[Value]) -> String {
    let deltas = events.iter().filter_map(|event| event["choices"][0]["delta"]["tool_calls"].as_array());
    let texts = deltas.flatten().filter_map(|call| call["function"]["arguments"].as_str());
    texts.collect()
}

/// litellm#25836, #25561, #29491, envoyproxy/ai-gateway#1911: arguments of tool calls are lost where they come
/// whole in one piece, or together with id and name.
#[test]
fn arguments_of_tool_calls_survive_translation_however_they_come() {
    let arguments = r#"{"city":"Zürich","days":[1,2]}"#;
    let quoted = serde_json::to_string(arguments).unwrap();
    let anthropic = |deltas: &str| {
        format!(
            "event: message_start\ndata: {{\"type\":\"message_start\",\"message\":{{\"id\":\"m1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"c\",\"content\":[],\"usage\":{{\"input_tokens\":5,\"output_tokens\":1}}}}}}\n\n\
             event: content_block_start\ndata: {{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"weather\",\"input\":{{}}}}}}\n\n\
             {deltas}\
             event: content_block_stop\ndata: {{\"type\":\"content_block_stop\",\"index\":0}}\n\n\
             event: message_delta\ndata: {{\"type\":\"message_delta\",\"delta\":{{\"stop_reason\":\"tool_use\"}},\"usage\":{{\"output_tokens\":9}}}}\n\n\
             event: message_stop\ndata: {{\"type\":\"message_stop\"}}\n\n"
        )
    };
    let delta = |text: &str| {
        let text = serde_json::to_string(text).unwrap();
        format!(
            "event: content_block_delta\ndata: {{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{{\"type\":\"input_json_delta\",\"partial_json\":{text}}}}}\n\n"
        )
    };
    let in_letters: String = arguments.chars().map(|c| delta(&c.to_string())).collect();
    for text in [anthropic(&delta(arguments)), anthropic(&in_letters)] {
        let stub = Stub::start(move |_, _| stream(SSE, &text, 11));
        let gateway = Gateway::with("anthropic", &stub);
        let reply = post(gateway.address, CHAT, &with_tools(true));
        assert_eq!(streamed_arguments(&reply.events()), arguments, "{}", reply.text());
        assert!(reply.text().contains(r#""finish_reason":"tool_calls""#));
    }
    // Gemini gives a call whole, in one chunk.
    let text = format!(
        "data: {{\"candidates\":[{{\"content\":{{\"role\":\"model\",\"parts\":[{{\"functionCall\":{{\"name\":\"weather\",\"args\":{arguments}}}}}]}},\"finishReason\":\"STOP\"}}],\"usageMetadata\":{{\"promptTokenCount\":5,\"candidatesTokenCount\":9}}}}\n\n"
    );
    let stub = Stub::start(move |_, _| stream(SSE, &text, 9));
    let gateway = Gateway::with("gemini", &stub);
    let reply = post(gateway.address, CHAT, &with_tools(true));
    let found: Value = serde_json::from_str(&streamed_arguments(&reply.events())).unwrap();
    assert_eq!(found, serde_json::from_str::<Value>(arguments).unwrap());
    // A compatible server sends id, name and all arguments in one chunk.
    let text = format!(
        "data: {{\"id\":\"c\",\"choices\":[{{\"index\":0,\"delta\":{{\"role\":\"assistant\",\"tool_calls\":[{{\"index\":0,\"id\":\"t1\",\"type\":\"function\",\"function\":{{\"name\":\"weather\",\"arguments\":{quoted}}}}}]}},\"finish_reason\":null}}]}}\n\n\
         data: {{\"id\":\"c\",\"choices\":[{{\"index\":0,\"delta\":{{}},\"finish_reason\":\"tool_calls\"}}]}}\n\ndata: [DONE]\n\n"
    );
    let stub = Stub::start(move |_, _| stream(SSE, &text, 1000));
    let gateway = Gateway::with("openai", &stub);
    let body = json!({
        "model": "m", "stream": true, "max_tokens": 9, "messages": [{"role": "user", "content": "w"}],
        "tools": [{"name": "weather", "input_schema": {"type": "object"}}],
    });
    let reply = post(gateway.address, "/v1/messages", &body);
    let partial: String = reply
        .events()
        .iter()
        .filter_map(|e| e["delta"]["partial_json"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(partial, arguments, "{}", reply.text());
}

/// litellm PR#35290, ferro-labs#281: usage of streams is missing, also where the dialects differ.
#[test]
fn streams_of_another_dialect_are_booked_with_their_usage() {
    let stub = Stub::start(|_, request| {
        assert_eq!(request.json()["stream_options"]["include_usage"], true, "the gateway asks for it");
        stream(SSE, &chat_stream(&["a", "b"], true), 40)
    });
    let gateway = Gateway::with("openai", &stub);
    let body = json!({"model": "m", "stream": true, "max_tokens": 9, "messages": [{"role": "user", "content": "w"}]});
    let reply = post(gateway.address, "/v1/messages", &body);
    assert!(reply.text().contains("\"output_tokens\":7"), "{}", reply.text());
    let row = &gateway.usage(1)[0];
    assert_eq!((row.prompt_tokens, row.completion_tokens, row.estimated), (11, 7, false));
}

/// litellm#34479, #18708, #38322: a database that does not answer turns into 401 for every key.
#[test]
fn requests_do_not_wait_for_the_database_and_their_rows_come_later() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = Gateway::with("openai", &stub);
    assert_eq!(post(gateway.address, CHAT, &chat(false)).status, 200);
    gateway.usage(1);
    let lock = rusqlite::Connection::open(gateway.store_path()).unwrap();
    lock.execute_batch("BEGIN EXCLUSIVE").unwrap();
    for _ in 0..20 {
        let begun = Instant::now();
        assert_eq!(post(gateway.address, CHAT, &chat(false)).status, 200);
        assert!(begun.elapsed() < Duration::from_millis(500), "a request waited for the database");
    }
    lock.execute_batch("COMMIT").unwrap();
    assert_eq!(gateway.usage(21).len(), 21);
}

/// litellm#38157, #13280: rows are lost at shutdown.
#[test]
fn ending_writes_every_row() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = Gateway::start(&format!(
        "[store]\nflush_ms = 60000\n{}{}",
        provider("p", "openai", stub.address),
        model("m", "p", "")
    ));
    for _ in 0..30 {
        assert_eq!(post(gateway.address, CHAT, &chat(false)).status, 200);
    }
    let folder = gateway.stop();
    let mut store = ghostllm::store::Sqlite::open(&folder.path().join("g.db")).unwrap();
    let query = ghostllm::store::UsageQuery { key_id: None, model: None, since: None, limit: 100 };
    assert_eq!(store.usage(&query).unwrap().len(), 30);
}

/// litellm#40291, #27736, #24677: limits are racy.
#[test]
fn exactly_the_limit_passes_when_all_come_at_once() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = Gateway::start_with_keys(&format!(
        "{}{}[[keys]]\nname = \"k\"\nkey = \"{KEY}\"\nrpm = 10\n",
        provider("p", "openai", stub.address),
        model("m", "p", "")
    ));
    let address = gateway.address;
    let threads: Vec<_> =
        (0..40).map(|_| std::thread::spawn(move || post(address, CHAT, &chat(false)))).collect();
    let replies: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    let passed = replies.iter().filter(|reply| reply.status == 200).count();
    assert_eq!((passed, stub.calls()), (10, 10));
    let refused = replies.iter().find(|reply| reply.status != 200).unwrap();
    assert_eq!((refused.status, refused.header("x-ratelimit-remaining-requests")), (429, Some("0")));
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait));
    assert_eq!(refused.json()["error"]["code"], "rate_limit_exceeded");
    assert_eq!(gateway.usage(40).iter().filter(|row| row.outcome == Outcome::Refused).count(), 30);
}

/// How long the upstream stays open after its client has gone, the shortest of a few times: on a busy machine
/// the others say how busy it is.
fn shortest(times: usize, mut measure: impl FnMut() -> Duration) -> Duration {
    (0..times).map(|_| measure()).min().unwrap()
}

/// litellm#37140, #13774: a client that goes away leaves its upstream running. #35958: and it is not billed.
#[test]
fn a_client_that_goes_away_ends_its_upstream_at_once_and_is_billed() {
    let words = chat_stream(&["one ", "two ", "three "], false);
    let begun: String = words.split_inclusive("\n\n").take(4).collect();
    for path in [CHAT, "/v1/messages"] {
        let begun = begun.clone();
        let stub = Stub::start(move |_, _| vec![stream_head(SSE), piece(begun.as_bytes()), Step::AwaitClose]);
        let gateway = Gateway::with("openai", &stub);
        let mut body = chat(true);
        body["max_tokens"] = json!(50);
        let headers = format!("authorization: Bearer {KEY}\r\n");
        let open = shortest(3, || {
            let before = stub.closed();
            let mut client = send(gateway.address, path, &headers, body.to_string().as_bytes());
            let mut seen = Vec::new();
            while !String::from_utf8_lossy(&seen).contains("three ") {
                let mut chunk = [0; 4096];
                let count = client.read(&mut chunk).unwrap();
                assert!(count > 0, "{}", String::from_utf8_lossy(&seen));
                seen.extend_from_slice(&chunk[..count]);
            }
            let gone = Instant::now();
            drop(client);
            stub.closes(before) - gone
        });
        assert!(open < Duration::from_millis(100), "{open:?}");
        for row in gateway.usage(3) {
            assert_eq!((row.outcome, row.status, row.estimated), (Outcome::Cancelled, 499, true), "{path}");
            assert!((2..=20).contains(&row.completion_tokens) && row.prompt_tokens > 0, "{row:?}");
        }
    }
}

/// The same while the upstream has not begun to answer.
#[test]
fn a_client_that_goes_away_before_the_answer_ends_its_upstream_at_once() {
    let stub = Stub::always(vec![Step::AwaitClose]);
    let gateway = Gateway::with("openai", &stub);
    let headers = format!("authorization: Bearer {KEY}\r\n");
    let open = shortest(3, || {
        let (calls, before) = (stub.calls(), stub.closed());
        let client = send(gateway.address, CHAT, &headers, chat(false).to_string().as_bytes());
        eventually("the upstream is called", || (stub.calls() > calls).then_some(()));
        std::thread::sleep(Duration::from_millis(50));
        let gone = Instant::now();
        drop(client);
        stub.closes(before) - gone
    });
    assert!(open < Duration::from_millis(100), "{open:?}");
    assert!(gateway.usage(3).iter().all(|row| row.outcome == Outcome::Cancelled));
}

/// plano#980, graniet/llm#90: characters or events split between chunks, CRLF, `data:` without a space.
#[test]
fn streams_are_read_however_they_are_spelled_and_cut() {
    let plain = chat_stream(&["Grüße ", "👻"], true);
    let spellings = [
        plain.clone(),
        plain.replace('\n', "\r\n"),
        plain.replace("data: ", "data:"),
        format!(": hi\n\n{plain}"),
    ];
    for text in spellings {
        for step in [1, 3, 10_000] {
            let sent = text.clone();
            let stub = Stub::start(move |_, _| stream(SSE, &sent, step));
            let gateway = Gateway::with("openai", &stub);
            let body = json!({"model": "m", "stream": true, "max_tokens": 9, "messages": [{"role": "user", "content": "w"}]});
            let reply = post(gateway.address, "/v1/messages", &body);
            let words: String = reply
                .events()
                .iter()
                .filter_map(|e| e["delta"]["text"].as_str().map(str::to_owned))
                .collect();
            assert_eq!(words, "Grüße 👻", "{}", reply.text());
        }
    }
}

/// litellm PR#34836, PR#35104, PR#40958: 500s never cool down, a 429 is swallowed.
#[test]
fn a_target_that_fails_is_left_alone_and_a_rate_limit_is_told() {
    let bad = Stub::always(answer(500, "", r#"{"error":{"message":"broken"}}"#));
    let good = Stub::always(chat_answer("from the other"));
    let gateway = Gateway::start(&format!(
        "[routing]\nbreaker_failures = 3\n{}{}{}{}",
        provider("bad", "openai", bad.address),
        provider("good", "openai", good.address),
        model("m", "bad", "strategy = \"ordered\""),
        model("m", "good", "")
    ));
    for _ in 0..10 {
        let reply = post(gateway.address, CHAT, &chat(false));
        assert_eq!(reply.status, 200, "{}", reply.text());
    }
    assert_eq!((bad.calls(), good.calls()), (3, 10), "after three failures nobody asks it");
    let limited = Stub::always(answer(
        429,
        "retry-after: 7\r\n",
        r#"{"error":{"message":"slow down","type":"rate_limit_error"}}"#,
    ));
    let gateway = Gateway::with("openai", &limited);
    let reply = post(gateway.address, CHAT, &chat(false));
    assert_eq!((reply.status, reply.header("retry-after")), (429, Some("7")));
    assert_eq!(limited.calls(), 1, "asking again would make it worse");
    let body = json!({"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "w"}]});
    let reply = post(gateway.address, "/v1/messages", &body);
    assert_eq!((reply.status, reply.header("retry-after")), (429, Some("7")));
    assert_eq!(reply.json()["error"]["type"], "rate_limit_error");
}

/// litellm#25553: a revoked key comes back, brought by a write that was under way.
#[test]
fn a_revoked_key_fails_within_a_second_under_load_and_never_comes_back() {
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
    let headers = format!("authorization: Bearer {}\r\n", secret.reveal());
    let address = gateway.address;
    let call = move || post_with(address, CHAT, &headers, chat(false).to_string().as_bytes()).status;
    eventually("the new key is known", || (call() == 200).then_some(()));
    let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let load: Vec<_> = (0..4)
        .map(|_| {
            let (call, stop) = (call.clone(), stop.clone());
            std::thread::spawn(move || {
                let mut seen = Vec::new();
                while !stop.load(std::sync::atomic::Ordering::SeqCst) {
                    seen.push((Instant::now(), call()));
                }
                seen
            })
        })
        .collect();
    // Other writers publish snapshots all the while.
    let writing = stop.clone();
    let mut other = gateway.store();
    let writer = std::thread::spawn(move || {
        while !writing.load(std::sync::atomic::Ordering::SeqCst) {
            let secret = ghostllm::keys::Secret::generate().unwrap();
            let record = ghostllm::keys::KeyRecord::new("x", &secret, ghostllm::clock::now()).unwrap();
            other.change(&Change::CreateKey(Box::new(record))).unwrap();
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    std::thread::sleep(Duration::from_millis(300));
    let revoked = Instant::now();
    store.change(&Change::RevokeKey { id: record.id, at: ghostllm::clock::now() }).unwrap();
    std::thread::sleep(Duration::from_millis(2500));
    stop.store(true, std::sync::atomic::Ordering::SeqCst);
    writer.join().unwrap();
    let seen: Vec<_> = load.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    assert!(seen.iter().any(|(at, status)| *at < revoked && *status == 200));
    let late: Vec<_> = seen.iter().filter(|(at, _)| *at > revoked + Duration::from_secs(1)).collect();
    assert!(late.len() > 20 && late.iter().all(|(_, status)| *status == 401), "{} late calls", late.len());
}

/// theopenco/llmgateway#1267: Gemini's thought signature is lost between turns, and the next turn is refused.
#[test]
fn a_thought_signature_comes_back_in_the_next_turn() {
    let first = json!({
        "candidates": [{"content": {"role": "model", "parts": [
            {"functionCall": {"name": "weather", "args": {"city": "Bern"}}, "thoughtSignature": "c2lnbmF0dXJl"}
        ]}, "finishReason": "STOP"}],
        "usageMetadata": {"promptTokenCount": 5, "candidatesTokenCount": 9},
    });
    let stub = Stub::start(move |_, _| answer(200, "", &first.to_string()));
    let gateway = Gateway::with("gemini", &stub);
    let reply = post(gateway.address, CHAT, &with_tools(false)).json();
    let message = &reply["choices"][0]["message"];
    let call = &message["tool_calls"][0];
    // What a client keeps of a call: id, name and arguments.
    let kept = json!({"role": "assistant", "content": null, "tool_calls": [{
        "id": call["id"], "type": "function",
        "function": {"name": call["function"]["name"], "arguments": call["function"]["arguments"]},
    }]});
    let mut second = with_tools(false);
    let turns = second["messages"].as_array_mut().unwrap();
    turns.push(kept);
    turns.push(json!({"role": "tool", "tool_call_id": call["id"], "content": "sunny"}));
    assert_eq!(post(gateway.address, CHAT, &second).status, 200);
    let sent = String::from_utf8(stub.received()[1].body.clone()).unwrap();
    assert!(sent.contains("c2lnbmF0dXJl"), "{sent}");
}

/// 40 ms: Nagle's algorithm waiting for a delayed acknowledgement.
#[test]
fn the_first_token_does_not_wait() {
    let words: Vec<Vec<u8>> =
        chat_stream(&["a"], false).split_inclusive("\n\n").map(|e| e.as_bytes().to_vec()).collect();
    let stub = Stub::start(move |_, _| {
        // The head and each event in writes of their own: what Nagle would hold back.
        let mut steps = vec![stream_head(SSE)];
        for word in &words {
            steps.push(Step::Pause(2));
            steps.push(piece(word));
        }
        steps.push(end());
        steps
    });
    let gateway = Gateway::with("openai", &stub);
    let mut waits: Vec<Duration> = (0..15)
        .map(|_| {
            let headers = format!("authorization: Bearer {KEY}\r\n");
            let mut client = send(gateway.address, CHAT, &headers, chat(true).to_string().as_bytes());
            let reply = read(&mut client);
            assert_eq!(reply.status, 200);
            reply.first_byte
        })
        .collect();
    waits.sort();
    // Where Nagle waits, all of them are at 40 ms and more.
    assert!(waits[0] < Duration::from_millis(30), "{waits:?}");
}

/// litellm#38193: the queue of rows grows without bound.
#[test]
fn a_queue_that_is_full_spills_and_loses_nothing() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = Gateway::start(&format!(
        "[store]\nflush_ms = 3000\nqueue_rows_max = 4\n{}{}",
        provider("p", "openai", stub.address),
        model("m", "p", "")
    ));
    let address = gateway.address;
    let threads: Vec<_> = (0..4)
        .map(|_| std::thread::spawn(move || (0..10).for_each(|_| drop(post(address, CHAT, &chat(false))))))
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(gateway.usage(40).len(), 40);
}

/// litellm#24512: two releases carried a stealer of credentials. What is built here is what was looked at: every
/// dependency comes from the one registry with its checksum, and nothing is built but with the lock file.
#[test]
fn every_dependency_has_its_checksum_and_every_build_is_locked() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = |name: &str| std::fs::read_to_string(root.join(name)).unwrap();
    let lock: toml::Table = toml::from_str(&text("Cargo.lock")).unwrap();
    let packages = lock["package"].as_array().unwrap();
    let mut foreign = 0;
    for package in packages {
        let field = |name: &str| package.get(name).and_then(|value| value.as_str());
        let name = field("name").unwrap();
        let Some(source) = field("source") else {
            let folder = if name == "xtask" { root.join(name) } else { root.join("crates").join(name) };
            assert!(folder.join("Cargo.toml").exists(), "{name} is neither ours nor from a registry");
            continue;
        };
        assert_eq!(source, "registry+https://github.com/rust-lang/crates.io-index", "{name}");
        assert!(field("checksum").is_some_and(|sum| sum.len() == 64), "{name} has no checksum");
        foreign += 1;
    }
    assert!(foreign > 100, "{foreign}");
    for file in ["packages/container/Dockerfile", ".ci/run"] {
        let text = text(file);
        let builds =
            text.lines().filter(|line| line.contains("cargo build") || line.contains("cargo clippy"));
        assert!(builds.clone().count() > 0, "{file}");
        for line in builds {
            assert!(line.contains("--locked"), "{file}: {line}");
        }
    }
}
