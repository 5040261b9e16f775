//! The rule for a Rust crate: ghostbind builds it, in this process.
//!
//! The action leaves what `ghostbind build` leaves, where that leaves it, and a response file with
//! what Zig must link. What it read, and which environment variables decided something, is what
//! ghostbind says.

use std::fmt::Write;
use std::fs;
use std::sync::Mutex;

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::{Built, Environment, Event, Request};
use zbuild_engine::{Action, Call, CallOutput, Digest};

use super::{CrateTests, Faults, Lowering, Unit, response};
use crate::config::{CrateSource, CrateType, Located, RustCrate};
use crate::diagnostic::nearest;
use crate::project::{CrateManifest, relative_to};

/// Limits how many crates are built at once.
pub(super) const POOL: &str = "rust";

/// A crate that the graph builds.
#[derive(Debug, Clone)]
pub(super) struct RustLibrary {
    /// The name that Zig imports it by.
    pub(super) name: String,
    /// What it is built as.
    pub(super) kind: CrateType,
    /// The library, absolute.
    pub(super) file: Utf8PathBuf,
    /// Its Zig module, absolute.
    pub(super) bindings: Utf8PathBuf,
    /// Its interface as JSON, absolute.
    pub(super) interface: Utf8PathBuf,
    /// What Zig must link, relative to the root.
    pub(super) response: Utf8PathBuf,
    /// What was asked of ghostbind; two members may share a crate only if they ask alike.
    request: Request,
}

impl Lowering<'_> {
    /// Adds the action for a crate, or finds the one that another member added.
    pub(super) fn rust_crate(&mut self, unit: &Unit<'_>, spec: &RustCrate) -> Option<RustLibrary> {
        let manifest = self.crate_manifest(unit, spec)?;
        self.check_features(unit, spec, &manifest);
        let kind = spec.crate_type.as_ref().map_or_else(|| default_kind(&manifest), |kind| kind.value);
        let library = self.library(unit, spec, &manifest, kind);
        if let Some(known) = self.crates.get(&library.file) {
            if known.request == library.request {
                return Some(RustLibrary { name: library.name, ..known.clone() });
            }
            let message =
                format!("another project of this workspace builds `{}` in another way", library.name);
            let hint = "crates with one name share their place below .ghostbind: give both the same path, features and type";
            self.errors.push(unit.config.error_at(&spec.name, message).hint(hint));
            return None;
        }
        let action = self.action(unit, &library, &manifest);
        self.graph.add(action);
        if self.wish.tests && unit.setting.target.host {
            let request = &library.request;
            self.crate_tests.push(CrateTests {
                package: manifest.package.clone(),
                manifest: manifest.path.clone(),
                features: request.features.clone(),
                default_features: !request.no_default_features,
                release: request.profile == "release",
                offline: request.offline,
            });
        }
        self.crates.insert(library.file.clone(), library.clone());
        Some(library)
    }

    fn crate_manifest(&mut self, unit: &Unit<'_>, spec: &RustCrate) -> Option<CrateManifest> {
        let path = match &spec.source {
            CrateSource::Path(path) => path,
            CrateSource::Registry(at) | CrateSource::Git { url: at, .. } => {
                let message = "crates from a registry or repository are not supported yet";
                self.errors.push(unit.config.error_at(at, message).hint("use `path`"));
                return None;
            }
        };
        if spec.optional {
            let message = "`optional` crates are not supported yet";
            self.errors.push(unit.config.error_at(&spec.name, message));
        }
        let folder = ghostbind::layout::normalize(&unit.member.folder.join(&path.value));
        let file = folder.join("Cargo.toml");
        if !file.is_file() {
            let message = format!("there is no Cargo.toml in `{}`", path.value);
            self.errors.push(unit.config.error_at(path, message).hint(format!("looked for {file}")));
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

    fn check_features(&mut self, unit: &Unit<'_>, spec: &RustCrate, manifest: &CrateManifest) {
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
            self.errors.push(unit.config.error_at(feature, message).hint(hint));
        }
    }

    fn library(
        &self,
        unit: &Unit<'_>,
        spec: &RustCrate,
        manifest: &CrateManifest,
        kind: CrateType,
    ) -> RustLibrary {
        let setting = &unit.setting;
        let request = self.request(unit, spec, manifest, kind);
        let target = &setting.target;
        let name = &manifest.library;
        let response = unit.objects.with_file_name(format!("rust-{name}-{}.rsp", kind.as_str()));
        RustLibrary {
            name: spec.name.value.clone(),
            kind,
            file: self.layout.artifacts(target, &request.profile).join(library_file(
                name,
                kind,
                target.system(),
            )),
            bindings: self.layout.bindings(target).join(format!("{name}.zig")),
            interface: self.layout.interfaces(target).join(format!("{name}.json")),
            response,
            request,
        }
    }

    fn request(
        &self,
        unit: &Unit<'_>,
        spec: &RustCrate,
        manifest: &CrateManifest,
        kind: CrateType,
    ) -> Request {
        let setting = &unit.setting;
        let of_target = setting.features.iter().filter(|f| manifest.features.contains(&f.value));
        let mut features: Vec<String> =
            spec.features.iter().chain(of_target).map(|f| f.value.clone()).collect();
        features.sort_unstable();
        features.dedup();
        let mut request = Request::new(manifest.path.clone(), self.workspace.root.clone());
        request.zig_target = (!setting.native).then(|| setting.target.zig.clone());
        request.rust_target = Some(setting.target.rust.clone());
        setting.optimization.cargo_profile().clone_into(&mut request.profile);
        request.features = features;
        request.no_default_features = !spec.default_features;
        request.crate_types = vec![match kind {
            CrateType::Staticlib => ghostbind::CrateType::Staticlib,
            CrateType::Cdylib => ghostbind::CrateType::Cdylib,
        }];
        request.cpu.clone_from(&setting.cpu);
        request.offline = self.wish.offline;
        request
    }

    fn action(&self, unit: &Unit<'_>, library: &RustLibrary, manifest: &CrateManifest) -> Action {
        let target = &unit.setting.target;
        let name = &manifest.library;
        let include = self.layout.include(target).join("ghost");
        let build = CrateBuild {
            request: library.request.clone(),
            env: self.env.clone(),
            response: self.workspace.root.join(&library.response),
            root: self.workspace.root.clone(),
            faults: self.faults.clone(),
        };
        let material = format!("{:?}", library.request);
        let call = Call::new("rust-crate", material, move |_| build.run());
        let action = Action::call(format!("rust:{name}:{}", library.kind.as_str()), call)
            .description(format!("crate {}", manifest.package))
            .input(manifest.path.as_std_path())
            .outputs([&library.file, &library.bindings, &library.interface])
            .outputs([&self.layout.headers(target), &include].map(|folder| folder.join(format!("{name}.h"))))
            .output(self.layout.manifest(target, name).as_std_path())
            .output(self.workspace.root.join(&library.response).as_std_path())
            .toolchain("zig", self.zig)
            .toolchain("rust", Digest::of(self.tools.rustc_version.as_bytes()))
            .pool(POOL);
        let kept = self.workspace.integration().cache_artifacts.as_ref().is_none_or(|c| c.value);
        if kept { action } else { action.uncacheable() }
    }
}

