//! The source files of a project, and which of them belong together.
//!
//! A *unit* is what one compiler sees as a whole: a Cargo package, a Zig package, or a folder of
//! loose files. Uses are paired with the nearest unit that answers them, so that a folder of many
//! independent projects gives the same findings as each of them alone.

use std::collections::BTreeMap;
use std::fs;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use ghost_abi::source::{Language, normal_path};
use ignore::WalkBuilder;

use crate::paths;

/// Most source files of one project.
const FILES_MAX: usize = 200_000;
/// Most that all source files may have together, in bytes: what is known of them is some fifty times as large.
const SOURCE_BYTES_MAX: usize = 64 << 20;
/// Folders that builds leave behind, beside what `.gitignore` names.
const BUILD_FOLDERS: [&str; 6] = ["target", "zig-out", "zig-cache", "zig-pkg", "node_modules", "__pycache__"];

/// The source files below a folder.
#[derive(Debug)]
pub struct Project {
    /// The folder. Paths in findings are relative to it.
    pub root: Utf8PathBuf,
    /// Units in the order of their folders.
    pub units: Vec<Unit>,
    /// Whether code of other languages, or compiled code, lies beside the sources.
    pub has_other_code: bool,
    /// Scripts and other files that say how it is built.
    pub build_files: Vec<Source>,
    /// Files that were left out, with the reason.
    pub left_out: Vec<LeftOut>,
    /// Whether it is too large, so that a part of it was left out.
    pub is_cut: bool,
}

/// Files of one language that one compiler sees as a whole.
#[derive(Debug, PartialEq, Eq)]
pub struct Unit {
    /// The language of its files.
    pub language: Language,
    /// Its folder, relative to the root; empty for the root itself.
    pub folder: Utf8PathBuf,
    /// Whether a manifest of its language lies there; files without one are loose.
    pub has_manifest: bool,
    /// Its `Cargo.toml`, where it has one.
    pub manifest: Option<Source>,
    /// Its files, ordered by path.
    pub files: Vec<Source>,
}

/// A source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Path relative to the root of the project, with `/`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// A file that was not analysed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Path relative to the root of the project.
    pub path: String,
    /// Why, in words.
    pub reason: String,
}

/// Why a project cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// The folder is not there, or is not a folder.
    #[error("{0} is not a folder")]
    NotAFolder(Utf8PathBuf),
    /// The folder cannot be opened.
    #[error("cannot read {path}")]
    Unreadable {
        /// The folder.
        path: Utf8PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
}

impl Project {
    /// Reads every Rust and Zig file below `root` that neither builds nor `.gitignore` leave out.
    pub fn load(root: &Utf8Path) -> Result<Self, ProjectError> {
        Self::load_within(root, SOURCE_BYTES_MAX)
    }

    fn load_within(root: &Utf8Path, bytes_max: usize) -> Result<Self, ProjectError> {
        let meta = fs::metadata(root)
            .map_err(|source| ProjectError::Unreadable { path: root.to_owned(), source })?;
        if !meta.is_dir() {
            return Err(ProjectError::NotAFolder(root.to_owned()));
        }
        let mut left_out = Vec::new();
        let mut units: BTreeMap<(Utf8PathBuf, Language), Vec<Source>> = BTreeMap::new();
        let mut folders = Folders::new(root);
        let (mut build_files, mut has_other_code) = (Vec::new(), false);
        let paths = source_files(root, &mut left_out, &mut build_files, &mut has_other_code);
        let mut is_cut = paths.len() > FILES_MAX;
        let (count, mut bytes) = (paths.len(), 0);
        for (index, (path, language)) in paths.into_iter().take(FILES_MAX).enumerate() {
            match read(root, &path) {
                Ok(source) if bytes + source.text.len() > bytes_max => {
                    is_cut = true;
                    left_out.push(too_large(&path, count - index, bytes_max));
                    break;
                }
                Ok(source) => {
                    bytes += source.text.len();
                    let folder = folders.unit_of(&path, language);
                    units.entry((folder, language)).or_default().push(source);
                }
                Err(reason) => left_out.push(LeftOut { path: slashed(&path), reason }),
            }
        }
        join_loose(&mut units, |folder, language| folders.has_manifest(folder, language));
        let units = units
            .into_iter()
            .map(|((folder, language), mut files)| {
                files.sort_by(|a, b| a.path.cmp(&b.path));
                let has_manifest = folders.has_manifest(&folder, language);
                let manifest = (has_manifest && language == Language::Rust)
                    .then(|| read(root, &folder.join("Cargo.toml")).ok())
                    .flatten();
                Unit { language, folder, has_manifest, manifest, files }
            })
            .collect();
        build_files.sort();
        let build_files = build_files.iter().filter_map(|path| read(root, path).ok()).collect();
        Ok(Self { root: root.to_owned(), units, has_other_code, build_files, left_out, is_cut })
    }
}

