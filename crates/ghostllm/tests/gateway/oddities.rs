//! What providers answer that is neither an answer nor a plain error, and what the gateway makes of it.

use ghostllm::ledger::Outcome;
use serde_json::{Value, json};

use crate::support::client::{get, post, post_with};
use crate::support::stub::{Step, Stub, answer, chat_answer, chat_stream, piece, stream, stream_head};
use crate::support::{Gateway, KEY, model, provider};

const CHAT: &str = "/v1/chat/completions";

fn chat(model: &str) -> Value {
    json!({"model": model, "max_tokens": 50, "messages": [{"role": "user", "content": "hi"}]})
}

fn two(kind: &str, first: &Stub, second: &Stub, more: &str) -> Gateway {
    Gateway::start(&format!(
        "{}{}{}{}",
        provider("one", kind, first.address),
        provider("two", "openai", second.address),
        model("m", "one", &format!("fallbacks = [\"other\"]\n{more}")),
        model("other", "two", "")
    ))
}

/// OpenRouter and some proxies answer errors with status 200.
#[test]
fn an_error_with_status_200_is_an_error() {
    let said = r#"{"error":{"message":"no instance available","code":503}}"#;
    let failing = Stub::always(answer(200, "", said));
    let good = Stub::always(chat_answer("from the other"));
    let gateway = two("openrouter", &failing, &good, "cache_seconds = 60");
    let reply = post(gateway.address, CHAT, &chat("m"));
    assert_eq!(
        (reply.status, &reply.json()["choices"][0]["message"]["content"]),
        (200, &json!("from the other"))
    );
    let alone = Gateway::start(&format!(
        "[routing]\nattempts_max = 1\n{}{}",
        provider("one", "openrouter", failing.address),
        model("m", "one", "cache_seconds = 60")
    ));
    for (path, status) in [(CHAT, 503), ("/v1/messages", 529), (CHAT, 503)] {
        let reply = post(alone.address, path, &chat("m"));
        assert_eq!(reply.status, status, "{path}: {}", reply.text());
        assert!(
            reply.text().contains("no instance available") && reply.header("x-ghostllm-cache") != Some("hit")
        );
    }
    assert!(alone.usage(3).iter().all(|row| row.outcome == Outcome::Failed && row.prompt_tokens == 0));
}

/// Anthropic, OpenRouter and others answer 200 and begin the stream with what is wrong.
#[test]
fn a_stream_that_begins_with_an_error_is_asked_for_elsewhere() {
    let overloaded = r#"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#;
    let limited = r#"{"error":{"message":"slow down","code":429}}"#;
    let cases = [
        ("anthropic", "text/event-stream", format!("event: error\ndata: {overloaded}\n\n"), 529, 1000),
        ("anthropic", "text/event-stream", format!("event: error\ndata: {overloaded}\n\n"), 529, 1),
        ("openrouter", "text/event-stream", format!(": WORKING\n\ndata: {limited}\n\n"), 429, 1000),
        ("openrouter", "text/event-stream", format!(": WORKING\n\ndata: {limited}"), 429, 1000),
        ("ollama", "application/x-ndjson", "{\"error\":\"out of memory\"}\n".to_owned(), 500, 1000),
    ];
    for (kind, content_type, text, status, step) in cases {
        let failing = Stub::start(move |_, _| stream(content_type, &text, step));
        let good = Stub::start(|_, _| stream("text/event-stream", &chat_stream(&["good"], true), 1000));
        for path in [CHAT, "/v1/messages", "/api/chat"] {
            let gateway = two(kind, &failing, &good, "");
            let mut body = chat("m");
            body["stream"] = true.into();
            let reply = post(gateway.address, path, &body);
            assert!(reply.status == 200 && reply.text().contains("good"), "{kind} {path}: {}", reply.text());
            assert_eq!(reply.header("x-ghostllm-provider"), Some("two"));
            // The one that failed bills nothing.
            let row = &gateway.usage(1)[0];
            assert_eq!((row.prompt_tokens, row.completion_tokens, row.attempts), (11, 7, 2), "{row:?}");
            let alone = Gateway::start(&format!(
                "[routing]\nattempts_max = 1\n{}{}",
                provider("one", kind, failing.address),
                model("m", "one", "")
            ));
            let reply = post(alone.address, path, &body);
            let json = Some("application/json");
            assert_eq!(reply.header("content-type"), json, "{kind} {path}: {}", reply.text());
            let row = &alone.usage(1)[0];
            assert!((row.outcome, row.prompt_tokens) == (Outcome::Failed, 0), "{row:?}");
            let told = [status, 502, 503];
            assert!(told.contains(&reply.status), "{kind} {path}: {} {}", reply.status, reply.text());
        }
    }
}

