//! What a graph reads that no action of it makes: what people edit.

use std::path::PathBuf;

use super::session::Session;
use super::{BuildError, Options};
use crate::graph::Graph;
use crate::path::{self, FileId};

pub(super) fn sources(options: &Options, graph: &Graph) -> Result<Vec<PathBuf>, BuildError> {
    let session = Session::peek(options, graph)?;
    let mut files: Vec<FileId> = Vec::new();
    for &id in graph.order() {
        let action = graph.bound(id);
        files.extend(action.inputs.iter().chain(&action.optional_inputs));
        files.extend(session.record(id).into_iter().flat_map(|record| record.discovered.iter()));
    }
    files.sort_unstable();
    files.dedup();
    let is_source = |&file: &FileId| {
        let spelling = session.files.table().paths.bytes(file).to_vec();
        path::is_file(&spelling) && graph.producer_of_bytes(&spelling).is_none()
    };
    let folder = |&file: &FileId| {
        let spelling = session.files.table().paths.bytes(file).to_vec();
        path::names(&spelling).map(|folder| options.root.join(path::from_bytes(folder)))
    };
    let folders: Vec<PathBuf> = files.iter().filter_map(folder).collect();
    let files = files.into_iter().filter(is_source).map(|file| session.files.absolute(file));
    Ok(files.chain(folders).collect())
}
