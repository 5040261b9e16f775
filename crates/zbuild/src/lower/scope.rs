//! What the Zig code of a project can import, and what is linked with it.
//!
//! A dependency whose folder has a `zbuild.json` is a project of its own: it has its own scope, and what it
//! links is linked with whoever uses it. One without shares the scope of the project that names it.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::zig::root::{PROGRAM_ROOT, default_root};

use super::Lowering;
use super::rust::RustLibrary;
use super::unit::Unit;
use crate::config::{CrateType, FILE_NAME, Form, Linkage, Located, ZigModule};
use crate::diagnostic::Diagnostic;
use crate::project;

/// Number of a scope in [`Scopes`].
pub(super) type ScopeId = usize;

/// All scopes of a graph.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    pub(super) list: Vec<Scope>,
    /// Scopes by the project's folder and its folder for intermediate files, which names the setting.
    known: BTreeMap<(Utf8PathBuf, Utf8PathBuf), ScopeId>,
    /// Projects that are being opened, outermost first.
    open: Vec<(Utf8PathBuf, String)>,
}

/// What a project's code can import, and what is linked with it.
#[derive(Debug)]
pub(super) struct Scope {
    pub(super) unit: Unit,
    /// Modules by the name of their import.
    pub(super) names: BTreeMap<String, Import>,
    pub(super) links: Links,
    /// Modules in the order of the file.
    pub(super) modules: Vec<ModuleSpec>,
    /// Crates that are left out where they do not build, and the file that says whether they do.
    pub(super) optional: Vec<RustLibrary>,
}

/// What a name in an `@import` stands for.
#[derive(Debug, Clone)]
pub(super) enum Import {
    /// A module from source.
    Source { root: Utf8PathBuf, scope: ScopeId },
    /// A file that an action makes.
    Made(Utf8PathBuf),
}

/// An entry of `zig_modules`, found.
#[derive(Debug, Clone)]
pub(super) struct ModuleSpec {
    pub(super) name: String,
    /// Absolute.
    pub(super) root: Utf8PathBuf,
    pub(super) scope: ScopeId,
    pub(super) linkage: Option<Linkage>,
    /// Whether its own `build.zig` makes the library.
    pub(super) foreign: bool,
}

impl ModuleSpec {
    /// Whether what it is linked with is linked with whoever uses it from a scope.
    pub(super) fn brings_links(&self, user: ScopeId) -> bool {
        !self.foreign && self.scope != user && self.linkage != Some(Linkage::Dynamic)
    }
}

/// What a program of a project is linked with.
#[derive(Debug, Clone, Default)]
pub(super) struct Links {
    pub(super) rust: Vec<RustLibrary>,
    pub(super) objects: Vec<Object>,
    pub(super) zig: Vec<ZigArchive>,
    /// Libraries that parts with a `build.zig` of their own install.
    pub(super) foreign: Vec<ForeignLibrary>,
    /// Folders for `#include`, absolute.
    pub(super) include: Vec<Utf8PathBuf>,
    /// Libraries of the machine, by the names that `-l` takes.
    pub(super) system: Vec<String>,
}

/// A compiled C or C++ file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Object {
    /// Relative to the root.
    pub(super) path: Utf8PathBuf,
    pub(super) cpp: bool,
}

/// A library that a part's own `build.zig` installs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ForeignLibrary {
    pub(super) name: String,
    /// Absolute.
    pub(super) file: Utf8PathBuf,
    pub(super) shared: bool,
}

/// A Zig module that is built as a library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ZigArchive {
    pub(super) name: String,
    pub(super) shared: bool,
    /// The library, absolute.
    pub(super) file: Utf8PathBuf,
    /// Its header, Zig module and interface, absolute.
    pub(super) header: Utf8PathBuf,
    pub(super) bindings: Utf8PathBuf,
    pub(super) interface: Utf8PathBuf,
}

impl Links {
    pub(super) fn extend(&mut self, other: &Self) {
        self.rust.extend(
            other
                .rust
                .iter()
                .filter(|l| !self.rust.iter().any(|m| m.file() == l.file()))
                .cloned()
                .collect::<Vec<_>>(),
        );
        self.objects
            .extend(other.objects.iter().filter(|o| !self.objects.contains(o)).cloned().collect::<Vec<_>>());
        self.zig.extend(other.zig.iter().filter(|z| !self.zig.contains(z)).cloned().collect::<Vec<_>>());
        self.foreign
            .extend(other.foreign.iter().filter(|f| !self.foreign.contains(f)).cloned().collect::<Vec<_>>());
        self.system
            .extend(other.system.iter().filter(|s| !self.system.contains(s)).cloned().collect::<Vec<_>>());
        self.include
            .extend(other.include.iter().filter(|i| !self.include.contains(i)).cloned().collect::<Vec<_>>());
    }

