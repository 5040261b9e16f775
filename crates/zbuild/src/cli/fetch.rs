//! `zbuild fetch`: brings everything that a build needs from elsewhere, so that `--offline` builds work.

use ghostbind::Environment;
use ghostbind::process::Invocation;

use super::args::FetchArgs;
use super::build;
use super::report::Report;
use super::signals::Interrupts;
use crate::diagnostic::Diagnostic;
use crate::failure::Failure;
use crate::project::relative_to;

pub(super) fn command(args: &FetchArgs, env: &Environment, report: &Report) -> Result<u8, Failure> {
    let wanted = super::args::BuildArgs { config: args.config.clone(), ..Default::default() };
    let prepared = build::prepare(&wanted, env, report, false)?;
    let _cancel = Interrupts::watched(&env.children, report)?;
    let tools = &prepared.tools;
    for manifest in &prepared.lowered.manifests {
        let folder = manifest.parent().unwrap_or(manifest);
        let invocation = Invocation::new(&tools.cargo, folder, &tools.vars(env)).args([
            "fetch",
            "--manifest-path",
            manifest.as_str(),
        ]);
        run(&invocation, env, &format!("cargo cannot fetch what {manifest} needs"))?;
        report.line(&format!("  fetched for {}", relative_to(manifest, &prepared.workspace.root)));
    }
    for foreign in &prepared.lowered.foreign {
        let mut invocation = Invocation::new(&tools.zig, &prepared.workspace.root, &env.vars)
            .args(["build", "--fetch"])
            .args(foreign.args.iter().map(String::as_str));
        for (name, value) in &foreign.variables {
            invocation = invocation.var(name, value);
        }
        run(&invocation, env, &format!("zig cannot fetch what {} needs", foreign.script))?;
        report.line(&format!("  fetched for {}", relative_to(&foreign.script, &prepared.workspace.root)));
    }
    // In the folder of a member only what that one needs was looked at.
    prepared.save_locks(prepared.workspace.here.is_none())?;
    report.line(&format!(
        "fetched what {} crates and {} Zig packages need; `zbuild build --offline` works now",
        prepared.lowered.manifests.len(),
        prepared.lowered.locked_packages.len(),
    ));
    Ok(0)
}

fn run(invocation: &Invocation, env: &Environment, failed: &str) -> Result<(), Failure> {
    let finished = env
        .children
        .output(invocation)
        .map_err(|error| Failure::work(Diagnostic::error(error.to_string())))?;
    if finished.status.success() {
        return Ok(());
    }
    Err(Failure::environment(Diagnostic::error(format!("{failed}: {}", finished.stderr.trim()))))
}
