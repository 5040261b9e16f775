//! Zig packages from elsewhere: an archive or a repository, known by its hash.
//!
//! They are fetched by Zig's own package manager into Zig's own cache, where Zig and other projects find them
//! too, and lie unpacked below `.zbuild/packages/<hash>`. What is there is never fetched again; what somebody
//! changed there is put aside and unpacked anew.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::Environment;
use ghostbind::process::Invocation;
use ghostbind::tools::Tools;
use zbuild_engine::Seal;

use crate::diagnostic::{Diagnostic, Place};
use crate::failure::Failure;
use crate::zon::Manifest;

/// The file that says what a package is.
pub(crate) const MANIFEST: &str = "build.zig.zon";
/// The file that builds it.
pub(crate) const BUILD_SCRIPT: &str = "build.zig";

/// The manifest of a project without anything. The upper half of a fingerprint is the checksum of the name.
const PROJECT: &str =
    ".{ .name = .fetching, .version = \"0.0.0\", .fingerprint = 0x7535_cacc_0000_0001, .paths = .{\"\"} }\n";

/// A package that somebody needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// What it is called there.
    pub name: String,
    /// Its URL, or the absolute path of an archive.
    pub url: String,
    /// The hash that Zig gives it.
    pub hash: String,
    /// Who needs it.
    pub place: Option<Place>,
}

/// What Zig fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// Where it came from; for a repository with the commit.
    pub url: String,
    /// The hash that Zig gives it.
    pub hash: String,
}

/// What lies where a package is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whole {
    /// The package.
    Whole,
    /// Nothing, or nothing that counts.
    Absent,
    /// Nothing any more: what somebody had changed is here now.
    Altered(Utf8PathBuf),
}

/// Where packages lie.
#[derive(Debug, Clone)]
pub struct Packages {
    /// Unpacked, below the workspace.
    folder: Utf8PathBuf,
    /// Zig's cache, for all projects.
    global: Utf8PathBuf,
}

impl Packages {
    /// The packages of a workspace, whose own folder for them is `folder`.
    #[must_use]
    pub fn new(folder: Utf8PathBuf, env: &Environment) -> Self {
        let named = |variable: &str| env.var(variable).filter(|v| !v.is_empty()).map(Utf8PathBuf::from);
        let cache = || {
            let home = || Some(named("HOME").or_else(|| named("USERPROFILE"))?.join(".cache"));
            named("XDG_CACHE_HOME").or_else(home).map(|cache| cache.join("zig"))
        };
        let global = named("ZIG_GLOBAL_CACHE_DIR").or_else(cache).unwrap_or_else(|| folder.join("cache"));
        Self { folder, global: env.absolute(&global) }
    }

    /// Where a package lies, once it is there.
    #[must_use]
    pub fn place(&self, hash: &str) -> Utf8PathBuf {
        self.folder.join(hash)
    }

    /// Whether a package is there as it was fetched. One that is not is put aside: its new place is told.
    ///
    /// # Errors
    /// It cannot be put aside.
    pub fn is_whole(&self, hash: &str) -> io::Result<Whole> {
        let place = self.place(hash);
        if !place.is_dir() {
            return Ok(Whole::Absent);
        }
        match Seal::look(place.as_std_path(), &self.seal(hash)) {
            Seal::Whole => Ok(Whole::Whole),
            // One of an earlier zbuild, which nothing else can bring.
            Seal::Missing if !self.is_cached(hash) => {
                Seal::put(place.as_std_path(), &self.seal(hash)).map(|()| Whole::Whole)
            }
            Seal::Missing => self.put_aside(hash).map(|_| Whole::Absent),
            Seal::Broken => self.put_aside(hash).map(Whole::Altered),
        }
    }

