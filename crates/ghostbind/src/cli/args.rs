//! What can be said on the command line.

use camino::Utf8PathBuf;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::request::{BindingsStyle, CrateType};

#[derive(Debug, Parser)]
#[command(
    name = "ghostbind",
    version,
    about = "Builds Rust crates for Zig: library, C header, Zig module and manifest, all checked against each other",
    after_help = "Exit codes: 0 done, 1 the work failed, 2 usage or configuration, 3 the environment lacks something.",
    propagate_version = true
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Build a crate and publish library, header, bindings and manifest below .ghostbind
    #[command(after_help = BUILD_EXAMPLES)]
    Build(Box<BuildArgs>),
    /// Build a crate and print where its C headers are, or the header itself
    #[command(after_help = HEADERS_EXAMPLES)]
    Headers(Box<HeadersArgs>),
    /// Hold Zig's and C's declarations against the crate's real interface
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Box<CheckArgs>),
    /// List the targets under their Zig and Rust names, and what is installed for them
    #[command(
        after_help = "Examples:\n  ghostbind targets\n  ghostbind targets linux --installed\n  ghostbind targets --message-format json"
    )]
    Targets(TargetsArgs),
    /// Check that every tool is there and works, and say what to install
    #[command(
        after_help = "Examples:\n  ghostbind doctor\n  ghostbind doctor --manifest-path rust_libs/core/Cargo.toml"
    )]
    Doctor(DoctorArgs),
    /// Remove everything that ghostbind made here: the folder .ghostbind
    #[command(after_help = "Examples:\n  ghostbind clean\n  ghostbind clean --dry-run")]
    Clean(CleanArgs),
    /// Print a completion script for a shell
    #[command(
        after_help = "Examples:\n  ghostbind completions bash > ~/.local/share/bash-completion/completions/ghostbind"
    )]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

const BUILD_EXAMPLES: &str = "Examples:
  ghostbind build --manifest-path rust_libs/core/Cargo.toml
  ghostbind build --manifest-path rust_libs/core/Cargo.toml --zig-target x86_64 --features async,serde
  ghostbind build --manifest-path rust_libs/math/Cargo.toml --crate-type cdylib --profile dev
  ghostbind build --manifest-path rust_libs/core --manifest-path rust_libs/math --name mylibs
  ghostbind build --manifest-path Cargo.toml -p engine -p physics --bindings idiomatic
  ghostbind build --manifest-path core/Cargo.toml --target-config targets.production --output-dir dist/core
  ghostbind build --manifest-path core/Cargo.toml --message-format json";

const HEADERS_EXAMPLES: &str = "Examples:
  ghostbind headers --manifest-path rust_libs/core/Cargo.toml
  ghostbind headers --manifest-path rust_libs/core/Cargo.toml --print > core.h
  cc -I \"$(ghostbind headers --manifest-path rust_libs/core/Cargo.toml --include-dir)\" -c main.c";

const CHECK_EXAMPLES: &str = "Examples:
  ghostbind check --manifest-path rust_libs/core/Cargo.toml src
  ghostbind check --manifest-path rust_libs/core/Cargo.toml include/core.h
  ghostbind check lib.rs main.zig
  ghostbind check --manifest-path core/Cargo.toml --baseline core-1.2.json
  ghostbind check --manifest-path core/Cargo.toml src --message-format sarif > ghostbind.sarif

Exit codes: 0 both sides agree, 1 they do not (or the crate does not build), 2 usage, 3 a tool is missing.";

