//! `zbuild fetch`: brings everything that a build needs from elsewhere, so that `--offline` builds work.

use ghostbind::Environment;
use ghostbind::process::Invocation;

use super::args::FetchArgs;
use super::report::Report;
use super::{build, signals};
use crate::diagnostic::Diagnostic;
use crate::failure::Failure;

pub(super) fn command(args: &FetchArgs, env: &Environment, report: &Report) -> Result<u8, Failure> {
    let wanted = super::args::BuildArgs { config: args.config.clone(), ..Default::default() };
    let prepared = build::prepare(&wanted, env, report, false)?;
    let _cancel = signals::handle(&env.children)?;
    let tools = &prepared.tools;
    for manifest in &prepared.lowered.manifests {
        let folder = manifest.parent().unwrap_or(manifest);
        let invocation = Invocation::new(&tools.cargo, folder, &tools.vars(env)).args([
            "fetch",
            "--manifest-path",
            manifest.as_str(),
        ]);
        let finished = env
            .children
            .output(&invocation)
            .map_err(|error| Failure::work(Diagnostic::error(error.to_string())))?;
        if !finished.status.success() {
            let message = format!("cargo cannot fetch what {manifest} needs: {}", finished.stderr.trim());
            return Err(Failure::environment(Diagnostic::error(message)));
        }
        report.line(&format!(
            "  fetched for {}",
            crate::project::relative_to(manifest, &prepared.workspace.root)
        ));
    }
    prepared.save_locks(true)?;
    report.line(&format!(
        "fetched what {} crates need; `zbuild build --offline` works now",
        prepared.lowered.manifests.len()
    ));
    Ok(0)
}
