//! The crate that names the parts.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use toml::{Table, Value};

use crate::cargo::{self, Compiled};
use crate::error::BuildError;
use crate::layout::{Layout, relative};
use crate::publish::{self, failed};
use crate::snapshot::digest_file;

/// Its version.
pub(super) const VERSION: &str = "0.0.0";

/// Where its Cargo.toml is.
pub(super) fn manifest_path(layout: &Layout, name: &str) -> Utf8PathBuf {
    layout.cache("umbrella").join(name).join("Cargo.toml")
}

/// Writes it, with the profiles of `workspace`. Its source changes when anything in a part does: cargo
/// does not look at what it is told to link.
pub(super) fn write(
    layout: &Layout,
    name: &str,
    workspace: &Utf8Path,
    parts: &[Compiled],
) -> Result<Utf8PathBuf, BuildError> {
    let manifest = manifest_path(layout, name);
    let folder = manifest.parent().unwrap_or(&manifest).join("src");
    fs::create_dir_all(&folder).map_err(|source| failed("create", &folder, source))?;
    let text = toml::to_string(&toml(name, workspace))
        .map_err(|error| failed("write", &manifest, std::io::Error::other(error)))?;
    publish::text(&manifest, text.as_bytes(), name)?;
    // Without std of its own: what the parts need they bring.
    let mut source = String::from("//! Written by ghostbind. Edits are lost.\n#![no_std]\n");
    for (nth, part) in parts.iter().enumerate() {
        for file in rlibs(part) {
            let digest = digest_file(file).map_err(|source| failed("read", file, source))?;
            let _in_memory = writeln!(source, "// {}", blake3::Hash::from_bytes(digest).to_hex());
        }
        let _in_memory = writeln!(source, "extern crate {};", alias(nth));
    }
    publish::text(&folder.join("lib.rs"), source.as_bytes(), name)?;
    Ok(manifest)
}

fn toml(name: &str, workspace: &Utf8Path) -> Table {
    let package = [("name", name), ("version", VERSION), ("edition", "2024")];
    let package: Table = package.into_iter().map(|(key, value)| (key.to_owned(), value.into())).collect();
    let mut profiles = cargo::profiles(workspace);
    for (_, profile) in &mut profiles {
        if let Value::Table(profile) = profile {
            // These name packages that are no dependencies here.
            profile.remove("package");
            profile.remove("build-override");
        }
    }
    let tables = [("package", package), ("profile", profiles), ("workspace", Table::new())];
    tables.into_iter().map(|(key, table)| (key.to_owned(), Value::Table(table))).collect()
}

/// A name that is no crate's: a crate may be called `core`.
fn alias(nth: usize) -> String {
    format!("ghost_part_{nth}")
}

fn rlibs(part: &Compiled) -> impl Iterator<Item = &Utf8PathBuf> {
    let linked = part.units.iter().filter(|unit| unit.linked);
    linked.flat_map(|unit| &unit.files).filter(|file| file.extension() == Some("rlib"))
}

/// What rustc, which runs in `folder`, must be told to find the parts and everything behind them. Cargo makes
/// names of objects of it, so that it must be the same wherever the project lies.
pub(super) fn extern_flags(parts: &[Compiled], folder: &Utf8Path) -> Vec<String> {
    let from_here = |path: &Utf8Path| relative(path, folder);
    let mut flags = Vec::new();
    for (nth, part) in parts.iter().enumerate() {
        if let Some(file) = part.shared_part.as_ref().or(part.part.as_ref()) {
            flags.extend(["--extern".to_owned(), format!("{}={}", alias(nth), from_here(file))]);
        }
    }
    let files = parts.iter().flat_map(|part| &part.units).flat_map(|unit| &unit.files);
    let folders: BTreeSet<&Utf8Path> =
        files.filter_map(|file| file.parent()).filter(|folder| folder.file_name() == Some("deps")).collect();
    flags.extend(
        folders.into_iter().flat_map(|folder| ["-L".to_owned(), format!("dependency={}", from_here(folder))]),
    );
    let native: BTreeSet<&String> = parts.iter().flat_map(|part| &part.native_folders).collect();
    let near = |folder: &String| match folder.split_once('=') {
        Some((kind, folder)) => format!("{kind}={}", from_here(folder.into())),
        None => from_here(folder.as_str().into()).into_string(),
    };
    flags.extend(native.into_iter().flat_map(|folder| ["-L".to_owned(), near(folder)]));
    flags
}
