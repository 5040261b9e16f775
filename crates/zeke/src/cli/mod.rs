//! The command line: one file a command.

mod analyze;
mod apply;
mod ask;
mod assist;
mod auth;
mod chat;
mod context;
mod doctor;
mod document;
mod explain;
mod fix;
mod generate;
mod model;
mod models;
mod optimize;
mod output;
mod receipts;
mod refactor;
mod review;
mod stdin;
mod tests;
mod undo;

use std::process::ExitCode;

use camino::Utf8PathBuf;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::failure::Failure;

/// The companion that knows the Zig/Rust boundary: facts first, words second.
#[derive(Parser)]
#[command(name = "zeke", version, propagate_version = true, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes: 0 nothing wrong; 1 something found or failed; 2 usage or configuration; 3 the environment lacks something.
Code and results go to standard output, notes to standard error; no file is written without --output.";

#[derive(Subcommand)]
enum Command {
    /// Find the mistakes at every Zig/Rust boundary below a folder; no key, no network.
    #[command(after_help = "\
Examples:
  zeke analyze
  zeke analyze --project . --output-format json > analysis.json
  zeke analyze --project ffi --output-format sarif
  zeke analyze --write-baseline zeke-baseline.json    # what is there now is known
  zeke analyze --baseline zeke-baseline.json          # only what is new
A finding is silenced in place by a comment with a reason, on either side:
  // zeke: allow(ownership-no-free-fn) lives as long as the process")]
    Analyze(AnalyzeArgs),
    /// Say what a file is and what it has to do with the other side.
    #[command(after_help = "\
Examples:
  zeke explain --file=src/main.zig --context=rust-integration
  zeke explain --file rust/src/lib.rs --output-format json")]
    Explain(explain::ExplainArgs),
    /// Review the boundary in some files, or in what changed; exit code 1 with findings.
    #[command(after_help = "\
Examples:
  zeke review --files \"$(git diff --name-only)\" --context rust-zig-integration --suggest-optimizations
  zeke review --diff
  zeke review --diff main
  zeke review --staged --output-format json")]
    Review(review::ReviewArgs),
    /// Write Markdown about every export: both signatures, ownership, errors, flow.
    #[command(after_help = "\
Examples:
  zeke document --api-boundaries --integration-patterns --output docs/boundary/
  zeke document --api-boundaries")]
    Document(document::DocumentArgs),
    /// Repair what made a run of zig, cargo or zbuild fail; the patch was compiled before it is shown.
    #[command(after_help = "\
Examples:
  zig build-exe src/main.zig 2>&1 | zeke fix
  zeke fix --log build.log
  zeke fix -- cargo build
  zeke fix --yes -- zig build-obj src/main.zig")]
    Fix(fix::FixArgs),
    /// Check how the project is built; the result is a patch, with reasons beside it.
    #[command(subcommand)]
    Optimize(optimize::OptimizeCommand),
    /// Find calls to batch, copies to avoid and results that nobody checks.
    #[command(
        subcommand,
        after_help = "\
Examples:
  zeke refactor suggest --lang-boundary rust-zig --performance-focus --safety-improvements"
    )]
    Refactor(refactor::RefactorCommand),
    /// Write code for both sides: it was compiled before it is shown.
    #[command(after_help = "\
Examples:
  zeke generate --lang=zig --integrate-rust \"Scale images with Rust\"
  zeke generate --lang=rust --integrate-zig --name scaler --output src/ \"Scale images with Zig\"
  zeke generate ffi-wrapper --source src/algorithms.zig --target rust --safety-checks --memory-management")]
    Generate(generate::GenerateArgs),
    /// Write tests of every library of the boundary, each file on its own; they ran before they are written.
    #[command(after_help = "\
Examples:
  zeke generate-tests --ffi-focus --memory-safety --cross-language --output tests/generated/
  zeke generate-tests --output-format json")]
    GenerateTests(tests::GenerateTestsArgs),
    /// Test the boundary; exit code 1 where a library breaks what it promises.
    #[command(after_help = "\
Examples:
  zeke test
  zeke test --generate --ffi-safety --rust-integration
  zeke test --generate --output tests/generated/")]
    Test(tests::TestArgs),
    /// Ask a model a question; nothing is added to it.
    #[command(after_help = "\
