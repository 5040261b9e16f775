//! `zbuild.lock`: which versions the crates from elsewhere resolved to, so that every machine builds the same.
//!
//! ```json
//! { "version": 1, "crates": { "rure": { "request": "…", "lock": "…" } }, "zig_packages": { "HASH": "URL" } }
//! ```
//!
//! `request` is what was asked for, `lock` the Cargo.lock that answered it. A request that changed is answered
//! anew, as is one whose entry was taken away; the others stay as they are. Zig packages, also those that packages depend on, are what their hash says.

use std::collections::BTreeMap;
use std::fs::{self, File};

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Place};

/// Its name, beside `zbuild.json`.
pub const FILE_NAME: &str = "zbuild.lock";

/// Version of its form.
const VERSION: u32 = 1;

/// A crate from elsewhere and where its own lock file lies.
#[derive(Debug, Clone)]
pub struct Locked {
    /// The name of its entry.
    pub name: String,
    /// What was asked for.
    pub request: String,
    /// The Cargo.lock that cargo reads and writes.
    pub lock: Utf8PathBuf,
}

impl Locked {
    /// The file that says that its lock file was taken over.
    fn mark(&self) -> Utf8PathBuf {
        self.lock.with_file_name("locked")
    }

    /// Forgets what was resolved here, if it was taken over once: then somebody took the entry away since. What a
    /// build that failed has resolved stays.
    ///
    /// # Errors
    /// The lock file cannot be removed.
    pub fn choose_anew(&self) -> std::io::Result<()> {
        if self.mark().exists() {
            if self.lock.exists() {
                fs::remove_file(&self.lock)?;
            }
            fs::remove_file(self.mark())?;
        }
        Ok(())
    }
}

/// The file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locks {
    version: u32,
    #[serde(default)]
    crates: BTreeMap<String, Entry>,
    /// Where each hash comes from.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    zig_packages: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    request: String,
    lock: String,
}

impl Default for Locks {
    fn default() -> Self {
        Self { version: VERSION, crates: BTreeMap::new(), zig_packages: BTreeMap::new() }
    }
}

impl Locks {
    /// Reads the file in `root`; nothing is locked where there is none.
    ///
    /// # Errors
    /// It is there and cannot be understood: then nobody knows what was locked.
    pub fn read(root: &Utf8Path) -> Result<Self, Diagnostic> {
        let path = root.join(FILE_NAME);
        let broken = |why: String| {
            Diagnostic::error(why)
                .at(Place::File(FILE_NAME.into()))
                .hint("take it from version control, or remove it to choose versions anew")
        };
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(broken(format!("cannot read the file: {error}"))),
        };
        let locks: Self = serde_json::from_str(&text)
            .map_err(|error| broken(format!("not a lock file of zbuild: {error}")))?;
        if locks.version == VERSION {
            Ok(locks)
        } else {
            Err(broken(format!(
                "the lock file has the form {}, and this zbuild knows {VERSION}",
                locks.version
            )))
        }
    }

    /// What a request was answered with.
    #[must_use]
    pub fn of(&self, name: &str, request: &str) -> Option<&str> {
        self.crates.get(name).filter(|entry| entry.request == request).map(|entry| entry.lock.as_str())
    }

    /// Takes over what cargo locked, and writes the file if anything changed. Crates that nobody names any
    /// more stay where only a part of the workspace was built.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn save(
        self,
        root: &Utf8Path,
        crates: &[Locked],
        packages: &BTreeMap<String, String>,
        whole: bool,
    ) -> Result<(), Diagnostic> {
        for locked in crates.iter().filter(|locked| locked.lock.exists() && !locked.mark().exists()) {
            // Without it nothing is chosen anew, and everything is built as before.
            let _unmarked = fs::write(locked.mark(), "");
        }
        if self.with(crates, packages, whole) == self {
            return Ok(());
        }
        let failed = |error: std::io::Error| {
            Diagnostic::error(format!("cannot write the file: {error}")).at(Place::File(FILE_NAME.into()))
        };
        // Another build may have written its own entries meanwhile: one after the other.
        let guard = guard(root).map_err(failed)?;
        let locks = Self::read(root)?.with(crates, packages, whole);
        let written = locks.write(root).map_err(failed);
        drop(guard);
        written
    }

    fn with(&self, crates: &[Locked], packages: &BTreeMap<String, String>, whole: bool) -> Self {
        let mut locks = self.clone();
        if whole {
            locks.crates.retain(|name, _| crates.iter().any(|locked| locked.name == *name));
            locks.zig_packages.retain(|hash, _| packages.contains_key(hash));
        }
        locks.zig_packages.extend(packages.clone());
        for locked in crates {
            if let Ok(lock) = fs::read_to_string(&locked.lock) {
                locks.crates.insert(locked.name.clone(), Entry { request: locked.request.clone(), lock });
            }
        }
        locks
    }

    fn write(&self, root: &Utf8Path) -> std::io::Result<()> {
        let path = root.join(FILE_NAME);
        if self.crates.is_empty() && self.zig_packages.is_empty() {
            return match fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            };
        }
        let text = serde_json::to_string_pretty(self)? + "\n";
        crate::files::write(&path, text.as_bytes())
    }
}

/// Held while the file is read and written.
fn guard(root: &Utf8Path) -> std::io::Result<File> {
    let folder = root.join(crate::lower::STATE_FOLDER);
    fs::create_dir_all(&folder)?;
    let file = File::options().create(true).truncate(false).write(true).open(folder.join("locking"))?;
    file.lock()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_keeps_its_answer() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        assert_eq!(Locks::read(root).unwrap(), Locks::default());
        let none = BTreeMap::new();
        let lock = root.join("Cargo.lock");
        fs::write(&lock, "a = 1").unwrap();
        let locked =
            |name: &str| Locked { name: name.to_owned(), request: "1.0".to_owned(), lock: lock.clone() };
        Locks::default().save(root, &[locked("a"), locked("b")], &none, true).unwrap();
        let locks = Locks::read(root).unwrap();
        assert_eq!(locks.of("a", "1.0"), Some("a = 1"));
        assert_eq!(locks.of("a", "2.0"), None, "another request");
        locks.save(root, &[locked("a")], &none, false).unwrap();
        assert!(Locks::read(root).unwrap().of("b", "1.0").is_some(), "only a part was built");
        Locks::default().save(root, &[locked("c")], &none, false).unwrap();
        assert!(Locks::read(root).unwrap().of("b", "1.0").is_some(), "another build wrote it meanwhile");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Utf8Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(&root.join(FILE_NAME)), mode(&lock), "as any other file");
        }
        let hash = BTreeMap::from([("clap-1".to_owned(), "https://example.org/clap.tar.gz".to_owned())]);
        Locks::read(root).unwrap().save(root, &[locked("a")], &hash, true).unwrap();
        assert_eq!(Locks::read(root).unwrap().zig_packages, hash);
        assert_eq!(Locks::read(root).unwrap().of("b", "1.0"), None);
        locked("a").choose_anew().unwrap();
        assert!(!lock.exists(), "its entry was there, and is not any more");
        fs::write(&lock, "a = 2").unwrap();
        locked("a").choose_anew().unwrap();
        assert!(lock.exists(), "no build that ended well has taken it over");
        fs::write(root.join(FILE_NAME), "{ \"version\": 9, \"crates\": {} }").unwrap();
        assert!(Locks::read(root).unwrap_err().to_string().contains("the form 9"));
    }
}
