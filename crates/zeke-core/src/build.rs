//! What build files say: which features are on, which archives meet in one program.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;
use ghost_abi::compare::Severity;
use ghost_abi::source::normal_path;

use crate::analyze::Side;
use crate::finding::{Class, Finding, Language, Place};
use crate::project::{Project, Source, Unit};

/// What a Cargo manifest says that matters at a boundary.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Crate {
    /// The name of its library as files have it.
    pub(crate) library: String,
    /// Whether it becomes a library for other languages, and where that is written.
    pub(crate) staticlib: Option<u32>,
    /// Whether it becomes a library for other languages at all.
    for_others: bool,
    features: BTreeMap<String, Vec<String>>,
}

impl Crate {
    /// Reads a manifest; one that is broken says nothing.
    pub(crate) fn of(manifest: &str) -> Self {
        let Ok(table) = manifest.parse::<toml::Table>() else { return Self::default() };
        let text = |keys: &[&str]| {
            let mut at = table.get(*keys.first()?)?;
            for key in &keys[1..] {
                at = at.get(*key)?;
            }
            Some(at)
        };
        let name = text(&["lib", "name"]).or_else(|| text(&["package", "name"]));
        let kinds = text(&["lib", "crate-type"]).or_else(|| text(&["lib", "crate_type"]));
        let kinds = kinds.and_then(|kinds| kinds.as_array()).cloned().unwrap_or_default();
        let for_others = kinds.iter().any(|kind| matches!(kind.as_str(), Some("staticlib" | "cdylib")));
        let is_static = kinds.iter().any(|kind| kind.as_str() == Some("staticlib"));
        let features =
            text(&["features"]).and_then(|features| features.as_table()).cloned().unwrap_or_default();
        let list = |value: &toml::Value| {
            let names = value.as_array().cloned().unwrap_or_default();
            names.iter().filter_map(|name| name.as_str().map(ToOwned::to_owned)).collect()
        };
        Self {
            library: name.and_then(|name| name.as_str()).unwrap_or_default().replace('-', "_"),
            for_others,
            staticlib: is_static.then(|| line_of(manifest, "staticlib")),
            features: features.iter().map(|(name, value)| (name.clone(), list(value))).collect(),
        }
    }

    /// Features that are on where somebody asks for some.
    fn features_with(&self, asked: impl IntoIterator<Item = String>) -> BTreeSet<String> {
        let mut on = BTreeSet::new();
        let mut open: Vec<String> = asked.into_iter().collect();
        while let Some(name) = open.pop() {
            if on.insert(name.clone()) {
                open.extend(self.features.get(&name).into_iter().flatten().cloned());
            }
        }
        on
    }
}

/// Whether a package depends on another one of the project: by its path, or by its name where the workspace says
/// the path.
pub(crate) fn depends(unit: &Unit, on: &Unit) -> bool {
    names(&needs(unit), unit, on)
}

/// What a package's manifest says that it depends on.
fn needs(unit: &Unit) -> toml::Table {
    let table = unit.manifest.as_ref().and_then(|manifest| manifest.text.parse::<toml::Table>().ok());
    match table.and_then(|mut table| table.remove("dependencies")) {
        Some(toml::Value::Table(needs)) => needs,
        _ => toml::Table::new(),
    }
}

/// Whether what a package depends on is another one of the project.
fn names(needs: &toml::Table, unit: &Unit, on: &Unit) -> bool {
    needs.iter().any(|(name, value)| {
        let by_path = value
            .get("path")
            .and_then(toml::Value::as_str)
            .is_some_and(|path| normal_path(unit.folder.join(path).as_str()) == on.folder.as_str());
        let of_workspace = value.get("workspace").and_then(toml::Value::as_bool) == Some(true);
        by_path || of_workspace && library(on) == name.replace('-', "_")
    })
}

/// The packages of the project that one depends on, directly and through others, each once.
pub(crate) fn dependencies<'p>(project: &'p Project, unit: &Unit) -> Vec<&'p Unit> {
    let mut found: Vec<&Unit> = Vec::new();
    let mut open = vec![unit];
    while let Some(from) = open.pop() {
        let needs = needs(from);
        let is_package = |other: &&Unit| other.manifest.is_some() && other.folder != unit.folder;
        for other in project.units.iter().filter(is_package) {
            if !found.iter().any(|known| known.folder == other.folder) && names(&needs, from, other) {
                found.push(other);
                open.push(other);
            }
        }
    }
    found.sort_by(|a, b| a.folder.cmp(&b.folder));
    found
}

