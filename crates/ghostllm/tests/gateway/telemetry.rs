//! What an operator sees: traces at a collector, and that nobody waits for one.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::client::{get, post, post_with};
use crate::support::stub::{Received, Step, Stub, answer, chat_answer};
use crate::support::{Gateway, KEY, eventually, model, provider};

const CHAT: &str = "/v1/chat/completions";

fn traced(upstream: &Stub, collector: std::net::SocketAddr) -> Gateway {
    Gateway::start(&format!(
        "[telemetry]\notlp_endpoint = \"http://{collector}\"\notlp_headers = {{ x-token = \"t\" }}\n\
         service_name = \"front\"\n{}{}",
        provider("p", "gemini", upstream.address),
        model("m", "p", "")
    ))
}

/// An attribute of a span, whatever its type.
fn attribute(span: &Value, key: &str) -> Option<Value> {
    let all = span["attributes"].as_array().unwrap();
    let found = all.iter().find(|attribute| attribute["key"] == key)?;
    found["value"].as_object().unwrap().values().next().cloned()
}

fn spans(exports: &[Received]) -> Vec<Value> {
    let each = |export: &Received| {
        assert_eq!((export.method.as_str(), export.path.as_str()), ("POST", "/v1/traces"));
        assert_eq!(export.header("content-type"), Some("application/json"));
        assert_eq!(export.header("x-token"), Some("t"));
        let body = export.json();
        let resource = &body["resourceSpans"][0];
        assert_eq!(attribute(&resource["resource"], "service.name"), Some(json!("front")));
        resource["scopeSpans"][0]["spans"].as_array().unwrap().clone()
    };
    exports.iter().flat_map(each).collect()
}

#[test]
fn a_collector_gets_a_span_of_the_request_and_one_of_the_call_with_genai_names() {
    let upstream = Stub::start(|_, request| {
        assert!(request.path.contains("up-m"));
        answer(
            200,
            "",
            r#"{"candidates":[{"content":{"role":"model","parts":[{"text":"x"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":11,"candidatesTokenCount":7}}"#,
        )
    });
    let collector = Stub::always(answer(200, "", "{}"));
    let gateway = traced(&upstream, collector.address);
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let headers = format!("authorization: Bearer {KEY}\r\ntraceparent: 00-{trace}-00f067aa0ba902b7-01\r\n");
    let body = json!({"model": "m", "messages": [{"role": "user", "content": "a very secret prompt"}]});
    let reply = post_with(gateway.address, CHAT, &headers, body.to_string().as_bytes());
    assert_eq!(reply.status, 200, "{}", reply.text());
    let unsampled = format!("authorization: Bearer {KEY}\r\ntraceparent: 00-{trace}-00f067aa0ba902b7-00\r\n");
    assert_eq!(post_with(gateway.address, CHAT, &unsampled, body.to_string().as_bytes()).status, 200);
    let exports = eventually("a trace is exported", || Some(collector.received()).filter(|r| !r.is_empty()));
    let spans = spans(&exports);
    let [server, client] = &spans[..] else { panic!("{spans:?}") };
    assert_eq!((&server["traceId"], &client["traceId"]), (&json!(trace), &json!(trace)));
    assert_eq!(server["parentSpanId"], "00f067aa0ba902b7");
    assert_eq!((&client["parentSpanId"], &server["kind"]), (&server["spanId"], &json!(2)));
    assert_eq!((&client["name"], &client["kind"]), (&json!("chat up-m"), &json!(3)));
    assert_eq!(server["name"], "POST /v1/chat/completions");
    assert_eq!(attribute(server, "http.response.status_code"), Some(json!("200")));
    assert_eq!(
        attribute(server, "ghostllm.request_id").unwrap(),
        reply.header("x-ghostllm-request-id").unwrap()
    );
    for (key, expected) in [
        ("gen_ai.operation.name", json!("chat")),
        ("gen_ai.provider.name", json!("gcp.gemini")),
        ("gen_ai.request.model", json!("up-m")),
        ("gen_ai.usage.input_tokens", json!("11")),
        ("gen_ai.usage.output_tokens", json!("7")),
    ] {
        assert_eq!(attribute(client, key), Some(expected), "{key}");
    }
    // The provider is told of the span of its call, sampled or not.
    let told: Vec<String> =
        upstream.received().iter().map(|call| call.header("traceparent").unwrap().to_owned()).collect();
    assert_eq!(told[0], format!("00-{trace}-{}-01", client["spanId"].as_str().unwrap()));
    assert!(told[1].starts_with(&format!("00-{trace}-")) && told[1].ends_with("-00"), "{told:?}");
    let nanos = |span: &Value, key: &str| span[key].as_str().unwrap().parse::<u128>().unwrap();
    assert!(nanos(server, "startTimeUnixNano") <= nanos(client, "startTimeUnixNano"));
    assert!(nanos(client, "startTimeUnixNano") < nanos(client, "endTimeUnixNano"));
    let all: String =
        exports.iter().map(|export| String::from_utf8_lossy(&export.body).into_owned()).collect();
    for secret in ["secret prompt", KEY, "upstream-secret"] {
        assert!(!all.contains(secret), "{all}");
    }
}