/// What has begun is the client's.
#[test]
fn a_stream_that_has_begun_is_nobody_else_s() {
    let begun = chat_stream(&["begun"], true);
    let begun = begun[..begun.find("data: [DONE]").unwrap() / 2].to_owned();
    let text = format!(
        "{}\n\ndata: {{\"error\":{{\"message\":\"gone\"}}}}\n\n",
        begun.rsplit_once("\n\n").unwrap().0
    );
    let failing = Stub::start(move |_, _| stream("text/event-stream", &text, 1000));
    let good = Stub::start(|_, _| stream("text/event-stream", &chat_stream(&["good"], true), 1000));
    let gateway = two("openrouter", &failing, &good, "");
    let mut body = chat("m");
    body["stream"] = true.into();
    let reply = post(gateway.address, CHAT, &body);
    assert!(reply.status == 200 && reply.text().contains("gone"), "{}", reply.text());
    assert_eq!((failing.calls(), good.calls()), (1, 0));
    // Nor is one that ended before it began the client's, where there is somebody else.
    let empty = Stub::start(|_, _| stream("text/event-stream", ": nothing\n\n", 1000));
    let gateway = two("openrouter", &empty, &good, "");
    let reply = post(gateway.address, CHAT, &body);
    assert!(reply.text().contains("nothing") || reply.text().contains("good"), "{}", reply.text());
}

