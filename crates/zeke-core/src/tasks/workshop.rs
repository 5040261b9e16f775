//! Building a library so that code of the other side can be linked with it, as steps of a check.

use std::io::{ErrorKind, Write as _};

use camino::{Utf8Path, Utf8PathBuf};
use ghost_abi::source::Language;

use super::boundary::{Boundary, Library};
use crate::paths;
use crate::project::Unit;
use crate::proof::{Program, Prover, Step};
use crate::surroundings::Surroundings;

/// How a library is built, and what a program is linked with then.
#[derive(Debug, Clone, Default)]
pub struct Recipe {
    /// Commands that leave the library.
    pub steps: Vec<Step>,
    /// Files of the project that decide the result.
    pub inputs: Vec<String>,
    /// The libraries, as arguments of a compiler, with `{scratch}` where they lie there.
    pub libraries: Vec<String>,
    /// The files' names, for people.
    pub names: Vec<String>,
}

/// Puts lock files back as they were, those that cargo made and those that it brought up to date: a
/// project is read, not written.
#[derive(Debug)]
pub struct SameLocks(Vec<(Utf8PathBuf, Option<Vec<u8>>)>);

impl SameLocks {
    /// Remembers the lock files that cargo would write for this library: in its own folder, or in that
    /// of the workspace above it. Lock files elsewhere are others' work.
    #[must_use]
    pub fn of(prover: &Prover, library: Library<'_>) -> Self {
        let own = prover.project().join(&library.unit().folder);
        let is_workspace = |folder: &&Utf8Path| {
            let manifest = paths::text(&folder.join("Cargo.toml")).ok();
            manifest
                .and_then(|text| text.parse::<toml::Table>().ok())
                .is_some_and(|manifest| manifest.contains_key("workspace"))
        };
        let above = own.ancestors().find(is_workspace);
        let locks =
            [Some(own.as_path()), above].into_iter().flatten().map(|folder| folder.join("Cargo.lock"));
        let known = |lock: Utf8PathBuf| match std::fs::read(&lock) {
            Ok(bytes) => Some((lock, Some(bytes))),
            Err(error) if error.kind() == ErrorKind::NotFound => Some((lock, None)),
            // What cannot be read is not written either.
            Err(_) => None,
        };
        Self(locks.filter_map(known).collect())
    }
}

impl Drop for SameLocks {
    fn drop(&mut self) {
        for (lock, before) in &self.0 {
            let Some(before) = before else {
                // Mostly there is none.
                let _absent = std::fs::remove_file(lock);
                continue;
            };
            if std::fs::read(lock).is_ok_and(|is| is != *before) {
                let put_back = || {
                    let mut file = tempfile::NamedTempFile::new_in(lock.parent().unwrap_or(lock))?;
                    file.write_all(before)?;
                    file.as_file().set_permissions(std::fs::metadata(lock)?.permissions())?;
                    file.persist(lock).map_err(|error| error.error)
                };
                // It stays as cargo wrote it where the folder takes no file.
                let _stays: std::io::Result<_> = put_back();
            }
        }
    }
}

/// Why a library cannot be built from what is known of it.
#[derive(Debug, thiserror::Error)]
pub enum RecipeError {
    /// A manifest cannot be read or understood.
    #[error("{path}: {reason}")]
    Manifest {
        /// The file.
        path: String,
        /// Why.
        reason: String,
    },
    /// No file of the unit can be the root of a library.
    #[error("no file in `{0}` can be the root of a library")]
    NoRoot(String),
}

/// How long a build may take.
const BUILD_TIMEOUT: std::time::Duration = std::time::Duration::from_mins(10);

/// How to build a library. Cargo's files go to a folder of zeke's own: the project stays as it is.
pub fn recipe(
    prover: &Prover,
    surroundings: &Surroundings,
    boundary: &Boundary<'_>,
    library: Library<'_>,
) -> Result<Recipe, RecipeError> {
    let unit = library.unit();
    let inputs = unit.files.iter().map(|file| file.path.clone()).collect();
    let mut recipe = match (unit.language, unit.has_manifest) {
        (Language::Rust, true) => cargo(prover, surroundings, boundary, unit)?,
        (Language::Rust, false) => rustc(library)?,
        _ => zig(library)?,
    };
    recipe.inputs = inputs;
    Ok(recipe)
}

