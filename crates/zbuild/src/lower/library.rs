//! The rule for a Zig library: an archive or a shared library with C exports, a header, and declarations for
//! Zig and Rust. What it offers is read from what was built, not from what somebody wrote down.

use std::collections::BTreeSet;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use ghost_abi::Interface;
use ghost_abi::symbols::read_symbols;
use ghostbind::Environment;
use ghostbind::layout::Layout;
use ghostbind::target::Target;
use ghostbind::tools::Tools;
use ghostbind::zig::command::{Compilation, Output, has_libc};
use ghostbind::zig::library::{self, Edition, ZigLibrary};
use zbuild_engine::{Action, Call, CallOutput, Command};

use super::closure::Closure;
use super::rust::{say_error, write_file};
use super::scope::{Links, ScopeId, ZigArchive};
use super::unit::Unit;
use super::zig::compilation;
use super::{Faults, Lowering, ProductKind};

/// Version of how interfaces are read and written: a new one does it again.
const FORM: &str = "1";

impl Lowering<'_> {
    /// Whether the module offers anything to a linker.
    pub(super) fn offers(&mut self, root: &Utf8Path, scope: ScopeId) -> bool {
        self.closure(root, scope).sources.exports
    }

    /// Adds the actions that make a library of a module, once.
    pub(super) fn zig_library(
        &mut self,
        scope: ScopeId,
        name: &str,
        root: &Utf8Path,
        shared: bool,
    ) -> ZigArchive {
        self.zig_library_of(scope, name, root, shared, None)
    }

    /// The same with these dependencies alone.
    pub(super) fn zig_library_of(
        &mut self,
        scope: ScopeId,
        name: &str,
        root: &Utf8Path,
        shared: bool,
        only: Option<&BTreeSet<String>>,
    ) -> ZigArchive {
        let unit = self.scopes.list[scope].unit.clone();
        let folder = unit.objects.join("lib").join(name);
        let absolute = self.absolute(&folder);
        let archive = ZigArchive {
            name: name.to_owned(),
            shared,
            file: absolute.join(library_file(name, shared, unit.setting.target.system())),
            header: absolute.join(format!("{name}.h")),
            bindings: absolute.join(format!("{name}.zig")),
            interface: absolute.join(format!("{name}.json")),
        };
        if !self.zig_libraries.insert(archive.file.clone()) {
            return archive;
        }
        let closure = self.closure(root, scope);
        let links = self.links_of(scope, only);
        self.library_compile(&unit, &links, &archive, &closure, shared);
        let described = folder.join("described.o");
        self.describe(&unit, name, &closure, &described, "Debug");
        let mut own = archive.file.clone();
        let optimization = unit.setting.optimization.as_str();
        let strips =
            unit.project.build.strip.as_ref().map_or(optimization == "ReleaseSmall", |strip| strip.value);
        if strips && optimization != "Debug" && closure.sources.may_tell_modes() {
            let made = folder.join("own.o");
            self.describe(&unit, name, &closure, &made, optimization);
            own = self.absolute(&made);
        }
        // Modules that are compiled in have a library and a header of their own.
        let others: Vec<ZigArchive> = self.compiled_in(scope, &closure);
        // What C sources define has headers already.
        let objects: Vec<Utf8PathBuf> = links.objects.iter().map(|o| self.absolute(&o.path)).collect();
        let read = Read {
            name: name.to_owned(),
            root: self.workspace.root.clone(),
            archive: archive.clone(),
            described: self.absolute(&described),
            own: own.clone(),
            sources: closure.sources.code.iter().map(|path| (self.relative(path), path.clone())).collect(),
            others: others.iter().map(|other| other.interface.clone()).collect(),
            objects: objects.clone(),
            target: unit.setting.target.clone(),
            tools: self.tools.clone(),
            env: self.env.clone(),
            faults: self.faults.clone(),
        };
        let material = format!("{FORM} {name} {:?} {}", read.target, env!("CARGO_PKG_VERSION"));
        let call = Call::new("zig-interface", material, move |_| read.run());
        let action = Action::call(format!("interface:{folder}"), call)
            .description(format!("interface of {name}"))
            .toolchain("zig", self.zig)
            .input(archive.file.as_std_path())
            .input(described.as_std_path())
            .inputs((own != archive.file).then_some(own.as_std_path()))
            .inputs(closure.sources.code.iter().map(|path| path.as_std_path()))
            .inputs(others.iter().map(|other| other.interface.as_std_path()))
            .inputs(objects.iter().map(|object| object.as_std_path()))
            .outputs([&archive.header, &archive.bindings, &archive.interface])
            .output(absolute.join(format!("{name}.rs")).as_std_path());
        self.graph.add(action);
        archive
    }

    fn library_compile(
        &mut self,
        unit: &Unit,
        links: &Links,
        archive: &ZigArchive,
        closure: &Closure,
        shared: bool,
    ) {
        let made = self.relative(&archive.file);
        let output = if shared { Output::Shared } else { Output::Archive };
        let libc = has_libc(unit.setting.target.system());
        let compilation = Compilation { libc, ..compilation(unit, &archive.name, closure, output, &made) };
        let mut command = Command::new(self.tools.zig.as_std_path()).args(compilation.args());
        command = command.args(links.objects.iter().map(|object| object.path.as_str()));
        if links.cpp() && shared {
            command = command.arg("-lc++");
        }
        // An archive's are linked by who links it.
        let linked = if shared { links } else { &Links::default() };
        command = command.args(self.system_flags(unit, linked));
        if shared && unit.setting.target.system() != "windows" {
            // A name of its own, so that nobody remembers the path that it was linked by.
            command = command.arg(format!("-fsoname={}", archive.file.file_name().unwrap_or_default()));
        }
        let action = self.zig_action(command, closure, unit, &made);
        let action = self
            .with_system_libraries(action, unit, linked)
            .description(format!("library {}", archive.name))
            .inputs(links.objects.iter().map(|object| object.path.as_std_path()));
        self.graph.add(action);
    }

    /// The same sources in a mode, to read.
    fn describe(&mut self, unit: &Unit, name: &str, closure: &Closure, made: &Utf8Path, optimization: &str) {
        let libc = has_libc(unit.setting.target.system());
        let described = Compilation {
            libc,
            optimization,
            strip: Some(false),
            ..compilation(unit, name, closure, Output::Object, made)
        };
        let command = Command::new(self.tools.zig.as_std_path()).args(described.args());
        let action = self.zig_action(command, closure, unit, made);
        let action = action.description(format!("types of {name} ({optimization})"));
        self.graph.add(action);
    }

    /// Libraries of the modules that a closure compiles in and that offer something themselves.
    fn compiled_in(&mut self, scope: ScopeId, closure: &Closure) -> Vec<ZigArchive> {
        let modules = self.scopes.list[scope].modules.clone();
        let inside = modules.into_iter().filter(|m| m.linkage.is_none() && closure.roots.contains(&m.root));
        let mut libraries = Vec::new();
        for module in inside.collect::<Vec<_>>() {
            if self.offers(&module.root, module.scope) {
                libraries.push(self.zig_library(module.scope, &module.name, &module.root, false));
            }
        }
        libraries
    }

    /// Leaves a library project's own library, and those of its dependencies.
    pub(super) fn library_project(&mut self, unit: &Unit, scope: ScopeId, root: Option<&Utf8Path>) {
        let name = unit.project.name.value.clone();
        let mut whole: Option<(ZigArchive, BTreeSet<Utf8PathBuf>)> = None;
        let modules = self.scopes.list[scope].modules.clone();
        if let Some(root) = root.filter(|root| !modules.iter().any(|m| m.root == *root)) {
            let closure = self.closure(root, scope);
            if closure.sources.exports {
                let archive = self.zig_library(scope, &name, root, false);
                let links = self.scopes.list[scope].links.clone();
                let check = self.check(unit, &name, &closure.sources, &links);
                self.publish_library(unit, &archive, &archive.file, check.as_deref());
                whole = Some((archive, closure.roots));
            } else if modules.is_empty() && unit.project.rust_crates.is_empty() {
                let message = format!(
                    "`{name}` exports nothing that another language could call; nothing is left for others"
                );
                let hint = "declare functions with `export fn` or `@export`";
                let mut warning = crate::diagnostic::Diagnostic::warning(message).hint(hint);
                warning.place = Some(unit.config.place(&unit.project.name));
                self.warnings.push(warning);
            }
        }
        for module in modules {
            if !self.offers(&module.root, module.scope) {
                continue;
            }
            let shared = module.linkage == Some(crate::config::Linkage::Dynamic);
            let archive = self.zig_library(module.scope, &module.name, &module.root, shared);
            // What is compiled in must not be linked a second time: both archives hold the one object.
            let inside = whole.as_ref().filter(|(_, roots)| !shared && roots.contains(&module.root));
            let file = inside.map_or(archive.file.clone(), |(whole, _)| whole.file.clone());
            self.publish_library(unit, &archive, &file, None);
        }
        self.rust_libraries(unit, scope);
    }

    /// Leaves a library with its header.
    pub(super) fn publish_archive(&mut self, unit: &Unit, archive: &ZigArchive) {
        self.publish_library(unit, archive, &archive.file, None);
    }

    fn publish_library(&mut self, unit: &Unit, archive: &ZigArchive, from: &Utf8Path, check: Option<&str>) {
        let file = archive.file.file_name().unwrap_or_default().to_owned();
        let folder = if archive.shared { self.places.shared_libraries() } else { self.places.archives() };
        self.publish(unit, &file, ProductKind::Library, from, &folder.join(&file), check);
        let name = format!("{}.rs", archive.name);
        let to = self.places.declarations().join(&name);
        let from = archive.interface.with_extension("rs");
        self.publish(unit, &name, ProductKind::Header, &from, &to, None);
        if self.headers_wanted() {
            let name = format!("{}.h", archive.name);
            let to = self.places.headers().join(&name);
            self.publish(unit, &name, ProductKind::Header, &archive.header.clone(), &to, None);
        }
    }

    /// Leaves the Rust crates of a library project for whoever links it.
    pub(super) fn rust_libraries(&mut self, unit: &Unit, scope: ScopeId) {
        let libraries = self.scopes.list[scope].links.rust.clone();
        for library in libraries.iter().filter(|library| library.marker.is_none()) {
            self.publish_rust(unit, library);
        }
    }
}

