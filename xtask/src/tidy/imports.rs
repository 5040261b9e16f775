//! Who may import whom: the table of `ARCHITECTURE.md` against `cargo metadata`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use camino::Utf8Path;
use cargo_metadata::{Dependency, DependencyKind, Metadata, Package};

use super::members;

/// Where tokio may appear. In the engine it is behind the feature `remote`.
const MAY_USE_TOKIO: [&str; 5] = ["ghostllm", "ghostllm-client", "zeke-core", "zeke", "zbuild-engine"];

/// Where clap may appear; in crates that are library and binary it is optional, behind `cli`.
const MAY_USE_CLAP: [&str; 4] = ["ghostbind", "zbuild", "ghostllm", "zeke"];

/// Packages that hold no product code and may import any crate of the workspace.
const FREE: [&str; 1] = ["xtask"];

pub(super) fn check(root: &Utf8Path, metadata: &Metadata) -> Vec<String> {
    let map = fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap_or_default();
    let table = allowed_edges(&map);
    let names: BTreeSet<&str> = members(metadata).map(|package| package.name.as_str()).collect();
    let mut wrong = Vec::new();
    for package in members(metadata).filter(|package| !FREE.contains(&package.name.as_str())) {
        let Some(allowed) = table.get(package.name.as_str()) else {
            wrong.push(format!("ARCHITECTURE.md: the table of imports has no row for `{}`", package.name));
            continue;
        };
        for dependency in &package.dependencies {
            check_dependency(package, dependency, allowed, &names, &mut wrong);
        }
        check_manifest(package, &mut wrong);
    }
    wrong
}

fn check_dependency(
    package: &Package,
    dependency: &Dependency,
    allowed: &BTreeSet<String>,
    ours: &BTreeSet<&str>,
    wrong: &mut Vec<String>,
) {
    let (from, to) = (package.name.as_str(), dependency.name.as_str());
    let manifest = &package.manifest_path;
    // Tests may reach further than the product: they are nobody's dependency.
    if dependency.kind == DependencyKind::Development {
        return;
    }
    if ours.contains(to) && !allowed.contains(to) {
        wrong.push(format!("{manifest}: `{from}` must not import `{to}` (table in ARCHITECTURE.md)"));
    }
    if to == "tokio" && !MAY_USE_TOKIO.contains(&from) {
        wrong.push(format!("{manifest}: tokio has no place in `{from}`"));
    }
    if to == "tokio" && from == "zbuild-engine" && !dependency.optional {
        wrong.push(format!("{manifest}: tokio must be optional, behind the feature `remote`"));
    }
    if to.starts_with("clap") && !MAY_USE_CLAP.contains(&from) {
        wrong.push(format!("{manifest}: clap has no place in `{from}`"));
    }
    let is_library = package.targets.iter().any(cargo_metadata::Target::is_lib);
    if to.starts_with("clap") && is_library && !dependency.optional {
        wrong.push(format!("{manifest}: clap must be optional, behind the feature `cli`"));
    }
}

fn check_manifest(package: &Package, wrong: &mut Vec<String>) {
    let manifest = &package.manifest_path;
    let text = fs::read_to_string(manifest).unwrap_or_default();
    if !text.contains("[lints]\nworkspace = true") {
        wrong.push(format!("{manifest}: takes the workspace's lints with `[lints] workspace = true`"));
    }
    if package.description.is_none() {
        wrong.push(format!("{manifest}: has no description"));
    }
}

/// Rows `| `crate` | `a`, `b` |` of the first table in the code map.
fn allowed_edges(map: &str) -> BTreeMap<String, BTreeSet<String>> {
    map.lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix('|')?.split('|');
            let name = code_words(cells.next()?).next()?;
            Some((name, code_words(cells.next()?).collect()))
        })
        .collect()
}

/// Words between backticks.
fn code_words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split('`').skip(1).step_by(2).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::allowed_edges;

    #[test]
    fn the_table_is_read_from_the_code_map() {
        let table =
            allowed_edges("text\n| crate | may import |\n|---|---|\n| `a` | `b`, `c` |\n| `b` | nothing |\n");
        assert_eq!(table["a"].iter().map(String::as_str).collect::<Vec<_>>(), ["b", "c"]);
        assert!(table["b"].is_empty());
        assert_eq!(table.len(), 2);
    }
}
