//! Reads Zig source: what it exports to C's world, and what it declares of others.
//!
//! Files are given as text; imports between them are followed, packages and `std` are not.
//! Constants are evaluated, and functions of compile time are followed where their course is plain: the constants they
//! name, the conditions they ask, what they return. Whatever else a `comptime` call makes stays unknown.

mod comptime;
mod consts;
mod defs;
mod exported;
mod lower;
mod made;
mod resolve;
mod scan;
mod tree;
mod types;

use std::borrow::Cow;
use std::ops::Range;

use crate::model::{Location, Machine};
use crate::skim::{self, Syntax};
use crate::source::{self, SourceFile, SourceProblem, SourceView};
use resolve::Entity;
use scan::{Scan, ScopeId};
pub use tree::{Node, Position, Tree, TreeParser};

/// Most problems that are reported of one file: the first ones are true, later ones often follow.
const PROBLEMS_MAX: usize = 20;

/// Reads the Zig files of one program or library. `name` becomes the name of both interfaces.
#[must_use]
pub fn read(name: &str, files: &[SourceFile<'_>], machine: &Machine) -> SourceView {
    read_parsed(name, files, &[], machine)
}

/// Reads as [`read`] does, with the trees of those files that were parsed already, in the order of the files.
#[must_use]
pub fn read_parsed(
    name: &str,
    files: &[SourceFile<'_>],
    trees: &[Option<Tree>],
    machine: &Machine,
) -> SourceView {
    let Some(mut parser) = TreeParser::new() else {
        let mut view = SourceView::new(name, machine);
        let message = "the grammar of Zig does not fit its parser";
        view.problems = files.iter().map(|f| problem(f.path, (1, 1), message.to_owned())).collect();
        return view;
    };
    let mut problems = Vec::new();
    let mut parts = Vec::with_capacity(files.len());
    for (index, file) in files.iter().enumerate() {
        match Part::of(*file, trees.get(index).and_then(Option::as_ref), &mut parser) {
            Some(part) => parts.push(part),
            None => problems.push(problem(file.path, (1, 1), "takes too long to parse".to_owned())),
        }
    }
    let mut scan = Scan::default();
    for part in &parts {
        scan.file(part.path, &part.text, part.tree.root_node(), &part.skipped);
        problems.extend(unparsed(part.path, &part.tree));
    }
    name_containers(&mut scan);
    let mut view = lower::lower(name, &scan, files, *machine);
    source::add_calls(&mut view, files, Syntax::Zig);
    view.facts.makes_enums = files.iter().any(|file| file.text.contains("@enumFromInt("));
    view.problems = problems;
    view.problems.sort();
    view
}

/// What `@export` offers of files whose trees are known: each symbol, and where the function's name stands.
#[must_use]
pub fn exported(files: &[SourceFile<'_>], trees: &[Option<Tree>]) -> Vec<(String, Location)> {
    let mut scan = Scan::default();
    for (file, tree) in files.iter().zip(trees) {
        if let Some(tree) = tree {
            scan.file(file.path, file.text, tree.root_node(), &[]);
        }
    }
    let mut found = Vec::new();
    for (node, scope) in &scan.exports {
        for exported in scan.exported(*node, *scope) {
            if let (Some(symbol), Entity::Function(index)) = (exported.symbol, exported.what) {
                found.push((symbol, scan.functions[index].location.clone()));
            }
        }
    }
    found
}

/// A file on its way to the scan.
struct Part<'a> {
    path: &'a str,
    text: Cow<'a, str>,
    tree: Cow<'a, Tree>,
    /// Bodies of the text that are not looked into.
    skipped: Vec<Range<usize>>,
}

impl<'a> Part<'a> {
    /// What the grammar does not know inside of a body would hide what stands behind it: there, and where there
    /// is no tree yet, the text is parsed with blanks for its bodies.
    fn of(file: SourceFile<'a>, known: Option<&'a Tree>, parser: &mut TreeParser) -> Option<Self> {
        let path = file.path;
        if let Some(tree) = known.filter(|tree| !tree.root_node().has_error()) {
            let (text, tree) = (Cow::Borrowed(file.text), Cow::Borrowed(tree));
            return Some(Self { path, text, tree, skipped: skim::bodies(file.text, Syntax::Zig) });
        }
        let text = skim::without_bodies(file.text, Syntax::Zig);
        let tree = Cow::Owned(parser.parse(&text)?);
        Some(Self { path, text, tree, skipped: Vec::new() })
    }
}

/// Containers take the name of the constant that holds them.
fn name_containers(scan: &mut Scan<'_>) {
    for index in 0..scan.variables.len() {
        let variable = &scan.variables[index];
        let Some(id) = variable.value.and_then(|v| scan.opened.get(&v.id())) else { continue };
        let name = (variable.name.clone(), variable.location.clone(), variable.docs.clone());
        let id: ScopeId = *id;
        scan.scopes[id].name.get_or_insert(name);
    }
}

fn problem(path: &str, (line, column): (u32, u32), message: String) -> SourceProblem {
    SourceProblem { location: Location { file: path.to_owned(), line, column }, message }
}

/// What the parser did not understand, outside of function bodies: there it would hide nothing.
fn unparsed(path: &str, tree: &Tree) -> Vec<SourceProblem> {
    let mut problems = Vec::new();
    tree.root_node().visit(|node, _| {
        let wrong = node.is_error() || (node.is_missing() && !is_empty_container(node));
        if wrong && problems.len() < PROBLEMS_MAX {
            let at = node.start_position();
            let one_based = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
            let message = if node.is_missing() {
                format!("expected `{}`", node.kind())
            } else {
                "no Zig that this reader understands".to_owned()
            };
            problems.push(problem(path, (one_based(at.row), one_based(at.column)), message));
        }
        !wrong && node.has_error() && node.kind() != "block"
    });
    problems
}

/// `struct {}` gets a missing field from the grammar.
fn is_empty_container(node: Node<'_>) -> bool {
    node.parent().is_some_and(|p| p.kind() == "container_field" && p.byte_range().is_empty())
}

#[cfg(test)]
mod tests;
