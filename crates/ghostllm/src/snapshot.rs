//! What a request needs to know, as one immutable value: the catalog and who may use it. A request takes the
//! current snapshot once and keeps it; nothing on its path asks a database.
//!
//! Holds: only [`Board::publish`] replaces the snapshot, and only by one whose epoch is not lower, so no late
//! writer brings back a key that an earlier one had revoked.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::{ArcSwap, Guard};

use crate::catalog::{Allowed, Catalog, Registry};
use crate::clock::Moment;
use crate::config;
use crate::keys::{KeyHash, KeyRecord};
use crate::limits::{Limits, Meter};
use crate::store::{Directory, SubjectKind};

/// Everything a request needs to know, as of one epoch.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub(crate) epoch: u64,
    pub(crate) server: Arc<config::Server>,
    pub(crate) catalog: Arc<Catalog>,
    keys: HashMap<KeyHash, Arc<Key>>,
}

/// A key that may come with a request.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) id: Arc<str>,
    pub(crate) models: Allowed,
    pub(crate) providers: Allowed,
    pub(crate) limits: Limits,
    pub(crate) meter: Arc<Meter>,
    pub(crate) team: Option<Team>,
    last_moment: Option<Moment>,
    previous: Option<(KeyHash, Moment)>,
}

/// The team of a key.
#[derive(Debug)]
pub(crate) struct Team {
    pub(crate) name: Arc<str>,
    pub(crate) limits: Limits,
    pub(crate) meter: Arc<Meter>,
}

/// Why a credential is not accepted. All reasons look alike to the client; the log tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unaccepted {
    Unknown,
    Expired,
}

/// Where the current snapshot hangs.
#[derive(Debug)]
pub(crate) struct Board {
    current: ArcSwap<Snapshot>,
    publishing: Mutex<()>,
}

impl Snapshot {
    pub(crate) fn new(
        directory: &Directory,
        server: Arc<config::Server>,
        catalog: Arc<Catalog>,
        registry: &Registry,
    ) -> Self {
        let mut keys = HashMap::with_capacity(directory.keys.len());
        for record in directory.keys.iter().filter(|record| record.revoked.is_none()) {
            let key = Arc::new(Key::new(record, directory, registry));
            if let Some((previous, _)) = &key.previous {
                keys.insert(*previous, Arc::clone(&key));
            }
            keys.insert(record.hash, key);
        }
        Self { epoch: directory.epoch, server, catalog, keys }
    }

    /// The key of a secret, at `now`.
    pub(crate) fn accept(&self, secret: &[u8], now: Moment) -> Result<&Arc<Key>, Unaccepted> {
        let hash = KeyHash::of(secret);
        let key = self.keys.get(&hash).ok_or(Unaccepted::Unknown)?;
        let rotated = key.previous.filter(|(previous, _)| *previous == hash).map(|(_, until)| until);
        let over = |last: Option<Moment>| last.is_some_and(|last| now > last);
        if over(rotated) || over(key.last_moment) { Err(Unaccepted::Expired) } else { Ok(key) }
    }

    /// Whether any key exists.
    pub(crate) fn has_keys(&self) -> bool {
        !self.keys.is_empty()
    }
}

impl Key {
    /// Whether it, or one of its secrets, has an end.
    pub(crate) fn ends(&self) -> bool {
        self.last_moment.is_some() || self.previous.is_some()
    }

    fn new(record: &KeyRecord, directory: &Directory, registry: &Registry) -> Self {
        let team = record.team.as_ref().map(|name| {
            let found = directory.teams.iter().find(|team| team.name == *name);
            Team {
                name: name.as_str().into(),
                limits: found.map(|team| team.limits.clone()).unwrap_or_default(),
                meter: registry.meter(SubjectKind::Team, name),
            }
        });
        Self {
            id: record.id.as_str().into(),
            models: Allowed::new(&record.models),
            providers: Allowed::new(&record.providers),
            limits: record.limits.clone(),
            meter: registry.meter(SubjectKind::Key, &record.id),
            team,
            last_moment: record.expires,
            previous: record.previous,
        }
    }
}

impl Board {
    pub(crate) fn new(first: Snapshot) -> Self {
        Self { current: ArcSwap::from_pointee(first), publishing: Mutex::new(()) }
    }

    /// The current snapshot, for a moment.
    pub(crate) fn peek(&self) -> Guard<Arc<Snapshot>> {
        self.current.load()
    }

    /// The current snapshot, to keep.
    pub(crate) fn current(&self) -> Arc<Snapshot> {
        self.current.load_full()
    }

    /// Replaces the snapshot, unless a later one hangs there. Says whether it did.
    pub(crate) fn publish(&self, next: Snapshot) -> bool {
        let _one_at_a_time = self.publishing.lock().unwrap_or_else(PoisonError::into_inner);
        let newer = next.epoch >= self.current.load().epoch;
        if newer {
            self.current.store(Arc::new(next));
        }
        newer
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Board, Snapshot, Unaccepted};
    use crate::catalog::{Registry, build};
    use crate::clock::Moment;
    use crate::config::{Config, Environment};
    use crate::keys::{KeyRecord, Secret};
    use crate::store::Directory;

    const NOW: Moment = Moment::from_unix_ms(1_000_000);

    fn snapshot(epoch: u64, keys: Vec<KeyRecord>) -> Snapshot {
        let registry = Registry::default();
        let catalog = build(&Config::default(), &Environment::new(), &registry).unwrap();
        let directory = Directory { epoch, keys, teams: Vec::new() };
        Snapshot::new(&directory, Arc::default(), Arc::new(catalog), &registry)
    }

    fn key() -> (Secret, KeyRecord) {
        let secret = Secret::generate().unwrap();
        let record = KeyRecord::new("k", &secret, NOW).unwrap();
        (secret, record)
    }

    #[test]
    fn a_late_writer_does_not_bring_a_revoked_key_back() {
        let (secret, record) = key();
        let accepted = |board: &Board| board.peek().accept(secret.reveal().as_bytes(), NOW).is_ok();
        let board = Board::new(snapshot(7, vec![record.clone()]));
        assert!(accepted(&board));
        let revoked = KeyRecord { revoked: Some(NOW), ..record.clone() };
        assert!(board.publish(snapshot(8, vec![revoked])));
        assert!(!board.publish(snapshot(7, vec![record])), "read before the revocation, published after it");
        assert!(!accepted(&board));
    }

    #[test]
    fn expired_and_rotated_secrets_end_at_their_moment() {
        let (old, mut record) = key();
        let new = Secret::generate().unwrap();
        record.previous = Some((old.hash(), NOW.plus_seconds(60)));
        record.hash = new.hash();
        record.expires = Some(NOW.plus_seconds(120));
        let snapshot = snapshot(1, vec![record]);
        let at = |secret: &Secret, seconds: i64| {
            snapshot.accept(secret.reveal().as_bytes(), NOW.plus_seconds(seconds)).map(|_| ())
        };
        assert_eq!(at(&old, 60), Ok(()));
        assert_eq!(at(&old, 61), Err(Unaccepted::Expired));
        assert_eq!(at(&new, 120), Ok(()));
        assert_eq!(at(&new, 121), Err(Unaccepted::Expired));
        assert_eq!(at(&Secret::generate().unwrap(), 0), Err(Unaccepted::Unknown));
    }
}