fn library_file(name: &str, shared: bool, system: &str) -> String {
    match (shared, system) {
        (false, _) => format!("lib{name}.a"),
        (true, "windows") => format!("{name}.dll"),
        (true, "macos" | "ios") => format!("lib{name}.dylib"),
        (true, _) => format!("lib{name}.so"),
    }
}

/// Reads what a library offers and writes it down.
struct Read {
    name: String,
    root: Utf8PathBuf,
    archive: ZigArchive,
    described: Utf8PathBuf,
    own: Utf8PathBuf,
    /// How sources are shown, and where they are.
    sources: Vec<(Utf8PathBuf, Utf8PathBuf)>,
    /// Interfaces of modules that are compiled in.
    others: Vec<Utf8PathBuf>,
    /// Compiled C sources that are part of the library.
    objects: Vec<Utf8PathBuf>,
    target: Target,
    tools: Tools,
    env: Environment,
    faults: Faults,
}

impl Read {
    /// Symbols of a shared library that are not of its Zig code: of what was linked into it, as C++'s runtime is.
    fn brought_along(&self) -> Result<BTreeSet<String>, String> {
        let names = |path: &Utf8Path| -> Result<BTreeSet<String>, String> {
            let bytes = fs::read(path).map_err(|error| format!("cannot read {path}: {error}"))?;
            let symbols = read_symbols(&bytes).map_err(|error| format!("cannot read {path}: {error}"))?;
            Ok(symbols.symbols.into_iter().map(|symbol| symbol.name).collect())
        };
        let own = names(&self.described)?;
        Ok(names(&self.archive.file)?.difference(&own).cloned().collect())
    }