    /// The Rust libraries that are linked, each once.
    pub(super) fn rust_linked(&self) -> impl Iterator<Item = &RustLibrary> {
        let known = |nth: usize, file| self.rust[..nth].iter().any(|other| other.file() == file);
        self.rust.iter().enumerate().filter(move |(nth, l)| !known(*nth, l.file())).map(|(_, l)| l)
    }

    /// Shared libraries, which a program loads.
    pub(super) fn shared_libraries(&self) -> impl Iterator<Item = &Utf8Path> {
        let rust = self.rust.iter().filter(|l| l.kind == CrateType::Cdylib).map(RustLibrary::file);
        let zig = self.zig.iter().filter(|z| z.shared).map(|z| z.file.as_path());
        rust.chain(zig).chain(self.foreign.iter().filter(|f| f.shared).map(|f| f.file.as_path()))
    }

    pub(super) fn cpp(&self) -> bool {
        self.objects.iter().any(|object| object.cpp)
    }

    /// Interfaces of the libraries of other languages, by the libraries' names.
    pub(super) fn interfaces(&self) -> Vec<(String, Utf8PathBuf)> {
        let rust =
            self.rust.iter().filter(|l| l.marker.is_none()).map(|l| (l.name.clone(), l.interface.clone()));
        rust.chain(self.zig.iter().map(|z| (z.name.clone(), z.interface.clone()))).collect()
    }

    /// Whether [`Self::interfaces`] tell everything that is linked.
    pub(super) fn all_have_interfaces(&self) -> bool {
        self.objects.is_empty()
            && self.foreign.is_empty()
            && self.of_the_machine().next().is_none()
            && self.rust.iter().all(|l| l.marker.is_none())
    }
}

