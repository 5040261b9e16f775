//! `zbuild clean`.

use ghostbind::Environment;

use super::args::CleanArgs;
use super::report::Report;
use crate::build;
use crate::diagnostic::Diagnostic;
use crate::failure::Failure;

pub(super) fn command(args: &CleanArgs, env: &Environment, report: &Report) -> Result<u8, Failure> {
    let cleaned = build::clean(env, args.config.as_deref())?;
    for (path, error) in &cleaned.kept {
        report.diagnostic(&Diagnostic::error(format!("cannot remove {}: {error}", path.display())));
    }
    if report.json {
        report.event(&serde_json::json!({
            "reason": "cleaned",
            "removed": cleaned.removed.iter().map(|p| p.to_string_lossy()).collect::<Vec<_>>(),
        }));
    }
    report.line(&format!("removed {} files and folders; the content store stays", cleaned.removed.len()));
    Ok(u8::from(!cleaned.kept.is_empty()))
}
