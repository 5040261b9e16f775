//! `zbuild test`: the tests of Zig code and Rust crates, as one report.
//!
//! Tests are built for debugging (`Debug`, cargo's dev profile) unless the command line says otherwise:
//! a test without safety checks proves less.

use ghostbind::Environment;
use ghostbind::process::RunError;
use zbuild_engine::{ActionId, Summary};

use super::args::TestArgs;
use super::report::{Report, human};
use super::signals::Interrupts;
use super::{INTERRUPTED, build, json, junit};
use crate::build::Build;
use crate::config::Optimization;
use crate::diagnostic::{Diagnostic, with_causes};
use crate::failure::Failure;
use crate::lower::{Places, Product, ProductKind};
use crate::testing::{self, Case, CaseOutcome, Suite};

pub(super) fn command(args: &TestArgs, env: &Environment, report: &Report) -> Result<u8, Failure> {
    let mut wanted = args.build.clone();
    if wanted.optimize.is_none() && !wanted.release {
        wanted.optimize = Some(Optimization::Debug.as_str().to_owned());
    }
    let junit = args.junit.as_ref().map(|path| env.absolute(path));
    if let Some(path) = &junit {
        // A report of an earlier run would speak for this one if it ends early.
        junit::withdraw(path)?;
    }
    let mut prepared = build::prepare(&wanted, env, report, true)?;
    let cancel = Interrupts::watched(&env.children, report)?;
    // With --keep-going it is tried once more with the rest, and is part of that report.
    if let Some((failed, exit_code)) = build::settle(&mut prepared, &cancel, report)?
        && (failed.cancelled || !args.build.keep_going)
    {
        if let Some(path) = junit.as_ref().filter(|_| !failed.cancelled) {
            junit::write(path, &Vec::from_iter(unbuilt(&prepared, &failed)))?;
        }
        return Ok(exit_code);
    }
    let lowered = &prepared.lowered;
    let programs: Vec<&Product> = lowered.products.iter().filter(|p| p.kind.is_test()).collect();
    let targets: Vec<ActionId> = programs.iter().map(|p| p.action).collect();
    let (summary, exit_code) = build::run(&prepared, Some(targets), &cancel, report)?;
    if summary.cancelled {
        return Ok(exit_code);
    }
    let mut suites: Vec<Suite> = unbuilt(&prepared, &summary).into_iter().collect();
    let goes_on = exit_code == 0 || args.build.keep_going;
    if goes_on {
        // An earlier program of one that does not compile any more may still be there.
        let unbuilt = prepared.unbuilt(&summary);
        let built = programs.into_iter().filter(|p| !unbuilt.contains(&p.action));
        if run_all(&prepared, built, env, report, &mut suites).is_err() {
            return Ok(INTERRUPTED);
        }
    }
    if let Some(path) = &junit {
        junit::write(path, &suites)?;
    }
    if !goes_on {
        return Ok(exit_code);
    }
    Ok(conclude(&suites, report).max(exit_code))
}

/// What could not be built, as a suite that failed: a report without it would say that all is well.
fn unbuilt(prepared: &Build, summary: &Summary) -> Option<Suite> {
    let graph = &prepared.lowered.graph;
    let mut suite = Suite {
        name: "build".to_owned(),
        cases: Vec::new(),
        success: summary.failed.is_empty(),
        output: String::new(),
        duration: summary.duration,
    };
    for failure in &summary.failed {
        let name = graph.description(failure.action).to_owned();
        let error = json::plain(with_causes(&failure.error).as_bytes());
        suite.output.extend([&json::plain(&failure.message), &error, "\n"]);
        suite.cases.push(Case { name, outcome: CaseOutcome::Failed });
    }
    (!suite.success).then_some(suite)
}

/// Runs what there is to run; a suite that cannot start has failed, and the others go on.
fn run_all<'a>(
    prepared: &Build,
    programs: impl Iterator<Item = &'a Product>,
    env: &Environment,
    report: &Report,
    suites: &mut Vec<Suite>,
) -> Result<(), Interrupted> {
    let mut note = |name: &str, ran: Result<Suite, RunError>| {
        let suite = match ran {
            Ok(suite) => suite,
            Err(RunError::Interrupted) => return Err(Interrupted),
            Err(error) => Suite::unable(name, &error),
        };
        say(&suite, report);
        suites.push(suite);
        Ok(())
    };
    for program in programs {
        let member = prepared.workspace.members.iter().find(|m| m.name == program.member);
        let folder = member.map_or_else(|| prepared.workspace.root.clone(), |m| m.folder.clone());
        let run = if program.kind == ProductKind::Test { testing::run_zig } else { testing::run_plain };
        note(&program.name, run(&program.name, program.path.clone(), folder, env))?;
    }
    for foreign in &prepared.lowered.foreign {
        if !foreign.tests {
            let message = format!("the build.zig of `{}` has no step `test`", foreign.member);
            report.diagnostic(&Diagnostic::warning(message));
            continue;
        }
        let (tools, root) = (&prepared.tools, &prepared.workspace.root);
        let ran = testing::run_zig_build(foreign, tools, root, prepared.jobs(), env);
        note(&foreign.member, ran)?;
    }
    let (env, target_dir) = (&prepared.sharing(env), Places::new(&prepared.workspace.root, None).cargo());
    for tests in &prepared.lowered.crate_tests {
        note(&tests.package, testing::run_cargo(tests, &prepared.tools, target_dir.as_str(), env))?;
    }
    Ok(())
}

/// The run was interrupted.
struct Interrupted;

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
