//! Files, batches and stored responses: they belong to an account at a provider, and no model is named. They are
//! handed through to one provider, for keys that are not held to certain models: what a batch holds is not
//! looked into. So are moderations and images where the client leaves the model to the provider.

use std::sync::Arc;

use bytes::Bytes;
use ghostllm_protocol::{Category, Dialect, Failure};
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http::{Method, Response};
use hyper::body::Incoming;

use super::asked::{joined, without_credential};
use super::call::{Failed, Outgoing, call};
use super::context::{Context, Estimated};
use super::long::Long;
use super::meter::Meter;
use super::pace::Pace;
use super::relay::Holdings;
use crate::case::Case;
use crate::catalog::Provider;
use crate::ledger::Outcome;
use crate::providers::Family;
use crate::serve::names::PROVIDER;
use crate::serve::reply::{Answered, Reply, set};
use crate::upstream::Payload;

/// A client's body.
pub(super) enum Body {
    /// As it comes.
    Incoming(Incoming),
    Read(Bytes),
}

/// Hands a request through. `path` is without its version.
pub(super) async fn forward(
    context: Context,
    mut case: Case,
    method: Method,
    path: &str,
    query: Option<&str>,
    body: Body,
) -> Answered {
    let provider = match provider(&context) {
        Ok(provider) => provider,
        Err(failure) => return context.refuse(case, &failure, Outcome::Refused),
    };
    if is_work(&method, path) && context.counts_use([&provider.limits]) {
        let message = "what this costs cannot be counted, and a budget or a limit of tokens holds here";
        return context.turn_away(case, &Failure::new(Category::Permission, message));
    }
    if let Err(failure) = context.admit(&mut case, None, Estimated::default()) {
        return context.refuse(case, &failure, Outcome::Refused);
    }
    let query = query.and_then(without_credential).unwrap_or_default();
    let Ok(target) = joined(provider.openai_path(path, None), &query).try_into() else {
        let failure = Failure::new(Category::InvalidRequest, "the path cannot be passed on");
        return context.refuse(case, &failure, Outcome::Refused);
    };
    let limit = context.snapshot.server.body_bytes_max;
    let has_body = context.headers.contains_key(CONTENT_LENGTH)
        || context.headers.contains_key(http::header::TRANSFER_ENCODING);
    let is_model_left = matches!(body, Body::Read(_));
    let payload = match body {
        Body::Read(bytes) => Payload::Whole(Some(bytes)),
        Body::Incoming(body) if has_body => Payload::Upload(body, limit),
        Body::Incoming(_) => Payload::Whole(None),
    };
    // A picture, where the client leaves its model to the provider.
    case.called(&provider, is_model_left);
    let outgoing = Outgoing {
        method,
        path: target,
        content_type: context.headers.get(CONTENT_TYPE).cloned(),
        accept: None,
        payload,
        client: Some(&context.headers),
        trace: case.trace_headers(&context.headers),
    };
    match call(&context.worker, &provider, outgoing).await {
        Ok(answer) if answer.head.status.is_success() => {
            let mut answered = Response::new(Reply::Whole(None));
            *answered.status_mut() = answer.head.status;
            let headers = answered.headers_mut();
            for name in [CONTENT_TYPE, CONTENT_ENCODING] {
                headers.extend(answer.head.headers.get(&name).map(|value| (name, value.clone())));
            }
            set(headers, PROVIDER, &provider.name);
            context.decorate(headers);
            let length = answer.body.length();
            let status = answer.head.status.as_u16();
            if length == Some(0) {
                // Nobody would ask for the pieces of a body that is none.
                if let Some(connection) = answer.body.into_connection() {
                    context.worker.pool.put(connection);
                }
                context.watched.idle();
                case.settle(Outcome::Complete, status);
                return answered;
            }
            let most = context.snapshot.server.response_bytes_max as u64;
            let holdings = Holdings::new(context, case, None, status);
            let (meter, pace) = (Meter::for_value(Dialect::OpenAiChat), Pace::new(provider.idle_timeout));
            let long = Long::new(Bytes::new(), answer.body, (length, most), meter, pace, holdings);
            *answered.body_mut() = Reply::Streaming(Box::new(long));
            answered
        }
        Ok(answer) => {
            let failed = Failed::read(&context.worker, &provider, Dialect::OpenAiChat, answer).await;
            super::respond::fail(&context, case, failed)
        }
        Err(failed) => super::respond::fail(&context, case, failed),
    }
}

/// Whether models work for it, and nobody here learns how much: a batch, a response that is made out of others.
fn is_work(method: &Method, path: &str) -> bool {
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let (first, last) = (parts.next(), parts.next_back());
    *method == Method::POST
        && matches!(first, Some("batches" | "responses"))
        && !matches!(last, Some("cancel" | "input_tokens"))
}

/// Whose account: the one that the client names in `x-ghostllm-provider`, or the only one there is.
fn provider(context: &Context) -> Result<Arc<Provider>, Box<Failure>> {
    let permission = |message: &str| Box::new(Failure::new(Category::Permission, message));
    if !context.key.models.allows_everything() {
        return Err(permission("this key is held to certain models, and what is asked for names none"));
    }
    let named = context.headers.get(&PROVIDER).and_then(|value| value.to_str().ok());
    let fits = |provider: &&Arc<Provider>| {
        matches!(provider.kind.family, Family::OpenAi | Family::Azure)
            && context.key.providers.allows(&provider.name)
            && named.is_none_or(|name| *name == *provider.name)
    };
    let mut found = context.snapshot.catalog.providers.values().filter(fits);
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(Arc::clone(only)),
        (None, _) => Err(permission(
            "this key may use no provider of OpenAI's kind, which is asked where no model is named",
        )),
        (Some(_), Some(_)) => {
            let message =
                "no model is named, and several providers may be asked: name one in `x-ghostllm-provider`";
            Err(Failure::new(Category::InvalidRequest, message).into())
        }
    }
}
