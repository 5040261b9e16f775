//! Crates that lie in no folder: a registry's, or a commit of a repository. Each becomes a small package of its
//! own below `.zbuild/crates` that depends on it and is built like any other; what that package locks is kept
//! in `zbuild.lock`.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use zbuild_engine::Digest;

use super::Lowering;
use super::rust::write_file;
use super::unit::Unit;
use crate::config::{CrateSource, CrateType, RustCrate};
use crate::diagnostic::Diagnostic;
use crate::locking::Locked;
use crate::project::MemberKind;

/// The name by which the package depends on the crate: the crate's own is the package's.
const DEPENDENCY: &str = "wrapped";

impl Lowering<'_> {
    /// The Cargo.toml of the package around a crate from elsewhere; written if it is not there.
    pub(super) fn wrapper(&mut self, unit: &Unit, spec: &RustCrate) -> Option<Utf8PathBuf> {
        let manifest = manifest(spec)?;
        let name = spec.name.value.as_str();
        let digest = Digest::of(manifest.as_bytes()).to_string();
        let own_name = format!("{name}-{}", &digest[..8]);
        let folder = self.places.state().join("crates").join(&own_name);
        let locked = Locked {
            name: if self.is_asked_for_otherwise(name, &manifest) { own_name } else { name.to_owned() },
            request: manifest,
            lock: folder.join("Cargo.lock"),
        };
        if let Err(error) = self.write_wrapper(&folder, &locked) {
            self.errors.push(unit.error_at(&spec.name, error));
            return None;
        }
        self.locked.push(locked);
        Some(folder.join("Cargo.toml"))
    }

    /// Whether a project of the workspace asks for a crate of this name in another way: then each has an entry of
    /// its own in `zbuild.lock`.
    fn is_asked_for_otherwise(&self, name: &str, request: &str) -> bool {
        let projects = self.workspace.members.iter().filter_map(|member| match &member.kind {
            MemberKind::Project(_, project) => Some(project),
            MemberKind::Crate(_) => None,
        });
        let specs = projects.flat_map(|project| &project.rust_crates).filter(|spec| spec.name.value == name);
        specs.filter_map(manifest).any(|other| other != request)
    }

    fn write_wrapper(&self, folder: &Utf8Path, locked: &Locked) -> Result<(), String> {
        let source = format!("//! Written by zbuild. Edits are lost.\n\nextern crate {DEPENDENCY} as _;\n");
        for (file, text) in [("Cargo.toml", locked.request.as_str()), ("src/lib.rs", source.as_str())] {
            write_if_other(&folder.join(file), text)?;
        }
        match self.locks.of(&locked.name, &locked.request) {
            // What everybody is to build goes before what was built here.
            Some(text) => write_if_other(&locked.lock, text),
            None => locked.choose_anew().map_err(|error| format!("cannot remove {}: {error}", locked.lock)),
        }
    }
}

fn write_if_other(path: &Utf8Path, text: &str) -> Result<(), String> {
    if fs::read_to_string(path).ok().as_deref() == Some(text) { Ok(()) } else { write_file(path, text) }
}

/// The package's Cargo.toml; `None` for a crate that has a folder.
fn manifest(spec: &RustCrate) -> Option<String> {
    let mut dependency = toml::Table::new();
    let mut set = |key: &str, value: toml::Value| {
        dependency.insert(key.to_owned(), value);
    };
    set("package", spec.name.value.clone().into());
    match &spec.source {
        CrateSource::Path(_) => return None,
        CrateSource::Registry(version) => set("version", version.value.clone().into()),
        CrateSource::Git { url, rev } => {
            set("git", url.value.clone().into());
            set("rev", rev.value.clone().into());
        }
    }
    set("default-features", spec.default_features.into());
    set("features", spec.features.iter().map(|f| f.value.clone()).collect::<Vec<_>>().into());
    let kind = spec.crate_type.as_ref().map_or(CrateType::Staticlib, |kind| kind.value);
    let table = |pairs: Vec<(&str, toml::Value)>| {
        let pairs = pairs.into_iter().map(|(key, value)| (key.to_owned(), value));
        toml::Value::Table(pairs.collect())
    };
    let whole = table(vec![
        (
            "package",
            table(vec![
                ("name", spec.name.value.clone().into()),
                ("version", "0.0.0".into()),
                ("edition", "2024".into()),
                ("publish", false.into()),
            ]),
        ),
        ("lib", table(vec![("crate-type", vec![kind.as_str()].into())])),
        ("dependencies", table(vec![(DEPENDENCY, toml::Value::Table(dependency))])),
        ("workspace", table(Vec::new())),
    ]);
    toml::to_string(&whole).ok()
}

/// The features that stand with a crate from elsewhere are cargo's to judge: they are the dependency's.
pub(super) fn is_elsewhere(spec: &RustCrate) -> bool {
    !matches!(spec.source, CrateSource::Path(_))
}

/// What is wrong with a version requirement, as far as it can be seen.
pub(super) fn requirement_fault(spec: &RustCrate, unit: &Unit) -> Option<Diagnostic> {
    let CrateSource::Registry(version) = &spec.source else { return None };
    (!is_requirement(&version.value)).then(|| {
        let message = format!("`{}` is no version requirement", version.value);
        unit.error_at(version, message).hint(REQUIREMENTS)
    })
}

/// What requirements look like.
pub(crate) const REQUIREMENTS: &str = "as in Cargo.toml: \"1.2\", \"=1.2.3\", \"^0.9\"";

/// Whether a text may be a version requirement.
pub(crate) fn is_requirement(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || ".-+*=<>~^, ".contains(c);
    text.chars().all(allowed) && (text.contains(|c: char| c.is_ascii_digit()) || text == "*")
}
