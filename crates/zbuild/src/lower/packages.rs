//! Zig packages: a folder, or an archive or repository with its hash, which [`crate::packages`] brings.
//!
//! A package's code imports what its `build.zig.zon` depends on, by the names there and by those of the modules
//! that the dependencies' own `build.zig` offer. Nothing of a `build.zig` is run: what it says of modules is read.

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::layout::normalize;
use ghostbind::zig::root::default_root;
use ghostbind::zig::sources::collect;

use super::Lowering;
use super::places::Places;
use super::scope::{Import, Links, Scope, ScopeId};
use super::unit::Unit;
use crate::config::{Located, ZigPackage};
use crate::diagnostic::Diagnostic;
use crate::packages::{self, Package, Whole};
use crate::zig_text::BuildScript;
use crate::zon::Dependency;

impl Lowering<'_> {
    /// What the name of a package stands for, in the code of the project `scope` that names it.
    pub(super) fn zig_package(&mut self, unit: &Unit, spec: &ZigPackage, scope: ScopeId) -> Option<Import> {
        let (folder, at) = self.package_folder(unit, spec)?;
        let root = match &spec.root {
            Some(root) => self.named_root(unit, root, &folder),
            None => package_root(&folder, &spec.name.value)
                .map_err(|error| unit.error_at(at, error).hint("name the file with `root`")),
        };
        let root = root.map_err(|error| self.errors.push(error)).ok()?;
        let plain = !folder.join(packages::MANIFEST).is_file();
        let scope = if plain { scope } else { self.package_scope(unit, &folder, &folder, at) };
        Some(Import::Source { root, scope })
    }

    /// The folder of a package, if it is there. What is not is noted, to be fetched.
    fn package_folder<'s>(
        &mut self,
        unit: &Unit,
        spec: &'s ZigPackage,
    ) -> Option<(Utf8PathBuf, &'s Located<String>)> {
        let at = spec.url.as_ref().or(spec.path.as_ref())?;
        let local = (!at.value.contains("://")).then(|| unit.path(&at.value));
        let Some(hash) = &spec.hash else {
            let folder = local?;
            if folder.is_dir() {
                return Some((folder, at));
            }
            let message = format!("there is no folder `{}`", at.value);
            let hint = if folder.is_file() {
                "an archive needs its `hash`; `zbuild add zig` finds it".to_owned()
            } else {
                format!("looked for {folder}")
            };
            self.errors.push(unit.error_at(at, message).hint(hint));
            return None;
        };
        if local.as_ref().is_some_and(|folder| folder.is_dir()) {
            let message = format!("`{}` is a folder, which changes and has no hash", at.value);
            self.errors.push(unit.error_at(hash, message).hint("leave `hash` out, or name an archive"));
            return None;
        }
        let package = Package {
            name: spec.name.value.clone(),
            url: local.map_or_else(|| at.value.clone(), Utf8PathBuf::into_string),
            hash: hash.value.clone(),
            place: Some(unit.config.place(hash)),
        };
        Some((self.package(package, &at.value)?, at))
    }

    /// Where a package lies; `None` and a note if it is still to be fetched. `shown` is its source as files name
    /// it.
    fn package(&mut self, package: Package, shown: &str) -> Option<Utf8PathBuf> {
        self.locked_packages.insert(package.hash.clone(), shown.to_owned());
        let place = self.packages.place(&package.hash);
        if self.is_whole(&package) {
            return Some(place);
        }
        if !self.missing.iter().any(|other| other.hash == package.hash) {
            self.missing.push(package);
        }
        None
    }

    /// Whether a package is there, as it was fetched.
    fn is_whole(&mut self, package: &Package) -> bool {
        if self.packages_seen.contains(&package.hash) {
            return true;
        }
        let (message, hint) = match self.packages.is_whole(&package.hash) {
            Ok(Whole::Whole) => {
                self.packages_seen.insert(package.hash.clone());
                return true;
            }
            Ok(Whole::Absent) => return false,
            Ok(Whole::Altered(aside)) => (
                format!(
                    "the package `{}` was changed where it is unpacked, and is unpacked anew",
                    package.name
                ),
                format!(
                    "what was there is in {}; to work on a package, name a folder of yours with `path`",
                    self.relative(&aside)
                ),
            ),
            Err(error) => {
                let message = format!("the package `{}` cannot be looked at: {error}", package.name);
                self.errors.push(Diagnostic::error(message));
                return false;
            }
        };
        let mut warning = Diagnostic::warning(message).hint(hint);
        warning.place.clone_from(&package.place);
        self.altered.push(warning);
        false
    }

    /// What the code of a package can import. `whole` is the folder of the package that was fetched, which its
    /// paths must not leave.
    fn package_scope(
        &mut self,
        unit: &Unit,
        folder: &Utf8Path,
        whole: &Utf8Path,
        at: &Located<String>,
    ) -> ScopeId {
        let key = (folder.to_owned(), unit.objects.clone());
        if let Some(known) = self.package_scopes.get(&key) {
            return *known;
        }
        let id = self.scopes.list.len();
        self.package_scopes.insert(key, id);
        self.files.push(folder.join(packages::MANIFEST));
        let mut own = unit.clone();
        folder.clone_into(&mut own.folder);
        self.scopes.list.push(Scope {
            unit: own,
            names: std::collections::BTreeMap::new(),
            links: Links::default(),
            modules: Vec::new(),
            optional: Vec::new(),
        });
        let manifest = packages::manifest(folder);
        let wanted = self.imported(folder, manifest.name.as_deref().unwrap_or_default());
        for dependency in &manifest.dependencies {
            if dependency.lazy && !wanted.contains(&dependency.name) {
                continue;
            }
            let Some((place, within)) = self.dependency_folder(folder, whole, dependency) else { continue };
            if !place.is_dir() {
                let message = format!(
                    "the package {} depends on `{}`, and there is no folder {place}",
                    self.relative(folder),
                    dependency.name
                );
                self.errors.push(unit.error_at(at, message));
                continue;
            }
            let scope = self.package_scope(unit, &place, &within, at);
            let mut offered: Vec<(String, Utf8PathBuf)> = modules(&place);
            offered.extend(package_root(&place, &dependency.name).map(|r| (dependency.name.clone(), r)));
            for (name, root) in offered {
                self.scopes.list[id].names.insert(name, Import::Source { root, scope });
            }
        }
        for (name, root) in modules(folder) {
            self.scopes.list[id].names.entry(name).or_insert(Import::Source { root, scope: id });
        }
        id
    }

    /// The folder of what a package depends on, and that of the whole package that it belongs to.
    fn dependency_folder(
        &mut self,
        folder: &Utf8Path,
        whole: &Utf8Path,
        dependency: &Dependency,
    ) -> Option<(Utf8PathBuf, Utf8PathBuf)> {
        if let Some(path) = &dependency.path {
            let place = normalize(&folder.join(path));
            let fetched = whole.starts_with(self.places.packages());
            // As Zig has it: what was fetched stays within itself.
            return (!fetched || place.starts_with(whole)).then(|| (place, whole.to_owned()));
        }
        let (url, hash) = (dependency.url.clone()?, dependency.hash.clone()?);
        if !packages::is_hash(&hash) {
            return None;
        }
        let package = Package { name: dependency.name.clone(), url: url.clone(), hash, place: None };
        let place = self.package(package, &url)?;
        Some((place.clone(), place))
    }

    /// Names that the modules of a package import.
    fn imported(&mut self, folder: &Utf8Path, name: &str) -> std::collections::BTreeSet<String> {
        let mut roots: Vec<Utf8PathBuf> = modules(folder).into_iter().map(|(_, root)| root).collect();
        roots.extend(package_root(folder, name).ok());
        collect(roots.iter().map(Utf8PathBuf::as_path), &mut self.scan, &Places::is_output).modules
    }
}

/// The modules that a package's `build.zig` offers and whose root files are there.
fn modules(folder: &Utf8Path) -> Vec<(String, Utf8PathBuf)> {
    let text = std::fs::read_to_string(folder.join(packages::BUILD_SCRIPT)).unwrap_or_default();
    let modules = BuildScript::read(&text).modules.into_iter();
    modules
        .map(|(name, file)| (name, normalize(&folder.join(file))))
        .filter(|(_, root)| root.is_file())
        .collect()
}

/// The root file of a package: of the module that is called so, of its only module, else the usual one.
fn package_root(folder: &Utf8Path, name: &str) -> Result<Utf8PathBuf, String> {
    let modules = modules(folder);
    if let Some((_, root)) = modules.iter().find(|(module, _)| module == name) {
        return Ok(root.clone());
    }
    if let [(_, root)] = &modules[..] {
        return Ok(root.clone());
    }
    default_root(folder, name).or_else(|error| {
        let plain = name.replace('-', "_");
        let files = [name, plain.as_str(), "root", "lib"].map(|stem| folder.join(format!("{stem}.zig")));
        files.into_iter().find(|file| file.is_file()).ok_or(error)
    })
}
