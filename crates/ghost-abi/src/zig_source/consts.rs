//! Constant expressions of Zig: enough for lengths, alignments, tag values and `pub const`.

use super::tree::Node;

use super::resolve::Entity;
use super::scan::{Scan, ScopeId, string};
use crate::model::ConstantValue as Value;

/// Deepest nesting that is followed, and most expressions in all.
const DEPTH_MAX: u32 = 64;
const STEPS_MAX: u32 = 4_096;

impl<'t> Scan<'t> {
    /// The value of an expression, where it needs no more than literals, names and arithmetic.
    pub(super) fn value(&self, node: Node<'t>, scope: ScopeId) -> Option<Value> {
        self.value_at(node, scope, DEPTH_MAX, &mut STEPS_MAX.clone())
    }

    pub(super) fn int(&self, node: Node<'t>, scope: ScopeId) -> Option<i128> {
        self.value(node, scope)?.as_int()
    }

    fn value_at(&self, node: Node<'t>, scope: ScopeId, depth: u32, steps: &mut u32) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        *steps = steps.checked_sub(1)?;
        let text = self.text(scope, node);
        match node.kind() {
            "integer" => integer(text).map(Value::Int),
            "float" => Some(Value::Float(text.replace('_', ""))),
            "boolean" => Some(Value::Bool(text == "true")),
            "string" => string(self.files[self.scopes[scope].file].text, node).map(Value::Str),
            "character" => character(text).map(Value::Int),
            "parenthesized_expression" | "comptime_expression" => {
                self.value_at(node.named_child(0)?, scope, depth, steps)
            }
            "unary_expression" => {
                let inner = self.value_at(node.child_by_field_name("argument")?, scope, depth, steps)?;
                match (self.text(scope, node.child_by_field_name("operator")?), inner) {
                    ("-", Value::Int(n)) => n.checked_neg().map(Value::Int),
                    ("-", Value::Float(x)) => Some(Value::Float(format!("-{x}"))),
                    ("!", Value::Bool(b)) => Some(Value::Bool(!b)),
                    _ => None,
                }
            }
            "binary_expression" => {
                let left = self.value_at(node.child_by_field_name("left")?, scope, depth, steps)?;
                let right = self.value_at(node.child_by_field_name("right")?, scope, depth, steps)?;
                binary(self.text(scope, node.child_by_field_name("operator")?), left, right)
            }
            "builtin_function" => {
                let arguments = node.named_child(1)?;
                let last = u32::try_from(arguments.named_child_count()).ok()?.checked_sub(1)?;
                match self.text(scope, node.named_child(0)?) {
                    "@as" | "@intCast" => self.value_at(arguments.named_child(last)?, scope, depth, steps),
                    _ => None,
                }
            }
            "identifier" | "field_expression" => match self.resolve(node, scope) {
                Entity::Variable(index) => {
                    let variable = &self.variables[index];
                    self.value_at(variable.value.filter(|_| variable.constant)?, variable.scope, depth, steps)
                }
                _ => None,
            },
            _ => None,
        }
    }
}

/// The value of an integer literal.
pub(super) fn integer(text: &str) -> Option<i128> {
    let digits = text.replace('_', "");
    let (digits, radix) = match digits.get(..2) {
        Some("0x") => (&digits[2..], 16),
        Some("0o") => (&digits[2..], 8),
        Some("0b") => (&digits[2..], 2),
        _ => (digits.as_str(), 10),
    };
    i128::from_str_radix(digits, radix).ok()
}

fn character(text: &str) -> Option<i128> {
    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
    let value = super::scan::unescape(inner);
    let mut chars = value.chars();
    let first = chars.next()?;
    chars.next().is_none().then(|| i128::from(u32::from(first)))
}

fn binary(operator: &str, left: Value, right: Value) -> Option<Value> {
    let (left, right) = match (left, right) {
        (Value::Int(left), Value::Int(right)) => (left, right),
        (Value::Str(left), Value::Str(right)) if operator == "++" => return Some(Value::Str(left + &right)),
        _ => return None,
    };
    let shift = u32::try_from(right).ok();
    match operator {
        "+" => left.checked_add(right),
        "-" => left.checked_sub(right),
        "*" => left.checked_mul(right),
        "/" => left.checked_div(right),
        "%" => left.checked_rem(right),
        "|" => Some(left | right),
        "&" => Some(left & right),
        "^" => Some(left ^ right),
        "<<" => left.checked_shl(shift?),
        ">>" => left.checked_shr(shift?),
        _ => None,
    }
    .map(Value::Int)
}
