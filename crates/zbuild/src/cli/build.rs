//! `zbuild build`, and what `run` and `test` share with it.

use std::mem::ManuallyDrop;
use std::sync::PoisonError;

use ghostbind::Environment;
use zbuild_engine::{ActionId, Event, Summary};

use super::args::BuildArgs;
use super::progress::Progressing;
use super::report::{Report, human};
use super::signals::Interrupts;
use super::{INTERRUPTED, companion, files, json};
use crate::build::Build;
use crate::diagnostic::{Diagnostic, with_causes};
use crate::failure::{Failure, Fault};
use crate::lower::{OptionalCrate, Product};
use crate::project::{Workspace, relative_to};

pub(super) fn command(args: &BuildArgs, env: &Environment, report: &Report) -> Result<u8, Failure> {
    if args.all_targets {
        return all_targets(args, env, report);
    }
    // The process ends after this: taking a graph apart piece by piece would only make it end later.
    let mut build = ManuallyDrop::new(prepare(args, env, report, false)?);
    let cancel = Interrupts::new(&env.children)?;
    finish(&mut build, &cancel, env, report)
}

fn finish(build: &mut Build, cancel: &Interrupts, env: &Environment, report: &Report) -> Result<u8, Failure> {
    if let Some(exit_code) = settle(build, cancel, report)? {
        return Ok(exit_code);
    }
    let (summary, exit_code) = run(build, None, cancel, report)?;
    if summary.is_success() {
        build.save_locks(false)?;
        say_products(build, &summary, env, report);
    }
    Ok(exit_code)
}

/// Builds for each named target in turn. What is wrong with any of them is said before the first is built;
/// a build that fails ends this, unless everything that can be built is wanted.
fn all_targets(args: &BuildArgs, env: &Environment, report: &Report) -> Result<u8, Failure> {
    let workspace = Workspace::open(&env.cwd, args.config.as_deref())?;
    let names = workspace.target_names(args.project.as_deref())?;
    let mut builds = Vec::new();
    let mut wrong: Vec<Diagnostic> = Vec::new();
    for name in names {
        let args = BuildArgs { target: Some(name.clone()), ..args.clone() };
        match prepare(&args, env, report, false) {
            Ok(build) => builds.push((name, build)),
            Err(failure) if failure.fault == Fault::Usage => {
                wrong.extend(
                    failure.diagnostics.into_iter().filter(|d| !wrong.contains(d)).collect::<Vec<_>>(),
                );
            }
            Err(failure) => return Err(failure),
        }
    }
    if !wrong.is_empty() {
        return Err(Failure::usage(wrong));
    }
    let cancel = Interrupts::watched(&env.children, report)?;
    let mut exit_code = 0;
    for (name, build) in &mut builds {
        report.line(&format!("target {name}"));
        let code = finish(build, &cancel, env, report)?;
        exit_code = exit_code.max(code);
        if code == INTERRUPTED || (code != 0 && !args.keep_going) {
            break;
        }
    }
    Ok(exit_code)
}

/// Works out what there is to do, and says what was noticed.
pub(super) fn prepare(
    args: &BuildArgs,
    env: &Environment,
    report: &Report,
    tests: bool,
) -> Result<Build, Failure> {
    if args.all_targets && args.target.is_none() {
        let error = Diagnostic::error("--all-targets is for `zbuild build`");
        return Err(error.hint("name one target with --target").into());
    }
    let mut build = Build::prepare(
        env,
        args.config.as_deref(),
        &args.wish(env, tests),
        &args.conduct(env, report.shared_jobs.as_ref())?,
    )?;
    build.trace = args.trace.as_ref().map(|path| env.absolute(path));
    for package in &build.fetched {
        report.line(&format!("  fetched {} from {}", package.name, package.url));
    }
    build.lowered.warnings.iter().for_each(|warning| report.diagnostic(warning));
    Ok(build)
}

/// Builds the parts that have a `build.zig` of their own, after which the graph is known. A code to end with, if
/// that did not go well.
pub(super) fn settle(build: &mut Build, cancel: &Interrupts, report: &Report) -> Result<Option<u8>, Failure> {
    let Some(targets) = build.foreign() else { return Ok(None) };
    let (summary, exit_code) = perform(build, Some(targets), cancel, report, false)?;
    if exit_code != 0 {
        conclude(build, &summary, exit_code, report);
        return Ok(Some(exit_code));
    }
    build.settle(summary)?;
    Ok(None)
}