/// The name of a package's library, as files have it; empty where nobody knows it.
pub(crate) fn library(unit: &Unit) -> String {
    unit.manifest.as_ref().map(|manifest| Crate::of(&manifest.text).library).unwrap_or_default()
}

/// Whether a unit's manifest makes a library for other languages of it.
pub(crate) fn is_library(unit: &Unit) -> bool {
    unit.manifest.as_ref().is_some_and(|manifest| Crate::of(&manifest.text).for_others)
}

/// The features that a unit is built with: its default ones, or those that `zbuild.json` asks for. `None` where
/// another build file speaks of features, so that others may be on.
pub(crate) fn features(project: &Project, unit: &Unit) -> Option<BTreeSet<String>> {
    let manifest = unit.manifest.as_ref()?;
    let known = Crate::of(&manifest.text);
    let dash = known.library.replace('_', "-");
    let speaks = |file: &Source| {
        let text = &file.text;
        let named = text.contains(&known.library) || text.contains(&dash);
        text.contains("features") && (named || !file.path.ends_with("Cargo.toml"))
    };
    let zig_builds =
        project.units.iter().flat_map(|unit| &unit.files).filter(|f| f.path.ends_with("build.zig"));
    let manifests = project.units.iter().filter_map(|unit| unit.manifest.as_ref());
    let others = manifests.filter(|other| other.path != manifest.path);
    let (asking, scripts): (Vec<_>, Vec<_>) = project.build_files.iter().partition(|file| is_zbuild(file));
    let spoken = scripts.into_iter().chain(zig_builds).chain(others).any(speaks);
    if spoken || known.staticlib.is_none() {
        return None;
    }
    let asked: Vec<Asked> =
        asking.into_iter().map(|file| asked_of(file, unit, &known)).collect::<Option<_>>()?;
    let default = asked.iter().all(|asked| asked.default).then(|| "default".to_owned());
    Some(known.features_with(asked.into_iter().flat_map(|asked| asked.features).chain(default)))
}

fn is_zbuild(file: &Source) -> bool {
    file.path == "zbuild.json" || file.path.ends_with("/zbuild.json")
}

/// What a `zbuild.json` asks of a package.
struct Asked {
    features: Vec<String>,
    /// Whether the default ones are on as well.
    default: bool,
}

/// What a `zbuild.json` asks of a package; `None` where it cannot be read, or turns features on elsewhere that the
/// package has.
fn asked_of(file: &Source, unit: &Unit, known: &Crate) -> Option<Asked> {
    let mut json: serde_json::Value = serde_json::from_str(&file.text).ok()?;
    let folder = Utf8Path::new(&file.path).parent().unwrap_or(Utf8Path::new(""));
    let lists = json.pointer_mut("/dependencies/rust_crates").and_then(serde_json::Value::as_array_mut);
    let mut asked = Asked { features: Vec::new(), default: true };
    for one in lists.map(std::mem::take).into_iter().flatten() {
        let Some(path) = one.get("path").and_then(|path| path.as_str()) else { continue };
        if normal_path(folder.join(path).as_str()) == unit.folder.as_str() {
            asked.features.extend(one.get("features").map(texts).unwrap_or_default());
            asked.default &= one.get("default_features").and_then(serde_json::Value::as_bool) != Some(false);
        }
    }
    let others = features_in(&json);
    let may_be_on =
        others.iter().any(|name| known.features.contains_key(name) && !asked.features.contains(name));
    (!may_be_on).then_some(asked)
}

/// The texts of a list.
fn texts(list: &serde_json::Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
}

/// Every feature that some key `features` names.
fn features_in(json: &serde_json::Value) -> Vec<String> {
    match json {
        serde_json::Value::Object(keys) => {
            let named = keys.get("features").map(texts).unwrap_or_default();
            named.into_iter().chain(keys.values().flat_map(features_in)).collect()
        }
        serde_json::Value::Array(all) => all.iter().flat_map(features_in).collect(),
        _ => Vec::new(),
    }
}

