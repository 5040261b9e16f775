//! Cargo's configuration files, as far as a build's result can be read off them.
//!
//! Cargo itself reads them again; here are only the questions that must be answered before or
//! after it runs (which rustc, which target by default, what a profile says about `strip`).

use camino::{Utf8Path, Utf8PathBuf};
use toml::{Table, Value};

use crate::request::Environment;

/// The configuration that holds in a folder.
#[derive(Debug, Default)]
pub(crate) struct Config {
    /// Nearest first.
    pub(crate) tables: Vec<(Utf8PathBuf, Table)>,
    /// Every file that was read or looked for, nearest first.
    pub(crate) candidates: Vec<Utf8PathBuf>,
}

impl Config {
    /// Reads the files that cargo reads when it runs in `folder`. A file that is not TOML is left
    /// to cargo to complain about.
    pub(crate) fn read(env: &Environment, folder: &Utf8Path) -> Self {
        let mut config = Self::default();
        let mut places: Vec<Utf8PathBuf> = folder.ancestors().map(|folder| folder.join(".cargo")).collect();
        places.extend(cargo_home(env));
        for place in places {
            // The name without an ending wins where both are there (cargo's own order).
            for name in ["config", "config.toml"] {
                config.add(&place.join(name), INCLUDE_DEPTH_MAX);
            }
        }
        config
    }

    fn add(&mut self, path: &Utf8Path, depth: usize) {
        if self.candidates.iter().any(|known| known == path) {
            return;
        }
        let text = std::fs::read_to_string(path);
        self.candidates.push(path.to_owned());
        let Some(table) = text.ok().and_then(|text| text.parse::<Table>().ok()) else { return };
        let included = table.get("include").map(included).unwrap_or_default();
        self.tables.push((path.to_owned(), table));
        if depth > 0 {
            for file in included {
                self.add(&path.parent().unwrap_or(path).join(file), depth - 1);
            }
        }
    }

    /// The value of a key: from the environment (`CARGO_BUILD_TARGET` for `build.target`), else
    /// from the nearest file that has it.
    pub(crate) fn text(&self, env: &Environment, key: &[&str]) -> Option<String> {
        let name = format!("CARGO_{}", key.join("_").to_uppercase().replace(['-', '.'], "_"));
        if let Some(value) = env.var(&name) {
            return Some(value.to_owned());
        }
        self.tables.iter().find_map(|(_, table)| find(table, key)).map(plain)
    }
}

impl Config {
    /// The words of a key: from the environment, else from every file that has it.
    pub(crate) fn list(&self, env: &Environment, key: &[&str]) -> Vec<String> {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let name = format!("CARGO_{}", key.join("_").to_uppercase().replace(['-', '.'], "_"));
        if let Some(value) = env.var(&name) {
            return words(value);
        }
        let found = self.tables.iter().rev().filter_map(|(_, table)| find(table, key));
        let each = |value: &Value| match value {
            Value::Array(values) => {
                values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect()
            }
            single => single.as_str().map(words).unwrap_or_default(),
        };
        found.flat_map(each).collect()
    }
}

/// Deepest chain of `include`s that is followed.
const INCLUDE_DEPTH_MAX: usize = 8;

fn included(value: &Value) -> Vec<String> {
    let path = |value: &Value| match value {
        Value::String(path) => Some(path.clone()),
        Value::Table(table) => table.get("path").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    };
    match value {
        Value::Array(values) => values.iter().filter_map(path).collect(),
        single => path(single).into_iter().collect(),
    }
}

/// The value at a path of keys.
pub(crate) fn find<'a>(table: &'a Table, key: &[&str]) -> Option<&'a Value> {
    let (last, parents) = key.split_last()?;
    let mut at = table;
    for parent in parents {
        at = at.get(*parent)?.as_table()?;
    }
    at.get(*last)
}

/// A plain value as the environment would spell it.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Cargo's home folder.
pub(crate) fn cargo_home(env: &Environment) -> Option<Utf8PathBuf> {
    let home = env.var("CARGO_HOME").map(Utf8PathBuf::from);
    home.or_else(|| {
        env.var("HOME").or_else(|| env.var("USERPROFILE")).map(|home| Utf8Path::new(home).join(".cargo"))
    })
    .map(|home| env.absolute(&home))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_environment_wins_then_the_nearest_file() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap().canonicalize_utf8().unwrap();
        let inner = root.join("a/b");
        fs::create_dir_all(inner.join(".cargo")).unwrap();
        fs::create_dir_all(root.join(".cargo")).unwrap();
        fs::write(inner.join(".cargo/config.toml"), "include = ['more.toml']\nprofile.release.strip = true")
            .unwrap();
        fs::write(inner.join(".cargo/more.toml"), "build.rustc = 'mine'").unwrap();
        fs::write(root.join(".cargo/config.toml"), "build.target = 'far'\nprofile.release.strip = 'none'")
            .unwrap();

        let mut env = Environment::new([("HOME".into(), root.join("home").into())], &root);
        let config = Config::read(&env, &inner);
        let text = |env: &Environment, key: &[&str]| config.text(env, key);
        assert_eq!(text(&env, &["build", "target"]).as_deref(), Some("far"));
        assert_eq!(text(&env, &["build", "rustc"]).as_deref(), Some("mine"));
        assert_eq!(text(&env, &["profile", "release", "strip"]).as_deref(), Some("true"));
        assert_eq!(text(&env, &["build", "jobs"]), None);
        env.set("CARGO_BUILD_TARGET", "near");
        assert_eq!(text(&env, &["build", "target"]).as_deref(), Some("near"));
        assert!(config.candidates.contains(&root.join("home/.cargo/config.toml")));
        assert!(config.candidates.contains(&inner.join(".cargo/more.toml")));
    }
}
