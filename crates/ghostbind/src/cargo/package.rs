//! Which package a request means, and what its library is called.

use std::ffi::OsString;

use camino::{Utf8Path, Utf8PathBuf};
use cargo_metadata::{CrateType as CargoCrateType, Metadata, MetadataCommand, TargetKind};

use crate::error::{BuildError, Fault};
use crate::layout::{normalize, relative};
use crate::process::Invocation;
use crate::request::{CrateType, Environment, Request};
use crate::tools::Tools;

/// A package with a library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Package {
    /// Its name.
    pub(crate) name: String,
    /// Its version.
    pub(crate) version: String,
    /// Cargo's exact name for it.
    pub(crate) id: String,
    /// Its Cargo.toml.
    pub(crate) manifest_path: Utf8PathBuf,
    /// Its library's name, as files are named.
    pub(crate) library: String,
    /// Kinds that the library declares, those that other languages can link.
    pub(crate) declared: Vec<CrateType>,
    /// The folder of its workspace.
    pub(crate) workspace: Utf8PathBuf,
    /// Every Cargo.toml of its workspace.
    pub(crate) members: Vec<Utf8PathBuf>,
    /// Its features.
    pub(crate) features: Vec<String>,
}

impl Package {
    /// The features that the request turns on in this package.
    pub(crate) fn wanted_features<'a>(&'a self, request: &'a Request) -> impl Iterator<Item = &'a String> {
        let declared = request.features_if_declared.iter().filter(|name| self.features.contains(name));
        request.features.iter().chain(declared)
    }
}

/// Finds the package that the request means and checks that it can be built as asked.
pub(crate) fn select(
    env: &Environment,
    tools: &Tools,
    request: &Request,
    manifest: &Utf8Path,
) -> Result<Package, BuildError> {
    let metadata = metadata(env, tools, request, manifest)?;
    let package = wanted(&metadata, request, manifest)?;
    let library = package.targets.iter().find(|target| target.is_lib() || linkable(&target.kind));
    let Some(library) = library else {
        let proc_macro = package.targets.iter().any(cargo_metadata::Target::is_proc_macro);
        let what = if proc_macro { "is a procedural macro" } else { "has no library" };
        return Err(BuildError::Request {
            what: format!("package `{}` {what}: there is nothing to link", package.name),
            hint: Some("a library has `src/lib.rs`, or a `[lib]` table in Cargo.toml".to_owned()),
        });
    };
    described(&metadata, package, library, request)
}

/// The same for a package whose programs are wanted. It may have no library.
pub(crate) fn select_programs(
    env: &Environment,
    tools: &Tools,
    request: &Request,
    manifest: &Utf8Path,
) -> Result<Package, BuildError> {
    let metadata = metadata(env, tools, request, manifest)?;
    let package = wanted(&metadata, request, manifest)?;
    let named = |target: &&cargo_metadata::Target| target.is_lib() || linkable(&target.kind);
    let first = package.targets.iter().find(named).or_else(|| package.targets.first());
    let Some(first) = first else {
        let what = format!("package `{}` has neither a program nor a library", package.name);
        return Err(BuildError::Request { what, hint: Some("a program has `src/main.rs`".to_owned()) });
    };
    described(&metadata, package, first, request)
}

fn wanted<'a>(
    metadata: &'a Metadata,
    request: &Request,
    manifest: &Utf8Path,
) -> Result<&'a cargo_metadata::Package, BuildError> {
    match &request.package {
        Some(name) => named(metadata, name),
        None => of_manifest(metadata, manifest),
    }
}

fn described(
    metadata: &Metadata,
    package: &cargo_metadata::Package,
    library: &cargo_metadata::Target,
    request: &Request,
) -> Result<Package, BuildError> {
    let mut declared: Vec<CrateType> = library.crate_types.iter().filter_map(crate_type).collect();
    declared.sort_unstable();
    let features: Vec<String> = package.features.keys().cloned().collect();
    check_features(request, &package.name, &features)?;
    Ok(Package {
        name: package.name.to_string(),
        version: package.version.to_string(),
        id: package.id.repr.clone(),
        manifest_path: package.manifest_path.clone(),
        library: library.name.replace('-', "_"),
        declared,
        workspace: metadata.workspace_root.clone(),
        members: metadata.packages.iter().map(|package| package.manifest_path.clone()).collect(),
        features,
    })
}

/// Cargo calls a library by the kinds that its Cargo.toml declares. Each can be compiled as another.
fn linkable(kinds: &[TargetKind]) -> bool {
    use TargetKind::{CDyLib, DyLib, RLib, StaticLib};
    kinds.iter().any(|kind| matches!(kind, StaticLib | CDyLib | DyLib | RLib))
}

fn crate_type(kind: &CargoCrateType) -> Option<CrateType> {
    match kind {
        CargoCrateType::StaticLib => Some(CrateType::Staticlib),
        CargoCrateType::CDyLib => Some(CrateType::Cdylib),
        _ => None,
    }
}

