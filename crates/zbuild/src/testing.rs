//! Runs what tests there are and makes one report of them, whatever the language.
//!
//! A suite is what one process tests. Whether it is good is for the process's exit code to say; the
//! single cases are read from its output, as Zig's default test runner and Rust's libtest write it.

use std::ffi::OsString;
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::Environment;
use ghostbind::process::{Invocation, RunError};
use ghostbind::tools::Tools;

use crate::diagnostic::with_causes;
use crate::lower::foreign::JOBS;
use crate::lower::{CrateTests, Foreign};

/// What one process tested.
#[derive(Debug, Clone)]
pub struct Suite {
    /// `zig my-app`, `rust core`.
    pub name: String,
    /// The cases, in the order in which they ran.
    pub cases: Vec<Case>,
    /// Whether the process said that all is well.
    pub success: bool,
    /// All that it wrote.
    pub output: String,
    /// How long it took.
    pub duration: Duration,
}

/// One test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its name, as its language has it.
    pub name: String,
    /// What became of it.
    pub outcome: CaseOutcome,
}

/// What became of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseOutcome {
    /// It passed.
    Passed,
    /// It asked to be left out.
    Skipped,
    /// It failed, or its process ended in the middle of it.
    Failed,
}

impl Suite {
    /// One whose process did not start or could not be followed.
    #[must_use]
    pub fn unable(name: &str, error: &RunError) -> Self {
        Self {
            name: name.to_owned(),
            cases: Vec::new(),
            success: false,
            output: format!("error: {}\n", with_causes(error)),
            duration: Duration::ZERO,
        }
    }

    /// How many cases ended so.
    #[must_use]
    pub fn count(&self, outcome: CaseOutcome) -> usize {
        self.cases.iter().filter(|case| case.outcome == outcome).count()
    }
}

/// Runs the test program of a Zig project, in the project's folder.
///
/// # Errors
/// It did not start, or the build was interrupted.
pub fn run_zig(
    name: &str,
    program: Utf8PathBuf,
    folder: Utf8PathBuf,
    env: &Environment,
) -> Result<Suite, RunError> {
    let invocation = Invocation { program, args: Vec::new(), cwd: folder, vars: (*env.vars).clone() };
    run(format!("zig {name}"), &invocation, env, |_, stderr| zig_cases(stderr))
}

/// Runs a program that tests by its exit code alone: 77 means that it left itself out, as other test
/// runners have it.
///
/// # Errors
/// It did not start, or the build was interrupted.
pub fn run_plain(
    name: &str,
    program: Utf8PathBuf,
    folder: Utf8PathBuf,
    env: &Environment,
) -> Result<Suite, RunError> {
    let invocation = Invocation { program, args: Vec::new(), cwd: folder, vars: (*env.vars).clone() };
    let start = Instant::now();
    let finished = env.children.output(&invocation)?;
    let outcome = match finished.status.code() {
        Some(0) => CaseOutcome::Passed,
        Some(LEFT_OUT) => CaseOutcome::Skipped,
        _ => CaseOutcome::Failed,
    };
    Ok(Suite {
        name: format!("c {name}"),
        cases: vec![Case { name: name.to_owned(), outcome }],
        success: outcome != CaseOutcome::Failed,
        output: format!("{}{}", finished.stderr, String::from_utf8_lossy(&finished.stdout)),
        duration: start.elapsed(),
    })
}

/// What a test program ends with that cannot run here.
const LEFT_OUT: i32 = 77;

/// Runs the step `test` of a `build.zig`, so many processes at once. Its exit code says whether it is good; the single
/// tests are the script's own.
///
/// # Errors
/// Zig did not start, or the build was interrupted.
pub fn run_zig_build(
    foreign: &Foreign,
    tools: &Tools,
    root: &Utf8Path,
    jobs: usize,
    env: &Environment,
) -> Result<Suite, RunError> {
    let mut invocation = Invocation::new(&tools.zig, root, &env.vars)
        .args(["build", "test"])
        .args(foreign.args.iter().map(String::as_str))
        .args([format!("{JOBS}{jobs}")]);
    for (name, value) in &foreign.variables {
        invocation = invocation.var(name, value);
    }
    let mut suite =
        run(format!("build.zig {}", foreign.member), &invocation, env, |_, stderr| zig_cases(stderr))?;
    if suite.cases.is_empty() {
        let outcome = if suite.success { CaseOutcome::Passed } else { CaseOutcome::Failed };
        suite.cases.push(Case { name: "zig build test".to_owned(), outcome });
    }
    Ok(suite)
}

