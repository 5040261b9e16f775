//! The packages that a build takes: folders as they are, a registry's as cargo keeps them in its home, repositories
//! as cargo's copies of them.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ffi::OsString;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};

use super::{CARGO, Parcel, listed, settings};
use crate::build::manifest_of;
use crate::cargo::network;
use crate::linker;
use crate::local_crates::local_crates;
use crate::process::Invocation;
use crate::request::{Environment, Request};
use crate::target::Target;
use crate::tools::Tools;

/// Packages by which build scripts compile C and C++: with this machine's compiler, where Zig's does not take its
/// place.
const COMPILERS: &[&str] = &["cc", "cxx-build", "nasm-rs"];
/// Programs that are sent.
const BROUGHT: &[&str] = &["cargo", "rustc", "zig"];
/// Packages by which build scripts look for programs and libraries of the machine, or for the commit and the day.
const SEEKERS: &[&str] = &[
    "autotools",
    "bindgen",
    "build-data",
    "built",
    "cmake",
    "git-version",
    "meson",
    "pkg-config",
    "pyo3-build-config",
    "shadow-rs",
    "system-deps",
    "vcpkg",
    "vergen",
    "vergen-git2",
    "vergen-gitcl",
    "vergen-gix",
];

/// Adds what one crate is built from.
pub(super) fn add(
    parcel: &mut Parcel,
    request: &Request,
    env: &Environment,
    tools: &Tools,
    target: &Target,
) -> Result<(), String> {
    let manifest = manifest_of(request, env).map_err(|error| error.to_string())?;
    let metadata = metadata(env, tools, request, &manifest, target)?;
    let built_from = built_from(&metadata, request, &manifest)?;
    check_scripts(&built_from, target)?;
    built_from.iter().try_for_each(|package| check_script(package, env, &parcel.orders.variables))?;
    let workspace = Utf8PathBuf::from(metadata.workspace_root.as_str());
    // Without a lock file it would be the other machine that says what is built.
    let lock = workspace.join("Cargo.lock");
    let locked = fs::read_to_string(&lock).map_err(|error| format!("{lock} cannot be read: {error}"))?;
    parcel.sources.extend([workspace.join("Cargo.toml"), lock]);
    // Cargo reads the manifests of all members of a workspace, and of what they need on other platforms alone.
    for package in metadata.packages.iter().filter(|package| package.source.is_none()) {
        for krate in local_crates(&package.manifest_path) {
            parcel.sources.extend(krate.manifest.parent().map(Utf8Path::to_owned));
            parcel.sources.extend(krate.workspace);
        }
    }
    // Cargo looks for everything that is locked, also where other members alone use it.
    let registry = |package: &Package| {
        let below = package.manifest_path.strip_prefix(parcel.cargo_home.join("registry/src")).ok()?;
        below.components().next().map(|folder| folder.as_str().to_owned())
    };
    let mut registries: BTreeSet<String> = metadata.packages.iter().filter_map(registry).collect();
    for package in built_from {
        match &package.source {
            None => {}
            Some(source) if source.repr.starts_with("git+") => add_repository(parcel, package)?,
            Some(_) => registries.extend(add_package(parcel, package)?),
        }
    }
    registries.iter().try_for_each(|registry| add_index(parcel, registry, &locked))
}

fn metadata(
    env: &Environment,
    tools: &Tools,
    request: &Request,
    manifest: &Utf8Path,
    target: &Target,
) -> Result<Metadata, String> {
    let folder = manifest.parent().unwrap_or(&env.cwd);
    let mut args: Vec<OsString> = ["metadata", "--format-version", "1", "--manifest-path", manifest.as_str()]
        .into_iter()
        .chain(["--filter-platform", tools.host.as_str(), "--filter-platform", target.rust.as_str()])
        .map(Into::into)
        .collect();
    for feature in &request.features {
        args.extend(["--features".into(), feature.into()]);
    }
    if request.all_features {
        args.push("--all-features".into());
    }
    if request.no_default_features {
        args.push("--no-default-features".into());
    }
    args.extend(network(request));
    let invocation = Invocation::new(&tools.cargo, folder, &tools.vars(env)).args(args);
    let finished = env.children.output(&invocation).map_err(|error| error.to_string())?;
    if !finished.status.success() {
        let said = finished.stderr.lines().find(|line| line.starts_with("error")).unwrap_or("an error");
        return Err(format!("cargo cannot say what it is built from: {said}"));
    }
    let text = String::from_utf8_lossy(&finished.stdout);
    MetadataCommand::parse(text.as_ref()).map_err(|error| format!("cargo's metadata cannot be read: {error}"))
}