fn metadata(
    env: &Environment,
    tools: &Tools,
    request: &Request,
    manifest: &Utf8Path,
) -> Result<Metadata, BuildError> {
    let folder = manifest.parent().unwrap_or(&env.cwd);
    let mut args: Vec<OsString> =
        ["metadata", "--format-version", "1", "--no-deps", "--manifest-path"].map(Into::into).into();
    args.push(manifest.as_str().into());
    args.extend(network(request));
    let finished =
        env.children.output(&Invocation::new(&tools.cargo, folder, &tools.vars(env)).args(args))?;
    if !finished.status.success() {
        return Err(refused(env, folder, &finished.stderr));
    }
    let text = String::from_utf8_lossy(&finished.stdout);
    MetadataCommand::parse(text.as_ref()).map_err(|error| BuildError::ToolBroken {
        tool: tools.cargo.clone(),
        what: format!("its metadata cannot be read: {error}"),
    })
}

/// Cargo's switches for lock file and network.
pub(crate) fn network(request: &Request) -> impl Iterator<Item = OsString> {
    let flags = [(request.locked, "--locked"), (request.offline, "--offline")];
    flags.into_iter().filter(|(on, _)| *on).map(|(_, flag)| flag.into())
}

/// What cargo says when it lacks something that only the network has.
const NETWORK_WORDS: &[&str] = &[
    "failed to download",
    "spurious network error",
    "Could not resolve host",
    "failed to fetch",
    "you're using offline mode",
    "--offline was specified",
    "attempting to make an HTTP request",
    "network failure",
];

/// The error for a cargo that refused before it compiled anything, in `folder`.
pub(super) fn refused(env: &Environment, folder: &Utf8Path, stderr: &str) -> BuildError {
    let lines = stderr.lines().skip_while(|line| !line.starts_with("error"));
    let message: Vec<String> = lines.map(|line| with_place(line, folder, &env.cwd)).collect();
    let message = if message.is_empty() { stderr.trim().to_owned() } else { message.join("\n") };
    let fault = if NETWORK_WORDS.iter().any(|words| message.contains(words)) {
        Fault::Environment
    } else {
        Fault::Usage
    };
    let message = message.strip_prefix("error: ").unwrap_or(&message).to_owned();
    BuildError::Cargo { message, fault }
}

/// A line that names a file, with the file as seen from the current directory.
fn with_place(line: &str, folder: &Utf8Path, cwd: &Utf8Path) -> String {
    match line.split_once("--> ") {
        Some((before, place)) if !place.starts_with('/') => {
            let place = relative(&normalize(&folder.join(place)), cwd);
            format!("{before}--> {place}")
        }
        _ => line.to_owned(),
    }
}

fn named<'a>(metadata: &'a Metadata, name: &str) -> Result<&'a cargo_metadata::Package, BuildError> {
    metadata.packages.iter().find(|package| package.name == name).ok_or_else(|| BuildError::Request {
        what: format!("there is no package `{name}` in the workspace {}", metadata.workspace_root),
        hint: Some(members_hint(metadata)),
    })
}

fn of_manifest<'a>(
    metadata: &'a Metadata,
    manifest: &Utf8Path,
) -> Result<&'a cargo_metadata::Package, BuildError> {
    let real = |path: &Utf8Path| path.canonicalize_utf8().unwrap_or_else(|_| path.to_owned());
    let wanted = real(manifest);
    if let Some(package) = metadata.packages.iter().find(|package| real(&package.manifest_path) == wanted) {
        return Ok(package);
    }
    // A workspace without a package of its own: its only member is meant.
    match metadata.packages.as_slice() {
        [only] => Ok(only),
        _ => Err(BuildError::Request {
            what: format!("{manifest} is a workspace with several packages"),
            hint: Some(format!("say which one with --package; {}", members_hint(metadata))),
        }),
    }
}

fn members_hint(metadata: &Metadata) -> String {
    let names: Vec<&str> = metadata.packages.iter().map(|package| package.name.as_str()).collect();
    format!("its packages are {}", names.join(", "))
}

/// Cargo's own message names the feature but neither the key nor what there is.
fn check_features(request: &Request, package: &str, known: &[String]) -> Result<(), BuildError> {
    let asked =
        request.features.iter().filter(|feature| !feature.contains('/') && !feature.starts_with("dep:"));
    for feature in asked {
        if !known.contains(feature) {
            let nearest = known
                .iter()
                .map(|known| (strsim::normalized_damerau_levenshtein(feature, known), known))
                .filter(|(likeness, _)| *likeness > 0.5)
                .max_by(|a, b| a.0.total_cmp(&b.0));
            let listed = known.join(", ");
            let hint = match nearest {
                Some((_, name)) => format!("did you mean `{name}`? The features are {listed}"),
                None if known.is_empty() => "the package has no features".to_owned(),
                None => format!("the features are {listed}"),
            };
            return Err(BuildError::Request {
                what: format!("package `{package}` has no feature `{feature}`"),
                hint: Some(hint),
            });
        }
    }
    Ok(())
}
