//! What crates must have in common to become one library, and the reason where they have not.

use std::collections::BTreeMap;

use super::Part;
use crate::cargo::{self, Compiled};
use crate::error::BuildError;
use crate::event::Event;
use crate::layout;
use crate::request::{Environment, Request};

/// Longest name that is made of the crates' own.
const NAME_BYTES_MAX: usize = 64;

/// Crates that every Rust library is compiled with.
const RUSTS_OWN: &[&str] = &[
    "alloc",
    "compiler_builtins",
    "core",
    "panic_abort",
    "panic_unwind",
    "proc_macro",
    "std",
    "std_detect",
    "test",
    "unwind",
];

/// What the library is called. Files of several crates must not have one name.
pub(super) fn name(request: &Request, parts: &[Part]) -> Result<String, BuildError> {
    let mut seen: BTreeMap<&str, &Part> = BTreeMap::new();
    for part in parts {
        if let Some(other) = seen.insert(&part.package.library, part) {
            let same = other.package.manifest_path == part.package.manifest_path;
            let what = if same {
                format!("`{}` is named twice", part.package.name)
            } else {
                format!(
                    "{} and {} are both called `{}`",
                    other.package.manifest_path, part.package.manifest_path, part.package.library
                )
            };
            let hint = "give one of them another name with `[lib] name` in its Cargo.toml";
            return Err(BuildError::Request { what, hint: (!same).then(|| hint.to_owned()) });
        }
    }
    let joined: Vec<&str> = parts.iter().map(|part| part.package.library.as_str()).collect();
    let name = match &request.name {
        Some(name) => name.clone(),
        None if joined.join("_").len() <= NAME_BYTES_MAX => joined.join("_"),
        None => format!("{}_and_{}_more", joined[0], joined.len() - 1),
    };
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let usable = name.chars().all(word) && name.starts_with(|c: char| !c.is_ascii_digit());
    if !usable || name.is_empty() {
        return Err(BuildError::Request {
            what: format!("`{name}` cannot be the name of a library"),
            hint: Some("a name has letters, digits and `_`, and begins with no digit".to_owned()),
        });
    }
    if RUSTS_OWN.contains(&name.as_str()) {
        return Err(BuildError::Request {
            what: format!("the library of all crates cannot be called `{name}`: a crate of Rust's own is"),
            hint: Some("give another one with --name".to_owned()),
        });
    }
    if seen.contains_key(name.as_str()) {
        return Err(BuildError::Request {
            what: format!("the library of all crates cannot be called `{name}`: one of the crates is"),
            hint: Some("give another one with --name".to_owned()),
        });
    }
    Ok(name)
}

/// Gives each part the shared features that it has.
pub(super) fn share_features(request: &Request, parts: &mut [Part]) -> Result<(), BuildError> {
    for wanted in &request.shared_features {
        let mut taken = false;
        for part in parts.iter_mut() {
            let package = &part.package;
            let plain = match wanted.split_once('/') {
                Some((named, feature)) if named == package.name || named == package.library => feature,
                _ => wanted.as_str(),
            };
            if package.features.iter().any(|known| known == plain) {
                part.request.features.push(plain.to_owned());
                taken = true;
            }
        }
        if !taken {
            let names: Vec<&str> = parts.iter().map(|part| part.package.name.as_str()).collect();
            return Err(BuildError::Request {
                what: format!("none of {} has a feature `{wanted}`", names.join(", ")),
                hint: Some("CRATE/FEATURE names a feature of one crate".to_owned()),
            });
        }
    }
    Ok(())
}

/// Settings for every part, where theirs differ and one is as good as the other. What cannot differ in
/// one program is refused.
pub(super) fn settings(
    env: &Environment,
    parts: &[Part],
    profile: &str,
    events: &mut dyn FnMut(Event),
) -> Result<Vec<String>, BuildError> {
    let first = &parts[0];
    let mut reasons = Vec::new();
    let setting =
        |part: &Part, key| cargo::profile_setting(env, &part.config, &part.package.workspace, profile, key);
    let panic = |part: &Part| setting(part, "panic").unwrap_or_else(|| "unwind".to_owned());
    let lto = |part: &Part| link_time(setting(part, "lto").as_deref());
    for part in &parts[1..] {
        let (one, other) = (&first.package.name, &part.package.name);
        if first.tools.rustc_version != part.tools.rustc_version {
            reasons.push(format!(
                "`{one}` is built by rustc {}, `{other}` by rustc {}: each brings a standard library of its own",
                first.tools.rustc_version, part.tools.rustc_version
            ));
        }
        if panic(first) != panic(part) {
            reasons.push(format!(
                "`{one}` has panic = \"{}\" in the profile `{profile}`, `{other}` has panic = \"{}\": in one \
                 program a panic does one or the other",
                panic(first),
                panic(part)
            ));
        }
    }
    if !reasons.is_empty() {
        return Err(BuildError::Mixed { reasons });
    }
    let mut settings = vec![format!("profile.{profile}.panic=\"{}\"", panic(first))];
    let mode = lto(first);
    let different = parts.iter().find(|part| lto(part) != mode);
    if let Some(part) = different {
        events(Event::Note {
            about: part.package.name.clone(),
            message: format!(
                "its profile has lto = {}, that of `{}` lto = {mode}; all crates are built without",
                lto(part),
                first.package.name
            ),
        });
        settings.push(format!("profile.{profile}.lto=false"));
    } else {
        settings.push(format!("profile.{profile}.lto={mode}"));
    }
    Ok(settings)
}

/// A mode of link-time optimisation under one spelling.
fn link_time(said: Option<&str>) -> &'static str {
    match said {
        Some("true" | "fat") => "\"fat\"",
        Some("thin") => "\"thin\"",
        Some("off") => "\"off\"",
        _ => "false",
    }
}

/// Two packages that cargo gives one identity would take each other's place.
pub(super) fn packages(parts: &[Part], compiled: &[Compiled]) -> Result<(), BuildError> {
    let mut seen: BTreeMap<(String, String), &camino::Utf8Path> = BTreeMap::new();
    for (part, compiled) in parts.iter().zip(compiled) {
        for unit in compiled.units.iter().filter(|unit| unit.linked && unit.is_local()) {
            let version = unit.package.rsplit(['@', '#', ' ']).next().unwrap_or_default();
            let place = layout::relative(&unit.manifest, &part.package.workspace);
            let identity = (format!("{} {version}", unit.name), place.to_string());
            let known = seen.insert(identity, &unit.manifest);
            if let Some(known) = known.filter(|known| *known != unit.manifest) {
                return Err(BuildError::Request {
                    what: format!(
                        "{known} and {} have one name, one version and one place in their workspaces: cargo takes \
                         them for one package",
                        unit.manifest
                    ),
                    hint: Some("give one of them another name or version".to_owned()),
                });
            }
        }
    }
    Ok(())
}
