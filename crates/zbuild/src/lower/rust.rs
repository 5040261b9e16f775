//! The rule for a Rust crate that Zig or C calls: ghostbind builds it, in this process.
//!
//! The action leaves what `ghostbind build` leaves, where that leaves it, and a response file with
//! what Zig must link. What it read, and which environment variables decided something, is what
//! ghostbind says.
//!
//! A crate that several projects of a workspace use is built once, with the features and kinds of all of
//! them together, as cargo does it within a workspace.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::sync::Mutex;

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::zig::command::has_libc;
use ghostbind::{Built, Environment, Event, Request};
use zbuild_engine::{Action, Call, CallContext, CallOutput, Digest, Jobs};

use super::crate_elsewhere::Work;
use super::member::CARGO_FOLDER;
use super::unit::Unit;
use super::{CrateTests, Faults, Lowering, registry, response};
use crate::config::{CrateSource, CrateType, Located, RustCrate};
use crate::diagnostic::{nearest, with_causes};
use crate::project::{CrateManifest, MemberKind, relative_to};
use crate::setting::{Setting, in_zigs_spelling};

/// Limits how many crates are built at once.
pub(super) const POOL: &str = "rust";
/// Where ghostbind lets cargo build, as actions that take turns call it.
pub(super) const GHOSTBIND: &str = ghostbind::layout::FOLDER;

/// A crate that the graph builds.
#[derive(Debug, Clone)]
pub(super) struct RustLibrary {
    /// The name that Zig imports it by.
    pub(super) name: String,
    /// What is linked.
    pub(super) kind: CrateType,
    /// The libraries, absolute.
    pub(super) files: Vec<(CrateType, Utf8PathBuf)>,
    /// Its Zig module, absolute.
    pub(super) bindings: Utf8PathBuf,
    /// Its interface as JSON, absolute.
    pub(super) interface: Utf8PathBuf,
    /// Its C header, absolute, where headers are wanted.
    pub(super) header: Option<Utf8PathBuf>,
    /// What Zig must link, relative to the root.
    pub(super) response: Utf8PathBuf,
    /// The file that says whether an optional crate was built, absolute.
    pub(super) marker: Option<Utf8PathBuf>,
    /// Whether debug information is left out.
    pub(super) strip: bool,
    /// What was asked of ghostbind; two projects may share a crate only if they ask alike.
    pub(super) request: Request,
}

impl RustLibrary {
    /// The library that is linked.
    pub(super) fn file(&self) -> &Utf8Path {
        let linked = self.files.iter().find(|(kind, _)| *kind == self.kind).or(self.files.first());
        linked.map_or(Utf8Path::new(""), |(_, file)| file)
    }
}

/// What all projects of the workspace together ask of a crate.
#[derive(Debug, Clone, Default)]
pub(super) struct CratePlan {
    features: BTreeSet<String>,
    default_features: bool,
    pub(super) kinds: BTreeSet<CrateType>,
}

