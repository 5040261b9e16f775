//! Every client dialect against every upstream dialect, through the gateway: what a request asks for arrives in
//! a form that the provider takes, or the client is told what became of it. The table in
//! `docs/ghostllm-dialects.md` is written from what is seen here.

mod answers;
mod errors;
mod streams;
mod strict;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::support::client::{Reply, post_with};
use crate::support::stub::{Step, Stub, answer};
use crate::support::{Gateway, KEY};

/// Dialects of clients, by the names that `probes.json` has for them.
const CLIENTS: [&str; 7] = [
    "openai-chat",
    "openai-responses",
    "openai-completions",
    "anthropic",
    "gemini",
    "ollama-chat",
    "ollama-generate",
];

/// Upstreams: a name, what the configuration says beside the URL, and the model that is asked for.
const UPSTREAMS: [(&str, &str, &str); 8] = [
    ("openai-chat", "kind = \"openai\"\napi = \"chat\"", "gpt-5.2"),
    ("openai-responses", "kind = \"openai\"\napi = \"responses\"", "gpt-5.2"),
    ("azure", "kind = \"azure\"", "gpt-5.2"),
    ("anthropic", "kind = \"anthropic\"", "claude-sonnet-4-5"),
    ("gemini", "kind = \"gemini\"", "gemini-3-pro-preview"),
    ("vertex", "kind = \"vertex\"\nproject = \"p\"", "gemini-3-pro-preview"),
    ("bedrock", "kind = \"bedrock\"", "us.anthropic.claude-sonnet-4-5-20250929-v1:0"),
    ("ollama", "kind = \"ollama\"", "gpt-oss:20b"),
];

/// A thing that requests ask for, how each dialect says it, and what must be found in what the provider gets.
#[derive(Deserialize)]
struct Probe {
    feature: String,
    markers: Vec<String>,
    requests: BTreeMap<String, Value>,
}

/// What became of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fate {
    Carried,
    Changed,
    Dropped,
    Refused,
}

fn probes() -> Vec<Probe> {
    serde_json::from_str(include_str!("probes.json")).unwrap()
}

/// A gateway with one upstream, under the model name `m`.
fn gateway(stub: &Stub, lines: &str, upstream_model: &str) -> Gateway {
    let address = stub.address;
    Gateway::start(&format!(
        "[providers.p]\nbase_url = \"http://{address}\"\napi_key = \"upstream-secret\"\n{lines}\n\
         [[models]]\nname = \"m\"\nprovider = \"p\"\nupstream_model = \"{upstream_model}\"\n"
    ))
}

/// A request that asks for nothing but an answer, of some length.
fn plain(client: &str) -> Value {
    let messages = json!([{"role": "user", "content": "hello"}]);
    match client {
        "openai-responses" => json!({"model": "m", "input": "hello", "max_output_tokens": 4000}),
        "openai-completions" => json!({"model": "m", "prompt": "hello", "max_tokens": 4000}),
        "anthropic" => json!({"model": "m", "max_tokens": 4000, "messages": messages}),
        "gemini" => json!({
            "contents": [{"role": "user", "parts": [{"text": "hello"}]}],
            "generationConfig": {"maxOutputTokens": 4000},
        }),
        "ollama-generate" => {
            json!({"model": "m", "prompt": "hello", "stream": false, "options": {"num_predict": 4000}})
        }
        "ollama-chat" => {
            json!({"model": "m", "messages": messages, "stream": false, "options": {"num_predict": 4000}})
        }
        _ => json!({"model": "m", "messages": messages, "max_completion_tokens": 4000}),
    }
}

/// A plain request with what a probe asks for; settings that stand in groups are joined.
fn patched(client: &str, probe: &Probe, patch: &Value) -> Value {
    let mut body = plain(client);
    for (key, value) in patch.as_object().unwrap() {
        match (&mut body[key], value) {
            (Value::Object(own), Value::Object(more)) => own.extend(more.clone()),
            (own, value) => *own = value.clone(),
        }
    }
    if probe.feature == "no token limit" {
        for key in ["max_completion_tokens", "max_output_tokens", "max_tokens", "generationConfig", "options"]
        {
            body.as_object_mut().unwrap().remove(key);
        }
    }
    body
}

fn path(client: &str, stream: bool) -> &'static str {
    match client {
        "openai-responses" => "/v1/responses",
        "openai-completions" => "/v1/completions",
        "anthropic" => "/v1/messages",
        "gemini" if stream => "/v1beta/models/m:streamGenerateContent?alt=sse",
        "gemini" => "/v1beta/models/m:generateContent",
        "ollama-chat" => "/api/chat",
        "ollama-generate" => "/api/generate",
        _ => "/v1/chat/completions",
    }
}

