//! One build, from the request to the manifest.
//!
//! The order matters: nothing is written outside the private part of the cache before header and
//! bindings compiled; the manifest is put in place last, so that every file it names is there.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};

use crate::archive;
use crate::built::Built;
use crate::cargo::{self, Compiled, Config, Form, Package, Plan, Strip};
use crate::cbindgen;
use crate::error::BuildError;
use crate::event::{Event, Step};
use crate::interface::{self, Reader, Reading};
use crate::layout::{Layout, profile_folder};
use crate::lock;
use crate::manifest::Part;
use crate::publish::{self, failed};
use crate::publishing::{Module, Product, Publisher};
use crate::remembered;
use crate::request::{CrateType, Environment, Request};
use crate::snapshot::{Digest, Moment, Recorder, Snapshot, digest_file, now, wait_until_after};
use crate::state::{self, Freshness, State};
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
    let memory = state::path(&layout, request, env);
    match state::check(&memory, env) {
        Freshness::Fresh(built) => Ok(*built),
        Freshness::Stale { why, last } => {
            events(Event::Stale { why });
            if umbrella::is_umbrella(request) {
                return Umbrella::open(request, env, layout, memory, events)?.run(last, events);
            }
            let manifest = manifest_of(request, env)?;
            let session = Session::open(request, env, layout, &manifest, memory, events)?;
            session.run(last, events)
        }
    }
}

pub(crate) fn manifest_of(request: &Request, env: &Environment) -> Result<Utf8PathBuf, BuildError> {
    let given = env.absolute(&request.manifest_path);
    let path = if given.is_dir() { given.join("Cargo.toml") } else { given };
    if path.is_file() { Ok(path) } else { Err(BuildError::NoManifest { path }) }
}

/// A build that has something to do: everything known before cargo compiles.
struct Session<'a> {
    request: &'a Request,
    env: &'a Environment,
    layout: Layout,
    /// The file of the request's state.
    memory: Utf8PathBuf,
    tools: Tools,
    config: Config,
    package: Package,
    target: Target,
    /// Whether cargo is told the target.
    name_target: bool,
    profile: String,
    kinds: Vec<CrateType>,
}

impl<'a> Session<'a> {
    fn open(
        request: &'a Request,
        env: &'a Environment,
        layout: Layout,
        manifest: &Utf8Path,
        memory: Utf8PathBuf,
        events: &mut dyn FnMut(Event),
    ) -> Result<Self, BuildError> {
        prepare(&layout)?;
        events(Event::Step { step: Step::Tools });
        let folder = manifest.parent().unwrap_or(&env.cwd).to_owned();
        let config = Config::read(env, &folder);
        let tools = tools::find(env, &folder, &layout)?;
        let (target, name_target) = choose_target(request, env, &config, &tools)?;
        check_std(env, &config, &tools, &target)?;
        let package = cargo::select(env, &tools, request, manifest)?;
        let kinds = kinds(request, &package);
        let profile = if request.profile == "debug" { "dev".to_owned() } else { request.profile.clone() };
        Ok(Self { request, env, layout, memory, tools, config, package, target, name_target, profile, kinds })
    }

    fn run(&self, last: Option<Box<State>>, events: &mut dyn FnMut(Event)) -> Result<Built, BuildError> {
        let lock = lock::take(&self.layout, &self.package.library, events)?;
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
        let (mut compiled, mut snapshot) = self.settled(&debug_packages, events)?;
        if let Some(last) = last
            && let Some(built) = self.unchanged(*last, &compiled, &snapshot)?
        {
            return Ok(built);
        }
        archive::check(&compiled.libraries)?;
        events(Event::Step { step: Step::Interface });
        let reader = Reader {
            env: self.env,
            tools: &self.tools,
            layout: &self.layout,
            target: &self.target,
            package: &self.package,
        };
        let mut reading = reader.read(&compiled)?;
        let more = self.more_debug(&reading, &compiled, &debug_packages);
        if !more.is_empty() {
            debug_packages.extend(more);
            (compiled, snapshot) = self.settled(&debug_packages, events)?;
            reading = reader.read(&compiled)?;
        }
        if !reading.merged.undescribed.is_empty() {
            let unoptimised = self.compile(&debug_packages, true, events)?;
            let plain = reader.read(&unoptimised)?;
            reading.merged = plain.merged;
        }
        interface::tell(&reading, events);
        interface::complete(&reading)?;
        let folder = self.package.manifest_path.parent().unwrap_or(&self.env.cwd);
        let wishes = cbindgen::read(folder)?;
        let module = Module::write(&reading.merged.interface, self.request.bindings, &wishes, events)?;
        self.finish(&compiled, snapshot, &reading, module, debug_packages, events)
    }

    /// Compiles, and asks cargo once more where something was touched meanwhile: a lock file that
    /// cargo wrote itself, a source that a build script wrote or that somebody saved.
    fn settled(
        &self,
        debug_packages: &[String],
        events: &mut dyn FnMut(Event),
    ) -> Result<(Compiled, Snapshot), BuildError> {
        let since = begin(&self.layout)?;
        let compiled = self.compile(debug_packages, false, events)?;
        let snapshot = self.snapshot(&compiled, since);
        if !snapshot.is_unsettled() {
            return Ok((compiled, snapshot));
        }
        let since = begin(&self.layout)?;
        // The same messages again are not news.
        let compiled = self.compile(debug_packages, false, &mut |event| {
            if matches!(event, Event::Cargo { .. }) {
                events(event);
            }
        })?;
        let snapshot = self.snapshot(&compiled, since);
        Ok((compiled, snapshot))
    }

