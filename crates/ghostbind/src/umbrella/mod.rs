//! Several crates as one library.
//!
//! Two Rust archives in one program either clash or, worse, link and share what they must not: one's
//! allocator, one's way to panic. So each crate is compiled as an rlib, whatever kinds it declares, in
//! its own workspace with its own lock file and configuration; a generated crate names them all; and
//! that one becomes the library. There is one Rust runtime in it, and rustc refuses what cannot be.

mod agree;
mod copies;
mod generated;
mod owners;

use std::collections::BTreeSet;

use ghost_abi::Interface;
use ghost_abi::combine::{combine, restrict};
use ghost_abi::symbols::SymbolTable;

use crate::binary::Binary;
use crate::build::{check_std, choose_target, dependencies, manifest_of, prepare, profile_of};
use crate::cargo::{self, Compiled, Config, Form, Package, Plan, Unit};
use crate::cbindgen;
use crate::course::{Course, Place};
use crate::error::BuildError;
use crate::event::{Event, Step};
use crate::interface::{self, Reader, Reading};
use crate::layout::profile_folder;
use crate::manifest::{Crate, Export, Part as ManifestPart};
use crate::publishing::{Done, Module, Product, Publisher};
use crate::request::{CrateType, Request};
use crate::snapshot::Recorder;
use crate::target::Target;
use crate::tools::{self, Tools};
use crate::verify::Verifier;
use owners::Owners;

/// A crate of the build.
pub(crate) struct Part {
    pub(crate) request: Request,
    pub(crate) tools: Tools,
    pub(crate) config: Config,
    pub(crate) package: Package,
}

impl Part {
    fn folder(&self) -> &camino::Utf8Path {
        self.package.manifest_path.parent().unwrap_or(&self.package.workspace)
    }
}

/// A build of several crates that has something to do.
pub(crate) struct Umbrella<'a> {
    request: &'a Request,
    place: Place<'a>,
    name: String,
    parts: Vec<Part>,
    target: Target,
    /// Whether cargo is told the target.
    name_target: bool,
    profile: String,
    kinds: Vec<CrateType>,
    /// Settings that all parts must share.
    settings: Vec<String>,
}

/// What cargo made of everything.
pub(crate) struct Whole {
    parts: Vec<Compiled>,
    library: Compiled,
}

impl<'a> Umbrella<'a> {
    pub(crate) fn open(
        request: &'a Request,
        place: Place<'a>,
        events: &mut dyn FnMut(Event),
    ) -> Result<Self, BuildError> {
        let env = place.env;
        prepare(&place.layout)?;
        events(Event::Step { step: Step::Tools });
        let mut parts = Vec::new();
        for request in request.parts() {
            let manifest = manifest_of(&request, env)?;
            let folder = manifest.parent().unwrap_or(&env.cwd).to_owned();
            let config = Config::read(env, &folder);
            let tools = tools::find(env, &folder, &place.layout)?;
            let package = cargo::select(env, &tools, &request, &manifest)?;
            parts.push(Part { request, tools, config, package });
        }
        agree::share_features(request, &mut parts)?;
        let Some(first) = parts.first() else {
            return Err(BuildError::Request { what: "no crate is named".to_owned(), hint: None });
        };
        let (target, name_target) = choose_target(request, env, &first.config, &first.tools)?;
        for part in &parts {
            check_std(env, &part.config, &part.tools, &target)?;
        }
        let profile = profile_of(request);
        let name = agree::name(request, &parts)?;
        let settings = agree::settings(env, &parts, &profile, events)?;
        let mut kinds = request.crate_types.clone();
        if kinds.is_empty() {
            kinds.push(CrateType::Staticlib);
        }
        kinds.sort_unstable();
        kinds.dedup();
        Ok(Self { request, place, name, parts, target, name_target, profile, kinds, settings })
    }

