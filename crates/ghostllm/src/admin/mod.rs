//! The admin API: the same as the command line does, over HTTP, on a listener of its own with a secret of its
//! own. The table below is all there is; a test holds `openapi.json` to it.

mod actions;
mod body;

use std::convert::Infallible;
use std::sync::Arc;

use ghostllm_protocol::{Category, Failure};
use http::header::ALLOW;
use http::{Method, Request, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use self::actions::Problem;
use crate::exchange::{metrics, ready};
use crate::gateway::Gateway;
use crate::keeper::Keeper;
use crate::keys::KeyHash;
use crate::serve::reply::{self, Answered, set};
use crate::serve::{NO_HOST, credential, decoded, names_its_host};

/// The API's description.
pub(crate) const OPENAPI: &str = include_str!("openapi.json");

/// What the API works with.
pub(crate) struct Admin {
    pub(crate) gateway: Arc<Gateway>,
    pub(crate) keeper: Keeper,
    /// Of the token that every call must bring.
    pub(crate) token: KeyHash,
}

/// What a path and a method do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Health,
    Ready,
    Metrics,
    OpenApi,
    ListKeys,
    CreateKey,
    ShowKey,
    LimitKey,
    RevokeKey,
    RotateKey,
    ListTeams,
    PutTeam,
    DeleteTeam,
    ListUsage,
    ListBudgets,
    ListTargets,
}

/// Every path; `{…}` stands for one part. Without a token: the first four.
const ROUTES: &[(&str, &str, Action)] = &[
    ("GET", "/health", Action::Health),
    ("GET", "/ready", Action::Ready),
    ("GET", "/metrics", Action::Metrics),
    ("GET", "/openapi.json", Action::OpenApi),
    ("GET", "/admin/v1/keys", Action::ListKeys),
    ("POST", "/admin/v1/keys", Action::CreateKey),
    ("GET", "/admin/v1/keys/{id}", Action::ShowKey),
    ("PATCH", "/admin/v1/keys/{id}", Action::LimitKey),
    ("DELETE", "/admin/v1/keys/{id}", Action::RevokeKey),
    ("POST", "/admin/v1/keys/{id}/rotate", Action::RotateKey),
    ("GET", "/admin/v1/teams", Action::ListTeams),
    ("PUT", "/admin/v1/teams/{name}", Action::PutTeam),
    ("DELETE", "/admin/v1/teams/{name}", Action::DeleteTeam),
    ("GET", "/admin/v1/usage", Action::ListUsage),
    ("GET", "/admin/v1/budgets", Action::ListBudgets),
    ("GET", "/admin/v1/targets", Action::ListTargets),
];

/// Serves the API until the runtime ends.
pub(crate) async fn run(listener: TcpListener, admin: Arc<Admin>) {
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            Some(_) = connections.join_next() => continue,
        };
        let Ok((stream, _)) = accepted else {
            // No file is free: soon one may be.
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            continue;
        };
        let admin = Arc::clone(&admin);
        connections.spawn(async move {
            let service = service_fn(move |request| {
                let admin = Arc::clone(&admin);
                async move { Ok::<_, Infallible>(answer(&admin, request).await) }
            });
            let mut builder = http1::Builder::new();
            builder.timer(hyper_util::rt::TokioTimer::new());
            builder.header_read_timeout(std::time::Duration::from_secs(30));
            if let Err(error) = builder.serve_connection(TokioIo::new(stream), service).await {
                tracing::debug!(%error, "a connection of the admin API broke off");
            }
        });
    }
}

