//! The tables of the SQLite store, and how older files become current.

/// One script for each version of the schema: the first makes an empty file version 1.
pub(super) const MIGRATIONS: &[&str] = &[
    r"
CREATE TABLE epoch (value INTEGER NOT NULL);
INSERT INTO epoch VALUES (1);

CREATE TABLE teams (
  name TEXT PRIMARY KEY,
  origin TEXT NOT NULL,
  created INTEGER NOT NULL,
  limits TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE keys (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL,
  hash BLOB NOT NULL UNIQUE,
  previous_hash BLOB,
  previous_until INTEGER,
  team TEXT,
  origin TEXT NOT NULL,
  -- A key of the configuration that does not stand there at the moment.
  absent INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL,
  expires INTEGER,
  revoked INTEGER,
  models TEXT NOT NULL,
  providers TEXT NOT NULL,
  metadata TEXT NOT NULL,
  limits TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE usage (
  request_id TEXT PRIMARY KEY,
  time INTEGER NOT NULL,
  key_id TEXT NOT NULL,
  team TEXT,
  model TEXT NOT NULL,
  provider TEXT NOT NULL,
  upstream_model TEXT NOT NULL,
  path TEXT NOT NULL,
  status INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  stream INTEGER NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  cache_write_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  estimated INTEGER NOT NULL,
  cost_nano INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  latency_ms INTEGER NOT NULL,
  first_byte_ms INTEGER NOT NULL,
  cache_hit INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX usage_time ON usage (time);
CREATE INDEX usage_key_time ON usage (key_id, time);

CREATE TABLE spending (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  monthly INTEGER NOT NULL,
  period INTEGER NOT NULL,
  nano INTEGER NOT NULL,
  PRIMARY KEY (kind, id, monthly, period)
) WITHOUT ROWID;
",
    "ALTER TABLE usage ADD COLUMN unpriced INTEGER NOT NULL DEFAULT 0;",
    "ALTER TABLE usage ADD COLUMN fallback TEXT;",
];
