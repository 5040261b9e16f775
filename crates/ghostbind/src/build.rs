//! A build of one crate, and the way from a request to a build.

use std::collections::BTreeSet;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use ghost_abi::symbols::SymbolTable;

use crate::binary::Binary;
use crate::built::Built;
use crate::cargo::{self, Compiled, Config, Form, Package, Plan, Strip};
use crate::cbindgen;
use crate::course::{self, Course, Place};
use crate::error::BuildError;
use crate::event::{Event, Step};
use crate::interface::{self, Reader, Reading};
use crate::layout::{Layout, profile_folder};
use crate::lock;
use crate::manifest::Part;
use crate::process::RunError;
use crate::publish::{self, failed};
use crate::publishing::{Done, Module, Product, Publisher};
use crate::request::{CrateType, Environment, Request};
use crate::snapshot::Recorder;
use crate::state::{self, Freshness};
use crate::target::{self, Target};
use crate::tools::{self, Tools};
use crate::umbrella::{self, Umbrella};
use crate::verify::Verifier;

/// Builds a crate, or finds that its last build is still good.
///
/// `events` hears what happens, in order.
pub fn build(
    request: &Request,
    env: &Environment,
    events: &mut dyn FnMut(Event),
) -> Result<Built, BuildError> {
    let layout = Layout::new(env.absolute(&request.root));
    for part in request.parts() {
        manifest_of(&part, env)?;
    }
    if let Some(name) = request.name.as_ref().filter(|_| !umbrella::is_umbrella(request)) {
        return Err(BuildError::Request {
            what: format!(
                "`{name}` cannot be the name of this library: a single crate's has that of the crate"
            ),
            hint: Some(
                "`[lib] name` in its Cargo.toml says another one; --name is for several crates".to_owned(),
            ),
        });
    }
    let memory = state::path(&layout, request, env);
    match state::check(&memory, env) {
        Freshness::Fresh(built) => Ok(*built),
        Freshness::Stale { why, last } => {
            events(Event::Stale { why });
            let _here = lock::share(&layout, &env.children, events)?;
            let place = Place { env, layout, memory };
            if umbrella::is_umbrella(request) {
                return course::run(&Umbrella::open(request, place, events)?, last, events);
            }
            course::run(&Session::open(request, place, events)?, last, events)
        }
    }
}

/// Whether the last build of a request still is good, decided without starting anything.
#[cfg(feature = "cli")]
pub(crate) fn holds(request: &Request, env: &Environment) -> bool {
    let layout = Layout::new(env.absolute(&request.root));
    matches!(state::check(&state::path(&layout, request, env), env), Freshness::Fresh(_))
}

pub(crate) fn manifest_of(request: &Request, env: &Environment) -> Result<Utf8PathBuf, BuildError> {
    let given = env.absolute(&request.manifest_path);
    let path = if given.is_dir() { given.join("Cargo.toml") } else { given };
    if path.is_file() { Ok(path) } else { Err(BuildError::NoManifest { path }) }
}

/// Finds the package that a request means.
pub(crate) type Select = fn(&Environment, &Tools, &Request, &Utf8Path) -> Result<Package, BuildError>;

/// One crate, everything known before cargo compiles.
pub(crate) struct Opened<'a> {
    request: &'a Request,
    pub(crate) tools: Tools,
    pub(crate) config: Config,
    pub(crate) package: Package,
    target: Target,
    /// Whether cargo is told the target.
    name_target: bool,
    profile: String,
}

impl<'a> Opened<'a> {
    pub(crate) fn new(
        request: &'a Request,
        env: &Environment,
        layout: &Layout,
        select: Select,
        events: &mut dyn FnMut(Event),
    ) -> Result<Self, BuildError> {
        let manifest = manifest_of(request, env)?;
        prepare(layout)?;
        events(Event::Step { step: Step::Tools });
        let folder = manifest.parent().unwrap_or(&env.cwd).to_owned();
        let config = Config::read(env, &folder);
        let tools = tools::find(env, &folder, layout)?;
        let (target, name_target) = choose_target(request, env, &config, &tools)?;
        check_std(env, &config, &tools, &target)?;
        let package = select(env, &tools, request, &manifest)?;
        Ok(Self { request, tools, config, package, target, name_target, profile: profile_of(request) })
    }

    /// The folder of the package, where cargo runs.
    pub(crate) fn folder(&self) -> &Utf8Path {
        self.package.manifest_path.parent().unwrap_or(&self.package.workspace)
    }

    pub(crate) fn plan<'b>(&'b self, form: Form<'b>, target_dir: Utf8PathBuf) -> Plan<'b> {
        Plan {
            request: self.request,
            package: &self.package,
            target: &self.target,
            name_target: self.name_target,
            form,
            folder: self.folder(),
            settings: &[],
            profile: &self.profile,
            target_dir,
            debug_packages: &[],
            unoptimised: false,
            config: &self.config,
        }
    }
}

