//! Packages that more than one part brings, each as a copy of its own.
//!
//! Parts are resolved in their own workspaces, so cargo, which would take one version and join features
//! in a workspace of all, cannot see that one package is there twice. A native library twice is refused,
//! as cargo refuses it (`links`): both would define the same symbols, and the linker takes whichever
//! comes first. Rust's own code may be there twice; its state is then two states, which is told.

use std::collections::BTreeMap;
use std::fs;

use camino::Utf8Path;
use toml::{Table, Value};

use super::Part;
use crate::cargo::{Compiled, Unit};
use crate::error::BuildError;
use crate::event::Event;

/// Most packages that one message names.
const NAMES_MAX: usize = 8;

/// A package as one part has it.
struct Copy<'a> {
    part: &'a str,
    unit: &'a Unit,
}

impl Copy<'_> {
    /// Whether it is the same code, compiled once for both.
    fn is(&self, other: &Self) -> bool {
        self.unit.package == other.unit.package && self.unit.files == other.unit.files
    }

    /// Whether cargo would have made one package of both in a workspace of all: incompatible versions stay
    /// apart there as well.
    fn would_be_one_with(&self, other: &Self) -> bool {
        let ((name, version), (others, theirs)) = (self.name_and_version(), other.name_and_version());
        self.part != other.part && name == others && major(version) == major(theirs)
    }

    /// `zlib-sys 1.2.0` of `registry+…#zlib-sys@1.2.0`, and of `path+file:///w/zlib-sys#1.2.0`.
    fn name_and_version(&self) -> (&str, &str) {
        let (place, fragment) = self.unit.package.rsplit_once('#').unwrap_or(("", &self.unit.package));
        fragment.split_once('@').unwrap_or_else(|| {
            let place = place.split('?').next().unwrap_or(place);
            (place.rsplit('/').next().unwrap_or(place), fragment)
        })
    }

    fn with_features(&self) -> String {
        let (name, version) = self.name_and_version();
        match self.unit.features.as_slice() {
            [] => format!("{name} {version} without features"),
            features => format!("{name} {version} with {}", features.join(", ")),
        }
    }
}

/// Refuses native libraries that are there twice, and tells of other packages that are.
pub(super) fn check(
    parts: &[Part],
    compiled: &[Compiled],
    events: &mut dyn FnMut(Event),
) -> Result<(), BuildError> {
    let mut natives: BTreeMap<String, Copy<'_>> = BTreeMap::new();
    let mut packages: BTreeMap<&str, Vec<Copy<'_>>> = BTreeMap::new();
    let mut reasons = Vec::new();
    let mut unlike = Vec::new();
    for (part, compiled) in parts.iter().zip(compiled) {
        for unit in compiled.units.iter().filter(|unit| unit.linked && unit.package != part.package.id) {
            let copy = || Copy { part: &part.package.name, unit };
            let scripted = compiled.build_scripts.iter().any(|script| script.package == unit.package);
            if let Some(links) = scripted.then(|| links(&unit.manifest)).flatten() {
                match natives.get(&links) {
                    Some(known) if !known.is(&copy()) => reasons.push(twice(&links, known, &copy())),
                    Some(_) => {}
                    None => drop(natives.insert(links, copy())),
                }
            }
            let known = packages.entry(unit.name.as_str()).or_default();
            let mut same = known.iter().filter(|known| known.would_be_one_with(&copy()));
            if !same.clone().any(|known| known.is(&copy()))
                && let Some(first) = same.next()
            {
                unlike.push(both(first, &copy()));
            }
            known.push(copy());
        }
    }
    if !reasons.is_empty() {
        return Err(BuildError::Mixed { reasons });
    }
    if !unlike.is_empty() {
        events(warning(&unlike));
    }
    Ok(())
}

/// What compatible versions share: `1` of `1.2.3`, `0.4` of `0.4.1`, all of `0.0.5`.
fn major(version: &str) -> &str {
    let mut end = 0;
    for part in version.split(['.', '-', '+']) {
        end += part.len();
        if part != "0" {
            break;
        }
        end = (end + 1).min(version.len());
    }
    &version[..end]
}

/// The native library that a package says it links.
fn links(manifest: &Utf8Path) -> Option<String> {
    let table = fs::read_to_string(manifest).ok()?.parse::<Table>().ok()?;
    table.get("package")?.get("links").and_then(Value::as_str).map(str::to_owned)
}

fn twice(links: &str, one: &Copy<'_>, other: &Copy<'_>) -> String {
    let same = one.unit.package == other.unit.package;
    let remedy = if same { "turn the same features of it on in both" } else { "take one version in both" };
    format!("the native library `{links}` would be there twice: {}; {remedy}", both(one, other))
}

fn both(one: &Copy<'_>, other: &Copy<'_>) -> String {
    format!("`{}` has {}, `{}` has {}", one.part, one.with_features(), other.part, other.with_features())
}

fn warning(unlike: &[String]) -> Event {
    let more = match unlike.len().saturating_sub(NAMES_MAX) {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    let message = format!(
        "each crate brings its own of what is in the library twice, with state of its own: {}{more}",
        unlike[..unlike.len().min(NAMES_MAX)].join("; ")
    );
    let hint = "a workspace of all crates has one version and joins features: name its packages with -p";
    Event::Warning { message, hint: Some(hint.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn compatible_versions_share_their_beginning() {
        for (version, expected) in
            [("1.2.3", "1"), ("0.4.1", "0.4"), ("0.0.5", "0.0.5"), ("0.0.0", "0.0.0"), ("", "")]
        {
            assert_eq!(major(version), expected, "{version}");
        }
    }
}
