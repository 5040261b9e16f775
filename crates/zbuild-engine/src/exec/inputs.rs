//! What an action read: from its depfile, and whether it stayed what it was.

use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use super::run::Ran;
use super::{ActionError, Context, Declared};
use crate::depfile;
use crate::digest::Content;
use crate::graph::{ActionId, Bound};
use crate::key;
use crate::path::{self, FileId};

/// What an action read beyond its declared inputs.
pub(super) struct Found {
    /// Sorted by path, so that a key does not depend on the order in which a compiler writes.
    pub(super) files: Vec<(FileId, Content)>,
    /// None of them changed while the action ran.
    pub(super) stable: bool,
    pub(super) warnings: Vec<String>,
}

/// Reads the depfile of an action that ran, and looks at the files in it.
pub(super) fn discovered(
    cx: &Context<'_>,
    id: ActionId,
    ran: &mut Ran,
    started_at: SystemTime,
) -> Result<Found, ActionError> {
    let action = cx.graph.bound(id);
    let mut spellings = normalise_all(cx, b"", ran.discovered.iter().map(|path| path::to_bytes(path)));
    if let Some(file) = action.depfile {
        let text = take_depfile(cx, action, file)?;
        let bad = |why| ActionError::BadDepfile { path: cx.files.path(file), why };
        let listed = depfile::parse(&text).map_err(bad)?;
        spellings.extend(normalise_all(cx, &action.cwd, listed.iter().map(Vec::as_slice)));
    }
    spellings.extend(ran.variables.iter().map(|name| path::of_variable(name)));
    spellings.sort_unstable();
    spellings.dedup();
    let mut found = Found { files: Vec::with_capacity(spellings.len()), stable: true, warnings: Vec::new() };
    for spelling in spellings {
        if is_declared(cx, action, &spelling) {
            continue;
        }
        check_producer(cx, id, &spelling)?;
        let (file, known_before) = {
            let mut table = cx.files.table();
            let file = table.intern(&spelling);
            (file, table.known(file).map(|known| known.content))
        };
        cx.files.forget(file);
        let content = cx.files.content(file)?;
        let seen = cx.files.look(file)?;
        // A file that was known before must be what it was; of any other only its times tell.
        let stable = match known_before {
            Some(before) if cx.graph.producer_of_bytes(&spelling).is_some() => before == content,
            _ => seen.is_none_or(|stat| !stat.stamp.is_since(started_at)),
        };
        if !stable {
            found.stable = false;
            found.warnings.push(changed(path::from_bytes(&spelling)));
        }
        found.files.push((file, content));
    }
    Ok(found)
}

/// A warning if a declared input is not what it was when the key was made.
pub(super) fn changed_meanwhile(cx: &Context<'_>, action: &Bound, declared: &Declared) -> Option<String> {
    let mut inputs = key::declared_inputs(action).zip(&declared.contents);
    let (file, _) = inputs.find(|&(file, &content)| cx.files.changed(file, content).unwrap_or(true))?;
    Some(changed(&cx.files.path(file)))
}

fn changed(path: &Path) -> String {
    format!("{} changed while it was being used; the action will run again next time", path.display())
}

fn normalise_all<'a>(cx: &Context<'_>, base: &[u8], paths: impl Iterator<Item = &'a [u8]>) -> Vec<Vec<u8>> {
    let root = path::to_bytes(cx.files.root());
    paths
        .map(|path| {
            let mut spelling = Vec::new();
            path::normalise(root, base, path, &mut spelling);
            spelling
        })
        .collect()
}

fn take_depfile(cx: &Context<'_>, action: &Bound, file: FileId) -> Result<Vec<u8>, ActionError> {
    let path = cx.files.absolute(file);
    let text = fs::read(&path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            ActionError::MissingOutput { program: action.program_name(), path: cx.files.path(file) }
        }
        _ => ActionError::BadDepfile { path: cx.files.path(file), why: error.to_string() },
    })?;
    if action.outputs.iter().all(|output| output.file != file) {
        // Read, and of no further use. If it stays, it is overwritten.
        let _ = fs::remove_file(&path);
    }
    Ok(text)
}

/// Whether a path is already part of the key, or the action's own.
fn is_declared(cx: &Context<'_>, action: &Bound, spelling: &[u8]) -> bool {
    let paths = cx.graph.paths();
    let is_below = |folder: FileId| {
        let folder = paths.bytes(folder);
        folder == b"." && spelling.first() != Some(&b'/')
            || spelling.strip_prefix(folder).is_some_and(|rest| rest.first() == Some(&b'/'))
    };
    let own = action.outputs.iter().map(|output| output.file);
    paths.get(spelling).is_some_and(|file| {
        key::declared_inputs(action).any(|input| input == file) || own.clone().any(|output| output == file)
    }) || action.private.iter().copied().chain(own).any(is_below)
}

/// A file that another action makes must be made before.
fn check_producer(cx: &Context<'_>, id: ActionId, spelling: &[u8]) -> Result<(), ActionError> {
    let graph = cx.graph;
    let Some(producer) = graph.producer_of_bytes(spelling) else { return Ok(()) };
    let mut seen = vec![false; graph.len()];
    let mut pending = vec![id];
    while let Some(action) = pending.pop() {
        for &above in graph.upstream(action) {
            if above == producer {
                return Ok(());
            }
            if !std::mem::replace(&mut seen[above.index()], true) {
                pending.push(above);
            }
        }
    }
    Err(ActionError::UndeclaredInput {
        path: path::from_bytes(spelling).to_owned(),
        producer: graph.name(producer).to_owned(),
    })
}
