//! Writing changes so that all of them happen or none, and can be taken back.
//!
//! An entry is a folder: `entry.json`, the old and new content of each file, then `done` when every
//! file is written, then `undone` when it was taken back. An entry without `done` is one that was
//! cut off: before anything else is written, its files are put back. A file that is neither as it
//! was before nor as it was written is somebody else's work and is never touched.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::time::SystemTime;

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use super::{Change, Changes};
use crate::paths::{self, PathError};
use crate::receipt::rfc3339;

/// The journal of one project.
#[derive(Debug, Clone)]
pub struct Journal {
    project: Utf8PathBuf,
    folder: Utf8PathBuf,
}

/// Changes that were written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// The name of its entry.
    pub id: String,
    /// When, RFC 3339 in UTC.
    pub time: String,
    /// Why, in a few words.
    pub reason: String,
    /// The files.
    pub files: Vec<AppliedFile>,
    /// Folders that were made for them, outermost first.
    folders: Vec<String>,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliedFile {
    /// Its path, relative to the project.
    pub path: String,
    /// BLAKE3 of what it was; `None`: it was not there.
    pub old: Option<String>,
    /// BLAKE3 of what it became; `None`: it was removed.
    pub new: Option<String>,
    /// The permissions that it had, where the system has such and it was there.
    #[serde(default)]
    pub mode: Option<u32>,
}

/// What was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The changes.
    pub applied: Applied,
}

