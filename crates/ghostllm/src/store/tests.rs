//! The SQLite store, through the trait that every store has.

use std::sync::Arc;

use super::{Change, Sqlite, Store, StoreError, Subject, SubjectKind, UsageQuery};
use crate::clock::Moment;
use crate::config;
use crate::keys::{KeyRecord, Origin, Secret, TeamRecord};
use crate::ledger::{Outcome, UsageRow};
use crate::limits::Limits;
use crate::money::Dollars;

const NOW: Moment = Moment::from_unix_ms(1_800_000_000_000);

fn store() -> (tempfile::TempDir, Sqlite) {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(&folder.path().join("deep/er/g.db")).unwrap();
    (folder, store)
}

fn key(name: &str) -> KeyRecord {
    let mut key = KeyRecord::new(name, &Secret::generate().unwrap(), NOW).unwrap();
    key.limits = Limits { rpm: Some(5), budget_day: Some("0.1".parse().unwrap()), ..Limits::default() };
    key
}

fn config_key(name: &str, secret: &str) -> KeyRecord {
    let text = format!("[[keys]]\nname = \"{name}\"\nkey = \"{secret}\"\n");
    let config = config::read(&text, "t", &config::Environment::new()).unwrap();
    KeyRecord::of_config(&config.keys[0], NOW)
}

fn usage(id: &str, cost: i64) -> UsageRow {
    UsageRow {
        request_id: id.into(),
        time: NOW,
        key_id: "key_1".into(),
        team: Some("t".into()),
        model: "fast".into(),
        fallback: Some("slow".into()),
        provider: "openai".into(),
        upstream_model: "gpt".into(),
        path: "/v1/chat/completions".into(),
        status: 200,
        outcome: Outcome::Cut,
        stream: true,
        prompt_tokens: 7,
        completion_tokens: u64::MAX,
        cached_tokens: 3,
        cache_write_tokens: 2,
        reasoning_tokens: 1,
        estimated: true,
        cost: Dollars::from_nano(cost),
        attempts: 2,
        latency_ms: 12,
        first_byte_ms: 5,
        cache_hit: false,
        unpriced: false,
    }
}

const ALL: UsageQuery = UsageQuery { key_id: None, model: None, since: None, limit: 100 };

#[test]
fn keys_come_back_as_they_were_stored() {
    let (_folder, mut store) = store();
    let key = key("one");
    let before = store.epoch().unwrap();
    let after = store.change(&Change::CreateKey(Box::new(key.clone()))).unwrap();
    assert!(after > before);
    let directory = store.directory().unwrap();
    assert_eq!(directory.epoch, after);
    assert_eq!(format!("{:?}", directory.keys[0]), format!("{key:?}"));
    assert_eq!(directory.keys[0].hash, key.hash);
}

#[test]
fn keys_and_teams_have_names() {
    let (_folder, mut store) = store();
    let before = store.epoch().unwrap();
    let team =
        TeamRecord { name: " ".to_owned(), origin: Origin::Store, created: NOW, limits: Limits::default() };
    for change in [Change::CreateKey(Box::new(key(""))), Change::PutTeam(team)] {
        let error = store.change(&change).unwrap_err();
        assert!(matches!(error, StoreError::NoName { .. }) && error.is_callers(), "{error}");
    }
    assert_eq!(store.epoch().unwrap(), before);
}

#[test]
fn what_is_revoked_stays_revoked() {
    let (_folder, mut store) = store();
    let key = key("one");
    store.change(&Change::CreateKey(Box::new(key.clone()))).unwrap();
    store.change(&Change::RevokeKey { id: key.id.clone(), at: NOW }).unwrap();
    let rotate = Change::RotateKey {
        id: key.id.clone(),
        prefix: "x".into(),
        hash: Secret::generate().unwrap().hash(),
        previous_until: None,
    };
    for change in [Change::RevokeKey { id: key.id.clone(), at: NOW }, rotate] {
        assert!(matches!(store.change(&change), Err(StoreError::KeyIsRevoked { .. })));
    }
    store.change(&Change::CreateKey(Box::new(key))).unwrap();
    assert!(store.directory().unwrap().keys[0].revoked.is_some());
    let unknown = store.change(&Change::RevokeKey { id: "key_x".into(), at: NOW });
    assert!(matches!(unknown, Err(StoreError::NoSuchKey { .. })));
}

