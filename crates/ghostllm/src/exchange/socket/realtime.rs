//! The relay of OpenAI's realtime API: messages pass as they are, in both directions, and so do close codes. What
//! the provider says about usage is billed when it says so, a row a response; a provider that breaks off is a
//! failure, and counted as one.

use std::borrow::Cow;
use std::sync::atomic::Ordering;
use std::time::Instant;

use futures_util::{SinkExt as _, StreamExt as _};
use ghostllm_protocol::{Category, Dialect, Failure, Usage};
use http::Request;
use http::header::{HOST, HeaderName, HeaderValue};
use serde_json::Value;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Message};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::{Entry, FAREWELL, Handshake, Socket, TICK, closing, limits, open};
use crate::case::Case;
use crate::catalog::Provider;
use crate::exchange::asked::check_name;
use crate::exchange::call::{is_about_us, turned_away};
use crate::exchange::chat::find;
use crate::exchange::context::{Context, Estimated, denial};
use crate::exchange::relay::Holdings;
use crate::identity::encoded_strictly;
use crate::ledger::Outcome;
use crate::limits::Denied;
use crate::observe::TraceHeaders;
use crate::providers::Family;
use crate::route::{Plan, Wish};
use crate::serve::names::PROVIDER;
use crate::serve::reply::{Answered, set};
use crate::serve::{decoded, key_of, parameter};
use crate::snapshot::{Key, Snapshot};
use crate::store::SubjectKind;
use crate::upstream::{self, Stream};

/// A provider's socket.
type Upstream = WebSocketStream<Stream>;

/// Headers of a client that the provider gets.
const CARRIED_HEADERS: [HeaderName; 1] = [HeaderName::from_static("openai-beta")];

/// Answers a request for the realtime API.
pub(super) async fn serve(context: Context, mut case: Case, entry: Entry, handshake: Handshake) -> Answered {
    let (upstream, provider) = match connect(&context, &mut case, &entry, &handshake).await {
        Ok(connected) => connected,
        Err(failure) => {
            let outcome = if case.attempts() == 0 { Outcome::Refused } else { Outcome::Failed };
            return context.refuse(case, &failure, outcome);
        }
    };
    let mut answered = handshake.answer();
    context.decorate(answered.headers_mut());
    set(answered.headers_mut(), PROVIDER, &provider);
    let most = context.snapshot.server.body_bytes_max;
    let watched = std::sync::Arc::clone(&context.watched);
    let holdings = Holdings::new(context, case, None, 101);
    watched.then(Box::pin(async move {
        let Some(client) = open(handshake.on, most).await else { return };
        relay(client, upstream, &entry, &provider, holdings).await;
    }));
    answered
}

/// A socket to a provider that may serve the model.
async fn connect(
    context: &Context,
    case: &mut Case,
    entry: &Entry,
    handshake: &Handshake,
) -> Result<(Upstream, std::sync::Arc<str>), Box<Failure>> {
    let invalid = |message: &str| Box::new(Failure::new(Category::InvalidRequest, message));
    let model = &*model(entry).ok_or_else(|| invalid("`model` is missing: /v1/realtime?model=…"))?;
    check_name(model)?;
    case.asked(model, true, 0);
    let found = find(context, model).inspect_err(|_| {
        let _ = context.admit(case, None, Estimated::default());
    })?;
    case.found(&found);
    // One token at least: where none is left, no session begins.
    let estimated = Estimated { tokens: 1, ..Estimated::default() };
    context.admit(case, Some((&found.model.meter, &found.model.limits)), estimated)?;
    let catalog = context.snapshot.catalog.clone();
    let wish = Wish {
        providers: Some(&context.key.providers),
        models: Some(&context.key.models),
        ..Wish::default()
    };
    let asked = std::sync::Arc::clone(&found.model.name);
    let mut plan = Plan::new(&catalog, found, wish);
    let gateway = &context.worker.gateway;
    let mut last = None;
    while let Some(choice) = plan.next(Instant::now(), gateway.random()) {
        let target = choice.target();
        let provider = &target.provider;
        if !matches!(provider.kind.family, Family::OpenAi | Family::Azure) {
            let message = format!("the provider `{}` has no realtime API", provider.name);
            last = last.or_else(|| Some(invalid(&message)));
            continue;
        }
        let permit = match context.admit_target(&choice, &asked, estimated) {
            Ok(permit) => permit,
            Err(failure) => {
                last = Some(failure);
                continue;
            }
        };
        let upstream_model = choice.found.upstream_model(target);
        let price = target.price(&catalog.prices, &upstream_model);
        gateway.metrics.upstream_attempts.fetch_add(1, Ordering::Relaxed);
        case.attempt(target, &upstream_model, price, true);
        case.falls_back(Some(&choice.found.model.name).filter(|model| **model != asked));
        let attempt = target.health.begin(Instant::now());
        let most = context.snapshot.server.body_bytes_max;
        let trace = case.trace_headers(&entry.headers);
        match dial(provider, &upstream_model, entry, (handshake, trace), most).await {
            Ok(upstream) => {
                attempt.succeeded(Instant::now());
                case.hold(permit);
                return Ok((upstream, std::sync::Arc::clone(&provider.name)));
            }
            Err(failure) => {
                case.attempt_failed(failure.status);
                last = Some(failure);
            }
        }
    }
    Err(last.unwrap_or_else(|| invalid("no provider of this model may be asked")))
}