    fn plan<'b>(&'b self, part: &'b Part, form: Form<'b>, debug_packages: &'b [String]) -> Plan<'b> {
        Plan {
            request: &part.request,
            package: &part.package,
            target: &self.target,
            name_target: self.name_target,
            form,
            folder: part.folder(),
            settings: &self.settings,
            profile: &self.profile,
            target_dir: self.place.layout.cache("cargo"),
            debug_packages,
            unoptimised: false,
            config: &part.config,
        }
    }

    /// Other parts of the same workspace, on which a part may depend.
    fn neighbours(&self, part: &Part) -> Vec<String> {
        let others = self.parts.iter().map(|other| &other.package);
        let near = others.filter(|o| o.workspace == part.package.workspace && o.id != part.package.id);
        near.map(|other| other.id.clone()).collect()
    }

    /// A part on which another one depends is in the library as that one has it: cargo, told to make the part,
    /// makes another file of the same.
    fn share(&self, compiled: &mut [Compiled]) {
        for (nth, part) in self.parts.iter().enumerate() {
            let is_it = |unit: &&Unit| unit.linked && unit.package == part.package.id;
            let Some(own) = compiled[nth].units.iter().position(|unit| is_it(&unit)) else { continue };
            let others = compiled.iter().enumerate().filter(|(other, _)| *other != nth);
            let mut same = others.flat_map(|(_, other)| other.units.iter().filter(is_it));
            let features = &compiled[nth].units[own].features;
            let Some(shared) = same.find(|unit| unit.features == *features).cloned() else { continue };
            let rlib = shared.files.iter().find(|file| file.extension() == Some("rlib")).cloned();
            compiled[nth].shared_part = rlib;
            compiled[nth].units[own] = shared;
        }
    }

    /// The crate that names the parts, and the library that it becomes.
    fn compile_umbrella(
        &self,
        compiled: &[Compiled],
        events: &mut dyn FnMut(Event),
    ) -> Result<Compiled, BuildError> {
        let first = &self.parts[0];
        let manifest = generated::write(&self.place.layout, &self.name, &first.package.workspace, compiled)?;
        let bare = Request { manifest_path: manifest.clone(), ..Request::new("", &self.request.root) };
        let request = Request {
            cpu: self.request.cpu.clone(),
            jobs: self.request.jobs,
            zig_target: self.request.zig_target.clone(),
            ..bare
        };
        let package = cargo::select(self.place.env, &first.tools, &request, &manifest)?;
        let folder = manifest.parent().unwrap_or(&manifest);
        let found = generated::extern_flags(compiled, folder);
        let plan = Plan {
            request: &request,
            package: &package,
            form: Form::Umbrella(&self.kinds, &found),
            ..self.plan(first, Form::Part, &[])
        };
        let mut told = String::new();
        let made = cargo::compile(self.place.env, &first.tools, &plan, &mut |event| {
            if let Event::Diagnostic { rendered, .. } = &event {
                told.push_str(rendered);
            }
            events(event);
        });
        match made {
            // Link-time optimisation meets both definitions before anybody can read the symbols.
            Err(BuildError::Compile { .. }) => Err(owners::clash_in(&told, &self.parts, compiled)
                .unwrap_or(BuildError::Compile { package: self.name.clone() })),
            made => made,
        }
    }

    fn reader<'b>(&'b self, part: &'b Part) -> Reader<'b> {
        Reader {
            env: self.place.env,
            tools: &part.tools,
            layout: &self.place.layout,
            target: &self.target,
            package: &part.package,
        }
    }

    fn owners(
        &self,
        whole: &Whole,
        symbols: &SymbolTable,
        readings: &[Reading],
    ) -> Result<Owners, BuildError> {
        let owners = Owners::find(symbols, &self.parts, &whole.parts, readings)?;
        for (nth, part) in self.parts.iter().enumerate() {
            if !owners.any(nth) {
                return Err(BuildError::NoExports { name: part.package.library.clone() });
            }
        }
        Ok(owners)
    }

