//! A snapshot of everything that a result depends on, and the check that it still holds.
//!
//! The check starts no process and reads no content as long as stamps hold. A stamp that differs
//! sends it to the content; content that differs ends it, with the reason in words. A file that
//! was touched while the result was being made proves nothing and counts as changed.

mod stamp;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use crate::built::Inputs;
use crate::request::Environment;
pub(crate) use stamp::{Digest, Moment, Stamp, digest_file, now, wait_until_after};

/// What a result depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Snapshot {
    entries: Vec<Entry>,
    /// Why the entries cannot be complete, where that is so. Such a snapshot never holds.
    untracked: Option<String>,
    /// When the result began to be made.
    taken: Option<Moment>,
    /// Stamps of what has none in its entry.
    #[serde(skip)]
    touched: BTreeMap<Utf8PathBuf, Stamp>,
    /// Names of variables that the crates and their build scripts ask for themselves.
    #[serde(default)]
    asked: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Entry {
    /// A file whose content matters. Without a stamp: touched while it was read.
    File { path: Utf8PathBuf, stamp: Option<Stamp>, digest: Digest },
    /// A program. Its content is not read: another stamp is another program.
    Program { path: Utf8PathBuf, stamp: Stamp },
    /// A path that must lead nowhere.
    Absent { path: Utf8PathBuf },
    /// A folder whose names matter.
    Folder { path: Utf8PathBuf, stamp: Option<Stamp>, digest: Digest },
    /// A variable by the digest of its value: values may be secret.
    Variable { name: String, value: Option<Digest> },
    /// All variables that a predicate of [`family`] names.
    Family { digest: Digest },
    /// What PATH gives for a program's name.
    Lookup { program: String, found: Option<Utf8PathBuf> },
}

/// Whether a snapshot holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Everything is as it was.
    Holds,
    /// Contents are as they were, stamps are not: the snapshot with fresh stamps.
    Restamped(Box<Snapshot>),
    /// Something changed: what, in words.
    Changed(String),
}

