//! `ghostbind doctor`: is everything there, and if not, which command brings it?

use camino::Utf8Path;
use serde_json::json;

use super::args::{DoctorArgs, Format};
use super::render;
use crate::error::BuildError;
use crate::request::Environment;
use crate::snapshot::which;
use crate::strip;
use crate::target;
use crate::tools::{self, Tools};

struct Finding {
    what: &'static str,
    good: bool,
    text: String,
    hint: Option<String>,
}

pub(super) fn run(args: &DoctorArgs, env: &Environment) -> u8 {
    let manifest = args.manifest_path.as_deref().map(|path| env.absolute(path));
    let folder = manifest
        .as_deref()
        .map_or(Some(env.cwd.as_path()), |path| if path.is_dir() { Some(path) } else { path.parent() });
    let folder = folder.filter(|folder| folder.is_dir());
    let Some(folder) = folder else {
        render::stderr(&format!(
            "error: {} does not exist",
            manifest.as_deref().unwrap_or(Utf8Path::new("."))
        ));
        return 2;
    };
    let findings = match tools::find_unremembered(env, folder) {
        Ok(tools) => findings(env, &tools),
        Err(error) => one_by_one(env, &error),
    };
    let mut text = String::new();
    for finding in &findings {
        text.push_str(&line(finding, args.message_format));
    }
    let written = render::stdout(text.as_bytes());
    if findings.iter().all(|finding| finding.good) { written } else { 3 }
}

fn line(finding: &Finding, format: Format) -> String {
    match format {
        Format::Json => {
            let value = json!({
                "reason": "finding", "what": finding.what, "good": finding.good,
                "text": finding.text, "hint": finding.hint,
            });
            format!("{value}\n")
        }
        Format::Human => {
            let mark = if finding.good { "ok     " } else { "MISSING" };
            let hint = finding.hint.as_deref().map(|hint| format!("\n        {hint}")).unwrap_or_default();
            format!("{mark} {:<12} {}{hint}\n", finding.what, finding.text)
        }
    }
}

/// Where something is wrong, each program by itself: what is missing is told all at once.
fn one_by_one(env: &Environment, error: &BuildError) -> Vec<Finding> {
    let programs = ["cargo", "rustc", "zig", "cc", "objcopy"];
    let mut findings: Vec<Finding> = programs
        .into_iter()
        .map(|what| {
            let found = which(env, what);
            let hint = found.is_none().then(|| tools::how_to_install(what));
            let text = found
                .as_ref()
                .map_or_else(|| format!("`{what}` is not on PATH"), |path| format!("at {path}"));
            Finding { what, good: found.is_some(), text, hint }
        })
        .collect();
    if findings[..3].iter().all(|finding| finding.good) {
        let (text, hint) = (error.to_string(), error.hint());
        findings.push(Finding { what: "tools", good: false, text, hint });
    }
    findings
}

fn findings(env: &Environment, tools: &Tools) -> Vec<Finding> {
    let good = |what, text: String| Finding { what, good: true, text, hint: None };
    let mut findings = vec![
        good("cargo", format!("{} at {}", tools.cargo_version, tools.cargo)),
        good("rustc", format!("{} at {}", tools.rustc_version, tools.rustc)),
        good("zig", format!("{} at {}", tools.zig_version, tools.zig)),
    ];
    findings.push(match &tools.cc {
        Some(cc) => good("cc", format!("{} at {}", cc.version, cc.path)),
        None => Finding {
            what: "cc",
            good: false,
            text: "there is no `cc` on PATH: shared libraries and build scripts cannot be linked".to_owned(),
            hint: Some(tools::how_to_install("cc")),
        },
    });
    findings.push(match strip::find(env, tools) {
        Some(program) => good("objcopy", program.to_string()),
        None => Finding {
            what: "objcopy",
            good: false,
            text: "no program takes debug information out of libraries: they stay large".to_owned(),
            hint: Some(tools::how_to_install("objcopy")),
        },
    });
    findings.push(match target::resolve(None, None, &tools.host) {
        Ok(target) => good("host", format!("{} ({})", target.zig_name, target.rust)),
        Err(error) => Finding { what: "host", good: false, text: error.to_string(), hint: None },
    });
    findings
}
