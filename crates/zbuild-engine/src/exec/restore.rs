//! Between an action and the content store.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::outputs::{self, Collected, Stored, make_parent, staged};
use super::{ActionError, Context, Declared, Done, Failed, Outcome, full_key, preimage, record};
use crate::action::{OutputKind, Placement};
use crate::digest::{Content, Digest};
use crate::graph::Bound;
#[cfg(feature = "remote")]
use crate::key;
use crate::log::ActionRecord;
use crate::path::{self, FileId};
#[cfg(feature = "remote")]
use crate::stamp::Kind;
use crate::store::{ActionResult, Store, StoredOutput, Taken};
use crate::tree::{EntryKind, Listing};

/// Takes the outputs from the store, if an action with this key left them there. An unusable store is a miss.
pub(super) fn from_store(
    cx: &Context<'_>,
    action: &Bound,
    declared: &Declared,
    previous: Option<&ActionRecord>,
) -> Result<Option<Done>, Failed> {
    let Some(store) = cx.store.filter(|_| action.cacheable) else { return Ok(None) };
    let Ok(Some((key, discovered, result))) = find(cx, store, action, declared) else { return Ok(None) };
    if !place_all(cx, store, action, &result)? {
        return Ok(None);
    }
    let Ok(collected) = outputs::collect(cx, action) else { return Ok(None) };
    let known = previous.is_some_and(|previous| previous.key == key);
    Ok(Some(Done {
        outcome: if known { Outcome::Restored } else { Outcome::Cached },
        record: Some(record(cx, key, &collected, &discovered, result.duration_ms)),
        message: result.message,
        warnings: Vec::new(),
        preimage: Some(preimage(cx.files, cx.graph, action, declared, &discovered)),
        duration: Duration::ZERO,
        stayed: None,
    }))
}

type Hit = (Digest, Vec<(FileId, Content)>, ActionResult);

/// What is stored under the action's key: here, else with the remote service, whose answer is then kept here.
fn find(cx: &Context<'_>, store: &Store, action: &Bound, declared: &Declared) -> io::Result<Option<Hit>> {
    let sets = if action.discovers() { store.sets(&declared.key, cx.files.now())? } else { vec![Vec::new()] };
    let hit = among(cx, action, declared, sets, |key| store.result(key, cx.files.now()))?;
    #[cfg(feature = "remote")]
    if let (None, Some(remote)) = (&hit, cx.remote) {
        let mut sets = vec![Vec::new()];
        if action.discovers() {
            sets = remote.sets(&declared.key, cx.cancel);
            sets.retain(|set| set.iter().all(|path| is_plausible(cx, action, path)));
        }
        let hit = among(cx, action, declared, sets, |key| Ok(remote.result(key, store, cx.cancel)))?;
        if let Some((key, _, result)) = &hit {
            store.put_result(key, result)?;
            if action.discovers() {
                store.put_set(&declared.key, &result.discovered, cx.files.now())?;
            }
        }
        return Ok(hit);
    }
    Ok(hit)
}

/// Whether the action may read this here. A service names what it likes, and all of it is digested: that must be
/// files, and of those outside the root only its neighbours and such as this machine knows to belong to the build.
#[cfg(feature = "remote")]
fn is_plausible(cx: &Context<'_>, action: &Bound, path: &[u8]) -> bool {
    if path::variable(path).is_some() {
        return true;
    }
    // Of a folder whose names count, the place counts.
    let folder = path::names(path);
    let path = folder.unwrap_or(path);
    let root = path::to_bytes(cx.files.root());
    let mut spelling = Vec::new();
    path::normalise(root, b"", path, &mut spelling);
    if spelling != path {
        return false;
    }
    let is_known = path::outside(root, path).is_none_or(|place| {
        let paths = cx.graph.paths();
        let beside = key::declared_inputs(action).filter_map(|input| {
            let input = paths.bytes(input);
            Some(&input[..input.iter().rposition(|&byte| byte == b'/').filter(|&end| end > 0)?])
        });
        let searched = action.searches.iter().map(|&folder| paths.bytes(folder));
        let shared = cx.files.shared.iter().map(Vec::as_slice);
        let neighbours = cx.files.root().parent().map(path::to_bytes).filter(|folder| *folder != b"/");
        let mut folders = beside.chain(searched).chain(shared).chain(neighbours);
        folders.any(|folder| path::is_within(&place, folder))
    });
    let is_folder = || {
        let file = cx.files.table().intern(path);
        matches!(cx.files.look(file), Ok(Some(stat)) if stat.kind == Kind::Directory)
    };
    is_known && (folder.is_some() || !is_folder())
}

/// The first of some sets of read files under which `look` finds a result that fits.
fn among(
    cx: &Context<'_>,
    action: &Bound,
    declared: &Declared,
    sets: Vec<Vec<Vec<u8>>>,
    look: impl Fn(&Digest) -> io::Result<Option<ActionResult>>,
) -> io::Result<Option<Hit>> {
    'sets: for set in sets {
        let mut discovered = Vec::with_capacity(set.len());
        for path in &set {
            let file = cx.files.table().intern(path);
            let Ok(content) = cx.files.content(file) else { continue 'sets };
            discovered.push((file, content));
        }
        let key = full_key(cx.files, declared, &discovered);
        if let Some(result) = look(&key)?
            && result.outputs.len() == action.outputs.len()
        {
            return Ok(Some((key, discovered, result)));
        }
    }
    Ok(None)
}