Examples:
  zeke ask --model ollama/qwen3 \"what does extern struct promise?\"
  git diff | zeke ask \"write a commit message\"
  cargo build 2>&1 | zeke ask - \"why does this fail?\"      # `-` waits for what is slow
  zeke ask --model openai/gpt-5 --also anthropic/claude-sonnet-4-5 --file src/lib.rs \"is this sound?\"
  zeke ask --budget 0.05 --output-format jsonl \"…\"")]
    Ask(ask::AskArgs),
    /// Talk with a model; /model changes it, Ctrl-C ends an answer.
    #[command(after_help = "\
Examples:
  zeke chat --model anthropic/claude-sonnet-4-5
  zeke chat --output-format jsonl < questions.txt")]
    Chat(chat::ChatArgs),
    /// List the models that can be asked.
    #[command(after_help = "\
Examples:
  zeke models
  zeke models ollama")]
    Models(models::ModelsArgs),
    /// Keep, forget and show keys of providers.
    #[command(
        subcommand,
        after_help = "\
Examples:
  zeke auth login openai < key.txt
  zeke auth status
  zeke auth logout openai"
    )]
    Auth(auth::AuthCommand),
    /// Say what is there, what is missing, and what to do.
    #[command(after_help = "\
Examples:
  zeke doctor
  zeke doctor --offline --output-format json")]
    Doctor(doctor::DoctorArgs),
    /// Show what was proven, and prove it again.
    #[command(after_help = "\
Examples:
  zeke receipts
  zeke receipts show 1f2e3d
  zeke receipts replay --all")]
    Receipts(receipts::ReceiptsArgs),
    /// Apply a unified diff: exactly, whole, inside the project, with your consent; `zeke undo` takes it back.
    #[command(after_help = "\
Examples:
  zeke apply change.diff
  zeke apply --yes < change.diff")]
    Apply(apply::ApplyArgs),
    /// Take back the last edits that zeke made; never through version control.
    #[command(after_help = "\
Examples:
  zeke undo
  zeke undo --list")]
    Undo(undo::UndoArgs),
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
        /// How it is written to standard output.
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        output_format: output::OutputFormat,
    },
}

/// `zeke analyze`.
#[derive(clap::Args)]
pub(crate) struct AnalyzeArgs {
    /// The folder whose boundaries are analysed.
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) project: Utf8PathBuf,
    /// How the result is written to standard output.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: AnalysisFormat,
    /// Leave out what this file knows; it was written by --write-baseline.
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<Utf8PathBuf>,
    /// Write what is found now to a file, and end with exit code 0.
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    pub(crate) write_baseline: Option<Utf8PathBuf>,
    /// Analyse anew, and keep nothing in the user's cache folder.
    #[arg(long)]
    pub(crate) no_cache: bool,
}

/// A form of an analysis.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnalysisFormat {
    /// Lines for people, `file:line:column: severity: message [class]`.
    Text,
    /// One JSON object (docs/schema/zeke-analysis.schema.json).
    Json,
    /// SARIF 2.1.0, for code hosts and editors.
    Sarif,
}

/// Reads the command line and does what it says.
pub(crate) fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Analyze(args) => analyze::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Review(args) => review::run(&args),
        Command::Document(args) => document::run(&args),
        Command::Fix(args) => fix::run(&args),
        Command::Optimize(command) => optimize::run(&command),
        Command::Refactor(command) => refactor::run(&command),
        Command::Generate(args) => generate::run(&args),
        Command::GenerateTests(args) => tests::generate(&args),
        Command::Test(args) => tests::test(&args),
        Command::Ask(args) => ask::run(&args),
        Command::Chat(args) => chat::run(&args),
        Command::Models(args) => models::run(&args),
        Command::Auth(command) => auth::run(&command),
        Command::Doctor(args) => doctor::run(&args),
        Command::Receipts(args) => receipts::run(&args),
        Command::Apply(args) => apply::run(&args),
        Command::Undo(args) => undo::run(&args),
        Command::Completions { shell, output_format } => completions(shell, output_format),
    };
    done.unwrap_or_else(|failure| failure.report())
}

#[derive(serde::Serialize)]
struct Completions {
    shell: String,
    script: String,
}

fn completions(shell: clap_complete::Shell, format: output::OutputFormat) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "zeke", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    let completions = Completions { shell: shell.to_string(), script };
    output::put(format, "completions", &completions, || completions.script.clone())?;
    Ok(ExitCode::SUCCESS)
}
