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
use std::fs;

use camino::Utf8PathBuf;
use ghost_abi::Interface;
use ghost_abi::combine::{combine, restrict};
use ghost_abi::symbols::read_symbols;

use crate::archive;
use crate::build::{begin, check_std, choose_target, content, manifest_of, prepare};
use crate::built::Built;
use crate::cargo::{self, Compiled, Config, Form, Package, Plan};
use crate::cbindgen;
use crate::error::BuildError;
use crate::event::{Event, Step};
use crate::interface::{self, Reader, Reading};
use crate::layout::{Layout, profile_folder};
use crate::lock;
use crate::manifest::{Crate, Export, Part as ManifestPart};
use crate::publish::failed;
use crate::publishing::{Module, Product, Publisher};
use crate::remembered;
use crate::request::{CrateType, Environment, Request};
use crate::snapshot::{Moment, Recorder, Snapshot};
use crate::state::{self, Freshness, State};
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
    env: &'a Environment,
    layout: Layout,
    memory: Utf8PathBuf,
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
struct Whole {
    parts: Vec<Compiled>,
    library: Compiled,
}

impl<'a> Umbrella<'a> {
    pub(crate) fn open(
        request: &'a Request,
        env: &'a Environment,
        layout: Layout,
        memory: Utf8PathBuf,
        events: &mut dyn FnMut(Event),
    ) -> Result<Self, BuildError> {
        prepare(&layout)?;
        events(Event::Step { step: Step::Tools });
        let mut parts = Vec::new();
        for request in request.parts() {
            let manifest = manifest_of(&request, env)?;
            let folder = manifest.parent().unwrap_or(&env.cwd).to_owned();
            let config = Config::read(env, &folder);
            let tools = tools::find(env, &folder, &layout)?;
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
        let profile = if request.profile == "debug" { "dev".to_owned() } else { request.profile.clone() };
        let name = agree::name(request, &parts)?;
        let settings = agree::settings(env, &parts, &profile, events)?;
        let mut kinds = request.crate_types.clone();
        if kinds.is_empty() {
            kinds.push(CrateType::Staticlib);
        }
        kinds.sort_unstable();
        kinds.dedup();
        Ok(Self { request, env, layout, memory, name, parts, target, name_target, profile, kinds, settings })
    }

    pub(crate) fn run(
        &self,
        last: Option<Box<State>>,
        events: &mut dyn FnMut(Event),
    ) -> Result<Built, BuildError> {
        let lock = lock::take(&self.layout, &self.name, events)?;
        let last = if lock.waited {
            match state::check(&self.memory, self.env) {
                Freshness::Fresh(built) => return Ok(*built),
                Freshness::Stale { last, .. } => last,
            }
        } else {
            last
        };
        if let Some(last) = &last {
            last.tell_cargo(&self.layout)?;
        }
        let mut debug_packages = last.as_ref().map(|last| last.debug_packages.clone()).unwrap_or_default();
        events(Event::Step { step: Step::Compile });
        let (mut whole, mut snapshot) = self.settled(&debug_packages, events)?;
        if let Some(last) = last
            && let Some(built) = self.unchanged(*last, &whole, &snapshot)?
        {
            return Ok(built);
        }
        archive::check(&whole.library.libraries)?;
        events(Event::Step { step: Step::Interface });
        let mut readings = self.read(&whole)?;
        let more = self.more_debug(&readings, &whole, &debug_packages);
        if !more.is_empty() {
            debug_packages.extend(more);
            (whole, snapshot) = self.settled(&debug_packages, events)?;
            readings = self.read(&whole)?;
        }
        let owners = self.owners(&whole, &readings)?;
        let interfaces = self.interfaces(readings, &owners, &debug_packages, events)?;
        self.finish(&whole, snapshot, &interfaces, &owners, debug_packages, events)
    }

    fn settled(
        &self,
        debug_packages: &[String],
        events: &mut dyn FnMut(Event),
    ) -> Result<(Whole, Snapshot), BuildError> {
        let since = begin(&self.layout)?;
        let whole = self.compile(debug_packages, events)?;
        let snapshot = self.snapshot(&whole, since);
        if !snapshot.is_unsettled() {
            return Ok((whole, snapshot));
        }
        let since = begin(&self.layout)?;
        let whole = self.compile(debug_packages, &mut |event| {
            if matches!(event, Event::Cargo { .. }) {
                events(event);
            }
        })?;
        let snapshot = self.snapshot(&whole, since);
        Ok((whole, snapshot))
    }

    fn compile(&self, debug_packages: &[String], events: &mut dyn FnMut(Event)) -> Result<Whole, BuildError> {
        let mut parts = Vec::new();
        for part in &self.parts {
            let plan = self.plan(part, Form::Part, debug_packages);
            parts.push(cargo::compile(self.env, &part.tools, &plan, events)?);
        }
        agree::packages(&self.parts, &parts)?;
        copies::check(&self.parts, &parts, events)?;
        let library = self.compile_umbrella(&parts, events)?;
        Ok(Whole { parts, library })
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
            target_dir: self.layout.cache("cargo"),
            debug_packages,
            unoptimised: false,
            config: &part.config,
        }
    }

