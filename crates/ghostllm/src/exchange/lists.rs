//! What is answered without an upstream: health, metrics, and which models there are.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use ghostllm_protocol::{Category, Dialect, Failure, scan};
use http::StatusCode;
use hyper::body::Incoming;
use serde_json::{Value, json};
use sha2::Digest as _;

use super::asked::Asked;
use super::bytes_of;
use super::context::Context;
use crate::catalog::Model;
use crate::gateway::{Gateway, Worker};
use crate::metrics::Gauges;
use crate::serve::Operation;
use crate::serve::reply::{self, Answered};
use crate::snapshot::Snapshot;

/// When the models of a catalog are said to have been made: a time that never changes.
const CREATED_S: u64 = 1_700_000_000;
/// The same as text.
const CREATED: &str = "2023-11-14T22:13:20Z";

/// What needs no key.
pub(super) fn open(worker: &Arc<Worker>, snapshot: &Snapshot, operation: Operation) -> Option<Answered> {
    let gateway = &worker.gateway;
    match operation {
        Operation::Health => Some(reply::json(StatusCode::OK, &json!({ "status": "ok" }))),
        Operation::Ready => Some(ready(gateway)),
        Operation::Metrics if snapshot.server.public_metrics => Some(metrics(gateway)),
        Operation::Metrics => {
            let failure = Failure::new(Category::NotFound, "metrics are on the admin listener");
            Some(reply::failure(Dialect::OpenAiChat, &failure))
        }
        // The version of Ollama whose API this is.
        Operation::Root => {
            Some(reply::typed(StatusCode::OK, "text/plain; charset=utf-8", "ghostllm is running"))
        }
        Operation::Version => Some(reply::json(StatusCode::OK, &json!({ "version": "0.12.0" }))),
        _ => None,
    }
}

/// Whether new requests are welcome.
pub(crate) fn ready(gateway: &Gateway) -> Answered {
    if gateway.draining.load(Ordering::Relaxed) {
        return reply::json(StatusCode::SERVICE_UNAVAILABLE, &json!({ "status": "draining" }));
    }
    if !gateway.ledger.has_room() {
        let status = "usage rows find no room on the disk";
        return reply::json(StatusCode::SERVICE_UNAVAILABLE, &json!({ "status": status }));
    }
    reply::json(StatusCode::OK, &json!({ "status": "ready" }))
}

