//! `zbuild init`: a small project of both languages that builds and runs at once.

use std::fs;
use std::io::Write;

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::Environment;

use super::args::InitArgs;
use super::report::Report;
use crate::diagnostic::{Diagnostic, Place};
use crate::failure::Failure;
use crate::project::relative_to;

/// Files of the template with `{name}` for the project's name.
const FILES: &[(&str, &str)] = &[
    ("zbuild.json", include_str!("../../templates/zig-app/zbuild.json")),
    ("src/main.zig", include_str!("../../templates/zig-app/src/main.zig")),
    ("rust/greeting/Cargo.toml", include_str!("../../templates/zig-app/rust/greeting/Cargo.toml.in")),
    ("rust/greeting/src/lib.rs", include_str!("../../templates/zig-app/rust/greeting/src/lib.rs")),
    (".gitignore", include_str!("../../templates/zig-app/gitignore")),
];

pub(super) fn command(args: &InitArgs, env: &Environment, report: &Report) -> Result<u8, Failure> {
    let folder = args.folder.as_ref().map_or_else(|| env.cwd.clone(), |folder| env.absolute(folder));
    let name = match &args.name {
        Some(name) => name.clone(),
        None => folder.file_name().unwrap_or("app").trim_start_matches(['.', '-']).to_owned(),
    };
    check_name(&name)?;
    // A .gitignore that is there stays as it is; anything else that is there stops this.
    let files: Vec<(Utf8PathBuf, String)> = FILES
        .iter()
        .map(|(path, text)| (folder.join(path), text.replace("{name}", &json_text(&name))))
        .filter(|(path, _)| !(path.file_name() == Some(".gitignore") && path.exists()))
        .collect();
    let present: Vec<Diagnostic> =
        files.iter().filter(|(path, _)| path.exists()).map(|(path, _)| taken(path, env)).collect();
    if !present.is_empty() {
        return Err(Failure::usage(present));
    }
    for (path, text) in &files {
        write(path, text).map_err(|error| {
            Failure::work(Diagnostic::error(format!("cannot write the file: {error}")).at(place(path, env)))
        })?;
    }
    report.line(&format!(
        "wrote {} files in {}; now: zbuild run",
        files.len(),
        relative_to(&folder, &env.cwd)
    ));
    Ok(0)
}

fn check_name(name: &str) -> Result<(), Failure> {
    match crate::config::name_fault(name) {
        None => Ok(()),
        Some(fault) => Err(Diagnostic::error(format!("the name `{name}` {fault}"))
            .hint("give another with --name")
            .into()),
    }
}

/// A name as it stands between the quotes of a JSON string.
fn json_text(name: &str) -> String {
    let quoted = serde_json::Value::from(name).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

fn taken(path: &Utf8Path, env: &Environment) -> Diagnostic {
    Diagnostic::error("this file is there already")
        .at(place(path, env))
        .hint("`zbuild init` overwrites nothing")
}

fn place(path: &Utf8Path, env: &Environment) -> Place {
    Place::File(relative_to(path, &env.cwd))
}

/// Only a file that is not there yet is written.
fn write(path: &Utf8Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::File::create_new(path)?.write_all(text.as_bytes())
}
