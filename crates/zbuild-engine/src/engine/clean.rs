//! Removing what builds left in a workspace.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::session::Session;
use super::{BuildError, Options};
use crate::digest::Content;
use crate::event::Event;
use crate::graph::Graph;
use crate::path::{self, FileId};

/// What was removed, and what could not be.
#[derive(Debug, Default)]
pub struct Cleaned {
    /// Outputs that are gone now.
    pub removed: Vec<PathBuf>,
    /// Outputs that are still there, and why.
    pub kept: Vec<(PathBuf, io::Error)>,
}

pub(super) fn clean(
    options: &Options,
    graph: &Graph,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Result<Cleaned, BuildError> {
    let Some(session) = Session::open(options, graph, None, on_event)? else { return Ok(Cleaned::default()) };
    let declared = graph.ids().flat_map(|id| graph.bound(id).outputs.iter().map(|output| output.file));
    let mut files: Vec<FileId> = declared.collect();
    // What no action makes any more may be somebody's own file by now: it goes only if it is what was made.
    let recorded = session.log.actions().flat_map(|record| &record.outputs);
    let is_ours = |(file, content): &(FileId, Content)| {
        graph.is_empty() || session.files.output(*file).is_ok_and(|now| now == *content)
    };
    files.extend(recorded.filter(|output| is_ours(output)).map(|&(file, _)| file));
    files.sort_unstable();
    files.dedup();
    let mut cleaned = Cleaned::default();
    for file in files {
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
    Ok(cleaned)
}

/// Removes what is at `place`; whether anything was.
fn remove(place: &Path) -> io::Result<bool> {
    let removed = match fs::symlink_metadata(place) {
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(place),
        Ok(_) => fs::remove_file(place),
        Err(error) => Err(error),
    };
    match removed {
        Ok(()) => Ok(true),
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
