//! Reads Zig source: what it exports to C's world, and what it declares of others.
//!
//! Files are given as text; imports between them are followed, packages and `std` are not.
//! Nothing is evaluated but plain constants, so that what a `comptime` call makes stays unknown.

mod consts;
mod defs;
mod lower;
mod resolve;
mod scan;
mod types;

use std::ops::ControlFlow;

use tree_sitter::{Node, ParseOptions, ParseState, Parser, Tree};

use crate::model::{Location, Machine};
use crate::skim::{self, Syntax};
use crate::source::{self, SourceFile, SourceProblem, SourceView};
use scan::{Scan, ScopeId};

/// Steps of the parser that a text may take: a few for each byte, and some for the beginning.
const STEPS_PER_BYTE: usize = 64;
const STEPS_MIN: usize = 100_000;

/// Most problems that are reported of one file: the first ones are true, later ones often follow.
const PROBLEMS_MAX: usize = 20;

/// Reads the Zig files of one program or library. `name` becomes the name of both interfaces.
#[must_use]
pub fn read(name: &str, files: &[SourceFile<'_>], machine: &Machine) -> SourceView {
    let mut parser = Parser::new();
    let mut problems = Vec::new();
    if let Err(error) = parser.set_language(&tree_sitter_zig::LANGUAGE.into()) {
        let mut view = SourceView::new(name, machine);
        view.problems = files.iter().map(|f| problem(f.path, (1, 1), error.to_string())).collect();
        return view;
    }
    let texts: Vec<_> = files.iter().map(|f| skim::without_bodies(f.text, Syntax::Zig)).collect();
    let mut trees = Vec::new();
    for (file, text) in files.iter().zip(&texts) {
        match parse(&mut parser, text) {
            Some(tree) => trees.push((file.path, text.as_ref(), tree)),
            None => problems.push(problem(file.path, (1, 1), "takes too long to parse".to_owned())),
        }
    }
    let mut scan = Scan::default();
    for (path, text, tree) in &trees {
        scan.file(path, text, tree.root_node());
        problems.extend(unparsed(path, tree));
    }
    name_containers(&mut scan);
    let mut view = lower::lower(name, &scan, *machine);
    source::add_calls(&mut view, files, Syntax::Zig);
    view.problems = problems;
    view.problems.sort();
    view
}

fn parse(parser: &mut Parser, text: &str) -> Option<Tree> {
    let mut steps = text.len().saturating_mul(STEPS_PER_BYTE).saturating_add(STEPS_MIN);
    let mut progress = |_: &ParseState| match steps.checked_sub(1) {
        Some(rest) => {
            steps = rest;
            ControlFlow::Continue(())
        }
        None => ControlFlow::Break(()),
    };
    let options = ParseOptions::new().progress_callback(&mut progress);
    let bytes = text.as_bytes();
    let tree = parser.parse_with_options(&mut |at, _| bytes.get(at..).unwrap_or(&[]), None, Some(options));
    parser.reset();
    tree
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
    if !tree.root_node().has_error() {
        return problems;
    }
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
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
        let enter = !wrong && node.has_error() && node.kind() != "block";
        if enter && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return problems;
            }
        }
    }
}

/// `struct {}` gets a missing field from the grammar.
fn is_empty_container(node: Node<'_>) -> bool {
    node.parent().is_some_and(|p| p.kind() == "container_field" && p.byte_range().is_empty())
}

#[cfg(test)]
mod tests;
