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
mod given_nulls;
mod inline;
mod items;
mod lower;
mod macros;
mod modules;
mod names;
mod offers;
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
use crate::source::{self, Ends, Lines, SourceFile, SourceProblem, SourceView};
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
    let files: Vec<CrateFile<'_>> =
        files.iter().map(|file| CrateFile { file: *file, krate: "", cfg, offers: Offers::All }).collect();
    read_crates(name, &files, machine)
}

/// A file of one of several crates that became one library.
#[derive(Debug, Clone, Copy)]
pub struct CrateFile<'a> {
    /// The file.
    pub file: SourceFile<'a>,
    /// The name of its crate, or nothing where nobody knows it.
    pub krate: &'a str,
    /// The configuration that the crate was built with.
    pub cfg: &'a Cfg,
    /// What of it is the library's to offer.
    pub offers: Offers,
}

/// What a file gives to the interface of the library that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offers {
    /// All that crosses.
    All,
    /// All but constants, which are offered where a `pub use` in a file that offers everything says so.
    AllButConstants,
    /// Types that the others name, and nothing else: functions and variables in it are of another library.
    Types,
}

/// Reads as [`read_with`] does, files of several crates.
#[must_use]
pub fn read_crates(name: &str, crate_files: &[CrateFile<'_>], machine: &Machine) -> SourceView {
    let files: Vec<SourceFile<'_>> = crate_files.iter().map(|origin| origin.file).collect();
    let own = crate_files.iter().filter(|origin| origin.offers != Offers::Types);
    let own: Vec<SourceFile<'_>> = own.map(|origin| origin.file).collect();
    let work = || {
        let libraries: Vec<&str> = files.iter().filter_map(|file| library_folder(file.path)).collect();
        let mut outlines: Vec<Outline> = files.iter().map(|file| outline(file, &libraries)).collect();
        macros::expand(&mut outlines, &files);
        modules::take(&mut outlines, &files);
        for (outline, origin) in outlines.iter_mut().zip(crate_files) {
            outline.judge(origin.cfg, *machine);
            origin.krate.clone_into(&mut outline.krate);
            outline.constants = origin.offers == Offers::All;
            if origin.offers == Offers::Types {
                outline.keep_types();
            }
        }
        let mut view = lower::lower(name, outlines, *machine, &Cfg::unknown());
        view.facts.ends = Some(Ends::of(&own));
        source::add_calls(&mut view, &own, Syntax::Rust);
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
fn outline(file: &SourceFile<'_>, libraries: &[&str]) -> Outline {
    let (root, inner) = module_path(file.path, libraries);
    let skipped = skipped_bytes(file.text);
    let lines = Lines::of(file.text);
    match tree(&skim::without_bodies(&file.text[skipped..], Syntax::Rust)) {
        Ok(parsed) => {
            let at = At { scope: root.iter().cloned().chain(inner).collect(), cfg: Vec::new() };
            let out = Outline { root, module: std::rc::Rc::clone(&at.scope), ..Outline::default() };
            let mut walk = Walk { path: file.path, lines, skipped, out };
            walk.items(&parsed.items, &at);
            walk.out
        }
        Err(unreadable) => Outline {
            problems: vec![problem(file.path, lines.place(unreadable.offset + skipped), &unreadable.message)],
            root,
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

/// The folder of a crate whose root does not lie in a folder `src`.
fn library_folder(path: &str) -> Option<&str> {
    let folder = path.strip_suffix("lib.rs").or_else(|| path.strip_suffix("main.rs"))?;
    (folder.ends_with('/') && !folder.ends_with("src/")).then_some(folder)
}

/// What a file's path stands for: the scope of its crate's root, and the modules from there. The folder of a crate
/// tells it apart, with a slash behind it: it is no name of anything.
fn module_path(path: &str, libraries: &[&str]) -> (Vec<String>, Vec<String>) {
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let folder =
        libraries.iter().filter(|folder| path.starts_with(**folder)).max_by_key(|folder| folder.len());
    let (root, inner) = match (path.rsplit_once("src/"), folder) {
        (Some(split), _) => split,
        (None, Some(folder)) => path.split_at(folder.len()),
        (None, None) => ("", path),
    };
    let root = root.trim_end_matches('/');
    let root = if root.is_empty() { Vec::new() } else { vec![format!("{root}/")] };
    let names = inner.split('/').filter(|s| !matches!(*s, "" | "lib" | "main" | "mod" | "." | ".."));
    (root, names.map(str::to_owned).collect())
}

#[cfg(test)]
mod tests;
