//! The rule for a part that its own `build.zig` builds: `zig build` installs into a folder of its own, and what it
//! installed is published from there.
//!
//! What a `build.zig` installs is known only when it has run. So it is a [`crate::build::Stage`] of its own: it is run
//! first, and the graph is made anew where the files are others than before.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use camino::{Utf8Path, Utf8PathBuf};
use zbuild_engine::{Action, ActionId, Call, CallOutput, Command};

use super::places::files_below;
use super::rust::write_file;
use super::scope::{Links, ScopeId};
use super::unit::Unit;
use super::zig::passed_on;
use super::{Lowering, ProductKind};
use crate::config::{CrateType, Linkage, Located, Optimization};
use crate::zig_text::BuildScript;

/// `zig build` takes all that is free when it starts: one at a time.
pub(super) const POOL: &str = "zig-build";
/// How it is told how much it may run at once. It is no client of a jobserver.
pub(crate) const JOBS: &str = "-j";

/// A part that its own `build.zig` builds.
#[derive(Debug, Clone)]
pub struct Foreign {
    /// The member that it is, or belongs to.
    pub member: String,
    /// Its `build.zig`, absolute.
    pub script: Utf8PathBuf,
    /// The action that runs it.
    pub action: ActionId,
    /// What `zig build` is told, beside the step.
    pub args: Vec<String>,
    /// Variables that are set for it.
    pub variables: Vec<(String, String)>,
    /// Whether it has a step `test`.
    pub tests: bool,
    /// Where it installs, absolute.
    prefix: Utf8PathBuf,
    /// What was installed there when the graph was made.
    installed: Vec<PathBuf>,
}

impl Foreign {
    /// Whether something else is installed than when the graph was made.
    #[must_use]
    pub fn changed(&self) -> bool {
        installed(&self.prefix) != self.installed
    }
}

/// What `zig build` is told.
struct Told {
    args: Vec<String>,
    variables: Vec<(String, String)>,
}

