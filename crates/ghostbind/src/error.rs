//! Why a build failed, by cause; and whose fault that is, which decides the exit code.

use std::io;

use camino::Utf8PathBuf;

use crate::process::RunError;
use crate::target::TargetError;

/// Whose fault a failure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The work failed: the crate does not compile, a file cannot be written.
    Work,
    /// What was asked for does not exist or contradicts itself.
    Usage,
    /// A tool or a part of a toolchain is not there.
    Environment,
}

impl Fault {
    /// The documented exit code: 1, 2 or 3.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Work => 1,
            Self::Usage => 2,
            Self::Environment => 3,
        }
    }
}

/// Why a build did not end with a manifest.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// There is no Cargo.toml.
    #[error("there is no Cargo.toml at {path}")]
    NoManifest {
        /// Where it was looked for.
        path: Utf8PathBuf,
    },
    /// The target is unknown or contradictory.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// A value of the request cannot be used.
    #[error("{what}")]
    Request {
        /// Which and why.
        what: String,
        /// What would be right.
        hint: Option<String>,
    },
    /// A program is not on PATH.
    #[error("`{tool}` is not on PATH")]
    ToolMissing {
        /// Its name.
        tool: &'static str,
        /// The command that installs it.
        install: String,
    },
    /// A program is there and does not work.
    #[error("`{tool}` does not work: {what}")]
    ToolBroken {
        /// Its path.
        tool: Utf8PathBuf,
        /// What it did.
        what: String,
    },
    /// The standard library for the target is not installed.
    #[error("the Rust standard library for `{target}` is not installed")]
    TargetMissing {
        /// Rust's name of the target.
        target: String,
        /// The command that installs it.
        install: String,
    },
    /// A shared library for the target needs what Zig does not carry.
    #[error("a library for `{target}` cannot be linked here: that takes {what}")]
    CannotLink {
        /// Rust's name of the target.
        target: String,
        /// What is missing.
        what: String,
        /// What to do.
        hint: String,
    },
    /// Cargo refused before compiling: a wrong manifest, feature, profile or package.
    #[error("cargo cannot build this: {message}")]
    Cargo {
        /// Cargo's own words.
        message: String,
        /// Whose fault.
        fault: Fault,
    },
    /// The crate does not compile. The compiler's messages went out as events.
    #[error("`{package}` does not compile")]
    Compile {
        /// The package.
        package: String,
    },
    /// Nothing to call.
    #[error("`{name}` exports nothing that another language could call")]
    NoExports {
        /// The crate.
        name: String,
    },
    /// Exports whose signature no witness knows.
    #[error("no signature is known for {}", names(.symbols))]
    Undescribed {
        /// Their symbols.
        symbols: Vec<String>,
        /// What the witnesses said, one line each.
        notes: Vec<String>,
    },
    /// Exports with types that C does not have.
    #[error("exports of `{name}` have types that have no meaning outside of Rust: {}", .problems.join("; "))]
    Inexpressible {
        /// The crate.
        name: String,
        /// Each with the way to the type.
        problems: Vec<String>,
    },
    /// Crates or archives that must not be in one program.
    #[error("these cannot be in one program: {}", .reasons.join("; "))]
    Mixed {
        /// Why, each a sentence.
        reasons: Vec<String>,
    },
    /// Other builds put other files in place, time and again, while these were to be copied.
    #[error("other builds of `{name}` keep replacing what is to be copied")]
    Replaced {
        /// The library.
        name: String,
    },
    /// A name that two crates export.
    #[error("`{symbol}` is exported by {}", both(.crates))]
    Duplicate {
        /// The symbol.
        symbol: String,
        /// The crates.
        crates: Vec<String>,
    },
    /// A library, its debug information or its source could not be read.
    #[error("cannot read the interface of {what}")]
    Interface {
        /// Which file.
        what: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// What was written does not compile. Nothing was published.
    #[error("{compiler} rejects the generated {what} of `{name}`")]
    Rejected {
        /// `header` or `bindings`.
        what: &'static str,
        /// The crate.
        name: String,
        /// The compiler.
        compiler: String,
        /// Its messages.
        messages: String,
    },
    /// A file or folder cannot be used.
    #[error("cannot {action} {path}")]
    File {
        /// `read`, `write`, `create`, …
        action: &'static str,
        /// Which.
        path: Utf8PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A program could not be run to its end.
    #[error(transparent)]
    Run(#[from] RunError),
}

fn names(symbols: &[String]) -> String {
    let quoted: Vec<String> = symbols.iter().map(|symbol| format!("`{symbol}`")).collect();
    quoted.join(", ")
}

/// The crates, or one of which there are two builds.
fn both(crates: &[String]) -> String {
    match crates {
        [] => "two of the crates".to_owned(),
        [one, other] if one == other => format!("two builds of `{one}`, with different features"),
        [others @ .., last] if !others.is_empty() => format!("{} and `{last}`", names(others)),
        some => names(some),
    }
}

impl BuildError {
    /// Whose fault it is.
    pub fn fault(&self) -> Fault {
        match self {
            Self::NoManifest { .. } | Self::Target(_) | Self::Request { .. } | Self::Mixed { .. } => {
                Fault::Usage
            }
            Self::ToolMissing { .. }
            | Self::ToolBroken { .. }
            | Self::TargetMissing { .. }
            | Self::CannotLink { .. } => Fault::Environment,
            Self::Cargo { fault, .. } => *fault,
            Self::Compile { .. }
            | Self::NoExports { .. }
            | Self::Undescribed { .. }
            | Self::Inexpressible { .. }
            | Self::Duplicate { .. }
            | Self::Replaced { .. }
            | Self::Interface { .. }
            | Self::Rejected { .. }
            | Self::File { .. }
            | Self::Run(_) => Fault::Work,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoManifest { .. } => Some("give the crate's Cargo.toml with --manifest-path".to_owned()),
            Self::Target(TargetError::Unknown { .. }) => {
                Some("`ghostbind targets` lists every target under both names".to_owned())
            }
            Self::Target(TargetError::Different { .. }) => Some("give one of the two, or two that agree".to_owned()),
            Self::Request { hint, .. } => hint.clone(),
            Self::CannotLink { hint, .. } => Some(hint.clone()),
            Self::ToolMissing { install, .. } | Self::TargetMissing { install, .. } => Some(install.clone()),
            Self::NoExports { .. } => Some(
                "mark a function with `#[unsafe(no_mangle)] pub extern \"C\"`, or check that the module with the \
                 exports is part of the crate and not behind a feature that is off"
                    .to_owned(),
            ),
            Self::Undescribed { notes, .. } if !notes.is_empty() => Some(notes.join("; ")),
            Self::Inexpressible { .. } => Some(
                "give such an export pointers, numbers, `repr(C)` types and `extern \"C\"` function pointers".to_owned(),
            ),
            Self::Mixed { .. } => Some(
                "build all of Rust as one library (`ghostbind build` with several --manifest-path), with one toolchain and \
                 one `panic`; or make all but one of them shared libraries (`cdylib`)"
                    .to_owned(),
            ),
            Self::Duplicate { crates, .. } if crates.windows(2).any(|pair| pair[0] == pair[1]) => {
                Some("turn the same features of it on in both".to_owned())
            }
            Self::Duplicate { .. } => Some("rename one of the two, or export it under another name".to_owned()),
            Self::Replaced { .. } => Some("let them wait for one another, or give each a project folder of its own".to_owned()),
            Self::Rejected { messages, .. } => Some(messages.clone()),
            _ => None,
        }
    }
}
