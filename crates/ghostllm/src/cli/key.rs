//! `ghostllm key`

use std::collections::BTreeMap;

use serde::Serialize;

use super::args::{Common, Key};
use super::directory::{change, failure, open};
use super::output::{self, Failure};
use crate::clock::{self, Moment};
use crate::config::Environment;
use crate::keys::{KeyRecord, Secret};
use crate::store::{Change, Store};

/// What is printed of a new secret.
#[derive(Serialize)]
struct Made<'k> {
    id: &'k str,
    key: &'k str,
}

pub(super) fn run(command: Key, environment: &Environment) -> Result<(), Failure> {
    match command {
        Key::Create { name, team, models, providers, expires, metadata, limits, common } => {
            let now = clock::now();
            let secret = Secret::generate().map_err(|error| Failure::environment(&error))?;
            let made = KeyRecord::new(&name, &secret, now).map_err(|error| Failure::environment(&error))?;
            let record = KeyRecord {
                team,
                models,
                providers,
                expires: expires.map(|text| future(&text, now)).transpose()?,
                metadata: notes(&metadata)?,
                limits: limits.limits(),
                ..made
            };
            change(&mut open(&common, environment)?, &Change::CreateKey(Box::new(record.clone())))?;
            print_made(&record.id, &secret, &common)
        }
        Key::List { all, common } => list(all, &common, environment),
        Key::Revoke { id, id_option, common } => {
            let id = id.or(id_option).unwrap_or_default();
            change(
                &mut open(&common, environment)?,
                &Change::RevokeKey { id: id.clone(), at: clock::now() },
            )?;
            if common.json {
                return output::json(&serde_json::json!({ "id": id, "revoked": true }));
            }
            output::line(format!("{id} is revoked"))
        }
        Key::Rotate { id, id_option, grace, common } => {
            let id = id.or(id_option).unwrap_or_default();
            let secret = Secret::generate().map_err(|error| Failure::environment(&error))?;
            let rotation = Change::RotateKey {
                id: id.clone(),
                prefix: secret.prefix(),
                hash: secret.hash(),
                previous_until: grace.map(|text| moment(&text, clock::now())).transpose()?,
            };
            change(&mut open(&common, environment)?, &rotation)?;
            print_made(&id, &secret, &common)
        }
    }
}

fn print_made(id: &str, secret: &Secret, common: &Common) -> Result<(), Failure> {
    let made = Made { id, key: secret.reveal() };
    if common.json {
        return output::json(&made);
    }
    output::line(format!("id:  {}\nkey: {}", made.id, made.key))?;
    output::note("The key is not shown again.");
    Ok(())
}

fn list(all: bool, common: &Common, environment: &Environment) -> Result<(), Failure> {
    let mut keys = open(common, environment)?.directory().map_err(|error| failure(&error))?.keys;
    keys.retain(|key| all || key.revoked.is_none());
    if common.json {
        return output::json(&keys);
    }
    let now = clock::now();
    let state = |key: &KeyRecord| match (key.revoked, key.is_live(now)) {
        (Some(_), _) => "revoked",
        (None, false) => "expired",
        (None, true) => "works",
    };
    let rows: Vec<Vec<String>> = keys
        .iter()
        .map(|key| {
            let limit = key.limits.rpm.map_or_else(|| "-".to_owned(), |rpm| rpm.to_string());
            let team = key.team.clone().unwrap_or_else(|| "-".to_owned());
            let cells = [&key.id, &key.name, &format!("{}…", key.prefix), &team, &limit];
            cells.into_iter().cloned().chain([state(key).to_owned(), key.created.to_string()]).collect()
        })
        .collect();
    output::table(&["ID", "NAME", "KEY", "TEAM", "RPM", "STATE", "CREATED"], &rows)
}

pub(super) fn moment(text: &str, now: Moment) -> Result<Moment, Failure> {
    Moment::parse(text, now).map_err(Failure::usage)
}

fn future(text: &str, now: Moment) -> Result<Moment, Failure> {
    let at = moment(text, now)?;
    if at <= now {
        return Err(Failure::usage(format!("`--expires {text}` has passed: the key would never work")));
    }
    Ok(at)
}

fn notes(pairs: &[String]) -> Result<BTreeMap<String, String>, Failure> {
    let pair = |text: &String| {
        let split = text.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
        split.ok_or_else(|| Failure::usage(format!("`{text}` is not NAME=VALUE")))
    };
    pairs.iter().map(pair).collect()
}
