//! `zbuild add`: one dependency more in `zbuild.json`, which stays as it is otherwise.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::Environment;
use serde_json::{Map, Value, json};

use super::args::{AddArgs, Language};
use super::report::Report;
use crate::config;
use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::failure::Failure;
use crate::lower::{Places, registry};
use crate::packages::{Fetched, Packages};
use crate::project::{MemberKind, Workspace, relative_to};

pub(super) fn command(args: &AddArgs, env: &Environment, report: &Report) -> Result<u8, Failure> {
    let (workspace, file) = file(args, env)?;
    let shown = relative_to(&file, &env.cwd);
    let text = fs::read_to_string(&file).map_err(|error| {
        Diagnostic::error(format!("cannot read the file: {error}")).at(Place::File(shown.clone()))
    })?;
    let folder = file.parent().unwrap_or(&file).to_owned();
    let (list, entry) = match zig_source(args, &folder) {
        Some(source) => ("zig_packages", zig_package(args, &source, &folder, &workspace.root, env)?),
        None => entry(args)?,
    };
    let name = entry.get("name").and_then(Value::as_str).unwrap_or(&args.name).to_owned();
    let source = SourceFile::new(shown.clone(), &text);
    let edited = config::add_dependency(&source, list, &spaced(&entry)).map_err(Failure::usage)?;
    // What would be wrong then is said now, and nothing is written.
    config::parse(&SourceFile::new(shown.clone(), &edited)).map_err(Failure::usage)?;
    check_path(args, &folder)?;
    let mark = if text.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    crate::files::write(&file, format!("{mark}{edited}").as_bytes()).map_err(|error| {
        Failure::work(
            Diagnostic::error(format!("cannot write the file: {error}")).at(Place::File(shown.clone())),
        )
    })?;
    report.line(&format!("added `{name}` to {shown}"));
    Ok(0)
}

/// The `zbuild.json` of the project that gets the dependency.
fn file(args: &AddArgs, env: &Environment) -> Result<(Workspace, Utf8PathBuf), Failure> {
    let workspace = Workspace::open(&env.cwd, args.config.as_deref())?;
    let members = workspace.select(args.project.as_deref())?;
    match members[..] {
        [member] if matches!(member.kind, MemberKind::Project(..)) => {
            let file = member.folder.join(config::FILE_NAME);
            Ok((workspace, file))
        }
        [member] => Err(Diagnostic::error(format!("`{}` has only a Cargo.toml", member.name))
            .hint("`cargo add` is for its dependencies")
            .into()),
        _ => Err(Diagnostic::error("the workspace has several projects")
            .hint("name one with --project")
            .into()),
    }
}

/// The URL or archive of a Zig package: `--url`, or what stands in the place of the name.
fn zig_source(args: &AddArgs, folder: &Utf8Path) -> Option<String> {
    if args.language != Language::Zig {
        return None;
    }
    let is_source = |text: &&String| text.contains("://") || folder.join(text.as_str()).is_file();
    args.url.clone().or_else(|| Some(&args.name).filter(is_source).cloned())
}

/// The entry of a Zig package, which is fetched to know its hash and its name.
fn zig_package(
    args: &AddArgs,
    source: &str,
    folder: &Utf8Path,
    root: &Utf8Path,
    env: &Environment,
) -> Result<Map<String, Value>, Failure> {
    let usage = |message: &str, hint: &str| Failure::from(Diagnostic::error(message).hint(hint));
    if args.path.is_some() || only_rust(args) {
        return Err(usage(
            "a Zig package has a URL and nothing else",
            "give only --url, and --hash if you know it",
        ));
    }
    let local = !source.contains("://");
    let from = if local { folder.join(source).into_string() } else { source.to_owned() };
    let layout = ghostbind::layout::Layout::new(root.to_owned());
    let tools =
        ghostbind::tools::find(env, root, &layout).map_err(|error| crate::build::tool_failure(&error))?;
    let packages = Packages::new(Places::new(root, None).packages(), env);
    let Fetched { url, hash } = packages.bring_any(&from, &tools, env)?;
    if let Some(expected) = args.hash.as_ref().filter(|expected| **expected != hash) {
        return Err(usage(
            "the package is not what --hash says",
            &format!("it has the hash {hash}, not {expected}"),
        ));
    }
    let name = if args.url.is_some() { Some(args.name.clone()) } else { packages.name(&hash) };
    let Some(name) = name else {
        return Err(usage(
            "the package does not say what it is called",
            "`zbuild add zig NAME --url URL` names it",
        ));
    };
    let mut entry = Map::new();
    entry.insert("name".to_owned(), json!(name));
    // Of a repository Zig says which commit it took.
    match source {
        _ if local => entry.insert("path".to_owned(), json!(source)),
        _ if source.starts_with("git+") => entry.insert("url".to_owned(), json!(url)),
        _ => entry.insert("url".to_owned(), json!(source)),
    };
    entry.insert("hash".to_owned(), json!(hash));
    Ok(entry)
}

/// What is added must be there.
fn check_path(args: &AddArgs, folder: &Utf8Path) -> Result<(), Failure> {
    let Some(path) = &args.path else { return Ok(()) };
    let place = ghostbind::layout::normalize(&folder.join(path));
    let missing = match args.language {
        Language::Rust if !place.join("Cargo.toml").is_file() => "Cargo.toml in",
        Language::Zig if !place.is_dir() => "folder",
        _ => return Ok(()),
    };
    let error = Diagnostic::error(format!("there is no {missing} `{path}`"));
    Err(error.hint(format!("looked for {place}; --path is relative to zbuild.json")).into())
}

/// Whether something is given that only crates have.
fn only_rust(args: &AddArgs) -> bool {
    args.version.is_some()
        || args.git.is_some()
        || !args.features.is_empty()
        || args.no_default_features
        || args.optional
        || args.crate_type.is_some()
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
    if args.language == Language::Rust && (args.url.is_some() || args.hash.is_some()) {
        let error = Diagnostic::error("--url and --hash are for Zig packages");
        return Err(error.hint("a crate has --path, --version, or --git with --rev").into());
    }
    if given.is_empty() {
        return Err(Diagnostic::error("nothing says where the dependency comes from")
            .hint("give --path, --version, or --git with --rev; for a Zig package --url")
            .into());
    }
    if let Some(version) = args.version.as_ref().filter(|version| !registry::is_requirement(version)) {
        let error = Diagnostic::error(format!("`{version}` is no version requirement"));
        return Err(error.hint(registry::REQUIREMENTS).into());
    }
    for (key, text) in &given {
        put(key, json!(text));
    }
    if args.language == Language::Zig {
        if only_rust(args) {
            return Err(Diagnostic::error("a Zig module comes from a folder")
                .hint("give only --path, or --url for a package")
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
    let mut entry: Vec<_> = entry.iter().collect();
    // What it is, where it comes from, the rest.
    let rank = |key: &str| ["name", "path", "url", "version", "git"].iter().position(|known| *known == key);
    entry.sort_by_key(|(key, _)| rank(key).unwrap_or(usize::MAX));
    let pairs: Vec<String> = entry.iter().map(|(key, value)| format!("{}: {value}", json!(key))).collect();
    format!("{{ {} }}", pairs.join(", "))
}
