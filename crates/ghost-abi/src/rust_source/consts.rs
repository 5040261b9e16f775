//! Constant expressions: enough arithmetic for array lengths, discriminants and `pub const`.
//!
//! Every integer is computed in the type that the language gives it, since `!`, `>>` and `/` mean
//! something else in another width. What is not certain has no value here: a constant has no second
//! witness that would notice.

use super::builtin;
use super::cfg::Cfg;
use super::names::{Meaning, Names, Space};
use super::outline::{BinaryOp, ConstExpr, Kind, TypeExpr};
use super::types::{Context, Types};
use crate::layout;
use crate::model::{ConstantValue as Value, Int, IntSpelling, Machine, Type, TypeKind};

/// Deepest nesting of expressions and of constants that use others.
const DEPTH_MAX: u32 = 128;
/// Longest chain of aliases that is followed to a number's type.
const ALIASES_MAX: u32 = 16;

/// What an integer literal is that nothing gives a type.
const FALLBACK: Int = Int { signed: true, bits: 32, spelling: IntSpelling::Fixed };
/// A `char`, which casts treat as its number.
const CHAR: Int = Int { signed: false, bits: 32, spelling: IntSpelling::Fixed };

/// Evaluates an expression that stands where a value of type `expected` belongs; `None` where it
/// needs more than this.
pub(super) fn evaluate<'a>(
    expr: &ConstExpr,
    expected: &Type,
    at: &Context<'a>,
    names: &'a Names<'a>,
    machine: Machine,
    cfg: &'a Cfg,
) -> Option<Value> {
    Evaluation { names, machine, cfg, steps: 4_096 }.value(expr, expected, at, 0)
}

/// Evaluates the length of an array.
pub(super) fn length<'a>(
    expr: &ConstExpr,
    at: &Context<'a>,
    names: &'a Names<'a>,
    machine: Machine,
    cfg: &'a Cfg,
) -> Option<u64> {
    evaluate(expr, &Type::Int(size(machine)), at, names, machine, cfg)?
        .as_int()
        .and_then(|length| u64::try_from(length).ok())
}

fn size(machine: Machine) -> Int {
    Int { signed: false, bits: u16::from(machine.pointer_bytes) * 8, spelling: IntSpelling::Size }
}

struct Evaluation<'a> {
    names: &'a Names<'a>,
    machine: Machine,
    cfg: &'a Cfg,
    /// Constants that use each other twice at every level would double the work each time.
    steps: u32,
}

impl<'a> Evaluation<'a> {
    /// The value of an expression that must have the type `expected`; [`Type::Never`] where nothing asks for one.
    fn value(&mut self, expr: &ConstExpr, expected: &Type, at: &Context<'a>, depth: u32) -> Option<Value> {
        self.steps = self.steps.checked_sub(1)?;
        if depth > DEPTH_MAX {
            return None;
        }
        let depth = depth + 1;
        match expr {
            ConstExpr::Float(text, bits) => float(text, *bits, expected),
            ConstExpr::Bool(b) => Some(Value::Bool(*b)),
            ConstExpr::Str(text) => Some(Value::Str(text.clone())),
            ConstExpr::Path(path) => self.path(path, at, depth),
            ConstExpr::Negate(inner) => self.negated(inner, expected, at, depth),
            ConstExpr::Not(inner) => match self.value(inner, expected, at, depth)? {
                Value::Int(n) => cut(!n, self.int_type(inner, expected, at, depth)?).map(Value::Int),
                Value::Bool(b) => Some(Value::Bool(!b)),
                _ => None,
            },
            ConstExpr::Binary(op, left, right) => self.binary(*op, left, right, expected, at, depth),
            ConstExpr::Cast(inner, ty) => self.cast(inner, ty, at, depth),
            ConstExpr::SizeOf(ty) => {
                let mut types = Types::new(self.names, self.machine, self.cfg);
                let ty = types.lower(ty, at);
                types.finish();
                let layout = layout::of(&types.done, &self.machine, &ty)?;
                Some(Value::Int(i128::from(layout.size_bytes)))
            }
            ConstExpr::Int(n, _) => fitting(*n, self.int_type(expr, expected, at, depth)?).map(Value::Int),
            ConstExpr::Other => None,
        }
    }

