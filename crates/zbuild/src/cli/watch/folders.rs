//! The folders whose entries are watched: by the kernel where it can, else by looking again and again.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::time::{Duration, SystemTime};

use camino::{Utf8Path, Utf8PathBuf};

use super::is_skipped;

/// How often folders are looked at where the kernel does not tell.
const POLL: Duration = Duration::from_millis(200);

/// Folders, each with its own entries; folders within them are watched on their own.
pub(super) struct Folders {
    root: Utf8PathBuf,
    watched: BTreeSet<Utf8PathBuf>,
    means: Means,
    /// Why the kernel does not tell, said once.
    fallback: Option<String>,
}

enum Means {
    #[cfg(target_os = "linux")]
    Kernel(kernel::Watches),
    /// By folder: what was there.
    Looking(BTreeMap<Utf8PathBuf, Entries>),
}

type Entries = BTreeMap<std::ffi::OsString, (u64, Option<SystemTime>)>;

impl Folders {
    /// Everything below `root` that can hold sources.
    pub(super) fn below(root: &Utf8Path) -> Self {
        let (means, fallback) = means();
        let mut folders = Self { root: root.to_owned(), watched: BTreeSet::new(), means, fallback };
        folders.descend(root);
        folders
    }

    /// Why changes are looked for instead of being told, if so.
    pub(super) fn fallback(&self) -> Option<&str> {
        self.fallback.as_deref()
    }

    /// Watches these too; whether one of them is new.
    pub(super) fn follow(&mut self, folders: &[Utf8PathBuf]) -> bool {
        let before = self.watched.len();
        for folder in folders {
            self.add(folder);
        }
        self.watched.len() > before
    }

    /// Whether something changed, waiting for it at most this long.
    pub(super) fn changed(&mut self, limit: Duration) -> bool {
        match &mut self.means {
            #[cfg(target_os = "linux")]
            Means::Kernel(watches) => {
                let seen = watches.wait(limit);
                for folder in seen.vanished {
                    self.watched.remove(&folder);
                }
                for folder in seen.new_folders {
                    self.descend(&folder);
                }
                if seen.overflowed {
                    let root = self.root.clone();
                    self.descend(&root);
                }
                seen.changed
            }
            Means::Looking(known) => {
                std::thread::sleep(limit.max(POLL));
                let mut changed = false;
                for (folder, entries) in known {
                    let now = look(folder);
                    changed |= now != *entries;
                    *entries = now;
                }
                if changed {
                    let root = self.root.clone();
                    self.descend(&root);
                }
                changed
            }
        }
    }

    /// Watches a folder and those below it, not through symbolic links.
    fn descend(&mut self, folder: &Utf8Path) {
        self.add(folder);
        let Ok(entries) = folder.read_dir_utf8() else { return };
        for entry in entries.flatten() {
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) && !is_skipped(entry.path()) {
                self.descend(entry.path());
            }
        }
    }

    fn add(&mut self, folder: &Utf8Path) {
        if self.watched.contains(folder) {
            return;
        }
        match &mut self.means {
            #[cfg(target_os = "linux")]
            Means::Kernel(watches) => match watches.add(folder) {
                Ok(()) => {}
                // It is gone again, or nothing in it can be read by a build.
                Err(error) if is_beyond_reach(&error) => return,
                Err(error) => {
                    self.fallback = Some(format!("cannot watch {folder}: {error}"));
                    let all = self.watched.iter().cloned().chain([folder.to_owned()]);
                    self.means = Means::Looking(all.map(|folder| (folder.clone(), look(&folder))).collect());
                }
            },
            Means::Looking(known) => {
                known.insert(folder.to_owned(), look(folder));
            }
        }
        self.watched.insert(folder.to_owned());
    }
}

#[cfg(target_os = "linux")]
fn is_beyond_reach(error: &io::Error) -> bool {
    use io::ErrorKind::{NotADirectory, NotFound, PermissionDenied};
    matches!(error.kind(), NotFound | NotADirectory | PermissionDenied)
}

#[cfg(target_os = "linux")]
fn means() -> (Means, Option<String>) {
    match kernel::Watches::new() {
        Ok(watches) => (Means::Kernel(watches), None),
        Err(error) => (Means::Looking(BTreeMap::new()), Some(error.to_string())),
    }
}

#[cfg(not(target_os = "linux"))]
fn means() -> (Means, Option<String>) {
    (Means::Looking(BTreeMap::new()), None)
}

fn look(folder: &Utf8Path) -> Entries {
    let Ok(entries) = folder.as_std_path().read_dir() else { return Entries::new() };
    let stamp = |entry: std::fs::DirEntry| {
        let metadata = entry.metadata().ok()?;
        let file = (metadata.len(), metadata.modified().ok());
        // A folder's own stamp tells of its entries, which are watched there.
        Some((entry.file_name(), if metadata.is_dir() { (0, None) } else { file }))
    };
    let outputs = |entry: &std::fs::DirEntry| {
        Utf8PathBuf::from_path_buf(entry.path()).is_ok_and(|path| is_skipped(&path))
    };
    entries.flatten().filter(|entry| !outputs(entry)).filter_map(stamp).collect()
}

#[cfg(target_os = "linux")]
mod kernel {
    //! inotify(7).

