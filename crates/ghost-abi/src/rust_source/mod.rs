//! Reads Rust source: what it exports to C's world, and what it declares of others.
//!
//! Files are given as text, without a crate graph, features or macro expansion by the compiler:
//! names are resolved over all of them together, and an item that a `cfg` guards is kept unless
//! the predicate is known to be off. What the linker really sees, the symbol table says.
//!
//! Reading happens on a thread of its own, whose stack is large enough for whatever the measured
//! input can ask of the recursive parser.

mod attrs;
mod bodies;
mod builtin;
mod cfg;
mod consts;
mod defs;
mod exprs;
mod inline;
mod items;
mod lower;
mod macros;
mod modules;
mod names;
mod outline;
mod rules;
mod tokens;
mod types;

use std::thread;

pub use cfg::Cfg;
pub use inline::inline_macros;
pub use tokens::STACK_BYTES;

use crate::model::{Location, Machine};
use crate::skim::{self, Syntax};
use crate::source::{self, Lines, SourceFile, SourceProblem, SourceView};
use items::{At, Walk};
use outline::Outline;
use tokens::Unreadable;

/// Reads the Rust files of one library or program. `name` becomes the name of both interfaces.
#[must_use]
pub fn read(name: &str, files: &[SourceFile<'_>], machine: &Machine) -> SourceView {
    read_with(name, files, machine, &Cfg::unknown())
}

/// Reads as [`read`] does, with what is known of the build's configuration.
#[must_use]
pub fn read_with(name: &str, files: &[SourceFile<'_>], machine: &Machine, cfg: &Cfg) -> SourceView {
    let work = || {
        let mut outlines: Vec<Outline> = files.iter().map(outline).collect();
        macros::expand(&mut outlines, files);
        let mut view = lower::lower(name, outlines, *machine, cfg);
        source::add_calls(&mut view, files, Syntax::Rust);
        view
    };
    let view = thread::scope(|scope| {
        let thread = thread::Builder::new().name("rust-source".to_owned()).stack_size(tokens::STACK_BYTES);
        thread.spawn_scoped(scope, work).ok().and_then(|handle| handle.join().ok())
    });
    view.unwrap_or_else(|| {
        let mut view = SourceView::new(name, machine);
        view.problems = files
            .iter()
            .map(|f| problem(f.path, (1, 1), "could not be read: no memory for its parser"))
            .collect();
        view
    })
}

fn problem(path: &str, (line, column): (u32, u32), message: &str) -> SourceProblem {
    let location = Location { file: path.to_owned(), line, column };
    SourceProblem { location, message: message.to_owned() }
}

/// The declarations of one file.
fn outline(file: &SourceFile<'_>) -> Outline {
    let skipped = skipped_bytes(file.text);
    let lines = Lines::of(file.text);
    match tree(&skim::without_bodies(&file.text[skipped..], Syntax::Rust)) {
        Ok(parsed) => {
            let at = At { scope: module_path(file.path).into(), cfg: Vec::new() };
            let mut walk = Walk { path: file.path, lines, skipped, out: Outline::default() };
            walk.items(&parsed.items, &at);
            walk.out
        }
        Err(unreadable) => Outline {
            problems: vec![problem(file.path, lines.place(unreadable.offset + skipped), &unreadable.message)],
            ..Outline::default()
        },
    }
}

fn tree(text: &str) -> Result<syn::File, Unreadable> {
    tokens::lex(text).and_then(|tokens| {
        syn::parse2::<syn::File>(tokens)
            .map_err(|e| Unreadable { offset: e.span().byte_range().start, message: e.to_string() })
    })
}

/// The syntax tree of a file, for those who look into bodies; `None` where it does not parse, which
/// [`read`] reports. Its spans have the lines of the whole text. To be called, and the tree to be
/// walked and dropped, on a thread with [`STACK_BYTES`] of stack.
#[must_use]
pub fn parse(text: &str) -> Option<syn::File> {
    tree(&text[skipped_bytes(text)..]).ok()
}

/// A byte order mark and a `#!` line, which are no tokens.
fn skipped_bytes(text: &str) -> usize {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let rest = &text[start..];
    if rest.starts_with("#!") && !rest[2..].trim_start().starts_with('[') {
        start + rest.find('\n').unwrap_or(rest.len())
    } else {
        start
    }
}

/// The modules that a file's path stands for. What lies before `src` tells crates apart, with a slash behind
/// it: it is a folder, and no name of anything.
fn module_path(path: &str) -> Vec<String> {
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let (root, inner) = path.rsplit_once("src/").unwrap_or(("", path));
    let mut modules = Vec::new();
    if !root.is_empty() {
        modules.push(format!("{}/", root.trim_end_matches('/')));
    }
    modules.extend(
        inner
            .split('/')
            .filter(|s| !matches!(*s, "" | "lib" | "main" | "mod" | "." | ".."))
            .map(str::to_owned),
    );
    modules
}

#[cfg(test)]
mod tests;
