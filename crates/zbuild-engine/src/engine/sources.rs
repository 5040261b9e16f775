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
    let place = |file: FileId| {
        let spelling = session.files.table().paths.bytes(file).to_vec();
        if let Some(folder) = path::names(&spelling) {
            return Some(options.root.join(path::from_bytes(folder)));
        }
        let is_source = path::is_file(&spelling) && graph.producer_of_bytes(&spelling).is_none();
        is_source.then(|| session.files.absolute(file))
    };
    Ok(files.into_iter().filter_map(place).collect())
}