    use std::collections::HashMap;
    use std::io;
    use std::mem::MaybeUninit;
    use std::os::fd::OwnedFd;
    use std::time::Duration;

    use camino::{Utf8Path, Utf8PathBuf};
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fs::inotify::{CreateFlags, ReadFlags, Reader, WatchFlags, add_watch, init};

    use super::is_skipped;

    /// Room for the events of one read; a name has 255 bytes at most.
    const BUFFER_BYTES: usize = 16 * 1024;

    pub(super) struct Watches {
        inotify: OwnedFd,
        folders: HashMap<i32, Utf8PathBuf>,
    }

    /// What was told in one wait.
    #[derive(Default)]
    pub(super) struct Seen {
        pub(super) changed: bool,
        pub(super) new_folders: Vec<Utf8PathBuf>,
        pub(super) vanished: Vec<Utf8PathBuf>,
        /// More happened than the kernel kept.
        pub(super) overflowed: bool,
    }

    impl Watches {
        pub(super) fn new() -> io::Result<Self> {
            let inotify = init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
            Ok(Self { inotify, folders: HashMap::new() })
        }

        pub(super) fn add(&mut self, folder: &Utf8Path) -> io::Result<()> {
            // A file is of interest when it is whole: closed after writing, or moved to its place.
            let flags = WatchFlags::CLOSE_WRITE
                | WatchFlags::CREATE
                | WatchFlags::DELETE
                | WatchFlags::MOVED_FROM
                | WatchFlags::MOVED_TO
                | WatchFlags::DELETE_SELF
                | WatchFlags::ONLYDIR;
            let watch = add_watch(&self.inotify, folder.as_std_path(), flags)?;
            self.folders.insert(watch, folder.to_owned());
            Ok(())
        }

        pub(super) fn wait(&mut self, limit: Duration) -> Seen {
            let mut seen = Seen::default();
            let limit = Timespec {
                tv_sec: limit.as_secs().try_into().unwrap_or(i64::MAX),
                tv_nsec: limit.subsec_nanos().into(),
            };
            let mut ready = [PollFd::new(&self.inotify, PollFlags::IN)];
            // An interrupted wait is a short one.
            if !matches!(poll(&mut ready, Some(&limit)), Ok(1..)) {
                return seen;
            }
            let mut buffer = [MaybeUninit::uninit(); BUFFER_BYTES];
            let mut reader = Reader::new(&self.inotify, &mut buffer);
            while let Ok(event) = reader.next() {
                if event.events().contains(ReadFlags::QUEUE_OVERFLOW) {
                    (seen.changed, seen.overflowed) = (true, true);
                }
                if event.events().contains(ReadFlags::IGNORED) {
                    seen.vanished.extend(self.folders.remove(&event.wd()));
                    continue;
                }
                let (Some(folder), Some(name)) = (self.folders.get(&event.wd()), event.file_name()) else {
                    continue;
                };
                let path = folder.join(String::from_utf8_lossy(name.to_bytes()).as_ref());
                if is_skipped(&path) {
                    continue;
                }
                seen.changed = true;
                let appeared = event.events().intersects(ReadFlags::CREATE | ReadFlags::MOVED_TO);
                if appeared && event.events().contains(ReadFlags::ISDIR) {
                    seen.new_folders.push(path);
                }
            }
            seen
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// Holds what each change is seen as, told by the kernel or looked for.
    fn check(mut make: impl FnMut(&Utf8Path) -> Folders) {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::from_path_buf(folder.path().canonicalize().unwrap()).unwrap();
        fs::create_dir_all(root.join("src/deep")).unwrap();
        fs::create_dir_all(root.join("zig-out/bin")).unwrap();
        let mut folders = make(&root);
        let changed = |folders: &mut Folders| {
            let any = folders.changed(Duration::from_secs(2));
            while folders.changed(Duration::from_millis(20)) {}
            any
        };
        fs::write(root.join("src/deep/a.zig"), "1").unwrap();
        assert!(changed(&mut folders), "a new file");
        fs::write(root.join("src/deep/.tmp"), "22").unwrap();
        fs::rename(root.join("src/deep/.tmp"), root.join("src/deep/a.zig")).unwrap();
        assert!(changed(&mut folders), "a file that is replaced");
        fs::create_dir(root.join("src/new")).unwrap();
        assert!(changed(&mut folders), "a new folder");
        fs::write(root.join("src/new/b.zig"), "1").unwrap();
        assert!(changed(&mut folders), "a file in a new folder");
        fs::write(root.join("zig-out/bin/app"), "1").unwrap();
        fs::create_dir_all(root.join(".zbuild/tmp")).unwrap();
        assert!(!folders.changed(Duration::from_millis(300)), "outputs are no sources");
        fs::remove_file(root.join("src/deep/a.zig")).unwrap();
        assert!(changed(&mut folders), "a file that is removed");
    }

    #[test]
    fn changes_are_told_by_the_kernel() {
        check(Folders::below);
    }

    #[test]
    fn changes_are_found_by_looking() {
        check(|root| {
            let mut folders = Folders {
                root: root.to_owned(),
                watched: BTreeSet::new(),
                means: Means::Looking(BTreeMap::new()),
                fallback: None,
            };
            folders.descend(root);
            folders
        });
    }
}