/// Where the crate does not say, an archive; a shared library where it declares only that.
fn default_kind(manifest: &CrateManifest) -> CrateType {
    if manifest.crate_types == [CrateType::Cdylib] { CrateType::Cdylib } else { CrateType::Staticlib }
}

/// As rustc names them.
fn library_file(name: &str, kind: CrateType, system: &str) -> String {
    match (kind, system) {
        (CrateType::Staticlib, _) => format!("lib{name}.a"),
        (CrateType::Cdylib, "windows") => format!("{name}.dll"),
        (CrateType::Cdylib, "macos" | "ios") => format!("lib{name}.dylib"),
        (CrateType::Cdylib, _) => format!("lib{name}.so"),
    }
}

/// What the action does.
struct CrateBuild {
    request: Request,
    env: Environment,
    root: Utf8PathBuf,
    response: Utf8PathBuf,
    faults: Faults,
}

impl CrateBuild {
    fn run(&self) -> Result<CallOutput, String> {
        let told = Mutex::new(String::new());
        let built = ghostbind::build(&self.request, &self.env, &mut |event| tell(&event, &told));
        let mut told = told.into_inner().unwrap_or_default();
        let built = match built {
            Ok(built) => built,
            Err(error) => {
                self.faults.note(error.fault());
                let _infallible = write!(told, "{}", chain(&error));
                if let Some(hint) = error.hint() {
                    let _infallible = write!(told, "\n  hint: {hint}");
                }
                return Err(told);
            }
        };
        self.write_response(&built)?;
        let inputs = &built.inputs;
        let paths = |chosen: &dyn Fn(&&Utf8PathBuf) -> bool| {
            let files = inputs.files.iter().chain(&inputs.absent).filter(chosen);
            files.map(|path| path.as_std_path().to_owned()).collect()
        };
        Ok(CallOutput {
            message: told.into_bytes(),
            discovered: paths(&|_| true),
            // Cargo writes it when it is missing or behind the manifests.
            maintained: paths(&|path| path.file_name() == Some("Cargo.lock")),
            variables: inputs.variables.iter().map(|(name, _)| name.into()).collect(),
        })
    }

    fn write_response(&self, built: &Built) -> Result<(), String> {
        let manifest = &built.manifest;
        let libraries = manifest.artifacts.iter().map(|a| a.file.path.as_str());
        let needed = manifest.native_libs.zig.iter().map(String::as_str);
        let text = response::text(libraries.chain(needed).chain(["-lc"]))?;
        write_file(&self.root.join(&self.response), &text)
    }
}

fn write_file(path: &Utf8Path, text: &str) -> Result<(), String> {
    let folder = path.parent().unwrap_or(path);
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(path, text));
    written.map_err(|error| format!("cannot write {path}: {error}"))
}

/// Compilers' messages and warnings become the action's message.
fn tell(event: &Event, told: &Mutex<String>) {
    let Ok(mut told) = told.lock() else { return };
    let _infallible = match event {
        Event::Diagnostic { rendered, .. } => writeln!(told, "{}", rendered.trim_end()),
        Event::Warning { message, hint: Some(hint) } => writeln!(told, "warning: {message}\n  hint: {hint}"),
        Event::Warning { message, hint: None } => writeln!(told, "warning: {message}"),
        _ => Ok(()),
    };
}

/// An error with its causes, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = format!("error: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        let _infallible = write!(text, ": {error}");
        cause = error.source();
    }
    text
}