impl Snapshot {
    /// Whether everything is as it was. `clock` is a folder to ask for the time in.
    pub(crate) fn verify(&self, env: &Environment, clock: &Utf8Path) -> Verdict {
        if let Some(why) = &self.untracked {
            return Verdict::Changed(why.clone());
        }
        let mut restamped: Vec<(usize, Stamp)> = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            match entry.verify(env) {
                Ok(None) => {}
                Ok(Some(stamp)) => restamped.push((index, stamp)),
                Err(why) => return Verdict::Changed(why),
            }
        }
        if restamped.is_empty() {
            return Verdict::Holds;
        }
        let mut fresh = self.clone();
        let Ok(now) = now(clock) else { return Verdict::Holds };
        restamped.retain(|(_, new)| new.older_than(now));
        if restamped.is_empty() {
            return Verdict::Holds;
        }
        for (index, new) in restamped {
            if let Entry::File { stamp, .. } | Entry::Folder { stamp, .. } = &mut fresh.entries[index] {
                *stamp = Some(new);
            }
        }
        Verdict::Restamped(Box::new(fresh))
    }

    /// Files whose content changed under a time before that of the snapshot.
    pub(crate) fn changed_secretly(&self) -> Vec<Utf8PathBuf> {
        let Some(taken) = self.taken else { return Vec::new() };
        let secretly = |entry: &Entry| match entry {
            Entry::File { path, stamp, digest } => {
                let now = Stamp::of(path).ok().flatten()?;
                let touched = stamp.as_ref() != Some(&now) && now.modified_before(taken);
                (touched && digest_file(path).ok()? != *digest).then(|| path.clone())
            }
            _ => None,
        };
        self.entries.iter().filter_map(secretly).collect()
    }

    /// The same, for tools that watch.
    pub(crate) fn inputs(&self, env: &Environment) -> Inputs {
        let mut inputs = Inputs {
            untracked: self.untracked.clone(),
            asked: self.asked.iter().cloned().collect(),
            ..Inputs::default()
        };
        for entry in &self.entries {
            match entry {
                Entry::File { path, .. } | Entry::Program { path, .. } => inputs.files.push(path.clone()),
                Entry::Absent { path } => inputs.absent.push(path.clone()),
                Entry::Folder { path, .. } => inputs.folders.push(path.clone()),
                Entry::Variable { name, .. } => {
                    let value = env.vars.get(OsStr::new(name));
                    inputs.variables.push((name.clone(), value.map(|v| v.to_string_lossy().into_owned())));
                }
                Entry::Family { .. } => inputs.variables.extend(family(env).map(|(name, value)| {
                    (name.to_string_lossy().into_owned(), Some(value.to_string_lossy().into_owned()))
                })),
                Entry::Lookup { .. } => {
                    inputs.variables.push(("PATH".to_owned(), env.var("PATH").map(str::to_owned)));
                }
            }
        }
        inputs.files.sort();
        inputs.variables.sort();
        inputs.variables.dedup();
        inputs
    }

    /// Whether something was touched while the result was being made, so that it proves nothing.
    pub(crate) fn is_unsettled(&self) -> bool {
        self.entries
            .iter()
            .any(|entry| matches!(entry, Entry::File { stamp: None, .. } | Entry::Folder { stamp: None, .. }))
    }

    /// A digest of what was seen, free of stamps: equal content gives an equal digest.
    pub(crate) fn content_digest(&self) -> Digest {
        let mut hasher = blake3::Hasher::new();
        for entry in &self.entries {
            match entry {
                Entry::File { path, digest, .. } | Entry::Folder { path, digest, .. } => {
                    hasher.update(path.as_str().as_bytes()).update(digest);
                }
                Entry::Variable { name, value } => {
                    hasher.update(name.as_bytes()).update(&value.unwrap_or_default());
                }
                Entry::Family { digest } => {
                    hasher.update(digest);
                }
                other => {
                    hasher.update(format!("{other:?}").as_bytes());
                }
            }
        }
        *hasher.finalize().as_bytes()
    }
}

impl Entry {
    /// `Ok(Some)` is a new stamp for an old content.
    fn verify(&self, env: &Environment) -> Result<Option<Stamp>, String> {
        match self {
            Self::File { path, stamp, digest } => same(path, stamp.as_ref(), digest, digest_file),
            Self::Folder { path, stamp, digest } => same(path, stamp.as_ref(), digest, stamp::digest_names),
            Self::Program { path, stamp } => match Stamp::of(path) {
                Ok(Some(now)) if now == *stamp => Ok(None),
                _ => Err(format!("{path} is not the program it was")),
            },
            Self::Absent { path } => match Stamp::of(path) {
                Ok(None) => Ok(None),
                _ => Err(format!("{path} appeared")),
            },
            Self::Variable { name, value } if variable(env, name) != *value => {
                Err(format!("the environment variable {name} changed"))
            }
            Self::Family { digest } if family_digest(env) != *digest => {
                Err("an environment variable of cargo or rustc changed".to_owned())
            }
            Self::Lookup { program, found } if which(env, program) != *found => {
                Err(format!("PATH gives another `{program}`"))
            }
            Self::Variable { .. } | Self::Family { .. } | Self::Lookup { .. } => Ok(None),
        }
    }
}

fn same(
    path: &Utf8Path,
    stamp: Option<&Stamp>,
    digest: &Digest,
    read: fn(&Utf8Path) -> io::Result<Digest>,
) -> Result<Option<Stamp>, String> {
    let now = match Stamp::of(path) {
        Ok(Some(now)) => now,
        Ok(None) => return Err(format!("{path} is gone")),
        Err(error) => return Err(format!("{path} cannot be read: {error}")),
    };
    match stamp {
        Some(stamp) if now == *stamp => Ok(None),
        None => Err(format!("{path} was touched during the last build")),
        Some(_) => match read(path) {
            Ok(found) if found == *digest => Ok(Some(now)),
            _ => Err(format!("{path} changed")),
        },
    }
}

