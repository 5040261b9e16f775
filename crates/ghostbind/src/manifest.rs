//! The manifest: what was built, for tools that link it.
//!
//! Published at `docs/schema/ghostbind-manifest.schema.json`, held there by a test. Paths are
//! relative to the folder that holds `.ghostbind`, with `/` between their parts; every file named
//! is present when the manifest is, because it is written last.

use camino::Utf8PathBuf;
use serde::{Deserialize, Serialize};

use crate::cargo::Package;
use crate::error::BuildError;
use crate::layout::Layout;
use crate::request::{BindingsStyle, CrateType, Request};

/// Version of the manifest's form. Raised when a reader of the old form would be misled.
pub const SCHEMA: u32 = 1;

/// What was built.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Manifest {
    /// Version of this form: 1.
    pub schema: u32,
    /// Version of ghostbind that wrote it.
    pub ghostbind: String,
    /// What was built.
    #[serde(rename = "crate")]
    pub krate: Crate,
    /// The crates inside: one, or those that became one library together.
    #[serde(default)]
    pub crates: Vec<Part>,
    /// Kinds of library that were built.
    pub kind: Vec<CrateType>,
    /// Cargo's profile.
    pub profile: String,
    /// The crate's features as asked for, sorted.
    pub features: Vec<String>,
    /// Whether the crate's default features are on.
    pub default_features: bool,
    /// The machine it is for.
    pub targets: Targets,
    /// The libraries.
    pub artifacts: Vec<Artifact>,
    /// C headers. The first is to be included as `<crate>.h`.
    pub headers: Vec<File>,
    /// Folders for a C compiler's include path.
    pub include_dirs: Vec<IncludeDir>,
    /// Zig modules, those that import nothing first.
    pub bindings: Vec<Bindings>,
    /// The interface that header and bindings were written from, as JSON.
    pub interface: File,
    /// System libraries that a program needs beside the static library.
    pub native_libs: NativeLibs,
    /// Every symbol that the libraries export, sorted.
    pub exports: Vec<Export>,
    /// What built it.
    pub toolchain: ToolchainVersions,
    /// The folder that got a copy, where one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub output_dir: Option<Utf8PathBuf>,
}

impl Manifest {
    /// Its text, as it is published and copied.
    pub(crate) fn json(&self) -> Result<Vec<u8>, BuildError> {
        let mut json = serde_json::to_vec_pretty(self).map_err(|error| BuildError::Interface {
            what: "the manifest".to_owned(),
            source: Box::new(error),
        })?;
        json.push(b'\n');
        Ok(json)
    }
}

/// The crate that was built.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Crate {
    /// Name of its library, as files and modules are named.
    pub name: String,
    /// Name of its package.
    pub package: String,
    /// Version of its package.
    pub version: String,
    /// Its Cargo.toml.
    #[cfg_attr(test, schemars(with = "String"))]
    pub manifest_path: Utf8PathBuf,
}

/// A crate inside of a library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Part {
    /// Which.
    #[serde(flatten)]
    pub krate: Crate,
    /// Its features as asked for, sorted.
    pub features: Vec<String>,
    /// Whether its default features are on.
    pub default_features: bool,
    /// Symbols that it exports, sorted. What a shared dependency exports is listed for each crate.
    pub exports: Vec<String>,
}

impl Part {
    /// A package as the request asks for it.
    pub(crate) fn new<'a>(
        package: &Package,
        request: &Request,
        layout: &Layout,
        exports: impl Iterator<Item = &'a Export>,
    ) -> Self {
        let mut features: Vec<String> = package.wanted_features(request).cloned().collect();
        features.sort();
        features.dedup();
        Self {
            krate: Crate {
                name: package.library.clone(),
                package: package.name.clone(),
                version: package.version.clone(),
                manifest_path: layout.relative(&package.manifest_path),
            },
            features,
            default_features: !request.no_default_features,
            exports: exports.map(|export| export.symbol.clone()).collect(),
        }
    }
}

/// A machine under both names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Targets {
    /// Zig's, with the versions that were asked for.
    pub zig: String,
    /// Rust's.
    pub rust: String,
    /// What Zig's `-mcpu` must say to be the same machine, where that is not its baseline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zig_cpu: Option<String>,
}

/// A library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Artifact {
    /// Its kind.
    pub kind: CrateType,
    /// The file.
    #[serde(flatten)]
    pub file: File,
    /// What a linker on Windows takes for a shared library.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import_library: Option<File>,
}

/// A published file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct File {
    /// Where it is.
    #[cfg_attr(test, schemars(with = "String"))]
    pub path: Utf8PathBuf,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// BLAKE3 of its content, in hexadecimal.
    #[cfg_attr(test, schemars(regex(pattern = "^[0-9a-f]{64}$")))]
    pub blake3: String,
}

/// A folder for an include path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct IncludeDir {
    /// The folder.
    #[cfg_attr(test, schemars(with = "String"))]
    pub path: Utf8PathBuf,
    /// What to write behind `#include`, with its angle brackets.
    pub include: String,
    /// The header of the C library that this folder would hide, where the names are equal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shadows: Option<String>,
}

/// A Zig module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Bindings {
    /// The name to import it by.
    pub module: String,
    /// How it looks.
    #[serde(default)]
    pub style: BindingsStyle,
    /// The file.
    #[serde(flatten)]
    pub file: File,
}

/// Libraries of the system, in link order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NativeLibs {
    /// As rustc lists them, for a linker of the platform.
    pub rust: Vec<String>,
    /// As Zig's linker needs them, run where `.ghostbind` lies. A library that a crate brings has its folder
    /// before it (`-L`).
    pub zig: Vec<String>,
}

/// An exported symbol.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Export {
    /// The name that the linker knows.
    pub symbol: String,
    /// What is behind it.
    pub kind: ExportKind,
    /// Why no other language can use it. Header and bindings then declare its address only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub address_only: Vec<String>,
}

/// What is behind a symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ExportKind {
    /// A function.
    Function,
    /// A variable.
    Static,
}

/// Versions of what took part in a build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ToolchainVersions {
    /// `cargo --version`.
    pub cargo: String,
    /// `rustc --version`.
    pub rustc: String,
    /// `zig version`.
    pub zig: String,
    /// The C compiler that read the header: the first line of its `--version`.
    pub cc: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published schema is made from the types above. `UPDATE=1` writes it anew.
    #[test]
    fn the_published_schema_is_that_of_the_types() {
        let mut schema = schemars::schema_for!(Manifest);
        schema.insert("$id".to_owned(), "ghostbind-manifest.schema.json".into());
        schema.insert("title".to_owned(), "Manifest of ghostbind".into());
        let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema/ghostbind-manifest.schema.json");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &text).unwrap();
        }
        let published = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(published, text, "run with UPDATE=1 and look at what changed");
    }
}
