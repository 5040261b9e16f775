//! What functions, conditions and builtins of compile time make: types, and numbers for which types must be known.

use super::consts::{Known, branch, chosen, subject};
use super::resolve::{Entity, without_prefixes};
use super::scan::{ScopeId, identifier};
use super::tree::Node;
use super::types::{Bindings, Bound, Types};
use crate::layout;
use crate::model::{ConstantValue as Value, Machine, Type, TypeKind};

/// How deep functions of compile time are followed into each other.
const CALLS_MAX: u32 = 16;
/// How many calls are followed for one interface: each may make two more.
const FOLLOWED_MAX: u32 = 1 << 14;
/// Most statements of one such function.
const STATEMENTS_MAX: usize = 64;

/// Where a function of compile time ends: the expression that it returns, and what its names stand for there.
pub(super) type Outcome<'t> = (Node<'t>, ScopeId, Bindings);

impl<'t> Known<'t> for Types<'_, 't> {
    fn bound(&self, name: &str) -> Option<Value> {
        self.bindings().iter().rev().find_map(|(known, bound)| match bound {
            Bound::Value(value) if known == name => Some(value.clone()),
            _ => None,
        })
    }

    fn computed(&mut self, node: Node<'t>, scope: ScopeId) -> Option<Value> {
        match node.kind() {
            "builtin_function" => self.measured(node, scope),
            "call_expression" => {
                let (result, at, bindings) = self.outcome(node, scope)?;
                self.with(bindings, |types| types.value(result, at))
            }
            "labeled_type_expression" | "block_expression" => {
                let bindings = self.bindings().clone();
                let result = self.block(node, scope)?;
                let value = self.value(result, scope);
                self.bind(bindings);
                value
            }
            "field_expression" => match self.of_target(self.scan.text(scope, node)) {
                Some(tag) => Some(Value::Str(tag.to_owned())),
                None => self.variants(node, scope),
            },
            _ => None,
        }
    }
}

