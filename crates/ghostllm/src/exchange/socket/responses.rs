//! OpenAI's Responses over a socket: `response.create` in, the events of a stream out. Requests of one
//! `stream_id` run one after the other, others side by side. A response of this socket can be gone on from by
//! its id, whoever gave it: what it was asked and what it said is kept here, as long as the socket is open.
//! <https://developers.openai.com/api/docs/guides/websocket-mode>

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use bytes::Bytes;
use ghostllm_protocol::Dialect;
use serde_json::{Map, Value, json};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::protocol::Message;

use super::Entry;
use super::lanes::{Lanes, Protocol};

/// Requests that wait in one lane.
const WAITING_MAX: usize = 64;
/// Longest name of a lane.
const LANE_BYTES_MAX: usize = 256;
/// Responses that can be gone on from.
const KEPT_MAX: usize = 64;

/// A request, and how long its text was.
type Waiting = (Map<String, Value>, usize);

pub(super) struct Responses {
    kept: Kept,
    waiting: HashMap<String, VecDeque<Waiting>>,
    /// How long the requests are that wait in all lanes, and how long they may be.
    waiting_bytes: usize,
    waiting_bytes_max: usize,
    made: u64,
}

/// Responses that can be gone on from, the oldest first.
struct Kept {
    responses: VecDeque<Response>,
    bytes: usize,
    bytes_max: usize,
}

/// A response, and the whole conversation up to it.
pub(super) struct Response {
    id: String,
    items: Vec<Value>,
    bytes: usize,
}

impl Responses {
    pub(super) fn new(bytes_max: usize) -> Self {
        let kept = Kept { responses: VecDeque::new(), bytes: 0, bytes_max };
        Self { kept, waiting: HashMap::new(), waiting_bytes: 0, waiting_bytes_max: bytes_max, made: 0 }
    }

    fn start(&mut self, lane: &str, mut request: Map<String, Value>, lanes: &mut Lanes<Option<Response>>) {
        let generates = request.remove("generate") != Some(Value::Bool(false));
        let items = self.items(&mut request);
        let (entry, out, lane_name) = (Arc::clone(&lanes.entry), lanes.out.clone(), lane.to_owned());
        if generates {
            lanes.start(lane, async move { respond(&entry, &lane_name, request, items, &out).await });
        } else {
            self.made += 1;
            let id = format!("resp_prepared_{}", self.made);
            lanes.start(lane, async move { prepare(&lane_name, id, &request, items, &out).await });
        }
    }

    /// The request's items. What it goes on from is put in front of them, if it is kept here.
    fn items(&self, request: &mut Map<String, Value>) -> Vec<Value> {
        let input = match request.remove("input") {
            Some(Value::Array(items)) => items,
            Some(Value::String(text)) => vec![json!({ "role": "user", "content": text })],
            Some(Value::Null) | None => Vec::new(),
            // The provider says what is wrong with it.
            Some(other) => {
                request.insert("input".to_owned(), other);
                return Vec::new();
            }
        };
        let previous = request.get("previous_response_id").and_then(Value::as_str);
        let Some(kept) = previous.and_then(|id| self.kept.find(id)) else {
            request.insert("input".to_owned(), Value::Array(input.clone()));
            return input;
        };
        request.remove("previous_response_id");
        let is_stored = request.get("store") != Some(&Value::Bool(false));
        let mut items: Vec<Value> =
            kept.items.iter().filter(|item| is_stored || comes_back(item)).cloned().collect();
        items.extend(input);
        request.insert("input".to_owned(), Value::Array(items.clone()));
        items
    }
}

impl Protocol for Responses {
    /// What can be gone on from, if the response was completed.
    type Left = Option<Response>;