/// Takes a snapshot.
pub(crate) struct Recorder<'a> {
    env: &'a Environment,
    since: Moment,
    /// What a result that was made just before found touched.
    before: BTreeMap<Utf8PathBuf, Stamp>,
    seen: BTreeSet<Utf8PathBuf>,
    names: BTreeSet<String>,
    snapshot: Snapshot,
}

impl<'a> Recorder<'a> {
    /// A recorder for a result that began to be made at `since`: what was touched later, or in the
    /// same tick, may have been read before or after.
    pub(crate) fn new(env: &'a Environment, since: Moment) -> Self {
        Self {
            env,
            since,
            before: BTreeMap::new(),
            seen: BTreeSet::new(),
            names: BTreeSet::new(),
            snapshot: Snapshot::default(),
        }
    }

    /// The same after a result that proved nothing. What has a time in the future never is older than anything: if it
    /// has the stamp that it had when that result was made, it was left alone since.
    pub(crate) fn after(self, before: &Snapshot) -> Self {
        Self { before: before.touched.clone(), ..self }
    }

    /// The stamp of what was read, if it was surely left alone since the result began to be made: `first` was taken
    /// before its content was read.
    fn settled(&mut self, path: &Utf8Path, first: Stamp) -> Option<Stamp> {
        let same = Stamp::of(path).is_ok_and(|last| last == Some(first));
        if same && (first.older_than(self.since) || self.before.get(path) == Some(&first)) {
            return Some(first);
        }
        self.snapshot.touched.insert(path.to_owned(), first);
        None
    }

    /// A file that was read, or that was looked for in vain.
    pub(crate) fn file(&mut self, path: &Utf8Path) {
        if !self.seen.insert(path.to_owned()) {
            return;
        }
        let path = path.to_owned();
        match Stamp::of(&path) {
            Ok(None) => self.snapshot.entries.push(Entry::Absent { path }),
            Ok(Some(stamp)) => match digest_file(&path) {
                Ok(digest) => {
                    let stamp = self.settled(&path, stamp);
                    self.snapshot.entries.push(Entry::File { path, stamp, digest });
                }
                Err(error) => self.untracked(format!("{path} cannot be read: {error}")),
            },
            Err(error) => self.untracked(format!("{path} cannot be read: {error}")),
        }
    }

    /// A folder whose names were read.
    pub(crate) fn folder(&mut self, path: &Utf8Path) {
        if !self.seen.insert(path.to_owned()) {
            return;
        }
        let path = path.to_owned();
        match (Stamp::of(&path), stamp::digest_names(&path)) {
            (Ok(Some(stamp)), Ok(digest)) => {
                let stamp = self.settled(&path, stamp);
                self.snapshot.entries.push(Entry::Folder { path, stamp, digest });
            }
            _ => self.untracked(format!("{path} cannot be read")),
        }
    }

    /// A program that took part.
    pub(crate) fn program(&mut self, path: &Utf8Path) {
        if !self.seen.insert(path.to_owned()) {
            return;
        }
        match Stamp::of(path) {
            Ok(Some(stamp)) => self.snapshot.entries.push(Entry::Program { path: path.to_owned(), stamp }),
            _ => self.untracked(format!("{path} is gone")),
        }
    }

    /// A program's name that was looked up on PATH.
    pub(crate) fn lookup(&mut self, program: &str) {
        let found = which(self.env, program);
        self.snapshot.entries.push(Entry::Lookup { program: program.to_owned(), found });
    }

    /// A variable that was read.
    pub(crate) fn variable(&mut self, name: &str) {
        if self.names.insert(name.to_owned()) {
            let value = variable(self.env, name);
            self.snapshot.entries.push(Entry::Variable { name: name.to_owned(), value });
        }
    }

    /// A variable that a crate or its build script asks for.
    pub(crate) fn asked(&mut self, name: &str) {
        self.variable(name);
        self.snapshot.asked.insert(name.to_owned());
    }

