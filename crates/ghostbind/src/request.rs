//! What a build is asked to do, and the surroundings that it may look at.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use crate::process::Children;

/// One build for one target: of one crate, or of several as one library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of cargo's and independent of the others"
)]
pub struct Request {
    /// The crate's Cargo.toml, or the folder that holds it.
    pub manifest_path: Utf8PathBuf,
    /// Which package, where the manifest is a workspace's.
    pub package: Option<String>,
    /// Further crates. Together they become one library: two Rust archives in one program may link and
    /// still be wrong.
    pub also: Vec<Companion>,
    /// What several crates are called as one library: their names with `_` between them if not said.
    pub name: Option<String>,
    /// Several crates: leaves out header and modules of each, so that only those of the whole are written.
    pub combined_only: bool,
    /// The folder that holds `.ghostbind`. See [`crate::layout::root_for`].
    pub root: Utf8PathBuf,
    /// Zig's name of the target, as on the command line.
    pub zig_target: Option<String>,
    /// Rust's name of the target.
    pub rust_target: Option<String>,
    /// Cargo's profile. `debug` is taken for `dev`.
    pub profile: String,
    /// Features to turn on.
    pub features: Vec<String>,
    /// Features to turn on if the package has them: a project's, which not every crate knows.
    pub features_if_declared: Vec<String>,
    /// With several crates: features for each one that has them, at least one. `crate/feature` means one
    /// crate.
    pub shared_features: Vec<String>,
    /// Whether every feature is turned on.
    pub all_features: bool,
    /// Whether the default features stay off.
    pub no_default_features: bool,
    /// Kinds of library; empty for those that the crate declares.
    pub crate_types: Vec<CrateType>,
    /// The machine inside the target: `native`, `baseline` or a processor's name. Both compilers
    /// are told. `None` leaves each its own default.
    pub cpu: Option<String>,
    /// Whether wrappers are written beside the raw Zig module.
    pub bindings: BindingsStyle,
    /// A folder that gets a copy of everything published, beside `.ghostbind`.
    pub output_dir: Option<Utf8PathBuf>,
    /// Fail instead of changing Cargo.lock. Cargo's `--frozen` is this and `offline`.
    pub locked: bool,
    /// Do not use the network.
    pub offline: bool,
    /// How many actions cargo may run at once; `None` leaves it to cargo or an inherited jobserver.
    pub jobs: Option<u32>,
}

impl Request {
    /// A release build of the crate at `manifest_path` for this machine.
    #[must_use]
    pub fn new(manifest_path: impl Into<Utf8PathBuf>, root: impl Into<Utf8PathBuf>) -> Self {
        Self {
            manifest_path: manifest_path.into(),
            package: None,
            also: Vec::new(),
            name: None,
            combined_only: false,
            root: root.into(),
            zig_target: None,
            rust_target: None,
            profile: "release".to_owned(),
            features: Vec::new(),
            features_if_declared: Vec::new(),
            shared_features: Vec::new(),
            all_features: false,
            no_default_features: false,
            crate_types: Vec::new(),
            cpu: None,
            bindings: BindingsStyle::Raw,
            output_dir: None,
            locked: false,
            offline: false,
            jobs: None,
        }
    }

    /// The crates, each as a request of its own.
    pub(crate) fn parts(&self) -> Vec<Self> {
        let alone = Self { also: Vec::new(), name: None, ..self.clone() };
        let others = self.also.iter().map(|also| Self {
            manifest_path: also.manifest_path.clone(),
            package: also.package.clone(),
            features: also.features.clone(),
            all_features: also.all_features,
            no_default_features: also.no_default_features,
            ..alone.clone()
        });
        let mut parts = vec![alone.clone()];
        parts.extend(others);
        parts
    }
}

/// A further crate of a build of several.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Companion {
    /// The crate's Cargo.toml, or the folder that holds it.
    pub manifest_path: Utf8PathBuf,
    /// Which package, where the manifest is a workspace's.
    pub package: Option<String>,
    /// Features to turn on.
    pub features: Vec<String>,
    /// Whether every feature is turned on.
    pub all_features: bool,
    /// Whether the default features stay off.
    pub no_default_features: bool,
}

/// How a Zig module looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum BindingsStyle {
    /// `extern` declarations as they are.
    #[default]
    Raw,
    /// Wrappers as a Zig programmer would write them, around the raw module.
    Idiomatic,
}

/// A kind of library that a program of another language can link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum CrateType {
    /// An archive with everything inside.
    Staticlib,
    /// A shared library with a C interface.
    Cdylib,
}

impl CrateType {
    /// Its name, as cargo has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Staticlib => "staticlib",
            Self::Cdylib => "cdylib",
        }
    }
}

/// The process's surroundings. Read once in `main` and passed down; nothing below reads them again.
#[derive(Debug, Clone)]
pub struct Environment {
    /// Environment variables, shared between clones.
    pub vars: Arc<BTreeMap<OsString, OsString>>,
    /// The current directory, absolute.
    pub cwd: Utf8PathBuf,
    /// The processes started on behalf of this build, so that an interrupt can end them.
    pub children: Children,
    /// The program that answers to [`crate::linker::enter`], which builds for other machines need: this
    /// process's own, where its `main` calls it. `None` for a `ghostbind` on PATH.
    pub program: Option<Utf8PathBuf>,
}

impl Environment {
    /// Surroundings of these variables and this current directory.
    pub fn new(vars: impl IntoIterator<Item = (OsString, OsString)>, cwd: impl Into<Utf8PathBuf>) -> Self {
        Self {
            vars: Arc::new(vars.into_iter().collect()),
            cwd: cwd.into(),
            children: Children::default(),
            program: None,
        }
    }

    /// The same, with the program of this process, whose `main` calls [`crate::linker::enter`].
    #[must_use]
    pub fn with_program(mut self, program: Option<Utf8PathBuf>) -> Self {
        self.program = program;
        self
    }

    /// Sets a variable, here and in no clone that there is already.
    pub fn set(&mut self, name: impl Into<OsString>, value: impl Into<OsString>) {
        Arc::make_mut(&mut self.vars).insert(name.into(), value.into());
    }

    /// A variable as text; `None` if it is unset, empty or not UTF-8.
    pub fn var(&self, name: &str) -> Option<&str> {
        self.vars.get(OsStr::new(name)).and_then(|value| value.to_str()).filter(|value| !value.is_empty())
    }

    /// The folder for files that nobody needs later.
    pub fn temporary(&self) -> Utf8PathBuf {
        let named = ["TMPDIR", "TEMP", "TMP"].into_iter().find_map(|name| self.var(name));
        self.absolute(Utf8Path::new(named.unwrap_or("/tmp")))
    }

    /// A path as the user gave it, made absolute.
    pub fn absolute(&self, path: &Utf8Path) -> Utf8PathBuf {
        crate::layout::normalize(&self.cwd.join(path))
    }
}
