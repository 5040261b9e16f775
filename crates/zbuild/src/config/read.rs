//! From text to [`Config`]: parse, hold against the shapes, then take the values out.
//!
//! Extraction runs on a tree that [`shape::check`] accepted, so a missing or mistyped value cannot
//! occur here and reads as absent.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::keys::FILE;
use super::tree::{self, Member, Node, Value};
use super::{
    ArtifactKind, ArtifactSpec, Build, CSource, Config, CrateSource, CrateType, Form, Generated, Integration,
    Linkage, Located, Optimization, Platform, Project, RemoteUse, RustCrate, Workspace, ZigModule,
    ZigPackage, shape,
};
use crate::diagnostic::{Diagnostic, Place, SourceFile};

/// Names that a Zig program already imports.
const RESERVED_IMPORTS: &[&str] = &["std", "builtin", "root", "build_options"];

/// Reads a `zbuild.json`.
///
/// # Errors
/// Everything that is wrong with it, in the order of the file.
pub fn parse(source: &Arc<SourceFile>) -> Result<Config, Vec<Diagnostic>> {
    let mut found = Vec::new();
    let tree = tree::parse(source, &mut found);
    if let Some(tree) = &tree {
        shape::check(source, tree, &FILE, &mut found);
    }
    let Some(tree) = tree.filter(|_| found.is_empty()) else {
        sort(&mut found);
        return Err(found);
    };
    let config = config(source, &tree);
    check_sense(&config, &mut found);
    sort(&mut found);
    if found.is_empty() { Ok(config) } else { Err(found) }
}

fn sort(found: &mut [Diagnostic]) {
    found.sort_by_key(|d| match &d.place {
        Some(Place::Text(_, span)) => span.start,
        _ => 0,
    });
}

fn config(source: &Arc<SourceFile>, tree: &Node<'_>) -> Config {
    let (artifacts, platforms): (Vec<&Member<'_>>, Vec<&Member<'_>>) =
        members(tree, "targets").iter().partition(|m| m.node.get("kind").is_some());
    let artifacts: Vec<ArtifactSpec> = artifacts.into_iter().filter_map(artifact).collect();
    let form = match tree.get("workspace") {
        Some(workspace) => Form::Workspace(Workspace {
            name: text(&workspace.node, "name").unwrap_or_else(nowhere),
            version: text(&workspace.node, "version"),
            members: texts(&workspace.node, "members"),
        }),
        None => Form::Project(Arc::new(project(tree, artifacts))),
    };
    Config {
        source: source.clone(),
        form,
        platforms: platforms.into_iter().map(platform).collect(),
        integration: integration(tree),
        remote: remote(tree),
    }
}

fn remote(tree: &Node<'_>) -> RemoteUse {
    let Some(section) = tree.get("remote").map(|member| &member.node) else { return RemoteUse::default() };
    let property = |member: &Member<'_>| Some((member.key.to_string(), located_text(&member.node)?.value));
    RemoteUse {
        execute: flag(section, "execute").is_some_and(|f| f.value),
        platform: members(section, "platform").iter().filter_map(property).collect(),
        ca: text(section, "ca"),
    }
}

fn project(tree: &Node<'_>, artifacts: Vec<ArtifactSpec>) -> Project {
    let empty = Node { value: Value::Null, span: 0..0 };
    let section = |key| tree.get(key).map_or(&empty, |m| &m.node);
    let (project, dependencies, build) = (section("project"), section("dependencies"), section("build"));
    Project {
        name: text(project, "name").unwrap_or_else(nowhere),
        version: text(project, "version"),
        target: text(project, "target"),
        features: texts(project, "features"),
        rust_crates: elements(dependencies, "rust_crates").iter().filter_map(rust_crate).collect(),
        zig_modules: elements(dependencies, "zig_modules").iter().filter_map(zig_module).collect(),
        c_sources: elements(dependencies, "c_sources").iter().filter_map(c_source).collect(),
        zig_packages: elements(dependencies, "zig_packages").iter().filter_map(zig_package).collect(),
        system_libraries: texts(dependencies, "system_libraries"),
        generated: elements(tree, "generated").iter().filter_map(generated).collect(),
        build: Build {
            optimization: mapped(build, "optimization", Optimization::from_name),
            strip: flag(build, "strip"),
            cross_compile: flag(build, "cross_compile"),
            build_zig: text(build, "build_zig"),
        },
        artifacts,
    }
}