/// Why changes are not written or not taken back. Nothing was changed then, unless it says so.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// A file is not what it was when the changes were decided upon, or written.
    #[error("{} changed since, and {} left as it is", .files.join(", "), if .files.len() == 1 { "is" } else { "are" })]
    Changed {
        /// The files.
        files: Vec<String>,
    },
    /// A path may not be written.
    #[error(transparent)]
    Path(#[from] PathError),
    /// A file cannot be written or read.
    #[error("cannot {action} {path}")]
    File {
        /// What was tried.
        action: &'static str,
        /// The file.
        path: Utf8PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// There is nothing to take back.
    #[error("there is nothing to undo")]
    Nothing,
    /// The content in the journal is not what was put there.
    #[error("{path} is not as it was written")]
    Broken {
        /// The file.
        path: Utf8PathBuf,
    },
}

type Result<T> = std::result::Result<T, JournalError>;

impl Journal {
    /// The journal in a project's state folder.
    #[must_use]
    pub fn new(project: &Utf8Path, state: &Utf8Path) -> Self {
        Self { project: project.to_owned(), folder: state.join("journal") }
    }

    /// Writes changes: all of them, or none.
    pub fn apply(&self, changes: &Changes, reason: &str) -> Result<Applied> {
        let _lock = self.lock()?;
        self.recover()?;
        self.check_unchanged(changes)?;
        let applied = self.prepare(changes, reason)?;
        let entry = self.folder.join(&applied.id);
        match self.write_all(&applied, &entry, Side::New) {
            Ok(()) => {
                mark(&entry.join(DONE))?;
                Ok(applied)
            }
            Err(error) => {
                self.put_back(&applied, &entry)?;
                Err(error)
            }
        }
    }

    /// Takes the last changes back that were not taken back yet. Where some were cut off, those are the last: who
    /// calls this after a crash means them, and not the ones before as well.
    pub fn undo(&self) -> Result<Undone> {
        let _lock = self.lock()?;
        if let Some(applied) = self.recover()? {
            return Ok(Undone { applied });
        }
        let applied = self.list()?.pop().ok_or(JournalError::Nothing)?;
        let changed: Vec<String> = applied
            .files
            .iter()
            .filter(|file| self.digest(&file.path).ok().as_ref() != Some(&file.new))
            .map(|file| file.path.clone())
            .collect();
        if !changed.is_empty() {
            return Err(JournalError::Changed { files: changed });
        }
        let entry = self.folder.join(&applied.id);
        // A cut-off from here on leaves an entry that `recover` takes back to its end.
        mark(&entry.join(UNDOING))?;
        self.write_all(&applied, &entry, Side::Old)?;
        self.remove_folders(&applied);
        mark(&entry.join(UNDONE))?;
        Ok(Undone { applied })
    }

    /// Changes that were written and not taken back, oldest first.
    pub fn list(&self) -> Result<Vec<Applied>> {
        let entries = self.entries()?;
        let stands = |entry: &Utf8PathBuf| {
            entry.join(DONE).exists() && !entry.join(UNDONE).exists() && !entry.join(UNDOING).exists()
        };
        entries.iter().filter(|entry| stands(entry)).map(|entry| read_entry(entry)).collect()
    }

    /// Finishes what was cut off: writing is taken back, taking back is finished. Gives the changes that this took
    /// back last.
    fn recover(&self) -> Result<Option<Applied>> {
        let mut last = None;
        for entry in self.entries()? {
            let is = |name: &str| entry.join(name).exists();
            let is_cut_off = !is(DONE) || is(UNDOING);
            if is(UNDONE) || !is_cut_off {
                continue;
            }
            if !is(ENTRY) {
                // Nothing of the project was touched before its entry was whole.
                fs::remove_dir_all(&entry).map_err(|source| failed("remove", &entry, source))?;
                continue;
            }
            let applied = read_entry(&entry)?;
            if self.put_back(&applied, &entry)? {
                last = Some(applied);
            }
        }
        Ok(last)
    }

    /// Puts files back that are as this entry wrote them, and leaves all others. Says whether there were any.
    fn put_back(&self, applied: &Applied, entry: &Utf8Path) -> Result<bool> {
        for (number, file) in applied.files.iter().enumerate() {
            if let Ok(target) = paths::inside(&self.project, &file.path) {
                let _none = fs::remove_file(temporary(&target, entry, number));
            }
        }
        let mut ours = applied.clone();
        ours.files.retain(|file| self.digest(&file.path).is_ok_and(|digest| digest == file.new));
        self.write_files(applied, &ours, entry, Side::Old)?;
        self.remove_folders(applied);
        mark(&entry.join(UNDONE))?;
        Ok(!ours.files.is_empty())
    }

    fn check_unchanged(&self, changes: &Changes) -> Result<()> {
        let mut touched = Vec::new();
        for change in &changes.files {
            paths::inside(&self.project, &change.path)?;
            if self.digest(&change.path)? != digest_of(change.old.as_deref()) {
                touched.push(change.path.clone());
            }
        }
        if touched.is_empty() { Ok(()) } else { Err(JournalError::Changed { files: touched }) }
    }

    /// Writes the entry: contents first, so that it is whole when it is there.
    fn prepare(&self, changes: &Changes, reason: &str) -> Result<Applied> {
        let time = rfc3339(SystemTime::now());
        let plain: String = time.chars().filter(char::is_ascii_alphanumeric).collect();
        // The lock is held: within a millisecond there are a few at most.
        let entry =
            (0..1000).map(|n| self.folder.join(format!("{plain}-{n:03}"))).find(|entry| !entry.exists());
        let entry = entry.unwrap_or_else(|| self.folder.join(&plain));
        fs::create_dir_all(&entry).map_err(|source| failed("create", &entry, source))?;
        let file = |change: &Change| AppliedFile {
            path: change.path.clone(),
            old: digest_of(change.old.as_deref()),
            new: digest_of(change.new.as_deref()),
            mode: mode_of(&self.project.join(&change.path)),
        };
        let applied = Applied {
            id: entry.file_name().unwrap_or_default().to_owned(),
            time,
            reason: reason.to_owned(),
            files: changes.files.iter().map(file).collect(),
            folders: self.missing_folders(changes),
        };
        for (number, change) in changes.files.iter().enumerate() {
            for (side, content) in [(Side::Old, &change.old), (Side::New, &change.new)] {
                if let Some(content) = content {
                    write_new(&side.file(&entry, number), content)?;
                }
            }
        }
        let json =
            serde_json::to_vec_pretty(&applied).map_err(|error| failed("write", &entry, error.into()))?;
        write_new(&entry.join("entry.part"), &json)?;
        rename(&entry.join("entry.part"), &entry.join(ENTRY))?;
        Ok(applied)
    }

    fn write_all(&self, applied: &Applied, entry: &Utf8Path, side: Side) -> Result<()> {
        self.write_files(applied, applied, entry, side)
    }

    /// Writes one side of `some` of an entry's files: beside each other first, so that what can
    /// fail has failed before the first file changes; then each takes its place in one step.
    fn write_files(&self, all: &Applied, some: &Applied, entry: &Utf8Path, side: Side) -> Result<()> {
        let mut ready = Vec::new();
        for (number, file) in all.files.iter().enumerate().filter(|(_, file)| some.files.contains(file)) {
            let target = paths::inside(&self.project, &file.path)?;
            let wanted = side.of(file);
            let temporary = match wanted {
                Some(digest) => {
                    let bytes = content(&side.file(entry, number), digest)?;
                    Some(beside(&target, &temporary(&target, entry, number), &bytes, file.mode)?)
                }
                None => None,
            };
            ready.push((temporary, target));
        }
        for (temporary, target) in ready {
            match temporary {
                Some(temporary) => {
                    temporary.persist(&target).map_err(|e| failed("write", &target, e.error))?;
                }
                None => match fs::remove_file(&target) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => {
                        return Err(failed("remove", &target, error));
                    }
                    _ => {}
                },
            }
        }
        Ok(())
    }

    fn missing_folders(&self, changes: &Changes) -> Vec<String> {
        let mut folders: Vec<String> = Vec::new();
        for change in changes.files.iter().filter(|change| change.new.is_some()) {
            let above = Utf8Path::new(&change.path).ancestors().skip(1);
            let missing =
                above.filter(|folder| !folder.as_str().is_empty() && !self.project.join(folder).exists());
            folders.extend(missing.map(Utf8Path::to_string));
        }
        folders.sort();
        folders.dedup();
        folders
    }

    /// Removes the folders that were made, as far as nothing else has come into them.
    fn remove_folders(&self, applied: &Applied) {
        for folder in applied.folders.iter().rev() {
            if let Ok(path) = paths::inside(&self.project, folder) {
                let _in_use = fs::remove_dir(path);
            }
        }
    }

    fn digest(&self, path: &str) -> Result<Option<String>> {
        let full = paths::inside(&self.project, path)?;
        match fs::read(&full) {
            Ok(bytes) => Ok(digest_of(Some(&bytes))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(failed("read", &full, source)),
        }
    }

    fn entries(&self) -> Result<Vec<Utf8PathBuf>> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(failed("read", &self.folder, source)),
        };
        let mut folders: Vec<Utf8PathBuf> = entries
            .filter_map(|entry| Utf8PathBuf::from_path_buf(entry.ok()?.path()).ok())
            .filter(|path| path.is_dir())
            .collect();
        folders.sort();
        Ok(folders)
    }

    fn lock(&self) -> Result<File> {
        let path = self.folder.join("lock");
        let lock = || {
            fs::create_dir_all(&self.folder)?;
            let file = OpenOptions::new().create(true).append(true).open(&path)?;
            file.lock()?;
            Ok(file)
        };
        lock().map_err(|source| failed("lock", &path, source))
    }
}

