//! `zbuild init`: a small project of both languages that builds and runs at once.

use std::fs;
use std::io::Write;

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::Environment;

use super::args::{InitArgs, Template};
use super::report::Report;
use crate::diagnostic::{Diagnostic, Place};
use crate::failure::Failure;
use crate::project::relative_to;

/// Files of a template: `{name}` stands for the project's name, `{crate}` for it as a package's.
type Files = &'static [(&'static str, &'static str)];

/// The crate that greets.
const GREETING: &str = include_str!("../../templates/zig-app/rust/greeting/src/lib.rs");

/// A Zig program with a Rust crate.
const ZIG_APP: Files = &[
    ("zbuild.json", include_str!("../../templates/zig-app/zbuild.json")),
    ("src/main.zig", include_str!("../../templates/zig-app/src/main.zig")),
    ("rust/greeting/Cargo.toml", include_str!("../../templates/zig-app/rust/greeting/Cargo.toml.in")),
    ("rust/greeting/src/lib.rs", GREETING),
    (".gitignore", include_str!("../../templates/zig-app/gitignore")),
];

/// A Rust program with a Zig module.
const RUST_APP: Files = &[
    ("zbuild.json", include_str!("../../templates/rust-app/zbuild.json")),
    ("Cargo.toml", include_str!("../../templates/rust-app/Cargo.toml.in")),
    ("build.rs", include_str!("../../templates/rust-app/build.rs")),
    ("src/main.rs", include_str!("../../templates/rust-app/src/main.rs")),
    ("zig/fast/zbuild.json", include_str!("../../templates/rust-app/zig/fast/zbuild.json")),
    ("zig/fast/src/fast.zig", include_str!("../../templates/rust-app/zig/fast/src/fast.zig")),
    (".gitignore", include_str!("../../templates/rust-app/gitignore")),
];

/// A workspace of both.
const WORKSPACE: Files = &[
    ("zbuild.json", include_str!("../../templates/workspace/zbuild.json")),
    ("apps/app/zbuild.json", include_str!("../../templates/workspace/apps/app/zbuild.json")),
    ("apps/app/src/main.zig", include_str!("../../templates/workspace/apps/app/src/main.zig")),
    ("libs/greeting/Cargo.toml", include_str!("../../templates/workspace/libs/greeting/Cargo.toml.in")),
    ("libs/greeting/src/lib.rs", GREETING),
    (".gitignore", include_str!("../../templates/workspace/gitignore")),
];

fn files_of(template: Template) -> Files {
    match template {
        Template::ZigApp => ZIG_APP,
        Template::RustApp => RUST_APP,
        Template::Workspace => WORKSPACE,
    }
}

pub(super) fn command(args: &InitArgs, env: &Environment, report: &Report) -> Result<u8, Failure> {
    let folder = args.folder.as_ref().map_or_else(|| env.cwd.clone(), |folder| env.absolute(folder));
    let name = match &args.name {
        Some(name) => name.clone(),
        None => folder.file_name().unwrap_or("app").trim_start_matches(['.', '-']).to_owned(),
    };
    check_name(&name)?;
    // A .gitignore that is there stays as it is; anything else that is there stops this.
    let crate_name = package_name(&name);
    let filled = |text: &str| text.replace("{name}", &json_text(&name)).replace("{crate}", &crate_name);
    let files: Vec<(Utf8PathBuf, String)> = files_of(args.template)
        .iter()
        .map(|(path, text)| (folder.join(path), filled(text)))
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

/// The name as cargo takes it.
fn package_name(name: &str) -> String {
    let part = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c.to_ascii_lowercase() } else { '_' };
    let name: String = name.chars().map(part).collect();
    let first_is_letter = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if first_is_letter { name } else { format!("app-{name}") }
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