/// What is wrong with the provider's account is not wrong with the request.
#[test]
fn somebody_else_answers_where_the_gateway_is_turned_away() {
    let anthropic = json!({"type": "error", "error": {"type": "invalid_request_error",
        "message": "Your credit balance is too low to access the Anthropic API."}});
    let google = json!({"error": {"code": 400, "status": "INVALID_ARGUMENT", "message": "API key not valid.",
        "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}]}});
    for (kind, body) in [("anthropic", anthropic), ("gemini", google)] {
        let poor = Stub::always(answer(400, "", &body.to_string()));
        let good = Stub::always(chat_answer("from the other"));
        let gateway = two(kind, &poor, &good, "");
        let reply = post(gateway.address, CHAT, &chat("m"));
        assert_eq!((reply.status, poor.calls(), good.calls()), (200, 1, 1), "{kind}: {}", reply.text());
    }
}

/// Gemini says usage all along: a stream is over when it says why.
#[test]
fn half_a_stream_of_gemini_is_no_whole_one() {
    let chunk = |text: &str, more: &str| {
        format!(
            "data: {{\"candidates\":[{{\"content\":{{\"role\":\"model\",\"parts\":[{{\"text\":\"{text}\"}}]}}{more}}}],\
             \"usageMetadata\":{{\"promptTokenCount\":3,\"candidatesTokenCount\":2,\"totalTokenCount\":5}}}}\n\n"
        )
    };
    let body = json!({"contents": [{"role": "user", "parts": [{"text": "hi"}]}]});
    for (end, step, outcome) in [
        ("", 1000, Outcome::Cut),
        (",\"finishReason\":\"STOP\"", 1000, Outcome::Complete),
        (",\"finishReason\":\"STOP\"", 7, Outcome::Complete),
    ] {
        let text = chunk("one", "") + &chunk("two", end);
        let stub = Stub::start(move |_, _| stream("text/event-stream", &text, step));
        let gateway = Gateway::with("gemini", &stub);
        let path = "/v1beta/models/m:streamGenerateContent?alt=sse";
        assert_eq!(post(gateway.address, path, &body).status, 200);
        assert_eq!(gateway.usage(1)[0].outcome, outcome, "{end} in steps of {step}");
    }
}

/// A path that is missing for once, at a provider that has answered before, is not missing for ever.
#[test]
fn responses_are_asked_for_again_after_a_404() {
    let whole = json!({"id": "r1", "object": "response", "created_at": 1, "status": "completed", "model": "up",
        "output": [{"type": "message", "id": "i", "role": "assistant", "status": "completed",
            "content": [{"type": "output_text", "text": "x", "annotations": []}]}]});
    let stub = Stub::start(move |number, _| {
        if number == 1 { answer(404, "", "<html>") } else { answer(200, "", &whole.to_string()) }
    });
    let gateway = Gateway::with("openai", &stub);
    let body = json!({"model": "m", "input": "hi"});
    let statuses: Vec<u16> = (0..3).map(|_| post(gateway.address, "/v1/responses", &body).status).collect();
    assert_eq!(statuses, [200, 404, 200]);
    assert!(stub.received().iter().all(|call| call.path == "/v1/responses"), "{:?}", stub.received());
}

/// OpenAI's models since GPT-5.4 refuse tools in Chat Completions; whoever does not ask for that gets Responses.
#[test]
fn tools_for_late_models_go_to_responses() {
    let stub = Stub::always(answer(500, "", "{}"));
    let gateway = Gateway::start(&format!(
        "[routing]\nattempts_max = 1\nbreaker_failures = 1000\n{}[[models]]\nname = \"m\"\nprovider = \"p\"\n\
         upstream_model = \"gpt-5.6-mini\"\n[[models]]\nname = \"old\"\nprovider = \"p\"\nupstream_model = \"gpt-5.2\"\n",
        provider("p", "openai", stub.address)
    ));
    let tools = json!([{"name": "f", "input_schema": {"type": "object", "properties": {}}}]);
    let headers = format!("authorization: Bearer {KEY}\r\n");
    let check = |name: &str, tools: Option<&Value>, path: &str| {
        let mut body = chat(name);
        if let Some(tools) = tools {
            body["tools"] = tools.clone();
        }
        post_with(gateway.address, "/v1/messages", &headers, body.to_string().as_bytes());
        assert_eq!(stub.received().last().unwrap().path, path, "{name}");
    };
    check("m", Some(&tools), "/v1/responses");
    check("m", None, CHAT);
    check("old", Some(&tools), CHAT);
}

/// What is translated is asked for as it will be read.
#[test]
fn a_stream_of_gemini_that_is_translated_is_asked_for_in_events() {
    let stub = Stub::always(vec![stream_head("text/event-stream"), piece(b"data: {}\n\n"), Step::Close]);
    let gateway = Gateway::with("gemini", &stub);
    // A mark of this gateway's, as it may stand in any text.
    let body = json!({"contents": [{"role": "user", "parts": [{"text": "ghostsig_"}]}]});
    post(gateway.address, "/v1beta/models/m:streamGenerateContent", &body);
    assert_eq!(stub.received()[0].path, "/v1beta/models/up-m:streamGenerateContent?alt=sse");
}

/// Azure's versions before September 2024 refuse to be asked for usage in streams.
#[test]
fn old_versions_of_azure_are_not_asked_for_usage() {
    let stub = Stub::start(|_, _| stream("text/event-stream", &chat_stream(&["x"], false), 1000));
    for (version, asks) in [("2024-06-01", false), ("2024-10-21", true)] {
        let gateway = Gateway::start(&format!(
            "{}api_version = \"{version}\"\n{}",
            provider("p", "azure", stub.address),
            model("m", "p", "")
        ));
        let mut body = chat("m");
        body["stream"] = true.into();
        for path in [CHAT, "/v1/messages"] {
            assert_eq!(post(gateway.address, path, &body).status, 200);
            let asked = stub.received().last().unwrap().json();
            assert_eq!(asked.get("stream_options").is_some(), asks, "{version} {path}");
        }
    }
}

/// Ollama's command line looks whether anybody is there, and shows the beginning of a digest.
#[test]
fn ollama_s_command_line_finds_what_it_looks_for() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = Gateway::with("openai", &stub);
    assert_eq!(get(gateway.address, "/").status, 200);
    let digest = get(gateway.address, "/api/tags").json()["models"][0]["digest"].as_str().unwrap().to_owned();
    assert!(digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()), "{digest}");
}

/// A wrong address may lead to a page, and one more program in front of a provider may mark the order of bytes that
/// have none.
#[test]
fn a_page_is_no_stream_and_a_mark_is_no_garbage() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: 20\r\n\r\n";
    let page = Stub::always(vec![Step::Write(format!("{head}<html>Welcome</html>").into_bytes())]);
    let gateway = Gateway::with("openai", &page);
    let streamed = |path: &str| {
        let mut body = chat("m");
        body["stream"] = true.into();
        post(gateway.address, path, &body).status
    };
    assert_eq!((streamed(CHAT), streamed("/v1/messages")), (502, 500));
    let json = r#"{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}]}"#;
    let marked = Stub::always(answer(200, "", &format!("\u{feff}{json}")));
    let gateway = Gateway::with("openai", &marked);
    let reply = post(gateway.address, CHAT, &chat("m"));
    assert_eq!((reply.status, reply.text().as_str()), (200, json));
    let reply = post(gateway.address, "/v1/messages", &chat("m"));
    assert_eq!(reply.json()["content"][0]["text"], "hi");
}

