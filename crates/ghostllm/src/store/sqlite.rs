//! The embedded store: one SQLite file in WAL mode, so that commands in other processes write while the server
//! reads. Every change to keys and teams raises the epoch in its own transaction; that one row is what a running
//! server looks at to learn of changes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::rows::{self, KEY_COLUMNS, USAGE_COLUMNS, origin_name, signed};
use super::schema::MIGRATIONS;
use super::{Change, Directory, Spending, Store, StoreError, Subject, SubjectKind, UsageQuery};
use crate::clock::{Moment, Period};
use crate::keys::{KeyRecord, Origin, TeamRecord};
use crate::ledger::UsageRow;
use crate::money::Dollars;

/// How long another process may hold the file before a call fails.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// A store in a SQLite file.
pub struct Sqlite {
    connection: Connection,
}

impl Sqlite {
    /// Opens the file, and makes it (and its folder) if it is not there.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let failed = |source: Box<dyn std::error::Error + Send + Sync>| StoreError::Open {
            path: path.to_owned(),
            source,
        };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| failed(error.into()))?;
        }
        create(path).map_err(|error| failed(error.into()))?;
        let mut connection = Connection::open(path).map_err(|error| failed(error.into()))?;
        prepare(&mut connection, path).map_err(|error| match error {
            StoreError::Database(source) => failed(source.into()),
            other => other,
        })?;
        Ok(Self { connection })
    }

    #[cfg(test)]
    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    fn begin(&mut self) -> Result<Transaction<'_>, StoreError> {
        Ok(self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
    }
}

/// Where the store is when nobody says: `ghostllm/ghostllm.db` in the user's data directory, or the current one
/// where there is none.
pub fn default_path(environment: &crate::config::Environment) -> PathBuf {
    let set = |name: &str| environment.get(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let data = set("XDG_DATA_HOME")
        .or_else(|| set("LOCALAPPDATA"))
        .or_else(|| set("HOME").map(|home| home.join(".local/share")));
    data.map_or_else(|| "ghostllm.db".into(), |folder| folder.join("ghostllm").join("ghostllm.db"))
}

/// Makes the file, if it is not there, for its owner alone: it says who asked for how much. What the database keeps
/// beside it gets the same rights.
fn create(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        // A link whose file is not there yet: SQLite makes it.
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists && !path.exists() => Err(error),
        _ => Ok(()),
    }
}

fn prepare(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // A killed process loses nothing that was committed; only a power cut may take the last commits.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "cache_size", -512)?;
    let known = signed(MIGRATIONS.len() as u64);
    let version = |c: &Connection| c.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0));
    if version(connection)? == known {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version(&transaction)?;
    if found > known {
        return Err(StoreError::TooNew { path: path.to_owned(), found, known });
    }
    for script in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or(0)) {
        transaction.execute_batch(script)?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    Ok(())
}

impl Store for Sqlite {
    fn epoch(&mut self) -> Result<u64, StoreError> {
        read_epoch(&self.connection)
    }

    fn directory(&mut self) -> Result<Directory, StoreError> {
        let transaction = self.connection.transaction()?;
        let epoch = read_epoch(&transaction)?;
        let sql = format!("SELECT {KEY_COLUMNS} FROM keys WHERE absent = 0 ORDER BY created, id");
        let keys = transaction.prepare_cached(&sql)?.query_map([], rows::key)?.collect::<Result<_, _>>()?;
        let sql = "SELECT name, origin, created, limits FROM teams ORDER BY name";
        let teams = transaction.prepare_cached(sql)?.query_map([], rows::team)?.collect::<Result<_, _>>()?;
        Ok(Directory { epoch, keys, teams })
    }

    fn change(&mut self, change: &Change) -> Result<u64, StoreError> {
        let transaction = self.begin()?;
        if apply(&transaction, change)? {
            transaction.execute("UPDATE epoch SET value = value + 1", [])?;
        }
        let epoch = read_epoch(&transaction)?;
        transaction.commit()?;
        Ok(epoch)
    }

