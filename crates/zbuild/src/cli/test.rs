//! `zbuild test`: the tests of Zig code and Rust crates, as one report.
//!
//! Tests are built for debugging (`Debug`, cargo's dev profile) unless the command line says otherwise:
//! a test without safety checks proves less.

use ghostbind::Environment;
use ghostbind::process::RunError;
use zbuild_engine::ActionId;

use super::args::TestArgs;
use super::report::{Report, human};
use super::signals::Interrupts;
use super::{INTERRUPTED, build, junit};
use crate::build::Build;
use crate::config::Optimization;
use crate::diagnostic::Diagnostic;
use crate::failure::Failure;
use crate::lower::{Product, ProductKind};
use crate::testing::{self, CaseOutcome, Suite};

pub(super) fn command(args: &TestArgs, env: &Environment, report: &Report) -> Result<u8, Failure> {
    let mut wanted = args.build.clone();
    if wanted.optimize.is_none() && !wanted.release {
        wanted.optimize = Some(Optimization::Debug.as_str().to_owned());
    }
    let mut prepared = build::prepare(&wanted, env, report, true)?;
    let cancel = Interrupts::watched(&env.children, report)?;
    if let Some(exit_code) = build::settle(&mut prepared, &cancel, report)? {
        return Ok(exit_code);
    }
    let lowered = &prepared.lowered;
    let programs: Vec<&Product> = lowered.products.iter().filter(|p| p.kind.is_test()).collect();
    let targets: Vec<ActionId> = programs.iter().map(|p| p.action).collect();
    let (summary, exit_code) = build::run(&prepared, Some(targets), &cancel, report)?;
    if summary.cancelled || (exit_code != 0 && !args.build.keep_going) {
        return Ok(exit_code);
    }
    let failed: Vec<ActionId> = summary.failed.iter().map(|failure| failure.action).collect();
    let built = programs.into_iter().filter(|p| !failed.contains(&p.action) && p.path.is_file());
    match run_all(&prepared, built, env, report) {
        Ok(suites) => {
            if let Some(path) = &args.junit {
                junit::write(&env.absolute(path), &suites)?;
            }
            Ok(conclude(&suites, report).max(exit_code))
        }
        Err(RunError::Interrupted) => Ok(INTERRUPTED),
        Err(error) => {
            let cause =
                std::error::Error::source(&error).map_or_else(String::new, |cause| format!(": {cause}"));
            Err(Failure::work(Diagnostic::error(format!("{error}{cause}"))))
        }
    }
}

fn run_all<'a>(
    prepared: &Build,
    programs: impl Iterator<Item = &'a Product>,
    env: &Environment,
    report: &Report,
) -> Result<Vec<Suite>, RunError> {
    let mut suites = Vec::new();
    for program in programs {
        let member = prepared.workspace.members.iter().find(|m| m.name == program.member);
        let folder = member.map_or_else(|| prepared.workspace.root.clone(), |m| m.folder.clone());
        let run = if program.kind == ProductKind::Test { testing::run_zig } else { testing::run_plain };
        let suite = run(&program.name, program.path.clone(), folder, env)?;
        say(&suite, report);
        suites.push(suite);
    }
    for foreign in &prepared.lowered.foreign {
        if !foreign.tests {
            let message = format!("the build.zig of `{}` has no step `test`", foreign.member);
            report.diagnostic(&Diagnostic::warning(message));
            continue;
        }
        let suite = testing::run_zig_build(foreign, &prepared.tools, &prepared.workspace.root, env)?;
        say(&suite, report);
        suites.push(suite);
    }
    let target_dir = prepared.workspace.root.join(".zbuild/cargo");
    for tests in &prepared.lowered.crate_tests {
        let suite = testing::run_cargo(tests, &prepared.tools, target_dir.as_str(), env)?;
        say(&suite, report);
        suites.push(suite);
    }
    Ok(suites)
}

/// A suite in one line; with all that it wrote if it failed.
fn say(suite: &Suite, report: &Report) {
    if report.json {
        report.event(&event(suite));
        return;
    }
    if !suite.success || report.verbose {
        Report::text(&suite.output);
        for case in suite.cases.iter().filter(|case| case.outcome == CaseOutcome::Failed) {
            Report::text(&format!("error: {}: {} failed\n", suite.name, case.name));
        }
    }
    report.line(&format!(
        "  {}: {} ({})",
        suite.name,
        counts(std::slice::from_ref(suite)),
        human(suite.duration)
    ));
}

/// The sum of all suites, and the exit code.
fn conclude(suites: &[Suite], report: &Report) -> u8 {
    let success = suites.iter().all(|suite| suite.success);
    if !report.json {
        let verdict = if success { "tests passed" } else { "tests failed" };
        report.line(&format!("{verdict}: {}", counts(suites)));
    }
    u8::from(!success)
}

fn counts(suites: &[Suite]) -> String {
    let count = |outcome| suites.iter().map(|suite| suite.count(outcome)).sum::<usize>();
    let (passed, failed, skipped) =
        (count(CaseOutcome::Passed), count(CaseOutcome::Failed), count(CaseOutcome::Skipped));
    // A process can fail without a failed case: a leak, an abort at exit.
    let broken = suites.iter().filter(|s| !s.success && s.count(CaseOutcome::Failed) == 0).count();
    let mut text = format!("{passed} passed");
    for (number, what) in [(failed, "failed"), (skipped, "skipped"), (broken, "ended badly")] {
        if number > 0 {
            text += ", ";
            text += &number.to_string();
            text += " ";
            text += what;
        }
    }
    text
}

fn event(suite: &Suite) -> serde_json::Value {
    let cases: Vec<_> = suite
        .cases
        .iter()
        .map(|case| {
            let outcome = match case.outcome {
                CaseOutcome::Passed => "passed",
                CaseOutcome::Skipped => "skipped",
                CaseOutcome::Failed => "failed",
            };
            serde_json::json!({ "name": case.name, "outcome": outcome })
        })
        .collect();
    serde_json::json!({
        "reason": "tests",
        "suite": suite.name,
        "success": suite.success,
        "cases": cases,
        "output": suite.output,
        "duration_ms": u64::try_from(suite.duration.as_millis()).unwrap_or(u64::MAX),
    })
}
