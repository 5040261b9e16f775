//! `ghostbind check`.

use std::fmt::Write as _;

use ghost_abi::compare::{Mismatch, Severity};
use ghost_abi::model::Location;
use ghost_abi::sarif::{self, SarifLevel, SarifPlace, SarifResult};
use serde_json::json;

use super::args::{CheckArgs, Format, OutputArgs, ReportFormat};
use super::build::request;
use super::render::{self, Renderer};
use crate::check::{Change, Check, Report, check};
use crate::error::BuildError;
use crate::request::Environment;

pub(super) fn run(args: &CheckArgs, env: &Environment) -> u8 {
    // What the build says goes to standard error; standard output is the report's.
    let output = OutputArgs { message_format: Format::Human, verbose: args.verbose, quiet: !args.verbose };
    let mut renderer = Renderer::new(&output);
    match report(args, env, &mut renderer) {
        Ok(report) => {
            let text = match args.message_format {
                ReportFormat::Text => text(&report),
                ReportFormat::Json => format!("{:#}\n", json_of(&report)),
                ReportFormat::Sarif => format!("{:#}\n", sarif_of(&report)),
            };
            render::stdout(text.as_bytes()).max(u8::from(report.fails()))
        }
        Err(error) => renderer.failed(&error),
    }
}

fn report(args: &CheckArgs, env: &Environment, renderer: &mut Renderer) -> Result<Report, BuildError> {
    let mut paths = args.paths.clone();
    // Rust files by name are the other side themselves, unless a crate is named as well.
    let sources_only =
        args.krate.manifest_path.is_empty() && paths.iter().any(|path| path.extension() == Some("rs"));
    let here = env.cwd.join("Cargo.toml").is_file();
    let krate = if sources_only || (args.krate.manifest_path.is_empty() && !here) {
        None
    } else {
        request(&args.krate, env, renderer)?
    };
    if krate.is_none()
        && !sources_only
        && paths.iter().all(|path| !env.absolute(path).is_dir())
        && args.baseline.is_none()
    {
        return Err(BuildError::Request {
            what: "there is no crate to check against".to_owned(),
            hint: Some("name it with --manifest-path, or name Rust sources".to_owned()),
        });
    }
    if paths.is_empty() && args.baseline.is_none() {
        paths.push(if env.cwd.join("src").is_dir() { "src".into() } else { ".".into() });
    }
    let what = Check { krate, paths, baseline: args.baseline.clone() };
    #[cfg(unix)]
    let _watch = super::signals::watch(&env.children);
    check(&what, env, &mut |event| renderer.event(event))
}

fn place(location: &Location) -> String {
    let column = if location.column > 0 { format!(":{}", location.column) } else { String::new() };
    format!("{}:{}{column}", location.file, location.line)
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
        Severity::Hint => "hint",
    }
}

fn text(report: &Report) -> String {
    let mut text = String::new();
    report.findings.iter().for_each(|finding| finding_text(&mut text, finding));
    for problem in &report.problems {
        let _in_memory = writeln!(text, "{}: note: {}", place(&problem.location), problem.message);
    }
    if let Some(change) = &report.change {
        change_text(&mut text, change);
    }
    let breaking = |severity| {
        let breaking = report.change.iter().flat_map(|change| &change.breaking);
        breaking.filter(|finding| finding.severity == severity).count()
    };
    let [errors, warnings] =
        [Severity::Error, Severity::Warning].map(|severity| report.count(severity) + breaking(severity));
    let _in_memory = match (report.files, &report.change) {
        (0, None) => writeln!(text, "nothing was checked: there is no Zig file and no C header"),
        (0, Some(_)) => writeln!(text, "{errors} errors, {warnings} warnings"),
        (files, _) => writeln!(text, "{errors} errors, {warnings} warnings in {files} files"),
    };
    text
}

fn finding_text(text: &mut String, finding: &Mismatch) {
    let at = finding.location.as_ref().map_or_else(|| finding.symbol.clone(), place);
    let level = level(finding.severity);
    let _in_memory = writeln!(text, "{at}: {level}[{}]: {}", finding.class.id(), finding.message);
    if let Some(peer) = &finding.peer {
        let _in_memory = writeln!(text, "  {}: the other side", place(peer));
    }
    for line in finding.evidence.lines() {
        let _in_memory = writeln!(text, "  {line}");
    }
    if let Some(fix) = &finding.fix {
        let _in_memory = writeln!(text, "  help: {fix}");
    }
}

fn change_text(text: &mut String, change: &Change) {
    change.breaking.iter().for_each(|finding| finding_text(text, finding));
    for symbol in &change.added {
        let _in_memory = writeln!(text, "added: {symbol}");
    }
    let verdict = match change.verdict.version() {
        "major" => "callers of the baseline break",
        "minor" => "callers of the baseline still fit, and there is more",
        _ => "nothing changed that a caller could see",
    };
    let _in_memory = writeln!(text, "{verdict}: a {} version", change.verdict.version());
}

fn json_of(report: &Report) -> serde_json::Value {
    let change = report.change.as_ref().map(|change| {
        json!({
            "verdict": change.verdict,
            "version": change.verdict.version(),
            "breaking": change.breaking,
            "added": change.added,
        })
    });
    let problems: Vec<_> = report
        .problems
        .iter()
        .map(|problem| json!({ "location": problem.location, "message": problem.message }))
        .collect();
    json!({
        "schema": 1,
        "findings": report.findings,
        "problems": problems,
        "baseline": change,
        "errors": report.count(Severity::Error),
        "warnings": report.count(Severity::Warning),
    })
}

fn sarif_of(report: &Report) -> serde_json::Value {
    fn at(location: &Location) -> SarifPlace<'_> {
        SarifPlace { file: &location.file, line: location.line, column: location.column }
    }
    let breaking = report.change.iter().flat_map(|change| &change.breaking);
    let results: Vec<SarifResult<'_>> = report
        .findings
        .iter()
        .chain(breaking)
        .map(|finding| SarifResult {
            rule: finding.class.id(),
            rule_meaning: finding.class.meaning(),
            level: match finding.severity {
                Severity::Error => SarifLevel::Error,
                Severity::Warning => SarifLevel::Warning,
                Severity::Info | Severity::Hint => SarifLevel::Note,
            },
            message: format!("{}\n{}", finding.message, finding.evidence),
            place: finding.location.as_ref().map(at),
            related: finding.peer.as_ref().map(at),
        })
        .collect();
    sarif::document("ghostbind", env!("CARGO_PKG_VERSION"), &results)
}
