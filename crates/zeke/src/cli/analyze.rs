//! `zeke analyze`: the analysis, shown.

use std::fmt::Write as _;
use std::fs;
use std::io::{IsTerminal, Write as _};
use std::process::ExitCode;
use std::time::UNIX_EPOCH;

use camino::Utf8Path;
use zeke_core::analyze::analyze;
use zeke_core::cache::Cache;
use zeke_core::finding::{Analysis, Finding, Place, Severity};
use zeke_core::project::Project;
use zeke_core::silence::Baseline;

use super::context::surroundings;
use super::output::write_file;
use super::{AnalysisFormat, AnalyzeArgs};
use crate::failure::{Failure, WORK_FAILED};

/// Analyses and prints; exit code 1 where something is wrong.
pub(crate) fn run(args: &AnalyzeArgs) -> Result<ExitCode, Failure> {
    let project = Project::load(&args.project).map_err(|e| Failure::usage(&e))?;
    let mut analysis = analysis(&project, args.no_cache)?;
    for left_out in &project.left_out {
        eprintln!("zeke: {} is not analysed: {}", left_out.path, left_out.reason);
    }
    for problem in &analysis.problems {
        let at = &problem.place;
        eprintln!("{}:{}:{}: {}", at.file, at.line, at.column, problem.message);
    }
    if let Some(path) = &args.write_baseline {
        write_baseline(path, &analysis)?;
        if args.output_format != AnalysisFormat::Text {
            show(args, &analysis, &project)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(path) = &args.baseline {
        apply_baseline(path, &mut analysis)?;
    }
    show(args, &analysis, &project)?;
    // Nobody can say that a project is right of which a part was not read.
    Ok(if analysis.is_bad() || project.is_cut { ExitCode::from(WORK_FAILED) } else { ExitCode::SUCCESS })
}

/// The analysis, from the user's cache where these files were analysed before by this program.
fn analysis(project: &Project, no_cache: bool) -> Result<Analysis, Failure> {
    let folder = surroundings()?.cache_folder().filter(|_| !no_cache);
    Ok(match (folder, own_identity()) {
        (Some(folder), Some(tool)) => Cache::new(&folder, &tool).analyze(project),
        _ => analyze(project),
    })
}

/// What tells this build of the program from every other.
fn own_identity() -> Option<String> {
    let meta = fs::metadata(std::env::current_exe().ok()?).ok()?;
    let since = meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("{} {} {}", env!("CARGO_PKG_VERSION"), meta.len(), since.as_nanos()))
}

fn show(args: &AnalyzeArgs, analysis: &Analysis, project: &Project) -> Result<(), Failure> {
    let text = match args.output_format {
        AnalysisFormat::Text => text(analysis, project, std::io::stdout().is_terminal()),
        AnalysisFormat::Json => json(&serde_json::to_value(analysis).map_err(|e| Failure::work(&e))?),
        AnalysisFormat::Sarif => json(&zeke_core::sarif::document(analysis)),
    };
    std::io::stdout().write_all(text.as_bytes()).map_err(|e| Failure::work(&e))
}

fn write_baseline(path: &Utf8Path, analysis: &Analysis) -> Result<(), Failure> {
    let baseline = Baseline::of(analysis);
    let text = json(&serde_json::to_value(&baseline).map_err(|e| Failure::work(&e))?);
    let keeps = |text: &str| Baseline::parse(text).err().map(|_| "is there already, and is no baseline");
    write_file(path, &text, keeps)?;
    eprintln!(
        "zeke: {path} knows {} findings",
        baseline.findings.iter().map(|known| known.count).sum::<u32>()
    );
    Ok(())
}

fn apply_baseline(path: &Utf8Path, analysis: &mut Analysis) -> Result<(), Failure> {
    let text = fs::read_to_string(path).map_err(|e| Failure::usage_of(format!("{path}: {e}")))?;
    let baseline = Baseline::parse(&text).map_err(|e| Failure::usage_of(format!("{path}: {e}")))?;
    let stale = baseline.apply(analysis);
    if stale > 0 {
        eprintln!(
            "zeke: {stale} entries of {path} speak of nothing any more; --write-baseline writes it anew"
        );
    }
    Ok(())
}

fn json(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

fn text(analysis: &Analysis, project: &Project, terminal: bool) -> String {
    let mut text = String::new();
    for finding in &analysis.findings {
        write_finding(&mut text, finding, terminal);
        if terminal {
            write_source(&mut text, project, &finding.location);
        }
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

/// Adds the line that a finding stands on, with a mark below its column.
fn write_source(text: &mut String, project: &Project, at: &Place) {
    let file = project.units.iter().flat_map(|unit| &unit.files).find(|file| file.path == at.file);
    let line = file.and_then(|file| file.text.lines().nth(at.line.saturating_sub(1) as usize));
    let Some(line) = line else { return };
    let shown: String =
        line.chars().take(SOURCE_CHARS_MAX).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let before = line.get(..at.column.saturating_sub(1) as usize).unwrap_or("").chars().count();
    let _ = writeln!(text, "  {:>5} | {shown}", at.line);
    if before < SOURCE_CHARS_MAX {
        let _ = writeln!(text, "        | {}^", " ".repeat(before));
    }
}

/// Longest source line that is shown.
const SOURCE_CHARS_MAX: usize = 160;

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
