//! What is billed, and what limits hold: whichever path a request takes, however it ends.

use std::io::Read as _;

use ghostllm::ledger::Outcome;
use serde_json::{Value, json};

use crate::support::client::{Reply, get, post, post_with, send};
use crate::support::stub::{Step, Stub, answer, chat_answer, piece, stream_head};
use crate::support::{Gateway, KEY, eventually, model, provider};

const CHAT: &str = "/v1/chat/completions";
const SSE: &str = "text/event-stream";
/// $1,000 a million tokens.
const DEAR: &str = "price = { input = 1000, output = 1000 }";

fn auth() -> String {
    format!("authorization: Bearer {KEY}\r\n")
}

/// One provider, `models`, and one key with `limits`.
fn gateway(kind: &str, stub: &Stub, models: &str, limits: &str) -> Gateway {
    let provider = provider("p", kind, stub.address);
    Gateway::start_with_keys(&format!(
        "{provider}{models}[[keys]]\nname = \"k\"\nkey = \"{KEY}\"\n{limits}\n"
    ))
}

fn chat(name: &str) -> Value {
    json!({"model": name, "messages": [{"role": "user", "content": "hi"}]})
}

/// A model in the path is the one that is allowed, priced and asked for, whatever the body says.
#[test]
fn the_model_in_azure_s_path_is_the_one_that_is_asked_for() {
    let stub = Stub::always(chat_answer("x"));
    let models =
        "[[models]]\nname = \"mini\"\nprovider = \"p\"\n[[models]]\nname = \"big\"\nprovider = \"p\"\n";
    let gateway = gateway("openai", &stub, models, "models = [\"mini\"]");
    let path = "/openai/deployments/mini/chat/completions?api-version=2024-10-21";
    let mut unnamed = chat("");
    unnamed.as_object_mut().unwrap().remove("model");
    for body in [chat("big"), chat("mini"), unnamed] {
        let reply = post(gateway.address, path, &body);
        assert_eq!(reply.status, 200, "{}", reply.text());
        assert_eq!(stub.received().pop().unwrap().json(), chat("mini"), "{body}");
    }
    assert_eq!(post(gateway.address, &path.replace("mini", "big"), &chat("mini")).status, 403);
}

/// OpenRouter lets a body name models that may answer in place of the one that was let in.
#[test]
fn no_other_models_are_named_beside_the_one_that_is_let_in() {
    let stub = Stub::always(chat_answer("x"));
    let mut body = chat("m");
    body["models"] = json!(["openai/o1-pro"]);
    for (limits, expected) in [("models = [\"m\"]", 400), ("budget_day = 1", 400), ("rpm = 5", 200)] {
        let gateway = gateway("openrouter", &stub, &model("m", "p", ""), limits);
        let reply = post(gateway.address, CHAT, &body);
        assert_eq!(reply.status, expected, "{limits} {}", reply.text());
        assert!(expected == 200 || reply.json()["error"]["param"] == "models", "{}", reply.text());
    }
    assert_eq!(stub.calls(), 1);
}

/// Anthropic's streams begin with one token of output, which is not what was written until they break off.
#[test]
fn a_stream_that_breaks_off_is_billed_for_all_that_came() {
    let start = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"c\",\"content\":[],\"usage\":{\"input_tokens\":20,\"output_tokens\":1}}}\n\n\
         event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n";
    let word = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"word\"}}\n\n";
    let last = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"over\"}}\n\n";
    let end = "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":50}}\n\n";
    let begun = format!("{start}{}{last}", word.repeat(90));
    for (text, then, outcome, tokens, estimated) in [
        (begun.clone(), Step::AwaitClose, Outcome::Cancelled, 85..=110, true),
        (begun.clone(), Step::Close, Outcome::Cut, 85..=110, true),
        // It has said what it used.
        (format!("{begun}{end}"), Step::AwaitClose, Outcome::Cancelled, 50..=50, false),
    ] {
        let stub = Stub::start(move |_, _| vec![stream_head(SSE), piece(text.as_bytes()), then.clone()]);
        for path in ["/v1/messages", CHAT] {
            let gateway = gateway("anthropic", &stub, &model("m", "p", DEAR), "");
            let mut body = chat("m");
            (body["stream"], body["max_tokens"]) = (true.into(), 1000.into());
            let mut client = send(gateway.address, path, &auth(), body.to_string().as_bytes());
            let mut seen = Vec::new();
            let wanted = if outcome == Outcome::Cut {
                "never said"
            } else if estimated {
                "over"
            } else {
                "50"
            };
            let mut chunk = [0; 4096];
            // What it used is not in every dialect's stream before its end: then its last words must do.
            while !String::from_utf8_lossy(&seen).contains(wanted) {
                if path == CHAT && !estimated && String::from_utf8_lossy(&seen).contains("\"stop\"") {
                    break;
                }
                match client.read(&mut chunk).unwrap_or(0) {
                    0 => break,
                    count => seen.extend_from_slice(&chunk[..count]),
                }
            }
            drop(client);
            let row = &gateway.usage(1)[0];
            assert_eq!((row.outcome, row.estimated), (outcome, estimated), "{path} {row:?}");
            assert!(tokens.contains(&row.completion_tokens) && row.prompt_tokens == 20, "{path} {row:?}");
        }
    }
}