#[test]
fn keys_of_the_configuration_follow_it_but_never_outlive_a_revocation() {
    let (_folder, mut store) = store();
    let (one, two) = (config_key("one", "0123456789abcdef"), config_key("two", "abcdef0123456789"));
    let sync = |keys: &[&KeyRecord]| Change::SyncConfig {
        keys: keys.iter().map(|k| (*k).clone()).collect(),
        teams: Vec::new(),
    };
    let names = |store: &mut Sqlite| -> Vec<String> {
        let keys = store.directory().unwrap().keys;
        keys.into_iter().filter(|k| k.revoked.is_none()).map(|k| k.name).collect()
    };
    let first = store.change(&sync(&[&one, &two])).unwrap();
    assert_eq!(store.change(&sync(&[&one, &two])).unwrap(), first, "nothing changed");
    store.change(&sync(&[&one])).unwrap();
    assert_eq!(names(&mut store), ["one"]);
    store.change(&sync(&[&one, &two])).unwrap();
    store.change(&Change::RevokeKey { id: one.id.clone(), at: NOW }).unwrap();
    store.change(&sync(&[&one, &two])).unwrap();
    assert_eq!(names(&mut store), ["two"]);
    let limit = Change::LimitKey { id: two.id, limits: Limits::default() };
    assert!(matches!(store.change(&limit), Err(StoreError::KeyOfConfig { .. })));
}

#[test]
fn a_secret_that_is_taken_is_refused_by_name() {
    let (_folder, mut store) = store();
    let own = config_key("pasted", "0123456789abcdef");
    let made = KeyRecord { id: "key_made".into(), origin: Origin::Store, name: "made".into(), ..own.clone() };
    store.change(&Change::CreateKey(Box::new(made))).unwrap();
    let sync = Change::SyncConfig { keys: vec![own], teams: Vec::new() };
    let refused = store.change(&sync).unwrap_err();
    assert!(refused.is_callers(), "{refused}");
    assert!(
        refused.to_string().contains("`pasted`") && refused.to_string().contains("`key_made`"),
        "{refused}"
    );
    assert_eq!(store.directory().unwrap().keys.len(), 1);
}

#[test]
fn a_team_of_the_configuration_is_changed_there() {
    let (_folder, mut store) = store();
    let team = |origin, rpm| TeamRecord {
        name: "t".into(),
        origin,
        created: NOW,
        limits: Limits { rpm: Some(rpm), ..Limits::default() },
    };
    let sync = |teams| Change::SyncConfig { keys: Vec::new(), teams };
    store.change(&sync(vec![team(Origin::Config, 1)])).unwrap();
    for change in [Change::PutTeam(team(Origin::Store, 9)), Change::DeleteTeam { name: "t".into() }] {
        assert!(matches!(store.change(&change), Err(StoreError::TeamOfConfig { .. })), "{change:?}");
    }
    // Once it stands there no more, it keeps its limits until somebody changes them.
    store.change(&sync(Vec::new())).unwrap();
    assert_eq!(store.directory().unwrap().teams[0].limits.rpm, Some(1));
    store.change(&Change::PutTeam(team(Origin::Store, 9))).unwrap();
    assert_eq!(store.directory().unwrap().teams[0].limits.rpm, Some(9));
}