fn call(gateway: &Gateway, client: &str, stream: bool, body: &Value) -> Reply {
    let headers = format!("authorization: Bearer {KEY}\r\n");
    post_with(gateway.address, path(client, stream), &headers, body.to_string().as_bytes())
}

/// Whether a client asks for a completion, which has no tools and no turns.
fn is_completion(client: &str) -> bool {
    matches!(client, "openai-completions" | "ollama-generate")
}

#[test]
fn requests_arrive_or_are_accounted_for() {
    let probes = probes();
    let mut faults = Vec::new();
    let mut fates: BTreeMap<(&str, &str, &str), Fate> = BTreeMap::new();
    for (upstream, lines, upstream_model) in UPSTREAMS {
        let refusals = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&refusals);
        let stub = Stub::start(move |_, request| judged(upstream, request, &seen));
        let gateway = gateway(&stub, lines, upstream_model);
        for probe in &probes {
            for client in CLIENTS {
                let Some(patch) = probe.requests.get(client) else { continue };
                let body = patched(client, probe, patch);
                let before = stub.calls();
                let reply = call(&gateway, client, probe.feature == "streaming", &body);
                let sent = (stub.calls() > before).then(|| stub.received().pop().unwrap());
                let what = format!("{} from {client} to {upstream}", probe.feature);
                for problem in refusals.lock().unwrap().drain(..) {
                    faults.push(format!("{what}: the provider refuses: {problem}"));
                }
                let fate = fate(&reply);
                if reply.status != 200 && sent.is_some() {
                    faults.push(format!("{what}: {} {}", reply.status, reply.text()));
                }
                let text = sent.map(|sent| String::from_utf8(sent.body).unwrap()).unwrap_or_default();
                if reply.status == 200 && !reply.text().contains("hi") {
                    faults.push(format!("{what}: the answer is lost: {}", reply.text()));
                }
                // Enumerations are in capitals in places.
                let text = text.to_lowercase();
                let is_lost = |marker: &&String| !text.contains(&marker.to_lowercase());
                let lost: Vec<&String> = probe.markers.iter().filter(is_lost).collect();
                if fate == Fate::Carried && !lost.is_empty() {
                    faults.push(format!("{what}: {lost:?} lost in silence: {text}"));
                }
                fates.insert((&probe.feature, client, upstream), fate);
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    check_table(&probes, &fates);
}

/// Answers a request, if the provider would.
fn judged(
    upstream: &str,
    request: &crate::support::stub::Received,
    refusals: &Mutex<Vec<String>>,
) -> Vec<Step> {
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    let problems = strict::problems(upstream, &request.path, &body);
    if !problems.is_empty() {
        refusals.lock().unwrap().extend(problems.iter().map(|problem| format!("{problem} in {body}")));
        return answer(400, "", &json!({"error": {"message": problems.join("; ")}}).to_string());
    }
    answers::plain(upstream, &request.path, &body)
}

fn fate(reply: &Reply) -> Fate {
    let losses = reply.header("x-ghostllm-losses").unwrap_or_default();
    match reply.status {
        200 if losses.contains("dropped") => Fate::Dropped,
        200 if losses.contains("changed") => Fate::Changed,
        200 => Fate::Carried,
        _ => Fate::Refused,
    }
}

/// Holds the page in `docs` to what was seen; `UPDATE=1` writes it anew.
fn check_table(probes: &[Probe], fates: &BTreeMap<(&str, &str, &str), Fate>) {
    let mut text = String::new();
    for client in CLIENTS {
        writeln!(text, "\n### Clients of {client}\n").unwrap();
        let names: Vec<&str> = UPSTREAMS.iter().map(|(name, ..)| *name).collect();
        writeln!(text, "| | {} |\n|---|{}|", names.join(" | "), ["---"; UPSTREAMS.len()].join("|")).unwrap();
        for probe in probes.iter().filter(|probe| probe.requests.contains_key(client)) {
            let cells = names.iter().map(|name| match fates[&(probe.feature.as_str(), client, *name)] {
                Fate::Carried => "yes",
                Fate::Changed => "changed",
                Fate::Dropped => "dropped",
                Fate::Refused => "refused",
            });
            writeln!(text, "| {} | {} |", probe.feature, cells.collect::<Vec<_>>().join(" | ")).unwrap();
        }
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/ghostllm-dialects.md");
    let (begin, end) = ("<!-- table: begin -->\n", "\n<!-- table: end -->");
    let page = std::fs::read_to_string(file).unwrap();
    let (before, rest) = page.split_once(begin).expect("the page has a place for the table");
    let (table, after) = rest.split_once(end).expect("the table ends");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(file, format!("{before}{begin}{text}{end}{after}")).unwrap();
        return;
    }
    assert!(table == text, "docs/ghostllm-dialects.md is out of date: UPDATE=1 writes it anew. Now:\n{text}");
}
