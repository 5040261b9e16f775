//! The command line.

use std::process::ExitCode;

use camino::Utf8PathBuf;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::analyze;

/// The companion that knows the Zig/Rust boundary: facts first, words second.
#[derive(Parser)]
#[command(name = "zeke", version, propagate_version = true, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes: 0 nothing wrong; 1 something found or failed; 2 usage or configuration; 3 the environment lacks something.";

#[derive(Subcommand)]
enum Command {
    /// Find the mistakes at every Zig/Rust boundary below a folder; no key, no network.
    #[command(after_help = "\
Examples:
  zeke analyze
  zeke analyze --project . --output-format json > analysis.json
  zeke analyze --project ffi --output-format sarif")]
    Analyze(AnalyzeArgs),
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
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
    pub(crate) output_format: OutputFormat,
}

/// A form of output.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
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
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "zeke", &mut std::io::stdout());
            Ok(ExitCode::SUCCESS)
        }
    };
    done.unwrap_or_else(|failure| failure.report())
}
