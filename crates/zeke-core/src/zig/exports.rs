//! What exported functions of Zig hand out, and what is wrong with it.

use std::collections::HashSet;

use tree_sitter::Node;

use super::ZigFacts;
use super::tree::{DEPTH_MAX, Function, Program, arguments, children};
use crate::effects::{Effects, Flow, Origin, Parameter, Release, Resource, ResourceKind};
use crate::finding::{Class, Finding, Severity};

/// Reads every exported function.
pub(super) fn read(program: &Program<'_>) -> ZigFacts {
    let mut facts = ZigFacts::default();
    for function in program.functions.iter().filter(|function| function.exported) {
        let mut body = Body {
            function: *function,
            stack: HashSet::new(),
            heap: HashSet::new(),
            out: Effects::default(),
        };
        function.name.clone_into(&mut body.out.symbol);
        body.out.location = function.file.place(function.node);
        body.parameters();
        body.visit(function.body, 0);
        for flow in &body.out.returns {
            if let Origin::Dead(name) = &flow.what {
                facts.findings.push(Finding {
                    class: Class::DanglingReturn,
                    severity: Severity::Error,
                    message: format!("`{}` returns a pointer to its local `{name}`", function.name),
                    location: flow.at.clone(),
                    peer: None,
                    evidence: format!("`{name}` ends with the function"),
                    fix: Some("allocate it, or let the caller give the buffer".to_owned()),
                });
            }
        }
        facts.exports.push(body.out);
    }
    facts
}

struct Body<'t> {
    function: Function<'t>,
    /// Arrays of the function, and slices of them.
    stack: HashSet<String>,
    /// What an allocator gave.
    heap: HashSet<String>,
    out: Effects,
}

impl<'t> Body<'t> {
    fn parameters(&mut self) {
        let Some(list) = children(self.function.node).into_iter().find(|n| n.kind() == "parameters") else {
            return;
        };
        for parameter in children(list) {
            let text =
                |field| parameter.child_by_field_name(field).map_or("", |n| self.function.file.slice(n));
            let (name, ty) = (text("name").to_owned(), text("type"));
            let pointee = ty.trim_start_matches('?').strip_prefix(['*', '[']).map(|rest| {
                rest.trim_start_matches(|c: char| !c.is_alphabetic() && c != '@').replace("const ", "")
            });
            self.out.params.push(Parameter { name, pointee: pointee.unwrap_or_default() });
        }
    }

    fn visit(&mut self, node: Node<'t>, depth: usize) {
        if depth > DEPTH_MAX {
            return;
        }
        match node.kind() {
            "function_declaration" => return,
            "variable_declaration" => self.declared(node),
            "call_expression" => self.released(node),
            "return_expression" => {
                if let Some(value) = children(node).into_iter().next() {
                    let what = self.origin(value);
                    let at = self.function.file.place(node);
                    self.out.returns.push(Flow { what, at });
                }
            }
            _ => {}
        }
        for child in children(node) {
            self.visit(child, depth + 1);
        }
    }

    fn declared(&mut self, node: Node<'t>) {
        let parts = children(node);
        let (Some(name), Some(value)) = (parts.first(), parts.last()) else { return };
        let file = self.function.file;
        let name = file.slice(*name).to_owned();
        let text = file.slice(*value);
        let array = |text: &str| text.starts_with('[') && !text.starts_with("[]") && !text.starts_with("[*");
        let declared_array = parts.iter().any(|p| p.kind() == "array_type" && array(file.slice(*p)));
        let of_stack = self.names_of(*value).iter().any(|n| self.stack.contains(n)) && is_view(text);
        if declared_array || array(text) || of_stack {
            self.stack.insert(name);
        } else if [".alloc(", ".create(", ".dupe(", ".dupeZ("].iter().any(|call| text.contains(call)) {
            self.heap.insert(name);
        }
    }

    fn released(&mut self, call: Node<'t>) {
        let file = self.function.file;
        let Some(function) = call.child_by_field_name("function").map(|f| file.slice(f)) else { return };
        if !matches!(function.rsplit('.').next(), Some("free" | "destroy")) {
            return;
        }
        let names: Vec<String> = arguments(call).into_iter().flat_map(|arg| self.names_of(arg)).collect();
        for param in 0..self.out.params.len() {
            // What is freed may be a cast or a capture of the parameter: then it is taken to be it.
            if names.contains(&self.out.params[param].name) || self.out.params.len() == 1 {
                let holds = self.out.params[param].pointee.clone();
                let resource = Resource { kind: ResourceKind::Zig, holds };
                let at = file.place(call);
                self.out.releases.push(Release { param, resource, length_as_capacity: false, at });
            }
        }
    }

    fn origin(&self, value: Node<'t>) -> Origin {
        let text = self.function.file.slice(value);
        let names = self.names_of(value);
        if let Some(name) = names.iter().find(|name| self.stack.contains(*name))
            && is_pointer(text)
            && !text.contains('(')
        {
            return Origin::Dead(name.clone());
        }
        if names.iter().any(|name| self.heap.contains(name))
            || text.contains(".create(")
            || text.contains(".dupe")
        {
            return Origin::Owned(Resource { kind: ResourceKind::Zig, holds: String::new() });
        }
        if text == "null" { Origin::Null } else { Origin::Unknown }
    }

    fn names_of(&self, node: Node<'t>) -> Vec<String> {
        let mut names = Vec::new();
        collect(node, 0, &mut |n| names.push(self.function.file.slice(n).to_owned()));
        names
    }
}

/// Expressions that point into what they name: addresses, slices, `.ptr`, `bufPrint` into a buffer.
fn is_view(text: &str) -> bool {
    text.starts_with('&') || text.contains("..") || text.contains(".ptr") || text.contains("bufPrint")
}

fn is_pointer(text: &str) -> bool {
    text.starts_with('&') || text.strip_suffix(".ptr").is_some() || text.contains("..")
}

fn collect<'t>(node: Node<'t>, depth: usize, each: &mut impl FnMut(Node<'t>)) {
    if node.kind() == "identifier" {
        each(node);
    }
    if depth < DEPTH_MAX {
        for child in children(node) {
            collect(child, depth + 1, each);
        }
    }
}