/// What is known of all builds of a project.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Surroundings {
    pub(crate) is_for_linux: bool,
    pub(crate) has_debug_assertions: Option<bool>,
}

impl Surroundings {
    pub(crate) fn of(project: &Project) -> Self {
        Self { is_for_linux: is_for_linux(project), has_debug_assertions: has_debug_assertions(project) }
    }
}

/// Whether a project is one for Linux as far as its Zig and its build files tell: none of them speaks of another system.
fn is_for_linux(project: &Project) -> bool {
    let others = [
        "windows",
        "macos",
        "darwin",
        "wasm",
        "wasi",
        "freestanding",
        "android",
        "ios",
        "bsd",
        "uefi",
        "msvc",
    ];
    let zig = project.units.iter().filter(|unit| unit.language == Language::Zig).flat_map(|unit| &unit.files);
    let scripts =
        project.units.iter().flat_map(|unit| &unit.files).filter(|file| file.path.ends_with("build.rs"));
    let manifests = project.units.iter().filter_map(|unit| unit.manifest.as_ref());
    let speaks = |file: &Source| {
        let words = file.text.split(|c: char| !c.is_ascii_alphanumeric());
        let is_system = |word: &str| {
            let begins =
                |other: &&str| word.get(..other.len()).is_some_and(|head| head.eq_ignore_ascii_case(other));
            others.iter().any(|other| begins(other) && word.len() < other.len() + 3)
        };
        words.into_iter().any(is_system)
    };
    !zig.chain(scripts).chain(manifests).chain(&project.build_files).any(speaks)
}

/// Whether the crates of a project are built with the checks of debug builds, where its build files name one kind of
/// build only.
fn has_debug_assertions(project: &Project) -> Option<bool> {
    let manifests = project.units.iter().filter_map(|unit| unit.manifest.as_ref());
    if manifests.into_iter().any(|manifest| manifest.text.contains("debug-assertions")) {
        return None;
    }
    let zig =
        project.units.iter().flat_map(|unit| &unit.files).filter(|file| file.path.ends_with("build.zig"));
    let builds: Vec<&Source> = zig.chain(&project.build_files).collect();
    let names = |words: &[&str]| builds.iter().any(|file| words.iter().any(|word| file.text.contains(word)));
    let release = names(&["--release", "/release/", "/release\"", "--profile"]);
    let debug = names(&["/debug/", "/debug\"", "else \"debug\"", "\"dev\""]);
    (release != debug).then_some(debug)
}

/// Libraries that everybody knows, with names of theirs that do not begin with the library's.
const LIBRARIES: [(&str, &[&str]); 6] = [
    (
        "z",
        &[
            "adler32",
            "adler32_combine",
            "compress",
            "compress2",
            "compressBound",
            "crc32",
            "crc32_combine",
            "deflate",
            "deflateEnd",
            "deflateInit_",
            "deflateInit2_",
            "deflateReset",
            "gzclose",
            "gzopen",
            "gzread",
            "gzwrite",
            "inflate",
            "inflateEnd",
            "inflateInit_",
            "inflateInit2_",
            "inflateReset",
            "uncompress",
            "uncompress2",
            "zError",
            "zlibVersion",
        ],
    ),
    (
        "crypto",
        &[
            "AES_decrypt",
            "AES_encrypt",
            "HMAC",
            "MD5",
            "RAND_bytes",
            "SHA1",
            "SHA224",
            "SHA256",
            "SHA384",
            "SHA512",
        ],
    ),
    ("uuid", &["uuid_clear", "uuid_compare", "uuid_copy", "uuid_generate", "uuid_parse", "uuid_unparse"]),
    ("readline", &["add_history", "clear_history", "read_history", "readline", "write_history"]),
    (
        "ncurses",
        &["beep", "clear", "endwin", "erase", "getch", "initscr", "move", "printw", "refresh", "timeout"],
    ),
    ("jpeg", &["jpeg_destroy", "jpeg_read_header", "jpeg_start_decompress"]),
];

