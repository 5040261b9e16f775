//! What functions of this side do with what an exported function gives them: keep it, free it, change it, or give
//! a view of it back. Each is read once.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use ghost_abi::zig_source::Node;

use super::super::tree::{arguments, children};
use super::{Body, HELPERS_MAX, is_pointer};
use crate::effects::{Change, Effects, Interior, Keep, Keeper, Origin, Release, Resource};

/// Functions of this side by their index; one that is read now is not known to itself.
pub(super) type Summaries = Rc<RefCell<HashMap<usize, Option<Rc<Helper>>>>>;

/// What a function of this side does with what it is given.
pub(super) struct Helper {
    pub(super) out: Effects,
    mutates: HashSet<usize>,
    synchronised: bool,
}

/// Methods of allocators.
const OF_ALLOCATORS: [&str; 7] = ["free", "destroy", "create", "alloc", "dupe", "dupeZ", "realloc"];

impl<'t> Body<'_, 't> {
    /// The function of this side that a call means, where that is certain.
    fn own_function(&self, call: Node<'t>) -> Option<usize> {
        let file = self.function.file;
        let text = file.slice(call.child_by_field_name("function")?);
        let text = text.trim_start_matches(['!', '-', '~', ' ']);
        if text.starts_with("std.") {
            return None;
        }
        let (chain, name) = text.rsplit_once('.').unwrap_or(("", text));
        let named = self.program.named(name);
        // `.of(…)` is a function of the type that is asked for.
        let asked = if text.starts_with('.') { self.asked_for(call) } else { "" };
        let container = chain.rsplit('.').next().unwrap_or(chain);
        let of_param = self.derived.get(chain).and_then(|param| self.out.params.get(*param));
        let of_heap = self.heap_types.get(chain).map(String::as_str);
        let ty = of_param.map(|param| param.pointee.as_str()).or(of_heap).unwrap_or(container);
        let ty = if asked.is_empty() { ty } else { asked };
        let of_type = |index: &usize| {
            let function = &self.program.functions[*index];
            let imported = || {
                let head = format!("const {container} = @import(\"");
                let path = function.file.path;
                let rest =
                    file.text.split_once(&head).map(|(_, rest)| rest.split('"').next().unwrap_or(rest));
                rest.is_some_and(|name| path.ends_with(name.trim_start_matches("./")))
            };
            function.owner == Some(ty) || function.owner.is_none() && !container.is_empty() && imported()
        };
        let mut own = named.iter().copied().filter(of_type);
        match (own.next(), own.next()) {
            (Some(own), None) => Some(own),
            (None, _) if chain.is_empty() || !OF_ALLOCATORS.contains(&name) => match named {
                [only] => Some(*only),
                _ => None,
            },
            _ => None,
        }
    }

    /// The type that is declared for what a call gives: of the variable, or of the function that returns it.
    fn asked_for(&self, call: Node<'t>) -> &'t str {
        let file = self.function.file;
        let mut at = call.parent();
        while let Some(parent) = at {
            let ty = match parent.kind() {
                "variable_declaration" => parent.child_by_field_name("type").map_or("", |ty| file.slice(ty)),
                "return_expression" => super::result_type(&self.function),
                "try_expression" | "catch_expression" | "parenthesized_expression" | "binary_expression" => {
                    at = parent.parent();
                    continue;
                }
                _ => "",
            };
            return ty.rsplit(['.', '?', '!', '*', ' ']).next().unwrap_or(ty);
        }
        ""
    }

    /// What the function of this side does that a call means, and what it is given, what it is called on first.
    pub(super) fn helper(&self, call: Node<'t>) -> Option<(Rc<Helper>, Vec<Node<'t>>)> {
        let index = self.own_function(call)?;
        let helper = self.summary(index)?;
        let mut given = arguments(call);
        let object =
            call.child_by_field_name("function").and_then(|callee| callee.child_by_field_name("object"));
        if let Some(object) = object.filter(|_| helper.out.params.len() == given.len() + 1) {
            given.insert(0, object);
        }
        Some((helper, given))
    }

    fn summary(&self, index: usize) -> Option<Rc<Helper>> {
        if let Some(known) = self.summaries.borrow().get(&index) {
            return known.clone();
        }
        if self.helpers >= HELPERS_MAX {
            return None;
        }
        let function = *self.program.functions.get(index)?;
        self.summaries.borrow_mut().insert(index, None);
        let mut body = Body::new(self.program, function, self.summaries.clone());
        body.helpers = self.helpers + 1;
        body.values();
        body.visit(function.body, 0);
        let helper =
            Rc::new(Helper { out: body.out, mutates: body.mutates, synchronised: body.synchronised });
        self.summaries.borrow_mut().insert(index, Some(helper.clone()));
        Some(helper)
    }

    /// Whether a function of this side changes what lies behind a parameter, without a lock.
    pub(super) fn helper_changes(&self, call: Node<'t>, param: usize) -> bool {
        let helper = self.own_function(call).and_then(|index| self.summary(index));
        helper.is_some_and(|helper| !helper.synchronised && helper.mutates.contains(&param))
    }

    /// Whether a function of this side keeps anything that it is given; `None` where none has that name.
    pub(super) fn own_keeps(&self, name: &str) -> Option<bool> {
        let own = self.program.named(name);
        let keeps = |index: &usize| {
            self.summary(*index).is_none_or(|own| !(own.out.keeps.is_empty() && own.out.stores.is_empty()))
        };
        (!own.is_empty()).then(|| own.iter().any(keeps))
    }

    /// What a call of this side's own function gives.
    pub(super) fn call_origin(&self, value: Node<'t>) -> Origin {
        let call = match value.kind() {
            "try_expression"
            | "catch_expression"
            | "null_coercion_expression"
            | "parenthesized_expression" => {
                return children(value).first().map_or(Origin::Unknown, |inner| self.call_origin(*inner));
            }
            "binary_expression" => {
                let left = value.child_by_field_name("left");
                return left.map_or(Origin::Unknown, |left| self.call_origin(left));
            }
            "call_expression" => value,
            _ => return Origin::Unknown,
        };
        let Some((helper, given)) = self.helper(call) else { return Origin::Unknown };
        let known = helper.out.returns.iter().find_map(|flow| match &flow.what {
            Origin::Owned(resource) => {
                let holds = if resource.holds.is_empty() { &self.result } else { &resource.holds };
                Some(Origin::Owned(Resource { holds: holds.clone(), ..resource.clone() }))
            }
            Origin::Inside(interior) => {
                let param = self.memory_of(*given.get(interior.param)?)?;
                Some(Origin::Inside(Interior { param, ..interior.clone() }))
            }
            Origin::Argument(param) => {
                Some(self.origin(*given.get(*param)?)).filter(|what| *what != Origin::Unknown)
            }
            _ => None,
        });
        known.unwrap_or(Origin::Unknown)
    }

    /// What a name stands for is put into something else, and goes with that.
    pub(super) fn put_into(&mut self, value: Node<'t>) {
        match value.kind() {
            "identifier" => {
                self.heap.remove(self.function.file.slice(value));
            }
            "struct_initializer" | "anonymous_struct_initializer" | "initializer_list" => {
                for part in children(value) {
                    self.put_into(part);
                }
            }
            "assignment_expression" => {
                value.child_by_field_name("right").into_iter().for_each(|right| self.put_into(right));
            }
            _ => {}
        }
    }

    /// A function of this side keeps, frees or changes what it is given.
    pub(super) fn helper_acts(&mut self, call: Node<'t>, callee: Node<'t>) {
        let Some((helper, given)) = self.helper(call) else { return };
        let file = self.function.file;
        let object = callee.child_by_field_name("object").map(|object| file.slice(object));
        let root = object.map(|object| object.split(['.', '[']).next().unwrap_or(object));
        let outside = root.is_some_and(|root| {
            self.program.globals.contains(root) || self.program.thread_locals.contains(root)
        });
        for keep in &helper.out.keeps {
            let Some(arg) = given.get(keep.param) else { continue };
            self.put_into(*arg);
            if let Some(param) = self.memory_of(*arg).filter(|param| self.is_typed(*param)) {
                let by = if outside && keep.by == Keeper::Handle { Keeper::Static } else { keep.by };
                self.out.keeps.push(Keep { param, by, at: keep.at.clone() });
            }
        }
        for change in &helper.out.changes {
            if let Some(param) = given.get(change.param).and_then(|arg| self.memory_of(*arg)) {
                self.out.changes.push(Change { param, ..change.clone() });
            }
        }
        for release in helper.out.releases.iter().filter(|release| !release.inside) {
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
        if call.kind() != "call_expression" || !self.may_point() {
            return None;
        }
        let on_stack = |arg: &Node<'t>| {
            let text = file.slice(*arg);
            let name = text.trim_start_matches('&').split(['.', '[']).next().unwrap_or(text);
            let view = self.views.contains(text);
            (view || is_pointer(text) && self.stack.contains(name)).then(|| name.to_owned())
        };
        arguments(call).iter().find_map(on_stack)?;
        let (helper, given) = self.helper(call)?;
        helper.out.returns.iter().find_map(|flow| match flow.what {
            Origin::Argument(param) => given.get(param).and_then(on_stack),
            _ => None,
        })
    }
}