/// Runs `cargo test` for a crate.
///
/// # Errors
/// Cargo did not start, or the build was interrupted.
pub fn run_cargo(
    tests: &CrateTests,
    tools: &Tools,
    target_dir: &str,
    env: &Environment,
) -> Result<Suite, RunError> {
    let folder = tests.manifest.parent().unwrap_or(&tests.manifest);
    let mut args: Vec<OsString> =
        vec!["test".into(), "--manifest-path".into(), tests.manifest.as_str().into()];
    args.extend(["--target-dir".into(), target_dir.into(), "--no-fail-fast".into()]);
    if !tests.features.is_empty() {
        args.extend(["--features".into(), tests.features.join(",").into()]);
    }
    if !tests.default_features {
        args.push("--no-default-features".into());
    }
    if tests.release {
        args.push("--release".into());
    }
    if tests.offline {
        args.push("--offline".into());
    }
    let invocation = Invocation::new(&tools.cargo, folder, &tools.vars(env)).args(args);
    run(format!("rust {}", tests.package), &invocation, env, |stdout, _| libtest_cases(stdout))
}

fn run(
    name: String,
    invocation: &Invocation,
    env: &Environment,
    cases: impl FnOnce(&str, &str) -> Vec<Case>,
) -> Result<Suite, RunError> {
    let start = Instant::now();
    let finished = env.children.output(invocation)?;
    let stdout = String::from_utf8_lossy(&finished.stdout);
    Ok(Suite {
        name,
        cases: cases(&stdout, &finished.stderr),
        success: finished.status.success(),
        output: format!("{}{stdout}", finished.stderr),
        duration: start.elapsed(),
    })
}

/// `2/6 root.test.adds...OK`, with whatever the test writes between the dots and its outcome.
fn zig_cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines() {
        let rest = match start_of_zig_case(line, cases.len() + 1) {
            Some((name, rest)) => {
                // Nothing further about a test means that the process ended in it.
                cases.push(Case { name: name.to_owned(), outcome: CaseOutcome::Failed });
                rest
            }
            None => line,
        };
        let Some(case) = cases.last_mut() else { continue };
        if rest.ends_with("OK") {
            case.outcome = CaseOutcome::Passed;
        } else if rest.ends_with("SKIP") {
            case.outcome = CaseOutcome::Skipped;
        } else if rest.starts_with("FAIL (") {
            case.outcome = CaseOutcome::Failed;
        }
    }
    cases
}

/// The name in `2/6 NAME...`, if the line is the start of test number `number`, and what follows.
fn start_of_zig_case(line: &str, number: usize) -> Option<(&str, &str)> {
    let (counter, rest) = line.split_once(' ')?;
    let (index, total) = counter.split_once('/')?;
    let started = index.parse::<usize>().ok()? == number && total.parse::<usize>().ok()? >= number;
    started.then(|| rest.split_once("...").unwrap_or((rest, "")))
}

/// `test tests::adds ... ok`.
fn libtest_cases(text: &str) -> Vec<Case> {
    let case = |line: &str| {
        let (name, outcome) = line.strip_prefix("test ")?.rsplit_once(" ... ")?;
        let outcome = match outcome.split(',').next()?.trim() {
            "ok" => CaseOutcome::Passed,
            "ignored" => CaseOutcome::Skipped,
            "FAILED" => CaseOutcome::Failed,
            _ => return None,
        };
        Some(Case { name: name.to_owned(), outcome })
    };
    text.lines().filter_map(case).collect()
}

#[cfg(test)]
mod tests {
    use super::CaseOutcome::{Failed, Passed, Skipped};
    use super::*;

    fn check(cases: &[Case], expected: &[(&str, CaseOutcome)]) {
        let cases: Vec<_> = cases.iter().map(|c| (c.name.as_str(), c.outcome)).collect();
        assert_eq!(cases, expected);
    }

    #[test]
    fn reads_zigs_test_runner() {
        let text = "1/6 t.test.adds...OK\n2/6 t.test.fails here...some output\nexpected 1, found 2\nFAIL (TestExpectedEqual)\n\
                    /tmp/t.zig:3:60: 0x1254eba in test.fails here (t.zig)\n3/6 t.test.skipped...SKIP\n\
                    4/6 t.test.prints 5/6 x...helloOK\n5/6 t.test_0...OK\n6/6 t.test.crashes...thread 1 panic: no\n";
        check(
            &zig_cases(text),
            &[
                ("t.test.adds", Passed),
                ("t.test.fails here", Failed),
                ("t.test.skipped", Skipped),
                ("t.test.prints 5/6 x", Passed),
                ("t.test_0", Passed),
                ("t.test.crashes", Failed),
            ],
        );
    }

    #[test]
    fn reads_libtest() {
        let text = "running 3 tests\ntest a::b ... ok\ntest c - should panic ... FAILED\ntest d ... ignored, slow\n\
                    test src/lib.rs - f (line 3) ... ok\n\ntest result: FAILED. 1 passed\n";
        check(
            &libtest_cases(text),
            &[
                ("a::b", Passed),
                ("c - should panic", Failed),
                ("d", Skipped),
                ("src/lib.rs - f (line 3)", Passed),
            ],
        );
    }
}
