//! What decided a build's result: everything that cargo would look at to find that it is up to
//! date, read off the files that cargo and rustc leave.
//!
//! Where a list cannot be complete the snapshot is marked untracked and cargo is asked each time.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use ghost_abi::symbols::read_symbols;

use super::compile::{Compiled, Script, Unit};
use super::{Config, Package};
use crate::snapshot::Recorder;

/// Most files of a package that are watched one by one.
const PACKAGE_FILES_MAX: usize = 4000;

/// Records what decided `compiled`.
pub(crate) fn record(package: &Package, config: &Config, compiled: &Compiled, recorder: &mut Recorder<'_>) {
    for manifest in &package.members {
        recorder.file(manifest);
    }
    recorder.file(&package.manifest_path);
    workspaces(&package.manifest_path, recorder);
    recorder.file(&package.workspace.join("Cargo.toml"));
    recorder.file(&package.workspace.join("Cargo.lock"));
    for candidate in &config.candidates {
        recorder.file(candidate);
    }
    for library in compiled.made() {
        library_sources(library, recorder);
    }
    for unit in compiled.units.iter().filter(|unit| unit.is_local()) {
        recorder.file(&unit.manifest);
        workspaces(&unit.manifest, recorder);
        // A build script is found by its name when it appears.
        if let Some(folder) = unit.manifest.parent() {
            recorder.file(&folder.join("build.rs"));
        }
        unit_variables(unit, recorder);
    }
    for script in &compiled.build_scripts {
        build_script(script, compiled, recorder);
    }
}

/// Manifests that a package may inherit versions, features and lints from: of folders above, where one that appears
/// may claim the package, or the one that it names.
fn workspaces(manifest: &Utf8Path, recorder: &mut Recorder<'_>) {
    let folder = manifest.parent().unwrap_or(manifest);
    for above in folder.ancestors().skip(1) {
        recorder.file(&above.join("Cargo.toml"));
    }
    let table = fs::read_to_string(manifest).ok().and_then(|text| text.parse::<toml::Table>().ok());
    let named = table.as_ref().and_then(|table| table.get("package")?.get("workspace")?.as_str());
    if let Some(named) = named {
        recorder.file(&crate::layout::normalize(&folder.join(named).join("Cargo.toml")));
    }
}

/// The Rust sources that became part of the library: those of local packages, and of the packages
/// in `others` (by cargo's name). [`owner`] tells whose each is.
pub(crate) fn rust_sources(compiled: &Compiled, others: &[String]) -> Vec<Utf8PathBuf> {
    let mut lists: Vec<Utf8PathBuf> = compiled.made().map(|library| library.with_extension("d")).collect();
    let others = compiled.units.iter().filter(|unit| unit.linked && others.contains(&unit.package));
    lists.extend(others.filter_map(depfile));
    let mut sources: Vec<Utf8PathBuf> = Vec::new();
    for text in lists.iter().filter_map(|list| fs::read_to_string(list).ok()) {
        sources.extend(prerequisites(&text).into_iter().filter(|path| path.extension() == Some("rs")));
    }
    sources.sort();
    sources.dedup();
    sources
}

/// The unit whose package a source belongs to: of the packages around it the nearest. What a build script wrote
/// lies in none, or in the folder of a target.
pub(crate) fn owner<'a>(compiled: &'a Compiled, source: &Utf8Path) -> Option<&'a Unit> {
    let depth = |unit: &Unit| {
        let folder = unit.manifest.parent().filter(|folder| source.starts_with(folder))?;
        Some(folder.components().count())
    };
    let around = compiled.units.iter().filter(|unit| unit.linked && depth(unit).is_some());
    around.max_by_key(|unit| depth(unit))
}

/// Whether a build script wrote a source.
pub(crate) fn is_generated(compiled: &Compiled, source: &Utf8Path) -> bool {
    compiled.build_scripts.iter().any(|script| source.starts_with(&script.folder))
}

/// Marks of a function or variable that is meant for the linker.
const EXPORT_MARKS: &[&str] = &["no_mangle", "export_name"];

/// Packages from elsewhere, part of the library, in whose source something is exported.
pub(crate) fn exporting_packages(package: &Package, compiled: &Compiled) -> Vec<String> {
    exporting_units(package, compiled).map(|unit| unit.package.clone()).collect()
}