    /// Puts away a package that somebody may have changed, where nothing else lies: it may be the only copy.
    fn put_aside(&self, hash: &str) -> io::Result<Utf8PathBuf> {
        let folder = self.folder.join("altered");
        fs::create_dir_all(&folder)?;
        let names = std::iter::once(hash.to_owned()).chain((2..).map(|number| format!("{hash}.{number}")));
        for name in names {
            let aside = folder.join(name);
            // Made first, so that two of us never take one name; a folder takes the place of an empty one.
            match fs::create_dir(&aside) {
                Ok(()) => return fs::rename(self.place(hash), &aside).map(|()| aside),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    fn seal(&self, hash: &str) -> PathBuf {
        self.folder.join(format!("{hash}.seal")).into()
    }

    /// Puts what was unpacked into its place. It appears whole, with its seal, or not at all.
    fn settle(&self, folder: &Utf8Path, hash: &str) -> io::Result<()> {
        let place = self.place(hash);
        Seal::put(folder.as_std_path(), &self.seal(hash))?;
        match fs::rename(folder, &place) {
            // Another zbuild was faster; its bytes are the same and its stamps are not.
            Err(_) if place.is_dir() => Seal::put(place.as_std_path(), &self.seal(hash)),
            renamed => renamed,
        }
    }

    /// Whether it is on this machine.
    #[must_use]
    pub fn has(&self, hash: &str) -> bool {
        self.place(hash).is_dir() || self.is_cached(hash)
    }

    /// Whether Zig itself finds it without the network.
    #[must_use]
    pub fn is_cached(&self, hash: &str) -> bool {
        self.global.join("p").join(hash).is_dir() || self.archive(hash).is_file()
    }

    /// As Zig keeps packages since 0.16.
    fn archive(&self, hash: &str) -> Utf8PathBuf {
        self.global.join("p").join(format!("{hash}.tar.gz"))
    }

    /// Brings a package, from Zig's cache if it is there.
    ///
    /// # Errors
    /// It cannot be fetched, or is not what its hash says.
    pub fn bring(&self, package: &Package, tools: &Tools, env: &Environment) -> Result<(), Failure> {
        let at = |mut diagnostic: Diagnostic| {
            diagnostic.place.clone_from(&package.place);
            diagnostic
        };
        if !self.is_cached(&package.hash) {
            let found = self.fetch(&package.url, tools, env).map_err(|mut failure| {
                failure.diagnostics = failure.diagnostics.into_iter().map(at).collect();
                failure
            })?;
            if found.hash != package.hash {
                let message = format!("the package `{}` is not what its hash says", package.name);
                let hint = format!(
                    "{} has the hash {}; if that is right, write it down instead",
                    package.url, found.hash
                );
                return Err(Failure::usage(vec![at(Diagnostic::error(message).hint(hint))]));
            }
        }
        self.unpack(&package.hash).map_err(|error| {
            let message = format!("cannot unpack the package `{}`: {error}", package.name);
            Failure::work(at(Diagnostic::error(message)))
        })
    }

    /// Brings what lies at a URL or path.
    ///
    /// # Errors
    /// It cannot be fetched or unpacked.
    pub fn bring_any(&self, url: &str, tools: &Tools, env: &Environment) -> Result<Fetched, Failure> {
        let fetched = self.fetch(url, tools, env)?;
        self.unpack(&fetched.hash).map_err(|error| {
            Failure::work(Diagnostic::error(format!("cannot unpack the package {url}: {error}")))
        })?;
        Ok(fetched)
    }

    /// What a package that is there calls itself.
    #[must_use]
    pub fn name(&self, hash: &str) -> Option<String> {
        manifest(&self.place(hash)).name
    }

    /// Lets Zig fetch into its cache, in a project that is there for as long as it takes.
    fn fetch(&self, url: &str, tools: &Tools, env: &Environment) -> Result<Fetched, Failure> {
        let unwritable =
            |error| Failure::work(Diagnostic::error(format!("cannot write to {}: {error}", self.folder)));
        let project = self.project().map_err(unwritable)?;
        let folder = Utf8Path::from_path(project.path()).unwrap_or(&self.folder);
        let invocation = Invocation::new(&tools.zig, folder, &env.vars)
            .args(["fetch", "--save=package", url])
            .var("ZIG_GLOBAL_CACHE_DIR", self.global.as_str());
        let finished = env
            .children
            .output(&invocation)
            .map_err(|error| Failure::work(Diagnostic::error(error.to_string())))?;
        let saved = manifest(folder).dependencies.into_iter().next();
        let Some((found, hash)) = saved.and_then(|saved| Some((saved.url?, saved.hash?))) else {
            let said = finished.stderr.trim();
            let hint =
                "a Zig package is an archive (tar, tar.gz, tar.xz, tar.zst, zip) or `git+https://…#COMMIT`";
            let error = Diagnostic::error(format!("zig cannot fetch {url}: {said}")).hint(hint);
            return Err(Failure::environment(error));
        };
        if !is_hash(&hash) {
            let error = format!("zig gives the package {url} the hash `{hash}`, which is none");
            return Err(Failure::environment(Diagnostic::error(error)));
        }
        let unpacked = folder.join("zig-pkg").join(&hash);
        if unpacked.is_dir() && !self.place(&hash).exists() {
            self.settle(&unpacked, &hash).map_err(unwritable)?;
        }
        Ok(Fetched { url: found, hash })
    }

    /// A project for Zig to fetch in: Zig 0.16 does so nowhere else.
    fn project(&self) -> io::Result<tempfile::TempDir> {
        fs::create_dir_all(&self.folder)?;
        let project = tempfile::Builder::new().prefix(".fetch").tempdir_in(&self.folder)?;
        fs::write(project.path().join(BUILD_SCRIPT), "")?;
        fs::write(project.path().join(MANIFEST), PROJECT)?;
        Ok(project)
    }

    /// Takes a package out of Zig's cache.
    fn unpack(&self, hash: &str) -> io::Result<()> {
        if self.place(hash).is_dir() {
            return Ok(());
        }
        fs::create_dir_all(&self.folder)?;
        let made = tempfile::Builder::new().prefix(".new").tempdir_in(&self.folder)?;
        let folder = Utf8Path::from_path(made.path()).unwrap_or(Utf8Path::new("")).join(hash);
        let plain = self.global.join("p").join(hash);
        if plain.is_dir() {
            copy(plain.as_std_path(), folder.as_std_path())?;
        } else {
            let archive = flate2::read::GzDecoder::new(File::open(self.archive(hash))?);
            // Each entry stands below the hash; nothing is written outside of the folder.
            tar::Archive::new(io::BufReader::new(archive)).unpack(made.path())?;
        }
        self.settle(&within(folder), hash)
    }
}

/// The package within what was unpacked: `zig fetch` of 0.17 keeps the one folder that an archive has.
fn within(folder: Utf8PathBuf) -> Utf8PathBuf {
    if folder.join(MANIFEST).is_file() {
        return folder;
    }
    let inside = fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path());
    match inside.collect::<Vec<_>>().as_slice() {
        [only] if only.join(MANIFEST).is_file() => Utf8PathBuf::from_path_buf(only.clone()).unwrap_or(folder),
        _ => folder,
    }
}

/// What a package says of itself; nothing for one that has no such file.
pub(crate) fn manifest(folder: &Utf8Path) -> Manifest {
    fs::read_to_string(folder.join(MANIFEST)).map(|text| Manifest::read(&text)).unwrap_or_default()
}

/// Hashes become names of folders: those of Zig hold letters, digits, `-` and `_`.
pub(crate) fn is_hash(text: &str) -> bool {
    let allowed = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.' | b'+');
    (1..=200).contains(&text.len()) && !text.starts_with('.') && text.bytes().all(allowed)
}

/// A folder with everything in it; links stay links.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in from.read_dir()? {
        let entry = entry?;
        let (from, to) = (&entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type()?;
        if kind.is_dir() {
            copy(from, &to)?;
        } else if kind.is_symlink() {
            symlink(from, &to)?;
        } else {
            fs::copy(from, &to)?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn symlink(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::read_link(from)?, to)
}

/// Links need rights there that users lack: what they stand for is copied.
#[cfg(not(unix))]
fn symlink(from: &Path, to: &Path) -> io::Result<()> {
    fs::copy(from, to).map(drop)
}
