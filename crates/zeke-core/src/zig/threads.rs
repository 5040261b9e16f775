//! Function pointers that one function puts away and a thread calls from there.

use std::collections::{HashMap, HashSet};

use ghost_abi::zig_source::Node;

use super::tree::{DEPTH_MAX, File, Function, Program, arguments, children};
use crate::effects::Effects;
use crate::finding::Place;

/// Deepest chain of functions that is followed from where a thread begins.
const CALLS_MAX: usize = 4;

/// Adds to what exports call on threads what threads call from where exports put it.
pub(super) fn add_stored(program: &Program<'_>, exports: &mut [Effects]) {
    if exports.iter().all(|effects| effects.stores.is_empty()) {
        return;
    }
    let mut called: HashMap<String, Place> = HashMap::new();
    for function in &program.functions {
        let text = function.file.slice(function.body);
        if !text.contains(".join()") {
            starts(program, *function, function.body, 0, &mut called);
        }
    }
    for effects in exports {
        for (param, slot) in &effects.stores {
            if let Some(at) = called.get(&slot.name) {
                effects.calls_on_thread.push((*param, at.clone()));
            }
        }
    }
}

/// The function of this side that a call starts on another thread.
pub(super) fn started<'p, 't>(
    program: &'p Program<'t>,
    file: File<'t>,
    call: Node<'t>,
) -> Option<&'p Function<'t>> {
    let function = file.slice(call.child_by_field_name("function")?);
    let last = function.rsplit('.').next().unwrap_or(function);
    if !matches!(last, "spawn" | "spawnWg" | "concurrent" | "async") || !function.contains('.') {
        return None;
    }
    arguments(call).into_iter().take(3).find_map(|arg| {
        let named = matches!(arg.kind(), "identifier" | "field_expression");
        let text = file.slice(arg);
        named.then(|| program.function_named(text.rsplit('.').next().unwrap_or(text)))?
    })
}

fn starts<'t>(
    program: &Program<'t>,
    function: Function<'t>,
    node: Node<'t>,
    depth: usize,
    called: &mut HashMap<String, Place>,
) {
    if depth > DEPTH_MAX {
        return;
    }
    if node.kind() == "call_expression"
        && let Some(worker) = started(program, function.file, node)
    {
        let at = function.file.place(node);
        let mut calls = Calls { program, met: HashSet::new(), names: HashSet::new() };
        calls.function(worker, 0);
        for name in calls.names {
            called.entry(name).or_insert_with(|| at.clone());
        }
    }
    for child in children(node) {
        starts(program, function, child, depth + 1, called);
    }
}

/// What a function calls that is no function of its own.
struct Calls<'p, 't> {
    program: &'p Program<'t>,
    met: HashSet<&'t str>,
    names: HashSet<String>,
}

impl<'t> Calls<'_, 't> {
    fn function(&mut self, function: &Function<'t>, depth: usize) {
        if depth > CALLS_MAX || !self.met.insert(function.name) {
            return;
        }
        let mut aliases = HashMap::new();
        self.body(function.file, function.body, depth, 0, &mut aliases);
    }

    fn body(
        &mut self,
        file: File<'t>,
        node: Node<'t>,
        calls: usize,
        depth: usize,
        aliases: &mut HashMap<&'t str, &'t str>,
    ) {
        if depth > DEPTH_MAX {
            return;
        }
        match node.kind() {
            "variable_declaration" => {
                let parts = children(node);
                if let (Some(name), Some(value)) = (parts.first(), parts.last()) {
                    aliases.insert(file.slice(*name), member(file.slice(*value)));
                }
            }
            "if_statement" | "if_expression" | "while_statement" | "while_expression" | "for_statement" => {
                let payload = children(node).into_iter().find(|child| child.kind() == "payload");
                let subject = node
                    .child_by_field_name("condition")
                    .or_else(|| children(node).into_iter().find(|child| child.kind() != "payload"));
                if let (Some(name), Some(subject)) =
                    (payload.and_then(|payload| children(payload).into_iter().next()), subject)
                {
                    aliases.insert(file.slice(name), member(file.slice(subject)));
                }
            }
            "call_expression" => {
                if let Some(callee) = node.child_by_field_name("function").map(|f| file.slice(f)) {
                    let name = member(callee);
                    match self.program.function_named(name) {
                        Some(own) => {
                            let own = *own;
                            self.function(&own, calls + 1);
                        }
                        None => {
                            self.names.insert((*aliases.get(name).unwrap_or(&name)).to_owned());
                        }
                    }
                }
            }
            _ => {}
        }
        for child in children(node) {
            self.body(file, child, calls, depth + 1, aliases);
        }
    }
}

/// The last member of the chain that an expression begins with: `field` of `self.field.? orelse x`.
pub(super) fn member(text: &str) -> &str {
    let chain = text.split([' ', '(', '[']).next().unwrap_or(text);
    let chain = chain.trim_end_matches(".?").trim_end_matches(".*");
    chain.rsplit('.').next().unwrap_or(chain)
}
