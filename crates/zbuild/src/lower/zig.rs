//! The rule for a Zig program: compiled by `zig build-exe` itself, without `zig build`.
//!
//! A program is made among the intermediate files and copied to its place when everything about it is
//! right, so a failed link leaves the last good program where it is.

use camino::Utf8Path;
use zbuild_engine::{Action, Command, Environment as Variables};

use super::places::Places;
use super::rust::RustLibrary;
use super::{Lowering, Product, ProductKind, Unit};
use crate::config::CrateType;
use ghostbind::zig::sources::{Sources, collect};

/// The root file of a program.
pub(super) const PROGRAM_ROOT: &str = "src/main.zig";

/// Variables that Zig reads and that do not change what it makes: where it may keep its caches.
const PASSED_ON: &[&str] = &["HOME", "XDG_CACHE_HOME", "ZIG_GLOBAL_CACHE_DIR", "TMPDIR", "PATH"];

impl Lowering<'_> {
    /// Adds the actions for the project's program, and for its tests if they are wanted.
    pub(super) fn zig_program(&mut self, unit: &Unit<'_>, libraries: &[RustLibrary]) {
        let root = unit.member.folder.join(PROGRAM_ROOT);
        if !root.is_file() {
            if libraries.is_empty() {
                let message = format!("there is nothing to build: no {PROGRAM_ROOT} and no dependency");
                self.errors.push(
                    unit.config.error_at(&unit.project.name, message).hint(format!("looked for {root}")),
                );
            }
            return;
        }
        let sources = collect([root.as_path()], &mut self.scan, &Places::is_output);
        let name = unit.project.name.value.as_str();
        let compiled = Compile { unit, root: &root, sources: &sources, libraries };
        let made = unit.objects.join(program_file(name, unit));
        let compile = self.compile(&compiled, "build-exe", name, &made, Places::RUNTIME_PATH);
        self.graph.add(compile.description(format!("program {name}")));
        let check = self.check(unit, "program", &sources, libraries);
        self.publish(unit, name, &made, libraries, check.as_deref());
        if self.wish.tests {
            self.zig_tests(&compiled, name, check.as_deref());
        }
    }

    fn publish(
        &mut self,
        unit: &Unit<'_>,
        name: &str,
        made: &Utf8Path,
        libraries: &[RustLibrary],
        check: Option<&str>,
    ) {
        let shared = libraries.iter().filter(|l| l.kind == CrateType::Cdylib);
        for library in shared {
            let file = library.file.file_name().unwrap_or_default();
            let path = self.places.shared_libraries().join(file);
            let action =
                Action::copy(format!("publish:{file}"), library.file.as_std_path(), path.as_std_path())
                    .description(format!("library {file}"));
            let action = self.graph.add(action);
            let kind = ProductKind::Library;
            self.products.push(Product {
                member: unit.member.name.clone(),
                name: file.to_owned(),
                kind,
                path,
                action,
            });
        }
        let path = self.places.programs().join(program_file(name, unit));
        let action = Action::copy(
            format!("publish:{}:{name}", unit.member.name),
            made.as_std_path(),
            path.as_std_path(),
        );
        let action = self.graph.add(check.into_iter().fold(action, Action::after));
        let kind = ProductKind::Program;
        self.products.push(Product {
            member: unit.member.name.clone(),
            name: name.to_owned(),
            kind,
            path,
            action,
        });
    }

    fn zig_tests(&mut self, compiled: &Compile<'_>, name: &str, check: Option<&str>) {
        let unit = compiled.unit;
        let made = unit.objects.join(program_file("test", unit));
        let folder = self.workspace.root.join(&unit.objects);
        // Tests load shared libraries from where they are built.
        let libraries = compiled.libraries.iter().find(|l| l.kind == CrateType::Cdylib);
        let libraries = libraries.and_then(|l| l.file.parent()).unwrap_or(&folder);
        let from_tests = ghostbind::layout::Layout::new(folder.clone()).relative(libraries);
        let action = self.compile(compiled, "test", "test", &made, from_tests.as_str());
        self.graph.add(action.description(format!("tests of {name}")));
        let ready = Action::group(format!("tests:{}", unit.member.name)).input(made.as_std_path());
        let action = self.graph.add(check.into_iter().fold(ready, Action::after));
        self.products.push(Product {
            member: unit.member.name.clone(),
            name: name.to_owned(),
            kind: ProductKind::Test,
            path: self.workspace.root.join(&made),
            action,
        });
    }

    /// One call of the Zig compiler.
    fn compile(
        &self,
        compiled: &Compile<'_>,
        verb: &str,
        name: &str,
        made: &Utf8Path,
        runtime_path: &str,
    ) -> Action {
        let Compile { unit, root, sources, libraries } = *compiled;
        let setting = &unit.setting;
        let mut command = Command::new(self.tools.zig.as_std_path()).args([verb, "--name", name]);
        if verb == "test" {
            command = command.arg("--test-no-exec");
        }
        command = command.args(["-O", setting.optimization.as_str()]);
        if !setting.native {
            command = command.args(["-target", setting.target.zig.as_str()]);
        }
        if let Some(cpu) = setting.cpu.as_ref().or(setting.target.zig_cpu.as_ref()) {
            command = command.arg(format!("-mcpu={cpu}"));
        }
        if let Some(strip) = &unit.project.build.strip {
            command = command.arg(if strip.value { "-fstrip" } else { "-fno-strip" });
        }
        let imported: Vec<&RustLibrary> =
            libraries.iter().filter(|l| sources.modules.contains(&l.name)).collect();
        for library in &imported {
            command = command.args(["--dep", library.name.as_str()]);
        }
        command = command.arg(format!("-Mroot={}", self.relative(root)));
        for library in &imported {
            command = command.arg(format!("-M{}={}", library.name, self.relative(&library.bindings)));
        }
        // At most one response file: of several, Zig 0.17.1 loses what the first ones say.
        for library in libraries {
            command = match library.kind {
                CrateType::Staticlib => command.arg(format!("@{}", library.response)),
                CrateType::Cdylib => command.args([self.relative(&library.file).as_str(), "-lc"]),
            };
        }
        if libraries.iter().any(|l| l.kind == CrateType::Cdylib) {
            command = command
                .args(["-fno-each-lib-rpath", "-rpath"])
                .arg(origin(setting.target.system(), runtime_path));
        }
        command = command.arg(format!("-femit-bin={made}")).args(["--cache-dir", ".zbuild/zig"]);
        let mut variables = Variables::default();
        for name in PASSED_ON {
            variables.pass(*name);
        }
        let action = Action::run(format!("zig-{verb}:{made}"), command.environment(variables.into()))
            .toolchain("zig", self.zig)
            .output(made.as_std_path())
            .inputs(sources.code.iter().chain(&sources.embedded).map(|p| p.as_std_path()))
            .inputs(imported.iter().map(|l| l.bindings.as_std_path()))
            .inputs(libraries.iter().map(|l| l.file.as_std_path()))
            .inputs(libraries.iter().map(|l| l.response.as_std_path()));
        sources.absent.iter().fold(action, |action, path| action.optional_input(path.as_std_path()))
    }
}

/// What a Zig compilation is made of.
#[derive(Clone, Copy)]
struct Compile<'a> {
    unit: &'a Unit<'a>,
    root: &'a Utf8Path,
    sources: &'a Sources,
    libraries: &'a [RustLibrary],
}

fn program_file(name: &str, unit: &Unit<'_>) -> String {
    match unit.setting.target.system() {
        "windows" => format!("{name}.exe"),
        _ if unit.setting.target.arch().starts_with("wasm") => format!("{name}.wasm"),
        _ => name.to_owned(),
    }
}

/// A path relative to the program's own folder, as the loader writes it.
fn origin(system: &str, path: &str) -> String {
    match system {
        "macos" | "ios" => format!("@executable_path/{path}"),
        _ => format!("$ORIGIN/{path}"),
    }
}