#[derive(Debug, Args)]
pub(super) struct BuildArgs {
    #[command(flatten)]
    pub(super) krate: CrateArgs,
    /// How the Zig module looks: `idiomatic` writes wrappers beside the raw one
    #[arg(long, value_name = "STYLE", default_value = "raw")]
    pub(super) bindings: Bindings,
    /// A system library that the program links (`c`, `framework:NAME`). With one said, a library that is
    /// needed and not said is an error
    #[arg(long, value_name = "NAME", action = ArgAction::Append)]
    pub(super) linked: Vec<String>,
    /// Write what the result depends on, as make and ninja read it
    #[arg(long, value_name = "FILE")]
    pub(super) depfile: Option<Utf8PathBuf>,
    /// Write what the result depends on beside the content of files, with a token of the caller's
    #[arg(long, value_name = "FILE", requires = "token", hide = true)]
    pub(super) conditions: Option<Utf8PathBuf>,
    /// The token for --conditions
    #[arg(long, value_name = "TEXT", requires = "conditions", hide = true)]
    pub(super) token: Option<String>,
    /// A folder that gets a copy of everything published
    #[arg(long, value_name = "DIR")]
    pub(super) output_dir: Option<Utf8PathBuf>,
    /// A folder of this one call that gets the same; nothing is remembered of it
    #[arg(long, value_name = "DIR", hide = true)]
    pub(super) copy_to: Option<Utf8PathBuf>,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// What is built, for which machine.
#[derive(Debug, Args)]
pub(super) struct CrateArgs {
    /// The crate's Cargo.toml, or the name of a member of the zbuild workspace here. Several become one
    /// library [default: Cargo.toml]
    #[arg(long, value_name = "PATH", action = ArgAction::Append)]
    pub(super) manifest_path: Vec<Utf8PathBuf>,
    /// The package, where the manifest is a workspace's. Several become one library
    #[arg(short, long, value_name = "NAME", action = ArgAction::Append)]
    pub(super) package: Vec<String>,
    /// What several crates are called as one library [default: their names with `_` between them]
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
    #[command(flatten)]
    pub(super) target: TargetArgs,
    /// Cargo's profile [default: release, or what --target-config says]
    #[arg(long, value_name = "NAME")]
    pub(super) profile: Option<String>,
    /// Build with the profile `release`, which is the default
    #[arg(long, conflicts_with = "profile")]
    pub(super) release: bool,
    #[command(flatten)]
    pub(super) features: FeatureArgs,
    /// Kinds of library [default: those that the crate declares, else staticlib]
    #[arg(long, value_name = "KIND", value_delimiter = ',', action = ArgAction::Append)]
    pub(super) crate_type: Vec<Kind>,
    #[command(flatten)]
    pub(super) cargo: CargoArgs,
}

#[derive(Debug, Args)]
pub(super) struct TargetArgs {
    /// Zig's name of the target; a bare architecture means this machine's system and ABI
    #[arg(long, value_name = "TRIPLE")]
    pub(super) zig_target: Option<String>,
    /// Rust's name of the target
    #[arg(long, value_name = "TRIPLE")]
    pub(super) rust_target: Option<String>,
    /// A named target of zbuild.json: targets.production
    #[arg(long, value_name = "targets.NAME", conflicts_with_all = ["zig_target", "rust_target"])]
    pub(super) target_config: Option<String>,
    /// The processor that both compilers build for: native, baseline or a name
    #[arg(long, value_name = "NAME")]
    pub(super) cpu: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct FeatureArgs {
    /// Features to turn on, separated by commas or spaces. With several crates each that has a feature gets
    /// it, and CRATE/FEATURE means one of them
    #[arg(short = 'F', long, value_name = "FEATURES", action = ArgAction::Append)]
    pub(super) features: Vec<String>,
    /// Turn every feature on
    #[arg(long)]
    pub(super) all_features: bool,
    /// Leave the default features off
    #[arg(long)]
    pub(super) no_default_features: bool,
}

#[derive(Debug, Args)]
pub(super) struct CargoArgs {
    /// How many things cargo does at once
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) jobs: Option<u32>,
    /// Fail if Cargo.lock would change
    #[arg(long)]
    pub(super) locked: bool,
    /// Do not use the network
    #[arg(long)]
    pub(super) offline: bool,
    /// --locked and --offline
    #[arg(long)]
    pub(super) frozen: bool,
}

#[derive(Debug, Args)]
pub(super) struct OutputArgs {
    /// How to tell what happens
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) message_format: Format,
    /// Say why something is built, and where witnesses of an interface differ
    #[arg(short, long)]
    pub(super) verbose: bool,
    /// Say nothing but warnings and errors
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,
}

#[derive(Debug, Args)]
pub(super) struct HeadersArgs {
    #[command(flatten)]
    pub(super) build: BuildArgs,
    /// Print the header itself
    #[arg(long)]
    pub(super) print: bool,
    /// Print the folder for a C compiler's include path
    #[arg(long, conflicts_with = "print")]
    pub(super) include_dir: bool,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Zig files, C headers, and folders with Zig [default: src, else the current directory]. Rust
    /// files are the other side where no crate is named; what named libraries and objects define is
    /// missing nowhere
    pub(super) paths: Vec<Utf8PathBuf>,
    #[command(flatten)]
    pub(super) krate: CrateArgs,
    /// An interface that an earlier build left: says whether callers of it break
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<Utf8PathBuf>,
    /// How to write the report
    #[arg(long, visible_alias = "format", value_name = "FORMAT", default_value = "text")]
    pub(super) message_format: ReportFormat,
    /// Say what is built as well
    #[arg(short, long)]
    pub(super) verbose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// Lines that editors understand
    #[value(alias = "human")]
    Text,
    /// One JSON object
    Json,
    /// SARIF 2.1.0
    Sarif,
}

#[derive(Debug, Args)]
pub(super) struct TargetsArgs {
    /// Only targets with this text in one of their names
    pub(super) filter: Option<String>,
    /// Only targets whose standard library is installed
    #[arg(long)]
    pub(super) installed: bool,
    /// How to write the list
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) message_format: Format,
}

#[derive(Debug, Args)]
pub(super) struct DoctorArgs {
    /// A crate whose folder decides the toolchain
    #[arg(long, value_name = "PATH")]
    pub(super) manifest_path: Option<Utf8PathBuf>,
    /// How to write the findings
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) message_format: Format,
}

#[derive(Debug, Args)]
pub(super) struct CleanArgs {
    /// Only say what would be removed
    #[arg(short = 'n', long)]
    pub(super) dry_run: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Human,
    /// One JSON object a line
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Kind {
    /// An archive with everything inside
    Staticlib,
    /// A shared library with a C interface
    Cdylib,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Bindings {
    /// `extern` declarations as they are
    Raw,
    /// Those, and wrappers as a Zig programmer would write them
    Idiomatic,
}

impl From<Bindings> for BindingsStyle {
    fn from(style: Bindings) -> Self {
        match style {
            Bindings::Raw => Self::Raw,
            Bindings::Idiomatic => Self::Idiomatic,
        }
    }
}

impl From<Kind> for CrateType {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Staticlib => Self::Staticlib,
            Kind::Cdylib => Self::Cdylib,
        }
    }
}