impl Lowering<'_> {
    /// Finds what every crate of the workspace is asked for, by its Cargo.toml. What cannot be read is told when
    /// the crate is built.
    pub(super) fn plan_crates(&mut self) {
        let plans = &mut self.plans;
        for member in &self.workspace.members {
            match &member.kind {
                MemberKind::Crate(manifest) if !manifest.crate_types.is_empty() => {
                    let plan = plans.entry(manifest.path.clone()).or_default();
                    plan.default_features = true;
                    plan.kinds.extend(&manifest.crate_types);
                }
                MemberKind::Crate(_) => {}
                MemberKind::Project(_, project) => {
                    for spec in project.rust_crates.iter().filter(|spec| !spec.optional) {
                        let CrateSource::Path(path) = &spec.source else { continue };
                        let folder = ghostbind::layout::normalize(&member.folder.join(&path.value));
                        let file = folder.join("Cargo.toml");
                        let Ok(manifest) = CrateManifest::read(&file, &file) else { continue };
                        let plan = plans.entry(file).or_default();
                        plan.features.extend(spec.features.iter().map(|f| f.value.clone()));
                        plan.default_features |= spec.default_features;
                        plan.kinds.insert(kind_of(spec, &manifest));
                        self.known_crates.insert(manifest.path.clone(), manifest);
                    }
                }
            }
        }
    }

    /// Adds the action for a dependency, or finds the one that another project added.
    pub(super) fn rust_crate(&mut self, unit: &Unit, spec: &RustCrate) -> Option<RustLibrary> {
        let manifest = self.crate_manifest(unit, spec)?;
        let kind = kind_of(spec, &manifest);
        let own = if registry::is_elsewhere(spec) {
            // Features stand in the package around it.
            CratePlan { features: BTreeSet::new(), default_features: true, kinds: BTreeSet::from([kind]) }
        } else {
            self.check_features(unit, spec, &manifest);
            CratePlan {
                features: spec.features.iter().map(|f| f.value.clone()).collect(),
                default_features: spec.default_features,
                kinds: BTreeSet::from([kind]),
            }
        };
        let plan = if spec.optional { None } else { self.plans.get(&manifest.path).cloned() };
        let plan = plan.filter(|plan| plan.kinds.contains(&kind)).unwrap_or(own);
        if spec.optional {
            return self.optional_crate(unit, spec, &manifest, &plan);
        }
        let library = self.library(&unit.setting, &manifest, &plan);
        let library = RustLibrary { name: spec.name.value.clone(), kind, ..library };
        if self.add_library(&unit.setting, &library, &manifest) {
            return Some(library);
        }
        let message = format!("another project of this workspace builds `{}` in another way", library.name);
        let hint = "crates with one name share their place below .ghostbind: give both the same path, features and type";
        self.errors.push(unit.error_at(&spec.name, message).hint(hint));
        None
    }

    /// A member that is a crate, as a library for other languages.
    pub(super) fn member_library(
        &mut self,
        setting: &Setting,
        manifest: &CrateManifest,
    ) -> Option<RustLibrary> {
        let plan = self.plans.get(&manifest.path).cloned().unwrap_or_default();
        let library = self.library(setting, manifest, &plan);
        self.add_library(setting, &library, manifest).then_some(library)
    }

    /// Adds the action, unless it is there. Whether it is one that gives `library`.
    fn add_library(&mut self, setting: &Setting, library: &RustLibrary, manifest: &CrateManifest) -> bool {
        if let Some(known) = self.crates.get(&library.bindings) {
            return *known == library.request;
        }
        self.crates.insert(library.bindings.clone(), library.request.clone());
        let action = self.action(setting, library, manifest);
        self.graph.add(action);
        self.add_crate_tests(&library.request, manifest, setting.target.host);
        true
    }

    pub(super) fn add_crate_tests(&mut self, request: &Request, manifest: &CrateManifest, host: bool) {
        let known = self.crate_tests.iter().any(|tests| tests.manifest == manifest.path);
        let ours = !manifest.path.starts_with(self.places.state());
        if !self.wish.tests || !host || known || !ours {
            return;
        }
        let if_declared = request.features_if_declared.iter().filter(|f| manifest.features.contains(*f));
        self.crate_tests.push(CrateTests {
            package: manifest.package.clone(),
            manifest: manifest.path.clone(),
            features: request.features.iter().chain(if_declared).cloned().collect(),
            default_features: !request.no_default_features,
            release: request.profile == "release",
            offline: request.offline,
        });
    }

    fn crate_manifest(&mut self, unit: &Unit, spec: &RustCrate) -> Option<CrateManifest> {
        if let Some(fault) = registry::requirement_fault(spec, unit) {
            self.errors.push(fault);
            return None;
        }
        let (file, at) = match &spec.source {
            CrateSource::Path(path) => (unit.path(&path.value).join("Cargo.toml"), path),
            CrateSource::Registry(at) | CrateSource::Git { url: at, .. } => (self.wrapper(unit, spec)?, at),
        };
        self.manifests.insert(file.clone());
        if let Some(known) = self.known_crates.get(&file) {
            return Some(known.clone());
        }
        // Of one that nobody may read is said so when it is read.
        if file.try_exists().is_ok_and(|exists| !exists) {
            let message = format!("there is no Cargo.toml in `{}`", at.value);
            self.errors.push(unit.error_at(at, message).hint(format!("looked for {file}")));
            return None;
        }
        match CrateManifest::read(&file, &relative_to(&file, &self.env.cwd)) {
            Ok(manifest) => Some(manifest),
            Err(error) => {
                self.errors.push(error);
                None
            }
        }
    }

    fn check_features(&mut self, unit: &Unit, spec: &RustCrate, manifest: &CrateManifest) {
        // `dependency/feature` and `dep:name` are for cargo to judge.
        let known =
            |f: &&Located<String>| f.value.contains(['/', ':']) || manifest.features.contains(&f.value);
        for feature in spec.features.iter().filter(|f| !known(f) && f.value != "default") {
            let message = format!("the crate `{}` has no feature `{}`", manifest.package, feature.value);
            let names = manifest.features.iter().map(String::as_str);
            let hint = match nearest(&feature.value, names.clone()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if manifest.features.is_empty() => "it has none".to_owned(),
                None => format!("it has {}", names.map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")),
            };
            self.errors.push(unit.error_at(feature, message).hint(hint));
        }
    }

    pub(super) fn library(
        &self,
        setting: &Setting,
        manifest: &CrateManifest,
        plan: &CratePlan,
    ) -> RustLibrary {
        let mut request = self.request(setting, manifest);
        request.features = plan.features.iter().cloned().collect();
        request.no_default_features = !plan.default_features;
        request.crate_types = plan.kinds.iter().map(|kind| bridge_kind(*kind)).collect();
        let target = &setting.target;
        let name = &manifest.library;
        let folder = self.layout.artifacts(target, &request.profile);
        let file = |kind: &CrateType| (*kind, folder.join(library_file(name, *kind, target.system())));
        let setting_folder = super::Places::objects(setting, "");
        RustLibrary {
            name: manifest.package.clone(),
            kind: plan.kinds.iter().next().copied().unwrap_or(CrateType::Staticlib),
            files: plan.kinds.iter().map(file).collect(),
            bindings: self.layout.bindings(target).join(format!("{name}.zig")),
            interface: self.layout.interfaces(target).join(format!("{name}.json")),
            header: self.headers_wanted().then(|| self.layout.headers(target).join(format!("{name}.h"))),
            response: setting_folder.join(format!("rust-{name}.rsp")),
            marker: None,
            strip: setting.strip,
            request,
        }
    }

    /// What is asked of ghostbind and cargo for a crate, whatever becomes of it.
    pub(super) fn request(&self, setting: &Setting, manifest: &CrateManifest) -> Request {
        let mut request = Request::new(manifest.path.clone(), self.workspace.root.clone());
        request.zig_target = (!setting.native).then(|| setting.target.zig.clone());
        request.rust_target = Some(setting.target.rust.clone());
        setting.optimization.cargo_profile().clone_into(&mut request.profile);
        request.features_if_declared = setting.features.iter().map(|f| f.value.clone()).collect();
        request.cpu.clone_from(&setting.cpu);
        request.offline = self.wish.offline;
        request
    }

    fn action(&self, setting: &Setting, library: &RustLibrary, manifest: &CrateManifest) -> Action {
        let name = &manifest.library;
        let build = CrateBuild {
            request: library.request.clone(),
            env: self.crate_env(library.strip, &library.request),
            response: self.workspace.root.join(&library.response),
            faults: self.faults.clone(),
        };
        let mut material = self.material(&library.request, library.strip);
        if library.header.is_none() {
            material.push_str(" without headers");
        }
        let (request, env) = (build.request.clone(), build.env.clone());
        let call = Call::new("rust-crate", material, move |context| build.run(context));
        let below = self.below_bindings(&library.bindings).with_extension("");
        let action = Action::call(format!("rust:{below}"), call)
            .description(format!("crate {}", manifest.package))
            .input(manifest.path.as_std_path())
            .outputs(library.files.iter().map(|(_, file)| file.as_std_path()))
            .outputs([&library.bindings, &library.interface])
            .outputs(library.header.iter().flat_map(|header| [header.clone(), self.in_include(header)]))
            .output(self.manifest_file(library, name).as_std_path())
            .output(self.workspace.root.join(&library.response).as_std_path());
        let work = Work::Library { response: library.response.clone() };
        self.crate_anywhere(self.with_cargo(action, GHOSTBIND), setting, env, request, work)
    }

    /// The surroundings that a crate is built in. Cargo is told by a variable to leave out debug information.
    pub(super) fn crate_env(&self, strip: bool, request: &Request) -> Environment {
        let mut env = self.env.clone();
        if strip {
            let profile = if request.profile == "release" { "RELEASE" } else { "DEV" };
            env.set(format!("CARGO_PROFILE_{profile}_STRIP"), "debuginfo");
        }
        env
    }

    /// What a request means, whatever folder the workspace lies in, with what surrounds that folder.
    pub(super) fn material(&self, request: &Request, strip: bool) -> String {
        let root = &self.workspace.root;
        let mut portable = request.clone();
        portable.root = Utf8PathBuf::new();
        // Whether the network may be used changes no output, nor does how a processor's name is spelled.
        portable.offline = false;
        portable.cpu = portable.cpu.as_deref().map(in_zigs_spelling);
        let inside = |path: &mut Utf8PathBuf| {
            if let Ok(below) = path.strip_prefix(root) {
                *path = below.to_owned();
            }
        };
        inside(&mut portable.manifest_path);
        portable.also.iter_mut().for_each(|companion| inside(&mut companion.manifest_path));
        let around = self.surroundings.get_or_init(|| surroundings(root));
        format!("{portable:?}{}{around}", if strip { " stripped" } else { "" })
    }

    /// What holds for every action that runs cargo, which locks the folder that it builds in.
    pub(super) fn with_cargo(&self, action: Action, folder: &str) -> Action {
        let action = action
            .toolchain("zig", self.zig)
            .toolchain("rust", Digest::of(self.tools.rustc_version.as_bytes()))
            .stays("what cargo reads is known only when it ran")
            .pool(POOL)
            .turn(folder);
        let kept = self.workspace.integration().cache_artifacts.as_ref().is_none_or(|c| c.value);
        if kept { action } else { action.uncacheable() }
    }

    /// The header where it can hide none of the system's.
    fn in_include(&self, header: &Utf8Path) -> Utf8PathBuf {
        let headers = self.layout.cache("headers");
        let below = header.strip_prefix(&headers).unwrap_or(header);
        let (folder, name) = (below.parent().unwrap_or(below), header.file_name().unwrap_or_default());
        self.layout.cache("include").join(folder).join("ghost").join(name)
    }

    /// The name of a crate's module, in a folder of its machine where that is not this one.
    fn below_bindings<'p>(&self, path: &'p Utf8Path) -> &'p Utf8Path {
        path.strip_prefix(self.layout.cache("bindings")).unwrap_or(path)
    }

    fn manifest_file(&self, library: &RustLibrary, name: &str) -> Utf8PathBuf {
        let below = self.below_bindings(&library.bindings);
        self.layout.folder().join("manifests").join(below).with_file_name(format!("{name}.json"))
    }

    /// Whether C headers are left for others.
    pub(super) fn headers_wanted(&self) -> bool {
        self.workspace.integration().auto_headers.as_ref().is_none_or(|wanted| wanted.value)
    }
}