/// Google's SDK counts a body and then asks with it. What is kept of one is no answer to the other, and counting is
/// free.
#[test]
fn a_count_of_tokens_is_neither_an_answer_nor_billed() {
    let stub = Stub::start(|_, request| {
        let counts = request.path.contains(":countTokens") || request.path.contains("count_tokens");
        let body = if counts {
            r#"{"totalTokens":5,"input_tokens":5}"#
        } else {
            r#"{"candidates":[{"content":{"parts":[{"text":"x"}]},"finishReason":"STOP"}],"content":[],
                "usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":4},"usage":{"input_tokens":3,"output_tokens":4}}"#
        };
        answer(200, "", body)
    });
    for (kind, count, ask) in [
        ("gemini", "/v1beta/models/m:countTokens", "/v1beta/models/m:generateContent"),
        ("anthropic", "/v1/messages/count_tokens", "/v1/messages"),
    ] {
        let more = format!("cache_seconds = 60\n{DEAR}");
        let gateway = gateway(kind, &stub, &model("m", "p", &more), "tpm = 100\nbudget_day = 0.1");
        let text = "word ".repeat(60);
        let body = json!({"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": text}],
            "contents": [{"parts": [{"text": text}]}]});
        let counted = |reply: Reply| {
            let value = reply.json();
            assert_eq!(reply.status, 200, "{value}");
            assert_ne!(reply.header("x-ghostllm-cache"), Some("hit"));
            value["totalTokens"].is_u64()
        };
        for _ in 0..3 {
            assert!(counted(post(gateway.address, count, &body)), "{kind}");
        }
        let small = json!({"model": "m", "max_tokens": 9, "messages": [], "contents": []});
        assert!(counted(post(gateway.address, count, &small)), "{kind}");
        assert!(!counted(post(gateway.address, ask, &small)), "{kind}");
        assert!(counted(post(gateway.address, count, &small)), "{kind}");
        let again = post(gateway.address, ask, &small);
        assert_eq!(again.header("x-ghostllm-cache"), Some("hit"), "{kind}");
        let other_header = format!("{}anthropic-beta: another\r\n", auth());
        let reply = post_with(gateway.address, ask, &other_header, small.to_string().as_bytes());
        assert_eq!(reply.header("x-ghostllm-cache"), Some("miss"), "{kind}: it may be answered otherwise");
        let rows = gateway.usage(8);
        for row in rows.iter().filter(|row| row.path.contains("ount")) {
            assert_eq!((row.prompt_tokens, row.cost.nano(), row.estimated), (0, 0, false), "{kind} {row:?}");
        }
    }
}

/// A picture is not billed by its bytes when its request ends early.
#[test]
fn a_cancelled_request_with_a_picture_is_billed_for_a_picture() {
    let stub = Stub::always(vec![Step::AwaitClose]);
    let gateway = gateway("openai", &stub, &model("m", "p", DEAR), "");
    let picture = format!("data:image/png;base64,{}", "iVBORw0KGgo/+AAA".repeat(1 << 16));
    let mut body = chat("m");
    body["messages"][0]["content"] = json!([{"type": "image_url", "image_url": {"url": picture}}]);
    let client = send(gateway.address, CHAT, &auth(), body.to_string().as_bytes());
    eventually("the upstream is called", || (stub.calls() == 1).then_some(()));
    drop(client);
    let row = &gateway.usage(1)[0];
    assert!((500..2000).contains(&row.prompt_tokens) && row.estimated, "{row:?}");
}

