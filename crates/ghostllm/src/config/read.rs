//! Text -> [`Config`]: parse, complete from the environment, hold to the schema, deserialise, check references.
//! Reports all that is wrong, each with its place.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::check::{self, Fault, Step};
use super::interpolate::{Missing, interpolate};
use super::{Config, Store, schema};
use crate::providers;

/// The environment, as it was at the top of the program.
pub type Environment = BTreeMap<String, String>;

/// One thing that is wrong with a configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

/// A configuration file that cannot be used, with every reason.
#[derive(Debug, thiserror::Error)]
pub struct ConfigError {
    /// The file, as it was named.
    pub file: String,
    /// What is wrong with it, in the order of the file; never empty.
    pub diagnostics: Vec<Diagnostic>,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, d) in self.diagnostics.iter().enumerate() {
            if at > 0 {
                writeln!(f)?;
            }
            write!(f, "{}:{}:{}: {}", self.file, d.line, d.column, d.message)?;
            if let Some(hint) = &d.hint {
                write!(f, " ({hint})")?;
            }
        }
        Ok(())
    }
}

/// Reads the configuration `text` of `file`.
pub fn read(text: &str, file: &str, environment: &Environment) -> Result<Config, ConfigError> {
    let failed = |faults: Vec<Fault>| ConfigError { file: file.to_owned(), diagnostics: place(text, faults) };
    let (mut table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(failed(errors.iter().map(from_toml).collect()));
    }
    let mut faults = Vec::new();
    for (_, value) in table.get_mut().iter_mut() {
        complete(value, environment, &mut faults);
    }
    faults.extend(check::check(&table, &schema()));
    if !faults.is_empty() {
        return Err(failed(faults));
    }
    let root = Spanned::new(table.span(), DeValue::Table(table.get_ref().clone()));
    let config =
        Config::deserialize(ValueDeserializer::from(root)).map_err(|e| failed(vec![from_toml(&e)]))?;
    let faults = references(&config, &table);
    if faults.is_empty() { Ok(config) } else { Err(failed(faults)) }
}

/// Reads the `[store]` of a configuration, and nothing else of it.
pub fn read_store(text: &str, file: &str, environment: &Environment) -> Result<Store, ConfigError> {
    let failed = |faults: Vec<Fault>| ConfigError { file: file.to_owned(), diagnostics: place(text, faults) };
    let table = DeTable::parse(text).map_err(|error| failed(vec![from_toml(&error)]))?;
    let Some(mut store) = table.get_ref().get("store").cloned() else { return Ok(Store::default()) };
    let mut faults = Vec::new();
    complete(&mut store, environment, &mut faults);
    let mut alone = DeTable::new();
    alone.insert(Spanned::new(store.span(), "store".into()), store.clone());
    faults.extend(check::check(&Spanned::new(table.span(), alone), &schema()));
    if !faults.is_empty() {
        return Err(failed(faults));
    }
    Store::deserialize(ValueDeserializer::from(store)).map_err(|error| failed(vec![from_toml(&error)]))
}

fn complete(value: &mut Spanned<DeValue<'_>>, environment: &Environment, faults: &mut Vec<Fault>) {
    let span = value.span();
    match value.get_mut() {
        DeValue::String(text) => match interpolate(text, environment) {
            Ok(None) => {}
            Ok(Some(completed)) => *text = completed.into(),
            Err(missing) => faults.push(missing_fault(span, &missing)),
        },
        DeValue::Array(items) => {
            for item in items.iter_mut() {
                complete(item, environment, faults);
            }
        }
        DeValue::Table(table) => {
            for (_, inner) in table.iter_mut() {
                complete(inner, environment, faults);
            }
        }
        _ => {}
    }
}

fn missing_fault(span: Range<usize>, missing: &Missing) -> Fault {
    match missing {
        Missing::Variable(name) => Fault {
            span,
            message: format!("the environment variable `{name}` is not set"),
            hint: Some(format!("set it, or give a default: ${{{name}:-…}}")),
        },
        Missing::Unclosed => Fault {
            span,
            message: "`${` has no `}`".to_owned(),
            hint: Some("a dollar sign that means itself is written `$$`".to_owned()),
        },
    }
}

