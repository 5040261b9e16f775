//! What a WebSocket is for: many chats (`/v1/ws`), OpenAI's Responses (`/v1/responses`), and the relay of OpenAI's
//! realtime API (`/v1/realtime`).
//!
//! Holds: a chat over a socket is a request like any other, with its own id, key check, limits, route and usage
//! row. What a slow client does not take is not asked of the upstream either: between both is a short queue. A
//! socket that ends takes its chats with it.

mod chats;
mod frames;
mod lanes;
mod realtime;
mod responses;

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::SinkExt as _;
use ghostllm_protocol::{Category, Dialect, Failure};
use http::header::{CONNECTION, HeaderMap, HeaderValue, SEC_WEBSOCKET_ACCEPT, UPGRADE};
use http::request::Parts;
use http::{Response, StatusCode};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio::sync::mpsc;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Message, Role, WebSocketConfig};

use super::asked::{Asked, Task};
use super::context::Context;
use super::{chat, enter};
use crate::case::Case;
use crate::gateway::Worker;
use crate::ledger::Outcome;
use crate::serve::names::SOCKET;
use crate::serve::reply::{Answered, Reply, set};
use crate::serve::{Ingress, Operation, Watched, credential};
use crate::snapshot::{Key, Snapshot};

use self::frames::Frames;

/// Messages that wait for a client.
const QUEUE_MESSAGES: usize = 32;
/// How often a socket is looked after.
const TICK: Duration = Duration::from_millis(500);
/// A silent client is asked for a sign of life after this time, and given up after twice as much.
const SILENCE: Duration = Duration::from_secs(30);
/// How long the last messages may take.
const FAREWELL: Duration = Duration::from_secs(5);

/// A client's socket.
type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// What a socket's chats have in common.
pub(super) struct Entry {
    worker: Arc<Worker>,
    headers: HeaderMap,
    query: Option<String>,
    operation: Operation,
    path: &'static str,
}

/// A request to become a WebSocket.
struct Handshake {
    on: OnUpgrade,
    accept: HeaderValue,
    /// The first of the client's subprotocols that is not a credential.
    protocol: Option<HeaderValue>,
    /// What is answered to the client: that one, or its credential where it offered nothing else. A browser that
    /// offered something and is answered nothing gives up.
    answered: Option<HeaderValue>,
}

/// Answers a request for a WebSocket.
pub(super) async fn serve(context: Context, ingress: &Ingress<'_>, head: &mut Parts) -> Answered {
    let path = ingress.name();
    let case = Case::new(&context.worker.gateway, &context.key, path, &context.id).traced(&context.headers);
    let handshake = match Handshake::of(head) {
        Ok(handshake) => handshake,
        Err(failure) => return context.refuse(case, &failure, Outcome::Refused),
    };
    let entry = Entry {
        worker: Arc::clone(&context.worker),
        headers: head.headers.clone(),
        query: head.uri.query().map(str::to_owned),
        operation: ingress.operation,
        path,
    };
    if ingress.operation == Operation::Realtime {
        return realtime::serve(context, case, entry, handshake).await;
    }
    // The socket itself uses nothing; its chats have rows of their own.
    case.forget();
    let mut answered = handshake.answer();
    context.decorate(answered.headers_mut());
    let most = context.snapshot.server.body_bytes_max;
    let on = handshake.on;
    context.watched.then(Box::pin(async move {
        let Some(socket) = open(on, most).await else { return };
        let entry = Arc::new(entry);
        if entry.operation == Operation::Socket {
            lanes::run(socket, entry, chats::Chats).await;
        } else {
            lanes::run(socket, entry, responses::Responses::new(most)).await;
        }
    }));
    answered
}

async fn open(on: OnUpgrade, bytes_max: usize) -> Option<Socket> {
    match on.await {
        Ok(upgraded) => {
            let io = TokioIo::new(upgraded);
            Some(WebSocketStream::from_raw_socket(io, Role::Server, Some(limits(bytes_max))).await)
        }
        Err(error) => {
            tracing::debug!(%error, "a connection did not become a WebSocket");
            None
        }
    }
}

fn limits(bytes_max: usize) -> WebSocketConfig {
    WebSocketConfig::default().max_message_size(Some(bytes_max)).max_frame_size(Some(bytes_max))
}

