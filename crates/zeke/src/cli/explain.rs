//! `zeke explain`.

use std::process::ExitCode;

use camino::Utf8PathBuf;
use zeke_core::tasks::Boundary;
use zeke_core::tasks::explain::explain;

use super::context::{Context, with_a_model};
use super::output::{Common, Focus, put};
use crate::failure::Failure;

/// `zeke explain`.
#[derive(clap::Args)]
pub(crate) struct ExplainArgs {
    /// The file.
    #[arg(long, value_name = "FILE")]
    file: Utf8PathBuf,
    /// What the explanation is about.
    #[arg(long, value_name = "CONTEXT", default_value = "rust-zig-integration")]
    context: Focus,
    #[command(flatten)]
    common: Common,
}

/// Explains a file.
pub(crate) fn run(args: &ExplainArgs) -> Result<ExitCode, Failure> {
    let context = Context::load(&args.common.project)?;
    let file = context.in_project(&args.file);
    let boundary = Boundary::of(&context.project);
    let mut explanation = explain(&boundary, &file).map_err(|e| Failure::usage(&e))?;
    match args.context {
        // What a file offers concerns the users of its own language's library only.
        Focus::Rust if explanation.language == zeke_core::finding::Language::Zig => {
            explanation.offers.clear();
        }
        Focus::Zig if explanation.language == zeke_core::finding::Language::Rust => {
            explanation.offers.clear();
        }
        _ => {}
    }
    put(args.common.output_format, "explain", &explanation, || explanation.text())?;
    with_a_model("say in words what the code is for");
    Ok(ExitCode::SUCCESS)
}
