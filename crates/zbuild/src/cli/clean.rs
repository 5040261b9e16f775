//! `zbuild clean`.

use ghostbind::Environment;
use zbuild_engine::Event;

use super::args::CleanArgs;
use super::report::Report;
use crate::build;
use crate::diagnostic::Diagnostic;
use crate::failure::Failure;

pub(super) fn command(args: &CleanArgs, env: &Environment, report: &Report) -> Result<u8, Failure> {
    let (cleaned, member) =
        build::clean(env, args.config.as_deref(), args.project.as_deref(), &mut |event| {
            if let Event::Waiting { .. } = event {
                report.line("waiting for another zbuild in this project");
            }
        })?;
    for (path, error) in &cleaned.kept {
        report.diagnostic(&Diagnostic::error(format!("cannot remove {}: {error}", path.display())));
    }
    for path in &cleaned.changed {
        let message = format!("{} is not what a build left there, and stays", path.display());
        report.diagnostic(&Diagnostic::warning(message));
    }
    if report.json {
        report.event(&serde_json::json!({
            "reason": "cleaned",
            "removed": cleaned.removed.iter().map(|p| p.to_string_lossy()).collect::<Vec<_>>(),
        }));
    }
    let (of_member, stays) = match member {
        Some(member) => (format!(" of `{member}`"), "what members share and the content store stay"),
        None => (String::new(), "the content store stays"),
    };
    report.line(&format!("removed {} files and folders{of_member}; {stays}", cleaned.removed.len()));
    Ok(u8::from(!cleaned.kept.is_empty()))
}