fn bridge_kind(kind: CrateType) -> ghostbind::CrateType {
    match kind {
        CrateType::Staticlib => ghostbind::CrateType::Staticlib,
        CrateType::Cdylib => ghostbind::CrateType::Cdylib,
    }
}

/// What the file says; else an archive, or a shared library where the crate declares only that.
fn kind_of(spec: &RustCrate, manifest: &CrateManifest) -> CrateType {
    let only_shared = manifest.crate_types == [CrateType::Cdylib];
    let default = if only_shared { CrateType::Cdylib } else { CrateType::Staticlib };
    spec.crate_type.as_ref().map_or(default, |kind| kind.value)
}

/// As rustc names them.
pub(super) fn library_file(name: &str, kind: CrateType, system: &str) -> String {
    match (kind, system) {
        (CrateType::Staticlib, _) => format!("lib{name}.a"),
        (CrateType::Cdylib, "windows") => format!("{name}.dll"),
        (CrateType::Cdylib, "macos" | "ios") => format!("lib{name}.dylib"),
        (CrateType::Cdylib, _) => format!("lib{name}.so"),
    }
}

/// What the action does.
pub(super) struct CrateBuild {
    pub(super) request: Request,
    pub(super) env: Environment,
    pub(super) response: Utf8PathBuf,
    pub(super) faults: Faults,
}