/// What is refused leaves no more behind than its row, and is held back like the rest.
#[test]
fn refused_requests_count_and_their_names_are_not_kept() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = gateway("openai", &stub, &model("m", "p", ""), "rpm = 3");
    let long = "m".repeat(1 << 20);
    let refused = post(gateway.address, CHAT, &chat(&long));
    assert!(refused.status == 400 && refused.body.len() < 1000, "{}", refused.text());
    let realtime = get(gateway.address, &format!("/v1/realtime?model={}", &long[..2000]));
    assert!(realtime.status == 426 && realtime.body.len() < 1000, "{}", realtime.text());
    let statuses: Vec<u16> = [chat("none"), json!({"messages": []}), chat("m"), chat("none")]
        .map(|body| post(gateway.address, CHAT, &body).status)
        .into();
    assert_eq!(
        statuses,
        [404, 400, 429, 404],
        "the third is one too many; of no use is the last in any minute"
    );
    assert!(gateway.usage(6).iter().all(|row| row.model.len() < 100));
}

/// What is done in the background, or in batches, cannot be counted: who is held to a budget does not get it.
#[test]
fn who_is_held_to_a_budget_gets_nothing_that_cannot_be_counted() {
    let stub = Stub::always(answer(
        200,
        "",
        r#"{"id":"r1","object":"response","status":"queued","output":[],"usage":null}"#,
    ));
    let body = json!({"model": "m", "input": "hi", "background": true});
    let batch = json!({"input_file_id": "f", "endpoint": CHAT});
    for limits in ["budget_day = 1", "tpm = 1000"] {
        let held = gateway("openai", &stub, &model("m", "p", DEAR), limits);
        let refused = post(held.address, "/v1/responses", &body);
        assert_eq!((refused.status, &refused.json()["error"]["param"]), (400, &json!("background")));
        assert_eq!(post(held.address, "/v1/batches", &batch).status, 403);
        assert_eq!(post(held.address, "/v1/responses/compact", &batch).status, 403);
        assert_eq!(stub.calls(), 0);
        assert_eq!(get(held.address, "/v1/batches").status, 200, "looking is free");
        assert_eq!(post(held.address, "/v1/responses/r1/cancel", &json!({})).status, 200);
        let sync = json!({"model": "m", "input": "hi", "background": false});
        assert_eq!(post(held.address, "/v1/responses", &sync).status, 200);
        stub.forget();
    }
    let free = gateway("openai", &stub, &model("m", "p", DEAR), "rpm = 10");
    assert_eq!(post(free.address, "/v1/responses", &body).status, 200);
    assert_eq!(stub.received().pop().unwrap().json()["background"], true);
    assert_eq!(post(free.address, "/v1/batches", &batch).status, 200);
}

/// What a request may cost is promised while it runs, by key and provider alike.
#[test]
fn a_request_under_way_holds_what_it_may_cost() {
    let of_key = |stub: &Stub| gateway("openai", stub, &model("m", "p", DEAR), "budget_day = 0.5");
    let of_provider = |stub: &Stub| {
        let models = format!("budget_day = 0.5\n{}", model("m", "p", DEAR));
        gateway("openai", stub, &models, "")
    };
    let starts: [&dyn Fn(&Stub) -> Gateway; 2] = [&of_key, &of_provider];
    for start in starts {
        let stub = Stub::always(vec![Step::AwaitClose]);
        let gateway = start(&stub);
        let mut body = chat("m");
        body["max_tokens"] = json!(1000);
        let first = send(gateway.address, CHAT, &auth(), body.to_string().as_bytes());
        eventually("the first is under way", || (stub.calls() == 1).then_some(()));
        let second = post(gateway.address, CHAT, &body);
        assert_eq!((second.status, second.header("retry-after")), (429, Some("1")), "{}", second.text());
        drop(first);
        eventually("the promise is given back", || {
            let third = send(gateway.address, CHAT, &auth(), body.to_string().as_bytes());
            std::thread::sleep(std::time::Duration::from_millis(50));
            drop(third);
            (stub.calls() > 1).then_some(())
        });
    }
}