fn rust_crate(node: &Node<'_>) -> Option<RustCrate> {
    let source = match (text(node, "path"), text(node, "version"), text(node, "git"), text(node, "rev")) {
        (Some(path), ..) => CrateSource::Path(path),
        (_, Some(version), ..) => CrateSource::Registry(version),
        (_, _, Some(url), Some(rev)) => CrateSource::Git { url, rev },
        _ => return None,
    };
    Some(RustCrate {
        name: text(node, "name")?,
        source,
        features: texts(node, "features"),
        default_features: flag(node, "default_features").is_none_or(|f| f.value),
        crate_type: mapped(node, "crate_type", |name| match name {
            "staticlib" => Some(CrateType::Staticlib),
            "cdylib" => Some(CrateType::Cdylib),
            _ => None,
        }),
        optional: flag(node, "optional").is_some_and(|f| f.value),
    })
}

fn zig_module(node: &Node<'_>) -> Option<ZigModule> {
    Some(ZigModule {
        name: text(node, "name")?,
        path: text(node, "path")?,
        root: text(node, "root"),
        linkage: mapped(node, "linkage", linkage),
    })
}

fn c_source(node: &Node<'_>) -> Option<CSource> {
    Some(CSource {
        name: text(node, "name")?,
        path: text(node, "path")?,
        files: texts(node, "files"),
        include_dirs: texts(node, "include_dirs"),
        flags: texts(node, "flags"),
    })
}

fn zig_package(node: &Node<'_>) -> Option<ZigPackage> {
    Some(ZigPackage {
        name: text(node, "name")?,
        url: text(node, "url"),
        path: text(node, "path"),
        hash: text(node, "hash"),
        root: text(node, "root"),
    })
}

fn generated(node: &Node<'_>) -> Option<Generated> {
    Some(Generated {
        name: text(node, "name")?,
        command: texts(node, "command"),
        inputs: texts(node, "inputs"),
        outputs: texts(node, "outputs"),
    })
}

fn platform(member: &Member<'_>) -> Platform {
    let node = &member.node;
    Platform {
        name: Located { value: member.key.to_string(), span: member.key_span.clone() },
        zig_target: text(node, "zig_target"),
        rust_target: text(node, "rust_target"),
        optimization: mapped(node, "optimization", Optimization::from_name),
        features: texts(node, "features"),
    }
}

fn artifact(member: &Member<'_>) -> Option<ArtifactSpec> {
    let node = &member.node;
    Some(ArtifactSpec {
        name: Located { value: member.key.to_string(), span: member.key_span.clone() },
        kind: mapped(node, "kind", |kind| match kind {
            "executable" => Some(ArtifactKind::Executable),
            "library" => Some(ArtifactKind::Library),
            "test" => Some(ArtifactKind::Test),
            _ => None,
        })?,
        root: text(node, "root")?,
        dependencies: node.get("dependencies").map(|_| texts(node, "dependencies")),
        linkage: mapped(node, "linkage", linkage),
    })
}

fn integration(tree: &Node<'_>) -> Integration {
    let section = |key| tree.get("integration").and_then(|i| i.node.get(key)).map(|m| &m.node);
    let of = |section: Option<&Node<'_>>, key| section.and_then(|node| flag(node, key));
    let (ghostbind, zeke) = (section("ghostbind"), section("zeke"));
    Integration {
        auto_headers: of(ghostbind, "auto_headers"),
        cache_artifacts: of(ghostbind, "cache_artifacts"),
        parallel_builds: of(ghostbind, "parallel_builds"),
        ai_assistance: of(zeke, "ai_assistance"),
        auto_optimize: of(zeke, "auto_optimize"),
        code_suggestions: of(zeke, "code_suggestions"),
    }
}