/// The packages that are compiled: not what only tests use.
fn built_from<'a>(
    metadata: &'a Metadata,
    request: &Request,
    manifest: &Utf8Path,
) -> Result<Vec<&'a Package>, String> {
    let real = |path: &Utf8Path| path.canonicalize_utf8().unwrap_or_else(|_| path.to_owned());
    let wanted = real(manifest);
    let is_it = |package: &&Package| match &request.package {
        Some(name) => package.name == name.as_str() && package.source.is_none(),
        None => real(&package.manifest_path) == wanted,
    };
    let packages: BTreeMap<&PackageId, &Package> =
        metadata.packages.iter().map(|package| (&package.id, package)).collect();
    let resolved = metadata.resolve.as_ref().ok_or("cargo does not say what it is built from")?;
    let nodes: BTreeMap<&PackageId, _> = resolved.nodes.iter().map(|node| (&node.id, node)).collect();
    let root = metadata.packages.iter().find(is_it).ok_or("cargo does not know the package")?;
    let (mut open, mut seen) = (vec![&root.id], HashSet::from([&root.id]));
    while let Some(node) = open.pop().and_then(|id| nodes.get(id)) {
        for dependency in &node.deps {
            let only_tests = dependency.dep_kinds.iter().all(|kind| kind.kind == DependencyKind::Development)
                && !dependency.dep_kinds.is_empty();
            if !only_tests && seen.insert(&dependency.pkg) {
                open.push(&dependency.pkg);
            }
        }
    }
    Ok(seen.into_iter().filter_map(|id| packages.get(id).copied()).collect())
}

/// Build scripts that reach for what this machine has beside the toolchains.
fn check_scripts(packages: &[&Package], target: &Target) -> Result<(), String> {
    let names: BTreeSet<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    let mut reach: BTreeSet<&str> = SEEKERS.iter().filter(|name| names.contains(*name)).copied().collect();
    if !reach.is_empty() {
        return Err(format!("a build script looks for what this machine has, with {}", listed(&reach)));
    }
    reach.extend(COMPILERS.iter().filter(|name| names.contains(*name)));
    if reach.is_empty() || linker::is_needed(target) {
        return Ok(());
    }
    Err(format!(
        "a build script takes this machine's C compiler, with {}; a `--target` with a version of the C library, such \
         as x86_64-linux-gnu.2.28, takes Zig's",
        listed(&reach)
    ))
}

/// A build script that says itself that it reaches for what this machine has: a program, or a variable that is
/// another one there, whether it tells cargo so or not.
fn check_script(package: &Package, env: &Environment, sent: &BTreeMap<String, String>) -> Result<(), String> {
    let script = package.targets.iter().find(|target| target.is_custom_build());
    let text = script.and_then(|script| fs::read_to_string(&script.src_path).ok()).unwrap_or_default();
    if let Some(program) = literals(&text, "Command::new(").find(|program| !BROUGHT.contains(program)) {
        return Err(format!("the build script of `{}` starts `{program}`", package.name));
    }
    let mut read = ["var(", "var_os("].into_iter().flat_map(|call| literals(&text, call));
    match read.find(|name| !settings::is_same_for_scripts(name, env, sent)) {
        Some(name) => Err(format!("the build looks at the variable {name}, which is not sent")),
        None => Ok(()),
    }
}

/// Texts in quotes right behind the beginning of a call.
fn literals<'t>(text: &'t str, call: &'t str) -> impl Iterator<Item = &'t str> {
    let behind =
        |rest: &'t str| rest.trim_start().strip_prefix('"')?.split_once('"').map(|(literal, _)| literal);
    text.split(call).skip(1).filter_map(behind)
}

/// A registry's package, as it was downloaded; the folder of its registry in cargo's home. One that people keep in
/// the workspace (`cargo vendor`) is a source, and so are those beside it.
fn add_package(parcel: &mut Parcel, package: &Package) -> Result<Option<String>, String> {
    let sources = parcel.cargo_home.join("registry/src");
    let Ok(below) = package.manifest_path.strip_prefix(&sources) else {
        let vendored = package.manifest_path.parent().and_then(Utf8Path::parent);
        let vendored = vendored.filter(|folder| folder.starts_with(&parcel.root));
        let vendored =
            vendored.ok_or_else(|| format!("`{}` is in a folder of this machine", package.name))?;
        parcel.sources.push(vendored.to_owned());
        return Ok(None);
    };
    let mut parts = below.components().map(|part| part.as_str());
    let (Some(registry), Some(name)) = (parts.next(), parts.next()) else {
        return Err(format!("`{}` has no folder of its own", package.name));
    };
    send(parcel, &format!("registry/cache/{registry}/{name}.crate"))
        .map_err(|()| format!("`{name}` is not in cargo's home as it was downloaded"))?;
    Ok(Some(registry.to_owned()))
}

