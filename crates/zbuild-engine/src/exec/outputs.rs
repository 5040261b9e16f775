//! What an action writes: put aside before it runs, put back if it fails, checked and digested if it succeeds.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::{ActionError, Context};
use crate::action::{OutputKind, Placement};
use crate::digest::Content;
use crate::explain::Reason;
use crate::files::{FileError, Files};
use crate::graph::Bound;
use crate::log::ActionRecord;
use crate::path::FileId;
use crate::stamp::Kind;
use crate::store::StoredOutput;
use crate::tree::Listing;

/// Permissions of a folder that is to be emptied.
const OPEN: u32 = 0o700;

/// An output that is there.
pub(super) struct Collected {
    pub(super) file: FileId,
    pub(super) content: Content,
    /// As it is stored.
    pub(super) stored: Stored,
    pub(super) placement: Placement,
}

/// An output as it is stored.
pub(super) enum Stored {
    Plain(StoredOutput),
    /// Stored as its listing, and each file of it.
    Tree(Listing),
}

/// Outputs as they were before the action, put aside. Unless released they are put back.
pub(super) struct Held<'a> {
    cx: &'a Context<'a>,
    /// Place, and where it was moved to, if it was there.
    moved: Vec<(PathBuf, Option<PathBuf>)>,
    files: Vec<FileId>,
}

/// How outputs differ from what the action left; empty if they do not.
pub(super) fn differences(
    files: &Files,
    action: &Bound,
    previous: &ActionRecord,
) -> Result<Vec<Reason>, FileError> {
    let mut reasons = Vec::new();
    for output in &action.outputs {
        let recorded =
            previous.outputs.iter().find(|(file, _)| *file == output.file).map(|(_, content)| *content);
        let content = files.output(output.file)?;
        if content == Content::Absent {
            reasons.push(Reason::OutputMissing(files.path(output.file)));
        } else if Some(content) != recorded {
            reasons.push(Reason::OutputChanged(files.path(output.file)));
        }
    }
    Ok(reasons)
}

/// Makes the folders that an action writes to, and puts aside what it wrote before. A tool that opens its output
/// in place thus never writes into a file that is linked elsewhere, and a failure leaves what was there.
pub(super) fn prepare<'a>(cx: &'a Context<'a>, action: &Bound) -> Result<Held<'a>, ActionError> {
    let mut held = Held { cx, moved: Vec::new(), files: Vec::new() };
    for output in &action.outputs {
        let place = cx.files.absolute(output.file);
        let fail = |source| ActionError::Write { path: cx.files.path(output.file), source };
        make_parent(&place).map_err(fail)?;
        let aside = set_aside(cx.staging, &place).map_err(fail)?;
        held.moved.push((place.clone(), aside));
        held.files.push(output.file);
        cx.files.forget(output.file);
        if output.kind == OutputKind::Directory {
            fs::create_dir(&place).map_err(fail)?;
        }
    }
    if let Some(file) = action.depfile {
        let place = cx.files.absolute(file);
        let fail = |source| ActionError::Write { path: cx.files.path(file), source };
        make_parent(&place).map_err(fail)?;
        if !held.files.contains(&file) {
            // One that a tool did not write this time must not be taken for one that it did.
            remove(&place).map_err(fail)?;
        }
    }
    Ok(held)
}

pub(super) fn make_parent(place: &Path) -> io::Result<()> {
    place.parent().map_or(Ok(()), fs::create_dir_all)
}

/// A name in the staging folder that nothing has.
pub(super) fn staged(staging: &Path) -> PathBuf {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    staging.join(COUNTER.fetch_add(1, Ordering::Relaxed).to_string())
}

