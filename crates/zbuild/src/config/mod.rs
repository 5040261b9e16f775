//! `zbuild.json`, read strictly: one project, or a workspace of several.
//!
//! Everything that is wrong is reported at once, each with line and column. A value that is here is
//! of the right form; whether its path exists or its triple is known is for those who use it, and
//! [`Located`] lets them say where it stands. Nothing here opens a file.

mod edit;
mod keys;
mod read;
mod schema;
mod shape;
#[cfg(test)]
mod tests;
mod tree;

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, SourceFile};
pub use edit::add_dependency;
pub use read::parse;
pub use schema::{reference, schema};

/// What is wrong with a project's name, if anything.
#[must_use]
pub fn name_fault(name: &str) -> Option<String> {
    shape::TextRule::Name.fault(name)
}

/// The file's name in a project's folder.
pub const FILE_NAME: &str = "zbuild.json";

/// A value and the bytes of the file it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the text.
    pub span: Range<usize>,
}

/// A `zbuild.json` whose form is right.
#[derive(Debug, Clone)]
pub struct Config {
    /// The file it was read from.
    pub source: Arc<SourceFile>,
    /// A project or a workspace.
    pub form: Form,
    /// Named machines (`--target NAME`), in the file's order.
    pub platforms: Vec<Platform>,
    /// How the other tools take part.
    pub integration: Integration,
    /// How a Remote Execution service is used.
    pub remote: RemoteUse,
}

/// How a Remote Execution service is used, where one is named.
#[derive(Debug, Clone, Default)]
pub struct RemoteUse {
    /// Whether its machines run actions.
    pub execute: bool,
    /// What they must be.
    pub platform: Vec<(String, String)>,
    /// A file of certificates, relative to the `zbuild.json`.
    pub ca: Option<Located<String>>,
}

/// What a `zbuild.json` describes.
#[derive(Debug, Clone)]
pub enum Form {
    /// One project.
    Project(Arc<Project>),
    /// Several.
    Workspace(Workspace),
}

/// One project.
#[derive(Debug, Clone)]
pub struct Project {
    /// Its name; its program or library is called so.
    pub name: Located<String>,
    /// Its version.
    pub version: Option<Located<String>>,
    /// What it is built for where the command line does not say.
    pub target: Option<Located<String>>,
    /// Features that its Zig code knows.
    pub features: Vec<Located<String>>,
    /// Rust crates.
    pub rust_crates: Vec<RustCrate>,
    /// Zig modules.
    pub zig_modules: Vec<ZigModule>,
    /// C and C++ files.
    pub c_sources: Vec<CSource>,
    /// Zig packages.
    pub zig_packages: Vec<ZigPackage>,
    /// Libraries of the machine, by the names that `-l` takes.
    pub system_libraries: Vec<Located<String>>,
    /// Files that commands make.
    pub generated: Vec<Generated>,
    /// How it is built.
    pub build: Build,
    /// Artifacts beside the default one.
    pub artifacts: Vec<ArtifactSpec>,
}

/// Several projects.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// Its name.
    pub name: Located<String>,
    /// Its version.
    pub version: Option<Located<String>>,
    /// Folders of the members, relative to the file.
    pub members: Vec<Located<String>>,
}

/// A Rust crate that the project links.
#[derive(Debug, Clone)]
pub struct RustCrate {
    /// Package name, and the name of the import.
    pub name: Located<String>,
    /// Where it comes from.
    pub source: CrateSource,
    /// Features to switch on.
    pub features: Vec<Located<String>>,
    /// Whether its default features are on.
    pub default_features: bool,
    /// What it is built as, if the file says.
    pub crate_type: Option<Located<CrateType>>,
    /// Whether the build goes on without it.
    pub optional: bool,
}

/// Where a Rust crate comes from.
#[derive(Debug, Clone)]
pub enum CrateSource {
    /// A folder, relative to the file.
    Path(Located<String>),
    /// The registry, by a version requirement.
    Registry(Located<String>),
    /// A commit of a repository.
    Git {
        /// The repository.
        url: Located<String>,
        /// The commit.
        rev: Located<String>,
    },
}

/// What a Rust crate is built as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CrateType {
    /// An archive that becomes part of the program.
    Staticlib,
    /// A shared library beside the program.
    Cdylib,
}

impl CrateType {
    /// Cargo's word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Staticlib => "staticlib",
            Self::Cdylib => "cdylib",
        }
    }
}

/// A Zig module.
#[derive(Debug, Clone)]
pub struct ZigModule {
    /// Its name, by which it is imported.
    pub name: Located<String>,
    /// Its folder, relative to the file.
    pub path: Located<String>,
    /// Its root file, relative to the folder.
    pub root: Option<Located<String>>,
    /// Built as a library and linked so; compiled in without.
    pub linkage: Option<Located<Linkage>>,
}

/// How a library is linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Linkage {
    /// An archive.
    Static,
    /// A shared library.
    Dynamic,
}