impl CrateBuild {
    pub(super) fn run(&self, context: &CallContext<'_>) -> Result<CallOutput, String> {
        let env = sharing(context.jobs(), &self.env);
        let mut waits = waits(context);
        let (told, inputs) = self.build(&env, &mut |event| {
            // From here on cargo's folder is free.
            if matches!(event, Event::Step { step: ghostbind::Step::Interface }) {
                context.end_turn();
            }
            waits(event);
        })?;
        Ok(output(told, &inputs, &self.request.root))
    }

    /// Builds it, and passes on what is told meanwhile.
    pub(super) fn build(
        &self,
        env: &Environment,
        on_event: &mut dyn FnMut(&Event),
    ) -> Result<(String, ghostbind::Inputs), String> {
        let told = Mutex::new(String::new());
        let built = ghostbind::build(&self.request, env, &mut |event| {
            on_event(&event);
            tell(&event, &told);
        });
        let mut told = told.into_inner().unwrap_or_default();
        let built = match built {
            Ok(built) => built,
            Err(error) => {
                self.faults.note(error.fault());
                say_error(&error, &mut told);
                return Err(told);
            }
        };
        self.write_response(&built)?;
        Ok((told, built.inputs))
    }

    fn write_response(&self, built: &Built) -> Result<(), String> {
        let manifest = &built.manifest;
        let archives = manifest.artifacts.iter().filter(|a| a.kind == ghostbind::CrateType::Staticlib);
        let libraries = archives.map(|a| a.file.path.as_str());
        let needed = manifest.native_libs.zig.iter().map(String::as_str);
        // The targets' own names: those of the build have versions.
        let system = manifest.targets.zig.split('-').nth(1).and_then(|part| part.split('.').next());
        let libc = has_libc(system.unwrap_or_default()).then_some("-lc");
        let text = response::text(libraries.chain(needed).chain(libc))?;
        write_file(&self.response, &text)
    }
}