    /// The crate that names the parts, and the library that it becomes.
    fn compile_umbrella(
        &self,
        compiled: &[Compiled],
        events: &mut dyn FnMut(Event),
    ) -> Result<Compiled, BuildError> {
        let first = &self.parts[0];
        let manifest = generated::write(&self.layout, &self.name, &first.package.workspace, compiled)?;
        let bare = Request { manifest_path: manifest.clone(), ..Request::new("", &self.request.root) };
        let request = Request {
            cpu: self.request.cpu.clone(),
            jobs: self.request.jobs,
            zig_target: self.request.zig_target.clone(),
            ..bare
        };
        let package = cargo::select(self.env, &first.tools, &request, &manifest)?;
        let found = generated::extern_flags(compiled);
        let plan = Plan {
            request: &request,
            package: &package,
            form: Form::Umbrella(&self.kinds, &found),
            ..self.plan(first, Form::Part, &[])
        };
        let mut told = String::new();
        let made = cargo::compile(self.env, &first.tools, &plan, &mut |event| {
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

    fn snapshot(&self, whole: &Whole, since: Moment) -> Snapshot {
        let mut recorder = Recorder::new(self.env, since);
        for (part, compiled) in self.parts.iter().zip(&whole.parts) {
            tools::record(self.env, part.folder(), &part.tools, &mut recorder);
            recorder.file(&part.folder().join("cbindgen.toml"));
            cargo::record(&part.package, &part.config, compiled, &mut recorder);
        }
        recorder.finish()
    }

    fn unchanged(
        &self,
        last: State,
        whole: &Whole,
        snapshot: &Snapshot,
    ) -> Result<Option<Built>, BuildError> {
        let clock = self.layout.cache("state");
        if last.content != content(&whole.library, snapshot)? || !last.outputs_intact(&clock) {
            return Ok(None);
        }
        let Some((manifest, manifest_path)) = last.manifest() else { return Ok(None) };
        let inputs = snapshot.inputs(self.env);
        remembered::write(&self.memory, &last.under(snapshot.clone()))?;
        Ok(Some(Built { manifest, manifest_path, inputs, fresh: false }))
    }

    /// What the witnesses say, once for each part: with the whole library and the part's own source.
    fn read(&self, whole: &Whole) -> Result<Vec<Reading>, BuildError> {
        let mut readings = Vec::new();
        for (part, compiled) in self.parts.iter().zip(&whole.parts) {
            let seen = Compiled { libraries: whole.library.libraries.clone(), ..compiled.clone() };
            readings.push(self.reader(part).read(&seen)?);
        }
        Ok(readings)
    }

    fn reader<'b>(&'b self, part: &'b Part) -> Reader<'b> {
        Reader {
            env: self.env,
            tools: &part.tools,
            layout: &self.layout,
            target: &self.target,
            package: &part.package,
        }
    }

    fn more_debug(&self, readings: &[Reading], whole: &Whole, have: &[String]) -> Vec<String> {
        if readings.iter().all(|reading| reading.without_debug.is_empty()) {
            return Vec::new();
        }
        let exporting = self.parts.iter().zip(&whole.parts).flat_map(|(part, compiled)| {
            let packages = cargo::exporting_packages(&part.package, compiled);
            // Parts carry it anyway.
            packages.into_iter().filter(|id| self.parts.iter().all(|other| other.package.id != *id))
        });
        let more: BTreeSet<String> = exporting.filter(|package| !have.contains(package)).collect();
        more.into_iter().collect()
    }

    fn owners(&self, whole: &Whole, readings: &[Reading]) -> Result<Owners, BuildError> {
        let library = whole.library.libraries.iter().min_by_key(|(kind, _)| *kind != CrateType::Staticlib);
        let Some((_, library)) = library else {
            return Err(BuildError::NoExports { name: self.name.clone() });
        };
        let bytes = fs::read(library).map_err(|source| failed("read", library, source))?;
        let table = read_symbols(&bytes)
            .map_err(|error| BuildError::Interface { what: library.to_string(), source: Box::new(error) })?;
        let owners = Owners::find(&table, &self.parts, &whole.parts, readings)?;
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
                    target_dir: self.layout.cache("cargo-unoptimised"),
                    unoptimised: true,
                    ..self.plan(part, Form::Libraries(&kinds), debug_packages)
                };
                let unoptimised = cargo::compile(self.env, &part.tools, &plan, events)?;
                reading.merged = self.reader(part).read(&unoptimised)?.merged;
                reading.merged.undescribed.retain(|missing| owners.owns(nth, &missing.symbol));
            }
            interface::tell(&reading, events);
            interface::complete(&reading)?;
            let library = &part.package.library;
            interfaces.push(restrict(&reading.merged.interface, library, |s| owners.owns(nth, s)));
        }
        Ok(interfaces)
    }

