//! Removing what builds left in a workspace.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::session::Session;
use super::{BuildError, Options};
use crate::digest::Content;
use crate::event::Event;
use crate::exec;
use crate::graph::Graph;
use crate::path::{self, FileId};

/// What becomes of a path that builds left something at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// It stays.
    Stays,
    /// It goes if it is what was left there: it may be somebody's own file by now.
    GoesIfUnchanged,
    /// It goes, whatever is there.
    Goes,
}

/// What was removed, and what could not be.
#[derive(Debug, Default)]
pub struct Cleaned {
    /// Outputs that are gone now.
    pub removed: Vec<PathBuf>,
    /// What lies where outputs were and is something else.
    pub changed: Vec<PathBuf>,
    /// Outputs that are still there, and why.
    pub kept: Vec<(PathBuf, io::Error)>,
}

pub(super) fn clean(
    options: &Options,
    graph: &Graph,
    claim: &dyn Fn(&Path) -> Claim,
    folders: &[PathBuf],
    on_event: &mut dyn FnMut(Event<'_>),
) -> Result<Cleaned, BuildError> {
    let Some(session) = Session::open(options, graph, None, on_event)? else { return Ok(Cleaned::default()) };
    let declared =
        graph.ids().flat_map(|id| graph.bound(id).outputs.iter().map(|output| (output.file, None)));
    let recorded = session.log.actions().flat_map(|record| &record.outputs);
    let recorded = recorded.map(|&(file, content)| (file, Some(content)));
    let mut left: BTreeMap<FileId, Vec<Option<Content>>> = BTreeMap::new();
    declared.chain(recorded).for_each(|(file, content)| left.entry(file).or_default().push(content));
    let mut cleaned = Cleaned::default();
    for (file, contents) in left {
        // What an action of the graph makes is its own; of others it is known what it was.
        let is_ours = || {
            contents.contains(&None)
                || session.files.output(file).is_ok_and(|now| contents.contains(&Some(now)))
        };
        match claim(&session.files.path(file)) {
            Claim::Stays => continue,
            Claim::GoesIfUnchanged if !is_ours() => {
                if fs::symlink_metadata(session.files.absolute(file)).is_ok() {
                    cleaned.changed.push(session.files.path(file));
                }
                continue;
            }
            Claim::GoesIfUnchanged | Claim::Goes => {}
        }
        let place = session.files.absolute(file);
        match remove(&place) {
            Ok(false) => {}
            Ok(true) => {
                remove_empty_parents(&options.root, &place);
                cleaned.removed.push(session.files.path(file));
            }
            Err(error) => cleaned.kept.push((session.files.path(file), error)),
        }
    }
    // Here, where no other build of the workspace is under way.
    for folder in folders {
        match remove(folder) {
            Ok(false) => {}
            Ok(true) => cleaned.removed.push(folder.clone()),
            Err(error) => cleaned.kept.push((folder.clone(), error)),
        }
    }
    Ok(cleaned)
}

/// Removes what is at `place`; whether anything was.
fn remove(place: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(place) {
        Ok(_) => exec::remove(place).map(|()| true),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

/// Removes the folders above an output, below the root, that nothing is left in.
fn remove_empty_parents(root: &Path, place: &Path) {
    for folder in place.ancestors().skip(1) {
        let inside = folder != root && path::to_bytes(folder).starts_with(path::to_bytes(root));
        if !inside || fs::remove_dir(folder).is_err() {
            return;
        }
    }
}