    async fn message(&mut self, text: &str, lanes: &mut Lanes<Self::Left>) {
        let mut request: Map<String, Value> = match serde_json::from_str(text) {
            Ok(request) => request,
            Err(error) => return lanes.say(&invalid(None, &format!("no event: {error}"))).await,
        };
        let kind = request.remove("type");
        let lane = request.remove("stream_id").and_then(|lane| lane.as_str().map(str::to_owned));
        let stream_id = lane.as_deref();
        if kind != Some("response.create".into()) {
            let kind = kind.unwrap_or_default();
            let problem =
                format!("events of type `{}` are not taken: response.create", kind.as_str().unwrap_or("?"));
            return lanes.say(&invalid(stream_id, &problem)).await;
        }
        request.remove("background");
        request.insert("stream".to_owned(), true.into());
        let lane = lane.unwrap_or_default();
        if lane.len() > LANE_BYTES_MAX {
            return lanes.say(&invalid(None, "`stream_id` is too long")).await;
        }
        let waiting = self.waiting.entry(lane.clone()).or_default();
        if !waiting.is_empty() || lanes.is_running(&lane) {
            if waiting.len() < WAITING_MAX && self.waiting_bytes + text.len() <= self.waiting_bytes_max {
                self.waiting_bytes += text.len();
                return waiting.push_back((request, text.len()));
            }
            return lanes.say(&invalid(Some(&lane), "too many requests wait in this stream")).await;
        }
        self.waiting.remove(&lane);
        if lanes.is_full() {
            return lanes.say(&invalid(Some(&lane), "too many streams are under way on this socket")).await;
        }
        self.start(&lane, request, lanes);
    }

    fn ended(&mut self, name: &str, left: Option<Self::Left>, lanes: &mut Lanes<Self::Left>) {
        if let Some(Some(response)) = left {
            self.kept.keep(response);
        }
        let next = self.waiting.get_mut(name).and_then(VecDeque::pop_front);
        match next {
            Some((request, bytes)) => {
                self.waiting_bytes -= bytes;
                self.start(name, request, lanes);
            }
            None => drop(self.waiting.remove(name)),
        }
    }
}

impl Kept {
    fn find(&self, id: &str) -> Option<&Response> {
        self.responses.iter().find(|response| response.id == id)
    }

    fn keep(&mut self, response: Response) {
        self.bytes += response.bytes;
        self.responses.push_back(response);
        while self.responses.len() > KEPT_MAX || self.bytes > self.bytes_max {
            let Some(oldest) = self.responses.pop_front() else { return };
            self.bytes -= oldest.bytes;
        }
    }
}

impl Response {
    fn new(id: String, items: Vec<Value>) -> Self {
        let bytes = items.iter().map(|item| item.to_string().len()).sum();
        Self { id, items, bytes }
    }
}

/// Whether an item means something to a provider that stores nothing: thoughts must bring their content along.
fn comes_back(item: &Value) -> bool {
    item["type"] != "reasoning" || item["encrypted_content"].is_string()
}

async fn respond(
    entry: &Entry,
    lane: &str,
    request: Map<String, Value>,
    mut items: Vec<Value>,
    out: &mpsc::Sender<Message>,
) -> Option<Response> {
    let body = Bytes::from(Value::Object(request).to_string());
    let mut frames = entry.ask(Dialect::OpenAiResponses, body).await;
    if !frames.status.is_success() {
        let status = frames.status.as_u16();
        let value = frames.value().await;
        let _ = out.send(Message::text(failed(lane, status, &value["error"]).to_string())).await;
        return None;
    }
    if !frames.is_stream() {
        let value = frames.value().await;
        let event = json!({ "type": "response.completed", "sequence_number": 0, "response": value });
        return completed(lane, event, &mut items, out).await;
    }
    let mut response = None;
    while let Some(data) = frames.next().await {
        if memchr::memmem::find(&data, b"\"response.completed\"").is_some()
            && let Ok(event) = serde_json::from_slice::<Value>(&data)
            && event["type"] == "response.completed"
        {
            response = completed(lane, event, &mut items, out).await;
            continue;
        }
        let text = tagged(&data, lane);
        if out.send(Message::text(text)).await.is_err() {
            return None;
        }
    }
    response
}

/// Says that a response is complete, and keeps what is needed to go on from it.
async fn completed(
    lane: &str,
    event: Value,
    items: &mut Vec<Value>,
    out: &mpsc::Sender<Message>,
) -> Option<Response> {
    let id = event["response"]["id"].as_str()?.to_owned();
    items.extend(event["response"]["output"].as_array().cloned().unwrap_or_default());
    out.send(Message::text(tagged(event.to_string().as_bytes(), lane))).await.ok()?;
    Some(Response::new(id, std::mem::take(items)))
}

