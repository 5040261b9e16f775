//! `ghostbind targets`.

use std::fmt::Write as _;

use serde_json::json;

use super::args::{Format, TargetsArgs};
use super::render;
use crate::request::Environment;
use crate::target::{ROWS, Row};
use crate::tools::{self, Tools};

pub(super) fn run(args: &TargetsArgs, env: &Environment) -> u8 {
    // Without tools the list is still worth reading; it then cannot say what is installed.
    let tools = tools::find_unremembered(env, &env.cwd).ok();
    let rows = ROWS.iter().filter(|row| {
        let named =
            args.filter.as_deref().is_none_or(|text| row.zig.contains(text) || row.rust.contains(text));
        named && (!args.installed || installed(tools.as_ref(), row) == Some(true))
    });
    let mut text = String::new();
    for row in rows {
        match args.message_format {
            Format::Json => {
                let line = json!({
                    "zig": row.zig,
                    "rust": row.rust,
                    "zig_cpu": row.cpu,
                    "installed": installed(tools.as_ref(), row),
                    "host": tools.as_ref().map(|tools| tools.host == row.rust),
                    "install": install(tools.as_ref(), row),
                });
                let _in_memory = writeln!(text, "{line}");
            }
            Format::Human => human(&mut text, tools.as_ref(), row),
        }
    }
    if let Some(filter) = args.filter.as_deref().filter(|_| text.is_empty() && !args.installed) {
        render::stderr(&format!("error: no target has `{filter}` in its name"));
        return 2;
    }
    render::stdout(text.as_bytes())
}

fn human(text: &mut String, tools: Option<&Tools>, row: &Row) {
    let state = match installed(tools, row) {
        Some(true) if tools.is_some_and(|tools| tools.host == row.rust) => {
            "installed (this machine)".to_owned()
        }
        Some(true) => "installed".to_owned(),
        Some(false) => install(tools, row).unwrap_or_default(),
        None => String::new(),
    };
    let _in_memory = writeln!(text, "{:<28} {:<40} {state}", row.zig, row.rust);
}

fn installed(tools: Option<&Tools>, row: &Row) -> Option<bool> {
    tools.map(|tools| tools.has_std(row.rust))
}

/// The command that brings a target's standard library, where there is one to bring.
fn install(tools: Option<&Tools>, row: &Row) -> Option<String> {
    let tools = tools?;
    if tools.has_std(row.rust) {
        return None;
    }
    Some(tools.install_std(row.rust))
}