const ENTRY: &str = "entry.json";
const DONE: &str = "done";
const UNDOING: &str = "undoing";
const UNDONE: &str = "undone";

#[derive(Clone, Copy)]
enum Side {
    Old,
    New,
}

impl Side {
    fn of(self, file: &AppliedFile) -> Option<&str> {
        match self {
            Self::Old => file.old.as_deref(),
            Self::New => file.new.as_deref(),
        }
    }

    fn file(self, entry: &Utf8Path, number: usize) -> Utf8PathBuf {
        let side = match self {
            Self::Old => "old",
            Self::New => "new",
        };
        entry.join(format!("{number}.{side}"))
    }
}

/// The content that the journal has for a side of a file.
fn content(path: &Utf8Path, digest: &str) -> Result<Vec<u8>> {
    let bytes = fs::read(path).map_err(|source| failed("read", path, source))?;
    if blake3::hash(&bytes).to_hex().as_str() == digest {
        Ok(bytes)
    } else {
        Err(JournalError::Broken { path: path.to_owned() })
    }
}

/// Where a file is written before it takes its place: known, so that what a cut-off leaves there
/// is found.
fn temporary(target: &Utf8Path, entry: &Utf8Path, number: usize) -> Utf8PathBuf {
    target.with_file_name(format!(".zeke-{}-{number}", entry.file_name().unwrap_or_default()))
}