    fn finish(
        &self,
        whole: &Whole,
        snapshot: Snapshot,
        interfaces: &[Interface],
        owners: &Owners,
        debug_packages: Vec<String>,
        events: &mut dyn FnMut(Event),
    ) -> Result<Built, BuildError> {
        events(Event::Step { step: Step::Verify });
        let combined = combine(&self.name, interfaces);
        let mut modules = Vec::new();
        let apart = if self.request.combined_only { &[] } else { interfaces };
        for interface in combined.iter().chain(apart) {
            // A crate's own wishes hold for its own module.
            let part = self.parts.iter().find(|part| part.package.library == interface.name);
            let folder = part.and_then(|part| part.package.manifest_path.parent());
            let wishes = folder.map(cbindgen::read).transpose()?.unwrap_or_default();
            modules.push(Module::write(interface, self.request.bindings, &wishes, events)?);
        }
        let first = &self.parts[0];
        let verifier =
            Verifier { env: self.env, tools: &first.tools, layout: &self.layout, target: &self.target };
        modules.iter().try_for_each(|module| verifier.verify(&module.written()))?;
        events(Event::Step { step: Step::Publish });
        let content = content(&whole.library, &snapshot)?;
        let debug = whole.parts.iter().any(|part| part.debug);
        let (workspace, config) = (&first.package.workspace, &first.config);
        let product = Product {
            request: self.request,
            name: &self.name,
            krate: self.krate(),
            crates: self.manifest_parts(owners),
            target: &self.target,
            profile: profile_folder(&self.profile),
            profile_name: &self.profile,
            libraries: &whole.library.libraries,
            import_library: whole.library.import_library.as_deref(),
            native_libs: &whole.library.native_libs,
            strip: cargo::strip_of(self.env, config, workspace, &self.profile, debug),
            modules: &modules,
            exports: &owners.exports,
        };
        let published = Publisher::new(self.env, &first.tools, &self.layout, &product).publish(events)?;
        let inputs = snapshot.inputs(self.env);
        let clock = self.layout.cache("state");
        let state = State::after(&clock, snapshot, &published.files, content, debug_packages)?;
        remembered::write(&self.memory, &state)?;
        let (manifest, manifest_path) = (published.manifest, published.manifest_path);
        Ok(Built { manifest, manifest_path, inputs, fresh: false })
    }

    fn krate(&self) -> Crate {
        Crate {
            name: self.name.clone(),
            package: self.name.clone(),
            version: generated::VERSION.to_owned(),
            manifest_path: self.layout.relative(&generated::manifest_path(&self.layout, &self.name)),
        }
    }

    fn manifest_parts(&self, owners: &Owners) -> Vec<ManifestPart> {
        let parts = self.parts.iter().enumerate();
        parts
            .map(|(nth, part)| {
                let owned = owners.exports.iter().filter(|export| owners.owns(nth, &export.symbol));
                ManifestPart::new(&part.package, &part.request, &self.layout, owned)
            })
            .collect()
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