impl Handshake {
    fn of(head: &mut Parts) -> Result<Self, Box<Failure>> {
        let refuse = |status: StatusCode, message: &str| {
            let mut failure = Failure::new(Category::InvalidRequest, message);
            failure.status = status.as_u16();
            Box::new(failure)
        };
        let has = |name: &str, word: &str| {
            let values = head.headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
            values.flat_map(|value| value.split(',')).any(|part| part.trim().eq_ignore_ascii_case(word))
        };
        if !has("upgrade", "websocket") || !has("connection", "upgrade") {
            return Err(refuse(StatusCode::UPGRADE_REQUIRED, "this path is for WebSockets"));
        }
        if !has("sec-websocket-version", "13") {
            return Err(refuse(StatusCode::BAD_REQUEST, "`sec-websocket-version` must be 13"));
        }
        let key = head.headers.get("sec-websocket-key").map(HeaderValue::as_bytes).unwrap_or_default();
        if key.len() != 24 {
            return Err(refuse(StatusCode::BAD_REQUEST, "`sec-websocket-key` must be 16 bytes in base64"));
        }
        let accept = HeaderValue::try_from(derive_accept_key(key));
        let (Some(on), Ok(accept)) = (head.extensions.remove::<OnUpgrade>(), accept) else {
            return Err(refuse(StatusCode::UPGRADE_REQUIRED, "this connection cannot become a WebSocket"));
        };
        let offered = head.headers.get("sec-websocket-protocol").and_then(|value| value.to_str().ok());
        let mut offered =
            offered.unwrap_or_default().split(',').map(str::trim).filter(|part| !part.is_empty());
        let first = offered.clone().next();
        let protocol = offered.find(|part| !part.starts_with(credential::IN_PROTOCOL));
        let value = |protocol: Option<&str>| HeaderValue::from_str(protocol?).ok();
        Ok(Self { on, accept, protocol: value(protocol), answered: value(protocol.or(first)) })
    }

    /// The reply after which the connection is a WebSocket.
    fn answer(&self) -> Answered {
        let mut answered = Response::new(Reply::Whole(None));
        *answered.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        let headers = answered.headers_mut();
        headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(SEC_WEBSOCKET_ACCEPT, self.accept.clone());
        if let Some(protocol) = &self.answered {
            headers.insert("sec-websocket-protocol", protocol.clone());
        }
        answered
    }
}

impl Entry {
    /// Lets one chat in, as if it were a request of its own.
    fn enter(&self, dialect: Dialect) -> Result<Context, Box<Failure>> {
        let snapshot = self.worker.gateway.board.current();
        let ingress = Ingress { operation: self.operation, dialect, model: None, stream: true };
        // Not one of the worker's connections: the socket's own silence is judged by the socket.
        let watched = Watched::new();
        let query = self.query.as_deref();
        enter(&self.worker, snapshot, &watched, &ingress, self.headers.clone(), query)
    }

    /// The socket's key, while it still is one.
    fn key<'s>(&self, snapshot: &'s Snapshot) -> Option<&'s Arc<Key>> {
        let secret = credential(&self.headers, self.query.as_deref())?;
        snapshot.accept(secret, crate::clock::now()).ok()
    }

    fn is_welcome(&self) -> bool {
        self.key(&self.worker.gateway.board.current()).is_some()
    }

    fn is_draining(&self) -> bool {
        self.worker.gateway.draining.load(std::sync::atomic::Ordering::Relaxed)
    }

    /// Asks for a chat answer. What is begun is booked, also where the answer is never waited for.
    fn ask(&self, dialect: Dialect, body: Bytes) -> impl Future<Output = Frames> + Send + use<> {
        let path = self.path;
        let begun = self.begin(dialect, body);
        async move {
            let mut answered = match begun {
                Ok(begun) => {
                    let (context, case, asked) = *begun;
                    Box::pin(chat::chat(context, case, asked)).await
                }
                Err(answered) => *answered,
            };
            set(answered.headers_mut(), SOCKET, path);
            Frames::of(answered)
        }
    }

    fn begin(&self, dialect: Dialect, body: Bytes) -> Result<Box<(Context, Case, Asked)>, Box<Answered>> {
        let context =
            self.enter(dialect).map_err(|failure| crate::serve::reply::failure(dialect, &failure))?;
        let mut case =
            Case::new(&self.worker.gateway, &context.key, self.path, &context.id).traced(&context.headers);
        match Asked::json(Task::Chat, dialect, body, (None, false), None) {
            Ok(asked) => {
                case.asked(&asked.model, asked.stream, 0);
                Ok(Box::new((context, case, asked)))
            }
            Err(failure) => Err(Box::new(context.turn_away(case, &failure))),
        }
    }
}

/// Writes what is queued, until the queue is closed or the client takes no more.
async fn write(mut sink: impl futures_util::Sink<Message> + Unpin, mut queue: mpsc::Receiver<Message>) {
    while let Some(message) = queue.recv().await {
        if sink.send(message).await.is_err() {
            return;
        }
    }
    let _ = sink.close().await;
}

fn closing(code: CloseCode, reason: &str) -> Message {
    Message::Close(Some(CloseFrame { code, reason: reason.into() }))
}

/// When a client was last heard of.
struct Heard {
    at: Instant,
    asked: bool,
}

impl Heard {
    fn now() -> Self {
        Self { at: Instant::now(), asked: false }
    }

    /// What silence calls for: nothing, a ping, or the end.
    fn next(&mut self) -> Option<Message> {
        let silent = self.at.elapsed();
        if silent > SILENCE * 2 {
            return Some(closing(CloseCode::Away, "nothing was heard of the client"));
        }
        if silent > SILENCE && !self.asked {
            self.asked = true;
            return Some(Message::Ping(Bytes::new()));
        }
        None
    }
}
