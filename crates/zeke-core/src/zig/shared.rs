//! What a function of this side touches that others may see: variables outside of functions, and
//! what lies behind its pointers.

use std::collections::HashSet;

use ghost_abi::zig_source::Node;

use super::tree::{DEPTH_MAX, Function, Program, children};
use super::uses::identifiers;
use crate::finding::Place;

/// Deepest chain of helpers that is followed.
const HELPERS_MAX: usize = 3;
/// What keeps two threads apart, or says to another one that something is ready.
const SYNCHRONISED: [&str; 13] = [
    ".lock",
    ".tryLock(",
    ".unlock(",
    "@atomic",
    ".acquire(",
    ".post(",
    ".store(",
    ".fetchAdd(",
    ".fetchSub(",
    ".cmpxchg",
    ".set()",
    ".signal(",
    ".broadcast(",
];
/// Methods that change a container.
pub(super) const CHANGES: [&str; 19] = [
    "append",
    "appendSlice",
    "appendAssumeCapacity",
    "put",
    "putNoClobber",
    "remove",
    "swapRemove",
    "orderedRemove",
    "insert",
    "pop",
    "push",
    "clearRetainingCapacity",
    "clearAndFree",
    "resize",
    "addOne",
    "getOrPut",
    "writeAll",
    "increment",
    "print",
];

/// What a function touches.
#[derive(Default)]
pub(super) struct Shared<'t> {
    /// Where it first changes something that other threads may see, and the variable where that
    /// stands outside of functions.
    pub(super) change: Option<(Place, Option<&'t str>)>,
    /// Where it first names a variable outside of functions.
    pub(super) global: Option<Place>,
    /// Whether anything in it keeps two threads apart.
    pub(super) synchronised: bool,
}

/// Reads a function with the functions of this side that it calls.
pub(super) fn of<'t>(program: &Program<'t>, function: &Function<'t>) -> Shared<'t> {
    let mut reader = Reader { program, met: HashSet::new(), shared: Shared::default() };
    reader.function(function, 0);
    reader.shared
}

struct Reader<'p, 't> {
    program: &'p Program<'t>,
    met: HashSet<usize>,
    shared: Shared<'t>,
}

impl<'t> Reader<'_, 't> {
    fn function(&mut self, function: &Function<'t>, helpers: usize) {
        if helpers > HELPERS_MAX || !self.met.insert(function.node.id()) {
            return;
        }
        let body = function.file.slice(function.body);
        self.shared.synchronised |= SYNCHRONISED.iter().any(|word| body.contains(word));
        self.node(function, function.body, helpers, 0, &mut HashSet::new());
    }

    fn node(
        &mut self,
        function: &Function<'t>,
        node: Node<'t>,
        helpers: usize,
        depth: usize,
        pointers: &mut HashSet<&'t str>,
    ) {
        if depth > DEPTH_MAX {
            return;
        }
        let file = function.file;
        match node.kind() {
            "variable_declaration" | "assignment_expression" => self.assigned(function, node, pointers),
            "call_expression" => self.called(function, node, helpers, pointers),
            "identifier"
                if self.program.globals.contains(file.slice(node))
                    || self.program.thread_locals.contains(file.slice(node)) =>
            {
                self.shared.global.get_or_insert_with(|| file.place(node));
            }
            _ => {}
        }
        for child in children(node) {
            self.node(function, child, helpers, depth + 1, pointers);
        }
    }

    fn assigned(&mut self, function: &Function<'t>, node: Node<'t>, pointers: &mut HashSet<&'t str>) {
        let file = function.file;
        let Some(target) = children(node).into_iter().next() else { return };
        let text = file.slice(target);
        let root = text.split(['.', '[']).next().unwrap_or(text);
        let whole = file.slice(node);
        let is_new = ["const ", "var "].iter().any(|word| whole.starts_with(word));
        if is_new {
            if whole.contains("@ptrCast") || whole.contains(": *") {
                pointers.insert(text);
            }
            return;
        }
        let global = self.program.globals.contains(root).then_some(root);
        let through = pointers.contains(root) && text != root;
        if global.is_some() || text.ends_with(".*") || text.starts_with("@as(*") || through {
            self.shared.change.get_or_insert_with(|| (file.place(node), global));
        }
    }

    fn called(
        &mut self,
        function: &Function<'t>,
        call: Node<'t>,
        helpers: usize,
        pointers: &HashSet<&'t str>,
    ) {
        let file = function.file;
        let Some(callee) = call.child_by_field_name("function") else { return };
        let text = file.slice(callee);
        let root = text.split(['.', '[', '(']).next().unwrap_or(text);
        let last = text.rsplit('.').next().unwrap_or(text);
        if text != root && CHANGES.contains(&last) {
            let global = self.program.globals.contains(root).then_some(root);
            if global.is_some() || pointers.contains(root) {
                self.shared.change.get_or_insert_with(|| (file.place(call), global));
            }
        }
        if let [only] = self.program.named(last)
            && let Some(own) = self.program.functions.get(*only)
            && !text.starts_with("std.")
        {
            let own = *own;
            self.function(&own, helpers + 1);
        }
    }
}

/// Whether a node names one of some variables.
pub(super) fn mentions(file: super::tree::File<'_>, node: Node<'_>, wanted: &[String]) -> bool {
    let names = identifiers(node);
    names.iter().any(|name| wanted.iter().any(|wanted| wanted == file.slice(*name)))
}
