//! The rule for a crate without which the build goes on.
//!
//! Where its build fails, empty stand-ins take the places of its outputs and a file says so. It is tried again when
//! anything changes that may have made it fail: a file of it, of a crate that it depends on by path, of the
//! workspace that they belong to.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use zbuild_engine::{Action, Call, CallContext, CallOutput};

use super::rust::{CrateBuild, CratePlan, GHOSTBIND, RustLibrary, write_bytes, write_file};
use super::unit::Unit;
use super::{Faults, Lowering, Places};
use crate::config::{CrateType, RustCrate};
use crate::diagnostic::{Diagnostic, Place};
use crate::project::{CrateManifest, local_crates};

/// Variables that decide how a crate is built.
const WATCHED_VARIABLES: [&str; 5] =
    ["PATH", "RUSTFLAGS", "CARGO_HOME", "RUSTUP_TOOLCHAIN", "CARGO_NET_OFFLINE"];

impl Lowering<'_> {
    /// A crate without which the build goes on. It has places of its own, so that what stands in for a
    /// failed one is never taken for the crate.
    pub(super) fn optional_crate(
        &mut self,
        unit: &Unit,
        spec: &RustCrate,
        manifest: &CrateManifest,
        plan: &CratePlan,
    ) -> Option<RustLibrary> {
        if plan.kinds.contains(&CrateType::Cdylib) {
            let message = format!("`{}` is optional and a shared library", spec.name.value);
            let hint = "an optional crate is linked as \"crate_type\": \"staticlib\": a program that lacks a shared library does not start";
            self.errors.push(unit.error_at(&spec.name, message).hint(hint));
            return None;
        }
        let mut library = self.library(&unit.setting, manifest, plan);
        let folder = unit.objects.join("optional").join(&spec.name.value);
        let absolute = self.workspace.root.join(&folder);
        let sources = [library.file().to_owned(), library.bindings.clone(), library.interface.clone()];
        library.name.clone_from(&spec.name.value);
        library.files =
            vec![(CrateType::Staticlib, absolute.join(library.file().file_name().unwrap_or("lib.a")))];
        library.bindings = absolute.join("bindings.zig");
        library.interface = absolute.join("interface.json");
        library.header = None;
        library.response = folder.join("link.rsp");
        let marker = absolute.join("state");
        self.optional.push(OptionalCrate {
            name: library.name.clone(),
            place: unit.config.place(&spec.name),
            marker: marker.clone(),
        });
        library.marker = Some(marker.clone());
        let build = OptionalBuild {
            crate_build: CrateBuild {
                request: library.request.clone(),
                env: self.crate_env(library.strip, &library.request),
                response: self.workspace.root.join(&library.response),
                faults: Faults::default(),
            },
            made: sources
                .into_iter()
                .zip([library.file().to_owned(), library.bindings.clone(), library.interface.clone()])
                .collect(),
            manifest: manifest.path.clone(),
            marker,
            name: library.name.clone(),
            machine: unit.setting.target.machine(),
        };
        let call =
            Call::new("optional-crate", self.material(&library.request, library.strip), move |context| {
                build.run(context)
            });
        let action = Action::call(format!("rust:{}:{}", unit.objects, library.name), call)
            .description(format!("optional crate {}", library.name))
            .input(manifest.path.as_std_path())
            .outputs([library.file(), &library.bindings, &library.interface].map(Utf8Path::as_std_path))
            .output(library.marker.as_ref()?.as_std_path())
            .output(self.workspace.root.join(&library.response).as_std_path());
        let action = self.with_cargo(action, GHOSTBIND);
        self.graph.add(action);
        Some(library)
    }
}

/// A crate without which the build goes on.
#[derive(Debug, Clone)]
pub struct OptionalCrate {
    name: String,
    place: Place,
    marker: Utf8PathBuf,
}

impl OptionalCrate {
    /// What there is to say of it after a build: a warning if it is left out.
    #[must_use]
    pub fn left_out(&self) -> Option<Diagnostic> {
        let text = fs::read_to_string(&self.marker).ok()?;
        let reason = text.strip_prefix(LEFT_OUT)?.lines().next().unwrap_or_default();
        let message = format!("`{}` is left out, as its build failed: {reason}", self.name);
        let hint = format!(
            "`build_options.crates` says so to the code; `ghostbind build` shows the whole error of `{}`",
            self.name
        );
        Some(Diagnostic::warning(message).at(self.place.clone()).hint(hint))
    }
}

