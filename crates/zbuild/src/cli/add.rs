//! `zbuild add`: one dependency more in `zbuild.json`, which stays as it is otherwise.

use std::fs;
use std::io::Write;

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::Environment;
use serde_json::{Map, Value, json};

use super::args::{AddArgs, Language};
use super::report::Report;
use crate::config;
use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::failure::Failure;
use crate::project::{MemberKind, Workspace, relative_to};

pub(super) fn command(args: &AddArgs, env: &Environment, report: &Report) -> Result<u8, Failure> {
    let file = file(args, env)?;
    let shown = relative_to(&file, &env.cwd);
    let text = fs::read_to_string(&file).map_err(|error| {
        Diagnostic::error(format!("cannot read the file: {error}")).at(Place::File(shown.clone()))
    })?;
    let (list, entry) = entry(args)?;
    let source = SourceFile::new(shown.clone(), &text);
    let edited = config::add_dependency(&source, list, &spaced(&entry)).map_err(Failure::usage)?;
    // What would be wrong then is said now, and nothing is written.
    config::parse(&SourceFile::new(shown.clone(), &edited)).map_err(Failure::usage)?;
    let mark = if text.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    replace(&file, &format!("{mark}{edited}")).map_err(|error| {
        Failure::work(
            Diagnostic::error(format!("cannot write the file: {error}")).at(Place::File(shown.clone())),
        )
    })?;
    report.line(&format!("added `{}` to {shown}", args.name));
    Ok(0)
}

/// The `zbuild.json` of the project that gets the dependency.
fn file(args: &AddArgs, env: &Environment) -> Result<Utf8PathBuf, Failure> {
    let workspace = Workspace::open(&env.cwd, args.config.as_deref())?;
    let members = workspace.select(args.project.as_deref())?;
    match members[..] {
        [member] if matches!(member.kind, MemberKind::Project(..)) => {
            Ok(member.folder.join(config::FILE_NAME))
        }
        [member] => Err(Diagnostic::error(format!("`{}` has only a Cargo.toml", member.name))
            .hint("`cargo add` is for its dependencies")
            .into()),
        _ => Err(Diagnostic::error("the workspace has several projects")
            .hint("name one with --project")
            .into()),
    }
}

/// The list and the entry.
fn entry(args: &AddArgs) -> Result<(&'static str, Map<String, Value>), Failure> {
    let mut entry = Map::new();
    entry.insert("name".to_owned(), json!(args.name));
    let mut put = |key: &str, value: Value| {
        entry.insert(key.to_owned(), value);
    };
    let texts = [("path", &args.path), ("version", &args.version), ("git", &args.git), ("rev", &args.rev)];
    let given: Vec<_> = texts.into_iter().filter_map(|(key, text)| Some((key, text.as_ref()?))).collect();
    if given.is_empty() {
        return Err(Diagnostic::error("nothing says where the dependency comes from")
            .hint("give --path, --version, or --git with --rev")
            .into());
    }
    for (key, text) in &given {
        put(key, json!(text));
    }
    if args.language == Language::Zig {
        let only_rust = given.iter().any(|(key, _)| *key != "path")
            || !args.features.is_empty()
            || args.no_default_features
            || args.optional
            || args.crate_type.is_some();
        if only_rust {
            return Err(Diagnostic::error("a Zig module comes from a folder")
                .hint("give only --path")
                .into());
        }
        return Ok(("zig_modules", entry));
    }
    if !args.features.is_empty() {
        put("features", json!(args.features));
    }
    if args.no_default_features {
        put("default_features", json!(false));
    }
    if let Some(kind) = &args.crate_type {
        put("crate_type", json!(kind));
    }
    if args.optional {
        put("optional", json!(true));
    }
    Ok(("rust_crates", entry))
}

/// On one line, with the blanks that people put.
fn spaced(entry: &Map<String, Value>) -> String {
    let pairs: Vec<String> = entry.iter().map(|(key, value)| format!("{}: {value}", json!(key))).collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// The new text takes the old one's place whole.
fn replace(path: &Utf8Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(fs::metadata(path)?.permissions())?;
    file.persist(path).map(drop).map_err(|error| error.error)
}
