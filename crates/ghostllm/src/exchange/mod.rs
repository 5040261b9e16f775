//! One request, from its head to its reply: authenticate -> admit -> route -> upstream -> respond.
//!
//! Holds on this path: no database, no lock that anybody sleeps under, no log line unless something is wrong,
//! no tree of JSON values where client and provider speak one dialect.

mod account;
mod asked;
mod beginning;
mod cached;
mod call;
mod chat;
mod context;
mod count;
mod embed;
mod estimate;
mod form;
mod input;
mod lists;
mod long;
mod meter;
mod pace;
mod relay;
mod respond;
mod session;
mod socket;
mod wire;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use ghostllm_protocol::{Category, Dialect, Failure};
use http::header::{ALLOW, HeaderValue};
use http::{HeaderMap, Request, StatusCode};
use hyper::body::Incoming;

use self::asked::{Asked, Task, is_without_model};
use self::context::Context;

use crate::case::Case;
use crate::clock;
use crate::gateway::Worker;
use crate::serve::reply::{self, Answered};
use crate::serve::{
    Forward, Ingress, NO_HOST, NoIngress, Operation, Watched, credential, ingress, names_its_host,
    openai_path, whose,
};
use crate::snapshot::Snapshot;

pub(crate) use lists::{metrics, ready};
pub(crate) use relay::{Aborted, Streaming};

/// Serves one request.
pub(crate) async fn serve(
    worker: &Arc<Worker>,
    watched: &Arc<Watched>,
    request: Request<Incoming>,
) -> Answered {
    let (mut head, body) = request.into_parts();
    let path = head.uri.path();
    // Only lists of models are under one path in several dialects.
    let whose = if path.contains("models") { whose(&head.headers) } else { Dialect::OpenAiChat };
    let is_clear = names_its_host(head.version, &head.headers);
    let found = if is_clear { ingress(&head.method, path, whose) } else { Err(NoIngress::Host) };
    let ingress = match found {
        Ok(ingress) => ingress,
        Err(no) => return nowhere(no, path),
    };
    let snapshot = worker.gateway.board.current();
    if let Some(answered) = lists::open(worker, &snapshot, ingress.operation) {
        watched.idle();
        return answered;
    }
    let query = head.uri.query();
    let is_socket =
        matches!(ingress.operation, Operation::Socket | Operation::ResponsesSocket | Operation::Realtime);
    let headers = if is_socket { head.headers.clone() } else { std::mem::take(&mut head.headers) };
    let context = match enter(worker, snapshot, watched, &ingress, headers, query) {
        Ok(context) => context,
        Err(failure) => {
            watched.idle();
            return reply::failure(ingress.dialect, &failure);
        }
    };
    if is_socket {
        let Ingress { operation, dialect, stream, .. } = ingress;
        let ingress = Ingress { operation, dialect, model: None, stream };
        return Box::pin(socket::serve(context, &ingress, &mut head)).await;
    }
    operate(context, &ingress, &head, body).await
}

/// Lets a request in: its key is known, and there is room.
fn enter(
    worker: &Arc<Worker>,
    snapshot: Arc<Snapshot>,
    watched: &Arc<Watched>,
    ingress: &Ingress<'_>,
    headers: HeaderMap,
    query: Option<&str>,
) -> Result<Context, Box<Failure>> {
    let gateway = &worker.gateway;
    let now = clock::now();
    let key = match credential(&headers, query) {
        None => Err("no API key was sent: `Authorization: Bearer …`, or the dialect's own header"),
        Some(secret) => snapshot.accept(secret, now).cloned().map_err(|reason| {
            tracing::debug!(?reason, "a key was not accepted");
            "the API key is not valid"
        }),
    };
    let key = key.map_err(|message| {
        gateway.metrics.refused_credentials.fetch_add(1, Ordering::Relaxed);
        Failure::new(Category::Authentication, message)
    })?;
    let active = gateway.enter(snapshot.server.requests_max).ok_or_else(|| {
        gateway.metrics.refused_overload.fetch_add(1, Ordering::Relaxed);
        let mut failure = Failure::new(Category::Overloaded, "too many requests are under way");
        failure.retry_after = Some(std::time::Duration::from_secs(1));
        failure
    })?;
    Ok(Context {
        worker: Arc::clone(worker),
        snapshot,
        key,
        id: gateway.request_id(now),
        headers,
        watched: Arc::clone(watched),
        active,
        dialect: ingress.dialect,
    })
}