/// Cargo's name of the profile.
pub(crate) fn profile_of(request: &Request) -> String {
    if request.profile == "debug" { "dev".to_owned() } else { request.profile.clone() }
}

/// A build of one crate that has something to do.
struct Session<'a> {
    place: Place<'a>,
    opened: Opened<'a>,
    kinds: Vec<CrateType>,
}

impl<'a> Session<'a> {
    fn open(
        request: &'a Request,
        place: Place<'a>,
        events: &mut dyn FnMut(Event),
    ) -> Result<Self, BuildError> {
        let opened = Opened::new(request, place.env, &place.layout, cargo::select, events)?;
        let kinds = kinds(request, &opened.package);
        Ok(Self { place, opened, kinds })
    }

    fn compile_as(
        &self,
        debug_packages: &[String],
        unoptimised: bool,
        events: &mut dyn FnMut(Event),
    ) -> Result<Compiled, BuildError> {
        let folder = self.place.layout.cache(if unoptimised { "cargo-unoptimised" } else { "cargo" });
        let plan = self.opened.plan(Form::Libraries(&self.kinds), folder);
        let plan = Plan { debug_packages, unoptimised, ..plan };
        cargo::compile(self.place.env, &self.opened.tools, &plan, events)
    }

    fn product<'b>(
        &'b self,
        compiled: &'b Compiled,
        reading: &'b Reading,
        modules: &'b [Module],
        strip: Strip,
        symbols: &'b SymbolTable,
    ) -> Product<'b> {
        let Opened { request, package, target, profile, .. } = &self.opened;
        let part = Part::new(package, request, &self.place.layout, reading.exports.iter());
        Product {
            request,
            name: &package.library,
            krate: part.krate.clone(),
            crates: vec![part],
            target,
            profile: profile_folder(profile),
            profile_name: profile,
            libraries: &compiled.libraries,
            import_library: compiled.import_library.as_deref(),
            native_libs: &compiled.native_libs,
            native_folders: compiled.native_folders().collect(),
            strip,
            modules,
            exports: &reading.exports,
            symbols,
        }
    }
}

impl Course for Session<'_> {
    type Made = Compiled;
    type Said = Reading;

    fn place(&self) -> &Place<'_> {
        &self.place
    }

    fn library_name(&self) -> &str {
        &self.opened.package.library
    }

    fn called(&self) -> BTreeSet<&str> {
        BTreeSet::from([self.library_name()])
    }

    fn foresee(&self, events: &mut dyn FnMut(Event)) -> Result<Vec<String>, BuildError> {
        let Opened { tools, package, .. } = &self.opened;
        let plan = self.opened.plan(Form::Dependencies(&self.kinds), self.place.layout.cache("cargo"));
        let dependencies = dependencies(self.place.env, tools, &plan, events)?;
        Ok(dependencies.map(|made| cargo::undescribed_packages(package, &made)).unwrap_or_default())
    }

    fn compile(
        &self,
        debug_packages: &[String],
        events: &mut dyn FnMut(Event),
    ) -> Result<Compiled, BuildError> {
        self.compile_as(debug_packages, false, events)
    }

    fn library<'m>(&self, made: &'m Compiled) -> &'m Compiled {
        made
    }

    fn record(&self, made: &Compiled, recorder: &mut Recorder<'_>) {
        let Opened { tools, config, package, .. } = &self.opened;
        tools::record(self.place.env, self.opened.folder(), tools, recorder);
        recorder.file(&self.opened.folder().join("cbindgen.toml"));
        cargo::record(package, config, made, recorder);
    }

    fn read(&self, made: &Compiled, library: &Binary) -> Result<Reading, BuildError> {
        let Opened { tools, package, target, .. } = &self.opened;
        Reader { env: self.place.env, tools, layout: &self.place.layout, target, package }.read(library, made)
    }

    fn more_debug(&self, said: &Reading, made: &Compiled, have: &[String]) -> Vec<String> {
        if said.without_debug.is_empty() {
            return Vec::new();
        }
        let exporting = cargo::exporting_packages(&self.opened.package, made);
        exporting.into_iter().filter(|package| !have.contains(package)).collect()
    }

    fn publish(
        &self,
        made: &Compiled,
        mut said: Reading,
        symbols: &SymbolTable,
        debug_packages: &[String],
        events: &mut dyn FnMut(Event),
    ) -> Result<Done, BuildError> {
        if !said.merged.undescribed.is_empty() {
            let unoptimised = self.compile_as(debug_packages, true, events)?;
            let library = Binary::read(&unoptimised, self.library_name())?;
            said.merged = self.read(&unoptimised, &library)?.merged;
        }
        interface::tell(&said, events);
        interface::complete(&said)?;
        let Opened { request, tools, config, package, target, profile, .. } = &self.opened;
        let wishes = cbindgen::read(self.opened.folder())?;
        let modules = [Module::write(&said.merged.interface, request.bindings, &wishes, events)?];
        events(Event::Step { step: Step::Verify });
        let Place { env, layout, .. } = &self.place;
        Verifier { env, tools, layout, target }.verify(&modules[0].written())?;
        events(Event::Step { step: Step::Publish });
        let strip = cargo::strip_of(env, config, &package.workspace, profile, made.debug);
        let product = self.product(made, &said, &modules, strip, symbols);
        Publisher::new(env, tools, layout, &product).publish(events)
    }
}