    fn add_usage(&mut self, rows: &[UsageRow]) -> Result<(), StoreError> {
        let transaction = self.begin()?;
        let mut spent: HashMap<(SubjectKind, &str, Period), Dollars> = HashMap::new();
        for row in rows {
            if insert_usage(&transaction, row)? && row.cost > Dollars::ZERO {
                for (kind, id) in subjects(row) {
                    for period in [row.time.periods().0, row.time.periods().1] {
                        let sum = spent.entry((kind, id, period)).or_default();
                        *sum = sum.plus(row.cost);
                    }
                }
            }
        }
        let sql = "INSERT INTO spending VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT DO UPDATE SET nano = CASE WHEN nano > 9223372036854775807 - excluded.nano
              THEN 9223372036854775807 ELSE nano + excluded.nano END";
        for ((kind, id, period), amount) in spent {
            let monthly = matches!(period, Period::Month(_));
            let values = params![kind.name(), id, monthly, period.number(), amount.nano()];
            transaction.prepare_cached(sql)?.execute(values)?;
        }
        transaction.commit()?;
        Ok(())
    }

    fn usage(&mut self, query: &UsageQuery) -> Result<Vec<UsageRow>, StoreError> {
        let sql = format!(
            "SELECT {USAGE_COLUMNS} FROM usage WHERE (?1 IS NULL OR key_id = ?1) AND (?2 IS NULL OR model = ?2)
             AND time >= ?3 ORDER BY time DESC, request_id DESC LIMIT ?4"
        );
        let since = query.since.map_or(i64::MIN, Moment::unix_ms);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found =
            statement.query_map(params![query.key_id, query.model, since, query.limit], rows::usage)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn spending(&mut self, at: Moment) -> Result<Vec<Spending>, StoreError> {
        let (day, month) = at.periods();
        // Earlier versions let a sum outgrow SQLite's integers, which makes it a floating number.
        let sql = "SELECT kind, id, monthly, period, CAST(nano AS INTEGER) FROM spending
            WHERE (monthly = 0 AND period = ?1) OR (monthly = 1 AND period = ?2) ORDER BY kind, id, monthly";
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_map([day.number(), month.number()], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })?;
        found
            .map(|row| {
                let (kind, id, monthly, period, nano) = row?;
                let kind = SubjectKind::from_name(&kind).ok_or(StoreError::Corrupt { what: "subject" })?;
                let period = Period::from_number(monthly, period);
                Ok(Spending { subject: Subject { kind, id }, period, amount: Dollars::from_nano(nano) })
            })
            .collect()
    }

    fn prune_usage(&mut self, before: Moment) -> Result<usize, StoreError> {
        // In slices, so that no writer waits long for the file.
        let sql = "DELETE FROM usage WHERE request_id IN
            (SELECT request_id FROM usage WHERE time < ?1 LIMIT 2000)";
        Ok(self.connection.prepare_cached(sql)?.execute([before.unix_ms()])?)
    }
}

fn read_epoch(connection: &Connection) -> Result<u64, StoreError> {
    let value: i64 = connection.prepare_cached("SELECT value FROM epoch")?.query_row([], |row| row.get(0))?;
    u64::try_from(value).map_err(|_| StoreError::Corrupt { what: "epoch" })
}

