//! The rule for Zig programs and tests: compiled by `zig build-exe` itself, without `zig build`.
//!
//! A program is made among the intermediate files and copied to its place when everything about it is
//! right, so a failed link leaves the last good program where it is.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::zig::command::{Compilation, Output, has_libc};
use zbuild_engine::{Action, Command, Environment as Variables, OutputKind, Placement};

use super::closure::Closure;
use super::elsewhere::Needs;
use super::places::Places;
use super::scope::{Links, ScopeId};
use super::unit::Unit;
use super::{Lowering, Product, ProductKind};
use crate::config::CrateType;
use crate::setting::Setting;

/// Variables that Zig reads and that do not change what it makes: where it may keep its caches.
const PASSED_ON: &[&str] = &["HOME", "XDG_CACHE_HOME", "ZIG_GLOBAL_CACHE_DIR", "TMPDIR", "PATH"];

/// The variables of a command that Zig or another compiler is run with.
pub(super) fn passed_on() -> Variables {
    let mut variables = Variables::default();
    for name in PASSED_ON {
        variables.pass(*name);
    }
    variables
}

/// A program or test to be made from a Zig file.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) unit: &'a Unit,
    pub(super) scope: ScopeId,
    /// What it is called.
    pub(super) name: &'a str,
    /// Its root file, absolute.
    pub(super) root: &'a Utf8Path,
    /// Names of the dependencies that it may use; all without.
    pub(super) only: Option<&'a BTreeSet<String>>,
}

