//! Keys of providers: from the environment, the system's keyring, or a file that only the user can
//! read. They go into requests and nowhere else.
//!
//! The keyring is reached through the system's own tool (`secret-tool`, `security`): it is there
//! where a keyring is, and costs nothing where none is.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::time::Duration;

use camino::Utf8PathBuf;

use crate::cancel::Cancel;
use crate::proof::{Command, CommandEnd};
use crate::surroundings::Surroundings;

/// Where a key is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// This variable.
    Environment(String),
    /// The system's keyring.
    Keyring,
    /// This file.
    File(Utf8PathBuf),
}

impl std::fmt::Display for KeySource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Environment(name) => write!(f, "environment ({name})"),
            Self::Keyring => f.write_str("keyring"),
            Self::File(path) => write!(f, "file ({path})"),
        }
    }
}

/// A key, and where it is from. Its `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct FoundKey {
    /// The key itself.
    pub value: String,
    /// Where it is from.
    pub source: KeySource,
}

impl std::fmt::Debug for FoundKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FoundKey").field("source", &self.source).finish_non_exhaustive()
    }
}

/// Why a key cannot be had or kept.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Others may read or change the file.
    #[error("{path} can be read by others (mode {mode:03o}); run: chmod 600 {path}")]
    TooOpen {
        /// The file.
        path: Utf8PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// The file cannot be read or written.
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
    /// The file is not TOML of names and keys.
    #[error("{path} is not a list of `provider = \"key\"`")]
    Invalid {
        /// The file.
        path: Utf8PathBuf,
    },
    /// The keyring is not there or refuses.
    #[error("the keyring cannot be used: {reason}")]
    Keyring {
        /// Why.
        reason: String,
    },
    /// There is no place for a file of keys.
    #[error("neither HOME nor XDG_CONFIG_HOME is set")]
    NoPlace,
    /// It cannot be a key.
    #[error("a key is one line of visible characters")]
    NoKey,
    /// What is kept somewhere cannot be one.
    #[error("what the {place} has for a key is none: a key is one line of visible characters")]
    NoKeyIn {
        /// Where.
        place: String,
    },
}

/// Where keys are looked for.
#[derive(Debug, Clone)]
pub struct Keys<'a> {
    surroundings: &'a Surroundings,
    cancel: &'a Cancel,
}

/// The name under which the keyring has zeke's keys.
const SERVICE: &str = "zeke";
/// A keyring that is locked asks its user; who does not answer has said no.
const KEYRING_TIMEOUT: Duration = Duration::from_mins(1);

impl<'a> Keys<'a> {
    /// Looks in `surroundings`.
    #[must_use]
    pub fn new(surroundings: &'a Surroundings, cancel: &'a Cancel) -> Self {
        Self { surroundings, cancel }
    }

    /// The key of a provider: from one of these variables, else the file, else the keyring. The
    /// file goes first because it costs nothing to look into.
    pub fn find(&self, provider: &str, variables: &[&str]) -> Result<Option<FoundKey>, KeyError> {
        for name in variables {
            if let Some(value) = self.surroundings.var(name) {
                let source = KeySource::Environment((*name).to_owned());
                let value = checked(value).map_err(|_| KeyError::NoKeyIn { place: source.to_string() })?;
                return Ok(Some(FoundKey { value, source }));
            }
        }
        let Some(path) = self.path() else { return Ok(None) };
        if let Some(value) = read(&path)?.remove(provider) {
            let source = KeySource::File(path);
            let value = checked(&value).map_err(|_| KeyError::NoKeyIn { place: source.to_string() })?;
            return Ok(Some(FoundKey { value, source }));
        }
        Ok(self.keyring_lookup(provider).map(|value| FoundKey { value, source: KeySource::Keyring }))
    }

    /// Keeps a key: in the keyring where there is one and it takes it, else in the file. One that was
    /// in the file before is there no more: the file is asked first.
    pub fn keep(&self, provider: &str, key: &str, in_file: bool) -> Result<KeySource, KeyError> {
        let key = checked(key)?;
        if !in_file && self.keyring().is_some() {
            self.keyring_store(provider, &key)?;
            self.forget_in_file(provider)?;
            return Ok(KeySource::Keyring);
        }
        let path = self.path().ok_or(KeyError::NoPlace)?;
        change(&path, |keys| {
            keys.insert(provider.to_owned(), key);
            true
        })?;
        Ok(KeySource::File(path))
    }

    /// Forgets a key, in the file and in the keyring. Says where there was one.
    pub fn forget(&self, provider: &str) -> Result<Vec<KeySource>, KeyError> {
        let mut forgotten = Vec::new();
        forgotten.extend(self.forget_in_file(provider)?.map(KeySource::File));
        if self.keyring_lookup(provider).is_some() {
            self.keyring_clear(provider)?;
            forgotten.push(KeySource::Keyring);
        }
        Ok(forgotten)
    }

    /// The file, where it had the key.
    fn forget_in_file(&self, provider: &str) -> Result<Option<Utf8PathBuf>, KeyError> {
        let Some(path) = self.path().filter(|path| path.exists()) else { return Ok(None) };
        let had = change(&path, |keys| keys.remove(provider).is_some())?;
        Ok(had.then_some(path))
    }

    fn path(&self) -> Option<Utf8PathBuf> {
        Some(self.surroundings.config_folder()?.join("keys.toml"))
    }

