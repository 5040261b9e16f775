//! `zeke document`.

use std::process::ExitCode;

use camino::Utf8PathBuf;
use serde::Serialize;
use zeke_core::tasks::Boundary;
use zeke_core::tasks::document::{Wanted, document};

use super::assist::{Helped, comment, words};
use super::context::Context;
use super::output::{Common, Generated, write_files};
use crate::failure::Failure;

/// `zeke document`.
#[derive(clap::Args)]
pub(crate) struct DocumentArgs {
    /// Write a page for each library: every export with both signatures.
    #[arg(long)]
    api_boundaries: bool,
    /// Write how both sides work together.
    #[arg(long)]
    integration_patterns: bool,
    /// The folder for the pages; without it they go to standard output.
    #[arg(long, value_name = "DIR")]
    output: Option<Utf8PathBuf>,
    #[command(flatten)]
    common: Common,
}

#[derive(Serialize)]
struct Documented {
    files: Vec<Generated>,
}

/// Writes documentation.
pub(crate) fn run(args: &DocumentArgs) -> Result<ExitCode, Failure> {
    let context = Context::load(&args.common.project)?;
    let boundary = Boundary::of(&context.project);
    let neither = !args.api_boundaries && !args.integration_patterns;
    let wanted = Wanted {
        api_boundaries: args.api_boundaries || neither,
        integration_patterns: args.integration_patterns || neither,
    };
    let pages = document(&boundary, wanted);
    let mut files: Vec<Generated> = pages
        .into_iter()
        .map(|page| Generated { path: page.name, text: page.text, written: false })
        .collect();
    let job = "You write the introduction to the reference of an interface between Zig and Rust: what it is for, \
               how its functions belong together.";
    let all: String = files.iter().map(|file| file.text.as_str()).collect();
    let added = comment(&context, &args.common.model, "document", "write an introduction", job, &all)?;
    context.go_on()?;
    if let (Some(output), false) = (&args.output, matches!(added, Helped::Shown)) {
        write_files(output, &mut files)?;
    }
    let written = args.output.is_some();
    let result = Documented { files };
    added.put(args.common.output_format, "document", &result, |report| {
        let words = report.map(words).unwrap_or_default();
        if written {
            return words;
        }
        result.files.iter().map(|file| file.text.as_str()).collect::<Vec<_>>().join("\n") + &words
    })?;
    Ok(ExitCode::SUCCESS)
}