/// The library among those that a project links which has a function of this name.
pub(crate) fn library_of(project_files: &[&Source], symbol: &str) -> Option<&'static str> {
    let links = |name: &str| {
        let marks = [
            format!("linkSystemLibrary(\"{name}\""),
            format!("rustc-link-lib={name}\""),
            format!("rustc-link-lib=dylib={name}\""),
            format!("#[link(name = \"{name}\""),
        ];
        project_files.iter().any(|file| marks.iter().any(|mark| file.text.contains(mark)))
    };
    LIBRARIES.iter().find(|(name, symbols)| symbols.contains(&symbol) && links(name)).map(|(name, _)| *name)
}

/// Two archives that each bring the Rust runtime into one program.
pub(crate) fn duplicate_runtimes(project: &Project, sides: &[Side<'_>]) -> Vec<Finding> {
    // zbuild and ghostbind make one library of several crates.
    if project.build_files.iter().any(|file| file.path.ends_with("zbuild.json")) {
        return Vec::new();
    }
    let mut crates: Vec<(Crate, &Unit)> = project
        .units
        .iter()
        .filter_map(|unit| Some((Crate::of(&unit.manifest.as_ref()?.text), unit)))
        .collect();
    for (known, _) in &mut crates {
        // `cargo rustc --crate-type staticlib` makes an archive of any crate.
        let asked = is_made_static(project) && !known.for_others;
        known.staticlib = known.staticlib.or(asked.then_some(1));
    }
    crates.retain(|(known, _)| known.staticlib.is_some());
    let programs = sides.iter().filter(|side| side.unit.language == Language::Zig);
    let in_zig = programs.filter_map(|side| linked_twice(side, &crates, sides));
    let units = project.units.iter().filter(|unit| unit.language == Language::Rust);
    in_zig.chain(units.filter_map(|unit| linked_into_rust(unit, &crates))).collect()
}

/// Whether a build file asks for an archive where manifests do not.
fn is_made_static(project: &Project) -> bool {
    let is_build = |file: &&Source| ["build.zig", "build.rs"].iter().any(|name| file.path.ends_with(name));
    let builds = project.units.iter().flat_map(|unit| &unit.files).filter(is_build);
    let asks = |file: &Source| file.text.contains("crate-type") && file.text.contains("staticlib");
    builds.chain(&project.build_files).any(asks)
}

/// A crate that links the archive of another crate, although it has the Rust runtime itself.
fn linked_into_rust(unit: &Unit, crates: &[(Crate, &Unit)]) -> Option<Finding> {
    unit.files.iter().find_map(|file| {
        let named = |name: &str| {
            crates.iter().find(|(known, other)| known.library == name && !std::ptr::eq(*other, unit))
        };
        let mut lines =
            file.text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
        let (number, line, (known, other)) =
            lines.find_map(|(number, line)| Some((number, line, named(linked_archive(line)?)?)))?;
        let manifest = other.manifest.as_ref()?;
        let place = |line: usize, column: usize, file: &str| {
            let number = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
            Place { file: file.to_owned(), line: number(line), column: number(column) }
        };
        Some(Finding {
            class: Class::LinkDuplicateRuntime,
            severity: Severity::Warning,
            message: format!(
                "the archive of `{}` brings the Rust runtime into a crate of Rust once more",
                known.library
            ),
            location: place(number, line.len() - line.trim_start().len(), &file.path),
            peer: Some(Place { line: known.staticlib?, ..place(0, 0, &manifest.path) }),
            evidence: format!("`{}` is a `staticlib` crate", known.library),
            fix: Some("depend on it as a crate of its own: `crate-type = [\"rlib\"]`".to_owned()),
        })
    })
}

/// The library that a line of a build script or an attribute links as an archive.
fn linked_archive(line: &str) -> Option<&str> {
    let is_end = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
    if let Some((_, rest)) = line.split_once("rustc-link-lib=static") {
        // `static=name`, `static:+whole-archive=name`.
        return rest.split_once('=')?.1.split(is_end).next();
    }
    let (_, rest) = line.split_once("#[link(").filter(|_| line.contains("kind = \"static\""))?;
    rest.split_once("name = \"")?.1.split(is_end).next()
}

fn linked_twice(side: &Side<'_>, crates: &[(Crate, &Unit)], sides: &[Side<'_>]) -> Option<Finding> {
    let build = side.unit.files.iter().find(|file| file.path.rsplit('/').next() == Some("build.zig"));
    let mut met: Vec<(&str, Place)> = match build {
        Some(build) => crates
            .iter()
            .filter_map(|(known, _)| Some((known.library.as_str(), named(build, known)?)))
            .collect(),
        None => crates
            .iter()
            .filter(|(_, unit)| uses(side, unit, sides))
            .filter_map(|(known, unit)| {
                let file = unit.manifest.as_ref()?.path.clone();
                Some((known.library.as_str(), Place { file, line: known.staticlib?, column: 1 }))
            })
            .collect(),
    };
    met.sort_by(|a, b| a.1.cmp(&b.1));
    // Two crates of one name are one library, built in one way or the other.
    let mut names = BTreeSet::new();
    met.retain(|(name, _)| names.insert(*name));
    let [(first, one), (second, two), ..] = met.as_slice() else { return None };
    if build.is_some_and(|build| are_apart(build, one, two)) {
        return None;
    }
    Some(Finding {
        class: Class::LinkDuplicateRuntime,
        severity: Severity::Warning,
        message: format!("`{first}` and `{second}` are linked together, and each brings the Rust runtime"),
        location: two.clone(),
        peer: Some(one.clone()),
        evidence: "both are `staticlib` crates".to_owned(),
        fix: Some("make one `staticlib` crate that depends on both".to_owned()),
    })
}

