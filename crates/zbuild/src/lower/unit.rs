//! One project while it is lowered: what it is, and for which machine and how it is built.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::places::Places;
use crate::config::{Config, Located, Project};
use crate::diagnostic::Diagnostic;
use crate::setting::Setting;

/// A project of the workspace, or one that another project names.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// Its name in the workspace.
    pub(super) name: String,
    /// Its folder, absolute.
    pub(super) folder: Utf8PathBuf,
    /// The file it was read from.
    pub(super) config: Config,
    pub(super) project: Arc<Project>,
    pub(super) setting: Setting,
    /// The processor, as Zig spells it.
    pub(super) cpu: Option<String>,
    /// Folder for intermediate files of this project and setting, relative to the root.
    pub(super) objects: Utf8PathBuf,
}

impl Unit {
    pub(super) fn new(
        name: &str,
        folder: &Utf8Path,
        config: Config,
        project: Arc<Project>,
        setting: Setting,
    ) -> Self {
        let objects = Places::objects(&setting, name);
        let cpu = setting.cpu();
        Self { name: name.to_owned(), folder: folder.to_owned(), config, project, setting, cpu, objects }
    }

    /// A path of the file, absolute.
    pub(super) fn path(&self, path: &str) -> Utf8PathBuf {
        ghostbind::layout::normalized(self.folder.join(path))
    }

    pub(super) fn error_at<T>(&self, value: &Located<T>, message: impl Into<String>) -> Diagnostic {
        self.config.error_at(value, message)
    }
}
