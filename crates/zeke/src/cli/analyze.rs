//! `zeke analyze`: the analysis, shown.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write as _};
use std::process::ExitCode;

use zeke_core::analyze::analyze;
use zeke_core::finding::{Analysis, Finding, Severity};
use zeke_core::project::Project;

use super::{AnalysisFormat, AnalyzeArgs};
use crate::failure::{Failure, WORK_FAILED};

/// Analyses and prints; exit code 1 where something is wrong.
pub(crate) fn run(args: &AnalyzeArgs) -> Result<ExitCode, Failure> {
    let project = Project::load(&args.project).map_err(|e| Failure::usage(&e))?;
    let analysis = analyze(&project);
    for left_out in &project.left_out {
        eprintln!("zeke: {} is not analysed: {}", left_out.path, left_out.reason);
    }
    let text = match args.output_format {
        AnalysisFormat::Text => text(&analysis, std::io::stdout().is_terminal()),
        AnalysisFormat::Json => json(&serde_json::to_value(&analysis).map_err(|e| Failure::work(&e))?),
        AnalysisFormat::Sarif => json(&zeke_core::sarif::document(&analysis)),
    };
    std::io::stdout().write_all(text.as_bytes()).map_err(|e| Failure::work(&e))?;
    Ok(if analysis.is_bad() { ExitCode::from(WORK_FAILED) } else { ExitCode::SUCCESS })
}

fn json(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

fn text(analysis: &Analysis, colour: bool) -> String {
    let mut text = String::new();
    for finding in &analysis.findings {
        write_finding(&mut text, finding, colour);
    }
    let count = |severity| analysis.findings.iter().filter(|f| f.severity == severity).count();
    let _ = writeln!(
        text,
        "{} crossings, {} errors, {} warnings",
        analysis.boundary.len(),
        count(Severity::Error),
        count(Severity::Warning),
    );
    text
}

/// Adds a finding as lines for people.
pub(crate) fn write_finding(text: &mut String, finding: &Finding, colour: bool) {
    let (name, code) = match finding.severity {
        Severity::Error => ("error", "1;31"),
        Severity::Warning => ("warning", "1;33"),
        Severity::Info => ("info", "1;36"),
        Severity::Hint => ("hint", "2"),
    };
    let severity = if colour { format!("\u{1b}[{code}m{name}\u{1b}[0m") } else { name.to_owned() };
    let place = &finding.location;
    let _ = writeln!(
        text,
        "{}:{}:{}: {severity}: {} [{}]",
        place.file, place.line, place.column, finding.message, finding.class
    );
    if let Some(peer) = &finding.peer {
        let _ = writeln!(text, "  other side: {}:{}:{}", peer.file, peer.line, peer.column);
    }
    if !finding.evidence.is_empty() {
        let _ = writeln!(text, "  evidence: {}", finding.evidence);
    }
    if let Some(fix) = &finding.fix {
        let _ = writeln!(text, "  fix: {fix}");
    }
}