    fn run(&self) -> Result<CallOutput, String> {
        let mut others = BTreeSet::new();
        for path in &self.others {
            let bytes = fs::read(path).map_err(|error| format!("cannot read {path}: {error}"))?;
            let other: Interface = serde_json::from_slice(&bytes)
                .map_err(|error| format!("cannot read the interface {path}: {error}"))?;
            others.extend(other.functions.into_iter().map(|f| f.symbol));
            others.extend(other.statics.into_iter().map(|s| s.symbol));
        }
        for path in &self.objects {
            let bytes = fs::read(path).map_err(|error| format!("cannot read {path}: {error}"))?;
            let symbols = read_symbols(&bytes).map_err(|error| format!("cannot read {path}: {error}"))?;
            others.extend(symbols.symbols.into_iter().map(|symbol| symbol.name));
        }
        if self.archive.shared {
            others.extend(self.brought_along()?);
        }
        let library = ZigLibrary {
            name: &self.name,
            library: &self.archive.file,
            described: &self.described,
            own: &self.own,
            sources: &self.sources,
            target: &self.target,
            others: &others,
        };
        let layout = Layout::new(self.root.clone());
        let texts = library.read().and_then(|interface| {
            let texts = library::write(&interface, Edition::E2024, &self.tools.zig_version)?;
            library::verify(&self.name, &texts, &self.env, &self.tools, &layout, &self.target)?;
            Ok(texts)
        });
        let texts = texts.map_err(|error| {
            self.faults.note(error.fault());
            let mut told = String::new();
            say_error(&error, &mut told);
            told
        })?;
        write_file(&self.archive.header, &texts.header)?;
        write_file(&self.archive.bindings, &texts.zig)?;
        write_file(&self.archive.interface, &texts.json)?;
        write_file(&self.archive.interface.with_extension("rs"), &texts.rust)?;
        Ok(CallOutput::default())
    }
}