/// The model that the client names.
fn model(entry: &Entry) -> Option<Cow<'_, str>> {
    let query = entry.query.as_deref()?;
    parameter(query, "model").or_else(|| parameter(query, "deployment")).map(decoded)
}

async fn dial(
    provider: &Provider,
    model: &str,
    entry: &Entry,
    (handshake, trace): (&Handshake, TraceHeaders),
    bytes_max: usize,
) -> Result<Upstream, Box<Failure>> {
    let name = &provider.name;
    let unreachable = |problem: String| {
        let message = format!("the provider `{name}` cannot be reached: {problem}");
        Box::new(Failure::new(Category::Upstream, message))
    };
    let request = request(provider, model, entry, (handshake, trace))
        .map_err(|error| unreachable(error.to_string()))?;
    let connected = async {
        let stream =
            upstream::open(&provider.origin).await.map_err(|error| unreachable(error.to_string()))?;
        let connected = client_async_with_config(request, stream, Some(limits(bytes_max))).await;
        connected.map(|(socket, _)| socket).map_err(|error| match error {
            Error::Http(response) => {
                let body = response.body().clone().unwrap_or_default();
                let body = provider.without_credential(body.into());
                let failure = Dialect::OpenAiChat.decode_failure(response.status().as_u16(), &body, None);
                if is_about_us(&failure) {
                    turned_away(provider, &failure).failure
                } else {
                    Box::new(failure)
                }
            }
            other => unreachable(other.to_string()),
        })
    };
    let late = |_| unreachable(format!("no answer within {} ms", provider.connect_timeout.as_millis()));
    tokio::time::timeout(provider.connect_timeout, connected).await.map_err(late)?
}

fn request(
    provider: &Provider,
    model: &str,
    entry: &Entry,
    (handshake, trace): (&Handshake, TraceHeaders),
) -> Result<Request<()>, http::Error> {
    let mut path = provider.openai_path("/realtime", None);
    let key = if provider.api_version.is_some() { "deployment" } else { "model" };
    let rest = entry.query.as_deref().unwrap_or_default().split('&');
    let ours = ["model", "deployment", "key", "api-version"];
    let rest = rest.filter(|pair| !pair.is_empty() && !ours.contains(&&*key_of(pair)));
    let own = format!("{key}={}", encoded_strictly(model));
    for pair in std::iter::once(own.as_str()).chain(rest) {
        path.push(if path.contains('?') { '&' } else { '?' });
        path.push_str(pair);
    }
    let host = provider.headers.get(HOST).cloned().unwrap_or_else(|| HeaderValue::from_static(""));
    let scheme = if provider.origin.tls { "wss" } else { "ws" };
    let mut request = Request::get(format!("{scheme}://{}{path}", host.to_str().unwrap_or_default()))
        .header("connection", "Upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", generate_key())
        .body(())?;
    let headers = request.headers_mut();
    for (name, value) in &provider.headers {
        headers.insert(name, value.clone());
    }
    for name in &CARRIED_HEADERS {
        if let Some(value) = entry.headers.get(name) {
            headers.insert(name, value.clone());
        }
    }
    for (name, value) in trace {
        if let Some(value) = value {
            headers.insert(name, value);
        }
    }
    if let Some(protocol) = &handshake.protocol {
        headers.insert("sec-websocket-protocol", protocol.clone());
    }
    Ok(request)
}

/// How a session came to its end.
enum Ended {
    /// One side closed it, in order.
    Closed(Option<CloseFrame>),
    /// The client was gone.
    Left,
    /// The provider was gone.
    Lost,
    /// The gateway ended it.
    Dismissed(Message),
}

