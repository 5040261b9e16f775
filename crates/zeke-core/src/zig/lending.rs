//! What becomes of arguments: memory of this side that the other keeps, texts, callbacks.

use std::collections::HashSet;

use ghost_abi::model::{Extent, Type};
use tree_sitter::Node;

use super::binding::Binding;
use super::tree::{DEPTH_MAX, Function, Program, children};
use super::uses::{Walk, identifiers};
use crate::effects::Keeper;
use crate::finding::{Class, Place};

impl<'t> Walk<'_, 't> {
    /// What becomes of arguments: memory of this function that is kept, callbacks, texts.
    pub(super) fn arguments(&mut self, symbol: &str, call: Node<'t>, args: &[Node<'t>], at: &Place) {
        let effects = self.known.effects(symbol);
        for (index, arg) in args.iter().enumerate() {
            self.lent(symbol, call, (index, *arg), args, at);
            if self.needs_terminator(symbol, index) && self.is_unterminated(*arg) {
                let peer = effects.map(|effects| effects.location.clone());
                let message =
                    format!("text without a terminator is given to `{symbol}`, which looks for one");
                let fix = "pass a sentinel-terminated slice, made for example with `dupeZ`";
                self.report(Class::UnterminatedString, message, self.file.place(*arg), peer, fix);
            }
            if let Some(effects) = effects {
                self.callback(symbol, index, *arg, effects);
                self.changes(index, *arg, effects, at);
            }
        }
    }

    /// The other side looks for a terminator, or this side's declaration says that there is one.
    fn needs_terminator(&self, symbol: &str, index: usize) -> bool {
        let declared = self.imports.get(symbol).and_then(|function| function.params.get(index));
        let sentinel = declared.is_some_and(|param| {
            matches!(&param.ty, Type::Pointer(pointer) if matches!(pointer.extent, Extent::Sentinel(_)))
        });
        sentinel || self.known.is_terminated(symbol, index)
    }

    /// A cast that adds a terminator to the type of a slice that has none.
    fn is_unterminated(&self, arg: Node<'t>) -> bool {
        let text = self.file.slice(arg);
        let mut names = Vec::new();
        identifiers(arg, 0, &mut names);
        let terminated = names.iter().any(|name| self.terminated.contains(self.file.slice(*name)));
        text.contains("@ptrCast")
            && (text.contains(".ptr") || text.contains('&'))
            && matches!(self.binding_of(arg), Some(Binding::Slice | Binding::Stack | Binding::Heap))
            && !text.contains(":0]u8{")
            && !text.contains(":0].ptr")
            && !terminated
    }

    /// Memory of this side is given: what is known of how long it lives.
    fn lent(
        &mut self,
        symbol: &str,
        call: Node<'t>,
        (index, arg): (usize, Node<'t>),
        args: &[Node<'t>],
        at: &Place,
    ) {
        let key = || (symbol.to_owned(), index);
        let text = self.file.slice(arg);
        let root = text.trim_start_matches('&').split(['.', '[']).next().unwrap_or(text);
        match self.binding_of(arg) {
            Some(Binding::Stack) => {
                self.uses.own_arguments.entry(key()).or_insert_with(|| at.clone());
                let keeps =
                    self.known.effects(symbol).map(|effects| effects.keeps.as_slice()).unwrap_or_default();
                let by_handle = keeps.iter().any(|keep| keep.param == index && keep.by == Keeper::Handle);
                // What keeps it may end before this function does.
                let made = || self.instances.iter().rposition(|instance| instance.call == call.start_byte());
                let keeper = args.iter().find_map(|arg| self.instance_of(*arg)).or_else(made);
                match keeper.filter(|_| by_handle) {
                    Some(keeper) => self.pending.push((symbol.to_owned(), index, at.clone(), keeper)),
                    None => {
                        self.uses.stack_arguments.entry(key()).or_insert_with(|| at.clone());
                    }
                }
            }
            Some(Binding::Heap) => {
                self.uses.own_arguments.entry(key()).or_insert_with(|| at.clone());
            }
            None if text.starts_with('"')
                || self.program.globals.contains(root)
                || self.program.arrays.contains(root) =>
            {
                self.uses.lasting_arguments.insert(key());
            }
            _ => {}
        }
    }

    /// What may be kept is dead at the end, unless what keeps it was released before.
    pub(super) fn finish(&mut self) {
        for (symbol, param, at, keeper) in std::mem::take(&mut self.pending) {
            let ended =
                self.instances.get(keeper).is_some_and(|i| i.released.is_some() || i.deferred.is_some());
            if ended {
                self.uses.lasting_arguments.insert((symbol, param));
            } else {
                self.uses.stack_arguments.entry((symbol, param)).or_insert(at);
            }
        }
    }

    fn callback(&mut self, symbol: &str, index: usize, arg: Node<'t>, effects: &crate::effects::Effects) {
        let text = self.file.slice(arg);
        let Some(function) = self.program.function_named(text.rsplit('.').next().unwrap_or(text)) else {
            return;
        };
        let mut writes = Vec::new();
        shared_writes(self.program, function, function.body, 0, &mut HashSet::new(), &mut writes);
        let body = function.file.slice(function.body);
        let synchronised = [".lock", "@atomic", ".acquire(", ".post("].iter().any(|word| body.contains(word));
        let Some(first) = writes.into_iter().next().filter(|_| !synchronised) else { return };
        if first.global {
            self.uses.global_callbacks.insert((symbol.to_owned(), index), first.at.clone());
        }
        if let Some((_, thread)) = effects.calls_on_thread.iter().find(|(param, _)| *param == index) {
            let message =
                format!("`{}` runs on another thread and changes what is not synchronised", function.name);
            let fix = "use an atomic, or lock around the change";
            self.report(Class::CallbackThread, message, first.at, Some(thread.clone()), fix);
        }
    }
}

/// A write to something that other threads may see.
struct SharedWrite {
    at: Place,
    global: bool,
}

fn shared_writes<'t>(
    program: &Program<'_>,
    function: &Function<'t>,
    node: Node<'t>,
    depth: usize,
    pointers: &mut HashSet<&'t str>,
    found: &mut Vec<SharedWrite>,
) {
    if depth > DEPTH_MAX {
        return;
    }
    let file = function.file;
    if matches!(node.kind(), "variable_declaration" | "assignment_expression")
        && let Some(target) = children(node).first()
    {
        let text = file.slice(*target);
        let root = text.split(['.', '[']).next().unwrap_or(text);
        let whole = file.slice(node);
        let is_new = ["const ", "var "].iter().any(|word| whole.starts_with(word));
        let global = program.globals.contains(root);
        if is_new && (whole.contains("@ptrCast") || whole.contains(": *")) {
            pointers.insert(text);
        }
        let through = pointers.contains(root) && text != root;
        if !is_new && (global || text.ends_with(".*") || through) {
            found.push(SharedWrite { at: file.place(node), global });
        }
    }
    for child in children(node) {
        shared_writes(program, function, child, depth + 1, pointers, found);
    }
}