/// Builds and shows it. The code is what the process would end with.
pub(super) fn run(
    build: &Build,
    targets: Option<Vec<ActionId>>,
    cancel: &Interrupts,
    report: &Report,
) -> Result<(Summary, u8), Failure> {
    let (summary, exit_code) = perform(build, targets, cancel, report, true)?;
    conclude(build, &summary, exit_code, report);
    Ok((summary, exit_code))
}

/// A build of a watch: `quietly` says nothing where nothing was to be done.
pub(super) fn run_round(
    build: &Build,
    cancel: &Interrupts,
    report: &Report,
    quietly: bool,
) -> Result<(Summary, u8), Failure> {
    let (summary, exit_code) = perform(build, None, cancel, report, true)?;
    let nothing = summary.is_success() && summary.up_to_date == summary.wanted;
    if !(quietly && nothing) {
        conclude(build, &summary, exit_code, report);
    }
    Ok((summary, exit_code))
}

/// `last` says that nothing of this build follows if it goes well.
fn perform(
    build: &Build,
    targets: Option<Vec<ActionId>>,
    cancel: &Interrupts,
    report: &Report,
    last: bool,
) -> Result<(Summary, u8), Failure> {
    let graph = &build.lowered.graph;
    let mut progress = Progressing::new(report, graph);
    let mut trace = build.traced.lock().unwrap_or_else(PoisonError::into_inner);
    let mut log = Vec::new();
    let summary = build.run(targets, cancel, &mut |event| {
        if matches!(&event, Event::Working) {
            cancel.watch(report);
        }
        if build.trace.is_some() {
            trace.observe(&event);
        }
        if let Event::Failed { error, message, .. } = &event {
            log.extend_from_slice(message);
            log.extend_from_slice(format!("\n{}\n", with_causes(error)).as_bytes());
        }
        progress.event(&event);
    })?;
    drop(progress);
    if !summary.cancelled {
        let left_out = build.lowered.optional.iter().filter_map(OptionalCrate::left_out);
        left_out.for_each(|warning| report.diagnostic(&warning));
    }
    if last || !summary.is_success() {
        companion::conclude(build, &summary, &log, report);
    }
    if let Some(path) = &build.trace {
        let mut bytes = Vec::new();
        // Writing to memory cannot fail.
        let _ = trace.write(graph, &mut bytes);
        files::write(path, &bytes)?;
    }
    let exit_code = match () {
        () if summary.is_success() => 0,
        () if summary.cancelled => INTERRUPTED,
        () => build.lowered.faults.exit_code(),
    };
    Ok((summary, exit_code))
}

fn conclude(build: &Build, summary: &Summary, exit_code: u8, report: &Report) {
    if report.json {
        report.event(&json::summary(summary, &build.lowered.products, exit_code));
    } else {
        report.line(&conclusion(summary));
        if report.verbose {
            for (reason, count) in &summary.stayed {
                report.line(&format!("  {count} ran here, since {reason}"));
            }
        }
    }
}

/// One line on what became of a build.
fn conclusion(summary: &Summary) -> String {
    let time = human(summary.duration);
    if summary.cancelled {
        return format!("interrupted after {time}; outputs are as they were");
    }
    let mut parts = vec![format!("{} of {} actions ran", summary.ran, summary.wanted)];
    if summary.ran_elsewhere > 0 {
        parts.push(format!("{} of them elsewhere", summary.ran_elsewhere));
    }
    let from_store = summary.restored + summary.cached;
    if from_store > 0 {
        parts.push(format!("{from_store} came from the store"));
    }
    if !summary.failed.is_empty() {
        parts.push(format!("{} failed", summary.failed.len()));
    }
    if summary.skipped > 0 {
        parts.push(format!("{} did not start", summary.skipped));
    }
    let what = match summary {
        _ if !summary.is_success() => "failed",
        _ if summary.ran + from_store == 0 => "up to date",
        _ => "built",
    };
    format!("{what} in {time}: {}", parts.join(", "))
}

/// Where the programs and libraries are, when something was built.
fn say_products(build: &Build, summary: &Summary, env: &Environment, report: &Report) {
    if summary.ran + summary.restored + summary.cached == 0 {
        return;
    }
    for Product { kind, path, .. } in &build.lowered.products {
        if !kind.is_test() {
            report.line(&format!("  {}", relative_to(path, &env.cwd)));
        }
    }
}