async fn operate(
    mut context: Context,
    ingress: &Ingress<'_>,
    head: &http::request::Parts,
    body: Incoming,
) -> Answered {
    let (path, query) = (head.uri.path(), head.uri.query());
    let case = || {
        Case::new(&context.worker.gateway, &context.key, ingress.name(), &context.id).traced(&context.headers)
    };
    let in_path = (ingress.model.as_deref(), ingress.stream);
    let task = match ingress.operation {
        Operation::ListModels(dialect) => return lists::models(&context, dialect),
        Operation::ShowModel(dialect) => return lists::model(&context, dialect, in_path.0, body).await,
        Operation::Forward(Forward::Account) => {
            let case = case();
            let body = account::Body::Incoming(body);
            let path = openai_path(path);
            let forward = account::forward(context, case, head.method.clone(), &path, query, body);
            return Box::pin(forward).await;
        }
        Operation::Forward(forward) => {
            let path = openai_path(path);
            let case = case();
            let body = match read(&mut context, body, query).await {
                Ok(body) => body,
                Err(failure) => return context.turn_away(case, &failure),
            };
            let is_form = forward == Forward::Form;
            let asked = Asked::forward(&path, &context.headers, body.clone(), (in_path.0, is_form), query);
            if leaves_model_to_provider(&path)
                && asked.as_ref().is_err_and(|failure| is_without_model(failure))
            {
                let body = account::Body::Read(body);
                let forward = account::forward(context, case, head.method.clone(), &path, query, body);
                return Box::pin(forward).await;
            }
            return ask(context, case, asked).await;
        }
        Operation::Chat(dialect) => (Task::Chat, dialect),
        Operation::CountTokens(dialect) => (Task::CountTokens, dialect),
        Operation::Embed(form) => (Task::Embed(form), ingress.dialect),
        // Served before a body is looked at.
        Operation::Socket
        | Operation::ResponsesSocket
        | Operation::Realtime
        | Operation::Health
        | Operation::Ready
        | Operation::Metrics
        | Operation::Root
        | Operation::Version => return nowhere(NoIngress::Unknown, path),
    };
    let case = case();
    let (task, dialect) = task;
    let asked = read(&mut context, body, query)
        .await
        .and_then(|body| Asked::json(task, dialect, body, in_path, query));
    ask(context, case, asked).await
}

/// OpenAI's paths whose model has a default.
fn leaves_model_to_provider(path: &str) -> bool {
    path == "/moderations" || path.starts_with("/images/")
}

async fn ask(context: Context, case: Case, asked: Result<Asked, Box<Failure>>) -> Answered {
    match asked {
        // Boxed: what it holds is large, and would be moved through every future around it.
        Ok(asked) => Box::pin(chat::chat(context, case, asked)).await,
        Err(failure) => context.turn_away(case, &failure),
    }
}

/// The request's whole body. It may have come slowly: whose it is, and what it may, is looked at once more.
async fn read(context: &mut Context, body: Incoming, query: Option<&str>) -> Result<Bytes, Box<Failure>> {
    let place = context.reading()?;
    let bytes = bytes_of(context, body).await?;
    drop(place);
    let current = context.worker.gateway.board.current();
    if !Arc::ptr_eq(&current, &context.snapshot) || context.key.ends() {
        let secret = credential(&context.headers, query).unwrap_or_default();
        let key = current.accept(secret, clock::now()).cloned();
        context.key =
            key.map_err(|_| Failure::new(Category::Authentication, "the API key is not valid any more"))?;
        context.snapshot = current;
    }
    Ok(bytes)
}

async fn bytes_of(context: &Context, body: Incoming) -> Result<Bytes, Box<Failure>> {
    input::read(&context.headers, body, &context.snapshot.server, &context.active, &context.watched).await
}

fn nowhere(no: NoIngress, path: &str) -> Answered {
    let dialect = crate::serve::likely_dialect(path);
    let mut allowed = None;
    let failure = match no {
        NoIngress::Unknown => {
            let mut failure = Failure::new(Category::NotFound, format!("there is no path `{path}`"));
            failure.code = Some("unknown_path".to_owned());
            failure
        }
        NoIngress::Host => Failure::new(Category::InvalidRequest, NO_HOST),
        NoIngress::Method(methods) => {
            allowed = Some(HeaderValue::from_static(methods));
            let message = format!("`{path}` is not called with this method");
            let mut failure = Failure::new(Category::InvalidRequest, message);
            failure.status = StatusCode::METHOD_NOT_ALLOWED.as_u16();
            failure
        }
    };
    let mut answered = reply::failure(dialect, &failure);
    answered.headers_mut().extend(allowed.map(|methods| (ALLOW, methods)));
    answered
}
