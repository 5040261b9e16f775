//! The little of a Cargo.toml that must be known before cargo runs: names, kinds and features.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use serde::Deserialize;

use crate::config::CrateType;
use crate::diagnostic::{Diagnostic, Place, SourceFile};

/// What a Cargo.toml says about its package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrateManifest {
    /// The file, absolute.
    pub path: Utf8PathBuf,
    /// The package's name.
    pub package: String,
    /// The library's name, which its files are named by.
    pub library: String,
    /// Kinds of library that it declares and Zig can link.
    pub crate_types: Vec<CrateType>,
    /// Whether it has a library, as far as files and keys show.
    pub has_library: bool,
    /// Its programs, as far as files and keys show, in the order of their names.
    pub programs: Vec<CrateProgram>,
    /// Names that `features` may hold: features and optional dependencies.
    pub features: BTreeSet<String>,
    /// What each feature turns on in this package.
    implied: BTreeMap<String, Vec<String>>,
}

/// A program of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrateProgram {
    /// Its name.
    pub name: String,
    /// Features without which cargo leaves it out.
    pub required_features: Vec<String>,
}

#[derive(Deserialize)]
struct Manifest {
    package: Option<Package>,
    lib: Option<Library>,
    #[serde(default)]
    bin: Vec<Program>,
    #[serde(default)]
    features: toml::Table,
    #[serde(default)]
    dependencies: toml::Table,
    #[serde(default)]
    target: toml::Table,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    autobins: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Program {
    name: String,
    path: Option<Utf8PathBuf>,
    #[serde(default)]
    required_features: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Library {
    name: Option<String>,
    #[serde(default, alias = "crate_type")]
    crate_type: Vec<String>,
}

impl CrateManifest {
    /// The programs that cargo builds with these features.
    #[must_use]
    pub fn programs_with(&self, features: &[String], default_features: bool) -> Vec<&CrateProgram> {
        let mut on: BTreeSet<&str> = BTreeSet::new();
        let mut open: Vec<&str> = features.iter().map(String::as_str).collect();
        open.extend(default_features.then_some("default"));
        while let Some(feature) = open.pop() {
            if on.insert(feature) {
                open.extend(self.implied.get(feature).into_iter().flatten().map(String::as_str));
            }
        }
        let enabled = |p: &&CrateProgram| p.required_features.iter().all(|f| on.contains(f.as_str()));
        self.programs.iter().filter(enabled).collect()
    }

    /// Reads a Cargo.toml; `shown` is its name in diagnostics.
    ///
    /// # Errors
    /// It cannot be read, is not TOML, or has no package.
    pub fn read(path: &Utf8Path, shown: &Utf8Path) -> Result<Self, Diagnostic> {
        let text = fs::read_to_string(path).map_err(|error| {
            Diagnostic::error(format!("cannot read the file: {error}")).at(Place::File(shown.to_owned()))
        })?;
        let manifest: Manifest = toml::from_str(&text).map_err(|error| {
            let span = error.span().unwrap_or(0..0);
            Diagnostic::error(error.message()).at(Place::Text(SourceFile::new(shown.to_owned(), &text), span))
        })?;
        let Some(package) = manifest.package else {
            return Err(Diagnostic::error("this Cargo.toml has no package")
                .at(Place::File(shown.to_owned()))
                .hint("name the folder of a package, not of a workspace"));
        };
        let folder = path.parent().unwrap_or(path);
        // One that nobody may read is not one that is not there.
        let has_root = folder.join("src/lib.rs").try_exists().map_err(|error| {
            let message = format!("cannot look for src/lib.rs: {error}");
            Diagnostic::error(message).at(Place::File(shown.to_owned()))
        })?;
        let library = manifest.lib.as_ref().and_then(|l| l.name.clone());
        let crate_types = manifest.lib.as_ref().map(|l| l.crate_type.clone()).unwrap_or_default();
        Ok(Self {
            path: path.to_owned(),
            programs: programs(folder, &package, manifest.bin),
            implied: implied(&manifest.features),
            library: library.unwrap_or_else(|| package.name.replace('-', "_")),
            package: package.name,
            crate_types: [CrateType::Staticlib, CrateType::Cdylib]
                .into_iter()
                .filter(|kind| crate_types.iter().any(|t| t == kind.as_str()))
                .collect(),
            has_library: manifest.lib.is_some() || has_root,
            features: features(&manifest.features, &manifest.dependencies, &manifest.target),
        })
    }
}

/// Programs that the manifest names, and those that cargo finds by their place.
fn programs(folder: &Utf8Path, package: &Package, named: Vec<Program>) -> Vec<CrateProgram> {
    let paths: Vec<Utf8PathBuf> =
        named.iter().filter_map(|p| p.path.as_ref().map(|p| folder.join(p))).collect();
    let mut programs: Vec<CrateProgram> = named
        .into_iter()
        .map(|p| CrateProgram { name: p.name, required_features: p.required_features })
        .collect();
    let mut found = |name: &str, file: &Utf8Path| {
        let known = programs.iter().any(|p| p.name == name) || paths.iter().any(|p| p == file);
        if !known && file.is_file() {
            programs.push(CrateProgram { name: name.to_owned(), required_features: Vec::new() });
        }
    };
    if package.autobins != Some(false) {
        found(&package.name, &folder.join("src/main.rs"));
        let entries = folder.join("src/bin").read_dir_utf8();
        for entry in entries.into_iter().flatten().flatten() {
            let path = entry.path();
            match (path.extension(), path.file_stem(), path.file_name()) {
                (Some("rs"), Some(stem), _) => found(stem, path),
                (None, _, Some(name)) => found(name, &path.join("main.rs")),
                _ => {}
            }
        }
    }
    programs.sort_by(|a, b| a.name.cmp(&b.name));
    programs
}

fn implied(features: &toml::Table) -> BTreeMap<String, Vec<String>> {
    let texts = |value: &toml::Value| -> Vec<String> {
        let values = value.as_array().into_iter().flatten();
        values.filter_map(|value| value.as_str().map(ToOwned::to_owned)).collect()
    };
    features.iter().map(|(name, value)| (name.clone(), texts(value))).collect()
}

/// Features by name, and optional dependencies, which are features where no `dep:` names them.
fn features(features: &toml::Table, dependencies: &toml::Table, target: &toml::Table) -> BTreeSet<String> {
    let of_targets = target.values().filter_map(|t| t.get("dependencies")?.as_table());
    let optional = std::iter::once(dependencies)
        .chain(of_targets)
        .flatten()
        .filter(|(_, value)| value.get("optional").and_then(toml::Value::as_bool) == Some(true))
        .map(|(name, _)| name.clone());
    features.keys().cloned().chain(optional).collect()
}