/// An answer with nothing in it, which ended for a reason that only its provider knows, is none.
#[test]
fn an_answer_with_nothing_in_it_is_none() {
    let empty =
        json!({"candidates": [{"content": {"role": "model"}, "finishReason": "MALFORMED_FUNCTION_CALL"}]});
    for (body, word) in [(empty, "MALFORMED_FUNCTION_CALL"), (json!({"modelVersion": "x"}), "no answer")] {
        let stub = Stub::always(answer(200, "", &body.to_string()));
        let gateway = Gateway::with("gemini", &stub);
        for path in [CHAT, "/v1/messages"] {
            let reply = post(gateway.address, path, &chat("m"));
            assert!(
                reply.status >= 500 && reply.text().contains(word),
                "{path}: {} {}",
                reply.status,
                reply.text()
            );
        }
    }
}

/// Some servers stream whether they are asked to or not.
#[test]
fn an_unasked_stream_is_put_together_for_a_client_that_wants_one_value() {
    let said = "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}\n\n\
                data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}],\
                \"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}\n\ndata: [DONE]\n\n";
    let stub = Stub::start(move |_, _| stream("text/event-stream", said, 1000));
    let gateway = Gateway::with("openai-compatible", &stub);
    let reply = post(gateway.address, "/v1/messages", &chat("m"));
    assert_eq!((reply.status, reply.header("content-type")), (200, Some("application/json")));
    assert_eq!(reply.json()["content"][0]["text"], "Hello", "{}", reply.text());
    let row = &gateway.usage(1)[0];
    assert_eq!((row.prompt_tokens, row.completion_tokens, row.outcome), (3, 2, Outcome::Complete));
}

#[test]
fn a_client_of_ollama_that_only_loads_a_model_costs_nothing() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = Gateway::with("openai", &stub);
    for (path, body, reason) in [
        ("/api/generate", json!({"model": "m"}), "load"),
        ("/api/generate", json!({"model": "m", "prompt": "", "keep_alive": 0}), "unload"),
        ("/api/chat", json!({"model": "m", "messages": [], "keep_alive": "5m"}), "load"),
        ("/api/chat", json!({"model": "m", "messages": [], "keep_alive": "0s"}), "unload"),
    ] {
        let reply = post(gateway.address, path, &body);
        assert_eq!((reply.status, &reply.json()["done_reason"]), (200, &json!(reason)), "{}", reply.text());
    }
    assert_eq!(post(gateway.address, "/api/chat", &json!({"model": "none", "messages": []})).status, 404);
    assert_eq!(stub.calls(), 0);
    let asked = json!({"model": "m", "stream": false, "messages": [{"role": "user", "content": "hi"}]});
    assert_eq!(post(gateway.address, "/api/chat", &asked).json()["message"]["content"], "x");
}