/// Those that export something, as far as can be seen, and carry no debug information which would describe it.
pub(crate) fn undescribed_packages(package: &Package, compiled: &Compiled) -> Vec<String> {
    let exports = |unit: &&Unit| {
        let library = unit.files.iter().find(|file| file.extension() == Some("rlib"));
        // Code that is still to be optimised as a whole cannot be read. Its source has the mark, and that the
        // library tells in the end costs a second optimisation of everything.
        let symbols = library.and_then(|file| read_symbols(&fs::read(file).ok()?).ok());
        symbols.is_none_or(|symbols| !symbols.exports().is_empty())
    };
    let silent = exporting_units(package, compiled).filter(|unit| !unit.debug);
    silent.filter(exports).map(|unit| unit.package.clone()).collect()
}

fn exporting_units<'a>(package: &Package, compiled: &'a Compiled) -> impl Iterator<Item = &'a Unit> {
    let exports = |unit: &&Unit| {
        let list = depfile(unit).and_then(|list| fs::read_to_string(list).ok()).unwrap_or_default();
        prerequisites(&list).iter().any(|file| {
            let bytes = fs::read_to_string(file).unwrap_or_default();
            EXPORT_MARKS.iter().any(|mark| bytes.contains(mark))
        })
    };
    let units = compiled.units.iter().filter(|unit| unit.linked && unit.package != package.id);
    units.filter(exports)
}

/// Rustc's own list for a unit that was not copied out of `deps`.
fn depfile(unit: &Unit) -> Option<Utf8PathBuf> {
    let file = unit.files.iter().find(|file| matches!(file.extension(), Some("rlib" | "rmeta")))?;
    let stem = file.file_stem()?;
    Some(file.with_file_name(format!("{}.d", stem.strip_prefix("lib").unwrap_or(stem))))
}

/// The sources that cargo lists beside the library: of the crate and of all its local dependencies.
fn library_sources(library: &Utf8Path, recorder: &mut Recorder<'_>) {
    let list = library.with_extension("d");
    let Ok(text) = fs::read_to_string(&list) else {
        recorder.untracked(format!("cargo left no {list}"));
        return;
    };
    let sources = prerequisites(&text);
    if sources.is_empty() {
        // Cargo writes it in place: it was read half-way.
        recorder.untracked(format!("cargo's {list} names no source"));
    }
    for path in sources {
        if path.is_absolute() {
            source(&path, recorder);
        } else {
            recorder.untracked("`build.dep-info-basedir` makes cargo's lists of sources relative".to_owned());
        }
    }
}

/// A file, or a folder that a build script watches.
fn source(path: &Utf8Path, recorder: &mut Recorder<'_>) {
    if path.is_dir() {
        tree(path, recorder, |folder| folder.file_name() != Some(crate::layout::FOLDER));
    } else {
        recorder.file(path);
    }
}

/// The prerequisites of the first rule of a depfile. Spaces in names are escaped.
fn prerequisites(text: &str) -> Vec<Utf8PathBuf> {
    let Some((_, list)) = text.lines().next().and_then(|line| line.split_once(": ")) else {
        return Vec::new();
    };
    let mut paths = Vec::new();
    let mut path = String::new();
    let mut chars = list.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if matches!(chars.peek(), Some(' ' | '\\')) && cfg!(not(windows)) => {
                path.extend(chars.next());
            }
            '\\' if chars.peek() == Some(&' ') => path.extend(chars.next()),
            ' ' => paths.push(std::mem::take(&mut path)),
            c => path.push(c),
        }
    }
    paths.push(path);
    paths.into_iter().filter(|path| !path.is_empty()).map(Utf8PathBuf::from).collect()
}

/// Variables that a crate read while it was compiled (`env!`), from rustc's own list.
fn unit_variables(unit: &Unit, recorder: &mut Recorder<'_>) {
    let Some(folder) = unit.files.first().and_then(|file| file.parent()) else { return };
    // Libraries are copied out of `deps`, where rustc's lists stay; build scripts lie beside theirs.
    let deps = folder.join("deps");
    let folder = if deps.is_dir() { deps.as_path() } else { folder };
    let Ok(entries) = folder.read_dir_utf8() else {
        recorder.untracked(format!("{folder} cannot be read"));
        return;
    };
    let crate_name = unit.name.as_str();
    for entry in entries.flatten() {
        let name = entry.file_name();
        let stem = name.strip_suffix(".d").map(|stem| stem.strip_prefix("lib").unwrap_or(stem));
        let of_unit = stem.is_some_and(|stem| {
            stem == crate_name || stem.strip_prefix(crate_name).is_some_and(|rest| rest.starts_with('-'))
        });
        if !of_unit {
            continue;
        }
        let Ok(text) = fs::read_to_string(entry.path()) else {
            recorder.untracked(format!("the list of variables in {} cannot be read", entry.path()));
            return;
        };
        for line in text.lines().filter_map(|line| line.strip_prefix("# env-dep:")) {
            recorder.asked(line.split('=').next().unwrap_or(line));
        }
    }
}