/// What only the whole file can tell: names that must exist, be unique, or be of a form.
fn references(config: &Config, table: &Spanned<DeTable<'_>>) -> Vec<Fault> {
    let mut found = References { table, faults: Vec::new() };
    found.server(config);
    if let Some(problem) = config.telemetry.otlp_endpoint.as_deref().and_then(providers::url_problem) {
        let hint = Some("write http://HOST:PORT or https://HOST".to_owned());
        found.add(&path(&["telemetry", "otlp_endpoint"]), problem, hint);
    }
    for (name, provider) in &config.providers {
        let at = |key: &str| path(&["providers", name, key]);
        let kind = provider.kind.as_deref().unwrap_or(name);
        let known = providers::kind(kind);
        if known.is_none() {
            let place = if provider.kind.is_some() { at("kind") } else { path(&["providers", name]) };
            let names = providers::KINDS.iter().map(|k| k.name);
            found.unknown(&place, "kind of provider", kind, names);
        }
        let is_placed = |k: &providers::Kind| {
            k.base_url.is_some() || matches!(k.family, providers::Family::Vertex | providers::Family::Bedrock)
        };
        if known.is_some_and(|k| !is_placed(k)) && provider.base_url.is_none() {
            let message = format!("providers of kind `{kind}` need a `base_url`");
            found.add(&path(&["providers", name]), message, None);
        }
        if let Some(problem) = provider.base_url.as_deref().and_then(providers::url_problem) {
            found.add(&at("base_url"), problem, Some("write http://HOST:PORT or https://HOST".to_owned()));
        }
    }
    let models: HashSet<&str> = config.models.iter().map(|m| m.name.as_str()).collect();
    for (index, model) in config.models.iter().enumerate() {
        if !config.providers.contains_key(&model.provider) {
            let names = config.providers.keys().map(String::as_str);
            found.unknown(&item("models", index, "provider"), "provider", &model.provider, names);
        }
        for fallback in model.fallbacks.iter().filter(|f| !models.contains(f.as_str())) {
            let names = models.iter().copied();
            found.unknown(&item("models", index, "fallbacks"), "model", fallback, names);
        }
    }
    found.names("keys", "key", config.keys.iter().map(|key| &key.name));
    found.names("teams", "team", config.teams.iter().map(|team| &team.name));
    found.names("models", "model", config.models.iter().map(|model| &model.name));
    found.keys(config);
    found.faults.sort_by_key(|fault| fault.span.start);
    found.faults
}

struct References<'t, 'i> {
    table: &'t Spanned<DeTable<'i>>,
    faults: Vec<Fault>,
}

impl References<'_, '_> {
    fn add(&mut self, path: &[Step], message: String, hint: Option<String>) {
        self.faults.push(Fault { span: check::locate(self.table, path), message, hint });
    }