    /// Every variable that cargo and rustc themselves may read.
    pub(crate) fn family(&mut self) {
        self.snapshot.entries.push(Entry::Family { digest: family_digest(self.env) });
    }

    /// Something decides the result that cannot be recorded.
    pub(crate) fn untracked(&mut self, why: String) {
        self.snapshot.untracked.get_or_insert(why);
    }

    /// The snapshot. Cheap entries come first, so that a change of them is found first.
    pub(crate) fn finish(mut self) -> Snapshot {
        self.snapshot.taken = Some(self.since);
        self.snapshot.entries.sort_by_key(|entry| match entry {
            Entry::Family { .. } | Entry::Variable { .. } => 0,
            Entry::Lookup { .. } => 1,
            Entry::Program { .. } => 2,
            Entry::File { .. } | Entry::Absent { .. } | Entry::Folder { .. } => 3,
        });
        self.snapshot
    }
}

fn variable(env: &Environment, name: &str) -> Option<Digest> {
    env.vars.get(OsStr::new(name)).map(|value| *blake3::hash(value.as_encoded_bytes()).as_bytes())
}

/// Prefixes of variables that cargo, rustc and rustup read.
const FAMILY: &[&str] = &["CARGO_", "RUST"];
/// Those among them that say how to show things, where to fetch from, or what cargo itself sets
/// for the programs that it runs: none decides a result.
const NOT_FAMILY: &[&str] = &[
    "CARGO_TERM_",
    "CARGO_NET_",
    "CARGO_HTTP_",
    "CARGO_REGISTR",
    "CARGO_LOG",
    "CARGO_TARGET_DIR",
    "CARGO_MAKEFLAGS",
    "CARGO_PKG_",
    "CARGO_MANIFEST_",
    "CARGO_CRATE_NAME",
    "CARGO_BIN_",
    "CARGO_PRIMARY_PACKAGE",
    "CARGO_CFG_",
    "CARGO_FEATURE_",
    "CARGO_BUILD_JOBS",
    "CARGO_FUTURE_INCOMPAT",
    "CARGO_ALIAS_",
    "RUST_LOG",
    "RUST_BACKTRACE",
    "RUST_LIB_BACKTRACE",
    "RUST_TEST_",
    "RUST_RECURSION_COUNT",
    "RUSTUP_TERM_",
    "RUSTDOC",
];

/// The variables that cargo and rustc themselves may read.
pub(crate) fn family(env: &Environment) -> impl Iterator<Item = (&OsStr, &OsStr)> {
    env.vars.iter().map(|(name, value)| (name.as_os_str(), value.as_os_str())).filter(|(name, _)| {
        let begins =
            |list: &[&str]| list.iter().any(|prefix| name.as_encoded_bytes().starts_with(prefix.as_bytes()));
        begins(FAMILY) && !begins(NOT_FAMILY)
    })
}

fn family_digest(env: &Environment) -> Digest {
    let mut hasher = blake3::Hasher::new();
    for (name, value) in family(env) {
        hasher.update(name.as_encoded_bytes()).update(b"=").update(value.as_encoded_bytes()).update(&[0]);
    }
    *hasher.finalize().as_bytes()
}

/// What PATH gives for a program's name, as the system would start it. Links are not followed.
pub(crate) fn which(env: &Environment, program: &str) -> Option<Utf8PathBuf> {
    let path = env.vars.get(OsStr::new("PATH"))?;
    std::env::split_paths(path).find_map(|folder| {
        let folder = env.cwd.join(Utf8PathBuf::from_path_buf(folder).ok()?);
        let file = folder.join(format!("{program}{}", std::env::consts::EXE_SUFFIX));
        is_program(&file).then_some(file)
    })
}

#[cfg(unix)]
fn is_program(file: &Utf8Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(file: &Utf8Path) -> bool {
    file.is_file()
}

#[cfg(test)]
mod tests;
