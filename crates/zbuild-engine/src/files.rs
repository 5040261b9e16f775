//! The files of a build: what is on disk, what was known of it, and the digests that follow.
//!
//! Each file is looked at (`stat`) once and read only if what was known of it cannot be trusted. Everything here
//! is shared by the threads of a build; the lock is held for table look-ups, never while a file is read.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use crate::codec::Encoder;
use crate::digest::{Content, Digest};
use crate::engine::Options;
use crate::jobs::Jobs;
use crate::path::{self, FileId, PathTable};
use crate::stamp::{self, Kind, Stamp, Stat};
use crate::tree::{self, EntryKind, Listing};

/// Below this many files one thread looks at them faster than two.
const PARALLEL_STATS_MIN: usize = 400;
/// Beyond this many threads the kernel's own locks decide.
const STAT_THREADS_MAX: usize = 8;
/// Longer than a tick of the file system's clock.
const TICK_WAIT_MAX: Duration = Duration::from_millis(20);
const TICK_POLL: Duration = Duration::from_micros(500);

/// Why a path could not be looked at or read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {}", path.display())]
pub struct FileError {
    /// The path, relative to the workspace root where it lies in it.
    pub path: PathBuf,
    /// Why.
    #[source]
    pub source: io::Error,
}

/// Digest and stamp of a file at the time it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) stamp: Stamp,
    pub(crate) content: Content,
    pub(crate) racy: bool,
}

#[derive(Clone, Copy, Default)]
enum Seen {
    #[default]
    NotLooked,
    Absent,
    There(Stat),
}

#[derive(Clone, Copy, Default)]
struct Entry {
    seen: Seen,
    known: Option<Known>,
    /// `known` is newer than the build log.
    unsaved: bool,
    /// `known` is of this build: good enough to make keys with even if racy, since inputs are checked again after
    /// they were used.
    fresh: bool,
}

/// Paths and what is known of them; behind the lock of [`Files`].
pub(crate) struct Table {
    pub(crate) paths: PathTable,
    entries: Vec<Entry>,
}

/// The files of one build.
pub(crate) struct Files {
    /// [`Options::shared`], each in the one spelling that paths have here.
    pub(crate) shared: Vec<Vec<u8>>,
    root: PathBuf,
    directory: OwnedFd,
    clock: fn() -> SystemTime,
    /// How many may look at files at once.
    jobs: Jobs,
    /// The caller's variables, which can stand among the files that an action read.
    environment: Vec<(OsString, OsString)>,
    /// [`Options::unlisted`].
    unlisted: Vec<OsString>,
    table: Mutex<Table>,
}

impl Table {
    pub(crate) fn new(paths: PathTable) -> Self {
        let entries = vec![Entry::default(); paths.len()];
        Self { paths, entries }
    }

    pub(crate) fn intern(&mut self, path: &[u8]) -> FileId {
        let id = self.paths.intern(path);
        if id.index() >= self.entries.len() {
            self.entries.resize(id.index() + 1, Entry::default());
        }
        id
    }

    /// What the build log says of a file.
    pub(crate) fn set_known(&mut self, id: FileId, known: Known) {
        self.entries[id.index()].known = Some(known);
    }

    pub(crate) fn known(&self, id: FileId) -> Option<&Known> {
        self.entries[id.index()].known.as_ref()
    }

    /// Whether a path was looked at in this build.
    pub(crate) fn is_seen(&self, id: FileId) -> bool {
        !matches!(self.entries[id.index()].seen, Seen::NotLooked)
    }

    /// Takes note that the log holds what is known of this file; whether it did not before.
    pub(crate) fn take_unsaved(&mut self, id: FileId) -> bool {
        std::mem::take(&mut self.entries[id.index()].unsaved)
    }

    /// Files that are known better than the log knows them.
    pub(crate) fn unsaved(&self) -> Vec<FileId> {
        (0..self.entries.len()).filter(|&at| self.entries[at].unsaved).map(FileId::from_index).collect()
    }