impl Lowering<'_> {
    /// A project that its `build.zig` builds: what it installs is published.
    pub(super) fn foreign_project(&mut self, unit: &Unit, scope: ScopeId, build_zig: &Located<String>) {
        let Some(prefix) = self.foreign(unit, scope, build_zig) else { return };
        for file in installed(&prefix) {
            let file = match Utf8PathBuf::from_path_buf(file) {
                Ok(file) => file,
                Err(file) => {
                    let message =
                        format!("`{}` installs {}, whose name is not UTF-8", unit.name, file.display());
                    let hint = "install it under another name";
                    self.errors.push(unit.error_at(build_zig, message).hint(hint));
                    continue;
                }
            };
            let Ok(below) = file.strip_prefix(&prefix) else { continue };
            let mut parts = below.components();
            let folder = parts.next().map_or("", |first| first.as_str());
            let rest = parts.as_path();
            let (kind, to) = match folder {
                "bin" => (ProductKind::Program, self.places.programs()),
                "lib" if matches!(rest.extension(), Some("a" | "lib")) => {
                    (ProductKind::Library, self.places.archives())
                }
                "lib" => (ProductKind::Library, self.places.shared_libraries()),
                "include" => (ProductKind::Header, self.places.headers()),
                _ => (ProductKind::Library, self.places.outputs().join(folder)),
            };
            let to = to.join(rest);
            self.publish(unit, rest.as_str(), kind, &file, &to, None);
        }
    }

    /// A library that a part's `build.zig` installs, for whoever links it.
    pub(super) fn foreign_library(
        &mut self,
        unit: &Unit,
        scope: ScopeId,
        build_zig: &Located<String>,
        name: &str,
        linkage: Linkage,
    ) -> Option<Utf8PathBuf> {
        let prefix = self.foreign(unit, scope, build_zig)?;
        let file = match (linkage, unit.setting.target.system()) {
            (Linkage::Static, "windows") => format!("{name}.lib"),
            (Linkage::Static, _) => format!("lib{name}.a"),
            (Linkage::Dynamic, "macos" | "ios") => format!("lib{name}.dylib"),
            (Linkage::Dynamic, "windows") => format!("{name}.dll"),
            (Linkage::Dynamic, _) => format!("lib{name}.so"),
        };
        Some(prefix.join("lib").join(file))
    }

    /// Adds the action that runs a `build.zig`, once. Where it installs, absolute.
    fn foreign(&mut self, unit: &Unit, scope: ScopeId, build_zig: &Located<String>) -> Option<Utf8PathBuf> {
        let prefix = unit.objects.join("prefix");
        let absolute = self.absolute(&prefix);
        if self.foreign.iter().any(|known| known.prefix == absolute) {
            return Some(absolute);
        }
        let script = unit.path(&build_zig.value);
        if !script.is_file() {
            let message = format!("there is no file `{}`", build_zig.value);
            self.errors.push(unit.error_at(build_zig, message).hint(format!("looked for {script}")));
            return None;
        }
        if let Some(library) = unit.project.system_libraries.first() {
            let message = format!("`{}` links what it says itself", build_zig.value);
            let hint = format!("it says so by `linkSystemLibrary(\"{}\", .{{}})`", library.value);
            self.errors.push(unit.error_at(library, message).hint(hint));
        }
        let read = self.build_script(&script);
        let mut links = self.scopes.list[scope].links.clone();
        self.unite(unit, &mut links);
        let parts = self.parts(unit, &links);
        let told = self.told(unit, build_zig, &script, &read, parts.as_deref())?;
        let mut variables = passed_on();
        told.variables.iter().for_each(|(name, value)| variables.set(name, value));
        let command = Command::new(self.tools.zig.as_std_path())
            .arg("build")
            .args(&told.args)
            .args(["--prefix", prefix.as_str()])
            .jobs_flag(JOBS)
            .environment(variables.into());
        let sources = self.foreign_sources(unit, build_zig, &script);
        let action = Action::run(format!("zig-build:{}", unit.objects), command)
            .description(format!("build.zig of {}", unit.name))
            .stays("what a build.zig reads is known only when it ran")
            .toolchain("zig", self.zig)
            .pool(POOL)
            .inputs(sources)
            .inputs(parts.iter().map(|parts| parts.as_std_path()))
            .output_directory(prefix.as_std_path());
        let action = self.graph.add(action);
        self.foreign.push(Foreign {
            member: unit.name.clone(),
            tests: read.steps.iter().any(|step| step == "test"),
            script,
            action,
            args: told.args,
            variables: told.variables,
            installed: installed(&absolute),
            prefix: absolute.clone(),
        });
        Some(absolute)
    }

    /// The arguments, as far as the script has options for them.
    fn told(
        &mut self,
        unit: &Unit,
        build_zig: &Located<String>,
        script: &Utf8Path,
        read: &BuildScript,
        parts: Option<&Utf8Path>,
    ) -> Option<Told> {
        let setting = &unit.setting;
        let mut args: Vec<String> = vec!["--build-file".to_owned(), self.relative(script).into_string()];
        args.extend(["--cache-dir", ".zbuild/zig"].map(ToOwned::to_owned));
        let mut lacks: Vec<(&str, &str)> = Vec::new();
        let cpu = &unit.cpu;
        match (setting.native, read.takes_target) {
            (false, true) => args.push(format!("-Dtarget={}", setting.target.zig)),
            (false, false) => lacks.push(("a target", "b.standardTargetOptions")),
            (true, _) => {}
        }
        match (cpu, read.takes_target) {
            (Some(cpu), true) => args.push(format!("-Dcpu={cpu}")),
            (Some(_), false) if setting.native => lacks.push(("a processor", "b.standardTargetOptions")),
            _ => {}
        }
        let mode = setting.optimization;
        if read.prefers_release {
            let release = match mode {
                Optimization::Debug => None,
                Optimization::ReleaseSafe => Some("--release=safe"),
                Optimization::ReleaseFast => Some("--release=fast"),
                Optimization::ReleaseSmall => Some("--release=small"),
            };
            args.extend(release.map(ToOwned::to_owned));
        } else if read.takes_optimize {
            args.push(format!("-Doptimize={}", mode.as_str()));
        } else if mode != Optimization::Debug {
            lacks.push(("an optimisation", "b.standardOptimizeOption"));
        }
        if unit.project.build.strip.as_ref().is_some_and(|strip| strip.value) {
            if read.options.iter().any(|option| option == "strip") {
                args.push("-Dstrip=true".to_owned());
            } else {
                lacks.push(("`strip`", "b.option(bool, \"strip\", …)"));
            }
        }
        let features = setting.features.iter().filter(|f| read.options.contains(&f.value));
        args.extend(features.map(|feature| format!("-D{}=true", feature.value)));
        for (what, option) in &lacks {
            let message = format!("{what} is asked for, and `{}` has no option for it", build_zig.value);
            let hint = format!("it takes one by `{option}`");
            self.errors.push(unit.error_at(build_zig, message).hint(hint));
        }
        let mut variables = Vec::new();
        if let Some(parts) = parts {
            args.extend(["--search-prefix", parts.as_str()].map(ToOwned::to_owned));
            let own = parts.join("lib/pkgconfig").into_string();
            let others = self.env.var("PKG_CONFIG_PATH").filter(|others| !others.is_empty());
            let path = others.map_or_else(|| own.clone(), |others| format!("{own}:{others}"));
            variables.push(("PKG_CONFIG_PATH".to_owned(), path));
        }
        // What Zig fetches stays out of the sources, unless somebody has put it there.
        if !script.with_file_name("zig-pkg").is_dir() {
            variables.push(("ZIG_LOCAL_PKG_DIR".to_owned(), ".zbuild/zig-pkg".to_owned()));
        }
        lacks.is_empty().then_some(Told { args, variables })
    }

    /// A folder with what the project's dependencies built, as `--search-prefix` wants it: `lib`, `include`,
    /// `lib/pkgconfig` with what an archive needs beside itself, and `zig` with the bindings.
    fn parts(&mut self, unit: &Unit, links: &Links) -> Option<Utf8PathBuf> {
        let mut copies: Vec<(Utf8PathBuf, String)> = Vec::new();
        let mut archives: Vec<(String, Option<Utf8PathBuf>)> = Vec::new();
        for library in &links.rust {
            let stem = library.bindings.file_stem().filter(|_| library.marker.is_none());
            let stem = stem.unwrap_or(&library.name).to_owned();
            let file = library.file().to_owned();
            if library.kind == CrateType::Staticlib {
                copies.push((file, format!("lib/lib{stem}.a")));
                archives.push((stem.clone(), Some(self.absolute(&library.response))));
            } else {
                let name = file.file_name().unwrap_or_default().to_owned();
                copies.push((file, format!("lib/{name}")));
            }
            copies.push((library.bindings.clone(), format!("zig/{stem}.zig")));
            copies.extend(library.header.iter().map(|h| (h.clone(), format!("include/{stem}.h"))));
        }
        for library in &links.zig {
            let name = library.file.file_name().unwrap_or_default();
            copies.push((library.file.clone(), format!("lib/{name}")));
            copies.push((library.header.clone(), format!("include/{}.h", library.name)));
            copies.push((library.bindings.clone(), format!("zig/{}.zig", library.name)));
            archives.extend((!library.shared).then(|| (library.name.clone(), None)));
        }
        for spec in &unit.project.c_sources {
            let name = spec.name.value.as_str();
            let archive = self.c_archive(unit, name, links);
            copies.push((archive, format!("lib/lib{name}.a")));
            archives.push((name.to_owned(), None));
        }
        if copies.is_empty() {
            return None;
        }
        // `my-lib` and `my_lib` are two names and one file.
        let mut places = BTreeSet::new();
        if let Some((_, twice)) = copies.iter().find(|(_, to)| !places.insert(to)) {
            let message = format!("two dependencies of `{}` leave its build.zig `{twice}`", unit.name);
            self.errors.push(unit.error_at(&unit.project.name, message).hint("rename one of the two"));
        }
        let folder = unit.objects.join("parts");
        let inputs: Vec<Utf8PathBuf> = (copies.iter().map(|(from, _)| from.clone()))
            .chain(archives.iter().filter_map(|(_, response)| response.clone()))
            .collect();
        let portable: Vec<_> = copies.iter().map(|(from, to)| (self.relative(from), to.clone())).collect();
        let system: String = links.of_the_machine().flat_map(|library| [" -l", library]).collect();
        let material = format!("1 {portable:?} {archives:?}{system}", archives = archives.len());
        let to = self.absolute(&folder);
        let call = Call::new("parts", material, move |_| write_parts(&to, &copies, &archives, &system));
        let action = Action::call(format!("parts:{}", unit.objects), call)
            .description(format!("libraries for the build.zig of {}", unit.name))
            .inputs(inputs.iter().map(|input| input.as_std_path()))
            .output_directory(folder.as_std_path());
        self.graph.add(action);
        Some(folder)
    }

    /// The objects of a group of C sources as one archive, absolute.
    fn c_archive(&mut self, unit: &Unit, name: &str, links: &Links) -> Utf8PathBuf {
        let group = unit.objects.join("c").join(name);
        let made = unit.objects.join("c").join(format!("lib{name}.a"));
        let objects: Vec<&Utf8PathBuf> =
            links.objects.iter().map(|object| &object.path).filter(|path| path.starts_with(&group)).collect();
        let command = Command::new(self.tools.zig.as_std_path())
            .args(["ar", "rcsD", made.as_str()])
            .args(objects.iter().map(|object| object.as_str()))
            .environment(passed_on().into());
        let action = Action::run(format!("ar:{made}"), command)
            .description(format!("library {name}"))
            .stays("sending what goes into an archive takes longer than making it")
            .toolchain("zig", self.zig)
            .inputs(objects.iter().map(|object| object.as_std_path()))
            .output(made.as_std_path());
        self.graph.add(action);
        self.absolute(&made)
    }
}

