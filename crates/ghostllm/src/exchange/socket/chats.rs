//! `/v1/ws`: many chats over one socket. The messages are described in `docs/ghostllm-websocket.md`.

use bytes::Bytes;
use ghostllm_protocol::{Dialect, scan};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::protocol::Message;

use super::frames::Frames;
use super::lanes::{Lanes, Protocol};

/// Longest name of a chat.
const ID_BYTES_MAX: usize = 256;

pub(super) struct Chats;

/// A message of a client's.
#[derive(Deserialize)]
struct Incoming<'m> {
    #[serde(rename = "type")]
    kind: String,
    id: Option<String>,
    #[serde(borrow)]
    request: Option<&'m RawValue>,
}

impl Protocol for Chats {
    type Left = ();

    async fn message(&mut self, text: &str, lanes: &mut Lanes<()>) {
        let message: Incoming<'_> = match serde_json::from_str(text) {
            Ok(message) => message,
            Err(error) => return lanes.say(&invalid(None, &format!("no message: {error}"))).await,
        };
        let id = message.id.as_deref();
        match (message.kind.as_str(), id) {
            ("ping", _) => lanes.say(&json!({ "type": "pong", "id": id })).await,
            ("chat", Some(id)) => {
                if let Err(problem) = start(id, message.request, lanes) {
                    lanes.say(&problem).await;
                }
            }
            ("cancel", Some(id)) => {
                if !lanes.cancel(id) {
                    lanes.say(&invalid(Some(id), "there is no chat of this id")).await;
                }
            }
            ("chat" | "cancel", None) => lanes.say(&invalid(None, "`id` is missing")).await,
            (other, id) => {
                let problem = format!("there are no messages of type `{other}`: chat, cancel, ping");
                lanes.say(&invalid(id, &problem)).await;
            }
        }
    }

    fn ended(&mut self, name: &str, left: Option<()>, lanes: &mut Lanes<()>) {
        if left.is_none() {
            let message = Message::text(json!({ "type": "cancelled", "id": name }).to_string());
            // A client that takes nothing while it cancels learns of it by the silence.
            let _ = lanes.out.try_send(message);
        }
    }
}

fn start(id: &str, request: Option<&RawValue>, lanes: &mut Lanes<()>) -> Result<(), Value> {
    if id.is_empty() || id.len() > ID_BYTES_MAX {
        return Err(invalid(None, &format!("`id` must have 1 to {ID_BYTES_MAX} bytes")));
    }
    if lanes.is_running(id) {
        return Err(invalid(Some(id), "a chat of this id is under way"));
    }
    if lanes.is_full() {
        let message = "too many chats are under way on this socket";
        let mut error = error(Some(id), 429, message, "rate_limit_error");
        error["error"]["code"] = "too_many_chats".into();
        return Err(error);
    }
    let request = request.ok_or_else(|| invalid(Some(id), "`request` is missing"))?;
    let body = streamed(request.get().as_bytes()).map_err(|problem| invalid(Some(id), &problem))?;
    let (asking, out) = (lanes.entry.ask(Dialect::OpenAiChat, body), lanes.out.clone());
    let name = id.to_owned();
    lanes.start(id, async move { chat(asking, &name, &out).await });
    Ok(())
}

/// The request, asking for a stream and for usage in it.
fn streamed(request: &[u8]) -> Result<Bytes, String> {
    let wrong = |error: scan::ScanError| error.to_string();
    let scanned = scan::chat(request).map_err(wrong)?;
    let body = match &scanned.stream_range {
        Some(range) => scan::splice(request, range.clone(), b"true"),
        None => scanned.with_member(request, "stream", "true"),
    };
    let with_usage = scan::chat(&body).map_err(wrong)?.with_usage(&body);
    Ok(with_usage.unwrap_or(body).into())
}

async fn chat(asking: impl Future<Output = Frames>, id: &str, out: &mpsc::Sender<Message>) {
    let mut frames = asking.await;
    let say = async |value: Value| out.send(Message::text(value.to_string())).await.is_ok();
    if !frames.status.is_success() {
        let status = frames.status.as_u16();
        let retry_after = frames.header("retry-after").and_then(|text| text.parse::<u64>().ok());
        let request_id = frames.header("x-ghostllm-request-id").map(str::to_owned);
        let mut message = frames.value().await;
        message["type"] = "error".into();
        message["id"] = id.into();
        message["status"] = status.into();
        message["request_id"] = request_id.into();
        if let Some(seconds) = retry_after {
            message["retry_after"] = seconds.into();
        }
        say(message).await;
        return;
    }
    if !say(started(id, &frames)).await {
        return;
    }
    let mut end = End::default();
    if !frames.is_stream() {
        let value = frames.value().await;
        for message in end.read(id, &value) {
            say(message).await;
        }
    }
    while let Some(data) = frames.next().await {
        let Ok(value) = serde_json::from_slice::<Value>(&data) else { continue };
        for message in end.read(id, &value) {
            if !say(message).await {
                return;
            }
        }
    }
    if let Some(message) = end.over(id) {
        say(message).await;
    }
}

fn started(id: &str, frames: &Frames) -> Value {
    let mut message = json!({ "type": "start", "id": id });
    for (key, header) in [
        ("request_id", "x-ghostllm-request-id"),
        ("provider", "x-ghostllm-provider"),
        ("model", "x-ghostllm-model"),
        ("losses", "x-ghostllm-losses"),
    ] {
        if let Some(value) = frames.header(header) {
            message[key] = value.into();
        }
    }
    message
}

/// What the last message of a chat says.
#[derive(Default)]
struct End {
    finish_reason: Value,
    usage: Value,
    failed: bool,
}

impl End {
    /// The messages that a chunk becomes.
    fn read(&mut self, id: &str, chunk: &Value) -> Vec<Value> {
        if let Some(error) = chunk.get("error").filter(|error| !error.is_null()) {
            self.failed = true;
            return vec![json!({ "type": "error", "id": id, "error": error })];
        }
        if chunk["usage"].is_object() {
            self.usage = chunk["usage"].clone();
        }
        let choices = chunk["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
        let mut messages = Vec::new();
        for choice in choices {
            // Who answers whole has a message where others have a delta.
            let delta = choice.get("delta").or_else(|| choice.get("message"));
            if let Some(delta) = delta.filter(|delta| says_something(delta)) {
                let index = choice["index"].as_u64().unwrap_or(0);
                messages.push(json!({ "type": "delta", "id": id, "index": index, "delta": delta }));
            }
            if !choice["finish_reason"].is_null() {
                self.finish_reason = choice["finish_reason"].clone();
            }
        }
        messages
    }

    /// The last message, unless it was an error.
    fn over(self, id: &str) -> Option<Value> {
        let Self { finish_reason, usage, failed } = self;
        let done = json!({ "type": "done", "id": id, "finish_reason": finish_reason, "usage": usage });
        (!failed).then_some(done)
    }
}

fn says_something(delta: &Value) -> bool {
    delta.as_object().is_some_and(|fields| {
        fields.iter().any(|(key, value)| key != "role" && !value.is_null() && value != "")
    })
}

fn invalid(id: Option<&str>, message: &str) -> Value {
    error(id, 400, message, "invalid_request_error")
}

fn error(id: Option<&str>, status: u16, message: &str, kind: &str) -> Value {
    json!({
        "type": "error", "id": id, "status": status,
        "error": { "message": message, "type": kind, "param": null, "code": null },
    })
}