/// A request that generates nothing: its state can be gone on from.
async fn prepare(
    lane: &str,
    id: String,
    request: &Map<String, Value>,
    items: Vec<Value>,
    out: &mpsc::Sender<Message>,
) -> Option<Response> {
    let created = crate::clock::now().unix_ms() / 1000;
    for (number, (kind, status)) in
        [("response.created", "in_progress"), ("response.completed", "completed")].iter().enumerate()
    {
        let event = json!({
            "type": kind, "sequence_number": number,
            "response": {
                "id": id, "object": "response", "created_at": created, "status": status,
                "model": request.get("model"), "output": [], "error": null, "incomplete_details": null,
                "instructions": request.get("instructions"), "metadata": {}, "parallel_tool_calls": true,
                "tool_choice": "auto", "tools": request.get("tools").cloned().unwrap_or_else(|| json!([])),
                "temperature": null, "top_p": null, "usage": null,
            },
        });
        out.send(Message::text(tagged(event.to_string().as_bytes(), lane))).await.ok()?;
    }
    Some(Response::new(id, items))
}

/// An event with the lane it belongs to, if the client named it.
fn tagged(event: &[u8], lane: &str) -> String {
    let event = String::from_utf8_lossy(event);
    match event.trim_start().strip_prefix('{') {
        Some(rest) if !lane.is_empty() => format!("{{\"stream_id\":{},{rest}", Value::from(lane)),
        _ => event.into_owned(),
    }
}

fn invalid(lane: Option<&str>, message: &str) -> Value {
    let error = json!({ "message": message, "type": "invalid_request_error", "param": null, "code": null });
    failed(lane.unwrap_or_default(), 400, &error)
}

/// A failure before there is a response.
fn failed(lane: &str, status: u16, error: &Value) -> Value {
    let mut event = json!({
        "type": "error", "status": status, "error": error, "sequence_number": 0,
        "message": error["message"], "code": error["code"], "param": error["param"],
    });
    if !lane.is_empty() {
        event["stream_id"] = lane.into();
    }
    event
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::{Response, Responses, tagged};

    fn request(value: &Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn a_response_is_gone_on_from_with_all_that_was_said() {
        let mut responses = Responses::new(1000);
        let thought = json!({"type": "reasoning", "id": "rs_1"});
        let said = json!({"role": "assistant", "content": "a"});
        responses.kept.keep(Response::new("r1".to_owned(), vec![json!("q"), thought.clone(), said.clone()]));
        let mut next = request(&json!({"previous_response_id": "r1", "input": [json!("n")]}));
        responses.items(&mut next);
        assert_eq!(Value::Object(next), json!({"input": ["q", thought, said, "n"]}));
        let mut unstored =
            request(&json!({"previous_response_id": "r1", "input": [json!("n")], "store": false}));
        responses.items(&mut unstored);
        assert_eq!(unstored["input"], json!(["q", said, "n"]), "nobody has the thought");
        let mut other = request(&json!({"previous_response_id": "r9", "input": "n"}));
        responses.items(&mut other);
        assert_eq!(other["previous_response_id"], "r9", "the provider may know it");
        assert_eq!(other["input"][0]["content"], "n");
    }

    #[test]
    fn what_is_kept_has_a_bound() {
        let mut responses = Responses::new(40);
        for number in 0..100 {
            responses.kept.keep(Response::new(format!("r{number}"), vec![json!("0123456789")]));
        }
        assert_eq!(responses.kept.responses.len(), 3);
        assert!(responses.kept.find("r99").is_some() && responses.kept.find("r96").is_none());
    }

    #[test]
    fn events_are_tagged_with_their_lane() {
        assert_eq!(tagged(br#"{"type":"x"}"#, "a\"b"), r#"{"stream_id":"a\"b","type":"x"}"#);
        assert_eq!(tagged(br#"{"type":"x"}"#, ""), r#"{"type":"x"}"#);
    }
}
