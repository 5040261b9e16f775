//! The files of a check.

use std::collections::BTreeSet;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use ghost_abi::source::SourceFile;
use ghost_abi::symbols::read_symbols;

use crate::built::Built;
use crate::error::BuildError;
use crate::layout::Layout;
use crate::publish::failed;
use crate::request::Environment;

/// A file with its text.
#[derive(Debug)]
pub(super) struct File {
    pub(super) path: Utf8PathBuf,
    pub(super) text: String,
}

impl File {
    pub(super) fn as_source(&self) -> SourceFile<'_> {
        SourceFile { path: self.path.as_str(), text: &self.text }
    }
}

/// Files by language.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) rust: Vec<File>,
    pub(super) zig: Vec<File>,
    pub(super) headers: Vec<File>,
    /// Sources of C and its kin, which are not checked; what they define comes from nowhere else.
    pub(super) others: Vec<File>,
    /// What built libraries define that are linked as well.
    linked: BTreeSet<String>,
}

impl Files {
    /// Whether a source of C or a built library defines this function or variable.
    pub(super) fn define(&self, symbol: &str) -> bool {
        self.linked.contains(symbol) || self.others.iter().any(|file| defines(&file.text, symbol))
    }
}

/// Whether `symbol` stands in front of a body or a value.
fn defines(text: &str, symbol: &str) -> bool {
    let is_word = |c: char| c == '_' || c.is_alphanumeric();
    text.match_indices(symbol).any(|(at, _)| {
        let after = text[at + symbol.len()..].trim_start();
        if text[..at].ends_with(is_word) || text[at + symbol.len()..].starts_with(is_word) {
            return false;
        }
        if !after.starts_with('(') {
            return after.starts_with('=') && !after.starts_with("==");
        }
        let mut depth = 0_usize;
        let end = after.find(|c: char| {
            depth += usize::from(c == '(');
            depth -= usize::from(c == ')');
            depth == 0
        });
        end.is_some_and(|end| after[end + 1..].trim_start().starts_with('{'))
    })
}

/// How built libraries and objects end.
const LIBRARIES: &[&str] = &["a", "o", "so", "dylib", "lib", "obj"];

/// How sources of C and its kin end.
const OTHERS: &[&str] = &["c", "cc", "cpp", "cxx", "m", "mm"];

/// Folders that hold no source of anybody's.
const NOT_SOURCES: &[&str] =
    &[".git", ".ghostbind", ".zbuild", ".zig-cache", "zig-cache", "zig-out", "target", "node_modules"];

/// Most files that are read.
const FILES_MAX: usize = 20_000;

/// Reads the files named, and those in the folders named. Of folders only sources: a header or a library
/// that lies about may be anybody's.
pub(super) fn collect(env: &Environment, paths: &[Utf8PathBuf]) -> Result<Files, BuildError> {
    let mut files = Files::default();
    for path in paths {
        let path = env.absolute(path);
        if !path.exists() {
            return Err(BuildError::Request { what: format!("{path} does not exist"), hint: None });
        }
        if path.is_dir() {
            folder(&path, &mut files)?;
        } else if !add(&path, &mut files, true)? {
            return Err(BuildError::Request {
                what: format!("{path} is neither Zig nor Rust nor a C header nor a library"),
                hint: Some("name files that end in .zig, .rs, .h, .a or .so, or folders".to_owned()),
            });
        }
    }
    Ok(files)
}

fn folder(root: &Utf8Path, files: &mut Files) -> Result<(), BuildError> {
    let mut pending = vec![root.to_owned()];
    let mut count = 0;
    while let Some(at) = pending.pop() {
        let entries = at.read_dir_utf8().map_err(|source| failed("read", &at, source))?;
        let mut paths: Vec<Utf8PathBuf> = entries.flatten().map(|entry| entry.path().to_owned()).collect();
        paths.sort();
        for path in paths {
            // A link may lead round in a circle.
            let kind = fs::symlink_metadata(&path).map(|metadata| metadata.file_type());
            if kind.as_ref().is_ok_and(fs::FileType::is_dir) {
                if !NOT_SOURCES.contains(&path.file_name().unwrap_or_default()) {
                    pending.push(path);
                }
            } else if path.is_file() {
                count += 1;
                add(&path, files, false)?;
            }
        }
        if count > FILES_MAX {
            let what = format!("{root} holds more than {FILES_MAX} files");
            return Err(BuildError::Request { what, hint: Some("name the folders with sources".to_owned()) });
        }
    }
    Ok(())
}

fn add(path: &Utf8Path, files: &mut Files, named: bool) -> Result<bool, BuildError> {
    let list = match path.extension() {
        Some("rs") => &mut files.rust,
        Some("zig") => &mut files.zig,
        Some("h") if named => &mut files.headers,
        Some(ending) if OTHERS.contains(&ending) => &mut files.others,
        Some(ending) if named && LIBRARIES.contains(&ending) => {
            files.linked.extend(symbols(path)?);
            return Ok(true);
        }
        _ => return Ok(false),
    };
    let bytes = fs::read(path).map_err(|source| failed("read", path, source))?;
    list.push(File { path: path.to_owned(), text: String::from_utf8_lossy(&bytes).into_owned() });
    Ok(true)
}

/// What a library defines for others.
fn symbols(path: &Utf8Path) -> Result<impl Iterator<Item = String> + use<>, BuildError> {
    let bytes = fs::read(path).map_err(|source| failed("read", path, source))?;
    let table = read_symbols(&bytes)
        .map_err(|error| BuildError::Interface { what: path.to_string(), source: Box::new(error) })?;
    Ok(table.symbols.into_iter().filter(|symbol| !symbol.hidden).map(|symbol| symbol.name))
}

/// What a crate's library takes from elsewhere; nothing where it cannot be read.
pub(super) fn taken(layout: &Layout, built: &Built) -> Option<BTreeSet<String>> {
    let library = built.manifest.artifacts.first()?;
    let bytes = fs::read(layout.root().join(&library.file.path)).ok()?;
    Some(read_symbols(&bytes).ok()?.undefined)
}

/// The sources that a crate was built from, where they may change.
pub(super) fn of_crate(layout: &Layout, built: &Built) -> Vec<File> {
    let ours = built.inputs.files.iter().filter(|path| path.extension() == Some("rs"));
    ours.filter_map(|path| {
        let text = fs::read_to_string(path).ok()?;
        Some(File { path: layout.relative(path), text })
    })
    .collect()
}