impl Lowering<'_> {
    /// Adds the actions for a program, and gives what publishes it.
    pub(super) fn zig_program(&mut self, wanted: &Wanted<'_>) {
        let unit = wanted.unit;
        let (closure, links) = self.gather(wanted);
        let file = program_file(wanted.name, &unit.setting);
        let made = unit.objects.join("bin").join(&file);
        let compile = self.compile(wanted, &closure, &links, Output::Program, &made);
        self.graph.add(compile.description(format!("program {}", wanted.name)));
        let check = self.check(unit, wanted.name, &closure.sources, &links);
        self.shared_libraries(unit, &links);
        let to = self.places.programs().join(file);
        self.publish(unit, wanted.name, ProductKind::Program, &self.absolute(&made), &to, check.as_deref());
    }

    /// Adds the actions for a program that tests. It stays among the intermediate files.
    pub(super) fn zig_tests(&mut self, wanted: &Wanted<'_>, output: Output) {
        let unit = wanted.unit;
        self.tested_roots.insert((unit.objects.clone(), wanted.root.to_owned()));
        let (closure, links) = self.gather(wanted);
        let made = unit.objects.join("test").join(program_file(wanted.name, &unit.setting));
        let action = self.compile(wanted, &closure, &links, output, &made);
        self.graph.add(action.description(format!("tests of {}", wanted.name)));
        let check = self.check(unit, &format!("test-{}", wanted.name), &closure.sources, &links);
        self.test_product(unit, wanted.name, ProductKind::Test, &made, check.as_deref());
    }

    /// A program that tests is there when it is made and checked.
    pub(super) fn test_product(
        &mut self,
        unit: &Unit,
        name: &str,
        kind: ProductKind,
        made: &Utf8Path,
        check: Option<&str>,
    ) {
        let ready = Action::group(format!("tests:{}:{name}", unit.objects)).input(made.as_std_path());
        let action = self.graph.add(check.into_iter().fold(ready, Action::after));
        self.products.push(Product {
            member: unit.name.clone(),
            name: name.to_owned(),
            kind,
            path: self.absolute(made),
            action,
        });
    }

    /// What a program is compiled from and linked with.
    fn gather(&mut self, wanted: &Wanted<'_>) -> (Closure, Links) {
        let closure = self.closure(wanted.root, wanted.scope);
        let mut links = self.links_of(wanted.scope, wanted.only);
        self.unite(wanted.unit, &mut links);
        (closure, links)
    }

    /// What is linked with a part of a project that uses these dependencies; all without.
    pub(super) fn links_of(&self, id: ScopeId, only: Option<&BTreeSet<String>>) -> Links {
        let scope = &self.scopes.list[id];
        let mut links = scope.links.clone();
        if let Some(only) = only {
            links.rust.retain(|library| only.contains(&library.name));
            links.zig.retain(|library| only.contains(&library.name));
            links.foreign.retain(|library| only.contains(&library.name));
            links.system.retain(|library| only.contains(library));
            let groups: Vec<Utf8PathBuf> =
                only.iter().map(|name| scope.unit.objects.join("c").join(name)).collect();
            links.objects.retain(|object| groups.iter().any(|group| object.path.starts_with(group)));
            for module in scope.modules.iter().filter(|m| only.contains(&m.name) && m.brings_links(id)) {
                links.extend(&self.scopes.list[module.scope].links);
            }
        }
        links
    }

    /// Where a program looks for the shared libraries that it loads: beside where it is published; a test, which is
    /// not, where they are built.
    pub(super) fn runtime_path(
        &self,
        unit: &Unit,
        links: &Links,
        made: &Utf8Path,
        test: bool,
    ) -> Vec<String> {
        if links.shared_libraries().next().is_none() {
            return Vec::new();
        }
        let system = unit.setting.target.system();
        let folder = self.absolute(made.parent().unwrap_or(made));
        let mut places: Vec<Utf8PathBuf> = if test {
            let built = links.shared_libraries().filter_map(Utf8Path::parent);
            built.map(|place| ghostbind::layout::relative(place, &folder)).collect()
        } else {
            vec![Places::RUNTIME_PATH.into()]
        };
        places.dedup();
        let paths = places.iter().flat_map(|place| ["-rpath".to_owned(), origin(system, place.as_str())]);
        std::iter::once("-fno-each-lib-rpath".to_owned()).chain(paths).collect()
    }

    /// One call of the Zig compiler.
    fn compile(
        &self,
        wanted: &Wanted<'_>,
        closure: &Closure,
        links: &Links,
        output: Output,
        made: &Utf8Path,
    ) -> Action {
        let include = self.include_folders(closure, links);
        let compilation =
            Compilation { include: &include, ..compilation(wanted.unit, wanted.name, closure, output, made) };
        let mut command = Command::new(self.tools.zig.as_std_path()).args(compilation.args());
        // At most one response file: of several, Zig 0.17.1 loses what the first ones say.
        for library in links.rust_linked() {
            command = match library.kind {
                CrateType::Staticlib => command.arg(format!("@{}", library.response)),
                CrateType::Cdylib => command.args([self.relative(library.file()).as_str(), "-lc"]),
            };
        }
        command = command.args(links.objects.iter().map(|object| object.path.as_str()));
        command = command.args(links.zig.iter().map(|library| self.relative(&library.file).into_string()));
        command =
            command.args(links.foreign.iter().map(|library| self.relative(&library.file).into_string()));
        let others = !links.objects.is_empty() || !links.zig.is_empty() || !links.foreign.is_empty();
        if others && has_libc(wanted.unit.setting.target.system()) {
            command = command.arg("-lc");
        }
        if links.cpp() {
            command = command.arg("-lc++");
        }
        command = command.args(self.system_flags(wanted.unit, links));
        command = command.args(self.runtime_path(wanted.unit, links, made, output == Output::Tests));
        let action = self.zig_action(command, closure, wanted.unit, made);
        self.with_system_libraries(action, wanted.unit, links)
            .inputs(include.iter().filter(|_| closure.sources.c_import).map(|folder| folder.as_std_path()))
            .inputs(links.rust_linked().map(|l| l.file().as_std_path()))
            .inputs(
                links
                    .rust_linked()
                    .filter(|l| l.kind == CrateType::Staticlib)
                    .map(|l| l.response.as_std_path()),
            )
            .inputs(links.objects.iter().map(|object| object.path.as_std_path()))
            .inputs(links.zig.iter().map(|library| library.file.as_std_path()))
            .inputs(links.foreign.iter().map(|library| library.file.as_std_path()))
    }

    /// Folders for `@cImport`, as far as the code uses it, relative to the root.
    fn include_folders(&self, closure: &Closure, links: &Links) -> Vec<Utf8PathBuf> {
        if !closure.sources.c_import {
            return Vec::new();
        }
        let mut folders: Vec<Utf8PathBuf> =
            links.include.iter().map(|folder| self.relative(folder)).collect();
        for header in links.rust.iter().filter_map(|library| library.header.as_ref()) {
            let folder = self.relative(header.parent().unwrap_or(header));
            if !folders.contains(&folder) {
                folders.push(folder);
            }
        }
        folders
    }

    /// An action that runs Zig on a closure.
    pub(super) fn zig_action(
        &self,
        command: Command,
        closure: &Closure,
        unit: &Unit,
        made: &Utf8Path,
    ) -> Action {
        let sources = &closure.sources;
        let command = command.environment(passed_on().into());
        let action = Action::run(format!("zig:{made}"), command.clone());
        let action = self
            .zig_anywhere(action, &command, unit, Needs::Everything, &[])
            .toolchain("zig", self.zig)
            .output_as(made.as_std_path(), OutputKind::File, Placement::Shared)
            .inputs(sources.code.iter().chain(&sources.embedded).map(|p| p.as_std_path()))
            .inputs(closure.made.iter().map(|p| p.as_std_path()));
        sources.absent.iter().fold(action, |action, path| {
            if self.generated_files.contains(path) {
                action.input(path.as_std_path())
            } else {
                action.optional_input(path.as_std_path())
            }
        })
    }
}

/// How a project's Zig code is compiled, whatever is made of it.
pub(super) fn compilation<'a>(
    unit: &'a Unit,
    name: &'a str,
    closure: &'a Closure,
    output: Output,
    made: &'a Utf8Path,
) -> Compilation<'a> {
    let setting = &unit.setting;
    Compilation {
        output,
        name,
        modules: &closure.modules,
        target: (!setting.native).then_some(setting.target.zig.as_str()),
        cpu: unit.cpu.as_deref(),
        optimization: setting.optimization.as_str(),
        strip: unit.project.build.strip.as_ref().map(|strip| strip.value),
        libc: false,
        include: &[],
        made,
        cache: Utf8Path::new(".zbuild/zig"),
    }
}

pub(super) fn program_file(name: &str, setting: &Setting) -> String {
    match setting.target.system() {
        "windows" => format!("{name}.exe"),
        _ if setting.target.arch().starts_with("wasm") => format!("{name}.wasm"),
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