#[test]
fn a_row_of_usage_is_counted_once() {
    let (_folder, mut store) = store();
    store.add_usage(&[usage("req_1", 100), usage("req_2", 20)]).unwrap();
    store.add_usage(&[usage("req_2", 20), usage("req_3", 3)]).unwrap();
    let rows = store.usage(&ALL).unwrap();
    assert_eq!(rows.len(), 3);
    let mut expected = usage("req_1", 100);
    expected.completion_tokens = i64::MAX.unsigned_abs();
    assert_eq!(rows[2], expected);
    let spending = store.spending(NOW).unwrap();
    assert_eq!(spending.len(), 10, "{spending:?}");
    assert!(spending.iter().all(|s| s.amount.nano() == 123));
    let team = Subject { kind: SubjectKind::Team, id: "t".into() };
    assert!(spending.iter().any(|s| s.subject == team));
    assert!(store.spending(NOW.plus_seconds(86_400 * 40)).unwrap().is_empty());
}

#[test]
fn usage_is_found_by_key_model_and_time() {
    let (_folder, mut store) = store();
    let mut other = usage("req_2", 1);
    other.key_id = Arc::from("key_2");
    other.time = NOW.plus_seconds(5);
    store.add_usage(&[usage("req_1", 1), other]).unwrap();
    let mut check = |query: UsageQuery, expected: &[&str]| {
        let found = store.usage(&query).unwrap();
        assert_eq!(found.iter().map(|r| r.request_id.as_ref()).collect::<Vec<_>>(), expected, "{query:?}");
    };
    check(ALL, &["req_2", "req_1"]);
    check(UsageQuery { limit: 1, ..ALL }, &["req_2"]);
    check(UsageQuery { key_id: Some("key_1".into()), ..ALL }, &["req_1"]);
    check(UsageQuery { model: Some("none".into()), ..ALL }, &[]);
    check(UsageQuery { since: Some(NOW.plus_seconds(1)), ..ALL }, &["req_2"]);
    assert_eq!(store.prune_usage(NOW.plus_seconds(1)).unwrap(), 1);
}

#[test]
fn a_file_that_is_no_store_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("g.db");
    std::fs::write(
        &path,
        "this is a text of more than a hundred bytes, which is what a header has".repeat(3),
    )
    .unwrap();
    assert!(matches!(Sqlite::open(&path), Err(StoreError::Open { .. })));
    let later = folder.path().join("later.db");
    Sqlite::open(&later).unwrap().connection().pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(Sqlite::open(&later), Err(StoreError::TooNew { found: 99, .. })));
}

#[test]
fn two_processes_see_each_other_s_changes() {
    let (folder, mut one) = store();
    let mut two = Sqlite::open(&folder.path().join("deep/er/g.db")).unwrap();
    let epoch = two.change(&Change::CreateKey(Box::new(key("k")))).unwrap();
    assert_eq!(one.epoch().unwrap(), epoch);
    assert_eq!(one.directory().unwrap().keys.len(), 1);
}

#[cfg(unix)]
#[test]
fn a_store_is_its_owner_s_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, mut store) = store();
    store.change(&Change::CreateKey(Box::new(key("k")))).unwrap();
    for entry in std::fs::read_dir(folder.path().join("deep/er")).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.path());
    }
}

#[test]
fn sums_that_are_too_large_stay_sums() {
    let (_folder, mut store) = store();
    store.add_usage(&[usage("req_1", i64::MAX)]).unwrap();
    store.add_usage(&[usage("req_2", i64::MAX)]).unwrap();
    let amounts = |store: &mut Sqlite| -> Vec<i64> {
        store.spending(NOW).unwrap().iter().map(|spent| spent.amount.nano()).collect()
    };
    assert_eq!(amounts(&mut store), [i64::MAX; 10]);
    // What an earlier version left behind.
    store.connection().execute("UPDATE spending SET nano = 1.8e19", []).unwrap();
    assert_eq!(amounts(&mut store), [i64::MAX; 10]);
    store.add_usage(&[usage("req_3", 1)]).unwrap();
    assert_eq!(amounts(&mut store), [i64::MAX; 10]);
}