/// Names that must differ do, none is taken already, and what is said of an artifact fits it.
fn check_sense(config: &Config, found: &mut Vec<Diagnostic>) {
    match &config.form {
        Form::Workspace(workspace) => distinct(config, "member", workspace.members.iter(), found),
        Form::Project(project) => {
            let imported: Vec<&Located<String>> = project
                .rust_crates
                .iter()
                .map(|c| &c.name)
                .chain(project.zig_modules.iter().map(|m| &m.name))
                .chain(project.zig_packages.iter().map(|p| &p.name))
                .collect();
            for name in imported.iter().filter(|n| RESERVED_IMPORTS.contains(&n.value.as_str())) {
                let message = format!("`{}` is a name that Zig code already imports", name.value);
                found.push(config.error_at(name, message).hint("rename the dependency"));
            }
            let dependencies = imported.into_iter().chain(project.c_sources.iter().map(|c| &c.name));
            distinct(config, "dependency", dependencies, found);
            distinct(config, "system library", project.system_libraries.iter(), found);
            let artifacts = std::iter::once(&project.name).chain(project.artifacts.iter().map(|a| &a.name));
            distinct(config, "artifact", artifacts, found);
            for artifact in project.artifacts.iter().filter(|a| a.kind.value != ArtifactKind::Library) {
                if let Some(linkage) = &artifact.linkage {
                    let message =
                        format!("`linkage` is for a library, and `{}` is none", artifact.name.value);
                    found.push(config.error_at(linkage, message));
                }
            }
            distinct(config, "generated entry", project.generated.iter().map(|g| &g.name), found);
        }
    }
}

fn distinct<'a>(
    config: &Config,
    what: &str,
    names: impl Iterator<Item = &'a Located<String>>,
    found: &mut Vec<Diagnostic>,
) {
    let mut seen: FxHashMap<&str, &Located<String>> = FxHashMap::default();
    for name in names {
        match seen.get(name.value.as_str()) {
            Some(first) => {
                let (line, column) = config.source.line_column(first.span.start);
                let message = format!("a second {what} named `{}`", name.value);
                let hint = format!("the first is at line {line}, column {column}");
                found.push(config.error_at(name, message).hint(hint));
            }
            None => {
                seen.insert(&name.value, name);
            }
        }
    }
}

fn linkage(name: &str) -> Option<Linkage> {
    match name {
        "static" => Some(Linkage::Static),
        "dynamic" => Some(Linkage::Dynamic),
        _ => None,
    }
}

fn nowhere() -> Located<String> {
    Located { value: String::new(), span: 0..0 }
}

fn members<'n, 'a>(node: &'n Node<'a>, key: &str) -> &'n [Member<'a>] {
    node.get(key).map_or(&[], |m| m.node.members())
}

fn elements<'n, 'a>(node: &'n Node<'a>, key: &str) -> &'n [Node<'a>] {
    node.get(key).map_or(&[], |m| m.node.elements())
}

fn located_text(node: &Node<'_>) -> Option<Located<String>> {
    match &node.value {
        Value::Text(value) => Some(Located { value: value.to_string(), span: node.span.clone() }),
        _ => None,
    }
}

fn text(node: &Node<'_>, key: &str) -> Option<Located<String>> {
    located_text(&node.get(key)?.node)
}

fn texts(node: &Node<'_>, key: &str) -> Vec<Located<String>> {
    let elements = elements(node, key);
    let mut texts = Vec::with_capacity(elements.len());
    texts.extend(elements.iter().filter_map(located_text));
    texts
}

fn flag(node: &Node<'_>, key: &str) -> Option<Located<bool>> {
    let node = &node.get(key)?.node;
    match node.value {
        Value::Bool(value) => Some(Located { value, span: node.span.clone() }),
        _ => None,
    }
}

fn mapped<T>(node: &Node<'_>, key: &str, map: impl Fn(&str) -> Option<T>) -> Option<Located<T>> {
    let Located { value, span } = text(node, key)?;
    map(&value).map(|value| Located { value, span })
}
