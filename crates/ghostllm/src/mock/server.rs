//! The mock's HTTP side. Answers to requests that ask for nothing in particular are written once and kept, so
//! that in a measurement the mock is not what is measured.

use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::thread::JoinHandle;
use std::time::Duration;

use bytes::Bytes;
use ghostllm_protocol::{
    Category, ChatRequest, Dialect, EmbeddingFormat, EmbeddingRequest, EmbeddingResponse, Exchange, Failure,
    Framing, Usage, scan,
};
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time::Sleep;

use super::script::{Script, plain};
use crate::exchange::{Aborted, Streaming};
use crate::serve::reply::{self, Answered, Reply};
use crate::serve::{Operation, ingress, parameter, whose};

/// A mock that runs.
pub struct Mock {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    script: Script,
    requests: AtomicU64,
    kept: Mutex<HashMap<Form, Arc<Vec<Bytes>>>>,
}

/// What a kept answer was for.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Form {
    dialect: Dialect,
    framing: Framing,
    model: String,
    stream: bool,
    include_usage: bool,
}

/// Different answers that are kept.
const KEPT_MAX: usize = 256;
/// Longest request body.
const BODY_BYTES_MAX: usize = 64 << 20;

impl Mock {
    /// Starts a mock on `address`, on a thread of its own.
    pub fn start(address: SocketAddr, script: Script) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind(address))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared { script, requests: AtomicU64::new(0), kept: Mutex::default() });
        let (stop, stopped) = oneshot::channel();
        let run = accept(listener, Arc::clone(&shared), stopped);
        let thread =
            std::thread::Builder::new().name("mock".to_owned()).spawn(move || runtime.block_on(run))?;
        Ok(Self { address, shared, stop: Some(stop), thread: Some(thread) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many requests have come.
    pub fn requests(&self) -> u64 {
        self.shared.requests.load(Ordering::Relaxed)
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>, mut stopped: oneshot::Receiver<()>) {
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            Some(_) = connections.join_next() => continue,
            _ = &mut stopped => return,
        };
        let Ok((stream, _)) = accepted else { continue };
        if stream.set_nodelay(true).is_err() {
            continue;
        }
        let shared = Arc::clone(&shared);
        connections.spawn(async move {
            let service = service_fn(move |request| {
                let shared = Arc::clone(&shared);
                async move { Ok::<_, Infallible>(answer(&shared, request).await) }
            });
            // A client that goes away is no news here.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn answer(shared: &Shared, request: Request<Incoming>) -> Answered {
    let number = shared.requests.fetch_add(1, Ordering::Relaxed);
    let (head, body) = request.into_parts();
    let Ok(ingress) = ingress(&head.method, head.uri.path(), whose(&head.headers)) else {
        let failure = Failure::new(Category::NotFound, "ghostllm mock has no such path");
        return reply::failure(Dialect::OpenAiChat, &failure);
    };
    let Ok(body) = body.collect().await else { return reply::json(StatusCode::BAD_REQUEST, &json!({})) };
    let body = body.to_bytes();
    if shared.script.first_ms > 0 {
        tokio::time::sleep(Duration::from_millis(shared.script.first_ms)).await;
    }
    if body.len() > BODY_BYTES_MAX || fails(&shared.script, number) {
        return failed(&shared.script, ingress.dialect);
    }
    match ingress.operation {
        Operation::Chat(dialect) => {
            let sse = head.uri.query().and_then(|query| parameter(query, "alt")) == Some("sse");
            let array = dialect == Dialect::Gemini && !sse;
            let framing = if array { Framing::JsonArray } else { dialect.framing() };
            chat(shared, dialect, framing, &body, ingress.model.as_deref(), ingress.stream)
        }
        Operation::CountTokens(Dialect::Gemini) => reply::json(StatusCode::OK, &json!({ "totalTokens": 25 })),
        Operation::CountTokens(_) => reply::json(StatusCode::OK, &json!({ "input_tokens": 25 })),
        Operation::Embed(form) => embed(form, &body),
        Operation::ListModels(Dialect::OllamaChat) => {
            reply::json(StatusCode::OK, &json!({ "models": [{ "name": "mock", "model": "mock" }] }))
        }
        Operation::ListModels(_) => {
            let mock = json!({ "id": "mock", "object": "model", "created": 0, "owned_by": "ghostllm mock" });
            reply::json(StatusCode::OK, &json!({ "object": "list", "data": [mock] }))
        }
        Operation::Health | Operation::Ready => reply::json(StatusCode::OK, &json!({ "status": "ok" })),
        _ => reply::json(
            StatusCode::OK,
            &json!({ "mock": true, "path": head.uri.path(), "bytes": body.len() }),
        ),
    }
}

/// Words of requests that ask for answers of a form of their own.
const FORMS_OF_ANSWERS: &[&str] = &[
    "json_schema",
    "json_object",
    "responseSchema",
    "response_schema",
    "responseJsonSchema",
    "responseMimeType",
    "\"format\"",
    "textFormat",
];

/// Whether the request of this number is one that fails: spread evenly, the first included.
fn fails(script: &Script, number: u64) -> bool {
    let percent = u64::from(script.error_percent.min(100));
    number * percent % 100 < percent
}

fn failed(script: &Script, dialect: Dialect) -> Answered {
    let mut failure =
        Failure::new(Category::of_status(script.error_status), "ghostllm mock was told to fail");
    failure.status = script.error_status;
    failure.retry_after = script.retry_after.map(Duration::from_secs);
    reply::failure(dialect, &failure)
}

fn chat(
    shared: &Shared,
    dialect: Dialect,
    framing: Framing,
    body: &[u8],
    path_model: Option<&str>,
    path_stream: bool,
) -> Answered {
    let wrong = |message: String| reply::failure(dialect, &Failure::new(Category::InvalidRequest, message));
    let scanned = match scan::chat(body) {
        Ok(scanned) => scanned,
        Err(error) => return wrong(error.to_string()),
    };
    let by_default = matches!(dialect, Dialect::OllamaChat | Dialect::OllamaGenerate);
    let form = Form {
        dialect,
        framing,
        model: path_model.map_or_else(|| scanned.model.clone().unwrap_or_default(), str::to_owned),
        stream: path_stream || scanned.stream.unwrap_or(by_default),
        include_usage: scanned.include_usage
            || !matches!(dialect, Dialect::OpenAiChat | Dialect::OpenAiCompletions),
    };
    let has = |word: &str| memchr::memmem::find(body, word.as_bytes()).is_some();
    let has_tools = has("\"tools\"") && shared.script.calls_tools;
    let pieces = if has_tools || FORMS_OF_ANSWERS.iter().any(|word| has(word)) {
        match dialect.decode_request(body) {
            Ok(mut request) => {
                (request.model, request.stream) = (form.model.clone(), form.stream);
                Arc::new(write(&shared.script, &form, &Arc::new(request)))
            }
            Err(error) => return wrong(error.to_string()),
        }
    } else {
        kept(shared, &form)
    };
    if !form.stream {
        let whole = pieces.first().cloned().unwrap_or_default();
        return reply::typed(StatusCode::OK, "application/json", whole);
    }
    let content_type = match framing {
        Framing::Sse => "text/event-stream",
        Framing::Ndjson => "application/x-ndjson",
        Framing::EventStream => "application/vnd.amazon.eventstream",
        Framing::JsonArray => "application/json",
    };
    let mut answered = reply::typed(StatusCode::OK, content_type, Bytes::new());
    *answered.body_mut() = Reply::Streaming(Box::new(Pieces::new(&shared.script, &pieces)));
    answered
}

fn kept(shared: &Shared, form: &Form) -> Arc<Vec<Bytes>> {
    let mut kept = shared.kept.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(pieces) = kept.get(form) {
        return Arc::clone(pieces);
    }
    let request = plain(&form.model, form.stream, form.include_usage);
    let pieces = Arc::new(write(&shared.script, form, &request));
    if kept.len() < KEPT_MAX {
        kept.insert(form.clone(), Arc::clone(&pieces));
    }
    pieces
}

/// An answer's bytes: one piece, or one for each event that has bytes.
fn write(script: &Script, form: &Form, request: &Arc<ChatRequest>) -> Vec<Bytes> {
    let exchange = Exchange::new(Arc::clone(request), 1, 1_700_000_000);
    if !form.stream {
        return vec![form.dialect.encode_response(&script.response(request), &exchange).body.into()];
    }
    let mut encoder = form.dialect.stream_encoder_in(form.framing, &exchange);
    let mut pieces = Vec::new();
    for event in script.events(request) {
        let mut piece = Vec::new();
        encoder.encode(&event, &mut piece);
        if !piece.is_empty() {
            pieces.push(Bytes::from(piece));
        }
    }
    pieces
}

/// Eight numbers for each text, the same for the same text; a text is as many tokens as it has words.
fn embed(form: EmbeddingFormat, body: &[u8]) -> Answered {
    let request = match EmbeddingRequest::decode(form, body) {
        Ok(request) => request,
        Err(error) => return reply::failure(Dialect::OpenAiChat, &error.to_failure()),
    };
    let vector = |text: &String| {
        let seed = crate::route::hash(text);
        // Sixteen bits are a whole 32-bit float.
        let number =
            |place| u16::try_from(crate::route::mix(seed.wrapping_add(place)) >> 48).unwrap_or_default();
        (0..8).map(|place| f32::from(number(place)) / 65_536.0).collect()
    };
    let words: usize = request.inputs.iter().map(|text| text.split_whitespace().count()).sum();
    let usage = Some(Usage { input_tokens: words as u64, ..Usage::default() });
    let vectors = request.inputs.iter().map(vector).collect();
    let answer = EmbeddingResponse { model: request.model.clone(), vectors, usage };
    reply::typed(StatusCode::OK, "application/json", answer.encode(form, &request))
}

/// Pieces of a stream, with their pauses.
struct Pieces {
    left: VecDeque<Bytes>,
    between: Duration,
    pause: Option<Pin<Box<Sleep>>>,
    until_cut: Option<usize>,
}

impl Pieces {
    fn new(script: &Script, pieces: &[Bytes]) -> Self {
        let between = Duration::from_millis(script.between_ms);
        Self { left: pieces.iter().cloned().collect(), between, pause: None, until_cut: script.cut_after }
    }
}

impl Streaming for Pieces {
    fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Aborted>>> {
        if let Some(pause) = &mut self.pause {
            if pause.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            self.pause = None;
        }
        match &mut self.until_cut {
            Some(0) => return Poll::Ready(Some(Err(Aborted))),
            Some(left) => *left -= 1,
            None => {}
        }
        if !self.between.is_zero() {
            self.pause = Some(Box::pin(tokio::time::sleep(self.between)));
        }
        Poll::Ready(self.left.pop_front().map(Ok))
    }
}