    /// The content of a path that has been looked at, if it is nothing or a file and no link, and needs no reading.
    fn settled(&self, id: FileId) -> Option<Content> {
        match self.entries[id.index()].seen {
            Seen::There(Stat { is_link: false, kind: Kind::File { .. }, .. }) | Seen::Absent => {
                self.trusted(id)
            }
            Seen::There(_) | Seen::NotLooked => None,
        }
    }

    /// The content of a file that has been looked at, if that needs no reading.
    pub(crate) fn trusted(&self, id: FileId) -> Option<Content> {
        let entry = &self.entries[id.index()];
        match (entry.seen, entry.known) {
            (Seen::Absent, _) => Some(Content::Absent),
            (Seen::There(stat), Some(known)) if known.stamp == stat.stamp && (entry.fresh || !known.racy) => {
                Some(known.content)
            }
            _ => None,
        }
    }
}

impl Files {
    pub(crate) fn open(options: &Options, table: Table) -> Result<Self, FileError> {
        let root = &options.root;
        let directory = File::open(root).map_err(|source| FileError { path: root.clone(), source })?;
        let one_spelling = |place: &PathBuf| {
            let mut bytes = Vec::new();
            path::normalise(path::to_bytes(root), b"", path::to_bytes(place), &mut bytes);
            bytes
        };
        Ok(Self {
            root: root.clone(),
            shared: options.shared.iter().map(one_spelling).collect(),
            directory: directory.into(),
            clock: options.clock,
            jobs: options.jobs.clone(),
            environment: options.environment.clone(),
            unlisted: options.unlisted.clone(),
            table: Mutex::new(table),
        })
    }

    pub(crate) fn table(&self) -> MutexGuard<'_, Table> {
        // A thread that panicked left whole entries: they are plain values.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The path of a file, relative to the root where it lies in it.
    pub(crate) fn path(&self, id: FileId) -> PathBuf {
        self.table().paths.path(id).to_owned()
    }

    /// The absolute path of a file.
    pub(crate) fn absolute(&self, id: FileId) -> PathBuf {
        self.root.join(self.table().paths.path(id))
    }

    /// Looks at many files at once. A file that cannot be looked at stays unseen: whoever needs it gets the error.
    pub(crate) fn look_all(&self, ids: &[FileId]) {
        let table = &mut *self.table();
        let threads =
            if ids.len() < PARALLEL_STATS_MIN { 1 } else { self.jobs.limit().min(STAT_THREADS_MAX) };
        let share = ids.len().div_ceil(threads).max(1);
        let mut all = vec![Seen::NotLooked; ids.len()];
        let (paths, directory) = (&table.paths, &self.directory);
        // Nothing is allocated here: memory for a thread's first bytes takes longer than a hundred looks.
        let look_at = |(ids, seen): (&[FileId], &mut [Seen])| {
            for (&id, seen) in ids.iter().zip(seen) {
                *seen = look(directory, paths.bytes(id)).unwrap_or_default();
            }
        };
        std::thread::scope(|scope| {
            let mut shares = ids.chunks(share).zip(all.chunks_mut(share));
            let own = shares.next();
            shares.for_each(|share| drop(scope.spawn(move || look_at(share))));
            own.map(look_at);
        });
        for (&id, seen) in ids.iter().zip(all) {
            table.entries[id.index()].seen = seen;
        }
    }

    /// Forgets that a file was looked at: something may have written it.
    pub(crate) fn forget(&self, id: FileId) {
        self.table().entries[id.index()].seen = Seen::NotLooked;
    }

    /// Contents of many files that have been looked at: those that stamps settle under one lock, the others by
    /// `quick`, which is [`Self::quick`] or [`Self::quick_output`]. `None` if a file would have to be read.
    pub(crate) fn quick_all(
        &self,
        ids: impl Iterator<Item = FileId>,
        quick: impl Fn(&Self, FileId) -> Option<Content>,
        contents: &mut Vec<Content>,
    ) -> Option<()> {
        let mut unsettled = Vec::new();
        {
            let table = self.table();
            for id in ids {
                let settled = table.settled(id);
                if settled.is_none() {
                    unsettled.push((contents.len(), id));
                }
                contents.push(settled.unwrap_or(Content::Absent));
            }
        }
        for (at, id) in unsettled {
            contents[at] = quick(self, id)?;
        }
        Some(())
    }