    fn negated(&mut self, inner: &ConstExpr, expected: &Type, at: &Context<'a>, depth: u32) -> Option<Value> {
        let value = match inner {
            // The least value of a type has no positive counterpart.
            ConstExpr::Int(n, _) => Value::Int(*n),
            _ => self.value(inner, expected, at, depth)?,
        };
        match value {
            Value::Int(n) => {
                fitting(n.checked_neg()?, self.int_type(inner, expected, at, depth)?).map(Value::Int)
            }
            Value::Float(text) => Some(Value::Float(match text.strip_prefix('-') {
                Some(positive) => positive.to_owned(),
                None => format!("-{text}"),
            })),
            _ => None,
        }
    }

    fn binary(
        &mut self,
        op: BinaryOp,
        left: &ConstExpr,
        right: &ConstExpr,
        expected: &Type,
        at: &Context<'a>,
        depth: u32,
    ) -> Option<Value> {
        let shift = matches!(op, BinaryOp::Shl | BinaryOp::Shr);
        let own = self
            .inferred(left, at, depth)
            .or_else(|| if shift { None } else { self.inferred(right, at, depth) });
        let operand = own.unwrap_or_else(|| expected.clone());
        let other = if shift { &Type::Never } else { &operand };
        match (self.value(left, &operand, at, depth)?, self.value(right, other, at, depth)?) {
            (Value::Int(l), Value::Int(r)) => {
                let int = match operand {
                    Type::Int(int) => int,
                    _ if mentions_bound(left, at) || mentions_bound(right, at) => return None,
                    _ => FALLBACK,
                };
                arithmetic(op, l, r, int).map(Value::Int)
            }
            (Value::Bool(l), Value::Bool(r)) => match op {
                BinaryOp::And => Some(Value::Bool(l & r)),
                BinaryOp::Or => Some(Value::Bool(l | r)),
                BinaryOp::Xor => Some(Value::Bool(l ^ r)),
                _ => None,
            },
            _ => None,
        }
    }

    fn cast(&mut self, inner: &ConstExpr, ty: &TypeExpr, at: &Context<'a>, depth: u32) -> Option<Value> {
        let target = self.lower(ty, at);
        // A literal takes the type that it is cast to; what is computed of literals does not.
        let expected = if is_literal(inner) { target.clone() } else { Type::Never };
        let own = self.inferred(inner, at, depth);
        match (self.value(inner, &expected, at, depth)?, &target) {
            (Value::Int(n), Type::Int(int)) => cut(n, *int).map(Value::Int),
            (Value::Bool(b), Type::Int(_)) => Some(Value::Int(i128::from(b))),
            (Value::Int(n), Type::Float(_)) => Some(Value::Float(format!("{n}.0"))),
            (Value::Float(text), Type::Float(to)) => match own {
                Some(Type::Float(from)) => rounded(&text, from, *to).map(Value::Float),
                // An `f64`, unless it is a literal, which takes the type that it is cast to.
                _ if is_literal(inner) => Some(Value::Float(text)),
                _ => rounded(&text, 64, *to).map(Value::Float),
            },
            _ => None,
        }
    }

    /// The integer type of an operand whose value is one.
    fn int_type(&mut self, expr: &ConstExpr, expected: &Type, at: &Context<'a>, depth: u32) -> Option<Int> {
        match self.inferred(expr, at, depth).as_ref().unwrap_or(expected) {
            Type::Int(int) => Some(*int),
            _ if mentions_bound(expr, at) => None,
            // What is expected may be a type that nobody here knows.
            Type::Never | Type::Float(_) => Some(FALLBACK),
            Type::RustChar => Some(CHAR),
            _ => None,
        }
    }

    /// The type that an expression has whatever is expected of it.
    fn inferred(&mut self, expr: &ConstExpr, at: &Context<'a>, depth: u32) -> Option<Type> {
        self.steps = self.steps.checked_sub(1)?;
        if depth > DEPTH_MAX {
            return None;
        }
        let depth = depth + 1;
        match expr {
            ConstExpr::Int(_, suffix) => suffix.as_deref().and_then(|name| match name {
                "char" => Some(Type::Int(CHAR)),
                name => builtin::plain(name, self.machine),
            }),
            ConstExpr::Float(_, bits) => bits.map(Type::Float),
            ConstExpr::Path(path) => self.path_type(path, at),
            ConstExpr::Negate(inner) | ConstExpr::Not(inner) => self.inferred(inner, at, depth),
            ConstExpr::Binary(BinaryOp::Shl | BinaryOp::Shr, left, _) => self.inferred(left, at, depth),
            ConstExpr::Binary(_, left, right) => {
                self.inferred(left, at, depth).or_else(|| self.inferred(right, at, depth))
            }
            ConstExpr::Cast(_, ty) => Some(self.lower(ty, at)),
            ConstExpr::SizeOf(_) => Some(Type::Int(size(self.machine))),
            ConstExpr::Bool(_) | ConstExpr::Str(_) | ConstExpr::Other => None,
        }
    }

