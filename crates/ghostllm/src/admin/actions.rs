//! What admin calls do.

use std::fmt::Display;
use std::time::Instant;

use bytes::Bytes;
use http::{Request, StatusCode};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::body::{NewKey, NewLimits, Rotation};
use super::{Action, Admin};
use crate::clock::{self, Moment, Period};
use crate::keys::{KeyRecord, Origin, Secret, TeamRecord};
use crate::limits::Limits;
use crate::route::Availability;
use crate::serve::reply::{self, Answered};
use crate::serve::{decoded, parameter};
use crate::store::{Change, StoreError, UsageQuery};

const BODY_BYTES_MAX: usize = 64 << 10;
const USAGE_ROWS_DEFAULT: u32 = 1000;
const USAGE_ROWS_MAX: u32 = 100_000;

/// Why a call did not do what it was to do.
pub(super) struct Problem {
    pub(super) status: StatusCode,
    pub(super) message: String,
}

impl Problem {
    fn new(status: StatusCode, message: impl Display) -> Self {
        Self { status, message: message.to_string() }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let status = match &error {
            StoreError::NoSuchKey { .. } | StoreError::NoSuchTeam { .. } => StatusCode::NOT_FOUND,
            StoreError::NoName { .. } => StatusCode::BAD_REQUEST,
            error if error.is_callers() => StatusCode::CONFLICT,
            _ => StatusCode::SERVICE_UNAVAILABLE,
        };
        Self::new(status, error)
    }
}

pub(super) async fn perform(
    admin: &Admin,
    action: Action,
    part: &str,
    request: Request<Incoming>,
) -> Result<Answered, Problem> {
    let keeper = &admin.keeper;
    match action {
        Action::ListKeys => Ok(listed(&keeper.directory().await?.keys)),
        Action::ShowKey => {
            let keys = keeper.directory().await?.keys;
            let found = keys.into_iter().find(|key| key.id == part);
            let found = found.ok_or_else(|| StoreError::NoSuchKey { id: part.to_owned() })?;
            Ok(reply::json(StatusCode::OK, &json!(found)))
        }
        Action::CreateKey => create_key(admin, read_whole(request).await?).await,
        Action::LimitKey => {
            let limits = Limits::from(read_whole::<NewLimits>(request).await?);
            keeper.change(Change::LimitKey { id: part.to_owned(), limits: limits.clone() }).await?;
            Ok(reply::json(StatusCode::OK, &json!(limits)))
        }
        Action::RevokeKey => {
            keeper.change(Change::RevokeKey { id: part.to_owned(), at: clock::now() }).await?;
            Ok(reply::json(StatusCode::OK, &json!({ "id": part, "revoked": true })))
        }
        Action::RotateKey => rotate_key(admin, part, read(request).await?).await,
        Action::ListTeams => Ok(listed(&keeper.directory().await?.teams)),
        Action::PutTeam => {
            let limits = Limits::from(read::<NewLimits>(request).await?);
            let team =
                TeamRecord { name: part.to_owned(), origin: Origin::Store, created: clock::now(), limits };
            keeper.change(Change::PutTeam(team.clone())).await?;
            Ok(reply::json(StatusCode::OK, &json!(team)))
        }
        Action::DeleteTeam => {
            keeper.change(Change::DeleteTeam { name: part.to_owned() }).await?;
            Ok(reply::json(StatusCode::OK, &json!({ "name": part, "deleted": true })))
        }
        Action::ListUsage => {
            let rows = keeper.usage(usage_query(request.uri().query().unwrap_or_default())?).await?;
            Ok(listed(&rows))
        }
        Action::ListBudgets => budgets(admin).await,
        Action::ListTargets => Ok(targets(admin)),
        Action::Health | Action::Ready | Action::Metrics | Action::OpenApi => {
            Err(Problem::new(StatusCode::NOT_FOUND, "served without a token"))
        }
    }
}

async fn create_key(admin: &Admin, new: NewKey) -> Result<Answered, Problem> {
    let now = clock::now();
    let random = |error| Problem::new(StatusCode::SERVICE_UNAVAILABLE, error);
    let secret = Secret::generate().map_err(random)?;
    let expires = new.expires.as_deref().map(|text| future(text, now)).transpose()?;
    let made = KeyRecord::new(&new.name, &secret, now).map_err(random)?;
    let limits = new.limits();
    let NewKey { team, models, providers, metadata, .. } = new;
    let record = KeyRecord { team, expires, models, providers, metadata, limits, ..made };
    let id = record.id.clone();
    admin.keeper.change(Change::CreateKey(Box::new(record))).await?;
    Ok(reply::json(StatusCode::CREATED, &json!({ "id": id, "key": secret.reveal() })))
}