/// Moves what is at `place` to the staging folder; where to, if anything was there.
pub(super) fn set_aside(staging: &Path, place: &Path) -> io::Result<Option<PathBuf>> {
    let aside = staged(staging);
    let moved = fs::rename(place, &aside).or_else(|error| match error.kind() {
        // A folder that may not be written to is moved by nobody.
        io::ErrorKind::PermissionDenied if fs::symlink_metadata(place).is_ok_and(|found| found.is_dir()) => {
            fs::set_permissions(place, fs::Permissions::from_mode(OPEN))?;
            fs::rename(place, &aside)
        }
        _ => Err(error),
    });
    match moved {
        Ok(()) => Ok(Some(aside)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        // Another file system: beside the place itself.
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            if fs::symlink_metadata(place).is_err() {
                return Ok(None);
            }
            let mut name = place.file_name().unwrap_or_default().to_owned();
            name.push(".before");
            let aside = place.with_file_name(name);
            remove(&aside)?;
            fs::rename(place, &aside).map(|()| Some(aside))
        }
        Err(error) => Err(error),
    }
}

/// Removes whatever is at `place`.
pub(crate) fn remove(place: &Path) -> io::Result<()> {
    let removed = match fs::symlink_metadata(place) {
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(place).or_else(|_| {
            // Copied from a read-only place, it holds folders that nothing can be taken out of.
            open_up(place);
            fs::remove_dir_all(place)
        }),
        Ok(_) => fs::remove_file(place),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Gives the user all rights to a folder and those below it. What that fails for, removing will tell.
fn open_up(folder: &Path) {
    let _ = fs::set_permissions(folder, fs::Permissions::from_mode(OPEN));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            open_up(&entry.path());
        }
    }
}

impl Held<'_> {
    /// The action succeeded: what was there before is not needed.
    pub(super) fn release(mut self) {
        self.files.clear();
        for (_, aside) in self.moved.drain(..) {
            if let Some(aside) = aside {
                // In the staging folder it goes with that, at the latest when the next build starts.
                let _ = remove(&aside);
            }
        }
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        for (place, aside) in self.moved.drain(..) {
            // What cannot be put back is missing, and a build that wants it makes it again.
            let _ = remove(&place);
            if let Some(aside) = aside {
                let _ = fs::rename(&aside, &place);
            }
        }
        for file in self.files.drain(..) {
            self.cx.files.forget(file);
        }
    }
}

/// Looks at the outputs of an action that says it succeeded.
pub(super) fn collect(cx: &Context<'_>, action: &Bound) -> Result<Vec<Collected>, ActionError> {
    action
        .outputs
        .iter()
        .map(|output| {
            let missing = || ActionError::MissingOutput {
                program: action.program_name(),
                path: cx.files.path(output.file),
            };
            let wrong = |found, expected| ActionError::OutputKind {
                program: action.program_name(),
                path: cx.files.path(output.file),
                found,
                expected,
            };
            cx.files.forget(output.file);
            let stat = cx.files.look(output.file)?.ok_or_else(missing)?;
            let (content, stored) = match (stat.kind, output.kind) {
                (Kind::Directory, OutputKind::Directory) if !stat.is_link => {
                    let listing = cx.files.listing(output.file)?;
                    (Content::Tree { digest: listing.digest() }, Stored::Tree(listing))
                }
                (_, OutputKind::Directory) if stat.is_link => return Err(wrong("a link", "a directory")),
                (_, OutputKind::Directory) => return Err(wrong("a file", "a directory")),
                (_, OutputKind::File) if stat.is_link => {
                    let (link, target) = cx.files.link(output.file)?;
                    (link, Stored::Plain(StoredOutput::Symlink { target }))
                }
                (Kind::Directory, OutputKind::File) => return Err(wrong("a directory", "a file")),
                (_, OutputKind::File) => {
                    let content = cx.files.content(output.file)?;
                    let Content::File { digest, executable } = content else { return Err(missing()) };
                    let plain = StoredOutput::File { digest, executable };
                    (content, Stored::Plain(plain))
                }
            };
            Ok(Collected { file: output.file, content, stored, placement: output.placement })
        })
        .collect()
}