impl Project {
    /// Whether the text of a file at this path is read.
    #[must_use]
    pub fn reads(path: &Utf8Path) -> bool {
        let path = path.as_std_path();
        let is_manifest = path.file_name().is_some_and(|name| name == "Cargo.toml");
        language_of(path).is_some() || is_build_file(path) || is_manifest
    }

    /// Whether it matters that a file is at this path, whatever is in it.
    #[must_use]
    pub fn notices(path: &Utf8Path) -> bool {
        is_other_code(path.as_std_path())
    }
}

/// Paths relative to the root, ordered, with their language.
fn source_files(
    root: &Utf8Path,
    left_out: &mut Vec<LeftOut>,
    build_files: &mut Vec<Utf8PathBuf>,
    has_other_code: &mut bool,
) -> Vec<(Utf8PathBuf, Language)> {
    let walk = WalkBuilder::new(root)
        .require_git(false)
        .follow_links(false)
        .filter_entry(|entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            let name = entry.file_name().to_str().unwrap_or_default();
            !(is_folder && entry.depth() > 0 && BUILD_FOLDERS.contains(&name))
        })
        .build();
    let mut found = Vec::new();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                left_out.push(LeftOut { path: String::new(), reason: error.to_string() });
                continue;
            }
        };
        // A link may lead anywhere, to a device too.
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        let Some(language) = language_of(entry.path()) else {
            *has_other_code |= is_other_code(entry.path());
            if is_file
                && is_build_file(entry.path())
                && let Ok(path) = Utf8PathBuf::from_path_buf(entry.into_path())
            {
                build_files.push(path.strip_prefix(root).unwrap_or(&path).to_owned());
            }
            continue;
        };
        if !is_file {
            continue;
        }
        let Ok(path) = Utf8PathBuf::from_path_buf(entry.into_path()) else { continue };
        if found.len() > FILES_MAX {
            left_out.push(LeftOut {
                path: slashed(path.strip_prefix(root).unwrap_or(&path)),
                reason: format!(
                    "there are more than {FILES_MAX} source files; `--project` takes a folder of them"
                ),
            });
            break;
        }
        found.push((path.strip_prefix(root).unwrap_or(&path).to_owned(), language));
    }
    found.sort();
    found
}

fn language_of(path: &std::path::Path) -> Option<Language> {
    match path.extension()?.to_str()? {
        "rs" => Some(Language::Rust),
        "zig" => Some(Language::Zig),
        _ => None,
    }
}

fn is_other_code(path: &std::path::Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["c", "cc", "cpp", "cxx", "m", "mm", "s", "S", "o", "obj", "a", "lib", "so", "dylib", "dll"]
        .contains(&extension)
}

/// Files beside the sources that say how they are built.
fn is_build_file(path: &std::path::Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let script = path.extension().is_some_and(|extension| extension == "sh");
    script || ["zbuild.json", "Makefile", "makefile", "justfile", "Justfile"].contains(&name)
}

fn read(root: &Utf8Path, path: &Utf8Path) -> Result<Source, String> {
    Ok(Source { path: slashed(path), text: paths::text(&root.join(path))? })
}