/// The dear model behind a budget is what one falls back to: its limits hold then as well, also after a restart.
#[test]
fn a_model_s_limits_hold_when_it_is_fallen_back_to() {
    let down = Stub::always(answer(500, "", "{}"));
    let stub = Stub::always(chat_answer("x"));
    let gateway = Gateway::start(&format!(
        "{}{}{}{}",
        provider("d", "openai", down.address),
        provider("p", "openai", stub.address),
        model("cheap", "d", "fallbacks = [\"big\"]"),
        model("big", "p", &format!("budget_day = 0.03\n{DEAR}"))
    ));
    let statuses: Vec<u16> = (0..3).map(|_| post(gateway.address, CHAT, &chat("cheap")).status).collect();
    assert_eq!(&statuses[..2], [200, 200]);
    assert!(statuses[2] >= 429 && stub.calls() == 2, "{statuses:?}");
    assert_eq!(post(gateway.address, CHAT, &chat("big")).status, 429);
    let rows = gateway.usage(4);
    let answered = rows.iter().filter(|row| row.status == 200);
    assert!(answered.clone().count() == 2, "{rows:?}");
    assert!(answered.clone().all(|row| row.fallback.as_deref() == Some("big")), "{rows:?}");
    let config = std::fs::read_to_string(gateway.config_file()).unwrap();
    let gateway = Gateway::start_in(gateway.stop(), &config);
    assert_eq!(post(gateway.address, CHAT, &chat("big")).status, 429, "what was spent is remembered");
}

/// Pictures and transcriptions say what they used under other names than chats.
#[test]
fn pictures_are_billed_by_what_they_used() {
    let usage = json!({"total_tokens": 4210, "input_tokens": 50, "output_tokens": 4160,
        "input_tokens_details": {"text_tokens": 10, "image_tokens": 40}});
    let check = |picture: usize, name: Option<&str>, method: &str, expected: (u64, u64)| {
        let body = json!({"created": 1, "data": [{"b64_json": "A".repeat(picture)}], "usage": usage});
        let stub = Stub::always(answer(200, "", &body.to_string()));
        let gateway = gateway("openai", &stub, &model("m", "p", DEAR), "");
        if method == "GET" {
            assert_eq!(get(gateway.address, "/v1/responses/r1").status, 200);
        } else {
            let mut asked = json!({"prompt": "a cat"});
            if let Some(name) = name {
                asked["model"] = name.into();
            }
            assert_eq!(post(gateway.address, "/v1/images/generations", &asked).status, 200);
        }
        let row = &gateway.usage(1)[0];
        assert_eq!((row.prompt_tokens, row.completion_tokens), expected, "{row:?}");
        assert!(!row.estimated && (name.is_none() || row.cost.nano() == 4_210_000_000), "{row:?}");
    };
    check(1000, Some("m"), "POST", (50, 4160));
    check(3 << 20, Some("m"), "POST", (50, 4160));
    check(1000, None, "POST", (50, 4160));
    check(1000, None, "GET", (0, 0));
}

/// All that a name with a star stands for is spent from its budget, also what was spent before a restart.
#[test]
fn a_star_s_budget_survives_a_restart() {
    let stub = Stub::always(chat_answer("x"));
    let models = format!("[[models]]\nname = \"gpt-*\"\nprovider = \"p\"\nbudget_day = 0.03\n{DEAR}\n");
    let gateway = gateway("openai", &stub, &models, "");
    assert_eq!(post(gateway.address, CHAT, &chat("gpt-a")).status, 200);
    assert_eq!(post(gateway.address, CHAT, &chat("gpt-b")).status, 200);
    assert_eq!(post(gateway.address, CHAT, &chat("gpt-c")).status, 429);
    let config = std::fs::read_to_string(gateway.config_file()).unwrap();
    let gateway = Gateway::start_in(gateway.stop(), &config);
    assert_eq!(post(gateway.address, CHAT, &chat("gpt-d")).status, 429, "what was spent is remembered");
}