async fn relay(client: Socket, upstream: Upstream, entry: &Entry, provider: &str, mut holdings: Holdings) {
    let (mut to_client, from_client) = client.split();
    let (mut to_upstream, from_upstream) = upstream.split();
    let case = &mut holdings.case;
    let ended = {
        let up = pump(from_client, &mut to_upstream, |_| {}, Ended::Left, Ended::Lost);
        // Booked as it comes: a session lasts for hours, and may end with the process.
        let book = |text: &str| {
            if let Some(usage) = said(text) {
                case.part(&usage);
            }
        };
        let down = pump(from_upstream, &mut to_client, book, Ended::Lost, Ended::Left);
        tokio::select! {
            ended = up => ended,
            ended = down => ended,
            ended = watch(entry, provider) => ended,
        }
    };
    let (message, outcome, status) = match ended {
        Ended::Closed(frame) => {
            // Anything but a provider's complaint is a good end.
            let is_well = frame.as_ref().is_none_or(|frame| is_well(frame.code));
            let (outcome, status) = if is_well { (Outcome::Complete, 101) } else { (Outcome::Failed, 502) };
            (Message::Close(frame), outcome, status)
        }
        Ended::Left => (closing(CloseCode::Away, "the client is gone"), Outcome::Cancelled, 499),
        Ended::Lost => (closing(CloseCode::Error, "the provider broke off"), Outcome::Cut, 502),
        Ended::Dismissed(message) => (message, Outcome::Cut, 101),
    };
    let farewell = async {
        let _ = to_upstream.send(message.clone()).await;
        let _ = to_client.send(message).await;
        let _ = to_upstream.close().await;
        let _ = to_client.close().await;
    };
    let _ = tokio::time::timeout(FAREWELL, farewell).await;
    let Holdings { mut case, active, watched, .. } = holdings;
    case.used(&Usage::default());
    case.settle(outcome, status);
    watched.idle();
    drop(active);
}

fn is_well(code: CloseCode) -> bool {
    matches!(code, CloseCode::Normal | CloseCode::Away | CloseCode::Status)
}

/// Passes messages on until one side ends.
async fn pump(
    mut from: impl futures_util::Stream<Item = Result<Message, Error>> + Unpin,
    to: &mut (impl futures_util::Sink<Message> + Unpin),
    mut seen: impl FnMut(&str),
    gone: Ended,
    deaf: Ended,
) -> Ended {
    loop {
        match from.next().await {
            Some(Ok(Message::Close(frame))) => return Ended::Closed(frame),
            // Each side answers its own.
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
            Some(Ok(message)) => {
                if let Message::Text(text) = &message {
                    seen(text.as_str());
                }
                if to.send(message).await.is_err() {
                    return deaf;
                }
            }
            Some(Err(_)) | None => return gone,
        }
    }
}

/// Returns when the session may not go on.
async fn watch(entry: &Entry, provider: &str) -> Ended {
    let mut tick = tokio::time::interval(TICK);
    loop {
        tick.tick().await;
        let snapshot = entry.worker.gateway.board.current();
        let Some(key) = entry.key(&snapshot) else {
            return Ended::Dismissed(closing(CloseCode::Policy, "the API key is not valid"));
        };
        let model = model(entry).unwrap_or_default();
        let second = entry.worker.gateway.second();
        if let Some(failure) = used_up(&snapshot, key, (&model, provider), second) {
            return Ended::Dismissed(closing(CloseCode::Policy, &failure.message));
        }
        if entry.is_draining() {
            return Ended::Dismissed(closing(CloseCode::Restart, "the gateway is about to end"));
        }
    }
}

/// The limit of tokens or money that does not let a session go on, of those that it is held to now.
fn used_up(snapshot: &Snapshot, key: &Key, (model, provider): (&str, &str), second: u64) -> Option<Failure> {
    let now = crate::clock::now();
    let found = snapshot.catalog.find(model);
    let model = found.as_ref().map(|found| &found.model);
    let team = key.team.as_ref();
    let provider = snapshot.catalog.providers.get(provider);
    let subjects = [
        Some((SubjectKind::Key, &key.meter, &key.limits)),
        team.map(|team| (SubjectKind::Team, &team.meter, &team.limits)),
        model.map(|model| (SubjectKind::Model, &model.meter, &model.limits)),
        provider.map(|provider| (SubjectKind::Provider, &provider.meter, &provider.limits)),
    ];
    subjects.into_iter().flatten().find_map(|(kind, meter, limits)| {
        let limit = meter.used_up(limits, second, now)?;
        Some(denial(&Denied { subject: 0, limit, retry_after_s: 0 }, kind, limits))
    })
}

/// What an event says about usage: each response and each transcript has its own.
fn said(text: &str) -> Option<Usage> {
    if !text.contains("\"usage\"") {
        return None;
    }
    let event: Value = serde_json::from_str(text).ok()?;
    let said = match event["type"].as_str() {
        Some("response.done") => &event["response"]["usage"],
        Some("conversation.item.input_audio_transcription.completed") => &event["usage"],
        _ => return None,
    };
    let count = |value: &Value| value.as_u64().unwrap_or(0);
    let usage = Usage {
        input_tokens: count(&said["input_tokens"]),
        output_tokens: count(&said["output_tokens"]),
        cache_read_tokens: count(&said["input_token_details"]["cached_tokens"]),
        ..Usage::default()
    };
    (usage.total_tokens() > 0).then_some(usage)
}
