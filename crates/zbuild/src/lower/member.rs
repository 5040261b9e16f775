//! The rule for a member that is a crate: programs through cargo, a library for other languages through
//! ghostbind.

use std::fs;
use std::sync::{Arc, Mutex};

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::{Environment, Event, Inputs, Request};
use zbuild_engine::{Action, Call, CallContext, CallOutput};

use super::crate_elsewhere::Work;
use super::rust::{output, say_error, sharing, tell, waits, write_bytes, write_file};
use super::unit::Unit;
use super::zig::program_file;
use super::{Faults, Lowering, ProductKind};
use crate::config::{Build, Config, Located, Project};
use crate::project::{CrateManifest, Member};
use crate::setting::Setting;

/// Cargo's target folder for programs and tests.
pub(super) const CARGO_FOLDER: &str = ".zbuild/cargo";
/// The file that says that all programs of a crate are there.
const STAMP: &str = "built";

impl Lowering<'_> {
    /// A member with only a Cargo.toml.
    pub(super) fn crate_member(&mut self, member: &Member, manifest: &CrateManifest, setting: Setting) {
        let config = Config { platforms: Vec::new(), ..self.workspace.config.clone() };
        let name = Located { value: member.name.clone(), span: 0..0 };
        let unit = Unit::new(&member.name, &member.folder, config, Arc::new(nameless(name)), setting);
        self.crate_project(&unit, manifest);
    }

    /// A crate as a project.
    pub(super) fn crate_project(&mut self, unit: &Unit, manifest: &CrateManifest) {
        if !manifest.crate_types.is_empty()
            && let Some(library) = self.member_library(&unit.setting, manifest)
        {
            self.publish_rust(unit, &library);
        }
        self.manifests.insert(manifest.path.clone());
        let request = self.request(&unit.setting, manifest);
        self.add_crate_tests(&request, manifest, unit.setting.target.host);
        let features: Vec<String> =
            request.features_if_declared.iter().filter(|f| manifest.features.contains(*f)).cloned().collect();
        let programs = manifest.programs_with(&features, true);
        if programs.is_empty() && !manifest.crate_types.is_empty() {
            return;
        }
        let folder = unit.objects.join("cargo");
        let files: Vec<(String, Utf8PathBuf)> = programs
            .iter()
            .map(|p| (p.name.clone(), folder.join(program_file(&p.name, &unit.setting))))
            .collect();
        let build = CargoBuild {
            env: self.crate_env(unit.setting.strip, &request),
            request,
            root: self.workspace.root.clone(),
            files: files.clone(),
            folder: folder.clone(),
            faults: self.faults.clone(),
        };
        let material = format!("{} {files:?}", self.material(&build.request, unit.setting.strip));
        let (request, env) = (build.request.clone(), build.env.clone());
        let call = Call::new("cargo", material, move |context| build.run(context));
        let action = Action::call(format!("cargo:{folder}"), call)
            .description(format!("crate {}", manifest.package))
            .input(manifest.path.as_std_path())
            .outputs(files.iter().map(|(_, file)| file.as_std_path()))
            .output(folder.join(STAMP).as_std_path());
        let work = Work::Programs { files: files.clone(), folder };
        let action = self.with_cargo(action, CARGO_FOLDER);
        let action = self.crate_anywhere(action, &unit.setting, env, request, work);
        self.graph.add(action);
        for (name, file) in &files {
            let to = self.places.programs().join(file.file_name().unwrap_or(name));
            self.publish(unit, name, ProductKind::Program, &self.absolute(file), &to, None);
        }
    }
}

/// A project that says nothing of itself.
fn nameless(name: Located<String>) -> Project {
    Project {
        name,
        version: None,
        target: None,
        features: Vec::new(),
        rust_crates: Vec::new(),
        zig_modules: Vec::new(),
        c_sources: Vec::new(),
        zig_packages: Vec::new(),
        system_libraries: Vec::new(),
        generated: Vec::new(),
        build: Build::default(),
        artifacts: Vec::new(),
    }
}

/// What the action does.
pub(super) struct CargoBuild {
    pub(super) request: Request,
    pub(super) env: Environment,
    pub(super) root: Utf8PathBuf,
    /// Programs that are expected, and where they are wanted, relative to the root.
    pub(super) files: Vec<(String, Utf8PathBuf)>,
    /// The folder for the file that says that all are there, relative to the root.
    pub(super) folder: Utf8PathBuf,
    pub(super) faults: Faults,
}

impl CargoBuild {
    fn run(&self, context: &CallContext<'_>) -> Result<CallOutput, String> {
        let env = sharing(context.jobs(), &self.env);
        let (told, inputs) = self.build(&env, &mut waits(context))?;
        Ok(output(told, &inputs, &self.request.root))
    }

    pub(super) fn build(
        &self,
        env: &Environment,
        on_event: &mut dyn FnMut(&Event),
    ) -> Result<(String, Inputs), String> {
        let told = Mutex::new(String::new());
        let target_dir = self.root.join(CARGO_FOLDER);
        let built = ghostbind::programs(&self.request, env, &target_dir, &mut |event| {
            on_event(&event);
            tell(&event, &told);
        });
        let mut told = told.into_inner().unwrap_or_default();
        let built = built.map_err(|error| {
            self.faults.note(error.fault());
            say_error(&error, &mut told);
            told.clone()
        })?;
        for (name, to) in &self.files {
            let Some((_, from)) = built.programs.iter().find(|(made, _)| made == name) else {
                return Err(format!("error: cargo made no program `{name}`"));
            };
            copy_program(from, &self.root.join(to))?;
        }
        write_file(&self.root.join(&self.folder).join(STAMP), "")?;
        Ok((told, built.inputs))
    }
}

/// A copy that can be run, as the original can.
fn copy_program(from: &Utf8Path, to: &Utf8Path) -> Result<(), String> {
    let bytes = fs::read(from).map_err(|error| format!("cannot read {from}: {error}"))?;
    write_bytes(to, &bytes)?;
    let permissions = fs::metadata(from).and_then(|metadata| fs::set_permissions(to, metadata.permissions()));
    permissions.map_err(|error| format!("cannot make {to} a program: {error}"))
}