/// Rows that the store did not take before the end are counted from the beginning.
#[test]
fn what_was_spilled_is_spent() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = gateway("openai", &stub, &model("m", "p", DEAR), "budget_day = 0.03");
    for _ in 0..2 {
        assert_eq!(post(gateway.address, CHAT, &chat("m")).status, 200);
    }
    let rows = gateway.usage(2);
    let config = std::fs::read_to_string(gateway.config_file()).unwrap();
    let folder = gateway.stop();
    // As if the store had been down the whole time.
    let lines: String = rows.iter().map(|row| serde_json::to_string(row).unwrap() + "\n").collect();
    for file in ["g.db", "g.db-wal", "g.db-shm"] {
        let _ = std::fs::remove_file(folder.path().join(file));
    }
    std::fs::write(folder.path().join("g.db.spill"), lines).unwrap();
    let gateway = Gateway::start_in(folder, &config);
    assert_eq!(post(gateway.address, CHAT, &chat("m")).status, 429, "what was spent is remembered");
}

/// An upstream that claims to have used more than there is empties budgets, and breaks nothing.
#[test]
fn an_absurd_number_of_tokens_does_not_keep_the_gateway_from_starting() {
    let usage = json!({"prompt_tokens": i64::MAX, "completion_tokens": u64::MAX, "total_tokens": 0});
    let stub = Stub::always(answer(200, "", &json!({"id": "c", "choices": [], "usage": usage}).to_string()));
    let models = model("m", "p", "price = { input = 9000000, output = 9000000 }");
    let another = "sk-test-another-0123456789";
    let limits = format!("budget_day = 5\n[[keys]]\nname = \"l\"\nkey = \"{another}\"\nbudget_day = 5");
    let gateway = gateway("openai", &stub, &models, &limits);
    let ask = |gateway: &Gateway, key: &str| {
        let header = format!("authorization: Bearer {key}\r\n");
        post_with(gateway.address, CHAT, &header, chat("m").to_string().as_bytes()).status
    };
    // What two keys spent is too much for one sum, that of the model.
    assert_eq!([ask(&gateway, KEY), ask(&gateway, another), ask(&gateway, another)], [200, 200, 429]);
    gateway.usage(3);
    assert_eq!(get(gateway.address, "/metrics").status, 200);
    let config = std::fs::read_to_string(gateway.config_file()).unwrap();
    let gateway = Gateway::start_in(gateway.stop(), &config);
    assert_eq!(ask(&gateway, KEY), 429);
}

/// A tier that costs more than the price that is known would make a budget worth less than it says.
#[test]
fn who_is_held_to_a_budget_gets_no_dearer_tier() {
    let stub = Stub::always(chat_answer("x"));
    let with = |field: &str, value: Value| {
        let mut body = chat("m");
        body["model"] = json!("m");
        body[field] = value;
        body
    };
    let held = gateway(
        "openai",
        &stub,
        "[[models]]\nname = \"m\"\nprovider = \"p\"\nupstream_model = \"gpt-4o\"\n",
        "budget_day = 5",
    );
    let refused = post(held.address, CHAT, &with("service_tier", json!("priority")));
    assert_eq!((refused.status, &refused.json()["error"]["param"]), (400, &json!("service_tier")));
    assert!(refused.text().contains("budget"), "{}", refused.text());
    assert_eq!(stub.calls(), 0);
    for tier in [json!("flex"), json!("default"), Value::Null] {
        assert_eq!(post(held.address, CHAT, &with("service_tier", tier)).status, 200);
    }
    // In every way in which it may be said, to whoever is asked.
    let anthropic = Stub::always(answer(500, "", "{}"));
    let held = gateway(
        "anthropic",
        &anthropic,
        "[[models]]\nname = \"m\"\nprovider = \"p\"\nupstream_model = \"claude-opus-4-6\"\n",
        "budget_month = 5",
    );
    let mut fast = with("speed", json!("fast"));
    fast["max_tokens"] = json!(9);
    let refused = post(held.address, "/v1/messages", &fast);
    assert_eq!((refused.status, anthropic.calls()), (400, 0), "{}", refused.text());
    // Where no money is limited, or the configuration has a price, it is as the client likes.
    for (price, limits) in [("", "rpm = 50"), (DEAR, "budget_day = 5")] {
        let free = gateway("openai", &stub, &model("m", "p", price), limits);
        assert_eq!(
            post(free.address, CHAT, &with("service_tier", json!("priority"))).status,
            200,
            "{limits}"
        );
    }
}