    fn keyring(&self) -> Option<Keyring> {
        let linux = self.surroundings.which("secret-tool").map(Keyring::SecretTool);
        linux.or_else(|| {
            let is_mac = cfg!(target_os = "macos");
            self.surroundings.which("security").filter(|_| is_mac).map(Keyring::Security)
        })
    }

    fn keyring_lookup(&self, provider: &str) -> Option<String> {
        let (program, args) = match self.keyring()? {
            Keyring::SecretTool(program) => {
                (program, vec!["lookup", "service", SERVICE, "account", provider])
            }
            Keyring::Security(program) => {
                (program, vec!["find-generic-password", "-s", SERVICE, "-a", provider, "-w"])
            }
        };
        // A keyring that cannot be opened has no key for us; `zeke doctor` says why.
        let value = self.keyring_run(&program, &args, None).ok()?;
        checked(value.trim_end_matches(['\n', '\r'])).ok()
    }

    fn keyring_store(&self, provider: &str, key: &str) -> Result<(), KeyError> {
        match self.keyring().ok_or_else(|| KeyError::Keyring { reason: "there is none".to_owned() })? {
            Keyring::SecretTool(program) => {
                let args = ["store", "--label=zeke", "service", SERVICE, "account", provider];
                self.keyring_run(&program, &args, Some(key))?;
            }
            Keyring::Security(program) => {
                // By standard input: arguments of processes can be seen by others.
                let command = format!("add-generic-password -U -s {SERVICE} -a {provider} -w \"{key}\"\n");
                self.keyring_run(&program, &["-i"], Some(&command))?;
            }
        }
        Ok(())
    }

    fn keyring_clear(&self, provider: &str) -> Result<(), KeyError> {
        let (program, args) = match self.keyring() {
            Some(Keyring::SecretTool(program)) => {
                (program, vec!["clear", "service", SERVICE, "account", provider])
            }
            Some(Keyring::Security(program)) => {
                (program, vec!["delete-generic-password", "-s", SERVICE, "-a", provider])
            }
            None => return Ok(()),
        };
        self.keyring_run(&program, &args, None).map(|_| ())
    }

    fn keyring_run(
        &self,
        program: &Utf8PathBuf,
        args: &[&str],
        input: Option<&str>,
    ) -> Result<String, KeyError> {
        let refused = |reason: String| KeyError::Keyring { reason };
        let mut command = Command::new(self.surroundings, program, args, KEYRING_TIMEOUT);
        command.pass(&["DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "DISPLAY", "WAYLAND_DISPLAY"]);
        let done = command.run(input.unwrap_or_default(), self.cancel).map_err(refused)?;
        match done.end {
            CommandEnd::Exit(0) => Ok(done.stdout),
            _ => Err(refused(done.stderr.lines().next().unwrap_or("it gave no reason").to_owned())),
        }
    }
}

enum Keyring {
    SecretTool(Utf8PathBuf),
    Security(Utf8PathBuf),
}

fn read(path: &Utf8PathBuf) -> Result<BTreeMap<String, String>, KeyError> {
    let unreadable = |source| KeyError::File { action: "read", path: path.clone(), source };
    let meta = match fs::metadata(path) {
        Ok(meta) => meta,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(error) => return Err(unreadable(error)),
    };
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&meta.permissions()) & 0o777;
        if mode & 0o077 != 0 {
            return Err(KeyError::TooOpen { path: path.clone(), mode });
        }
    }
    #[cfg(not(unix))]
    let _ = meta;
    let text = fs::read_to_string(path).map_err(unreadable)?;
    toml::from_str(&text).map_err(|_| KeyError::Invalid { path: path.clone() })
}

/// Changes the file, if `what` says that there is something to change. Whoever changes it at the same
/// time waits.
fn change(
    path: &Utf8PathBuf,
    what: impl FnOnce(&mut BTreeMap<String, String>) -> bool,
) -> Result<bool, KeyError> {
    let lock = path.with_extension("lock");
    let locked = || {
        fs::create_dir_all(path.parent().unwrap_or(path))?;
        let file = fs::OpenOptions::new().create(true).append(true).open(&lock)?;
        file.lock()?;
        io::Result::Ok(file)
    };
    let _held = locked().map_err(|source| KeyError::File { action: "lock", path: lock.clone(), source })?;
    let mut keys = read(path)?;
    let changes = what(&mut keys);
    if changes {
        write(path, &keys)?;
    }
    Ok(changes)
}

/// Whole or not at all; a temporary file is readable by its owner only.
fn write(path: &Utf8PathBuf, keys: &BTreeMap<String, String>) -> Result<(), KeyError> {
    let text = toml::to_string(keys).map_err(|_| KeyError::Invalid { path: path.clone() })?;
    // Where the file is a link, its target changes and the link stays.
    let place = path.canonicalize_utf8().unwrap_or_else(|_| path.clone());
    let write = || {
        let folder = place.parent().unwrap_or(&place);
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(&place).map_err(|error| error.error)
    };
    write().map_err(|source| KeyError::File { action: "write", path: path.clone(), source })?;
    Ok(())
}

/// Keys go into headers and onto lines of other tools.
fn checked(key: &str) -> Result<String, KeyError> {
    let key = key.trim();
    let is_plain = |c: char| c.is_ascii_graphic() && c != '"' && c != '\\';
    if key.is_empty() || !key.chars().all(is_plain) { Err(KeyError::NoKey) } else { Ok(key.to_owned()) }
}
