//! The little of `zbuild.json` that concerns a crate: named targets, and which folder a member's
//! name means. The whole file is zbuild's business; it is read here without judging the rest.

use camino::{Utf8Path, Utf8PathBuf};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::error::BuildError;

/// What a member's name leads to.
pub(super) enum Member {
    /// The Cargo.toml of its crate.
    Crate(Utf8PathBuf),
    /// A folder without one.
    NoCrate(Utf8PathBuf),
}

/// A named target.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) zig_target: Option<String>,
    pub(super) rust_target: Option<String>,
    pub(super) profile: Option<String>,
    pub(super) features: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Entry {
    zig_target: Option<String>,
    rust_target: Option<String>,
    optimization: Option<String>,
    features: Vec<String>,
}

/// Zig's optimisation modes as cargo's profiles.
const PROFILES: &[(&str, &str)] =
    &[("Debug", "dev"), ("ReleaseSafe", "release"), ("ReleaseFast", "release"), ("ReleaseSmall", "release")];

/// The target that `targets.NAME` names in the zbuild.json of `root`.
pub(super) fn target(root: &Utf8Path, name: &str) -> Result<Named, BuildError> {
    let path = root.join("zbuild.json");
    let Some(project) = read(root)? else {
        return Err(wrong(
            format!("--target-config needs a zbuild.json, and there is none in {root} or above"),
            "give the target with --zig-target".to_owned(),
        ));
    };
    let name = name.strip_prefix("targets.").unwrap_or(name);
    let targets = project.get("targets").and_then(Value::as_object).cloned().unwrap_or_default();
    let Some(value) = targets.get(name) else {
        let known: Vec<&str> = targets.keys().map(String::as_str).collect();
        let hint = match known.as_slice() {
            [] => "it has no `targets`".to_owned(),
            known => format!("it has {}", known.join(", ")),
        };
        return Err(wrong(format!("{path} has no target `{name}` in `targets`"), hint));
    };
    let entry: Entry = serde_json::from_value(value.clone())
        .map_err(|error| wrong(format!("{path}: targets.{name}: {error}"), String::new()))?;
    let profile = entry.optimization.as_deref().map(profile_of).transpose().map_err(|mode| {
        let modes: Vec<&str> = PROFILES.iter().map(|(zig, _)| *zig).collect();
        let what = format!("{path}: targets.{name}.optimization: there is no mode `{mode}`");
        wrong(what, format!("the modes are {}", modes.join(", ")))
    })?;
    // `native` says nothing about the machine that the Rust name would not say better.
    let native = entry.zig_target.as_deref() == Some("native") && entry.rust_target.is_some();
    let zig_target = if native { None } else { entry.zig_target };
    Ok(Named { zig_target, rust_target: entry.rust_target, profile, features: entry.features })
}

fn profile_of(mode: &str) -> Result<String, String> {
    let known = PROFILES.iter().find(|(zig, _)| *zig == mode);
    known.map(|(_, profile)| (*profile).to_owned()).ok_or_else(|| mode.to_owned())
}

/// What a manifest path that does not exist means: `P/Cargo.toml` where a member is called `P`.
pub(super) fn member(root: &Utf8Path, manifest: &Utf8Path) -> Result<Option<Member>, BuildError> {
    let Some(project) = read(root)? else { return Ok(None) };
    let folder = if manifest.file_name() == Some("Cargo.toml") { manifest.parent() } else { Some(manifest) };
    let Some(name) = folder.and_then(Utf8Path::file_name) else { return Ok(None) };
    let members = project.get("workspace").and_then(|workspace| workspace.get("members"));
    let members = members.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    for member in members {
        let folder = root.join(member);
        if Utf8Path::new(member).file_name() != Some(name) && project_name(&folder).as_deref() != Some(name) {
            continue;
        }
        let manifest = folder.join("Cargo.toml");
        let found = if manifest.is_file() { Member::Crate(manifest) } else { Member::NoCrate(member.into()) };
        return Ok(Some(found));
    }
    Ok(None)
}

fn project_name(folder: &Utf8Path) -> Option<String> {
    let project = read(folder).ok()??;
    project.get("project")?.get("name")?.as_str().map(str::to_owned)
}

fn read(root: &Utf8Path) -> Result<Option<Map<String, Value>>, BuildError> {
    let path = root.join("zbuild.json");
    let Ok(text) = std::fs::read_to_string(&path) else { return Ok(None) };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    match serde_json::from_str(text) {
        Ok(Value::Object(project)) => Ok(Some(project)),
        Ok(_) => Err(wrong(format!("{path}:1:1: expected an object"), String::new())),
        Err(error) => {
            Err(wrong(format!("{path}:{}:{}: {error}", error.line(), error.column()), String::new()))
        }
    }
}

fn wrong(what: String, hint: String) -> BuildError {
    BuildError::Request { what, hint: (!hint.is_empty()).then_some(hint) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKSPACE: &str = r#"{
        "workspace": { "name": "w", "members": ["apps/front", "services/back"] },
        "targets": {
            "development": { "zig_target": "native", "rust_target": "x86_64-unknown-linux-gnu",
                             "optimization": "Debug", "features": ["dev-tools"] },
            "odd": { "optimization": "Fast" }
        }
    }"#;

    fn workspace() -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap().to_owned();
        std::fs::write(root.join("zbuild.json"), format!("\u{feff}{}", WORKSPACE.replace('\n', "\r\n")))
            .unwrap();
        std::fs::create_dir_all(root.join("apps/front")).unwrap();
        std::fs::create_dir_all(root.join("services/back")).unwrap();
        std::fs::write(root.join("services/back/Cargo.toml"), "").unwrap();
        (folder, root)
    }

    #[test]
    fn named_targets() {
        let (_folder, root) = workspace();
        let named = target(&root, "targets.development").unwrap();
        assert_eq!(named.rust_target.as_deref(), Some("x86_64-unknown-linux-gnu"));
        assert_eq!((named.zig_target, named.profile.as_deref()), (None, Some("dev")));
        assert_eq!(named.features, ["dev-tools"]);
        let text = |name: &str| target(&root, name).unwrap_err().to_string().replace(root.as_str(), ".");
        assert_eq!(text("targets.x"), "./zbuild.json has no target `x` in `targets`");
        assert_eq!(text("odd"), "./zbuild.json: targets.odd.optimization: there is no mode `Fast`");
    }

    #[test]
    fn members_by_name() {
        let (_folder, root) = workspace();
        let of = |path: &str| member(&root, Utf8Path::new(path)).unwrap();
        assert!(
            matches!(of("back/Cargo.toml"), Some(Member::Crate(path)) if path == root.join("services/back/Cargo.toml"))
        );
        assert!(matches!(of("front/Cargo.toml"), Some(Member::NoCrate(_))));
        assert!(of("other/Cargo.toml").is_none());
    }
}