/// C or C++ files.
#[derive(Debug, Clone)]
pub struct CSource {
    /// A name for the group.
    pub name: Located<String>,
    /// Their folder, relative to `zbuild.json`.
    pub path: Located<String>,
    /// The files, relative to the folder.
    pub files: Vec<Located<String>>,
    /// Folders for `#include`, relative to `zbuild.json`.
    pub include_dirs: Vec<Located<String>>,
    /// Further flags for the compiler.
    pub flags: Vec<Located<String>>,
}

/// A Zig package.
#[derive(Debug, Clone)]
pub struct ZigPackage {
    /// Its name, by which it is imported.
    pub name: Located<String>,
    /// Where it is fetched from.
    pub url: Option<Located<String>>,
    /// Its folder, relative to the file.
    pub path: Option<Located<String>>,
    /// The hash that `zig fetch` prints.
    pub hash: Option<Located<String>>,
    /// Its root file, relative to the package.
    pub root: Option<Located<String>>,
}

/// Files that a command makes.
#[derive(Debug, Clone)]
pub struct Generated {
    /// A name for it.
    pub name: Located<String>,
    /// The program and its arguments.
    pub command: Vec<Located<String>>,
    /// Files and folders that it reads, relative to `zbuild.json`.
    pub inputs: Vec<Located<String>>,
    /// Files that it writes, relative to `zbuild.json`.
    pub outputs: Vec<Located<String>>,
}

/// How a project is built.
#[derive(Debug, Clone, Default)]
pub struct Build {
    /// Zig's optimisation mode.
    pub optimization: Option<Located<Optimization>>,
    /// Whether debug information is left out.
    pub strip: Option<Located<bool>>,
    /// Whether building for another machine is allowed.
    pub cross_compile: Option<Located<bool>>,
    /// A `build.zig` that builds the Zig part.
    pub build_zig: Option<Located<String>>,
}

/// Zig's optimisation modes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Optimization {
    /// Checks on, quick to compile.
    #[default]
    Debug,
    /// Fast, checks on.
    ReleaseSafe,
    /// Fast, checks off.
    ReleaseFast,
    /// Small, checks off.
    ReleaseSmall,
}

impl Optimization {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Debug, Self::ReleaseSafe, Self::ReleaseFast, Self::ReleaseSmall];

    /// Zig's word for it, which all supported versions of `-O` accept.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Debug => "Debug",
            Self::ReleaseSafe => "ReleaseSafe",
            Self::ReleaseFast => "ReleaseFast",
            Self::ReleaseSmall => "ReleaseSmall",
        }
    }

    /// The mode of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|o| o.as_str() == name)
    }

    /// Cargo's profile for it.
    #[must_use]
    pub fn cargo_profile(self) -> &'static str {
        match self {
            Self::Debug => "dev",
            _ => "release",
        }
    }
}

/// A named machine.
#[derive(Debug, Clone)]
pub struct Platform {
    /// Its name.
    pub name: Located<String>,
    /// Zig's triple.
    pub zig_target: Option<Located<String>>,
    /// Rust's triple.
    pub rust_target: Option<Located<String>>,
    /// Overrides the members' own.
    pub optimization: Option<Located<Optimization>>,
    /// Features for crates that declare them and for Zig's build options.
    pub features: Vec<Located<String>>,
}

/// An artifact beside the default one.
#[derive(Debug, Clone)]
pub struct ArtifactSpec {
    /// Its name.
    pub name: Located<String>,
    /// What is built.
    pub kind: Located<ArtifactKind>,
    /// Its root file, relative to `zbuild.json`.
    pub root: Located<String>,
    /// Names of the dependencies it imports; all of them where absent.
    pub dependencies: Option<Vec<Located<String>>>,
    /// How a library is linked.
    pub linkage: Option<Located<Linkage>>,
}

/// What an explicit artifact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArtifactKind {
    /// A program.
    Executable,
    /// A library.
    Library,
    /// A program that `zbuild test` runs.
    Test,
}

/// How the other Ghost tools take part.
#[derive(Debug, Clone, Default)]
pub struct Integration {
    /// C headers beside the bindings.
    pub auto_headers: Option<Located<bool>>,
    /// Built crates are kept in the content store.
    pub cache_artifacts: Option<Located<bool>>,
    /// Crates are built at the same time.
    pub parallel_builds: Option<Located<bool>>,
    /// A failed build ends with an explanation.
    pub ai_assistance: Option<Located<bool>>,
    /// A build ends with suggestions on speed.
    pub auto_optimize: Option<Located<bool>>,
    /// A build ends with findings.
    pub code_suggestions: Option<Located<bool>>,
}

impl Config {
    /// The place of a value, for diagnostics.
    #[must_use]
    pub fn place<T>(&self, value: &Located<T>) -> Place {
        Place::Text(self.source.clone(), value.span.clone())
    }

    /// An error about a value.
    pub fn error_at<T>(&self, value: &Located<T>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(message).at(self.place(value))
    }
}
