//! `zeke generate-tests` and `zeke test`.

use std::fmt::Write as _;
use std::process::ExitCode;

use camino::Utf8PathBuf;
use serde::Serialize;
use zeke_core::assist::{Report, more_tests, tests_prompt};
use zeke_core::tasks::tests::{Case, Failing, LeftOut, ProveError, Proven, check_of, prove};
use zeke_core::tasks::{Boundary, Library};

use super::assist::{Helped, Helper, tell};
use super::context::{Context, read_built};
use super::output::{Common, Generated, OutputFormat, progress, put, write_files};
use crate::failure::{ENVIRONMENT, Failure, WORK_FAILED};

/// `zeke generate-tests`.
#[derive(clap::Args)]
pub(crate) struct GenerateTestsArgs {
    /// Test the functions of the boundary; nothing else is tested here.
    #[arg(long)]
    ffi_focus: bool,
    /// Test that what is made is freed, and that nothing reads or writes too far; always on.
    #[arg(long)]
    memory_safety: bool,
    /// Test each library in the language of those who use it; always on.
    #[arg(long)]
    cross_language: bool,
    /// The folder for the files; without it they go to standard output.
    #[arg(long, value_name = "DIR")]
    output: Option<Utf8PathBuf>,
    #[command(flatten)]
    common: Common,
}

/// `zeke test`.
#[derive(clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct TestArgs {
    /// Print the tests as well; without it they only run.
    #[arg(long)]
    generate: bool,
    /// Test what is unsafe about the boundary: ownership, null, lengths; always on.
    #[arg(long)]
    ffi_safety: bool,
    /// Test libraries of Rust from Zig.
    #[arg(long)]
    rust_integration: bool,
    /// Test libraries of Zig from Rust.
    #[arg(long)]
    zig_integration: bool,
    /// The folder for the files; without it nothing is written.
    #[arg(long, value_name = "DIR")]
    output: Option<Utf8PathBuf>,
    #[command(flatten)]
    common: Common,
}

/// What came of it.
#[derive(Serialize)]
struct Tested {
    files: Vec<Generated>,
    suites: Vec<Outcome>,
}

/// One file of tests.
#[derive(Serialize)]
struct Outcome {
    file: String,
    /// `verified`, `refuted` or `unverified`.
    verdict: String,
    claim: String,
    receipt: Option<String>,
    tests: Vec<Case>,
    /// Promised tests that the library fails.
    failing: Vec<Failing>,
    left_out: Vec<LeftOut>,
    /// What a model added, where one was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<Report>,
}

/// Writes tests.
pub(crate) fn generate(args: &GenerateTestsArgs) -> Result<ExitCode, Failure> {
    let run = Run {
        only: None,
        print: true,
        output: args.output.as_ref(),
        common: &args.common,
        command: "generate-tests",
    };
    // Each names a part of what is always tested.
    let _ = (args.ffi_focus, args.memory_safety, args.cross_language);
    run.run()
}

/// Runs tests, and writes them where that is asked for.
pub(crate) fn test(args: &TestArgs) -> Result<ExitCode, Failure> {
    use zeke_core::finding::Language;
    let only = match (args.rust_integration, args.zig_integration) {
        (true, false) => Some(Language::Rust),
        (false, true) => Some(Language::Zig),
        _ => None,
    };
    let _ = args.ffi_safety;
    let run = Run {
        only,
        print: args.generate,
        output: args.output.as_ref(),
        common: &args.common,
        command: "test",
    };
    run.run()
}

struct Run<'a> {
    only: Option<zeke_core::finding::Language>,
    print: bool,
    output: Option<&'a Utf8PathBuf>,
    common: &'a Common,
    command: &'static str,
}

