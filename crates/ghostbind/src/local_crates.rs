//! A crate and those that it depends on by path, as their Cargo.toml files say it: enough to know which files are
//! theirs and which packages they are built from, without starting cargo.

use std::collections::BTreeSet;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};

use crate::layout::normalize;

/// A crate in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalCrate {
    /// Its Cargo.toml, absolute.
    pub manifest: Utf8PathBuf,
    /// Its package's name.
    pub package: String,
    /// Packages that it is built from: not what only its tests, examples and benchmarks use.
    pub needs: BTreeSet<String>,
    /// The Cargo.toml of the workspace that it takes keys from.
    pub workspace: Option<Utf8PathBuf>,
}

/// A crate, and every one that it is built from and that lies in a folder.
#[must_use]
pub fn local_crates(manifest: &Utf8Path) -> Vec<LocalCrate> {
    let mut open = vec![manifest.to_owned()];
    let mut found: Vec<LocalCrate> = Vec::new();
    while let Some(manifest) = open.pop() {
        if found.iter().any(|known| known.manifest == manifest) {
            continue;
        }
        let Some(table) = read(&manifest) else { continue };
        let folder = manifest.parent().unwrap_or(&manifest).to_owned();
        let workspace = workspace(&table, &folder);
        let mut needs = BTreeSet::new();
        for (name, value) in dependencies(&table) {
            let inherits = value.get("workspace").and_then(toml::Value::as_bool) == Some(true);
            let shared = workspace.as_ref().filter(|_| inherits);
            let (value, folder) = match shared {
                Some((path, table)) => (
                    table.get("workspace").and_then(|w| w.get("dependencies")?.get(name)),
                    path.parent().unwrap_or(path),
                ),
                None => (Some(value), folder.as_path()),
            };
            let text = |key: &str| value.and_then(|value| value.get(key)?.as_str());
            needs.insert(text("package").unwrap_or(name).to_owned());
            open.extend(text("path").map(|path| normalize(&folder.join(path)).join("Cargo.toml")));
        }
        let package = table.get("package").and_then(|p| p.get("name")?.as_str()).unwrap_or_default();
        found.push(LocalCrate {
            package: package.to_owned(),
            needs,
            workspace: workspace.map(|(path, _)| path),
            manifest,
        });
    }
    found
}

fn read(manifest: &Utf8Path) -> Option<toml::Table> {
    toml::from_str(&fs::read_to_string(manifest).ok()?).ok()
}

/// What a package is built from, and what builds it.
fn dependencies(table: &toml::Table) -> impl Iterator<Item = (&str, &toml::Value)> {
    let targets =
        table.get("target").and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::values);
    std::iter::once(table)
        .chain(targets.filter_map(toml::Value::as_table))
        .flat_map(|table| [table.get("dependencies"), table.get("build-dependencies")])
        .flatten()
        .filter_map(toml::Value::as_table)
        .flatten()
        .map(|(name, value)| (name.as_str(), value))
}

/// The workspace of a package: where it says, else the nearest above.
fn workspace(table: &toml::Table, folder: &Utf8Path) -> Option<(Utf8PathBuf, toml::Table)> {
    let named = table.get("package").and_then(|package| package.get("workspace")?.as_str());
    if let Some(named) = named {
        let path = normalize(&folder.join(named)).join("Cargo.toml");
        return read(&path).map(|table| (path, table));
    }
    folder.ancestors().map(|folder| folder.join("Cargo.toml")).find_map(|path| {
        let table = read(&path)?;
        table.contains_key("workspace").then_some((path, table))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_followed_and_tests_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        let write = |path: &str, text: &str| {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), text).unwrap();
        };
        write(
            "Cargo.toml",
            "[workspace]\nmembers = [\"*\"]\n[workspace.dependencies]\nshared = { path = \"shared\", package = \"shared-parts\" }\n",
        );
        write(
            "a/Cargo.toml",
            "[package]\nname = \"a\"\n[dependencies]\nserde = \"1\"\nshared.workspace = true\n[build-dependencies]\ncc = \"1\"\n\
             [dev-dependencies]\nproptest = \"1\"\ntested = { path = \"../tested\" }\n[target.'cfg(unix)'.dependencies]\nb = { path = \"../b\" }\n",
        );
        write("b/Cargo.toml", "[package]\nname = \"b\"\n[dependencies]\na = { path = \"../a\" }\n");
        write("shared/Cargo.toml", "[package]\nname = \"shared-parts\"\n");
        let mut found = local_crates(&root.join("a/Cargo.toml"));
        found.sort_by(|a, b| a.package.cmp(&b.package));
        let names: Vec<&str> = found.iter().map(|krate| krate.package.as_str()).collect();
        assert_eq!(names, ["a", "b", "shared-parts"]);
        let needs: Vec<&str> = found[0].needs.iter().map(String::as_str).collect();
        assert_eq!(needs, ["b", "cc", "serde", "shared-parts"]);
        assert_eq!(found[0].workspace.as_deref(), Some(root.join("Cargo.toml").as_path()));
        assert!(local_crates(&root.join("none/Cargo.toml")).is_empty());
    }
}
