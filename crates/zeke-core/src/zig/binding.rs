//! What an expression is bound to.

use ghost_abi::zig_source::Node;

use super::tree::{arguments, builtin, children};
use super::uses::Walk;

/// What a variable is bound to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Binding {
    /// Something that a call of the other side gave.
    Instance(usize),
    /// A value of this side that holds such a thing.
    Holder(usize),
    /// Memory of this function: an array, or a slice of one.
    Stack,
    /// Memory of an allocator of Zig.
    Heap,
    /// A slice without terminator that came as a parameter.
    Slice,
    /// What gives such slices one after the other: parts of a text.
    Pieces,
    /// A value that may be any integer.
    Integer,
    /// A variable of this function.
    Local,
}

impl<'t> Walk<'_, 't> {
    /// What an expression is bound to, through `try`, `orelse`, `.?`, casts, slicing and members.
    pub(super) fn binding_of(&self, node: Node<'t>) -> Option<Binding> {
        match node.kind() {
            "identifier" => self.names.get(self.file.slice(node)).copied(),
            "call_expression" => self.call_binding(node),
            "binary_expression" => self.binding_of(node.child_by_field_name("left")?),
            "field_expression" => self.field_binding(node),
            "builtin_function" => {
                let (name, args) = builtin(self.file, node)?;
                let same =
                    ["@ptrCast", "@alignCast", "@constCast", "@as", "@intCast", "@truncate", "@bitCast"];
                same.contains(&name).then(|| self.binding_of(*args.last()?))?
            }
            "try_expression"
            | "null_coercion_expression"
            | "catch_expression"
            | "parenthesized_expression" => self.binding_of(children(node).into_iter().next()?),
            // One element is a copy, a part of a slice is not.
            "index_expression" | "dereference_expression" => {
                let inner = self.binding_of(children(node).into_iter().next()?)?;
                let copy = !self.file.slice(node).contains("..");
                (!copy || !matches!(inner, Binding::Instance(_) | Binding::Slice)).then_some(inner)
            }
            "unary_expression" => {
                let operand = children(node).into_iter().next()?;
                let is_address = self.file.slice(node).starts_with('&');
                let element = is_address && operand.kind() == "index_expression";
                let of = if element { children(operand).into_iter().next()? } else { operand };
                let inner = self.binding_of(of)?;
                Some(if is_address && inner == Binding::Local { Binding::Stack } else { inner })
            }
            "struct_initializer" | "anonymous_struct_initializer" => {
                let ty = children(node).first().map(|ty| self.file.slice(*ty));
                stack(ty, self.file.slice(node)).or_else(|| self.held(node).map(Binding::Holder))
            }
            _ => None,
        }
    }

    fn field_binding(&self, node: Node<'t>) -> Option<Binding> {
        let object = self.binding_of(node.child_by_field_name("object")?)?;
        let member = node.child_by_field_name("member").map(|m| self.file.slice(m));
        match (object, member) {
            (Binding::Holder(index), _) => Some(Binding::Holder(index)),
            (Binding::Local, _) => Some(Binding::Local),
            (Binding::Stack, Some("items")) => Some(Binding::Stack),
            // A struct that came by value is what its fields are.
            (Binding::Instance(index), Some(_)) if self.by_value(index) => Some(object),
            (_, Some("ptr")) => Some(object),
            _ => None,
        }
    }

    fn by_value(&self, index: usize) -> bool {
        let instance = &self.instances[index];
        let symbol = instance.symbol();
        // What was filled through its address is a variable of this side.
        if instance.call == usize::MAX && !symbol.is_empty() {
            return true;
        }
        self.imports
            .get(symbol)
            .is_some_and(|function| matches!(function.ret, ghost_abi::model::Type::Named(_)))
    }

    /// The first thing of the other side that a value is made of; what a call is given is not in it.
    fn held(&self, node: Node<'t>) -> Option<usize> {
        match node.kind() {
            "call_expression" => match self.call_binding(node) {
                Some(Binding::Instance(index) | Binding::Holder(index)) => Some(index),
                _ => None,
            },
            "identifier" => match self.names.get(self.file.slice(node)) {
                Some(Binding::Instance(index) | Binding::Holder(index)) => Some(*index),
                _ => None,
            },
            _ => children(node).into_iter().find_map(|child| self.held(child)),
        }
    }

    fn call_binding(&self, call: Node<'t>) -> Option<Binding> {
        if let Some(index) = self.instances.iter().rposition(|i| i.call == call.start_byte()) {
            let held = self.instances[index].held;
            return Some(if held { Binding::Holder(index) } else { Binding::Instance(index) });
        }
        if let Some(symbol) = self.symbol(call) {
            return self.returns_integer(symbol).then_some(Binding::Integer);
        }
        let function = self.file.slice(call.child_by_field_name("function")?);
        let last = function.rsplit('.').next().unwrap_or(function);

        let object = || call.child_by_field_name("function")?.child_by_field_name("object");
        match last {
            "next" | "peek" | "rest" | "first" => {
                (self.binding_of(object()?)? == Binding::Pieces).then_some(Binding::Slice)
            }
            _ if function.starts_with("std.mem.tokenize") || function.starts_with("std.mem.split") => {
                Some(Binding::Pieces)
            }
            "trim" | "trimStart" | "trimEnd" | "trimLeft" | "trimRight" | "basename" | "stem"
            | "extension" => arguments(call)
                .into_iter()
                .find_map(|arg| self.binding_of(arg))
                .filter(|b| *b == Binding::Slice),
            "bufPrint" | "bufPrintZ" | "bufPrintSentinel" | "span" | "sliceTo" => {
                self.binding_of(arguments(call).into_iter().next()?)
            }
            "alloc" | "create" | "dupe" | "dupeZ" | "dupeSentinel" | "allocSentinel" | "allocPrint"
            | "allocPrintSentinel" | "toOwnedSlice" => Some(Binding::Heap),
            // `std.ascii.allocUpperString` and its kin.
            _ if function.starts_with("std.") && last.starts_with("alloc") => Some(Binding::Heap),
            _ => None,
        }
    }
}

/// Arrays and undefined buffers live on the stack.
pub(super) fn stack(ty: Option<&str>, value: &str) -> Option<Binding> {
    let is_array = |text: &str| text.starts_with('[') && !text.starts_with("[]") && !text.starts_with("[*");
    (ty.is_some_and(is_array) || is_array(value)).then_some(Binding::Stack)
}