/// Everything that is counted.
pub(crate) fn metrics(gateway: &Gateway) -> Answered {
    let gauges = Gauges {
        active_requests: gateway.active.load(Ordering::Relaxed),
        queued_rows: gateway.ledger.queued(),
        epoch: gateway.board.peek().epoch,
    };
    let text = gateway.metrics.render(gauges, gateway.ledger.counts(), &gateway.observers.dropped);
    reply::typed(StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8", text)
}

/// The models that the key may ask for.
pub(super) fn models(context: &Context, dialect: Dialect) -> Answered {
    let catalog = &context.snapshot.catalog;
    let mut found: Vec<&Arc<Model>> =
        catalog.names().filter(|model| context.key.models.allows(&model.name)).collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    let all: Vec<Value> = found.iter().map(|model| entry(dialect, model)).collect();
    let body = match dialect {
        Dialect::Anthropic => {
            let id = |model: Option<&&Arc<Model>>| model.map(|model| model.name.to_string());
            json!({ "data": all, "has_more": false, "first_id": id(found.first()), "last_id": id(found.last()) })
        }
        Dialect::OpenAiChat => json!({ "object": "list", "data": all }),
        _ => json!({ "models": all }),
    };
    let mut answered = reply::json(StatusCode::OK, &body);
    context.finish(&mut answered);
    answered
}

/// One model.
pub(super) async fn model(
    context: &Context,
    dialect: Dialect,
    name: Option<&str>,
    body: Incoming,
) -> Answered {
    let mut answered = match named(context, name, body).await.and_then(|name| {
        let found = super::chat::find(context, &name)?;
        Ok(shown(dialect, &found.model))
    }) {
        Ok(found) => reply::json(StatusCode::OK, &found),
        Err(failure) => reply::failure(context.dialect, &failure),
    };
    context.finish(&mut answered);
    answered
}

/// The model's name: in the path, or (Ollama) in the body.
async fn named(context: &Context, name: Option<&str>, body: Incoming) -> Result<String, Box<Failure>> {
    if let Some(name) = name {
        return Ok(name.to_owned());
    }
    let body = bytes_of(context, body).await?;
    let wrong = |message: String| Box::new(Failure::new(Category::InvalidRequest, message));
    let found = scan::find(&body, ["model", "name"]).map_err(|error| wrong(error.to_string()))?;
    let text = |at: usize| serde_json::from_slice::<String>(&body[found.range(at)?]).ok();
    text(0).or_else(|| text(1)).ok_or_else(|| wrong("`model` is missing".to_owned()))
}

/// One model by itself: Ollama says more of it than in a list.
fn shown(dialect: Dialect, model: &Model) -> Value {
    let mut shown = entry(dialect, model);
    if matches!(dialect, Dialect::OllamaChat | Dialect::OllamaGenerate) {
        for field in ["name", "model", "size", "digest"] {
            shown.as_object_mut().and_then(|fields| fields.remove(field));
        }
        for field in ["modelfile", "parameters", "template", "license"] {
            shown[field] = "".into();
        }
        shown["model_info"] = json!({ "general.architecture": shown["details"]["family"] });
    }
    shown
}

/// The answer to a client of Ollama that only wants its model in memory, or out of it: no message, no prompt.
pub(super) fn loaded(asked: &Asked) -> Option<Value> {
    if !matches!(asked.dialect, Dialect::OllamaChat | Dialect::OllamaGenerate) {
        return None;
    }
    let found = scan::find(&asked.body, ["messages", "prompt", "images", "keep_alive"]).ok()?;
    let text = |at: usize| found.range(at).and_then(|range| asked.body.get(range)).unwrap_or(b"null");
    let is_empty = |at: usize| {
        let inner = text(at).strip_prefix(b"[").and_then(|rest| rest.strip_suffix(b"]"));
        matches!(text(at), b"null" | b"\"\"") || inner.is_some_and(|inner| inner.trim_ascii().is_empty())
    };
    let (field, nothing) = match asked.dialect {
        Dialect::OllamaChat if is_empty(0) => ("message", json!({ "role": "assistant", "content": "" })),
        Dialect::OllamaGenerate if is_empty(1) && is_empty(2) => ("response", "".into()),
        _ => return None,
    };
    // A number of seconds, or a span of time.
    let is_out = text(3).starts_with(b"0") || text(3).starts_with(b"\"0");
    let reason = if is_out { "unload" } else { "load" };
    let (model, created_at) = (&asked.model, crate::clock::now().to_string());
    Some(
        json!({ "model": model, "created_at": created_at, field: nothing, "done": true, "done_reason": reason }),
    )
}

/// Something that is as long as a digest, and the model's own.
fn digest(name: &str) -> String {
    let bytes = sha2::Sha256::digest(name.as_bytes());
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn entry(dialect: Dialect, model: &Model) -> Value {
    let name = &*model.name;
    let owner = model.targets.first().map_or("ghostllm", |target| &*target.provider.name);
    match dialect {
        Dialect::Anthropic => {
            json!({ "type": "model", "id": name, "display_name": name, "created_at": CREATED })
        }
        Dialect::Gemini => json!({
            "name": format!("models/{name}"),
            "displayName": name,
            "version": "",
            "supportedGenerationMethods": ["generateContent", "streamGenerateContent", "countTokens"],
        }),
        Dialect::OllamaChat | Dialect::OllamaGenerate => json!({
            "name": name,
            "model": name,
            "modified_at": CREATED,
            "size": 0,
            // Its command line shows the first letters of it.
            "digest": digest(name),
            "details": { "parent_model": "", "format": "", "family": owner, "families": [owner], "parameter_size": "", "quantization_level": "" },
            "capabilities": ["completion", "tools"],
        }),
        _ => json!({ "id": name, "object": "model", "created": CREATED_S, "owned_by": owner }),
    }
}