impl<'t> Types<'_, 't> {
    /// The value of an expression, with what parameters stand for.
    pub(super) fn value(&mut self, node: Node<'t>, scope: ScopeId) -> Option<Value> {
        let scan = self.scan;
        scan.value_with(node, scope, self)
    }

    pub(super) fn int(&mut self, node: Node<'t>, scope: ScopeId) -> Option<i128> {
        self.value(node, scope)?.as_int()
    }

    /// The branch of a condition, or the case of a `switch`, that is taken.
    pub(super) fn taken(&mut self, node: Node<'t>, scope: ScopeId) -> Option<Node<'t>> {
        let scan = self.scan;
        if node.kind() == "switch_expression" {
            let subject = subject(node)?;
            return chosen(node, |from, to| scan.is_between(subject, (from, to), scope, self));
        }
        match self.value(node.child_by_field_name("condition")?, scope)? {
            Value::Bool(holds) => branch(node, holds),
            _ => None,
        }
    }

    /// What a call of a function of compile time comes to.
    pub(super) fn outcome(&mut self, call: Node<'t>, scope: ScopeId) -> Option<Outcome<'t>> {
        let callee = call.child_by_field_name("function").filter(|_| call.kind() == "call_expression")?;
        let Entity::Function(index) = self.scan.resolve_behind_prefix(without_prefixes(callee), scope) else {
            return None;
        };
        let decl = &self.scan.functions[index];
        let body = decl.node.child_by_field_name("body")?;
        self.followed += 1;
        if self.calls >= CALLS_MAX || self.followed > FOLLOWED_MAX {
            return None;
        }
        let bindings = self.bindings_of(call, index, scope, 0);
        self.calls += 1;
        let before = self.bind(bindings);
        let result = self.run(body, decl.scope);
        let bindings = self.bind(before);
        self.calls -= 1;
        result.map(|node| (node, decl.scope, bindings))
    }

    /// The expression that a body returns. Its constants are bound on the way; what else may change the result ends
    /// the attempt.
    fn run(&mut self, body: Node<'t>, scope: ScopeId) -> Option<Node<'t>> {
        let scan = self.scan;
        let statements =
            body.named_children().filter(|part| !part.is_extra() && part.kind() != "block_label");
        for statement in statements.take(STATEMENTS_MAX) {
            let node = match statement.kind() {
                "expression_statement" => statement.named_child(0)?,
                _ => statement,
            };
            match node.kind() {
                "return_expression" => return node.named_child(0),
                "break_expression" => {
                    return node.named_children().filter(|c| c.kind() != "break_label").last();
                }
                "variable_declaration" => self.bind_constant(node, scope)?,
                _ if !returns(node) => {}
                "if_statement" | "if_expression" | "switch_expression" => {
                    let holds = match node.kind() {
                        "switch_expression" => None,
                        _ => Some(self.value(node.child_by_field_name("condition")?, scope)?),
                    };
                    let taken = match holds {
                        Some(Value::Bool(false)) if !node.children().any(|c| is_else(c)) => continue,
                        Some(Value::Bool(true)) => branch(node, true)?,
                        Some(_) => otherwise(node)?,
                        None => self.taken(node, scope)?,
                    };
                    if !returns(taken) {
                        continue;
                    }
                    return self.result_of(taken, scope);
                }
                _ if scan.text(scope, node).is_empty() => {}
                _ => return None,
            }
        }
        None
    }

    /// What a branch returns, which is a block or a `return`.
    fn result_of(&mut self, mut node: Node<'t>, scope: ScopeId) -> Option<Node<'t>> {
        while matches!(node.kind(), "block_expression" | "expression_statement" | "labeled_statement") {
            node = node.named_children().find(|part| part.kind() != "block_label" && !part.is_extra())?;
        }
        match node.kind() {
            "block" => self.run(node, scope),
            "return_expression" => node.named_child(0),
            "break_expression" => node.named_children().filter(|c| c.kind() != "break_label").last(),
            _ => None,
        }
    }

    /// The type or value that the block of `name: { … break :name it; }` comes to.
    pub(super) fn block(&mut self, node: Node<'t>, scope: ScopeId) -> Option<Node<'t>> {
        let block = node.named_children().find(|part| part.kind() == "block")?;
        self.run(block, scope)
    }

    /// A local constant: what it is worth, or which type it is. A variable may be anything.
    fn bind_constant(&mut self, node: Node<'t>, scope: ScopeId) -> Option<()> {
        let constant = node.children().any(|child| child.kind() == "const");
        let name = node.named_children().find(|child| child.kind() == "identifier")?;
        let equals = node.children().find(|child| child.kind() == "=")?.start_byte();
        let value = node.named_children().find(|child| child.start_byte() > equals && !child.is_extra())?;
        if !constant {
            return None;
        }
        let name = identifier(self.scan.text(scope, name));
        let bound = match self.value(value, scope) {
            Some(value) => Bound::Value(value),
            None => Bound::Type(self.lower(value, scope)),
        };
        self.add_binding(name, bound);
        Some(())
    }

    /// `@sizeOf(T)` and its kin.
    fn measured(&mut self, node: Node<'t>, scope: ScopeId) -> Option<Value> {
        let name = self.scan.text(scope, node.named_child(0)?);
        if !matches!(name, "@sizeOf" | "@alignOf" | "@bitSizeOf") || self.calls >= CALLS_MAX {
            return None;
        }
        let argument = node.named_child(1)?.named_child(0)?;
        let mut apart = Types::new(self.scan, self.machine);
        apart.calls = self.calls + 1;
        apart.bind(self.bindings().clone());
        let ty = apart.lower(argument, scope);
        apart.finish();
        let number = if name == "@bitSizeOf" {
            u64::from(layout::bits_of(&apart.done, &self.machine, &ty)?)
        } else {
            let layout = layout::of(&apart.done, &self.machine, &ty)?;
            if name == "@sizeOf" { layout.size_bytes } else { layout.align_bytes }
        };
        Some(Value::Int(i128::from(number)))
    }

    /// What the text of an expression says of the machine: `builtin.os.tag`.
    fn of_target(&self, text: &str) -> Option<&'static str> {
        let text = text.strip_prefix("@import(\"builtin\")").or_else(|| text.strip_prefix("builtin"))?;
        let text = text.strip_prefix(".target").unwrap_or(text);
        let is_linux = self.machine == Machine::X86_64_LINUX;
        match text {
            ".os.tag" if is_linux => Some("linux"),
            ".cpu.arch" if is_linux => Some("x86_64"),
            ".cpu.arch.endian()" => Some("little"),
            _ => None,
        }
    }

    /// `@typeInfo(T).@"enum".fields.len` and the like: how many parts a type has.
    fn variants(&mut self, node: Node<'t>, scope: ScopeId) -> Option<Value> {
        let scan = self.scan;
        let text = scan.text(scope, node);
        let whole = text.strip_suffix(".len")?;
        let object = node.child_by_field_name("object")?;
        let argument = if text.starts_with("@typeInfo(") && whole.ends_with(".fields") {
            let mut builtin = object;
            while builtin.kind() == "field_expression" {
                builtin = builtin.child_by_field_name("object")?;
            }
            builtin.named_child(1)?.named_child(0)?
        } else if ["std.meta.fields(", "std.enums.values(", "std.meta.tags("]
            .iter()
            .any(|f| text.starts_with(f))
        {
            object.named_child(1)?
        } else {
            return None;
        };
        let ty = self.lower(argument, scope);
        self.finish_one(&ty);
        let Type::Named(name) = self.through_aliases(ty) else { return None };
        let count = match &self.done.get(&name)?.kind {
            TypeKind::Enum(e) => e.variants.len(),
            TypeKind::Struct(record) | TypeKind::Union(record) => record.fields.len(),
            _ => return None,
        };
        i128::try_from(count).ok().map(Value::Int)
    }
}

/// Whether something in a statement ends the function, or the block around it.
fn returns(node: Node<'_>) -> bool {
    let mut found = false;
    node.visit(|inner, _| {
        found |= matches!(inner.kind(), "return_expression" | "break_expression");
        !found && inner.kind() != "function_declaration"
    });
    found
}

fn is_else(node: Node<'_>) -> bool {
    node.kind() == "else" || node.kind() == "else_clause"
}

/// What an `if` that does not hold goes on with.
fn otherwise(node: Node<'_>) -> Option<Node<'_>> {
    match node.children().find(|child| child.kind() == "else_clause") {
        Some(clause) => clause.child_by_field_name("alternative"),
        None => branch(node, false),
    }
}