/// Every call of an upstream has a span: those that failed too, each with what it failed with.
#[test]
fn each_attempt_has_a_span_of_its_own() {
    let bad = Stub::always(answer(503, "", r#"{"error":{"message":"not now"}}"#));
    let good = Stub::always(chat_answer("x"));
    let collector = Stub::always(answer(200, "", "{}"));
    let gateway = Gateway::start(&format!(
        "[telemetry]\notlp_endpoint = \"http://{}\"\n{}{}{}{}",
        collector.address,
        provider("bad", "openai", bad.address),
        provider("good", "openai", good.address),
        model("m", "bad", "strategy = \"ordered\""),
        model("m", "good", "")
    ));
    assert_eq!(post(gateway.address, CHAT, &json!({"model": "m", "messages": []})).status, 200);
    let export = eventually("a trace is exported", || collector.received().pop()).json();
    let spans = export["resourceSpans"][0]["scopeSpans"][0]["spans"].as_array().unwrap().clone();
    let [server, first, second] = &spans[..] else { panic!("{spans:?}") };
    for (call, name, stub) in [(first, "bad", &bad), (second, "good", &good)] {
        assert_eq!(attribute(call, "ghostllm.provider"), Some(json!(name)));
        assert_eq!(call["parentSpanId"], server["spanId"]);
        let told = stub.received()[0].header("traceparent").unwrap().to_owned();
        let (trace, span) = (call["traceId"].as_str().unwrap(), call["spanId"].as_str().unwrap());
        assert_eq!(told, format!("00-{trace}-{span}-01"));
    }
    assert_eq!((&first["status"]["code"], attribute(first, "error.type")), (&json!(2), Some(json!("503"))));
    assert_eq!(attribute(first, "gen_ai.usage.output_tokens"), None);
    assert_eq!(attribute(second, "error.type"), None);
    assert_eq!(attribute(second, "gen_ai.usage.output_tokens"), Some(json!("7")));
}

/// Without a collector the gateway is no part of the trace: the client's header passes through.
#[test]
fn without_traces_of_our_own_the_client_s_pass_on() {
    let stub = Stub::always(chat_answer("x"));
    let gateway = Gateway::with("openai", &stub);
    let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    let body = json!({"model": "m", "messages": []}).to_string();
    for (sent, expected) in [
        (Some(parent), (Some(parent), Some("v=1"))),
        (Some("00-nonsense"), (None, None)),
        (None, (None, None)),
    ] {
        let parent = sent.map(|sent| format!("traceparent: {sent}\r\n")).unwrap_or_default();
        let headers = format!("authorization: Bearer {KEY}\r\n{parent}tracestate: v=1\r\n");
        assert_eq!(post_with(gateway.address, CHAT, &headers, body.as_bytes()).status, 200);
        let received = stub.received().pop().unwrap();
        assert_eq!((received.header("traceparent"), received.header("tracestate")), expected, "{sent:?}");
    }
}

#[test]
fn a_collector_that_is_down_or_hangs_holds_nobody_up_and_is_counted() {
    let upstream = Stub::always(chat_answer("x"));
    let hanging = Stub::always(vec![Step::AwaitClose]);
    for (collector, is_down) in [(hanging.address, false), ("127.0.0.1:1".parse().unwrap(), true)] {
        let gateway = Gateway::start(&format!(
            "[telemetry]\notlp_endpoint = \"http://{collector}\"\n{}{}",
            provider("p", "openai", upstream.address),
            model("m", "p", "")
        ));
        let body = json!({"model": "m", "messages": []});
        for _ in 0..30 {
            let begun = Instant::now();
            assert_eq!(post(gateway.address, CHAT, &body).status, 200);
            assert!(begun.elapsed() < Duration::from_secs(2), "a request waited for the collector");
        }
        if is_down {
            let line = "ghostllm_trace_requests_dropped_total ";
            eventually("dropped spans are counted", || {
                let text = get(gateway.address, "/metrics").text();
                let count = text.lines().find_map(|l| l.strip_prefix(line))?.parse::<u64>().unwrap();
                (count > 0).then_some(())
            });
        }
        assert_eq!(gateway.usage(30).len(), 30, "accounting goes on");
    }
}
