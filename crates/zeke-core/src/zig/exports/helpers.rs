//! What functions of this side do with what an exported function gives them: keep it, free it, change it, or give
//! a view of it back.

use ghost_abi::zig_source::Node;

use super::super::tree::{arguments, children};
use super::{Body, HELPERS_MAX, is_pointer};
use crate::effects::{Keep, Keeper, Origin, Release};

impl<'t> Body<'_, 't> {
    /// Whether a function of this side changes what lies behind a parameter, without a lock.
    pub(super) fn helper_changes(&self, name: &str, param: usize) -> bool {
        let [only] = self.program.named(name) else { return false };
        let Some(function) = self.program.functions.get(*only).filter(|_| self.helpers < HELPERS_MAX) else {
            return false;
        };
        let mut body = Body::new(self.program, *function);
        body.helpers = self.helpers + 1;
        body.visit(function.body, 0);
        !body.synchronised && body.mutates.contains(&param)
    }

    /// Whether a call of this side's own function gives memory of an allocator.
    pub(super) fn helper_allocates(&self, value: Node<'t>) -> bool {
        let file = self.function.file;
        let text = file.slice(value).trim_start_matches("try ");
        let called = text.split('(').next().unwrap_or(text);
        let name = called.rsplit('.').next().unwrap_or(called);
        let [only] = self.program.named(name) else { return false };
        let Some(function) = self.program.functions.get(*only).filter(|_| text.contains('(')) else {
            return false;
        };
        if self.helpers >= HELPERS_MAX {
            return false;
        }
        let mut body = Body::new(self.program, *function);
        body.helpers = self.helpers + 1;
        body.visit(function.body, 0);
        body.out.returns.iter().any(|flow| matches!(flow.what, Origin::Owned(_)))
    }

    /// A function of this side keeps what it is given.
    pub(super) fn helper_keeps(&mut self, call: Node<'t>, callee: Node<'t>) {
        let file = self.function.file;
        let text = file.slice(callee);
        let [only] = self.program.named(text.rsplit('.').next().unwrap_or(text)) else { return };
        let Some(function) = self.program.functions.get(*only).copied() else { return };
        let args = arguments(call);
        if self.helpers >= HELPERS_MAX
            || text.starts_with("std.")
            || !args.iter().any(|arg| self.memory_of(*arg).is_some())
        {
            return;
        }
        let mut body = Body::new(self.program, function);
        body.helpers = self.helpers + 1;
        body.values();
        body.visit(function.body, 0);
        let object = callee.child_by_field_name("object").map(|object| file.slice(object));
        let root = object.map(|object| object.split(['.', '[']).next().unwrap_or(object));
        let outside = root.is_some_and(|root| {
            self.program.globals.contains(root) || self.program.thread_locals.contains(root)
        });
        let mut given: Vec<Node<'t>> = Vec::new();
        if body.out.params.len() == args.len() + 1 {
            given.extend(callee.child_by_field_name("object"));
        }
        given.extend(args);
        for keep in &body.out.keeps {
            let param = given.get(keep.param).and_then(|arg| self.memory_of(*arg));
            if let Some(param) = param.filter(|param| self.is_typed(*param)) {
                let by = if outside && keep.by == Keeper::Handle { Keeper::Static } else { keep.by };
                self.out.keeps.push(Keep { param, by, at: keep.at.clone() });
            }
        }
    }

    /// A function of this side frees what it is given: `self.destroy()`.
    pub(super) fn helper_releases(&mut self, call: Node<'t>, callee: Node<'t>) {
        let file = self.function.file;
        let text = file.slice(callee);
        if self.helpers >= HELPERS_MAX || text.starts_with("std.") {
            return;
        }
        let object = callee.child_by_field_name("object");
        let of_object = object.and_then(|object| self.out.params.get(self.memory_of(object)?));
        let named = self.program.named(text.rsplit('.').next().unwrap_or(text));
        let is_own = |index: &&usize| {
            let owner = self.program.functions.get(**index).and_then(|function| function.owner);
            of_object.is_some_and(|param| owner == Some(param.pointee.as_str()))
        };
        let mut own = named.iter().filter(is_own);
        let function = match (named, own.next(), own.next()) {
            ([only], ..) => *only,
            (_, Some(own), None) => *own,
            _ => return,
        };
        let Some(function) = self.program.functions.get(function).copied() else { return };
        let args = arguments(call);
        let mut body = Body::new(self.program, function);
        let mut given: Vec<Node<'t>> = Vec::new();
        if body.out.params.len() == args.len() + 1 {
            given.extend(object);
        }
        given.extend(args);
        if !given.iter().any(|arg| self.memory_of(*arg).is_some()) {
            return;
        }
        body.helpers = self.helpers + 1;
        body.visit(function.body, 0);
        for release in body.out.releases.iter().filter(|release| !release.inside) {
            let Some(param) = given.get(release.param).and_then(|arg| self.memory_of(*arg)) else { continue };
            self.out.releases.retain(|known| known.param != param || !known.inside);
            if self.out.releases.iter().all(|known| known.param != param) {
                self.out.releases.push(Release { param, at: file.place(call), ..release.clone() });
            }
        }
    }

    /// A function of this side gives back a view of what it was lent, and that ends with this function.
    pub(super) fn view_by_helper(&self, value: Node<'t>) -> Option<String> {
        let file = self.function.file;
        let call = match value.kind() {
            "field_expression" => value.child_by_field_name("object")?,
            "binary_expression" => value.child_by_field_name("left")?,
            "try_expression" | "catch_expression" | "null_coercion_expression" => {
                children(value).into_iter().next()?
            }
            _ => value,
        };
        if call.kind() != "call_expression" || self.helpers >= HELPERS_MAX || !self.may_point() {
            return None;
        }
        let callee = file.slice(call.child_by_field_name("function")?);
        let [only] = self.program.named(callee.rsplit('.').next().unwrap_or(callee)) else { return None };
        let function = self.program.functions.get(*only).filter(|_| !callee.starts_with("std."))?;
        let args = arguments(call);
        let on_stack = |arg: &Node<'t>| {
            let text = file.slice(*arg);
            let name = text.trim_start_matches('&').split(['.', '[']).next().unwrap_or(text);
            (is_pointer(text) && self.stack.contains(name)).then(|| name.to_owned())
        };
        args.iter().find_map(on_stack)?;
        let mut body = Body::new(self.program, *function);
        body.helpers = self.helpers + 1;
        body.visit(function.body, 0);
        body.out.returns.iter().find_map(|flow| match flow.what {
            Origin::Argument(param) => args.get(param).and_then(on_stack),
            _ => None,
        })
    }
}