impl Lowering<'_> {
    /// The scope of a project; `None` if an error was noted on the way.
    pub(super) fn scope(&mut self, unit: &Unit) -> Option<ScopeId> {
        let key = (unit.folder.clone(), unit.objects.clone());
        if let Some(known) = self.scopes.known.get(&key) {
            return Some(*known);
        }
        let errors = self.errors.len();
        self.scopes.open.push((unit.folder.clone(), unit.name.clone()));
        let id = self.open_scope(unit);
        self.scopes.open.pop();
        self.scopes.known.insert(key, id);
        (self.errors.len() == errors).then_some(id)
    }

    fn open_scope(&mut self, unit: &Unit) -> ScopeId {
        // The number is known before the dependencies: modules without a project of their own share it.
        let id = self.scopes.list.len();
        self.scopes.list.push(Scope {
            unit: unit.clone(),
            names: BTreeMap::new(),
            links: Links::default(),
            modules: Vec::new(),
            optional: Vec::new(),
        });
        self.scopes.list[id].links.system =
            unit.project.system_libraries.iter().map(|library| library.value.clone()).collect();
        self.generated(unit);
        for spec in &unit.project.rust_crates {
            if let Some(library) = self.rust_crate(unit, spec) {
                let scope = &mut self.scopes.list[id];
                scope.names.insert(library.name.clone(), Import::Made(library.bindings.clone()));
                if library.marker.is_some() {
                    scope.optional.push(library.clone());
                }
                scope.links.rust.push(library);
            }
        }
        for spec in &unit.project.zig_packages {
            if let Some(import) = self.zig_package(unit, spec, id) {
                self.scopes.list[id].names.insert(spec.name.value.clone(), import);
            }
        }
        for spec in &unit.project.c_sources {
            self.c_source(id, unit, spec);
        }
        let found: Vec<ModuleSpec> =
            unit.project.zig_modules.iter().filter_map(|spec| self.zig_module(id, unit, spec)).collect();
        self.scopes.list[id].modules.clone_from(&found);
        for module in &found {
            if module.foreign {
                let import = Import::Source { root: module.root.clone(), scope: module.scope };
                self.scopes.list[id].names.insert(module.name.clone(), import);
                continue;
            }
            let import = match module.linkage {
                None => Import::Source { root: module.root.clone(), scope: module.scope },
                Some(linkage) => {
                    let shared = linkage == Linkage::Dynamic;
                    let archive = self.zig_library(module.scope, &module.name, &module.root, shared);
                    self.scopes.list[id].links.zig.push(archive.clone());
                    Import::Made(archive.bindings)
                }
            };
            self.scopes.list[id].names.insert(module.name.clone(), import);
            if module.brings_links(id) {
                let links = self.scopes.list[module.scope].links.clone();
                self.scopes.list[id].links.extend(&links);
            }
        }
        id
    }

    fn zig_module(&mut self, id: ScopeId, unit: &Unit, spec: &ZigModule) -> Option<ModuleSpec> {
        let folder = unit.path(&spec.path.value);
        if !folder.is_dir() {
            let message = format!("there is no folder `{}`", spec.path.value);
            self.errors.push(unit.error_at(&spec.path, message).hint(format!("looked for {folder}")));
            return None;
        }
        let (scope, own_name) = if folder != unit.folder && folder.join(FILE_NAME).is_file() {
            let other = self.other_project(unit, spec, &folder)?;
            let name = other.project.name.value.clone();
            let scope = self.scope(&other)?;
            if let (Some(build_zig), Some(linkage)) = (&other.project.build.build_zig, &spec.linkage) {
                return self.foreign_module(id, unit, spec, (&other, scope), (build_zig, linkage.value));
            }
            (scope, Some(name))
        } else {
            (id, None)
        };
        let root = if let Some(root) = &spec.root {
            self.named_root(unit, root, &folder)
        } else {
            let found = self
                .default_root(&folder, &spec.name.value)
                .or_else(|error| own_name.map_or(Err(error), |name| self.default_root(&folder, &name)));
            found.map_err(|error| unit.error_at(&spec.path, error).hint("name the file with `root`"))
        };
        match root {
            Ok(root) => {
                let linkage = spec.linkage.as_ref().map(|l| l.value);
                Some(ModuleSpec { name: spec.name.value.clone(), root, scope, linkage, foreign: false })
            }
            Err(error) => {
                self.errors.push(error);
                None
            }
        }
    }

    /// A module whose library its own `build.zig` installs: linked, and imported where it has a root file that
    /// declares what the library offers.
    fn foreign_module(
        &mut self,
        id: ScopeId,
        unit: &Unit,
        spec: &ZigModule,
        (other, scope): (&Unit, ScopeId),
        (build_zig, linkage): (&Located<String>, Linkage),
    ) -> Option<ModuleSpec> {
        let name = spec.name.value.clone();
        let file = self.foreign_library(other, scope, build_zig, &name, linkage)?;
        let shared = linkage == Linkage::Dynamic;
        self.scopes.list[id].links.foreign.push(ForeignLibrary { name: name.clone(), file, shared });
        let root = spec.root.as_ref()?;
        match self.named_root(unit, root, &other.folder) {
            Ok(root) => Some(ModuleSpec { name, root, scope, linkage: Some(linkage), foreign: true }),
            Err(error) => {
                self.errors.push(error);
                None
            }
        }
    }

    /// Where a module begins when nobody says; that may be a file which is still to be made.
    pub(super) fn default_root(&self, folder: &Utf8Path, name: &str) -> Result<Utf8PathBuf, String> {
        default_root(folder, name).or_else(|error| {
            let source = folder.join("src");
            let begins = |file: &&Utf8PathBuf| {
                file.parent() == Some(&*source)
                    && file.extension() == Some("zig")
                    && !file.ends_with(PROGRAM_ROOT)
            };
            let mut made = self.generated_files.iter().filter(begins);
            match (made.next(), made.next()) {
                (Some(only), None) => Ok(only.clone()),
                _ => Err(error),
            }
        })
    }

    pub(super) fn named_root(
        &self,
        unit: &Unit,
        root: &Located<String>,
        folder: &Utf8Path,
    ) -> Result<Utf8PathBuf, Diagnostic> {
        let file = ghostbind::layout::normalize(&folder.join(&root.value));
        if file.is_file() || self.generated_files.contains(&file) {
            return Ok(file);
        }
        let message = format!("there is no file `{}`", root.value);
        Err(unit.error_at(root, message).hint(format!("looked for {file}")))
    }

    /// The project in the folder of a module, under the setting of the one that names it.
    fn other_project(&mut self, unit: &Unit, spec: &ZigModule, folder: &Utf8Path) -> Option<Unit> {
        if let Some(at) = self.scopes.open.iter().position(|(open, _)| open == folder) {
            let mut chain: Vec<&str> = self.scopes.open[at..].iter().map(|(_, name)| name.as_str()).collect();
            chain.push(chain[0]);
            let message = format!("dependency cycle: {}", chain.join(" -> "));
            self.errors.push(unit.error_at(&spec.path, message).hint("take one of these dependencies away"));
            return None;
        }
        let config = match project::read(&self.env.cwd, &folder.join(FILE_NAME)) {
            Ok(config) => config,
            Err(failure) => {
                self.errors.extend(failure.diagnostics);
                return None;
            }
        };
        let Form::Project(other) = config.form.clone() else {
            let message = format!("`{}` is a workspace, not a project", spec.path.value);
            self.errors.push(unit.error_at(&spec.path, message));
            return None;
        };
        self.files.push(folder.join(FILE_NAME));
        let member = self.workspace.members.iter().find(|m| m.folder == folder);
        // Two projects outside of the workspace may have one name.
        let name = member.map_or_else(
            || {
                let place = zbuild_engine::Digest::of(self.relative(folder).as_str().as_bytes()).to_string();
                format!("{}-{}", other.name.value, &place[..8])
            },
            |m| m.name.clone(),
        );
        let mut other = Unit::new(&name, folder, config, other, unit.setting.clone());
        other.name.clone_from(&other.project.name.value);
        Some(other)
    }
}
