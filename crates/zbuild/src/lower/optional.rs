//! The rule for a crate without which the build goes on.
//!
//! Where its build fails, empty stand-ins take the places of its outputs and a file says so. It is tried again when
//! anything changes that may have made it fail: a file of it, of a crate that it depends on by path, of the
//! workspace that they belong to.

use std::fs;
use std::path::PathBuf;

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::local_crates;
use zbuild_engine::{Action, Call, CallContext, CallOutput};

use super::places::files_below;
use super::rust::{CrateBuild, CratePlan, GHOSTBIND, RustLibrary, write_bytes, write_file};
use super::unit::Unit;
use super::{Faults, Lowering, Places};
use crate::config::{CrateType, RustCrate};
use crate::diagnostic::{Diagnostic, Place};
use crate::project::CrateManifest;

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
/// What the file of one that is there says.
const BUILT: &str = "built\n";

/// Whether the file of an optional crate says that it was built.
pub(super) fn is_built(marker: &Utf8Path) -> Result<bool, String> {
    let text = fs::read(marker).map_err(|error| format!("cannot read {marker}: {error}"))?;
    Ok(text == BUILT.as_bytes())
}

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
                write_file(&self.marker, BUILT)?;
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
        let message = format!("{}\nwarning: `{}` is optional and left out\n", told.trim_end(), self.name);
        Ok(CallOutput {
            message: message.into_bytes(),
            // Cargo writes its lock file where it is missing or behind.
            maintained: files.iter().filter(|file| file.ends_with("Cargo.lock")).cloned().collect(),
            discovered: files,
            variables: WATCHED_VARIABLES.map(Into::into).to_vec(),
            // The machine may be at fault, or what a build script looked for: it is tried again each time.
            unknown: !is_of_sources(told),
            ..CallOutput::default()
        })
    }
}

/// Whether the compiler named a place in the sources as wrong: then nothing else is to be mended.
fn is_of_sources(told: &str) -> bool {
    // Colours are there for whoever shows it.
    let mut pieces = told.split("\u{1b}[");
    let first = pieces.next().unwrap_or_default().to_owned();
    let plain = pieces.fold(first, |plain, piece| plain + piece.split_once('m').map_or("", |(_, rest)| rest));
    let mut lines = plain.lines().zip(plain.lines().skip(1));
    lines.any(|(line, next)| line.starts_with("error") && next.trim_start().starts_with("--> "))
}

/// Files and folders that may have made a crate fail.
fn watched(manifest: &Utf8Path, root: &Utf8Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = Vec::new();
    for krate in local_crates(manifest) {
        let folder = krate.manifest.parent().unwrap_or(&krate.manifest);
        let sources = folder.join("src");
        let skip = |path: &Utf8Path| path == sources || Places::is_output(path);
        files_below(folder.as_std_path(), &skip, &mut files);
        // As a whole: a file that is not there yet may be what it lacks.
        files.push(sources.into());
        files.extend(krate.workspace.map(Into::into));
        // Made or removed, they decide too.
        let above = folder.ancestors().take_while(|folder| folder.starts_with(root));
        files.extend(above.flat_map(|folder| {
            ["Cargo.toml", "Cargo.lock", ".cargo/config.toml", "rust-toolchain.toml"]
                .map(|name| folder.join(name).into())
        }));
    }
    files.sort();
    files.dedup();
    files
}

#[cfg(test)]
mod tests {
    use super::is_of_sources;

    #[test]
    fn what_may_pass_is_tried_again() {
        assert!(is_of_sources("warning: x\nerror[E0425]: cannot find value\n  --> extra/src/lib.rs:1:2\n"));
        assert!(is_of_sources(
            "\u{1b}[1m\u{1b}[91merror\u{1b}[0m: no\n \u{1b}[94m--> \u{1b}[0msrc/lib.rs:1:2\n"
        ));
        assert!(!is_of_sources("warning: unused\n --> src/lib.rs:1:1\nerror: could not compile `extra`\n"));
        assert!(!is_of_sources("error: failed to run custom build command for `extra`\n\nCaused by:\n"));
    }
}