/// Surroundings in which cargo's processes and the engine's share one limit.
pub(crate) fn sharing(jobs: &Jobs, env: &Environment) -> Environment {
    let jobs = jobs.clone();
    let children = env.children.with_jobserver(move |command| jobs.configure(command));
    Environment { children, ..env.clone() }
}

/// Hears what ghostbind tells, and passes on for what it waits.
pub(super) fn waits<'a>(context: &'a CallContext<'_>) -> impl FnMut(&Event) + 'a {
    let mut waiting = false;
    move |event| {
        let what = match event {
            Event::Waiting { lock } => Some(format!("another build of this crate ({lock})")),
            Event::Cargo { line } => line.strip_prefix("Blocking waiting for ").map(ToOwned::to_owned),
            _ => None,
        };
        let waits = what.is_some();
        if waits || waiting {
            context.waits(what);
        }
        waiting = waits;
    }
}

/// Files in the folders above a workspace that cargo looks for.
const SURROUNDINGS: [&str; 5] =
    ["Cargo.toml", ".cargo/config", ".cargo/config.toml", "rust-toolchain", "rust-toolchain.toml"];

/// Those of them that are there, with what is in them; nothing for most workspaces.
fn surroundings(root: &Utf8Path) -> String {
    let mut text = String::new();
    for folder in root.ancestors().skip(1) {
        for path in SURROUNDINGS.map(|name| folder.join(name)) {
            if let Ok(bytes) = std::fs::read(&path) {
                let _infallible = write!(text, " {path} {}", Digest::of(&bytes));
            }
        }
    }
    text
}

