//! What happens during a build, told while it happens.
//!
//! The JSON form is the event stream of `--message-format json`: one object a line, told apart by
//! `reason`. Readers skip reasons that they do not know.

use camino::Utf8PathBuf;
use serde::Serialize;

/// Something that happened.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Event {
    /// Another process holds the lock; the build goes on when it is released.
    Waiting {
        /// The lock file.
        lock: Utf8PathBuf,
    },
    /// Why a build is not up to date.
    Stale {
        /// One sentence: `src/lib.rs changed`.
        why: String,
    },
    /// A step began.
    Step {
        /// Which one.
        step: Step,
    },
    /// A line of cargo about its progress: `Compiling serde v1.0.0`.
    Cargo {
        /// The line, without colours.
        line: String,
    },
    /// A message of the Rust compiler or of a C or Zig compiler.
    Diagnostic {
        /// Who speaks: `rustc`, `cc`, `zig`.
        tool: &'static str,
        /// `error`, `warning`, `note`.
        level: String,
        /// As the compiler renders it.
        rendered: String,
    },
    /// Where two witnesses of the interface contradict each other; the build goes on with the one
    /// that is right by construction.
    Note {
        /// The export or type.
        about: String,
        /// What they say.
        message: String,
    },
    /// Something that does not stop the build and that the user should know.
    Warning {
        /// What.
        message: String,
        /// What to do about it.
        #[serde(skip_serializing_if = "Option::is_none")]
        hint: Option<String>,
    },
}

/// A part of a build that takes time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Finding cargo, rustc, Zig and a C compiler.
    Tools,
    /// Cargo compiles the crate.
    Compile,
    /// Reading the interface from the library and the source.
    Interface,
    /// Compiling the header and the bindings once.
    Verify,
    /// Moving everything into place.
    Publish,
}
