//! What an action read: from its depfile, and whether it stayed what it was.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use super::run::Ran;
use super::{ActionError, Context, Declared};
use crate::action::Asked;
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
        let listed = normalise_all(cx, &action.cwd, listed.iter().map(Vec::as_slice));
        spellings.extend(looked_for(cx, action, &listed));
        spellings.extend(listed);
    }
    spellings.extend(ran.variables.iter().map(|name| path::of_variable(name)));
    let folders = normalise_all(cx, b"", ran.names.iter().map(|path| path::to_bytes(path)));
    spellings.extend(folders.iter().map(|folder| path::of_names(folder)));
    let maintained = normalise_all(cx, b"", ran.maintained.iter().map(|path| path::to_bytes(path)));
    spellings.sort_unstable();
    spellings.dedup();
    spellings.retain(|spelling| !is_declared(cx, action, spelling));
    check_producers(cx, id, &spellings)?;
    let mut found = Found { files: Vec::with_capacity(spellings.len()), stable: true, warnings: Vec::new() };
    for spelling in spellings {
        let (file, before) = {
            let mut table = cx.files.table();
            let file = table.intern(&spelling);
            (file, table.trusted(file))
        };
        let is_maintained = maintained.contains(&spelling);
        if is_maintained || before.is_none() {
            cx.files.forget(file);
        }
        // A file that was looked at before must be what it was; of any other only its times tell, once it was read.
        let was_changed = match before {
            Some(before) if !is_maintained => cx.files.changed(file, before, started_at)?,
            _ => false,
        };
        let content = cx.files.content(file)?;
        let is_new = before.is_none() && !is_maintained && cx.files.is_since(file, started_at);
        if was_changed || is_new {
            found.stable = false;
            found.warnings.push(changed(path::from_bytes(&spelling)));
        }
        found.files.push((file, content));
    }
    Ok(found)
}

/// A warning if a declared input is not what it was when the key was made.
pub(super) fn changed_meanwhile(
    cx: &Context<'_>,
    action: &Bound,
    declared: &Declared,
    started_at: SystemTime,
) -> Option<String> {
    let mut inputs = key::declared_inputs(action).zip(&declared.contents);
    let (file, _) =
        inputs.find(|&(file, &content)| cx.files.changed(file, content, started_at).unwrap_or(true))?;
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
            // One file, one name: what is declared has an absolute one outside the root. Others keep theirs, which
            // means the same beside every workspace.
            let declared = path::outside(root, &spelling).filter(|absolute| is_in_graph(cx, absolute));
            declared.unwrap_or(spelling)
        })
        .collect()
}

fn is_in_graph(cx: &Context<'_>, path: &[u8]) -> bool {
    cx.graph.paths().get(path).is_some() || cx.graph.producer_of_bytes(path).is_some()
}

/// Where an action looked in vain for what it found in a later one of its folders.
fn looked_for(cx: &Context<'_>, action: &Bound, listed: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let root = path::to_bytes(cx.files.root());
    let folders: Vec<&[u8]> = action.searches.iter().map(|&folder| cx.graph.paths().bytes(folder)).collect();
    let mut in_vain = Vec::new();
    if folders.is_empty() {
        return in_vain;
    }
    for path in listed {
        let absolute = path::outside(root, path);
        let path = absolute.as_ref().unwrap_or(path);
        for (nth, folder) in folders.iter().enumerate() {
            let Some(below) = path::below(path, folder) else { continue };
            let earlier = folders[..nth].iter().map(|earlier| path::join(earlier, below));
            // What another action makes there is declared, or made in its own time.
            in_vain.extend(earlier.filter(|path| cx.graph.producer_of_bytes(path).is_none()));
        }
    }
    in_vain.extend(asked_for(cx, action, listed, &folders));
    in_vain
}

/// What the files that an action read ask for, wherever it may appear.
fn asked_for(cx: &Context<'_>, action: &Bound, listed: &[Vec<u8>], folders: &[&[u8]]) -> Vec<Vec<u8>> {
    let Some(names) = action.asks else { return Vec::new() };
    let root = cx.files.root();
    let mut places = Vec::new();
    for (path, beside) in listed.iter().filter_map(|path| Some((path, path::folder_within(path)?))) {
        // What cannot be read now changed meanwhile, which is noticed elsewhere.
        let Ok(text) = fs::read(root.join(path::from_bytes(path))) else { continue };
        for asked in names(&text) {
            let (name, others) = match asked {
                Asked::Read(name) => (name, &[][..]),
                Asked::Sought(name) => (name, folders),
            };
            for folder in std::iter::once(&beside).chain(others) {
                let mut place = Vec::new();
                path::normalise(path::to_bytes(root), b"", &path::join(folder, &name), &mut place);
                if cx.graph.producer_of_bytes(&place).is_none() {
                    places.push(place);
                }
            }
        }
    }
    places
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
    let absolute = path::outside(path::to_bytes(cx.files.root()), spelling);
    let place = absolute.as_deref().unwrap_or(spelling);
    let is_below = |folder: FileId| path::below(place, paths.bytes(folder)).is_some();
    let own = action.outputs.iter().map(|output| output.file);
    paths.get(spelling).is_some_and(|file| {
        key::declared_inputs(action).any(|input| input == file) || own.clone().any(|output| output == file)
    }) || action.private.iter().copied().chain(own).any(is_below)
}

/// Files that other actions make must be made before.
fn check_producers(cx: &Context<'_>, id: ActionId, spellings: &[Vec<u8>]) -> Result<(), ActionError> {
    let graph = cx.graph;
    let direct = graph.upstream(id);
    let mut wanted: HashMap<ActionId, &[u8]> = HashMap::new();
    for spelling in spellings {
        if let Some(producer) = graph.producer_of_bytes(spelling)
            && direct.binary_search(&producer).is_err()
        {
            wanted.insert(producer, spelling);
        }
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let mut seen: HashSet<ActionId> = direct.iter().copied().collect();
    let mut pending = direct.to_vec();
    while let Some(above) = pending.pop().filter(|_| !wanted.is_empty()) {
        wanted.remove(&above);
        pending.extend(graph.upstream(above).iter().filter(|&&higher| seen.insert(higher)));
    }
    match wanted.into_iter().min() {
        None => Ok(()),
        Some((producer, spelling)) => Err(ActionError::UndeclaredInput {
            path: path::from_bytes(spelling).to_owned(),
            producer: graph.name(producer).to_owned(),
        }),
    }
}