    /// Content of a file or directory that an action reads, if no file need be read here for it.
    pub(crate) fn quick(&self, id: FileId) -> Option<Content> {
        if let Some(value) = self.no_file(id) {
            return Some(value);
        }
        let stat = match self.seen_or_look(id).ok()? {
            Some(stat) if stat.kind != Kind::Dangling => stat,
            _ => return Some(Content::Absent),
        };
        if stat.kind != Kind::Directory {
            return self.table().trusted(id);
        }
        let listing = |folder| self.quick_listing(folder).ok_or(());
        let content = |file| self.quick(file).ok_or(());
        let digest = self.tree(id, &listing, &content, &mut Vec::new()).ok()?;
        Some(Content::Tree { digest })
    }

    /// The listing of a directory if no file need be read for it.
    fn quick_listing(&self, id: FileId) -> Option<Listing> {
        let listing = self.list_with(id, &|_, _| (), &mut |entry| match self.quick(entry) {
            Some(Content::File { digest, executable }) => Ok((digest, executable)),
            _ => Err(()),
        });
        listing.ok()
    }

    /// The digest of a directory that is read: with what links lead to, also those in folders behind links. `walked`:
    /// the real folders that are in it already. Without links it is the digest of the listing.
    fn tree<E>(
        &self,
        id: FileId,
        listing: &impl Fn(FileId) -> Result<Listing, E>,
        content: &impl Fn(FileId) -> Result<Content, E>,
        walked: &mut Vec<PathBuf>,
    ) -> Result<Digest, E> {
        let (found, folder) = (listing(id)?, self.absolute(id));
        let mut behind = Encoder::default();
        for entry in found.entries.iter().filter(|entry| matches!(entry.kind, EntryKind::Symlink { .. })) {
            if walked.is_empty() {
                walked.extend(folder.canonicalize());
            }
            // One that leads nowhere is no more than its text.
            let Ok(to) = folder.join(path::from_bytes(&entry.path)).canonicalize() else { continue };
            // Nor one that leads above all this: what builds leave would be in there.
            let is_above = walked.first().is_none_or(|top| top.starts_with(&to));
            if is_above || walked.iter().any(|known| to.starts_with(known)) {
                continue;
            }
            let mut spelling = Vec::new();
            path::normalise(path::to_bytes(&self.root), b"", path::to_bytes(&to), &mut spelling);
            let target = self.table().intern(&spelling);
            self.forget(target);
            let content = if to.is_dir() {
                walked.push(to);
                Content::Tree { digest: self.tree(target, listing, content, walked)? }
            } else {
                content(target)?
            };
            behind.bytes(&entry.path);
            behind.content(content);
        }
        if behind.0.is_empty() {
            return Ok(found.digest());
        }
        behind.digest(&found.digest());
        Ok(Digest::of(&behind.0))
    }

    /// Content of a file or directory that an action reads, read here if it must be.
    pub(crate) fn content(&self, id: FileId) -> Result<Content, FileError> {
        if let Some(value) = self.no_file(id) {
            return Ok(value);
        }
        let stat = match self.seen_or_look(id)? {
            Some(stat) if stat.kind != Kind::Dangling => stat,
            _ => return Ok(Content::Absent),
        };
        if let Some(content) = self.table().trusted(id) {
            return Ok(content);
        }
        match stat.kind {
            Kind::Directory => {
                let (listing, content) = (|folder| self.listing(folder), |file| self.content(file));
                Ok(Content::Tree { digest: self.tree(id, &listing, &content, &mut Vec::new())? })
            }
            Kind::File { .. } => self.read(id),
            Kind::Device => Ok(Content::File { digest: Digest::of(b"device"), executable: false }),
            Kind::Dangling => Ok(Content::Absent),
            Kind::Stream => Err(FileError {
                path: self.path(id),
                source: io::Error::other("it is neither a file nor a directory"),
            }),
        }
    }