    /// The interface of each part. What optimisation lost is read off an unoptimised build of the part.
    fn interfaces(
        &self,
        readings: Vec<Reading>,
        owners: &Owners,
        debug_packages: &[String],
        events: &mut dyn FnMut(Event),
    ) -> Result<Vec<Interface>, BuildError> {
        let mut interfaces = Vec::new();
        for (nth, (part, mut reading)) in self.parts.iter().zip(readings).enumerate() {
            reading.merged.undescribed.retain(|missing| owners.owns(nth, &missing.symbol));
            if !reading.merged.undescribed.is_empty() {
                let kinds = [CrateType::Staticlib];
                let plan = Plan {
                    target_dir: self.place.layout.cache("cargo-unoptimised"),
                    unoptimised: true,
                    ..self.plan(part, Form::Libraries(&kinds), debug_packages)
                };
                let unoptimised = cargo::compile(self.place.env, &part.tools, &plan, events)?;
                let library = Binary::read(&unoptimised, &part.package.library)?;
                reading.merged = self.reader(part).read(&library, &unoptimised)?.merged;
                reading.merged.undescribed.retain(|missing| owners.owns(nth, &missing.symbol));
            }
            // Of the other parts' exports this one's source says nothing, and need not.
            let library = &part.package.library;
            reading.merged.interface = restrict(&reading.merged.interface, library, |s| owners.owns(nth, s));
            interface::tell(&reading, events);
            interface::complete(&reading)?;
            interfaces.push(reading.merged.interface);
        }
        Ok(interfaces)
    }

    /// The texts of the whole, then those of each crate.
    fn modules(
        &self,
        interfaces: &[Interface],
        events: &mut dyn FnMut(Event),
    ) -> Result<Vec<Module>, BuildError> {
        let combined = combine(&self.name, interfaces);
        let apart = if self.request.combined_only { &[] } else { interfaces };
        let mut modules = Vec::new();
        for interface in combined.iter().chain(apart) {
            // A crate's own wishes hold for its own module.
            let part = self.parts.iter().find(|part| part.package.library == interface.name);
            let folder = part.and_then(|part| part.package.manifest_path.parent());
            let wishes = folder.map(cbindgen::read).transpose()?.unwrap_or_default();
            modules.push(Module::write(interface, self.request.bindings, &wishes, events)?);
        }
        Ok(modules)
    }

    fn krate(&self) -> Crate {
        Crate {
            name: self.name.clone(),
            package: self.name.clone(),
            version: generated::VERSION.to_owned(),
            manifest_path: self
                .place
                .layout
                .relative(&generated::manifest_path(&self.place.layout, &self.name)),
        }
    }

    fn manifest_parts(&self, owners: &Owners) -> Vec<ManifestPart> {
        let parts = self.parts.iter().enumerate();
        parts
            .map(|(nth, part)| {
                let owned = owners.exports.iter().filter(|export| owners.owns(nth, &export.symbol));
                ManifestPart::new(&part.package, &part.request, &self.place.layout, owned)
            })
            .collect()
    }
}

