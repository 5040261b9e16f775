//! Which settings of the user go along: variables that decide what cargo does, and where registries are.

use std::collections::BTreeMap;

use camino::Utf8Path;
use toml::{Table, Value};

use crate::cargo::Config;
use crate::request::Environment;
use crate::snapshot::family;

/// Variables that are another thing on each machine and decide nothing beyond that, by how they begin.
const OF_A_MACHINE: &[&str] = &["CARGO_HOME", "RUSTUP_"];
/// Variables that name programs of this machine, by a part.
const PROGRAMS: &[&str] = &["RUSTC", "_LINKER", "RUSTDOC", "_RUNNER"];
/// Variables that cargo and zbuild set themselves, whatever the user's say, for a crate and its build script alike, by
/// how they begin.
const OWN: &[&str] = &[
    "CARGO_BIN_",
    "CARGO_CFG_",
    "CARGO_CRATE_NAME",
    "CARGO_FEATURE_",
    "CARGO_MANIFEST_",
    "CARGO_PKG_",
    "CARGO_PRIMARY_PACKAGE",
    "OUT_DIR",
    "ZBUILD",
];
/// Variables that cargo sets for a build script alone: a crate would get the user's.
const OF_SCRIPTS: &[&str] = &[
    "CARGO",
    "CARGO_ENCODED_RUSTFLAGS",
    "DEBUG",
    "HOST",
    "NUM_JOBS",
    "OPT_LEVEL",
    "PROFILE",
    "RUSTC",
    "RUSTC_LINKER",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTC_WRAPPER",
    "RUSTDOC",
    "TARGET",
];
/// Variables that are another thing on the other machine, where they are always set.
const SET_THERE: &[&str] =
    &["CARGO_HOME", "HOME", "PATH", "TMPDIR", "ZIG_GLOBAL_CACHE_DIR", "ZIG_LOCAL_CACHE_DIR"];

/// Tables of cargo's configuration that change nothing in what is built.
const SILENT: &[&str] = &[
    "alias",
    "cache",
    "cargo-new",
    "credential-alias",
    "doc",
    "future-incompat-report",
    "http",
    "install",
    "net",
    "registry",
    "resolver",
    "term",
];

/// The variables that go along.
pub(super) fn variables(env: &Environment) -> Result<BTreeMap<String, String>, String> {
    let mut variables = BTreeMap::new();
    for (name, value) in family(env) {
        let (Some(name), Some(value)) = (name.to_str(), value.to_str()) else {
            return Err("a variable of cargo's or rustc's is not UTF-8".to_owned());
        };
        if name == "CARGO" || OF_A_MACHINE.iter().any(|begins| name.starts_with(begins)) {
            continue;
        }
        if PROGRAMS.iter().any(|part| name.contains(part)) && !name.ends_with("RUSTFLAGS") {
            return Err(format!("the variable {name} names a program of this machine"));
        }
        variables.insert(name.to_owned(), value.to_owned());
    }
    Ok(variables)
}

/// Whether a variable has the same value for a crate there as it has here, where `sent` goes along.
pub(super) fn is_same_there(name: &str, env: &Environment, sent: &BTreeMap<String, String>) -> bool {
    let linker = name.starts_with("CARGO_TARGET_") && name.ends_with("_LINKER");
    let same = env.var(name) == sent.get(name).map(String::as_str);
    OWN.iter().any(|begins| name.starts_with(begins)) || (same && !linker && !SET_THERE.contains(&name))
}

/// The same for a build script.
pub(super) fn is_same_for_scripts(name: &str, env: &Environment, sent: &BTreeMap<String, String>) -> bool {
    OF_SCRIPTS.contains(&name) || is_same_there(name, env, sent)
}

/// Cargo's configuration for the other machine: of files outside of the workspace, where registries are. Those
/// inside are sources.
pub(super) fn cargo_config(config: &Config, root: &Utf8Path) -> Result<String, String> {
    let mut sent = Table::new();
    for (path, table) in &config.tables {
        if let Some(key) = secret(table) {
            return Err(format!("{path} has `{key}`, which is not sent"));
        }
        if path.starts_with(root) {
            continue;
        }
        for (key, value) in table {
            match key.as_str() {
                "source" => add(&mut sent, "source", value, source)?,
                "registries" => add(&mut sent, "registries", value, |_, _| Ok(()))?,
                silent if SILENT.contains(&silent) => {}
                other => return Err(format!("{path} has `{other}`, which is not sent")),
            }
        }
    }
    check_addresses(&Value::Table(sent.clone()))?;
    toml::to_string(&sent).map_err(|error| format!("cargo's configuration cannot be written: {error}"))
}

/// Keys of secrets.
const SECRETS: &[&str] = &["token", "secret-key", "credential-provider"];

fn secret(table: &Table) -> Option<&str> {
    table.iter().find_map(|(key, value)| match value {
        Value::Table(below) => secret(below),
        _ => SECRETS.contains(&key.as_str()).then_some(key.as_str()),
    })
}

