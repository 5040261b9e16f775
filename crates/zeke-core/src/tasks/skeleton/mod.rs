//! A new piece of a program with both sides: compiled, linked and run before it is shown.
//!
//! The files say what was asked for, make something with a beginning and an end on the far side, and
//! use it safely on the near side. What it shall do is for the one who asked: `run` answers that it
//! is not written yet.

use std::fmt::Write as _;

use ghost_abi::source::Language;

use super::boundary::Boundary;
use super::contract::words::{capitalised, snake, words};
use super::seal::sealed;
use super::wrapper::wrapper;
use crate::proof::{Check, Program, Step};

/// A file of a skeleton.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkeletonFile {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Files, and the check that proves them.
#[derive(Debug, Clone)]
pub struct Skeleton {
    /// The near side first.
    pub files: Vec<SkeletonFile>,
    /// Compiles both sides, links them and runs the near side's tests.
    pub check: Check,
}

const NEAR_ZIG: &str = include_str!("near.zig.txt");
const FAR_RUST: &str = include_str!("far.rs.txt");
const NEAR_RUST: &str = include_str!("near.rs.txt");
const FAR_ZIG: &str = include_str!("far.zig.txt");

/// Writes a skeleton whose near side is in `language`, beside wrappers of everything that the project
/// offers to that language already.
#[must_use]
pub fn skeleton(boundary: Option<&Boundary<'_>>, language: Language, name: &str, sentence: &str) -> Skeleton {
    let name = file_name(name);
    let mut kind: String = words(&name).iter().map(|word| capitalised(word)).collect();
    if TAKEN_TYPES.contains(&kind.as_str()) {
        kind.push_str("Piece");
    }
    let (near, far, near_end, far_end) = match language {
        Language::Rust => (NEAR_RUST, FAR_ZIG, "rs", "zig"),
        _ => (NEAR_ZIG, FAR_RUST, "zig", "rs"),
    };
    let existing = boundary.map(|boundary| existing(boundary, language, &name)).unwrap_or_default();
    let fill = |text: &str| {
        text.replace("NAME", &name)
            .replace("TYPE", &kind)
            .replace("EXISTING\n", &imports(language, &existing))
            // What the user wrote comes last: nothing in it is filled in.
            .replace("//! SENTENCE", &documented(sentence))
    };
    let fill = |text: &str| sealed(&fill(text));
    let mut files = vec![
        SkeletonFile { name: format!("{name}.{near_end}"), text: fill(near) },
        SkeletonFile { name: format!("{name}.{far_end}"), text: fill(far) },
    ];
    files.extend(existing);
    let check = check(language, &name, &files);
    Skeleton { files, check }
}

/// Types that the frames have already.
const TAKEN_TYPES: [&str; 5] = ["Error", "Handle", "Self", "State", "Status"];
/// Modules that they have, or that every file may name.
const TAKEN_MODULES: [&str; 4] = ["library", "self", "std", "tests"];

fn file_name(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let name = snake(&plain);
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { format!("feature{name}") }
}

/// The sentence as documentation, whatever stands in it.
fn documented(sentence: &str) -> String {
    let line = |line: &str| format!("//! {}", visible(line.trim())).trim_end().to_owned();
    let lines: Vec<String> = sentence.lines().map(line).collect();
    if lines.is_empty() { "//! Nothing was asked for yet.".to_owned() } else { lines.join("\n") }
}

/// The line without what no compiler takes in a comment: control characters, and what turns the
/// direction of writing.
fn visible(line: &str) -> String {
    let is_visible =
        |c: char| !c.is_control() && crate::plain::neutral(c.encode_utf8(&mut [0; 4])).len() == c.len_utf8();
    line.chars().map(|c| if is_visible(c) { c } else { ' ' }).collect()
}

/// Wrappers of what the project offers to the language.
fn existing(boundary: &Boundary<'_>, language: Language, name: &str) -> Vec<SkeletonFile> {
    let end = if language == Language::Rust { "rs" } else { "zig" };
    let mut out: Vec<SkeletonFile> = Vec::new();
    for library in boundary.libraries().filter(|library| library.unit().language != language) {
        let Ok(written) = wrapper(library, language, &[]) else { continue };
        let mut own = library.name();
        if own == name || TAKEN_MODULES.contains(&own.as_str()) {
            own.push_str("_library");
        }
        let own = format!("{own}.{end}");
        if !out.iter().any(|file| file.name == own) {
            out.push(SkeletonFile { name: own, text: written.text });
        }
    }
    out
}

fn imports(language: Language, files: &[SkeletonFile]) -> String {
    let mut out = String::new();
    for file in files {
        let stem = file.name.split('.').next().unwrap_or_default();
        let import = if language == Language::Rust {
            format!("#[path = \"{}\"]\npub mod {stem};", file.name)
        } else {
            format!("pub const {stem} = @import(\"{}\");", file.name)
        };
        let _ = writeln!(out, "/// What the project has already.\n{import}");
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

fn check(language: Language, name: &str, files: &[SkeletonFile]) -> Check {
    let library = format!("{{scratch}}/lib{name}_far.a");
    let program = format!("skeleton{}", std::env::consts::EXE_SUFFIX);
    let out = format!("{{scratch}}/{program}");
    let near = |end: &str| format!("{{scratch}}/{name}.{end}");
    let steps = match language {
        Language::Rust => vec![
            Step::new(
                Program::Zig,
                [
                    "build-lib".to_owned(),
                    "-fPIC".to_owned(),
                    "-fcompiler-rt".to_owned(),
                    "-lc".to_owned(),
                    format!("-femit-bin={library}"),
                    near("zig"),
                ],
            ),
            Step::new(
                Program::Rustc,
                [
                    "--test".to_owned(),
                    "--edition".to_owned(),
                    "2024".to_owned(),
                    "-Adead_code".to_owned(),
                    "-o".to_owned(),
                    out,
                    near("rs"),
                    "-C".to_owned(),
                    format!("link-arg={library}"),
                ],
            ),
            Step::new(Program::Built(program), Vec::<String>::new()),
        ],
        _ => vec![
            Step::new(
                Program::Rustc,
                [
                    "--crate-type".to_owned(),
                    "staticlib".to_owned(),
                    "--edition".to_owned(),
                    "2024".to_owned(),
                    "--crate-name".to_owned(),
                    format!("{name}_far"),
                    "-o".to_owned(),
                    library.clone(),
                    near("rs"),
                ],
            ),
            Step::new(
                Program::Zig,
                [
                    "test".to_owned(),
                    "--test-no-exec".to_owned(),
                    format!("-femit-bin={out}"),
                    near("zig"),
                    library,
                    "-lc".to_owned(),
                    "-lunwind".to_owned(),
                ],
            ),
            Step::new(Program::Built(program), Vec::<String>::new()),
        ],
    };
    Check {
        claim: format!("both sides of {name} compile, link and pass their tests"),
        files: files.iter().map(|file| (file.name.clone(), file.text.clone())).collect(),
        steps,
        ..Check::default()
    }
}