/// What a build script says about when to run again.
fn build_script(script: &Script, compiled: &Compiled, recorder: &mut Recorder<'_>) {
    let folder = &script.folder;
    let Ok(bytes) = fs::read(folder.join("output")) else {
        recorder.untracked(format!("the output of the build script in {folder} cannot be read"));
        return;
    };
    let Some(unit) = compiled.units.iter().find(|unit| unit.package == script.package) else {
        recorder.untracked(format!("cargo did not say whose build script wrote {folder}"));
        return;
    };
    let root = unit.manifest.parent().unwrap_or(&unit.manifest);
    let output = String::from_utf8_lossy(&bytes);
    let mut said = false;
    for (key, value) in output.lines().filter_map(instruction) {
        match key {
            "rerun-if-changed" => {
                said = true;
                rerun_if_changed(value, root, recorder);
            }
            "rerun-if-env-changed" => {
                said = true;
                recorder.asked(value);
            }
            _ => {}
        }
    }
    // A script that names nothing runs again when anything in its package changes. Packages of a
    // registry do not change.
    if !said && unit.is_local() {
        tree(root, recorder, |folder| is_source_folder(folder, root));
    }
}

/// `cargo::key=value`, or `cargo:key=value` as it was spelt before.
fn instruction(line: &str) -> Option<(&str, &str)> {
    let line = line.strip_prefix("cargo:")?;
    line.strip_prefix(':').unwrap_or(line).split_once('=')
}

fn rerun_if_changed(value: &str, root: &Utf8Path, recorder: &mut Recorder<'_>) {
    let path = crate::layout::normalize(&root.join(value));
    if path.exists() {
        source(&path, recorder);
    } else {
        // For cargo a watched file that is not there means: run each time.
        recorder.untracked(format!("a build script watches {path}, which does not exist"));
    }
}

/// Folders inside a package that are no part of it. Of a folder that a build script watches all is, for cargo.
const NOT_SOURCES: &[&str] = &[".git", crate::layout::FOLDER, ".zbuild", ".zig-cache", "zig-out"];

/// Everything in a folder and the folders inside that are `wanted`: names and contents.
fn tree(root: &Utf8Path, recorder: &mut Recorder<'_>, wanted: impl Fn(&Utf8Path) -> bool) {
    let mut pending = vec![root.to_owned()];
    let mut files = 0;
    while let Some(folder) = pending.pop() {
        recorder.folder(&folder);
        let Ok(entries) = folder.read_dir_utf8() else {
            recorder.untracked(format!("{folder} cannot be read"));
            return;
        };
        for entry in entries {
            // A name that is no text has no line in any list.
            let Ok(entry) = entry else {
                recorder.untracked(format!("a name in {folder} cannot be read"));
                return;
            };
            let path = entry.path();
            if !path.is_dir() {
                recorder.file(path);
                files += 1;
            } else if wanted(path) {
                pending.push(path.to_owned());
            }
        }
        if files > PACKAGE_FILES_MAX {
            recorder
                .untracked(format!("a build script watches more than {PACKAGE_FILES_MAX} files in {root}"));
            return;
        }
    }
}

fn is_source_folder(path: &Utf8Path, root: &Utf8Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    let cargos = name == "target" && path.parent() == Some(root);
    // A package inside is another package.
    !cargos && !NOT_SOURCES.contains(&name) && !path.join("Cargo.toml").exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prerequisites_of_a_depfile() {
        let check = |text: &str, expected: &[&str]| assert_eq!(prerequisites(text), expected, "{text}");
        check("/t/liba.a: /s/a.rs /s/b.rs\n", &["/s/a.rs", "/s/b.rs"]);
        check("/t/li\\ ba.a: /s/with\\ space/ä.rs\n\n/s/x.rs:\n", &["/s/with space/ä.rs"]);
        check("/t/liba.a:\n", &[]);
        check("", &[]);
    }

    #[test]
    fn instructions_old_and_new() {
        assert_eq!(instruction("cargo:rerun-if-changed=a=b"), Some(("rerun-if-changed", "a=b")));
        assert_eq!(instruction("cargo::rerun-if-env-changed=CC"), Some(("rerun-if-env-changed", "CC")));
        assert_eq!(instruction("running: cargo:x=y"), None);
    }
}
