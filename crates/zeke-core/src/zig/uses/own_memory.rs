//! Memory of this side's own allocators: freed twice, or used after it was freed.
//!
//! Names and paths of fields are followed as they stand in the text. What a branch frees is not counted behind
//! it, and what gets another value is another thing from there on.

use std::collections::HashMap;

use ghost_abi::zig_source::Node;

use super::super::summary;
use super::super::tree::{children, of_kind};
use super::{OnError, Walk, is_allocator, is_free};
use crate::finding::{Class, Place};

/// Blocks of memory by the path that stands for each.
#[derive(Clone, Default)]
pub(super) struct OwnMemory {
    blocks: HashMap<String, Block>,
}

#[derive(Clone, Default)]
struct Block {
    released: Option<Place>,
    /// Where a branch released it that did not leave.
    perhaps: Option<Place>,
    deferred: Option<Place>,
    on_error: Option<OnError>,
    reported: bool,
}

impl OwnMemory {
    /// A path gets another value: what it, or anything behind it, stood for is gone.
    pub(super) fn forget(&mut self, path: &str) {
        let path = path.trim_end_matches(".*");
        let behind = |known: &str| {
            known.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.blocks.retain(|known, _| !behind(known));
    }

    /// Goes on where something did not fail, with what was said where it did.
    pub(super) fn then(&mut self, mut after: Self) {
        for (path, block) in &mut after.blocks {
            block.reported |= self.blocks.get(path).is_some_and(|before| before.reported);
        }
        *self = after;
    }

    /// What a branch did is not known to have happened behind it, but what it said is said.
    pub(super) fn after_branch(&mut self, before: Self, left: bool) {
        let now = std::mem::replace(self, before);
        for (path, block) in now.blocks {
            let known = self.blocks.entry(path).or_default();
            known.reported |= block.reported;
            let released = block.released.or(block.perhaps).filter(|_| !left);
            known.perhaps = known.perhaps.take().or(released.filter(|_| known.released.is_none()));
        }
    }
}

impl<'t> Walk<'_, 't> {
    /// The path that names a block: a variable, or a field of one.
    fn path_of(&self, node: Node<'t>) -> Option<&'t str> {
        if !matches!(node.kind(), "identifier" | "field_expression") {
            return None;
        }
        let text = self.file.slice(node);
        let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
        (plain && !text.starts_with('.')).then_some(text)
    }

    /// What a call frees of this side's memory: the argument of an allocator's function, or of a function of this
    /// side that frees it.
    pub(super) fn freed_by(&self, function: &str, call: Node<'t>, args: &[Node<'t>]) -> Vec<Node<'t>> {
        let last = function.rsplit('.').next().unwrap_or(function);
        let chain = function.rsplit_once('.').map_or("", |(chain, _)| chain);
        let object = chain.rsplit('.').next().unwrap_or(chain).to_ascii_lowercase();
        let allocator = ["alloc", "gpa", "heap", "arena"].iter().any(|word| object.contains(word));
        // Where functions of this side have the name as well, only an allocator's is for sure none of theirs.
        let own = self.own_function(function).filter(|_| !(is_free(last) && allocator));
        if is_free(last) && own.is_none() {
            let freed = !chain.is_empty() && (allocator || self.program.named(last).is_empty());
            return args.last().copied().filter(|_| freed).into_iter().collect();
        }
        let Some((own, summary)) = own.and_then(|own| Some((own, self.summaries.get(own)?))) else {
            return Vec::new();
        };
        let mut given = args.to_vec();
        if summary::parameters(&self.program.functions[own]).len() == args.len() + 1 {
            given.splice(0..0, summary::object_of(call));
        }
        summary.frees.iter().filter_map(|param| given.get(*param).copied()).collect()
    }

    /// Memory of this side is freed.
    pub(super) fn own_freed(&mut self, call: Node<'t>, arg: Node<'t>) {
        let Some(path) = self.path_of(arg).filter(|path| !is_allocator(path)) else { return };
        let at = self.file.place(call);
        // What a variable is set to meanwhile is what a `defer` frees in the end.
        let deferred = self.own.blocks.get(path).and_then(|block| block.deferred.clone());
        let deferred = deferred.filter(|_| !self.is_set_again(path));
        let block = self.own.blocks.entry(path.to_owned()).or_default();
        let before = block.released.clone().or(deferred);
        let slot = if self.deferring { &mut block.deferred } else { &mut block.released };
        match before.filter(|_| !block.reported) {
            Some(first) => {
                block.reported = true;
                let message = format!("`{path}` is freed twice");
                self.report(Class::OwnershipDoubleFree, message, at, Some(first), "free it once");
            }
            None => *slot = Some(at),
        }
    }

    /// Whether a statement of the function sets a variable that there is already.
    pub(super) fn is_set_again(&self, path: &str) -> bool {
        let text = self.file.slice(self.function.body);
        text.match_indices(path).any(|(at, _)| {
            let line = text.get(..at).and_then(|before| before.rsplit('\n').next()).unwrap_or("").trim_end();
            let behind = text.get(at + path.len()..).unwrap_or("").trim_start();
            let begins = line.is_empty() || line.ends_with(['{', ';', '}']);
            begins && behind.starts_with('=') && !behind.starts_with("==")
        })
    }

    /// `errdefer gpa.free(bytes);`
    pub(super) fn own_freed_on_error(&mut self, node: Node<'t>, until: usize) {
        // What is freed under a condition is not freed for sure.
        if ["if_statement", "if_expression"].iter().any(|kind| !of_kind(node, kind).is_empty()) {
            return;
        }
        for call in of_kind(node, "call_expression") {
            let Some(callee) = call.child_by_field_name("function") else { continue };
            let args = super::arguments(call);
            for arg in self.freed_by(self.file.slice(callee), call, &args) {
                if let Some(path) = self.path_of(arg) {
                    let at = self.file.place(call);
                    self.own.blocks.entry(path.to_owned()).or_default().on_error =
                        Some(OnError { at, until });
                }
            }
        }
    }

    /// The function fails: what was freed already is freed again on the way out.
    pub(in crate::zig) fn own_failed(&mut self) {
        let twice =
            self.own.blocks.iter_mut().filter(|(_, block)| !block.reported).find_map(|(path, block)| {
                let (first, second) = (block.released.clone()?, block.on_error.as_ref()?.at.clone());
                block.reported = true;
                Some((path.clone(), first, second))
            });
        if let Some((path, first, second)) = twice {
            let message = format!("`{path}` is freed here, and again by `errdefer`");
            let fix = "leave it to `errdefer`, or end the block that it stands in before";
            self.report(Class::OwnershipDoubleFree, message, first, Some(second), fix);
        }
    }

    /// What is freed where a block fails is not freed behind it.
    pub(in crate::zig) fn own_block_ended(&mut self, end: usize) {
        for block in self.own.blocks.values_mut() {
            block.on_error.take_if(|release| release.until <= end);
        }
    }

    /// A name or a field is used. The length of a slice is no part of its memory.
    pub(super) fn own_used(&mut self, node: Node<'t>) {
        if self.own.blocks.is_empty() || self.deferring {
            return;
        }
        let Some(path) = self.path_of(node) else { return };
        let around = node.parent().filter(|parent| parent.kind() == "field_expression");
        let member = around.and_then(|parent| parent.child_by_field_name("member"));
        let is_member = member.is_some_and(|member| member.id() == node.id());
        let is_length = member.is_some_and(|member| self.file.slice(member) == "len");
        if is_member || is_length {
            return;
        }
        let Some(block) = self.own.blocks.get_mut(path).filter(|block| !block.reported) else { return };
        // What a condition guards may be the other case.
        let perhaps = block.perhaps.clone().filter(|_| self.branches == 0);
        let Some(freed) = block.released.clone().or(perhaps) else { return };
        block.reported = true;
        let message = format!("`{path}` is used after it was freed");
        let at = self.file.place(node);
        self.report(Class::OwnershipUseAfterFree, message, at, Some(freed), "free it after its last use");
    }

    /// Names that a payload binds are new ones; behind `catch` and `else` they are errors.
    pub(super) fn bound_by_payload(&mut self, payload: Node<'t>) {
        let is_error = payload
            .parent()
            .is_some_and(|parent| matches!(parent.kind(), "catch_expression" | "else_clause"));
        for name in children(payload) {
            let name = self.file.slice(name);
            self.own.forget(name);
            if is_error {
                self.errors.insert(name.to_owned());
            }
        }
    }
}
