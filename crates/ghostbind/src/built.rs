//! What a build hands back.

use camino::Utf8PathBuf;
use serde::{Deserialize, Serialize};

use crate::manifest::Manifest;

/// A build that succeeded, or that had nothing to do.
#[derive(Debug, Clone)]
pub struct Built {
    /// What was built.
    pub manifest: Manifest,
    /// Where the manifest is, absolute.
    pub manifest_path: Utf8PathBuf,
    /// What decides the result.
    pub inputs: Inputs,
    /// Whether everything was up to date and nothing was started.
    pub fresh: bool,
}

/// Everything that decides the result of a build: another tool that watches these knows when to
/// build again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    /// Files that were read, absolute and sorted. Tools are among them.
    pub files: Vec<Utf8PathBuf>,
    /// Files that were looked for and are not there: making one changes the result.
    pub absent: Vec<Utf8PathBuf>,
    /// Folders whose list of names matters.
    pub folders: Vec<Utf8PathBuf>,
    /// Environment variables and the values that they had.
    pub variables: Vec<(String, Option<String>)>,
    /// Names of those that the crates and their build scripts ask for themselves.
    #[serde(default)]
    pub asked: Vec<String>,
    /// Why nobody can know when to build again but cargo, where that is so: a build script without
    /// an end to its inputs, for example.
    pub untracked: Option<String>,
}
