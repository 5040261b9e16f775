//! `zbuild build`, and what `run` and `test` share with it.

use std::mem::ManuallyDrop;
use std::sync::{MutexGuard, PoisonError};

use ghostbind::Environment;
use zbuild_engine::{ActionId, Event, Summary, Trace};

use super::args::BuildArgs;
use super::progress::Progressing;
use super::report::{Report, human};
use super::signals::Interrupts;
use super::{INTERRUPTED, companion, files, json};
use crate::build::{Build, Stage};
use crate::diagnostic::{Diagnostic, with_causes};
use crate::failure::Failure;
use crate::lower::{OptionalCrate, Product, Wish};
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
    let performed = complete(build, cancel, report)?;
    let build = std::slice::from_ref(build);
    conclude(build, &performed, report);
    if performed.summary.is_success() {
        say_products(build, &performed.summary, env, report);
    }
    Ok(performed.exit_code)
}

/// Builds everything, in stages.
fn complete(build: &mut Build, cancel: &Interrupts, report: &Report) -> Result<Performed, Failure> {
    let Some(mut performed) = stages(build, cancel, report)? else {
        return perform(build, None, cancel, report);
    };
    if !performed.summary.cancelled
        && let Some(rest) = build.rest(&performed.summary)
    {
        performed.add(perform(build, Some(rest), cancel, report)?);
    }
    Ok(performed)
}

/// Builds for every named target, those for different machines at once, and makes one report of it. A failure ends it
/// unless everything that can be built is wanted.
fn all_targets(args: &BuildArgs, env: &Environment, report: &Report) -> Result<u8, Failure> {
    let workspace = Workspace::open(&env.cwd, args.config.as_deref())?;
    let names = workspace.target_names(args.project.as_deref())?;
    let wishes: Vec<Wish> = names
        .into_iter()
        .map(|name| BuildArgs { target: Some(name), ..args.clone() }.wish(env, false))
        .collect();
    let conduct = args.conduct(env, report.shared_jobs.as_ref())?;
    let mut builds = Build::prepare_all(env, args.config.as_deref(), &wishes, &conduct)?;
    let mut said: Vec<Diagnostic> = Vec::new();
    for build in &mut builds {
        build.lowered.warnings.retain(|warning| !said.contains(warning));
        said.extend(build.lowered.warnings.iter().cloned());
        notice(build, args, env, report);
    }
    let cancel = Interrupts::watched(&env.children, report)?;
    let mut whole = Performed::default();
    let mut trace = Trace::default();
    for build in &mut builds {
        // One trace of all.
        *traced(build) = trace;
        whole.add(complete(build, &cancel, report)?);
        trace = std::mem::take(&mut *traced(build));
        if whole.summary.cancelled || (whole.exit_code != 0 && !args.keep_going) {
            break;
        }
    }
    conclude(&builds, &whole, report);
    if whole.summary.is_success() {
        say_products(&builds, &whole.summary, env, report);
    }
    Ok(whole.exit_code)
}

/// Works out what there is to do, and says what was noticed.
pub(super) fn prepare(
    args: &BuildArgs,
    env: &Environment,
    report: &Report,
    tests: bool,
) -> Result<Build, Failure> {
    one_target(args)?;
    let mut build = Build::prepare(
        env,
        args.config.as_deref(),
        &args.wish(env, tests),
        &args.conduct(env, report.shared_jobs.as_ref())?,
    )?;
    notice(&mut build, args, env, report);
    Ok(build)
}

/// Several targets are for commands that say so.
pub(super) fn one_target(args: &BuildArgs) -> Result<(), Failure> {
    if args.all_targets && args.target.is_none() {
        let error = Diagnostic::error("--all-targets is for `zbuild build` and `zbuild package`");
        return Err(error.hint("name one target with --target").into());
    }
    Ok(())
}

/// Says what was noticed before anything is built.
fn notice(build: &mut Build, args: &BuildArgs, env: &Environment, report: &Report) {
    build.trace = args.trace.as_ref().map(|path| env.absolute(path));
    for package in &build.fetched {
        report.line(&format!("  fetched {} from {}", package.name, package.url));
    }
    build.lowered.warnings.iter().for_each(|warning| report.diagnostic(warning));
}

