//! What ends with an exported function by a `defer` of it: lists and arenas that are given back, memory that is
//! freed; and what lies in a handle's own arena, which ends with the handle.

use std::collections::HashSet;

use ghost_abi::zig_source::Node;

use super::super::tree::{arguments, builtin, children, of_kind};
use super::{Body, VIEWS};
use crate::effects::Origin;

/// Names of one body.
#[derive(Default)]
pub(super) struct Dying {
    /// Variables whose memory a `defer` gives back.
    deferred: HashSet<String>,
    /// Names that point into such memory.
    views: HashSet<String>,
    /// Allocators whose memory ends with the function.
    allocators: HashSet<String>,
    /// Names of arenas that outlive the function, and of what lies in them.
    pub(super) arenas: HashSet<String>,
}

impl<'t> Body<'_, 't> {
    /// `defer list.deinit(gpa);`, `defer gpa.free(bytes);`
    pub(super) fn deferred(&mut self, node: Node<'t>) {
        let file = self.function.file;
        // What is given back under a condition only is not given back for sure.
        if !of_kind(node, "if_statement").is_empty() || !of_kind(node, "if_expression").is_empty() {
            return;
        }
        for call in of_kind(node, "call_expression") {
            let Some(callee) = call.child_by_field_name("function") else { continue };
            let (chain, last) = file.slice(callee).rsplit_once('.').unwrap_or_default();
            let name = match last {
                "deinit" => chain,
                "free" | "destroy" => arguments(call).last().map_or("", |arg| file.slice(*arg)),
                _ => continue,
            };
            if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !self.derived.contains_key(name)
            {
                self.dying.deferred.insert(name.to_owned());
            }
        }
    }

    /// A name gets a value that may end with the function.
    pub(super) fn ends_with(&mut self, name: &str, value: Node<'t>) {
        self.dying.views.remove(name);
        self.dying.allocators.remove(name);
        if self.is_dying_allocator(value) {
            self.dying.allocators.insert(name.to_owned());
        } else if self.dies(value).is_some() {
            self.dying.views.insert(name.to_owned());
        }
    }

    /// `arena.allocator()` of an arena that a `defer` gives back, or a name for it.
    fn is_dying_allocator(&self, node: Node<'t>) -> bool {
        let text = self.function.file.slice(node);
        let of_arena =
            text.strip_suffix(".allocator()").is_some_and(|name| self.dying.deferred.contains(name));
        of_arena || self.dying.allocators.contains(text)
    }

    /// Whether an expression takes memory of an arena that outlives the function: who frees that, frees all of it.
    pub(super) fn is_of_arena(&self, text: &str) -> bool {
        let root = text.trim_start_matches("try ").split(['.', '(']).next().unwrap_or(text);
        self.dying.arenas.contains(root) || text.to_ascii_lowercase().contains("arena.")
    }

    /// The variable with which a value ends that points into it.
    pub(super) fn dies(&self, node: Node<'t>) -> Option<String> {
        let file = self.function.file;
        let text = file.slice(node);
        match node.kind() {
            "identifier" => {
                let ends = self.dying.views.contains(text)
                    || self.views.contains(text)
                    || self.dying.deferred.contains(text) && self.heap.contains(text);
                ends.then(|| text.to_owned())
            }
            "field_expression" => {
                let object = node.child_by_field_name("object")?;
                let root = file.slice(object);
                let list = text.strip_suffix(".items").is_some() && self.dying.deferred.contains(root);
                if list {
                    return Some(root.to_owned());
                }
                text.strip_suffix(".ptr").is_some().then(|| self.dies(object))?
            }
            "index_expression" => {
                let is_slice = children(node).iter().any(|child| child.kind() == "range_expression");
                is_slice.then(|| self.dies(node.child_by_field_name("object")?))?
            }
            "try_expression"
            | "parenthesized_expression"
            | "null_coercion_expression"
            | "catch_expression" => self.dies(children(node).into_iter().next()?),
            "binary_expression" => self.dies(node.child_by_field_name("left")?),
            "struct_initializer" | "anonymous_struct_initializer" | "initializer_list" => {
                children(node).into_iter().find_map(|part| self.dies(part))
            }
            "assignment_expression" | "field_initializer" => {
                self.dies(children(node).into_iter().next_back()?)
            }
            "builtin_function" => {
                let (name, args) = builtin(file, node)?;
                let same = ["@ptrCast", "@alignCast", "@constCast", "@as"];
                same.contains(&name).then(|| self.dies(*args.last()?))?
            }
            "call_expression" => self.call_dies(node),
            _ => None,
        }
    }

    fn call_dies(&self, call: Node<'t>) -> Option<String> {
        let file = self.function.file;
        let callee = call.child_by_field_name("function")?;
        let text = file.slice(callee);
        let last = text.rsplit('.').next().unwrap_or(text);
        let args = arguments(call);
        let allocates = ["alloc", "create", "dupe"].iter().any(|word| last.starts_with(word));
        let object = callee.child_by_field_name("object").filter(|object| self.is_dying_allocator(*object));
        if let Some(object) = object.filter(|_| allocates) {
            return Some(file.slice(object).to_owned());
        }
        if VIEWS.contains(&last) {
            return self.dies(*args.first()?);
        }
        let Some((helper, given)) = self.helper(call) else {
            // `std.fmt.allocPrint(arena, …)`
            let from = args.first().filter(|arg| allocates && self.is_dying_allocator(**arg))?;
            return Some(file.slice(*from).to_owned());
        };
        helper.out.returns.iter().find_map(|flow| match &flow.what {
            Origin::Owned(_) => {
                let from = given.iter().find(|arg| self.is_dying_allocator(**arg))?;
                Some(file.slice(*from).to_owned())
            }
            Origin::Argument(param) => self.dies(*given.get(*param)?),
            _ => None,
        })
    }
}
