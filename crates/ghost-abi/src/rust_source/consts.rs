//! Constant expressions: enough arithmetic for array lengths, discriminants and `pub const`.

use super::builtin;
use super::cfg::Cfg;
use super::names::{Meaning, Names, Space};
use super::outline::{BinaryOp, ConstExpr, Kind, TypeExpr};
use super::types::{Context, Types};
use crate::layout;
use crate::model::{Int, Machine, Type};

/// Deepest nesting of expressions and of constants that use others.
const DEPTH_MAX: u32 = 128;

/// The value of a constant expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Int(i128),
    Float(String),
    Bool(bool),
    Str(String),
}

impl Value {
    pub(super) fn as_length(&self) -> Option<u64> {
        match self {
            Self::Int(n) => u64::try_from(*n).ok(),
            _ => None,
        }
    }

    pub(super) fn as_int(&self) -> Option<i128> {
        match self {
            Self::Int(n) => Some(*n),
            Self::Bool(b) => Some(i128::from(*b)),
            _ => None,
        }
    }
}

/// Evaluates an expression; `None` where it needs more than this.
pub(super) fn evaluate<'a>(
    expr: &ConstExpr,
    at: &Context<'a>,
    names: &'a Names<'a>,
    machine: Machine,
    cfg: &'a Cfg,
) -> Option<Value> {
    Evaluation { names, machine, cfg, steps: 4_096 }.value(expr, at, 0)
}

struct Evaluation<'a> {
    names: &'a Names<'a>,
    machine: Machine,
    cfg: &'a Cfg,
    /// Constants that use each other twice at every level would double the work each time.
    steps: u32,
}

impl<'a> Evaluation<'a> {
    fn value(&mut self, expr: &ConstExpr, at: &Context<'a>, depth: u32) -> Option<Value> {
        self.steps = self.steps.checked_sub(1)?;
        if depth > DEPTH_MAX {
            return None;
        }
        let depth = depth + 1;
        match expr {
            ConstExpr::Int(n) => Some(Value::Int(*n)),
            ConstExpr::Float(text) => Some(Value::Float(text.clone())),
            ConstExpr::Bool(b) => Some(Value::Bool(*b)),
            ConstExpr::Str(text) => Some(Value::Str(text.clone())),
            ConstExpr::Path(path) => self.path(path, at, depth),
            ConstExpr::Negate(inner) => match self.value(inner, at, depth)? {
                Value::Int(n) => n.checked_neg().map(Value::Int),
                Value::Float(text) => Some(Value::Float(format!("-{text}"))),
                _ => None,
            },
            ConstExpr::Not(inner) => match self.value(inner, at, depth)? {
                Value::Int(n) => Some(Value::Int(!n)),
                Value::Bool(b) => Some(Value::Bool(!b)),
                _ => None,
            },
            ConstExpr::Binary(op, left, right) => {
                let left = self.value(left, at, depth)?.as_int()?;
                let right = self.value(right, at, depth)?.as_int()?;
                binary(*op, left, right).map(Value::Int)
            }
            ConstExpr::Cast(inner, ty) => {
                let value = self.value(inner, at, depth)?;
                match (value, self.lower(ty, at)) {
                    (Value::Int(n), Type::Int(int)) => Some(Value::Int(wrap(n, int))),
                    (Value::Bool(b), Type::Int(_)) => Some(Value::Int(i128::from(b))),
                    (value @ Value::Float(_), Type::Float(_)) => Some(value),
                    (Value::Int(n), Type::Float(_)) => Some(Value::Float(format!("{n}.0"))),
                    _ => None,
                }
            }
            ConstExpr::SizeOf(ty) => {
                let mut types = Types::new(self.names, self.machine, self.cfg);
                let ty = types.lower(ty, at);
                types.finish();
                let layout = layout::of(&types.done, &self.machine, &ty)?;
                Some(Value::Int(i128::from(layout.size_bytes)))
            }
            ConstExpr::Other => None,
        }
    }

