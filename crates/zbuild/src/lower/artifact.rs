//! Explicit artifacts of `targets`: programs, libraries and tests beside the default one.

use std::collections::BTreeSet;

use camino::Utf8PathBuf;
use ghostbind::zig::command::{Output, has_libc};
use zbuild_engine::{Action, Command};

use super::c::CompileC;
use super::elsewhere::Needs;
use super::scope::ScopeId;
use super::unit::Unit;
use super::zig::{Wanted, passed_on, program_file};
use super::{Lowering, ProductKind};
use crate::config::{ArtifactKind, ArtifactSpec, CrateType, Linkage};

impl Lowering<'_> {
    pub(super) fn artifact(&mut self, unit: &Unit, scope: ScopeId, spec: &ArtifactSpec) {
        let root = match self.named_root(unit, &spec.root, &unit.folder) {
            Ok(root) => root,
            Err(error) => return self.errors.push(error),
        };
        let name = spec.name.value.as_str();
        let only = self.artifact_dependencies(unit, spec);
        if root.extension() != Some("zig") {
            return self.c_artifact(unit, scope, spec, (&root, only.as_ref()));
        }
        let wanted = Wanted { unit, scope, name, root: &root, only: only.as_ref() };
        match spec.kind.value {
            ArtifactKind::Executable => self.zig_program(&wanted),
            ArtifactKind::Test if self.wish.tests => self.zig_tests(&wanted, Output::Tests),
            ArtifactKind::Test => {}
            ArtifactKind::Library => {
                let shared = spec.linkage.as_ref().is_some_and(|l| l.value == Linkage::Dynamic);
                let archive = self.zig_library_of(scope, name, &root, shared, only.as_ref());
                self.publish_archive(unit, &archive);
            }
        }
    }

    /// Names of the dependencies that an artifact uses; `None` for all.
    fn artifact_dependencies(&mut self, unit: &Unit, spec: &ArtifactSpec) -> Option<BTreeSet<String>> {
        let listed = spec.dependencies.as_ref()?;
        let project = &unit.project;
        let known: BTreeSet<&str> = (project.rust_crates.iter().map(|c| &c.name))
            .chain(project.zig_modules.iter().map(|m| &m.name))
            .chain(project.zig_packages.iter().map(|p| &p.name))
            .chain(project.c_sources.iter().map(|c| &c.name))
            .chain(&project.system_libraries)
            .map(|name| name.value.as_str())
            .collect();
        for name in listed.iter().filter(|name| !known.contains(name.value.as_str())) {
            let message = format!("the project has no dependency `{}`", name.value);
            let near = crate::diagnostic::nearest(&name.value, known.iter().copied());
            let mut error = unit.error_at(name, message);
            error.hint = near.map(|near| format!("did you mean `{near}`?"));
            self.errors.push(error);
        }
        Some(listed.iter().map(|name| name.value.clone()).collect())
    }

    /// A program or test whose root is a C or C++ file.
    fn c_artifact(
        &mut self,
        unit: &Unit,
        scope: ScopeId,
        spec: &ArtifactSpec,
        (root, only): (&Utf8PathBuf, Option<&BTreeSet<String>>),
    ) {
        self.one_line(unit, &spec.root);
        let Some(cpp) = self.c_language(unit, &spec.root, root) else { return };
        if spec.kind.value == ArtifactKind::Library {
            let message = format!("`{}` is a library with a C root", spec.name.value);
            let hint = "C files become part of a library as `c_sources` of its project";
            return self.errors.push(unit.error_at(&spec.root, message).hint(hint));
        }
        if spec.kind.value == ArtifactKind::Test && !self.wish.tests {
            return;
        }
        let name = spec.name.value.as_str();
        let mut links = self.links_of(scope, only);
        self.unite(unit, &mut links);
        let object = unit.objects.join("c").join(format!("{name}.o"));
        let compile =
            CompileC { unit, path: root, object: &object, cpp, include: &links.include, flags: &[] };
        self.c_object(scope, &compile);
        let made = unit.objects.join("bin").join(program_file(name, &unit.setting));
        let mut command = Command::new(self.tools.zig.as_std_path());
        command = command.args(["build-exe", "--name", name, "-O", unit.setting.optimization.as_str()]);
        if !unit.setting.native {
            command = command.args(["-target", unit.setting.target.zig.as_str()]);
        }
        if let Some(cpu) = &unit.cpu {
            command = command.arg(format!("-mcpu={cpu}"));
        }
        command = command.arg(object.as_str()).args(links.objects.iter().map(|o| o.path.as_str()));
        command = command.args(links.zig.iter().map(|z| self.relative(&z.file).into_string()));
        for library in links.rust_linked() {
            command = match library.kind {
                CrateType::Staticlib => command.arg(format!("@{}", library.response)),
                CrateType::Cdylib => command.arg(self.relative(library.file()).as_str()),
            };
        }
        command = command.args(links.foreign.iter().map(|f| self.relative(&f.file).into_string()));
        command = command.args(runtime_libraries(unit, cpp || links.cpp()));
        command = command.args(self.system_flags(unit, &links));
        let test = spec.kind.value == ArtifactKind::Test;
        command = command.args(self.runtime_path(unit, &links, &made, test));
        command = command.arg(format!("-femit-bin={made}")).args(["--cache-dir", ".zbuild/zig"]);
        command = command.environment(passed_on().into());
        let action = Action::run(format!("link:{made}"), command.clone());
        let action = self.zig_anywhere(action, &command, unit, Needs::Everything, &[]);
        let action = self
            .with_system_libraries(action, unit, &links)
            .description(format!("program {name}"))
            .toolchain("zig", self.zig)
            .input(object.as_std_path())
            .inputs(links.objects.iter().map(|o| o.path.as_std_path()))
            .inputs(links.zig.iter().map(|z| z.file.as_std_path()))
            .inputs(links.foreign.iter().map(|f| f.file.as_std_path()))
            .inputs(links.rust_linked().map(|l| l.file().as_std_path()))
            .inputs(
                links
                    .rust_linked()
                    .filter(|l| l.kind == CrateType::Staticlib)
                    .map(|l| l.response.as_std_path()),
            )
            .output(made.as_std_path());
        self.graph.add(action);
        if test {
            return self.test_product(unit, name, ProductKind::PlainTest, &made, None);
        }
        self.shared_libraries(unit, &links);
        let to = self.places.programs().join(program_file(name, &unit.setting));
        self.publish(unit, name, ProductKind::Program, &self.absolute(&made), &to, None);
    }
}

/// The libraries of the languages, as far as the machine has them.
fn runtime_libraries(unit: &Unit, cpp: bool) -> impl Iterator<Item = &'static str> {
    let libc = has_libc(unit.setting.target.system()).then_some("-lc");
    libc.into_iter().chain(cpp.then_some("-lc++"))
}