    /// A type with its aliases followed.
    fn lower(&self, ty: &TypeExpr, at: &Context<'a>) -> Type {
        let mut types = Types::new(self.names, self.machine, self.cfg);
        let ty = types.lower(ty, at);
        behind_aliases(&types, ty)
    }

    fn path_type(&self, path: &[String], at: &Context<'a>) -> Option<Type> {
        if let Some((int, limit)) = self.limit(path) {
            return Some(Type::Int(if limit == "BITS" { CHAR } else { int }));
        }
        match self.names.find(at.scope, path, Space::Const, |_| false) {
            Meaning::Item(item) => match &item.kind {
                Kind::Const(ty, _) => {
                    let inside = Context { scope: &item.scope, bound: at.bound.clone() };
                    Some(self.lower(ty, &inside))
                }
                _ => None,
            },
            Meaning::External(_) => None,
        }
    }

    /// `u32::MAX`, by whatever path.
    fn limit<'p>(&self, path: &'p [String]) -> Option<(Int, &'p str)> {
        let (owner, limit) = match path {
            [owner, limit] => (owner, limit),
            [library, owner, limit] if matches!(library.as_str(), "std" | "core") => (owner, limit),
            _ => return None,
        };
        match builtin::plain(owner, self.machine)? {
            Type::Int(int) if limit_of(int, limit).is_some() => Some((int, limit)),
            _ => None,
        }
    }

    fn path(&mut self, path: &[String], at: &Context<'a>, depth: u32) -> Option<Value> {
        // A generic parameter that is a value.
        if let Some(text) = bound(path, at) {
            let bool = || text.parse().ok().map(Value::Bool);
            return text.parse().ok().map(Value::Int).or_else(bool);
        }
        if let Some((int, limit)) = self.limit(path) {
            return limit_of(int, limit).map(Value::Int);
        }
        match self.names.find(at.scope, path, Space::Const, |_| false) {
            Meaning::Item(item) => match &item.kind {
                Kind::Const(ty, expr) => {
                    let inside = Context { scope: &item.scope, bound: at.bound.clone() };
                    let ty = self.lower(ty, &inside);
                    self.value(expr, &ty, &inside, depth)
                }
                _ => None,
            },
            Meaning::External(_) => self.variant(path, at, depth),
        }
    }

    /// `Enum::Variant`, as in `Mode::Fast as u32`.
    fn variant(&mut self, path: &[String], at: &Context<'a>, depth: u32) -> Option<Value> {
        let (variant, owner) = path.split_last()?;
        let Meaning::Item(item) = self.names.find_exactly(at.scope, owner, Space::Type) else {
            return None;
        };
        let Kind::Enum(item_enum) = &item.kind else { return None };
        let inside = Context { scope: &item.scope, ..Context::default() };
        let repr = item_enum.repr.settled(self.cfg, self.machine);
        let tag = discriminant_type(repr.int.as_deref(), self.machine);
        let mut next = Some(0_i128);
        for v in &item_enum.variants {
            match self.cfg.hold(&v.cfg, self.machine) {
                Some(false) => continue,
                // Whether it counts decides what the ones behind it are.
                None if v.discriminant.is_none() => next = None,
                Some(true) | None => {}
            }
            let value = match &v.discriminant {
                Some(expr) => self.value(expr, &tag, &inside, depth).and_then(|value| value.as_int()),
                None => next,
            };
            if v.name == *variant {
                return value.map(Value::Int);
            }
            next = value.and_then(|value| value.checked_add(1));
        }
        None
    }
}

/// What the discriminants of an enum are computed in.
pub(super) fn discriminant_type(repr: Option<&str>, machine: Machine) -> Type {
    let size = Type::Int(Int { signed: true, ..size(machine) });
    repr.and_then(|name| builtin::plain(name, machine)).unwrap_or(size)
}