impl Run<'_> {
    fn run(&self) -> Result<ExitCode, Failure> {
        let context = Context::load(&self.common.project)?;
        let mut boundary = Boundary::of(&context.project);
        let prover = context.prover();
        read_built(&mut boundary, &prover, &context, self.common.output_format);
        let would = "add tests of what the functions are for";
        let helper = Helper::of(&context, &self.common.model, "test", would)?;
        let mut result = Tested { files: Vec::new(), suites: Vec::new() };
        let mut failed = false;
        let mut hear = |words: &str| progress(self.common.output_format, words);
        let wanted = boundary.libraries().filter(|l| self.only.is_none_or(|only| l.unit().language == only));
        for library in wanted.filter(|library| !library.exports().functions.is_empty()) {
            match prove(&prover, &context.surroundings, &boundary, library, &mut hear) {
                Ok(mut done) => {
                    let added = match &helper {
                        Some(helper) => more(helper, &context, &boundary, library, &mut done)?,
                        None => None,
                    };
                    result.add(done, added, &mut failed);
                }
                Err(error) => {
                    context.go_on()?;
                    failed = true;
                    eprintln!("zeke: no tests of {}: {}", library.name(), told(&error));
                }
            }
        }
        if result.suites.is_empty() && !failed {
            eprintln!(
                "zeke: nothing in this project is offered to another language, so that there is nothing to test"
            );
        }
        if self.common.model.show_prompt && helper.is_some() {
            return Ok(ExitCode::SUCCESS);
        }
        context.go_on()?;
        if let Some(output) = self.output {
            write_files(output, &mut result.files)?;
        }
        let print = self.print && self.output.is_none();
        put(self.common.output_format, self.command, &result, || result.text(print))?;
        if self.common.output_format == OutputFormat::Text || failed {
            result.notes();
        }
        // Tests that did not run have not passed.
        let unrun = self.command == "test"
            && result
                .suites
                .iter()
                .any(|suite| !suite.tests.is_empty() && suite.verdict.starts_with("unverified"));
        Ok(match (failed, unrun) {
            (true, _) => ExitCode::from(WORK_FAILED),
            (false, true) => ExitCode::from(ENVIRONMENT),
            (false, false) => ExitCode::SUCCESS,
        })
    }
}

/// Tests that a model adds, if they compile and pass.
fn more(
    helper: &Helper,
    context: &Context,
    boundary: &Boundary<'_>,
    library: Library<'_>,
    done: &mut Proven,
) -> Result<Option<Report>, Failure> {
    // Beside tests that fail, nothing could be said about further ones.
    if !done.failing.is_empty() {
        return Ok(None);
    }
    let check = check_of(helper.prover(), &context.surroundings, boundary, library, &done.suite)
        .map_err(|e| Failure::work(&e))?;
    let prompt = tests_prompt(helper.prover(), library, &done.suite);
    let suite = &done.suite;
    let added =
        helper.help(prompt, |help, prompt, events| more_tests(help, suite, &check, prompt, events))?;
    match added {
        Helped::Done(text, report) => {
            tell(&report);
            if let Some(text) = text {
                done.suite.text = text;
            }
            Ok(Some(*report))
        }
        Helped::Failed(failure) => Err(failure),
        Helped::Shown | Helped::None => Ok(None),
    }
}

/// An error without its source's words twice.
fn told(error: &ProveError) -> String {
    error.to_string()
}

impl Tested {
    fn add(&mut self, proven: Proven, model: Option<Report>, failed: &mut bool) {
        let Proven { suite, failing, proof } = proven;
        *failed |= !failing.is_empty();
        let verdict = match &proof.verdict {
            zeke_core::proof::Verdict::Verified => "verified".to_owned(),
            zeke_core::proof::Verdict::Refuted { .. } => "refuted".to_owned(),
            zeke_core::proof::Verdict::Unverified { reason } => format!("unverified: {reason}"),
        };
        // A file without a test would look as if there were some.
        let has_tests = !suite.cases.is_empty() || model.as_ref().is_some_and(Report::is_verified);
        self.suites.push(Outcome {
            file: suite.file.clone(),
            verdict,
            claim: proof.claim.clone(),
            receipt: proof.receipt.map(|receipt| receipt.id),
            tests: suite.cases,
            failing,
            left_out: suite.left_out,
            model,
        });
        if has_tests {
            self.files.push(Generated { path: suite.file, text: suite.text, written: false });
        }
    }

    fn text(&self, print: bool) -> String {
        if !print {
            return String::new();
        }
        self.files.iter().map(|file| file.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    fn notes(&self) {
        for suite in &self.suites {
            let receipt = suite.receipt.as_ref().map_or_else(String::new, |id| format!(" (receipt {id})"));
            let mut text = format!("{}: {}{receipt}", suite.verdict, suite.claim);
            for failing in &suite.failing {
                let _ = write!(text, "\nfails: {}\n{}", failing.name, failing.output);
            }
            for left_out in &suite.left_out {
                let _ = write!(text, "\nnot tested: {}: {}", left_out.symbol, left_out.reason);
            }
            for line in text.lines() {
                eprintln!("zeke: {line}");
            }
        }
    }
}
