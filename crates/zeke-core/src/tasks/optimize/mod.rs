//! What build files say that makes a mixed program slow, large or wrong, as a patch with reasons.

mod build_zig;
mod cargo_lock;
mod cargo_toml;
mod text_files;

use camino::{Utf8Path, Utf8PathBuf};
use serde::Serialize;

use super::boundary::Boundary;
use crate::finding::Language;

/// What is wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Name of the profile: `production` and `release` are Cargo's `release` unless it has one of that name.
    pub profile: String,
    /// Look at processors and targets.
    pub target_analysis: bool,
    /// Look at the dependencies of crates.
    pub dependency_graph: bool,
}

/// One thing to change, or to know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Advice {
    /// The file, relative to the project.
    pub file: String,
    /// Where in it, from 1; 1 where something is missing.
    pub line: usize,
    /// The setting: `profile.release.lto`.
    pub setting: String,
    /// What is there and what should be.
    pub message: String,
    /// Why.
    pub reason: String,
    /// Whether the patch changes it; else it is for people to decide.
    pub in_patch: bool,
}

/// A file as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Improved {
    /// The file, relative to the project.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Optimized {
    /// Everything that is advised, ordered by place.
    pub advice: Vec<Advice>,
    /// The files that change.
    pub files: Vec<Improved>,
    /// Files that cannot be read or understood, each with the reason.
    pub unread: Vec<String>,
}

/// The facts about the program that decide what is right.
#[derive(Default)]
pub(super) struct Facts {
    /// Folders of crates that are linked into a program of another language.
    pub(super) static_crates: Vec<Utf8PathBuf>,
    /// Whether one umbrella library is made of all crates, as zbuild does.
    pub(super) umbrella: bool,
    /// Whether any crate catches panics.
    pub(super) catches_panics: bool,
    /// Whether a panic may end less than the program: a thread or a task, for example.
    pub(super) outlives_panics: bool,
}

/// Words of code in which a panic does not end the program: whoever waits for a thread or a task is
/// told of it, and frames of C may be unwound through.
const OUTLIVES: [&str; 6] = ["catch_unwind", "thread::", "spawn(", "rayon", "tokio", "\"C-unwind\""];

/// Looks at every build file of a project.
#[must_use]
pub fn optimize(boundary: &Boundary<'_>, root: &Utf8Path, wanted: &Wanted) -> Optimized {
    let mut out = Optimized::default();
    let rust: Vec<Utf8PathBuf> = boundary
        .units()
        .filter(|u| u.language == Language::Rust && u.has_manifest)
        .map(|u| u.folder.clone())
        .collect();
    let offering: Vec<&Utf8PathBuf> = rust
        .iter()
        .filter(|folder| {
            boundary.libraries().any(|l| l.unit().language == Language::Rust && l.unit().folder == **folder)
        })
        .collect();
    let folders = with_parents(boundary.units().map(|unit| unit.folder.as_path()));
    let says = |words: &[&str]| {
        let units = boundary.units().filter(|unit| unit.language == Language::Rust);
        let mut files = units.flat_map(|unit| &unit.files);
        files.any(|file| words.iter().any(|word| file.text.contains(word)))
    };
    let facts = Facts {
        static_crates: offering.into_iter().cloned().collect(),
        umbrella: folders.iter().any(|folder| root.join(folder).join("zbuild.json").is_file()),
        catches_panics: says(&["catch_unwind"]),
        outlives_panics: says(&OUTLIVES),
    };
    for folder in &folders {
        let at = |name: &str| folder.join(name);
        each(root, &at("Cargo.toml"), &mut out, |text, out| {
            cargo_toml::improve(root, folder, text, wanted, &facts, out)
        });
        each(root, &at("zbuild.json"), &mut out, |text, out| {
            text_files::zbuild(&at("zbuild.json"), text, wanted, out)
        });
        each(root, &at("build.zig"), &mut out, |text, out| {
            build_zig::improve(&at("build.zig"), text, wanted, &facts, out).map(Some)
        });
        if wanted.target_analysis {
            for name in [".cargo/config.toml", ".cargo/config"] {
                each(root, &at(name), &mut out, |text, out| cargo_toml::config(&at(name), text, &facts, out));
            }
        }
        if wanted.dependency_graph {
            each(root, &at("Cargo.lock"), &mut out, |text, out| {
                cargo_lock::duplicates(&at("Cargo.lock"), text, out);
                Ok(None)
            });
        }
    }
    out.advice.sort();
    out.advice.dedup();
    out
}

/// The folders of units and those above them, up to the root.
fn with_parents<'a>(folders: impl Iterator<Item = &'a Utf8Path>) -> Vec<Utf8PathBuf> {
    let mut out: Vec<Utf8PathBuf> = folders.flat_map(|f| f.ancestors().map(Utf8Path::to_owned)).collect();
    out.push(Utf8PathBuf::new());
    out.sort();
    out.dedup();
    out
}

/// Reads a file where it is, and keeps what becomes of it.
fn each(
    root: &Utf8Path,
    file: &Utf8Path,
    out: &mut Optimized,
    improve: impl FnOnce(&str, &mut Optimized) -> Result<Option<String>, String>,
) {
    let path = root.join(file);
    if !path.is_file() {
        return;
    }
    let name = file.as_str().replace('\\', "/");
    match crate::paths::text(&path).and_then(|text| Ok((improve(&text, out)?, text))) {
        Ok((Some(better), text)) if better != text => out.files.push(Improved { file: name, text: better }),
        Ok(_) => {}
        Err(reason) => out.unread.push(format!("{name}: {reason}")),
    }
}

/// The line of the first place of a text, from 1.
pub(super) fn line_of(text: &str, what: &str) -> usize {
    text.find(what).map_or(1, |at| text[..at].matches('\n').count() + 1)
}