/// Compiles what a library depends on, and nothing of its own. Nothing where that fails: what is wrong is told when
/// the library is built.
pub(crate) fn dependencies(
    env: &Environment,
    tools: &Tools,
    plan: &Plan<'_>,
    events: &mut dyn FnMut(Event),
) -> Result<Option<Compiled>, BuildError> {
    // The library's own turn comes, and with it cargo's messages once more.
    let own = format!(" {} v{}", plan.package.name, plan.package.version);
    let mut on_the_way = |event| {
        let theirs = |line: &str| line.contains("Compiling") && !line.contains(&own);
        if matches!(&event, Event::Cargo { line } if theirs(line)) {
            events(event);
        }
    };
    match cargo::compile(env, tools, plan, &mut on_the_way) {
        Ok(dependencies) => Ok(Some(dependencies)),
        Err(BuildError::Run(interrupted @ RunError::Interrupted)) => Err(interrupted.into()),
        Err(_) => Ok(None),
    }
}

/// Makes the folders that must be there before anything is found out, and keeps them out of
/// version control and backups.
pub(crate) fn prepare(layout: &Layout) -> Result<(), BuildError> {
    let state = layout.cache("state");
    fs::create_dir_all(&state).map_err(|source| failed("create", &state, source))?;
    let ignore = layout.folder().join(".gitignore");
    let tag = layout.cache("CACHEDIR.TAG");
    let texts = [(ignore, "*\n"), (tag, "Signature: 8a477f597d28d172789f06886806bc55\n")];
    for (path, text) in texts {
        if !path.exists() {
            publish::text(&path, text.as_bytes(), "ghostbind")?;
        }
    }
    Ok(())
}

/// The target, and whether cargo must be told: not where it would take it anyway.
pub(crate) fn choose_target(
    request: &Request,
    env: &Environment,
    config: &Config,
    tools: &Tools,
) -> Result<(Target, bool), BuildError> {
    let configured = config.text(env, &["build", "target"]);
    let asked = request.zig_target.is_some() || request.rust_target.is_some();
    let rust = if asked { request.rust_target.as_deref() } else { configured.as_deref() };
    let mut target = target::resolve(request.zig_target.as_deref(), rust, &tools.host)?;
    if let Some(cpu) = &request.cpu {
        target.set_cpu(cpu, &tools.rust_cpus(env, &target.rust)?)?;
    }
    // Another version of this machine's C library is another machine to cargo's build scripts.
    let name_target = !target.host || configured.is_some() || target.zig != target.zig_name;
    Ok((target, name_target))
}

/// Cargo's own message for a missing standard library stands below a hundred others.
pub(crate) fn check_std(
    env: &Environment,
    config: &Config,
    tools: &Tools,
    target: &Target,
) -> Result<(), BuildError> {
    let built = config.text(env, &["unstable", "build-std"]).is_some();
    if built || tools.has_std(&target.rust) {
        return Ok(());
    }
    let install = format!("install it: {}", tools.install_std(&target.rust));
    Err(BuildError::TargetMissing { target: target.rust.clone(), install })
}

/// The kinds asked for, else those declared, else an archive.
fn kinds(request: &Request, package: &Package) -> Vec<CrateType> {
    let mut kinds =
        if request.crate_types.is_empty() { package.declared.clone() } else { request.crate_types.clone() };
    if kinds.is_empty() {
        kinds.push(CrateType::Staticlib);
    }
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(declared: &[CrateType]) -> Package {
        Package {
            name: "p".into(),
            version: "0.1.0".into(),
            id: "p".into(),
            manifest_path: "/p/Cargo.toml".into(),
            library: "p".into(),
            declared: declared.to_vec(),
            workspace: "/p".into(),
            members: Vec::new(),
            features: Vec::new(),
        }
    }

    #[test]
    fn kinds_asked_declared_or_an_archive() {
        let mut request = Request::new("/p", "/p");
        assert_eq!(kinds(&request, &package(&[])), [CrateType::Staticlib]);
        assert_eq!(kinds(&request, &package(&[CrateType::Cdylib])), [CrateType::Cdylib]);
        request.crate_types = vec![CrateType::Cdylib, CrateType::Staticlib, CrateType::Cdylib];
        assert_eq!(kinds(&request, &package(&[])), [CrateType::Staticlib, CrateType::Cdylib]);
    }
}