/// Makes the change, and says whether anything is different now.
fn apply(transaction: &Transaction<'_>, change: &Change) -> Result<bool, StoreError> {
    match change {
        Change::CreateKey(key) if is_blank(&key.name) => Err(StoreError::NoName { what: "key" }),
        Change::PutTeam(team) if is_blank(&team.name) => Err(StoreError::NoName { what: "team" }),
        Change::CreateKey(key) => put_key(transaction, key),
        Change::RevokeKey { id, at } => {
            live_key(transaction, id)?;
            let sql = "UPDATE keys SET revoked = ?2, previous_hash = NULL WHERE id = ?1";
            Ok(transaction.execute(sql, params![id, at.unix_ms()])? > 0)
        }
        Change::RotateKey { id, prefix, hash, previous_until } => {
            of_store(transaction, id)?;
            let sql = "UPDATE keys SET previous_hash = hash, previous_until = ?4, prefix = ?2, hash = ?3
                WHERE id = ?1";
            let until = previous_until.map(Moment::unix_ms);
            Ok(transaction.execute(sql, params![id, prefix, hash.as_bytes(), until])? > 0)
        }
        Change::LimitKey { id, limits } => {
            of_store(transaction, id)?;
            let sql = "UPDATE keys SET limits = ?2 WHERE id = ?1";
            Ok(transaction.execute(sql, params![id, json(limits)])? > 0)
        }
        Change::PutTeam(team) => {
            team_of_store(transaction, &team.name)?;
            put_team(transaction, team)
        }
        Change::DeleteTeam { name } => {
            team_of_store(transaction, name)?;
            delete_team(transaction, name)
        }
        Change::SyncConfig { keys, teams } => sync_config(transaction, keys, teams),
    }
}

fn is_blank(name: &str) -> bool {
    name.trim().is_empty()
}

