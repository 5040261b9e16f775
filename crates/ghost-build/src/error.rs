//! Why a module could not be built.

use camino::Utf8PathBuf;

/// Why a module could not be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A variable that Cargo sets for build scripts is missing.
    #[error("`{0}` is not set: ghost-build works in a build script of Cargo's")]
    Variable(&'static str),
    /// There is no such module.
    #[error("{0}")]
    Module(String),
    /// A name that is no file name or no name of a library.
    #[error("`{0}` cannot be the name of a library: a name has letters, digits, `_` and `-`")]
    Name(String),
    /// A name that is none of Zig's.
    #[error("`{0}` is no optimisation mode: there are Debug, ReleaseSafe, ReleaseFast and ReleaseSmall")]
    Optimization(String),
    /// Zig refused. Its messages name the places.
    #[error("`{name}` does not compile:\n{messages}")]
    Compile {
        /// The module.
        name: String,
        /// What Zig wrote.
        messages: String,
    },
    /// A tool is missing, the interface cannot be written, a file cannot be.
    #[error(transparent)]
    Bridge(#[from] ghostbind::BuildError),
    /// A file cannot be written.
    #[error("cannot write {path}")]
    Write {
        /// Which.
        path: Utf8PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

impl Error {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Bridge(error) => error.hint(),
            _ => None,
        }
    }
}