/// Whether two lines of a build file give something to two programs: each to one of its own name.
fn are_apart(build: &Source, one: &Place, two: &Place) -> bool {
    let receiver = |at: &Place| {
        let line = build.text.lines().nth(usize::try_from(at.line).ok()?.checked_sub(1)?)?.trim_start();
        let (receiver, rest) = line.split_once('.')?;
        let is_name = receiver.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        (is_name
            && ["addObjectFile", "linkSystemLibrary", "linkLibrary"].iter().any(|call| rest.contains(call)))
        .then_some(receiver)
    };
    matches!((receiver(one), receiver(two)), (Some(one), Some(two)) if one != two)
}

/// Where a build file names the archive of a crate.
fn named(build: &Source, known: &Crate) -> Option<Place> {
    let archive = format!("lib{}.a", known.library);
    let system = format!("linkSystemLibrary(\"{}\"", known.library);
    // Where the names of archives are made of others, or given to a function, the texts name them.
    let calls = build.text.split("linkSystemLibrary(").skip(1);
    let made =
        ["lib{s}.a", "{s}.lib", "++ \".a\"", "++ \".lib\""].iter().any(|text| build.text.contains(text))
            || calls.into_iter().any(|rest| !rest.starts_with('"'));
    let quoted = format!("\"{}\"", known.library);
    let (line, text) = build.text.lines().enumerate().find(|(_, line)| {
        !line.trim_start().starts_with("//")
            && (line.contains(&archive) || line.contains(&system) || made && line.contains(&quoted))
    })?;
    let column = text.len() - text.trim_start().len() + 1;
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Some(Place { file: build.path.clone(), line: number(line + 1), column: number(column) })
}

/// Whether a program declares something that a crate offers, and no nearer one.
fn uses(side: &Side<'_>, unit: &Unit, sides: &[Side<'_>]) -> bool {
    let offering = sides.iter().find(|other| std::ptr::eq(other.unit, unit));
    offering.is_some_and(|offering| {
        side.view.imports.functions.iter().any(|f| offering.view.exports.function(&f.symbol).is_some())
    })
}

fn line_of(text: &str, word: &str) -> u32 {
    let line = text.lines().position(|line| line.contains(word)).unwrap_or(0);
    u32::try_from(line + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::Crate;

    #[test]
    fn default_features_follow_what_they_ask_for() {
        let known = Crate::of(
            "[package]\nname = \"my-lib\"\n[lib]\ncrate-type = [\"staticlib\"]\n\
             [features]\ndefault = [\"a\"]\na = [\"b\"]\nb = []\nc = []\n",
        );
        assert_eq!(known.library, "my_lib");
        assert_eq!(known.staticlib, Some(4));
        let on: Vec<String> = known.features_with(["default".to_owned()]).into_iter().collect();
        assert_eq!(on, ["a", "b", "default"]);
    }
}