/// What to do about a package that is not here.
pub(crate) const FETCH: &str = "`zbuild fetch` brings what builds need";

/// Copies the parts to their places and says what archives need beside themselves.
fn write_parts(
    folder: &Utf8Path,
    copies: &[(Utf8PathBuf, String)],
    archives: &[(String, Option<Utf8PathBuf>)],
    system: &str,
) -> Result<CallOutput, String> {
    for (from, to) in copies {
        let to = folder.join(to);
        let done = fs::create_dir_all(to.parent().unwrap_or(folder)).and_then(|()| fs::copy(from, &to));
        done.map_err(|error| format!("cannot copy {from} to {to}: {error}"))?;
    }
    for (name, response) in archives {
        let mut needed = system.to_owned();
        if let Some(path) = response {
            let text = fs::read_to_string(path).map_err(|error| format!("cannot read {path}: {error}"))?;
            let flags = text.lines().map(|line| line.trim_matches('"')).filter(|flag| flag.starts_with("-l"));
            flags.for_each(|flag| needed.extend([" ", flag]));
        }
        let text = format!(
            "prefix=${{pcfiledir}}/../..\n\nName: {name}\nDescription: built by zbuild\nVersion: 0\n\
             Cflags: -I${{prefix}}/include\nLibs: -L${{prefix}}/lib -l{name}{needed}\n"
        );
        write_file(&folder.join("lib/pkgconfig").join(format!("{name}.pc")), &text)?;
    }
    Ok(CallOutput::default())
}

/// Every file that was installed, sorted.
fn installed(prefix: &Utf8Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    files_below(prefix.as_std_path(), &|_| false, &mut files);
    files.sort();
    files
}