fn cargo(
    prover: &Prover,
    surroundings: &Surroundings,
    boundary: &Boundary<'_>,
    unit: &Unit,
) -> Result<Recipe, RecipeError> {
    let manifest = unit.folder.join("Cargo.toml");
    let failed = |reason: String| RecipeError::Manifest { path: manifest.to_string(), reason };
    let text = paths::text(&prover.project().join(&manifest)).map_err(failed)?;
    let document: toml_edit::DocumentMut =
        text.parse().map_err(|e: toml_edit::TomlError| failed(e.message().to_owned()))?;
    let text_of = |table: &str| document.get(table).and_then(|t| t.get("name")).and_then(|n| n.as_str());
    let package = text_of("package").ok_or_else(|| failed("it has no package".to_owned()))?;
    let name = text_of("lib").map_or_else(|| package.replace('-', "_"), str::to_owned);
    let target = surroundings
        .project_state(prover.project())
        .map_or_else(|| "{scratch}/target".to_owned(), |state| state.join("target").to_string());
    let mut args: Vec<String> =
        ["rustc", "--lib", "--crate-type", "staticlib", "--manifest-path"].map(str::to_owned).into();
    args.push(format!("{{project}}/{manifest}"));
    args.extend(["--target-dir".to_owned(), target.clone()]);
    // Whatever the project's profile says: what the library offers is read from it.
    args.extend(
        ["--config", "profile.dev.debug=2", "--config", "profile.dev.strip=false"].map(str::to_owned),
    );
    let features = features(prover.project(), boundary, &unit.folder);
    if !features.is_empty() {
        args.extend(["--features".to_owned(), features.join(",")]);
    }
    let step = Step::new(Program::Cargo, args).in_project().within(BUILD_TIMEOUT);
    let file = format!("lib{name}.a");
    Ok(Recipe {
        steps: vec![step],
        inputs: Vec::new(),
        libraries: vec![format!("{target}/debug/{file}")],
        names: vec![file],
    })
}

/// The features that the project's `zbuild.json` turns on for a crate.
fn features(root: &Utf8Path, boundary: &Boundary<'_>, folder: &Utf8Path) -> Vec<String> {
    let folders = boundary.units().map(|unit| unit.folder.clone()).chain([Utf8PathBuf::new()]);
    for base in folders {
        let Ok(text) = paths::text(&root.join(&base).join("zbuild.json")) else { continue };
        let Ok(value) = serde_json::from_str::<serde_json::Value>(&text) else { continue };
        let crates = value.pointer("/dependencies/rust_crates").and_then(|list| list.as_array());
        for one in crates.into_iter().flatten() {
            let path = one.get("path").and_then(|path| path.as_str()).unwrap_or_default();
            if base.join(path) != folder {
                continue;
            }
            let features = one.get("features").and_then(|list| list.as_array());
            return features.into_iter().flatten().filter_map(|f| f.as_str()).map(str::to_owned).collect();
        }
    }
    Vec::new()
}

fn rustc(library: Library<'_>) -> Result<Recipe, RecipeError> {
    let root = library.root().ok_or_else(|| RecipeError::NoRoot(library.unit().folder.to_string()))?;
    let name = library.name();
    let file = format!("lib{name}.a");
    let args = [
        "--crate-type".to_owned(),
        "staticlib".to_owned(),
        "-g".to_owned(),
        "--edition".to_owned(),
        "2021".to_owned(),
        "--crate-name".to_owned(),
        name,
        format!("{{project}}/{root}"),
        "-o".to_owned(),
        format!("{{scratch}}/{file}"),
    ];
    let step = Step::new(Program::Rustc, args).within(BUILD_TIMEOUT);
    Ok(Recipe {
        steps: vec![step],
        inputs: Vec::new(),
        libraries: vec![format!("{{scratch}}/{file}")],
        names: vec![file],
    })
}

fn zig(library: Library<'_>) -> Result<Recipe, RecipeError> {
    let unit = library.unit();
    let roots = zig_roots(library);
    if roots.is_empty() {
        return Err(RecipeError::NoRoot(unit.folder.to_string()));
    }
    let mut recipe = Recipe::default();
    for root in roots {
        let stem = Utf8Path::new(root).file_stem().unwrap_or("library");
        let file = format!("lib{stem}.a");
        let args = [
            "build-lib".to_owned(),
            "-fPIC".to_owned(),
            "-fcompiler-rt".to_owned(),
            "-lc".to_owned(),
            format!("-femit-bin={{scratch}}/{file}"),
            format!("{{project}}/{root}"),
        ];
        recipe.steps.push(Step::new(Program::Zig, args).within(BUILD_TIMEOUT));
        recipe.libraries.push(format!("{{scratch}}/{file}"));
        recipe.names.push(file);
    }
    Ok(recipe)
}

/// Files with exports that no other file with exports imports, and those that import them.
fn zig_roots(library: Library<'_>) -> Vec<&str> {
    let exporting = library.exporting_files();
    let files = &library.unit().files;
    let imports = |from: &str, to: &str| {
        let text = files.iter().find(|f| f.path == from).map_or("", |f| f.text.as_str());
        let name = Utf8Path::new(to).file_name().unwrap_or_default();
        text.contains(&format!("{name}\")"))
    };
    exporting
        .iter()
        .copied()
        .filter(|file| !exporting.iter().any(|other| other != file && imports(other, file)))
        .collect()
}