async fn answer(admin: &Admin, request: Request<Incoming>) -> Answered {
    if !names_its_host(request.version(), request.headers()) {
        return error(StatusCode::BAD_REQUEST, NO_HOST);
    }
    let path = request.uri().path().to_owned();
    let Some((action, part)) = find(request.method(), &path) else {
        return nowhere(&path);
    };
    match action {
        Action::Health => return reply::json(StatusCode::OK, &json!({ "status": "ok" })),
        Action::Ready => return ready(&admin.gateway),
        Action::Metrics => return metrics(&admin.gateway),
        Action::OpenApi => return reply::typed(StatusCode::OK, "application/json", OPENAPI),
        _ => {}
    }
    let secret = credential(request.headers(), None);
    if secret.is_none_or(|secret| KeyHash::of(secret) != admin.token) {
        return error(StatusCode::UNAUTHORIZED, "the admin token is missing or wrong");
    }
    match actions::perform(admin, action, &decoded(part), request).await {
        Ok(answered) => answered,
        Err(Problem { status, message }) => error(status, &message),
    }
}

fn nowhere(path: &str) -> Answered {
    let known = ROUTES.iter().filter(|(_, pattern, _)| matched(pattern, path).is_some());
    let methods: Vec<&str> = known.map(|(method, ..)| *method).collect();
    if methods.is_empty() {
        return error(StatusCode::NOT_FOUND, "there is no such path; GET /openapi.json lists them");
    }
    let message = "this path is not called with this method; GET /openapi.json lists them";
    let mut answered = error(StatusCode::METHOD_NOT_ALLOWED, message);
    set(answered.headers_mut(), ALLOW, &methods.join(", "));
    answered
}

fn find<'p>(method: &Method, path: &'p str) -> Option<(Action, &'p str)> {
    let same = |wanted: &str| method.as_str() == wanted || (wanted == "GET" && *method == Method::HEAD);
    ROUTES
        .iter()
        .filter(|(wanted, _, _)| same(wanted))
        .find_map(|(_, pattern, action)| matched(pattern, path).map(|part| (*action, part)))
}

/// What stands for the `{…}` of the pattern, or nothing where it has none. `None`: `path` is of another form.
fn matched<'p>(pattern: &str, path: &'p str) -> Option<&'p str> {
    let mut part = "";
    let mut parts = path.split('/');
    for wanted in pattern.split('/') {
        let found = parts.next()?;
        if wanted.starts_with('{') && !found.is_empty() {
            part = found;
        } else if wanted != found {
            return None;
        }
    }
    parts.next().is_none().then_some(part)
}

fn error(status: StatusCode, message: &str) -> Answered {
    let mut failure = Failure::new(Category::of_status(status.as_u16()), message);
    failure.status = status.as_u16();
    failure.kind = Some("admin_error".to_owned());
    failure.code = status.canonical_reason().map(|reason| reason.to_lowercase().replace(' ', "_"));
    reply::failure(ghostllm_protocol::Dialect::OpenAiChat, &failure)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use http::Method;
    use serde_json::Value;

    use super::{Action, OPENAPI, ROUTES, find};

    #[test]
    fn the_description_has_every_route_and_no_other() {
        let document: Value = serde_json::from_str(OPENAPI).unwrap();
        let described: BTreeSet<(String, String)> = document["paths"]
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(path, methods)| {
                let methods = methods.as_object().unwrap().keys().filter(|key| *key != "parameters");
                methods.map(|method| (method.to_uppercase(), path.clone()))
            })
            .collect();
        let routes: BTreeSet<(String, String)> =
            ROUTES.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned())).collect();
        assert_eq!(described, routes);
    }

    #[test]
    fn paths_are_matched_part_by_part() {
        let check = |method: Method, path: &str, expected: Option<(Action, &str)>| {
            assert_eq!(find(&method, path), expected, "{method} {path}");
        };
        check(Method::POST, "/admin/v1/keys", Some((Action::CreateKey, "")));
        check(Method::POST, "/admin/v1/keys/k1/rotate", Some((Action::RotateKey, "k1")));
        check(Method::DELETE, "/admin/v1/keys/k1", Some((Action::RevokeKey, "k1")));
        check(Method::DELETE, "/admin/v1/keys/", None);
        check(Method::GET, "/admin/v1/keys/k1/x", None);
        check(Method::GET, "/v1/models", None);
    }
}