    /// What stands for the content of a file where none is meant: the value of a variable, the names in a folder.
    fn no_file(&self, id: FileId) -> Option<Content> {
        let folder = {
            let table = self.table();
            let path = table.paths.bytes(id);
            if path::is_file(path) {
                return None;
            }
            if let Some(name) = path::variable(path) {
                let value = self.environment.iter().find(|(known, _)| known == name);
                return Some(value.map_or(Content::Absent, |(_, value)| text(value.as_encoded_bytes())));
            }
            self.root.join(path::from_bytes(path::names(path)?))
        };
        let mut names: Vec<OsString> =
            fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name()).collect();
        names.retain(|name| !self.unlisted.contains(name));
        names.sort_unstable();
        let mut encoder = Encoder::default();
        for name in &names {
            encoder.bytes(name.as_encoded_bytes());
        }
        Some(text(&encoder.0))
    }

    /// Content of a path as an output, where a link is a link; if no file need be read for it.
    pub(crate) fn quick_output(&self, id: FileId) -> Option<Content> {
        match self.seen_or_look(id).ok()? {
            Some(stat) if stat.is_link => self.link(id).ok().map(|(content, _)| content),
            Some(stat) if stat.kind == Kind::Directory => {
                Some(Content::Tree { digest: self.quick_listing(id)?.digest() })
            }
            _ => self.quick(id),
        }
    }

    /// Content of a path as an output, where a link is a link.
    pub(crate) fn output(&self, id: FileId) -> Result<Content, FileError> {
        match self.seen_or_look(id)? {
            Some(stat) if stat.is_link => self.link(id).map(|(content, _)| content),
            Some(stat) if stat.kind == Kind::Directory => {
                Ok(Content::Tree { digest: self.listing(id)?.digest() })
            }
            _ => self.content(id),
        }
    }

    /// A symbolic link, and its text.
    pub(crate) fn link(&self, id: FileId) -> Result<(Content, Vec<u8>), FileError> {
        let text =
            fs::read_link(self.absolute(id)).map_err(|source| FileError { path: self.path(id), source })?;
        let text = path::to_bytes(&text).to_vec();
        Ok((Content::Link { digest: Digest::of(&text) }, text))
    }

    /// The listing of a directory, its files read where they must be.
    pub(crate) fn listing(&self, id: FileId) -> Result<Listing, FileError> {
        let on_error = |path: &Path, source| FileError {
            path: path.strip_prefix(&self.root).unwrap_or(path).to_owned(),
            source,
        };
        self.list_with(id, &on_error, &mut |entry| match self.content(entry)? {
            Content::File { digest, executable } => Ok((digest, executable)),
            _ => Err(on_error(&self.absolute(entry), io::Error::other("it changed while it was read"))),
        })
    }

    fn list_with<E>(
        &self,
        id: FileId,
        on_error: &impl Fn(&Path, io::Error) -> E,
        file: &mut impl FnMut(FileId) -> Result<(Digest, bool), E>,
    ) -> Result<Listing, E> {
        let mut path = self.table().paths.bytes(id).to_vec();
        let base = if path == b"." { 0 } else { path.len() };
        tree::list(&self.absolute(id), on_error, &mut |below| {
            path.truncate(base);
            if base > 0 && path.last() != Some(&b'/') {
                path.push(b'/');
            }
            path.extend_from_slice(below);
            let entry = self.table().intern(&path);
            // A tree is walked because it may have changed: entries are looked at anew each time.
            self.forget(entry);
            file(entry)
        })
    }

    fn seen_or_look(&self, id: FileId) -> Result<Option<Stat>, FileError> {
        let seen = self.table().entries[id.index()].seen;
        match seen {
            Seen::Absent => Ok(None),
            Seen::There(stat) if !stat.is_link => Ok(Some(stat)),
            _ => self.look(id),
        }
    }

    /// Looks at a path now.
    pub(crate) fn look(&self, id: FileId) -> Result<Option<Stat>, FileError> {
        let path = self.table().paths.bytes(id).to_vec();
        if !path::is_file(&path) {
            return Ok(None);
        }
        let seen = look(&self.directory, &path)
            .map_err(|source| FileError { path: path::from_bytes(&path).to_owned(), source })?;
        self.table().entries[id.index()].seen = seen;
        Ok(match seen {
            Seen::There(stat) => Some(stat),
            Seen::Absent | Seen::NotLooked => None,
        })
    }

    /// Reads a file, whatever is known of it.
    pub(crate) fn read(&self, id: FileId) -> Result<Content, FileError> {
        let path = self.absolute(id);
        let fail = |source| FileError { path: self.path(id), source };
        let now = (self.clock)();
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.table().entries[id.index()].seen = Seen::Absent;
                return Ok(Content::Absent);
            }
            Err(error) => return Err(fail(error)),
        };
        let stat = stamp::stat_open(&file).map_err(fail)?;
        let (digest, _) = Digest::of_reader(&mut file).map_err(fail)?;
        let after = stamp::stat_open(&file).map_err(fail)?;
        let Kind::File { executable } = stat.kind else {
            return Err(fail(io::Error::other("it changed while it was read")));
        };
        let content = Content::File { digest, executable };
        // What changed under the reading is known by no stamp; it is read again next time.
        let racy = stat.stamp != after.stamp || after.stamp.is_racy(now);
        self.set_known(id, Known { stamp: after.stamp, content, racy });
        Ok(content)
    }

    /// Takes note of a file that was just written or read.
    fn set_known(&self, id: FileId, known: Known) {
        let entry = &mut self.table().entries[id.index()];
        entry.unsaved |= entry.known != Some(known);
        entry.known = Some(known);
        entry.fresh = true;
    }

    /// Looks again at a file whose content is known to be what it was.
    pub(crate) fn restat(&self, id: FileId, content: Content) -> io::Result<()> {
        let now = (self.clock)();
        if let Some(stat) = self.look(id).map_err(|error| error.source)? {
            self.set_known(id, Known { stamp: stat.stamp, content, racy: stat.stamp.is_racy(now) });
        }
        Ok(())
    }

    /// Whether a file may have changed since its content was told: it is looked at again, and read again if its stamp
    /// could hide a change. One that was written after `since` and is what it was may have been read in between.
    pub(crate) fn changed(&self, id: FileId, content: Content, since: SystemTime) -> Result<bool, FileError> {
        let before = self.table().known(id).map(|known| known.stamp);
        self.forget(id);
        self.table().entries[id.index()].fresh = false;
        if self.content(id)? != content {
            return Ok(true);
        }
        Ok(match (before, self.table().entries[id.index()].seen) {
            (Some(before), Seen::There(Stat { kind: Kind::File { .. }, stamp, .. })) => {
                stamp.is_written_again(&before, since)
            }
            _ => false,
        })
    }

    /// Whether a path whose content was just told changed after `time`, as far as its stamps say.
    pub(crate) fn is_since(&self, id: FileId, time: SystemTime) -> bool {
        let entry = self.table().entries[id.index()];
        let seen = match entry.seen {
            Seen::There(stat) => Some(stat.stamp),
            Seen::Absent | Seen::NotLooked => None,
        };
        let stamps = [seen, entry.known.map(|known| known.stamp)];
        stamps.iter().flatten().any(|stamp| stamp.is_since(time, (self.clock)()))
    }

    /// Waits until the clock of the file system has passed this time: a file written before it cannot then be
    /// taken for one written after. A clock that is far behind is not waited for.
    pub(crate) fn await_tick(&self, time: SystemTime) {
        let deadline = Instant::now() + TICK_WAIT_MAX;
        while (self.clock)() <= time && Instant::now() < deadline {
            std::thread::sleep(TICK_POLL);
        }
    }

    pub(crate) fn now(&self) -> SystemTime {
        (self.clock)()
    }
}

fn text(bytes: &[u8]) -> Content {
    Content::File { digest: Digest::of(bytes), executable: false }
}

fn look(directory: &OwnedFd, path: &[u8]) -> io::Result<Seen> {
    Ok(stamp::stat(directory, path)?.map_or(Seen::Absent, Seen::There))
}