/// The first of `count` files that are too large together with those before them.
fn too_large(path: &Utf8Path, count: usize, bytes_max: usize) -> LeftOut {
    let reason = format!(
        "all sources together have more than {} MiB; left out from here on: {count}; `--project` takes a folder of them",
        bytes_max >> 20
    );
    LeftOut { path: slashed(path), reason }
}

/// Loose files that import files of another folder belong together, and so do modules that have a folder.
fn join_loose(
    units: &mut BTreeMap<(Utf8PathBuf, Language), Vec<Source>>,
    has_manifest: impl Fn(&Utf8Path, Language) -> bool,
) {
    let is_loose = |folder: &Utf8Path, language| !has_manifest(folder, language);
    let mut joined: Vec<((Utf8PathBuf, Language), Utf8PathBuf)> = Vec::new();
    for ((folder, language), files) in &*units {
        if !is_loose(folder, *language) {
            continue;
        }
        for other in files.iter().flat_map(|file| folders_of(file, folder, *language)) {
            let key = (other, *language);
            if key.0 != *folder && units.contains_key(&key) && is_loose(&key.0, *language) {
                joined.push((key, folder.clone()));
            }
        }
    }
    let mut moved: BTreeMap<(Utf8PathBuf, Language), Utf8PathBuf> = BTreeMap::new();
    for ((one, language), other) in joined {
        let now = |mut folder: Utf8PathBuf| {
            while let Some(into) = moved.get(&(folder.clone(), language)) {
                folder.clone_from(into);
            }
            folder
        };
        let (one, other) = (now(one), now(other));
        // The folder that is nearer to the top gives its name.
        let (from, into) =
            if one.as_str().len() < other.as_str().len() { (other, one) } else { (one, other) };
        if from == into {
            continue;
        }
        if let Some(files) = units.remove(&(from.clone(), language)) {
            units.entry((into.clone(), language)).or_default().extend(files);
        }
        moved.insert((from, language), into);
    }
}

/// Folders of what a file imports by a path, or of the modules that it declares.
fn folders_of(file: &Source, folder: &Utf8Path, language: Language) -> Vec<Utf8PathBuf> {
    let until = |rest: &str, end: &str| rest.split(end).next().unwrap_or_default().to_owned();
    if language == Language::Rust {
        let names = file.text.split("mod ").skip(1).map(|rest| until(rest, ";"));
        let is_name = |name: &String| name.chars().all(|c| c.is_alphanumeric() || c == '_');
        return names.filter(is_name).map(|name| folder.join(name)).collect();
    }
    let own = Utf8Path::new(&file.path).parent().unwrap_or(Utf8Path::new(""));
    let paths = file.text.split("@import(\"").skip(1).map(|rest| until(rest, "\""));
    let others = paths.filter(|path| path.contains('/') && path.strip_suffix(".zig").is_some());
    others
        .map(|path| Utf8PathBuf::from(normal_path(own.join(path).as_str())))
        .filter_map(|path| path.parent().map(Utf8Path::to_owned))
        .collect()
}

fn slashed(path: &Utf8Path) -> String {
    path.as_str().replace('\\', "/")
}

/// Remembers which folders hold a manifest, so that each is looked at once.
struct Folders<'a> {
    root: &'a Utf8Path,
    seen: BTreeMap<(Utf8PathBuf, Language), Option<Utf8PathBuf>>,
}

impl<'a> Folders<'a> {
    fn new(root: &'a Utf8Path) -> Self {
        Self { root, seen: BTreeMap::new() }
    }

    /// The nearest folder upwards with a manifest of the language, else the file's own folder.
    fn unit_of(&mut self, file: &Utf8Path, language: Language) -> Utf8PathBuf {
        let own = file.parent().unwrap_or(Utf8Path::new("")).to_owned();
        self.nearest(&own, language).unwrap_or(own)
    }

