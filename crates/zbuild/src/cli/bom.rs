//! The bill of materials of a package: what it was built from.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use camino::Utf8Path;
use ghostbind::layout::normalize;
use ghostbind::{LocalCrate, local_crates};
use serde_json::{Value, json};

use crate::build::Build;
use crate::config::Project;
use crate::diagnostic::{Diagnostic, Place};
use crate::lower::Places;
use crate::packages;
use crate::project::{Member, MemberKind};

/// `CycloneDX` 1.5. Without a time and without a serial number: the same project gives the same text. `members` are
/// those that were built.
pub(super) fn bill_of_materials(
    build: &Build,
    name: &str,
    version: &str,
    members: &[&Member],
) -> Result<Vec<u8>, Diagnostic> {
    let mut components: BTreeSet<String> = BTreeSet::new();
    for manifest in &build.lowered.manifests {
        let lock =
            manifest.ancestors().skip(1).map(|folder| folder.join("Cargo.lock")).find(|lock| lock.is_file());
        if let Some(lock) = lock {
            locked_crates(&lock, manifest, &mut components)?;
        }
    }
    let projects: Vec<(&Member, &Project)> = members
        .iter()
        .filter_map(|member| match &member.kind {
            MemberKind::Project(_, project) => Some((*member, &**project)),
            MemberKind::Crate(_) => None,
        })
        .collect();
    for (member, project) in &projects {
        let modules = project.zig_modules.iter().map(|module| (&module.name, "zig"));
        for (name, language) in modules.chain(project.c_sources.iter().map(|c| (&c.name, "c"))) {
            components.insert(plain(&name.value, language).to_string());
        }
        let folders = project.zig_packages.iter().filter(|package| package.hash.is_none());
        for package in folders {
            let mut component = plain(&package.name.value, "zig");
            let mut folder = package.path.iter().map(|path| normalize(&member.folder.join(&path.value)));
            if let Some(version) = folder.find_map(|folder| packages::manifest(&folder).version) {
                component["version"] = json!(version);
            }
            components.insert(component.to_string());
        }
    }
    for (hash, source) in fetched(build) {
        let named = projects.iter().flat_map(|(_, project)| &project.zig_packages);
        let named = named.filter(|package| package.hash.as_ref().is_some_and(|known| known.value == hash));
        let name = named.map(|package| package.name.value.clone()).next();
        components.insert(zig_package(build, &hash, &source, name).to_string());
    }
    let components: Vec<Value> =
        components.iter().filter_map(|component| serde_json::from_str(component).ok()).collect();
    let tools = &build.tools;
    let bom = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": { "type": "application", "name": name, "version": version, "bom-ref": "self" },
            "tools": { "components": [
                { "type": "application", "name": "zbuild", "version": env!("CARGO_PKG_VERSION") },
                { "type": "application", "name": "zig", "version": tools.zig_version },
                { "type": "application", "name": "rustc", "version": tools.rustc_version },
            ] },
        },
        "components": components,
    });
    Ok(format!("{bom:#}\n").into_bytes())
}

fn plain(name: &str, language: &str) -> Value {
    json!({ "type": "library", "name": name, "bom-ref": format!("{language}:{name}") })
}

/// Zig packages from elsewhere by their hashes, with where they come from: those that the projects name, what these
/// depend on, and what parts with a `build.zig` of their own name.
fn fetched(build: &Build) -> BTreeMap<String, String> {
    let mut found = build.lowered.locked_packages.clone();
    for foreign in &build.lowered.foreign {
        let folder = foreign.script.parent().unwrap_or(&foreign.script);
        for dependency in packages::manifest(folder).dependencies.into_iter().filter(|d| !d.lazy) {
            found.extend(dependency.hash.zip(dependency.url));
        }
    }
    found
}

