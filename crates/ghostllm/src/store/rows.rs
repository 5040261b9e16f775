//! Rows of the SQLite tables -> records. Lists and maps are stored as JSON.

use std::sync::Arc;

use rusqlite::Row;
use rusqlite::types::Type;
use serde::de::DeserializeOwned;

use crate::clock::Moment;
use crate::keys::{KeyHash, KeyRecord, Origin, TeamRecord};
use crate::ledger::{Outcome, UsageRow};
use crate::money::Dollars;

pub(super) const KEY_COLUMNS: &str = "id, name, prefix, hash, previous_hash, previous_until, team, origin, \
    created, expires, revoked, models, providers, metadata, limits";

pub(super) const USAGE_COLUMNS: &str = "request_id, time, key_id, team, model, provider, upstream_model, path, \
    status, outcome, stream, prompt_tokens, completion_tokens, cached_tokens, cache_write_tokens, \
    reasoning_tokens, estimated, cost_nano, attempts, latency_ms, first_byte_ms, cache_hit, unpriced, fallback";

pub(super) fn key(row: &Row<'_>) -> rusqlite::Result<KeyRecord> {
    let previous = match (row.get::<_, Option<Vec<u8>>>("previous_hash")?, moment(row, "previous_until")?) {
        (Some(bytes), Some(until)) => Some((hash(&bytes)?, until)),
        _ => None,
    };
    Ok(KeyRecord {
        id: row.get("id")?,
        name: row.get("name")?,
        prefix: row.get("prefix")?,
        hash: hash(&row.get::<_, Vec<u8>>("hash")?)?,
        previous,
        team: row.get("team")?,
        origin: origin(row)?,
        created: Moment::from_unix_ms(row.get("created")?),
        expires: moment(row, "expires")?,
        revoked: moment(row, "revoked")?,
        models: json(row, "models")?,
        providers: json(row, "providers")?,
        metadata: json(row, "metadata")?,
        limits: json(row, "limits")?,
    })
}

pub(super) fn team(row: &Row<'_>) -> rusqlite::Result<TeamRecord> {
    Ok(TeamRecord {
        name: row.get("name")?,
        origin: origin(row)?,
        created: Moment::from_unix_ms(row.get("created")?),
        limits: json(row, "limits")?,
    })
}

pub(super) fn usage(row: &Row<'_>) -> rusqlite::Result<UsageRow> {
    let outcome: String = row.get("outcome")?;
    Ok(UsageRow {
        request_id: text(row, "request_id")?,
        time: Moment::from_unix_ms(row.get("time")?),
        key_id: text(row, "key_id")?,
        team: row.get::<_, Option<String>>("team")?.map(Arc::from),
        model: text(row, "model")?,
        fallback: row.get::<_, Option<String>>("fallback")?.map(Arc::from),
        provider: text(row, "provider")?,
        upstream_model: text(row, "upstream_model")?,
        path: text(row, "path")?,
        status: row.get("status")?,
        outcome: Outcome::from_name(&outcome).ok_or_else(|| wrong("outcome"))?,
        stream: row.get("stream")?,
        prompt_tokens: count(row, "prompt_tokens")?,
        completion_tokens: count(row, "completion_tokens")?,
        cached_tokens: count(row, "cached_tokens")?,
        cache_write_tokens: count(row, "cache_write_tokens")?,
        reasoning_tokens: count(row, "reasoning_tokens")?,
        estimated: row.get("estimated")?,
        cost: Dollars::from_nano(row.get("cost_nano")?),
        attempts: row.get("attempts")?,
        latency_ms: count(row, "latency_ms")?,
        first_byte_ms: count(row, "first_byte_ms")?,
        cache_hit: row.get("cache_hit")?,
        unpriced: row.get("unpriced")?,
    })
}

/// SQLite's integers are signed; what is larger is held at the largest.
pub(super) fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

pub(super) const fn origin_name(origin: Origin) -> &'static str {
    match origin {
        Origin::Store => "store",
        Origin::Config => "config",
    }
}

fn origin(row: &Row<'_>) -> rusqlite::Result<Origin> {
    let name: String = row.get("origin")?;
    [Origin::Store, Origin::Config]
        .into_iter()
        .find(|origin| origin_name(*origin) == name)
        .ok_or_else(|| wrong("origin"))
}

fn count(row: &Row<'_>, column: &str) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or(0))
}

fn text(row: &Row<'_>, column: &str) -> rusqlite::Result<Arc<str>> {
    row.get::<_, String>(column).map(Arc::from)
}

fn moment(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Moment>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Moment::from_unix_ms))
}

fn json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error)))
}

fn hash(bytes: &[u8]) -> rusqlite::Result<KeyHash> {
    KeyHash::from_bytes(bytes).ok_or_else(|| wrong("hash"))
}

fn wrong(what: &'static str) -> rusqlite::Error {
    rusqlite::Error::InvalidColumnName(what.to_owned())
}