impl Course for Umbrella<'_> {
    type Made = Whole;
    /// With the whole library and a part's own source, once for each part.
    type Said = Vec<Reading>;

    fn place(&self) -> &Place<'_> {
        &self.place
    }

    fn library_name(&self) -> &str {
        &self.name
    }

    /// Cargo's files of a part are the same whatever it is a part of.
    fn called(&self) -> BTreeSet<&str> {
        let parts = self.parts.iter().map(|part| part.package.library.as_str());
        parts.chain([self.name.as_str()]).collect()
    }

    /// Parts carry debug information anyway; what they depend on may export something too.
    fn foresee(&self, events: &mut dyn FnMut(Event)) -> Result<Vec<String>, BuildError> {
        let mut silent = BTreeSet::new();
        for part in &self.parts {
            let neighbours = self.neighbours(part);
            let plan = self.plan(part, Form::Dependencies(&[]), &neighbours);
            let made = dependencies(self.place.env, &part.tools, &plan, events)?;
            silent.extend(made.iter().flat_map(|made| cargo::undescribed_packages(&part.package, made)));
        }
        silent.retain(|id| self.parts.iter().all(|part| part.package.id != *id));
        Ok(silent.into_iter().collect())
    }

    fn compile(&self, debug_packages: &[String], events: &mut dyn FnMut(Event)) -> Result<Whole, BuildError> {
        let mut parts = Vec::new();
        for part in &self.parts {
            let debug_packages = [debug_packages, &self.neighbours(part)].concat();
            let plan = self.plan(part, Form::Part, &debug_packages);
            parts.push(cargo::compile(self.place.env, &part.tools, &plan, events)?);
        }
        self.share(&mut parts);
        agree::packages(&self.parts, &parts)?;
        copies::check(&self.parts, &parts, events)?;
        let library = self.compile_umbrella(&parts, events)?;
        Ok(Whole { parts, library })
    }

    fn library<'m>(&self, made: &'m Whole) -> &'m Compiled {
        &made.library
    }

    fn record(&self, made: &Whole, recorder: &mut Recorder<'_>) {
        for (part, compiled) in self.parts.iter().zip(&made.parts) {
            tools::record(self.place.env, part.folder(), &part.tools, recorder);
            recorder.file(&part.folder().join("cbindgen.toml"));
            cargo::record(&part.package, &part.config, compiled, recorder);
        }
    }

    fn read(&self, made: &Whole, library: &Binary) -> Result<Vec<Reading>, BuildError> {
        let parts = self.parts.iter().zip(&made.parts);
        parts
            .map(|(part, compiled)| {
                let seen = Compiled { libraries: made.library.libraries.clone(), ..compiled.clone() };
                self.reader(part).read(library, &seen)
            })
            .collect()
    }

    fn more_debug(&self, said: &Vec<Reading>, made: &Whole, have: &[String]) -> Vec<String> {
        if said.iter().all(|reading| reading.without_debug.is_empty()) {
            return Vec::new();
        }
        let exporting = self.parts.iter().zip(&made.parts).flat_map(|(part, compiled)| {
            let packages = cargo::exporting_packages(&part.package, compiled);
            // Parts carry it anyway.
            packages.into_iter().filter(|id| self.parts.iter().all(|other| other.package.id != *id))
        });
        let more: BTreeSet<String> = exporting.filter(|package| !have.contains(package)).collect();
        more.into_iter().collect()
    }

    fn publish(
        &self,
        made: &Whole,
        said: Vec<Reading>,
        symbols: &SymbolTable,
        debug_packages: &[String],
        events: &mut dyn FnMut(Event),
    ) -> Result<Done, BuildError> {
        let owners = self.owners(made, symbols, &said)?;
        let interfaces = self.interfaces(said, &owners, debug_packages, events)?;
        events(Event::Step { step: Step::Verify });
        let modules = self.modules(&interfaces, events)?;
        let first = &self.parts[0];
        let Place { env, layout, .. } = &self.place;
        let verifier = Verifier { env, tools: &first.tools, layout, target: &self.target };
        modules.iter().try_for_each(|module| verifier.verify(&module.written()))?;
        events(Event::Step { step: Step::Publish });
        let debug = made.parts.iter().any(|part| part.debug);
        let (workspace, config) = (&first.package.workspace, &first.config);
        let product = Product {
            request: self.request,
            name: &self.name,
            krate: self.krate(),
            crates: self.manifest_parts(&owners),
            target: &self.target,
            profile: profile_folder(&self.profile),
            profile_name: &self.profile,
            libraries: &made.library.libraries,
            import_library: made.library.import_library.as_deref(),
            native_libs: &made.library.native_libs,
            native_folders: made.parts.iter().flat_map(Compiled::native_folders).collect(),
            strip: cargo::strip_of(env, config, workspace, &self.profile, debug),
            modules: &modules,
            exports: &owners.exports,
            symbols,
        };
        Publisher::new(env, &first.tools, layout, &product).publish(events)
    }
}

/// Whether a request is for several crates.
pub(crate) fn is_umbrella(request: &Request) -> bool {
    !request.also.is_empty()
}

/// The exports that a build of several crates has, without their owners.
pub(crate) fn symbols(exports: &[Export]) -> impl Iterator<Item = &str> {
    exports.iter().map(|export| export.symbol.as_str())
}