    fn compile(
        &self,
        debug_packages: &[String],
        unoptimised: bool,
        events: &mut dyn FnMut(Event),
    ) -> Result<Compiled, BuildError> {
        let plan = Plan {
            request: self.request,
            package: &self.package,
            target: &self.target,
            name_target: self.name_target,
            form: Form::Libraries(&self.kinds),
            folder: self.package.manifest_path.parent().unwrap_or(&self.env.cwd),
            settings: &[],
            profile: &self.profile,
            target_dir: self.layout.cache(if unoptimised { "cargo-unoptimised" } else { "cargo" }),
            debug_packages,
            unoptimised,
            config: &self.config,
        };
        cargo::compile(self.env, &self.tools, &plan, events)
    }

    fn snapshot(&self, compiled: &Compiled, since: Moment) -> Snapshot {
        let mut recorder = Recorder::new(self.env, since);
        let folder = self.package.manifest_path.parent().unwrap_or(&self.env.cwd);
        tools::record(self.env, folder, &self.tools, &mut recorder);
        recorder.file(&folder.join("cbindgen.toml"));
        cargo::record(&self.package, &self.config, compiled, &mut recorder);
        recorder.finish()
    }

    /// Packages whose debug information would describe what is not described.
    fn more_debug(&self, reading: &Reading, compiled: &Compiled, have: &[String]) -> Vec<String> {
        if reading.without_debug.is_empty() {
            return Vec::new();
        }
        let exporting = cargo::exporting_packages(&self.package, compiled);
        exporting.into_iter().filter(|package| !have.contains(package)).collect()
    }

    /// The last build, where cargo left the same libraries and nothing else changed either: only
    /// the state is new.
    fn unchanged(
        &self,
        last: State,
        compiled: &Compiled,
        snapshot: &Snapshot,
    ) -> Result<Option<Built>, BuildError> {
        let clock = self.layout.cache("state");
        if last.content != content(compiled, snapshot)? || !last.outputs_intact(&clock) {
            return Ok(None);
        }
        let Some((manifest, manifest_path)) = last.manifest() else { return Ok(None) };
        let inputs = snapshot.inputs(self.env);
        remembered::write(&self.memory, &last.under(snapshot.clone()))?;
        Ok(Some(Built { manifest, manifest_path, inputs, fresh: false }))
    }

    fn finish(
        &self,
        compiled: &Compiled,
        snapshot: Snapshot,
        reading: &Reading,
        module: Module,
        debug_packages: Vec<String>,
        events: &mut dyn FnMut(Event),
    ) -> Result<Built, BuildError> {
        events(Event::Step { step: Step::Verify });
        let verifier =
            Verifier { env: self.env, tools: &self.tools, layout: &self.layout, target: &self.target };
        verifier.verify(&module.written())?;
        events(Event::Step { step: Step::Publish });
        let content = content(compiled, &snapshot)?;
        let strip =
            cargo::strip_of(self.env, &self.config, &self.package.workspace, &self.profile, compiled.debug);
        let modules = [module];
        let product = self.product(compiled, reading, &modules, strip);
        let published = Publisher::new(self.env, &self.tools, &self.layout, &product).publish(events)?;
        let folder = self.layout.cache("state");
        let inputs = snapshot.inputs(self.env);
        let state = State::after(&folder, snapshot, &published.files, content, debug_packages)?;
        remembered::write(&self.memory, &state)?;
        Ok(Built {
            manifest: published.manifest,
            manifest_path: published.manifest_path,
            inputs,
            fresh: false,
        })
    }

    fn product<'b>(
        &'b self,
        compiled: &'b Compiled,
        reading: &'b Reading,
        modules: &'b [Module],
        strip: Strip,
    ) -> Product<'b> {
        let part = Part::new(&self.package, self.request, &self.layout, reading.exports.iter());
        Product {
            request: self.request,
            name: &self.package.library,
            krate: part.krate.clone(),
            crates: vec![part],
            target: &self.target,
            profile: profile_folder(&self.profile),
            profile_name: &self.profile,
            libraries: &compiled.libraries,
            import_library: compiled.import_library.as_deref(),
            native_libs: &compiled.native_libs,
            strip,
            modules,
            exports: &reading.exports,
        }
    }
}

/// The moment before cargo looks at anything, a tick later than whatever happened until now.
pub(crate) fn begin(layout: &Layout) -> Result<Moment, BuildError> {
    let folder = layout.cache("state");
    let broken = |source| failed("write", &folder, source);
    let before = now(&folder).map_err(broken)?;
    wait_until_after(&folder, before).map_err(broken)?;
    now(&folder).map_err(broken)
}

/// A digest of everything that header, bindings and manifest are made from.
pub(crate) fn content(compiled: &Compiled, snapshot: &Snapshot) -> Result<Digest, BuildError> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&snapshot.content_digest());
    for (_, library) in &compiled.libraries {
        hasher.update(&digest_file(library).map_err(|source| failed("read", library, source))?);
    }
    Ok(*hasher.finalize().as_bytes())
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