/// What a registry says of all packages that are locked: cargo asks even for those that it does not build.
fn add_index(parcel: &mut Parcel, registry: &str, locked: &str) -> Result<(), String> {
    let index = format!("registry/index/{registry}");
    send(parcel, &format!("{index}/config.json"))
        .map_err(|()| format!("the index of {registry} is a repository, and not asked by HTTP"))?;
    for name in locked_names(locked)? {
        // Which registry has which package is written nowhere; it is the one that knows it.
        let _of_another = send(parcel, &format!("{index}/.cache/{}{name}", prefix(&name)));
    }
    Ok(())
}

/// The names of locked packages that come from a registry.
fn locked_names(lock: &str) -> Result<BTreeSet<String>, String> {
    let lock: toml::Table = lock.parse().map_err(|_| "Cargo.lock cannot be read".to_owned())?;
    let packages = lock.get("package").and_then(toml::Value::as_array).into_iter().flatten();
    let of_registry = packages.filter_map(|package| {
        let text = |key: &str| package.get(key)?.as_str();
        let source = text("source")?;
        let registry = source.starts_with("registry+") || source.starts_with("sparse+");
        registry.then(|| text("name").map(str::to_lowercase))?
    });
    Ok(of_registry.collect())
}

/// The folders that an index has a package in, as cargo's book has it (Registry Index, Index files).
fn prefix(name: &str) -> String {
    let first = |n: usize| name.chars().take(n).collect::<String>();
    match name.chars().count() {
        short @ (1 | 2) => format!("{short}/"),
        3 => format!("3/{}/", first(1)),
        _ => format!("{}/{}/", first(2), name.chars().skip(2).take(2).collect::<String>()),
    }
}

/// A package of a repository: cargo's own copy of it.
fn add_repository(parcel: &mut Parcel, package: &Package) -> Result<(), String> {
    let checkouts = parcel.cargo_home.join("git/checkouts");
    let below = package.manifest_path.strip_prefix(&checkouts).ok();
    let mut parts = below.into_iter().flat_map(Utf8Path::components).map(|part| part.as_str());
    let (Some(repository), Some(commit)) = (parts.next(), parts.next()) else {
        return Err(format!("`{}` is in a folder of this machine", package.name));
    };
    if checkouts.join(repository).join(commit).join(".gitmodules").exists() {
        return Err(format!("the repository of `{}` has others inside", package.name));
    }
    send(parcel, &format!("git/db/{repository}"))
        .map_err(|()| format!("the repository of `{}` is not in cargo's home", package.name))
}

/// Sends a file or folder of cargo's home.
fn send(parcel: &mut Parcel, below: &str) -> Result<(), ()> {
    let from = parcel.cargo_home.join(below);
    if !from.exists() {
        return Err(());
    }
    let to = parcel.orders.place.join(CARGO).join(below);
    parcel.tools.push((to, from));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_an_index_as_cargo_has_them() {
        let check = |name: &str, expected: &str| assert_eq!(prefix(name), expected, "{name}");
        check("a", "1/");
        check("ab", "2/");
        check("abc", "3/a/");
        check("abcd", "ab/cd/");
        check("serde_json", "se/rd/");
    }

    #[test]
    fn what_a_script_reaches_for_is_read() {
        let text = "let git = Command::new(\"git\").arg(\"x\"); Command::new(rustc); env::var( \"HOME\" ); var_os(\"\")";
        let found = |call| literals(text, call).collect::<Vec<_>>();
        assert_eq!(
            (found("Command::new("), found("var("), found("var_os(")),
            (vec!["git"], vec!["HOME"], vec![""])
        );
    }

    #[test]
    fn packages_of_registries_are_told_from_others() {
        let lock = "[[package]]\nname = \"own\"\nversion = \"1.0.0\"\n\
                    [[package]]\nname = \"Inflector\"\nversion = \"1.0.0\"\nsource = \"registry+https://x\"\n\
                    [[package]]\nname = \"mirrored\"\nversion = \"1.0.0\"\nsource = \"sparse+https://x/\"\n\
                    [[package]]\nname = \"cloned\"\nversion = \"1.0.0\"\nsource = \"git+https://x#abc\"\n";
        let names: Vec<String> = locked_names(lock).unwrap().into_iter().collect();
        assert_eq!(names, ["inflector", "mirrored"]);
        assert!(locked_names("{").is_err());
    }
}