async fn rotate_key(admin: &Admin, id: &str, rotation: Rotation) -> Result<Answered, Problem> {
    let secret = Secret::generate().map_err(|error| Problem::new(StatusCode::SERVICE_UNAVAILABLE, error))?;
    let grace = i64::from(rotation.grace_seconds);
    let change = Change::RotateKey {
        id: id.to_owned(),
        prefix: secret.prefix(),
        hash: secret.hash(),
        previous_until: (grace > 0).then(|| clock::now().plus_seconds(grace)),
    };
    admin.keeper.change(change).await?;
    Ok(reply::json(StatusCode::OK, &json!({ "id": id, "key": secret.reveal() })))
}

async fn budgets(admin: &Admin) -> Result<Answered, Problem> {
    let rows: Vec<Value> = admin
        .keeper
        .spending()
        .await?
        .iter()
        .map(|spent| {
            let period = if matches!(spent.period, Period::Month(_)) { "month" } else { "day" };
            json!({ "kind": spent.subject.kind, "id": spent.subject.id, "period": period, "spent": spent.amount })
        })
        .collect();
    Ok(listed(&rows))
}

/// Who may answer for which model, and how they fare.
fn targets(admin: &Admin) -> Answered {
    let snapshot = admin.gateway.board.current();
    let now = Instant::now();
    let mut rows: Vec<Value> = Vec::new();
    for model in snapshot.catalog.models() {
        for target in &model.targets {
            let state = match target.health.availability(now) {
                Availability::Ready => "ready",
                Availability::Cooling => "cooling",
                Availability::Open(_) => "open",
            };
            rows.push(json!({
                "model": *model.name, "provider": *target.provider.name, "state": state,
                "active": target.health.active(),
            }));
        }
    }
    let prices = &snapshot.catalog.prices.date;
    reply::json(StatusCode::OK, &json!({ "data": rows, "prices": prices }))
}

fn usage_query(query: &str) -> Result<UsageQuery, Problem> {
    let text =
        |name: &str| parameter(query, name).map(|value| decoded(&value.replace('+', " ")).into_owned());
    let limit = match text("limit") {
        None => USAGE_ROWS_DEFAULT,
        Some(text) => {
            let wrong = || Problem::new(StatusCode::BAD_REQUEST, format!("`limit` cannot be `{text}`"));
            text.parse::<u32>().map_err(|_| wrong())?.min(USAGE_ROWS_MAX)
        }
    };
    let now = clock::now();
    // No time has a space: what was one is the sign of an offset that was not encoded.
    let since = text("since").map(|text| Moment::parse_past(&text.replace(' ', "+"), now)).transpose();
    let since = since.map_err(|error| Problem::new(StatusCode::BAD_REQUEST, error))?;
    Ok(UsageQuery { key_id: text("key"), model: text("model"), since, limit })
}

fn future(text: &str, now: Moment) -> Result<Moment, Problem> {
    let problem = |message: String| Problem::new(StatusCode::BAD_REQUEST, message);
    let at = Moment::parse(text, now).map_err(|error| problem(error.to_string()))?;
    if at <= now { Err(problem(format!("`{text}` has passed: the key would never work"))) } else { Ok(at) }
}

fn listed<T: serde::Serialize>(rows: &[T]) -> Answered {
    reply::json(StatusCode::OK, &json!({ "data": rows }))
}

/// The request's body; an empty one is what is usual.
async fn read<T: DeserializeOwned + Default>(request: Request<Incoming>) -> Result<T, Problem> {
    let bytes = collect(request).await?;
    if bytes.is_empty() { Ok(T::default()) } else { parse(&bytes) }
}

/// The request's body, which must be there: none at all would replace something by nothing.
async fn read_whole<T: DeserializeOwned>(request: Request<Incoming>) -> Result<T, Problem> {
    parse(&collect(request).await?)
}

async fn collect(request: Request<Incoming>) -> Result<Bytes, Problem> {
    let collected = Limited::new(request.into_body(), BODY_BYTES_MAX).collect().await;
    Ok(collected.map_err(|error| Problem::new(StatusCode::BAD_REQUEST, error))?.to_bytes())
}

fn parse<T: DeserializeOwned>(text: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(text).map_err(|error| Problem::new(StatusCode::BAD_REQUEST, error))
}