/// Adds what is not there yet: nearer files come first.
fn add(
    sent: &mut Table,
    key: &str,
    value: &Value,
    check: fn(&str, &Table) -> Result<(), String>,
) -> Result<(), String> {
    let slot = sent.entry(key).or_insert_with(|| Value::Table(Table::new()));
    let (Some(slot), Some(value)) = (slot.as_table_mut(), value.as_table()) else { return Ok(()) };
    for (name, value) in value {
        let Some(value) = value.as_table() else { continue };
        check(name, value)?;
        let known = slot.entry(name.as_str()).or_insert_with(|| Value::Table(Table::new()));
        let Some(known) = known.as_table_mut() else { continue };
        for (key, value) in value {
            known.entry(key.as_str()).or_insert_with(|| value.clone());
        }
    }
    Ok(())
}

fn source(name: &str, table: &Table) -> Result<(), String> {
    let local = ["directory", "local-registry"].iter().any(|key| table.contains_key(*key));
    if local { Err(format!("the packages of `{name}` are in a folder of this machine")) } else { Ok(()) }
}

/// No address may have a name and a password in it.
fn check_addresses(value: &Value) -> Result<(), String> {
    match value {
        Value::Table(table) => table.values().try_for_each(check_addresses),
        Value::String(text) => {
            let host = text.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or(rest));
            if host.contains('@') { Err("a registry's address has a name in it".to_owned()) } else { Ok(()) }
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn config_of(text: &str) -> Result<String, String> {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap().canonicalize_utf8().unwrap();
        let inner = root.join("workspace");
        for place in [root.join(".cargo"), inner.join(".cargo")] {
            fs::create_dir_all(place).unwrap();
        }
        fs::write(root.join(".cargo/config.toml"), text).unwrap();
        fs::write(inner.join(".cargo/config.toml"), "[build]\nrustflags = ['-Cdebuginfo=1']\n").unwrap();
        let env = Environment::new([("HOME".into(), root.join("home").into())], &root);
        cargo_config(&Config::read(&env, &inner), &inner)
    }

    #[test]
    fn where_registries_are_goes_along_and_nothing_secret() {
        let check = |text: &str, expected: Result<&str, &str>| {
            let found = config_of(text);
            match (&found, expected) {
                (Ok(found), Ok(expected)) => assert_eq!(found, expected, "{text}"),
                (Err(found), Err(expected)) => assert!(found.contains(expected), "{text}: {found}"),
                _ => panic!("{text}: {found:?}"),
            }
        };
        check("[net]\nretry = 3\n[term]\nverbose = true\n", Ok(""));
        let mirror = "[source.crates-io]\nreplace-with = \"mirror\"\n\n\
                      [source.mirror]\nregistry = \"sparse+https://mirror.example/\"\n";
        check(mirror, Ok(mirror));
        check("[registries.own]\nindex = 'sparse+https://x.example/'\ntoken = 'secret'\n", Err("`token`"));
        check("[registries.own]\nindex = 'https://me:word@x.example/'\n", Err("has a name in it"));
        check(
            "[source.crates-io]\nreplace-with = 'v'\n[source.v]\ndirectory = '/v'\n",
            Err("`v` are in a folder"),
        );
        check("[build]\nrustc-wrapper = 'sccache'\n", Err("has `build`, which is not sent"));
    }

    #[test]
    fn what_is_another_value_there_is_known() {
        let vars = [("HOME", "/h"), ("DEBUG", "1"), ("RUSTFLAGS", "-g"), ("OWN", "x"), ("OUT_DIR", "/o")];
        let env = Environment::new(vars.map(|(name, value)| (name.into(), value.into())), "/w");
        let sent = variables(&env).unwrap();
        let check = |name: &str, expected: (bool, bool)| {
            let found = (is_same_there(name, &env, &sent), is_same_for_scripts(name, &env, &sent));
            assert_eq!(found, expected, "{name}");
        };
        check("HOME", (false, false));
        check("TMPDIR", (false, false));
        check("OWN", (false, false));
        check("DEBUG", (false, true));
        check("TARGET", (true, true));
        check("RUSTFLAGS", (true, true));
        check("NEVER_SET", (true, true));
        check("OUT_DIR", (true, true));
        check("CARGO_PKG_VERSION", (true, true));
    }

    #[test]
    fn variables_that_decide_go_along() {
        let of = |pairs: &[(&str, &str)]| {
            let pairs = pairs.iter().map(|(name, value)| ((*name).into(), (*value).into()));
            variables(&Environment::new(pairs, "/w"))
        };
        let sent = of(&[
            ("RUSTFLAGS", "-Copt-level=1"),
            ("CARGO_PROFILE_RELEASE_STRIP", "debuginfo"),
            ("CARGO_HOME", "/h"),
            ("RUSTUP_TOOLCHAIN", "stable"),
            ("CARGO_REGISTRY_TOKEN", "secret"),
            ("CARGO_REGISTRIES_OWN_TOKEN", "secret"),
            ("SECRET", "secret"),
        ]);
        let names: Vec<String> = sent.unwrap().into_keys().collect();
        assert_eq!(names, ["CARGO_PROFILE_RELEASE_STRIP", "RUSTFLAGS"]);
        assert!(of(&[("RUSTC_WRAPPER", "sccache")]).unwrap_err().contains("RUSTC_WRAPPER"));
        assert!(of(&[("CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER", "clang")]).is_err());
    }
}