/// Builds what must be there before the graph is known. What became of it and a code to end with, if that did not go
/// well.
pub(super) fn settle(
    build: &mut Build,
    cancel: &Interrupts,
    report: &Report,
) -> Result<Option<(Summary, u8)>, Failure> {
    let Some(failed) = stages(build, cancel, report)? else { return Ok(None) };
    conclude(std::slice::from_ref(build), &failed, report);
    Ok(Some((failed.summary, failed.exit_code)))
}

/// The same without a word on what became of it.
fn stages(build: &mut Build, cancel: &Interrupts, report: &Report) -> Result<Option<Performed>, Failure> {
    for stage in Stage::ALL {
        let Some(targets) = build.stage(stage) else { continue };
        let performed = perform(build, Some(targets), cancel, report)?;
        if performed.exit_code != 0 {
            return Ok(Some(performed));
        }
        build.settle(stage, performed.summary)?;
    }
    Ok(None)
}

/// Builds and shows it. The code is what the process would end with.
pub(super) fn run(
    build: &Build,
    targets: Option<Vec<ActionId>>,
    cancel: &Interrupts,
    report: &Report,
) -> Result<(Summary, u8), Failure> {
    let performed = perform(build, targets, cancel, report)?;
    conclude(std::slice::from_ref(build), &performed, report);
    Ok((performed.summary, performed.exit_code))
}

/// A build of a watch: `quietly` says nothing where nothing was to be done.
pub(super) fn run_round(
    build: &Build,
    cancel: &Interrupts,
    report: &Report,
    quietly: bool,
) -> Result<Summary, Failure> {
    let performed = perform(build, None, cancel, report)?;
    let summary = &performed.summary;
    let nothing = summary.is_success() && summary.up_to_date == summary.wanted;
    if !(quietly && nothing) {
        conclude(std::slice::from_ref(build), &performed, report);
    }
    Ok(performed.summary)
}

/// What became of one build, or of several.
#[derive(Default)]
struct Performed {
    summary: Summary,
    /// What the process would end with.
    exit_code: u8,
    /// What failing actions wrote.
    log: Vec<u8>,
}

impl Performed {
    fn add(&mut self, other: Self) {
        self.summary.add(other.summary);
        self.exit_code = self.exit_code.max(other.exit_code);
        self.log.extend(other.log);
    }
}

fn traced(build: &Build) -> MutexGuard<'_, Trace> {
    build.traced.lock().unwrap_or_else(PoisonError::into_inner)
}

fn perform(
    build: &Build,
    targets: Option<Vec<ActionId>>,
    cancel: &Interrupts,
    report: &Report,
) -> Result<Performed, Failure> {
    let graph = &build.lowered.graph;
    let mut progress = Progressing::new(report, graph);
    let mut trace = traced(build);
    let mut log = Vec::new();
    let summary = build.run(targets, cancel, &mut |event| {
        if matches!(&event, Event::Working) {
            cancel.watch(report);
        }
        if build.trace.is_some() {
            trace.observe(&event, graph);
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
    if let Some(path) = &build.trace {
        let mut bytes = Vec::new();
        // Writing to memory cannot fail.
        let _ = trace.write(&mut bytes);
        files::write(path, &bytes)?;
    }
    if summary.is_success() {
        build.save_locks(false)?;
    }
    let exit_code = match () {
        () if summary.is_success() => 0,
        () if summary.cancelled => INTERRUPTED,
        () => build.lowered.faults.exit_code(),
    };
    Ok(Performed { summary, exit_code, log })
}

/// Says what became of it all.
fn conclude(builds: &[Build], performed: &Performed, report: &Report) {
    let Performed { summary, exit_code, log } = performed;
    if let Some(build) = builds.first() {
        companion::conclude(build, summary, log, report);
    }
    if report.json {
        let products = builds.iter().flat_map(|build| &build.lowered.products);
        report.event(&json::summary(summary, products, *exit_code));
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
fn say_products(builds: &[Build], summary: &Summary, env: &Environment, report: &Report) {
    if summary.ran + summary.restored + summary.cached == 0 {
        return;
    }
    for Product { kind, path, .. } in builds.iter().flat_map(|build| &build.lowered.products) {
        if !kind.is_test() {
            report.line(&format!("  {}", relative_to(path, &env.cwd)));
        }
    }
}