    fn lower(&self, ty: &TypeExpr, at: &Context<'a>) -> Type {
        Types::new(self.names, self.machine, self.cfg).lower(ty, at)
    }

    fn path(&mut self, path: &[String], at: &Context<'a>, depth: u32) -> Option<Value> {
        // A generic parameter that is a value.
        if let [name] = path
            && let Some(Type::Foreign(text)) = at.bound.get(name.as_str())
        {
            let bool = || text.parse().ok().map(Value::Bool);
            return text.parse().ok().map(Value::Int).or_else(bool);
        }
        if let [owner, limit] = path
            && let Some(Type::Int(int)) = builtin::plain(owner, self.machine)
            && let Some(value) = limit_of(int, limit)
        {
            return Some(Value::Int(value));
        }
        match self.names.find(at.scope, path, Space::Const, |_| false) {
            Meaning::Item(item) => match &item.kind {
                Kind::Const(ty, expr) => {
                    let inside = Context { scope: &item.scope, bound: at.bound.clone() };
                    let value = self.value(expr, &inside, depth)?;
                    // `const X: u8 = !0` takes its width from its type.
                    match (value, self.lower(ty, &inside)) {
                        (Value::Int(n), Type::Int(int)) => Some(Value::Int(wrap(n, int))),
                        (value, _) => Some(value),
                    }
                }
                _ => None,
            },
            Meaning::External(_) => self.variant(path, at, depth),
        }
    }

    /// `Enum::Variant`, as in `Mode::Fast as u32`.
    fn variant(&mut self, path: &[String], at: &Context<'a>, depth: u32) -> Option<Value> {
        let (variant, owner) = path.split_last()?;
        let Meaning::Item(item) = self.names.find(at.scope, owner, Space::Type, builtin::is_builtin) else {
            return None;
        };
        let Kind::Enum(item_enum) = &item.kind else { return None };
        let inside = Context { scope: &item.scope, ..Context::default() };
        let mut next = 0_i128;
        for v in &item_enum.variants {
            let value = match &v.discriminant {
                Some(expr) => self.value(expr, &inside, depth)?.as_int()?,
                None => next,
            };
            if v.name == *variant {
                return Some(Value::Int(value));
            }
            next = value.checked_add(1)?;
        }
        None
    }
}

fn limit_of(int: Int, limit: &str) -> Option<i128> {
    let bits = u32::from(int.bits);
    match limit {
        "BITS" => Some(i128::from(bits)),
        "MIN" if int.signed => Some(i128::MIN >> (128 - bits)),
        "MIN" => Some(0),
        "MAX" if int.signed => Some(i128::MAX >> (128 - bits)),
        "MAX" if bits < 128 => Some((1_i128 << bits) - 1),
        _ => None,
    }
}

/// A value cut to an integer's width, as `as` does.
pub(super) fn wrap(value: i128, int: Int) -> i128 {
    let unused = 128 - u32::from(int.bits.clamp(1, 128));
    if int.signed {
        (value << unused) >> unused
    } else if unused == 0 {
        value
    } else {
        value & ((1_i128 << int.bits) - 1)
    }
}

fn binary(op: BinaryOp, left: i128, right: i128) -> Option<i128> {
    match op {
        BinaryOp::Add => left.checked_add(right),
        BinaryOp::Sub => left.checked_sub(right),
        BinaryOp::Mul => left.checked_mul(right),
        BinaryOp::Div => left.checked_div(right),
        BinaryOp::Rem => left.checked_rem(right),
        BinaryOp::And => Some(left & right),
        BinaryOp::Or => Some(left | right),
        BinaryOp::Xor => Some(left ^ right),
        BinaryOp::Shl => left.checked_shl(u32::try_from(right).ok()?),
        BinaryOp::Shr => left.checked_shr(u32::try_from(right).ok()?),
    }
}