/// A package as it calls itself, else as `name` has it.
fn zig_package(build: &Build, hash: &str, source: &str, name: Option<String>) -> Value {
    let place = Places::new(&build.workspace.root, None).packages().join(hash);
    let manifest = packages::manifest(&place);
    // Since Zig 0.14 the hash begins with the name and the version.
    let mut parts = hash.split('-');
    let (first, second) = (parts.next().unwrap_or(hash), parts.next());
    let name = manifest.name.or(name).unwrap_or_else(|| first.to_owned());
    let mut component = json!({
        "type": "library", "name": name, "bom-ref": format!("zig:{hash}"),
        "properties": [{ "name": "zig:hash", "value": hash }],
    });
    if let Some(version) = manifest.version.or_else(|| second.map(ToOwned::to_owned)) {
        component["version"] = json!(version);
    }
    if source.contains("://") {
        component["externalReferences"] = json!([{ "type": "distribution", "url": source }]);
    }
    component
}

/// Every package of a Cargo.lock that a crate is built from, each as JSON text: not what only tests use.
fn locked_crates(
    lock: &Utf8Path,
    manifest: &Utf8Path,
    components: &mut BTreeSet<String>,
) -> Result<(), Diagnostic> {
    let unreadable = |error: String| Diagnostic::error(error).at(Place::File(lock.to_owned()));
    let content =
        fs::read_to_string(lock).map_err(|error| unreadable(format!("cannot read the file: {error}")))?;
    let table: toml::Table =
        toml::from_str(&content).map_err(|error| unreadable(error.message().to_owned()))?;
    let packages: Vec<&toml::Value> =
        table.get("package").and_then(toml::Value::as_array).into_iter().flatten().collect();
    for package in built_from(&packages, manifest) {
        let (Some(name), Some(version)) = (text(package, "name"), text(package, "version")) else { continue };
        let purl = format!("pkg:cargo/{name}@{version}");
        let mut component =
            json!({ "type": "library", "name": name, "version": version, "purl": purl, "bom-ref": purl });
        if let Some(checksum) = text(package, "checksum") {
            component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
        }
        components.insert(component.to_string());
    }
    Ok(())
}

/// The packages that are reached from a crate. A lock file does not say which dependencies of a crate in a folder are
/// for its tests; its Cargo.toml does.
fn built_from<'a>(packages: &[&'a toml::Value], manifest: &Utf8Path) -> Vec<&'a toml::Value> {
    let locals = local_crates(manifest);
    let local = |package: &toml::Value| {
        let named = |krate: &&LocalCrate| Some(krate.package.as_str()) == text(package, "name");
        text(package, "source").is_none().then(|| locals.iter().find(named)).flatten()
    };
    let own = locals.iter().find(|krate| krate.manifest == manifest).map(|krate| krate.package.as_str());
    let is_own = |package: &&&toml::Value| text(package, "source").is_none() && text(package, "name") == own;
    let mut open: Vec<&toml::Value> = packages.iter().filter(is_own).copied().collect();
    let mut found: Vec<&toml::Value> = Vec::new();
    while let Some(package) = open.pop() {
        if found.iter().any(|known| std::ptr::eq(*known, package)) {
            continue;
        }
        found.push(package);
        let entries = package.get("dependencies").and_then(toml::Value::as_array).into_iter().flatten();
        for entry in entries.filter_map(toml::Value::as_str) {
            // `name`, and what tells several of a name apart: `name version (source)`.
            let mut words = entry.split(' ');
            let (name, version) = (words.next().unwrap_or_default(), words.next());
            if local(package).is_some_and(|krate| !krate.needs.contains(name)) {
                continue;
            }
            let meant = |other: &&&toml::Value| {
                text(other, "name") == Some(name) && (version.is_none() || text(other, "version") == version)
            };
            open.extend(packages.iter().filter(meant).copied());
        }
    }
    found
}

fn text<'a>(package: &'a toml::Value, key: &str) -> Option<&'a str> {
    package.get(key).and_then(toml::Value::as_str)
}