/// How the file of a crate that is left out begins.
const LEFT_OUT: &str = "left out: ";

/// What the action of an optional crate does.
struct OptionalBuild {
    crate_build: CrateBuild,
    /// Where ghostbind leaves library, bindings and interface, and where they are wanted.
    made: Vec<(Utf8PathBuf, Utf8PathBuf)>,
    /// Its Cargo.toml: when a file of it or of a crate that it depends on by path changes, it is tried again.
    manifest: Utf8PathBuf,
    marker: Utf8PathBuf,
    name: String,
    machine: ghost_abi::model::Machine,
}

impl OptionalBuild {
    fn run(&self, context: &CallContext<'_>) -> Result<CallOutput, String> {
        match self.crate_build.run(context) {
            Ok(output) => {
                let library = self.made.first().map_or(Utf8Path::new(""), |(_, to)| to);
                for (from, to) in &self.made {
                    let bytes = fs::read(from).map_err(|error| format!("cannot read {from}: {error}"))?;
                    write_bytes(to, &bytes)?;
                }
                // What is linked is the copy.
                let response = &self.crate_build.response;
                let text = fs::read_to_string(response)
                    .map_err(|error| format!("cannot read {response}: {error}"))?;
                let rest: Vec<&str> = text.lines().skip(1).collect();
                let root = &self.crate_build.request.root;
                let library = ghostbind::layout::relative(library, root);
                write_file(response, &format!("\"{library}\"\n{}\n", rest.join("\n")))?;
                write_file(&self.marker, "built\n")?;
                Ok(output)
            }
            Err(_) if self.crate_build.env.children.interrupted() => Err("interrupted".to_owned()),
            Err(told) => self.leave_out(&told),
        }
    }

    fn leave_out(&self, told: &str) -> Result<CallOutput, String> {
        let empty = ghost_abi::Interface::new(&self.name, self.machine);
        let interface = serde_json::to_vec(&empty).map_err(|error| error.to_string())?;
        let module = format!(
            "//! The crate `{}` is left out: its build failed. Ask `build_options.crates` first.\n",
            self.name
        );
        let stand_ins: [&[u8]; 3] = [b"!<arch>\n", module.as_bytes(), &interface];
        for ((_, to), bytes) in self.made.iter().zip(stand_ins) {
            write_bytes(to, bytes)?;
        }
        write_file(&self.crate_build.response, "\"-lc\"\n")?;
        let reason = told.lines().rev().find_map(|line| line.strip_prefix("error: ")).unwrap_or("see above");
        write_file(&self.marker, &format!("{LEFT_OUT}{reason}\n"))?;
        let root = &self.crate_build.request.root;
        let files = watched(&self.manifest, root);
        let paths = |chosen: &dyn Fn(&&Utf8PathBuf) -> bool| {
            files.iter().filter(chosen).map(|file| file.as_std_path().to_owned()).collect()
        };
        let message = format!("{}\nwarning: `{}` is optional and left out\n", told.trim_end(), self.name);
        Ok(CallOutput {
            message: message.into_bytes(),
            // Cargo writes its lock file where it is missing or behind.
            maintained: paths(&|file| file.file_name() == Some("Cargo.lock")),
            discovered: paths(&|_| true),
            variables: WATCHED_VARIABLES.map(Into::into).to_vec(),
        })
    }
}

/// Files that may have made a crate fail.
fn watched(manifest: &Utf8Path, root: &Utf8Path) -> Vec<Utf8PathBuf> {
    let mut files: Vec<Utf8PathBuf> = Vec::new();
    for krate in local_crates(manifest) {
        let folder = krate.manifest.parent().unwrap_or(&krate.manifest);
        source_files(folder, &mut files);
        files.extend(krate.workspace);
        // Made or removed, they decide too.
        let above = folder.ancestors().take_while(|folder| folder.starts_with(root));
        files.extend(above.flat_map(|folder| {
            ["Cargo.toml", "Cargo.lock", ".cargo/config.toml", "rust-toolchain.toml"]
                .map(|name| folder.join(name))
        }));
    }
    files.sort();
    files.dedup();
    files
}

/// Files below a crate's folder, less what is built there.
fn source_files(folder: &Utf8Path, into: &mut Vec<Utf8PathBuf>) {
    for entry in folder.read_dir_utf8().into_iter().flatten().flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && !Places::is_output(path) => source_files(path, into),
            Ok(kind) if kind.is_file() && path.file_name() != Some("Cargo.lock") => {
                into.push(path.to_owned());
            }
            _ => {}
        }
    }
}
