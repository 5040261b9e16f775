//! What an expression that stands for a type or a namespace means.

use super::consts::branch;
use super::made::is_type_builtin;
use super::scan::{Member, Scan, ScopeId, string};
use super::tree::Node;
use crate::source::normal_path;

/// Longest chain of names that is followed.
const STEPS_MAX: u32 = 64;
/// Most expressions that one question looks at: a constant that names itself in a call is asked for twice at each step.
const LOOKS_MAX: u32 = 4096;

/// The meaning of an expression.
#[derive(Clone, Copy)]
pub(super) enum Entity<'t> {
    /// A file or a container.
    Container(ScopeId),
    /// Some other expression.
    Expression(Node<'t>),
    /// An alias with a name of its own: the variable's index.
    Alias(usize),
    /// A function's index.
    Function(usize),
    /// A variable that is no type.
    Variable(usize),
    /// Something the files do not declare.
    Unknown,
}

impl<'t> Scan<'t> {
    /// Follows names, members and imports until something that is none of them. An alias of a
    /// type expression is not followed further: its name is worth keeping.
    pub(super) fn resolve(&self, node: Node<'t>, scope: ScopeId) -> Entity<'t> {
        self.looks.set(LOOKS_MAX);
        self.resolve_at(node, scope, STEPS_MAX, false)
    }

    /// The same for what stands behind the [`prefix`] of a type.
    pub(super) fn resolve_behind_prefix(&self, node: Node<'t>, scope: ScopeId) -> Entity<'t> {
        self.looks.set(LOOKS_MAX);
        self.resolve_at(node, scope, STEPS_MAX, true)
    }

    fn resolve_at(&self, node: Node<'t>, scope: ScopeId, steps: u32, behind: bool) -> Entity<'t> {
        let looks = self.looks.get().checked_sub(1);
        let (Some(steps), Some(looks)) = (steps.checked_sub(1), looks) else { return Entity::Unknown };
        self.looks.set(looks);
        match node.kind() {
            "identifier" => {
                let name = super::scan::identifier(self.text(scope, node));
                self.lookup(scope, &name).map_or(Entity::Unknown, |member| self.member(member, steps))
            }
            "field_expression" if !behind && prefix(node).is_some() => Entity::Expression(node),
            "field_expression" if self.text(scope, node).starts_with("@typeInfo(") => {
                Entity::Expression(node)
            }
            "field_expression" => {
                let (Some(object), Some(member)) =
                    (node.child_by_field_name("object"), node.child_by_field_name("member"))
                else {
                    return Entity::Unknown;
                };
                let name = super::scan::identifier(self.text(scope, member));
                let object = match self.resolve_at(without_prefixes(object), scope, steps, true) {
                    Entity::Alias(index) => self.instance_behind(index, steps),
                    object => object,
                };
                match object {
                    Entity::Container(inner) => match self.scopes[inner].members.get(&name) {
                        Some(member) => self.member(*member, steps),
                        None => Entity::Unknown,
                    },
                    _ => Entity::Unknown,
                }
            }
            "builtin_function" => self.builtin(node, scope),
            "call_expression" if behind || prefix(node).is_none() => {
                match self.made_by_at(node, scope, steps) {
                    Some((_, inner)) => Entity::Container(inner),
                    None => Entity::Expression(node),
                }
            }
            "parenthesized_expression" => match node.named_child(0) {
                Some(inner) => self.resolve_at(inner, scope, steps, false),
                None => Entity::Unknown,
            },
            "struct_declaration" | "union_declaration" | "enum_declaration" | "opaque_declaration" => {
                self.opened.get(&node.id()).map_or(Entity::Unknown, |id| Entity::Container(*id))
            }
            _ => Entity::Expression(node),
        }
    }

    fn lookup(&self, scope: ScopeId, name: &str) -> Option<Member> {
        let mut at = Some(scope);
        while let Some(id) = at {
            if let Some(member) = self.scopes[id].members.get(name) {
                return Some(*member);
            }
            at = self.scopes[id].parent;
        }
        None
    }

    fn member(&self, member: Member, steps: u32) -> Entity<'t> {
        let index = match member {
            Member::Function(index) => return Entity::Function(index),
            Member::Variable(index) => index,
        };
        let variable = &self.variables[index];
        let Some(value) = variable.value.filter(|_| variable.constant) else {
            return Entity::Variable(index);
        };
        match self.resolve_at(value, variable.scope, steps, false) {
            Entity::Expression(node) if self.means_type(node, variable.scope, steps) => Entity::Alias(index),
            // What it is made with is seen there only.
            Entity::Container(_) if value.kind() == "call_expression" => Entity::Alias(index),
            Entity::Expression(_) => Entity::Variable(index),
            // `.c`, of whatever type is declared.
            Entity::Unknown
                if value.child_by_field_name("object").is_none() && value.kind() == "field_expression" =>
            {
                Entity::Variable(index)
            }
            // `const c_handle = c.handle_t`: the last name that is known.
            other => other,
        }
    }

    /// The function that a call names and the container that it returns:
    /// `fn List(comptime T: type) type { return extern struct { … }; }`.
    pub(super) fn made_by(&self, call: Node<'t>, scope: ScopeId) -> Option<(usize, ScopeId)> {
        self.looks.set(LOOKS_MAX);
        self.made_by_at(call, scope, STEPS_MAX)
    }

    fn made_by_at(&self, call: Node<'t>, scope: ScopeId, steps: u32) -> Option<(usize, ScopeId)> {
        let function = call.child_by_field_name("function").filter(|_| call.kind() == "call_expression")?;
        let Entity::Function(index) = self.resolve_at(without_prefixes(function), scope, steps, true) else {
            return None;
        };
        let decl = &self.functions[index];
        let result = decl.node.child_by_field_name("type")?;
        let body =
            decl.node.child_by_field_name("body").filter(|_| self.text(decl.scope, result) == "type")?;
        let mut made = None;
        body.visit(|node, _| {
            let is_returned = node.parent().is_some_and(|parent| parent.kind() == "return_expression");
            if made.is_none() && is_returned {
                made = self.opened.get(&node.id()).copied();
            }
            made.is_none() && node.kind() != "function_declaration"
        });
        made.map(|id| (index, id))
    }

    /// Whether an expression can only be a type.
    fn means_type(&self, node: Node<'t>, scope: ScopeId, steps: u32) -> bool {
        let Some(steps) = steps.checked_sub(1) else { return false };
        let kind = node.kind();
        let inside = |part: Option<Node<'t>>| part.is_some_and(|part| self.means_type(part, scope, steps));
        match kind {
            "builtin_type" | "anyframe_type" | "error_set_declaration" => true,
            _ if is_prefixed(kind) || prefix(node).is_some() => true,
            "struct_declaration" | "union_declaration" | "enum_declaration" | "opaque_declaration" => true,
            "builtin_function" => {
                node.named_child(0).is_some_and(|name| is_type_builtin(self.text(scope, name)))
            }
            "if_expression" | "if_type_expression" => {
                [true, false].into_iter().any(|holds| inside(branch(node, holds)))
            }
            "switch_expression" => {
                let cases = node.named_children().filter(|child| child.kind() == "switch_case");
                cases.into_iter().any(|case| inside(case.named_children().last()))
            }
            "parenthesized_expression" | "comptime_expression" => inside(node.named_child(0)),
            "labeled_type_expression" => {
                let mut found = false;
                node.visit(|inner, _| {
                    if inner.kind() == "break_expression" {
                        found |= inside(inner.named_children().last());
                    }
                    !found && inner.kind() != "function_declaration"
                });
                found
            }
            "call_expression" => {
                let Some(callee) = node.child_by_field_name("function") else { return false };
                let of_std = ["meta.Int", "meta.Tag", "meta.FieldType"];
                let text = self.text(scope, callee);
                match self.resolve_at(callee, scope, steps, true) {
                    Entity::Function(index) => {
                        let decl = &self.functions[index];
                        let result = decl.node.child_by_field_name("type");
                        result.is_some_and(|result| self.text(decl.scope, result) == "type")
                    }
                    _ => of_std.iter().any(|name| text.ends_with(name)),
                }
            }
            "field_expression" if self.text(scope, node).starts_with("@typeInfo(") => {
                let text = self.text(scope, node);
                [".tag_type", ".child", ".backing_integer.?"].iter().any(|end| text.ends_with(end))
            }
            "identifier" | "field_expression" => {
                matches!(self.resolve_at(node, scope, steps, false), Entity::Container(_) | Entity::Alias(_))
                    || self.text(scope, node).starts_with("c_")
            }
            _ => false,
        }
    }

    /// The container that an alias of a call means, whatever it is made with.
    fn instance_behind(&self, index: usize, steps: u32) -> Entity<'t> {
        let variable = &self.variables[index];
        let made = variable.value.and_then(|value| self.made_by_at(value, variable.scope, steps));
        made.map_or(Entity::Unknown, |(_, inner)| Entity::Container(inner))
    }

    fn builtin(&self, node: Node<'t>, scope: ScopeId) -> Entity<'t> {
        let (Some(name), Some(arguments)) = (node.named_child(0), node.named_child(1)) else {
            return Entity::Unknown;
        };
        match self.text(scope, name) {
            "@This" => Entity::Container(scope),
            "@import" => {
                let file = &self.files[self.scopes[scope].file];
                let wanted = arguments.named_child(0).and_then(|a| string(file.text, a));
                wanted.and_then(|w| self.import(file.path, &w)).map_or(Entity::Unknown, Entity::Container)
            }
            _ => Entity::Expression(node),
        }
    }

    /// The file that `@import(wanted)` in `from` means: a path beside it, or a package whose
    /// root bears its name.
    fn import(&self, from: &str, wanted: &str) -> Option<ScopeId> {
        if wanted.strip_suffix(".zig").is_some() {
            let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
            return self.roots.get(&normal_path(&format!("{folder}/{wanted}"))).copied();
        }
        if matches!(wanted, "std" | "builtin" | "root") {
            return None;
        }
        self.packages.get(wanted).copied()
    }
}

/// Whether it is a type that ends with another one.
pub(super) fn is_prefixed(kind: &str) -> bool {
    matches!(
        kind,
        "nullable_type"
            | "pointer_type"
            | "slice_type"
            | "array_type"
            | "error_union_type"
            | "function_signature"
    )
}

/// The grammar takes `*types.Pair` for the member `Pair` of `*types`, as if that could have one, and `*Pair(u8)` for
/// a call of `*Pair`: the type that the whole begins with, if it is such.
pub(super) fn prefix(node: Node<'_>) -> Option<Node<'_>> {
    let mut first = beginning(node)?;
    while let Some(next) = beginning(first) {
        first = next;
    }
    is_prefixed(first.kind()).then_some(first)
}

/// What a member or a call begins with.
fn beginning(node: Node<'_>) -> Option<Node<'_>> {
    match node.kind() {
        "field_expression" => node.child_by_field_name("object"),
        "call_expression" => node.child_by_field_name("function"),
        _ => None,
    }
}

/// What a type ends with: `types` of `?*const types`.
pub(super) fn without_prefixes(mut node: Node<'_>) -> Node<'_> {
    while is_prefixed(node.kind()) {
        let Some(inner) = node.named_children().filter(|child| !child.is_extra()).last() else {
            return node;
        };
        node = inner;
    }
    node
}
