//! `zeke explain`.

use std::process::ExitCode;

use camino::Utf8PathBuf;
use zeke_core::assist::{explain as words_of, explain_prompt};
use zeke_core::tasks::Boundary;
use zeke_core::tasks::explain::explain;

use super::assist::{Helped, Helper, words};
use super::context::Context;
use super::output::{Common, Focus};
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
    let helper = Helper::of(&context, &args.common.model, "explain", "say in words what the code is for")?;
    let source = context.project.units.iter().flat_map(|unit| &unit.files).find(|source| source.path == file);
    let added = match (&helper, source) {
        (Some(helper), Some(source)) => {
            let prompt = explain_prompt(helper.prover(), &explanation, source);
            helper.help(prompt, |help, prompt, events| {
                words_of(help, &context.project, prompt, events).map(|report| ((), report))
            })?
        }
        _ => Helped::None,
    };
    added.put(args.common.output_format, "explain", &explanation, |report| {
        explanation.text() + &report.map(words).unwrap_or_default()
    })?;
    Ok(ExitCode::SUCCESS)
}