fn live_key(transaction: &Transaction<'_>, id: &str) -> Result<Origin, StoreError> {
    let sql = "SELECT origin, revoked IS NOT NULL FROM keys WHERE id = ?1";
    let found: Option<(String, bool)> =
        transaction.query_row(sql, [id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    match found {
        None => Err(StoreError::NoSuchKey { id: id.to_owned() }),
        Some((_, true)) => Err(StoreError::KeyIsRevoked { id: id.to_owned() }),
        Some((origin, false)) if origin == origin_name(Origin::Config) => Ok(Origin::Config),
        Some(_) => Ok(Origin::Store),
    }
}

fn of_store(transaction: &Transaction<'_>, id: &str) -> Result<(), StoreError> {
    match live_key(transaction, id)? {
        Origin::Store => Ok(()),
        Origin::Config => Err(StoreError::KeyOfConfig { id: id.to_owned() }),
    }
}

fn team_of_store(transaction: &Transaction<'_>, name: &str) -> Result<(), StoreError> {
    let sql = "SELECT 1 FROM teams WHERE name = ?1 AND origin = ?2";
    let values = params![name, origin_name(Origin::Config)];
    match transaction.query_row(sql, values, |_| Ok(())).optional()? {
        Some(()) => Err(StoreError::TeamOfConfig { name: name.to_owned() }),
        None => Ok(()),
    }
}

fn put_key(transaction: &Transaction<'_>, key: &KeyRecord) -> Result<bool, StoreError> {
    if let Some(team) = &key.team {
        let sql = "SELECT 1 FROM teams WHERE name = ?1";
        if transaction.query_row(sql, [team], |_| Ok(())).optional()?.is_none() {
            return Err(StoreError::NoSuchTeam { name: team.clone() });
        }
    }
    let sql = "SELECT id FROM keys WHERE hash = ?1 AND id <> ?2";
    let values = params![key.hash.as_bytes(), key.id];
    if let Some(other) = transaction.query_row(sql, values, |row| row.get(0)).optional()? {
        return Err(StoreError::SecretInUse { name: key.name.clone(), other });
    }
    // What `revoked` says is never taken back.
    let sql = "INSERT INTO keys (id, name, prefix, hash, team, origin, created, expires, models, providers,
          metadata, limits) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, team = excluded.team, absent = 0,
          expires = excluded.expires, models = excluded.models, providers = excluded.providers,
          metadata = excluded.metadata, limits = excluded.limits
        WHERE (name, team, absent, expires, models, providers, metadata, limits) IS NOT
          (excluded.name, excluded.team, 0, excluded.expires, excluded.models, excluded.providers,
           excluded.metadata, excluded.limits)";
    let values = params![
        key.id,
        key.name,
        key.prefix,
        key.hash.as_bytes(),
        key.team,
        origin_name(key.origin),
        key.created.unix_ms(),
        key.expires.map(Moment::unix_ms),
        json(&key.models),
        json(&key.providers),
        json(&key.metadata),
        json(&key.limits),
    ];
    Ok(transaction.prepare_cached(sql)?.execute(values)? > 0)
}

fn put_team(transaction: &Transaction<'_>, team: &TeamRecord) -> Result<bool, StoreError> {
    let sql = "INSERT INTO teams VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT DO UPDATE SET limits = excluded.limits, origin = excluded.origin
        WHERE (limits, origin) IS NOT (excluded.limits, excluded.origin)";
    let created = team.created.unix_ms();
    let values = params![team.name, origin_name(team.origin), created, json(&team.limits)];
    Ok(transaction.prepare_cached(sql)?.execute(values)? > 0)
}

fn delete_team(transaction: &Transaction<'_>, name: &str) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM keys WHERE team = ?1 AND revoked IS NULL AND absent = 0 LIMIT 1";
    if transaction.query_row(sql, [name], |_| Ok(())).optional()?.is_some() {
        return Err(StoreError::TeamInUse { name: name.to_owned() });
    }
    match transaction.execute("DELETE FROM teams WHERE name = ?1", [name])? {
        0 => Err(StoreError::NoSuchTeam { name: name.to_owned() }),
        _ => Ok(true),
    }
}

fn sync_config(
    transaction: &Transaction<'_>,
    keys: &[KeyRecord],
    teams: &[TeamRecord],
) -> Result<bool, StoreError> {
    let mut changed = false;
    for team in teams {
        changed |= put_team(transaction, team)?;
    }
    for key in keys {
        changed |= put_key(transaction, key)?;
    }
    // A team that left the configuration keeps its limits, and is the store's from now on.
    let named: Vec<&str> = teams.iter().map(|team| team.name.as_str()).collect();
    let sql = "UPDATE teams SET origin = 'store' WHERE origin = 'config'
        AND name NOT IN (SELECT value FROM json_each(?1))";
    changed |= transaction.execute(sql, [json(&named)])? > 0;
    let named: Vec<&str> = keys.iter().map(|key| key.id.as_str()).collect();
    let sql = "UPDATE keys SET absent = 1 WHERE origin = 'config' AND absent = 0
        AND id NOT IN (SELECT value FROM json_each(?1))";
    Ok(changed | (transaction.execute(sql, [json(&named)])? > 0))
}

fn insert_usage(transaction: &Transaction<'_>, row: &UsageRow) -> Result<bool, StoreError> {
    let sql =
        "INSERT OR IGNORE INTO usage VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,
        ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24)";
    let values = params![
        row.request_id.as_ref(),
        row.time.unix_ms(),
        row.key_id.as_ref(),
        row.team.as_deref(),
        row.model.as_ref(),
        row.provider.as_ref(),
        row.upstream_model.as_ref(),
        row.path.as_ref(),
        row.status,
        row.outcome.name(),
        row.stream,
        signed(row.prompt_tokens),
        signed(row.completion_tokens),
        signed(row.cached_tokens),
        signed(row.cache_write_tokens),
        signed(row.reasoning_tokens),
        row.estimated,
        row.cost.nano(),
        row.attempts,
        signed(row.latency_ms),
        signed(row.first_byte_ms),
        row.cache_hit,
        row.unpriced,
        row.fallback.as_deref(),
    ];
    Ok(transaction.prepare_cached(sql)?.execute(values)? > 0)
}

fn subjects(row: &UsageRow) -> impl Iterator<Item = (SubjectKind, &str)> {
    let team = row.team.as_deref().map(|team| (SubjectKind::Team, team));
    let fallback = row.fallback.as_deref().map(|model| (SubjectKind::Model, model));
    [(SubjectKind::Key, row.key_id.as_ref()), (SubjectKind::Model, row.model.as_ref())]
        .into_iter()
        .chain(team)
        .chain(fallback)
        .chain((!row.provider.is_empty()).then_some((SubjectKind::Provider, row.provider.as_ref())))
}

/// Strings, numbers, lists and maps of them always have a JSON text.
fn json<T: serde::Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