/// Follows what the reader of types knows to be another name.
pub(super) fn behind_aliases(types: &Types<'_>, mut ty: Type) -> Type {
    for _ in 0..ALIASES_MAX {
        let Type::Named(name) = &ty else { break };
        match types.done.get(name).map(|definition| &definition.kind) {
            Some(TypeKind::Alias(target)) => ty = target.clone(),
            _ => break,
        }
    }
    ty
}

/// The text that a generic parameter stands for which is a value.
fn bound<'c>(path: &[String], at: &'c Context<'_>) -> Option<&'c str> {
    let [name] = path else { return None };
    match at.bound.get(name.as_str()) {
        Some(Type::Foreign(text)) => Some(text),
        _ => None,
    }
}

/// Whether a generic parameter is part of an expression: nothing here knows its type.
fn mentions_bound(expr: &ConstExpr, at: &Context<'_>) -> bool {
    match expr {
        ConstExpr::Path(path) => bound(path, at).is_some(),
        ConstExpr::Negate(inner) | ConstExpr::Not(inner) => mentions_bound(inner, at),
        ConstExpr::Binary(_, left, right) => mentions_bound(left, at) || mentions_bound(right, at),
        _ => false,
    }
}

/// A literal, perhaps behind signs.
fn is_literal(expr: &ConstExpr) -> bool {
    match expr {
        ConstExpr::Int(..) | ConstExpr::Float(..) => true,
        ConstExpr::Negate(inner) | ConstExpr::Not(inner) => is_literal(inner),
        _ => false,
    }
}

/// A literal with a point where a number of type `expected` belongs.
fn float(text: &str, bits: Option<u8>, expected: &Type) -> Option<Value> {
    match (bits, expected) {
        (Some(own), Type::Float(other)) if own != *other => None,
        _ => Some(Value::Float(text.to_owned())),
    }
}

/// What `as` makes of a number that was rounded to `from` bits.
fn rounded(text: &str, from: u8, to: u8) -> Option<String> {
    match (from, to) {
        (same, other) if same == other => Some(text.to_owned()),
        (32, 64) => {
            text.parse::<f32>().ok().map(f64::from).filter(|x| x.is_finite()).map(|x| format!("{x:?}"))
        }
        (64, 32) => {
            let exact: f64 = text.parse().ok()?;
            // Rounding twice may give what rounding once does not.
            let direct: f32 = text.parse().ok()?;
            #[expect(clippy::cast_possible_truncation, reason = "it is what `as` does in the source")]
            let twice = exact as f32;
            (twice.is_finite() && twice.to_bits() == direct.to_bits()).then(|| text.to_owned())
        }
        _ => None,
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

/// A value cut to an integer's width, as `as` does. `None` for one that no `i128` can hold.
fn cut(value: i128, int: Int) -> Option<i128> {
    let unused = 128 - u32::from(int.bits.clamp(1, 128));
    if int.signed {
        Some((value << unused) >> unused)
    } else if unused == 0 {
        (value >= 0).then_some(value)
    } else {
        Some(value & ((1_i128 << int.bits) - 1))
    }
}

/// A value that the type has: compilers refuse others.
pub(super) fn fitting(value: i128, int: Int) -> Option<i128> {
    cut(value, int).filter(|cut| *cut == value)
}

fn arithmetic(op: BinaryOp, left: i128, right: i128, int: Int) -> Option<i128> {
    let shift = || u32::try_from(right).ok().filter(|by| *by < u32::from(int.bits));
    let value = match op {
        BinaryOp::Add => left.checked_add(right),
        BinaryOp::Sub => left.checked_sub(right),
        BinaryOp::Mul => left.checked_mul(right),
        BinaryOp::Div => left.checked_div(right),
        BinaryOp::Rem => left.checked_rem(right),
        BinaryOp::And => Some(left & right),
        BinaryOp::Or => Some(left | right),
        BinaryOp::Xor => Some(left ^ right),
        // Bits that leave the type at its top are lost, and no error.
        BinaryOp::Shl if int.bits == 128 && !int.signed => {
            let by = shift()?;
            return left.checked_mul(1_i128.checked_shl(by).filter(|one| *one > 0)?);
        }
        BinaryOp::Shl => return cut(left << shift()?, int),
        BinaryOp::Shr => Some(left >> shift()?),
    }?;
    fitting(value, int)
}