    fn has_manifest(&self, folder: &Utf8Path, language: Language) -> bool {
        let manifests: &[&str] = match language {
            Language::Rust => &["Cargo.toml"],
            _ => &["zbuild.json", "build.zig"],
        };
        manifests.iter().any(|name| self.root.join(folder).join(name).is_file())
    }

    fn nearest(&mut self, folder: &Utf8Path, language: Language) -> Option<Utf8PathBuf> {
        let key = (folder.to_owned(), language);
        if let Some(known) = self.seen.get(&key) {
            return known.clone();
        }
        let answer = if self.has_manifest(folder, language) {
            Some(folder.to_owned())
        } else {
            folder.parent().and_then(|parent| self.nearest(parent, language))
        };
        self.seen.insert(key, answer.clone());
        answer
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use camino::Utf8Path;

    use super::{Language, Project};

    fn project(files: &[&str]) -> Vec<(Language, String, Vec<String>)> {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        for file in files {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let units = Project::load(root).unwrap().units;
        let names = |unit: &super::Unit| unit.files.iter().map(|file| file.path.clone()).collect();
        units.iter().map(|unit| (unit.language, unit.folder.to_string(), names(unit))).collect()
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        fs::write(root.join("lib.rs"), "").unwrap();
        fs::write(root.join("a.sh"), "").unwrap();
        for link in ["b.sh", "c.rs", "Cargo.toml", "Makefile"] {
            std::os::unix::fs::symlink("/dev/zero", root.join(link)).unwrap();
        }
        let project = Project::load(root).unwrap();
        let scripts: Vec<&str> = project.build_files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(scripts, ["a.sh"]);
        assert_eq!((project.units.len(), project.units[0].files.len()), (1, 1));
        assert!(project.units[0].manifest.is_none());
    }

    #[test]
    fn loose_files_belong_to_their_folder() {
        assert_eq!(
            project(&["a/lib.rs", "a/main.zig", "b/lib.rs"]),
            [
                (Language::Rust, "a".into(), vec!["a/lib.rs".into()]),
                (Language::Zig, "a".into(), vec!["a/main.zig".into()]),
                (Language::Rust, "b".into(), vec!["b/lib.rs".into()]),
            ]
        );
    }

    #[test]
    fn what_is_too_large_together_is_cut_and_told() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        for name in ["a.rs", "b.rs", "c.zig", "d.zig"] {
            fs::write(root.join(name), vec![b' '; 1 << 20]).unwrap();
        }
        let load = |bytes_max: usize| {
            let project = Project::load_within(root, bytes_max).unwrap();
            let files: usize = project.units.iter().map(|unit| unit.files.len()).sum();
            let told: Vec<String> =
                project.left_out.iter().map(|left| format!("{}: {}", left.path, left.reason)).collect();
            (files, project.is_cut, told)
        };
        assert_eq!(load(4 << 20), (4, false, vec![]));
        let told = |path: &str, mib: u8, count: u8| {
            vec![format!(
                "{path}: all sources together have more than {mib} MiB; left out from here on: {count}; \
                 `--project` takes a folder of them"
            )]
        };
        assert_eq!(load(2 << 20), (2, true, told("c.zig", 2, 2)));
        assert_eq!(load((4 << 20) - 1), (3, true, told("d.zig", 3, 1)));
    }

    #[test]
    fn files_below_a_manifest_belong_to_it_and_builds_are_left_out() {
        assert_eq!(
            project(&[
                "zbuild.json",
                "src/main.zig",
                "src/deep/other.zig",
                "rust/core/Cargo.toml",
                "rust/core/src/lib.rs",
                "rust/core/target/debug/build/x.rs",
                "zig-out/x.zig",
                ".ghostbind/cache/bindings/core.zig",
            ]),
            [
                (Language::Zig, String::new(), vec!["src/deep/other.zig".into(), "src/main.zig".into()]),
                (Language::Rust, "rust/core".into(), vec!["rust/core/src/lib.rs".into()]),
            ]
        );
    }
}