/// Whether [`surroundings`] says of this file whether it is there.
fn is_surrounding(path: &Utf8Path, root: &Utf8Path) -> bool {
    root.ancestors()
        .skip(1)
        .filter_map(|folder| path.strip_prefix(folder).ok())
        .any(|below| SURROUNDINGS.contains(&below.as_str()))
}

/// What ghostbind read, as the engine wants it.
pub(super) fn output(told: String, inputs: &ghostbind::Inputs, root: &Utf8Path) -> CallOutput {
    // What build scripts write for the crates that they belong to is made anew, and no source.
    let made = [root.join(GHOSTBIND), root.join(CARGO_FOLDER)];
    let is_made = |path: &Utf8Path| made.iter().any(|folder| path.starts_with(folder));
    let paths = |chosen: &dyn Fn(&&Utf8PathBuf) -> bool| {
        let absent = inputs.absent.iter().filter(|path| !is_surrounding(path, root));
        let files = inputs.files.iter().chain(absent).filter(|path| !is_made(path)).filter(chosen);
        files.map(|path| path.as_std_path().to_owned()).collect()
    };
    CallOutput {
        message: told.into_bytes(),
        discovered: paths(&|_| true),
        // Cargo writes it when it is missing or behind the manifests, and unpacks what it fetches.
        maintained: paths(&|path| path.file_name() == Some("Cargo.lock") || is_unpacked(path, root)),
        variables: inputs.variables.iter().map(|(name, _)| name.into()).collect(),
        names: inputs.folders.iter().filter(|path| !is_made(path)).map(Into::into).collect(),
        // Only cargo knows when to build again.
        unknown: inputs.untracked.is_some(),
    }
}

/// Whether a file lies where cargo puts what it fetches.
fn is_unpacked(path: &Utf8Path, root: &Utf8Path) -> bool {
    let fetched = ["/registry/src/", "/git/checkouts/"];
    !path.starts_with(root) && fetched.iter().any(|folder| path.as_str().contains(folder))
}

pub(super) fn say_error(error: &ghostbind::BuildError, told: &mut String) {
    let _infallible = write!(told, "error: {}", with_causes(error));
    if let Some(hint) = error.hint() {
        let _infallible = write!(told, "\n  hint: {hint}");
    }
}

pub(super) fn write_file(path: &Utf8Path, text: &str) -> Result<(), String> {
    write_bytes(path, text.as_bytes())
}

pub(super) fn write_bytes(path: &Utf8Path, bytes: &[u8]) -> Result<(), String> {
    let folder = path.parent().unwrap_or(path);
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(path, bytes));
    written.map_err(|error| format!("cannot write {path}: {error}"))
}

/// Compilers' messages and warnings become the action's message.
pub(super) fn tell(event: &Event, told: &Mutex<String>) {
    let Ok(mut told) = told.lock() else { return };
    let _infallible = match event {
        Event::Diagnostic { rendered, .. } => writeln!(told, "{}", rendered.trim_end()),
        Event::Warning { message, hint: Some(hint) } => writeln!(told, "warning: {message}\n  hint: {hint}"),
        Event::Warning { message, hint: None } => writeln!(told, "warning: {message}"),
        _ => Ok(()),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_writes_itself_may_be_new() {
        let files = [
            "/home/u/.cargo/registry/src/index-1/db-1.0.0/db.c",
            "/home/u/.cargo/git/checkouts/db-1/abc/db.c",
            "/home/u/shared/db.c",
            "/w/Cargo.lock",
            "/w/registry/src/own.c",
        ];
        let inputs = ghostbind::Inputs { files: files.map(Into::into).to_vec(), ..Default::default() };
        let output = output(String::new(), &inputs, Utf8Path::new("/w"));
        assert_eq!(output.discovered.len(), files.len());
        let maintained: Vec<_> = output.maintained.iter().filter_map(|path| path.to_str()).collect();
        assert_eq!(maintained, [files[0], files[1], files[3]]);
    }
}