/// A file beside `target`, with the target's permissions: those it has, else those it had, else
/// what the system gives to a new file.
fn beside(
    target: &Utf8Path,
    temporary: &Utf8Path,
    bytes: &[u8],
    mode: Option<u32>,
) -> Result<tempfile::NamedTempFile> {
    let write = || {
        let folder = target.parent().unwrap_or(target);
        fs::create_dir_all(folder)?;
        let permissions = match (fs::metadata(target), mode) {
            (Ok(meta), _) => Some(meta.permissions()),
            (Err(_), mode) => permissions_of(mode),
        };
        let mut options = tempfile::Builder::new();
        options.prefix(temporary.file_name().unwrap_or_default()).rand_bytes(0);
        if permissions.is_none()
            && let Some(new) = permissions_of(Some(0o666))
        {
            options.permissions(new);
        }
        let mut file = options.tempfile_in(folder)?;
        if let Some(permissions) = permissions {
            file.as_file().set_permissions(permissions)?;
        }
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        Ok(file)
    };
    write().map_err(|source| failed("write", target, source))
}

fn failed(action: &'static str, path: &Utf8Path, source: io::Error) -> JournalError {
    JournalError::File { action, path: path.to_owned(), source }
}

fn digest_of(content: Option<&[u8]>) -> Option<String> {
    content.map(|content| blake3::hash(content).to_hex().to_string())
}

fn read_entry(entry: &Utf8Path) -> Result<Applied> {
    let path = entry.join(ENTRY);
    let bytes = fs::read(&path).map_err(|source| failed("read", &path, source))?;
    serde_json::from_slice(&bytes).map_err(|error| failed("read", &path, error.into()))
}

fn write_new(path: &Utf8Path, bytes: &[u8]) -> Result<()> {
    let write = || {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        // What was in the project is for nobody who could not read it there.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|source| failed("write", path, source))
}

fn mark(path: &Utf8Path) -> Result<()> {
    let write = || OpenOptions::new().write(true).create(true).truncate(true).open(path)?.sync_all();
    write().map_err(|source| failed("write", path, source))
}

fn rename(from: &Utf8Path, to: &Utf8Path) -> Result<()> {
    fs::rename(from, to).map_err(|source| failed("write", to, source))
}

/// Permissions as the journal has them.
#[cfg(unix)]
fn mode_of(path: &Utf8Path) -> Option<u32> {
    let permissions = fs::metadata(path).ok()?.permissions();
    Some(std::os::unix::fs::PermissionsExt::mode(&permissions) & 0o7777)
}

#[cfg(unix)]
fn permissions_of(mode: Option<u32>) -> Option<fs::Permissions> {
    mode.map(std::os::unix::fs::PermissionsExt::from_mode)
}

#[cfg(not(unix))]
fn mode_of(_path: &Utf8Path) -> Option<u32> {
    None
}

#[cfg(not(unix))]
fn permissions_of(_mode: Option<u32>) -> Option<fs::Permissions> {
    None
}
