//! The little of a Cargo.toml that must be known before cargo runs: names, kinds and features.

use std::collections::BTreeSet;
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
    /// Names that `features` may hold: features and optional dependencies.
    pub features: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Manifest {
    package: Option<Package>,
    lib: Option<Library>,
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
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Library {
    name: Option<String>,
    #[serde(default, alias = "crate_type")]
    crate_type: Vec<String>,
}

impl CrateManifest {
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
        let library = manifest.lib.as_ref().and_then(|l| l.name.clone());
        let crate_types = manifest.lib.as_ref().map(|l| l.crate_type.clone()).unwrap_or_default();
        Ok(Self {
            path: path.to_owned(),
            library: library.unwrap_or_else(|| package.name.replace('-', "_")),
            package: package.name,
            crate_types: [CrateType::Staticlib, CrateType::Cdylib]
                .into_iter()
                .filter(|kind| crate_types.iter().any(|t| t == kind.as_str()))
                .collect(),
            has_library: manifest.lib.is_some() || folder.join("src/lib.rs").is_file(),
            features: features(&manifest.features, &manifest.dependencies, &manifest.target),
        })
    }
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
