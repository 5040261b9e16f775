//! Ended requests -> OpenTelemetry spans, in OTLP's JSON form.
//!
//! A request is a span of kind server, named by method and route; each of its calls of upstreams is a child of kind
//! client with the attributes of OpenTelemetry's semantic conventions for generative AI. What was used stands at the
//! call that was answered.

use serde_json::{Value, json};

use super::Ended;
use super::trace::{Call, Trace};
use crate::ledger::{Outcome, UsageRow};

/// In OTLP's enumerations.
const KIND_SERVER: u8 = 2;
const KIND_CLIENT: u8 = 3;
const STATUS_ERROR: u8 = 2;

/// Our kinds of providers by the names that the conventions have for them. Others go by their own.
const PROVIDER_NAMES: &[(&str, &str)] = &[
    ("azure", "azure.ai.openai"),
    ("bedrock", "aws.bedrock"),
    ("gemini", "gcp.gemini"),
    ("mistral", "mistral_ai"),
    ("vertex", "gcp.vertex_ai"),
    ("xai", "x_ai"),
];

/// A request to the collector.
pub(super) fn request(batch: &[Ended], service: &str) -> Value {
    let traced = batch.iter().filter_map(|ended| Some((ended, ended.trace.as_deref()?)));
    let spans: Vec<Value> = traced.flat_map(|(ended, trace)| spans(ended, trace)).collect();
    json!({ "resourceSpans": [{
        "resource": { "attributes": [
            text("service.name", service),
            text("service.version", env!("CARGO_PKG_VERSION")),
        ] },
        "scopeSpans": [{
            "scope": { "name": "ghostllm", "version": env!("CARGO_PKG_VERSION") },
            "spans": spans,
        }],
    }] })
}

fn spans(ended: &Ended, trace: &Trace) -> Vec<Value> {
    let row = &ended.row;
    let begun = u128::try_from(row.time.unix_ms()).unwrap_or_default() * 1_000_000;
    let at = |after: std::time::Duration| (begun + after.as_nanos()).to_string();
    let mut whole = json!({
        "traceId": format!("{:032x}", trace.id),
        "spanId": format!("{:016x}", trace.span),
        "name": method(&row.path).map_or_else(|| row.path.to_string(), |method| format!("{method} {}", row.path)),
        "kind": KIND_SERVER,
        "startTimeUnixNano": begun.to_string(),
        "endTimeUnixNano": at(ended.elapsed),
        "attributes": of_request(row),
        "status": status(row),
    });
    if let Some(parent) = trace.parent {
        whole["parentSpanId"] = format!("{:016x}", parent.span).into();
    }
    let mut spans = vec![whole];
    for (number, call) in trace.calls.iter().enumerate() {
        let status = match call.failed {
            Some(code) => json!({ "code": STATUS_ERROR, "message": code.to_string() }),
            None => status(row),
        };
        let is_last = number + 1 == trace.calls.len();
        spans.push(json!({
            "traceId": format!("{:032x}", trace.id),
            "spanId": format!("{:016x}", call.span),
            "parentSpanId": format!("{:016x}", trace.span),
            "name": format!("{} {}", operation(&row.path), call.model).trim_end(),
            "kind": KIND_CLIENT,
            "startTimeUnixNano": at(call.begun),
            "endTimeUnixNano": at(call.ended.unwrap_or(ended.elapsed)),
            "attributes": of_call(row, call, is_last),
            "status": status,
        }));
    }
    spans
}

fn of_request(row: &UsageRow) -> Vec<Value> {
    let mut attributes = vec![
        text("http.route", &row.path),
        number("http.response.status_code", row.status.into()),
        text("ghostllm.request_id", &row.request_id),
        text("ghostllm.key_id", &row.key_id),
        text("ghostllm.outcome", row.outcome.name()),
        number("ghostllm.attempts", row.attempts.into()),
        json!({ "key": "ghostllm.cache_hit", "value": { "boolValue": row.cache_hit } }),
        json!({ "key": "ghostllm.cost_usd", "value": { "doubleValue": dollars(row) } }),
    ];
    attributes.extend(method(&row.path).map(|method| text("http.request.method", method)));
    attributes.extend(row.team.iter().map(|team| text("ghostllm.team", team)));
    attributes.extend(error_type(row).map(|error| text("error.type", &error)));
    attributes
}

fn of_call(row: &UsageRow, call: &Call, is_last: bool) -> Vec<Value> {
    let kind = call.kind;
    let name = PROVIDER_NAMES.iter().find(|(ours, _)| *ours == kind).map_or(kind, |(_, name)| name);
    let mut attributes = vec![
        text("gen_ai.operation.name", operation(&row.path)),
        text("gen_ai.provider.name", name),
        text("gen_ai.request.model", &call.model),
        text("ghostllm.provider", &call.provider),
        text("ghostllm.model", &row.model),
        json!({ "key": "ghostllm.stream", "value": { "boolValue": row.stream } }),
    ];
    if is_last {
        attributes.extend([
            number("gen_ai.usage.input_tokens", row.prompt_tokens),
            number("gen_ai.usage.output_tokens", row.completion_tokens),
            number("gen_ai.usage.cache_read.input_tokens", row.cached_tokens),
            number("gen_ai.usage.cache_creation.input_tokens", row.cache_write_tokens),
        ]);
    }
    let error = call.failed.map(|status| status.to_string()).or_else(|| error_type(row));
    attributes.extend(error.map(|error| text("error.type", &error)));
    attributes
}

/// How a path is called, where the path tells.
fn method(path: &str) -> Option<&'static str> {
    match path {
        "/v1/* (account)" => None,
        "/v1/ws" | "/v1/responses (socket)" | "/v1/realtime" => Some("GET"),
        _ => Some("POST"),
    }
}

/// The conventions' name of what a path asks for.
fn operation(path: &str) -> &'static str {
    match path {
        "/v1/completions" | "/api/generate" => "text_completion",
        "/v1/embeddings" | "/api/embed" | "/v1beta/models:embedContent" => "embeddings",
        "/v1beta/models:generateContent" => "generate_content",
        "/v1/messages/count_tokens" | "/v1beta/models:countTokens" => "count_tokens",
        path if path.starts_with("/v1/*") => "forward",
        _ => "chat",
    }
}

fn error_type(row: &UsageRow) -> Option<String> {
    match row.outcome {
        Outcome::Complete => None,
        Outcome::Cancelled | Outcome::Cut => Some(row.outcome.name().to_owned()),
        Outcome::Failed | Outcome::Refused => Some(row.status.to_string()),
    }
}

/// A refused request is the client's fault, and no error of the server's.
fn status(row: &UsageRow) -> Value {
    match row.outcome {
        Outcome::Failed | Outcome::Cut => json!({ "code": STATUS_ERROR, "message": row.outcome.name() }),
        Outcome::Complete | Outcome::Cancelled | Outcome::Refused => json!({}),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a trace shows money, nobody adds it up from there")]
fn dollars(row: &UsageRow) -> f64 {
    row.cost.nano() as f64 / 1e9
}

fn text(key: &str, value: &str) -> Value {
    json!({ "key": key, "value": { "stringValue": value } })
}

/// OTLP's JSON form has 64-bit numbers as texts.
fn number(key: &str, value: u64) -> Value {
    json!({ "key": key, "value": { "intValue": value.to_string() } })
}