/// Writes every output to the staging folder, then moves all to their places. `false`, and nothing changed, if
/// the store lacks one of them.
fn place_all(
    cx: &Context<'_>,
    store: &Store,
    action: &Bound,
    result: &ActionResult,
) -> Result<bool, ActionError> {
    let mut ready: Vec<PathBuf> = Vec::with_capacity(action.outputs.len());
    for (output, stored) in action.outputs.iter().zip(&result.outputs) {
        let place = staged(cx.staging);
        let fits = (output.kind == OutputKind::Directory) == matches!(stored, StoredOutput::Tree { .. });
        if !fits || !matches!(stage(store, stored, &place, output.placement), Ok(true)) {
            for place in ready.iter().chain([&place]) {
                let _ = outputs::remove(place);
            }
            return Ok(false);
        }
        ready.push(place);
    }
    for (output, from) in action.outputs.iter().zip(&ready) {
        let place = cx.files.absolute(output.file);
        let moved = make_parent(&place).and_then(|()| move_over(cx.staging, from, &place));
        moved.map_err(|source| ActionError::Write { path: cx.files.path(output.file), source })?;
        cx.files.forget(output.file);
    }
    Ok(true)
}

fn stage(store: &Store, stored: &StoredOutput, place: &Path, placement: Placement) -> io::Result<bool> {
    match stored {
        StoredOutput::File { digest, executable } => {
            Ok(store.take(digest, place, *executable, placement)? == Taken::Whole)
        }
        StoredOutput::Symlink { target } => {
            std::os::unix::fs::symlink(path::from_bytes(target), place)?;
            Ok(true)
        }
        StoredOutput::Tree { listing } => {
            let Some(listing) = store.get_bytes(listing)?.and_then(|bytes| Listing::decode(&bytes)) else {
                return Ok(false);
            };
            fs::create_dir(place)?;
            for entry in &listing.entries {
                let inner = place.join(path::from_bytes(&entry.path));
                match &entry.kind {
                    EntryKind::Directory => fs::create_dir(&inner)?,
                    EntryKind::Symlink { target } => {
                        std::os::unix::fs::symlink(path::from_bytes(target), &inner)?;
                    }
                    EntryKind::File { digest, executable } => {
                        if store.take(digest, &inner, *executable, placement)? != Taken::Whole {
                            return Ok(false);
                        }
                    }
                }
            }
            Ok(true)
        }
    }
}

/// Moves `from` to `place`, whatever is there.
pub(super) fn move_over(staging: &Path, from: &Path, place: &Path) -> io::Result<()> {
    let is_directory = |path: &Path| fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir());
    if (is_directory(from) || is_directory(place))
        && let Some(aside) = outputs::set_aside(staging, place)?
    {
        let _ = outputs::remove(&aside);
    }
    match fs::rename(from, place) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            outputs::remove(place)?;
            super::run::copy(from, place)?;
            outputs::remove(from)
        }
        other => other,
    }
}

/// Stores what an action left. What cannot be stored (a full disk) is a warning: the outputs are there.
pub(super) fn to_store(
    cx: &Context<'_>,
    action: &Bound,
    declared: &Digest,
    key: &Digest,
    mut result: ActionResult,
    collected: &[Collected],
) -> Option<String> {
    let store = cx.store?;
    let put = (|| {
        for output in collected {
            result.outputs.push(put_output(cx, store, output)?);
        }
        store.put_result(key, &result)?;
        if action.discovers() {
            store.put_set(declared, &result.discovered, cx.files.now())?;
        }
        Ok(())
    })();
    #[cfg(feature = "remote")]
    if let (Ok(()), Some(remote)) = (&put, cx.remote) {
        remote.offer(store, declared, key, &result, action.discovers());
    }
    put.err().map(|error: io::Error| format!("cannot keep its outputs in the content store: {error}"))
}

fn put_output(cx: &Context<'_>, store: &Store, output: &Collected) -> io::Result<StoredOutput> {
    let place = cx.files.absolute(output.file);
    match &output.stored {
        Stored::Plain(plain) => {
            if let StoredOutput::File { digest, executable } = plain {
                let placement = if *executable { Placement::Own } else { output.placement };
                store.put_file(digest, &place, placement)?;
                if placement == Placement::Shared {
                    // Linking moved its change time and took its write permission.
                    cx.files.restat(output.file, output.content)?;
                }
            }
            Ok(plain.clone())
        }
        Stored::Tree(listing) => {
            for entry in &listing.entries {
                if let EntryKind::File { digest, .. } = &entry.kind {
                    store.put_file(digest, &place.join(path::from_bytes(&entry.path)), Placement::Own)?;
                }
            }
            Ok(StoredOutput::Tree { listing: store.put_bytes(&listing.encode())? })
        }
    }
}