    fn unknown<'n>(
        &mut self,
        path: &[Step],
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'n str> + Clone,
    ) {
        let names: Vec<&str> = known.clone().collect();
        let hint = match check::nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None if names.is_empty() => format!("no {what} is defined"),
            None => format!("known: {}", names.join(", ")),
        };
        self.add(path, format!("there is no {what} `{name}`"), Some(hint));
    }

    fn server(&mut self, config: &Config) {
        let server = &config.server;
        if server.listen.is_some() && (server.host.is_some() || server.port.is_some()) {
            let message = "`listen` says it all: `host` and `port` cannot stand beside it".to_owned();
            self.add(&path(&["server", "listen"]), message, None);
        }
        let listen = ["listen", "host", "admin_listen"].into_iter().zip([
            server.listen.clone(),
            server.host.is_some().then(|| server.address()),
            server.admin_listen.clone(),
        ]);
        for (key, address) in listen.filter_map(|(key, address)| Some((key, address?))) {
            if !is_address(&address) {
                let hint = if address.contains('%') {
                    "a zone is the interface's number, as [fe80::1%2]:4000; `ip link` says it"
                } else {
                    "write HOST:PORT, as 127.0.0.1:4000 or [::1]:4000"
                };
                let problem = format!("`{address}` is no address to listen on");
                self.add(&path(&["server", key]), problem, Some(hint.to_owned()));
            }
        }
        if server.admin_listen.is_some() && server.admin_token.as_deref().unwrap_or_default().len() < 16 {
            let message = "`admin_listen` needs an `admin_token` of at least 16 characters".to_owned();
            let hint = Some("admin_token = \"${GHOSTLLM_ADMIN_TOKEN}\"".to_owned());
            self.add(&path(&["server", "admin_listen"]), message, hint);
        }
        if server.admin_listen.as_ref().is_some_and(|a| *a == server.address() && !a.ends_with(":0")) {
            let message = "`admin_listen` must not be the address of clients".to_owned();
            self.add(&path(&["server", "admin_listen"]), message, None);
        }
    }

    fn names<'n>(&mut self, list: &str, what: &str, names: impl Iterator<Item = &'n String>) {
        for (index, _) in names.enumerate().filter(|(_, name)| name.trim().is_empty()) {
            self.add(&item(list, index, "name"), format!("a {what} needs a name"), None);
        }
    }

    fn keys(&mut self, config: &Config) {
        let (mut names, mut secrets) = (HashSet::new(), HashSet::new());
        let teams: HashSet<&str> = config.teams.iter().map(|t| t.name.as_str()).collect();
        for (index, key) in config.keys.iter().enumerate() {
            if !names.insert(&key.name) {
                self.add(&item("keys", index, "name"), format!("a second key named `{}`", key.name), None);
            }
            if !secrets.insert(&key.key) {
                let message = format!("`{}` is not the first key with this secret", key.name);
                let hint = "two keys need two secrets, or nobody knows whose limits count".to_owned();
                self.add(&item("keys", index, "key"), message, Some(hint));
            }
            if key.key.len() < KEY_LENGTH_MIN {
                let message =
                    format!("the key is shorter than {KEY_LENGTH_MIN} characters and can be guessed");
                self.add(&item("keys", index, "key"), message, None);
            }
            if let Some(team) = key.team.as_deref().filter(|t| !teams.contains(t)) {
                self.unknown(&item("keys", index, "team"), "team", team, teams.iter().copied());
            }
            if let Some(text) = key.expires.as_deref().filter(|text| crate::clock::Moment::at(text).is_err())
            {
                let hint =
                    "write 2027-01-31 or 2027-01-31T12:00:00Z; a span would begin anew with each start";
                let message = format!("`{text}` is not a date");
                self.add(&item("keys", index, "expires"), message, Some(hint.to_owned()));
            }
        }
    }
}

/// Whether a server can listen there, as far as its spelling says.
fn is_address(text: &str) -> bool {
    let Some((host, port)) = text.rsplit_once(':') else { return false };
    if host.starts_with('[') {
        return text.parse::<std::net::SocketAddrV6>().is_ok();
    }
    let is_host = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b));
    is_host && port.parse::<u16>().is_ok() && port.bytes().all(|b| b.is_ascii_digit())
}

/// A shorter secret can be found by trying.
const KEY_LENGTH_MIN: usize = 16;

fn path(keys: &[&str]) -> Vec<Step> {
    keys.iter().map(|key| Step::Key((*key).to_owned())).collect()
}

fn item(list: &str, index: usize, key: &str) -> Vec<Step> {
    vec![Step::Key(list.to_owned()), Step::Index(index), Step::Key(key.to_owned())]
}

fn from_toml(error: &toml::de::Error) -> Fault {
    Fault { span: error.span().unwrap_or(0..0), message: error.message().to_owned(), hint: None }
}

fn place(text: &str, faults: Vec<Fault>) -> Vec<Diagnostic> {
    let at = |offset: usize| {
        let before = text.get(..offset).unwrap_or(text);
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        (line, before[start..].trim_start_matches('\u{feff}').chars().count() + 1)
    };
    faults
        .into_iter()
        .map(|fault| {
            let (line, column) = at(fault.span.start);
            Diagnostic { line, column, message: fault.message, hint: fault.hint }
        })
        .collect()
}

#[cfg(test)]
mod tests;
