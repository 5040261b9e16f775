//! Constant expressions: enough arithmetic for array lengths, discriminants and `pub const`.
//!
//! Every integer is computed in the type that the language gives it, since `!`, `>>` and `/` mean
//! something else in another width. What is not certain has no value here: a constant has no second
//! witness that would notice.

use super::builtin;
use super::cfg::Cfg;
use super::names::{Meaning, Names, Space};
use super::outline::{BinaryOp, Comparison, ConstExpr, Item, Kind, TypeExpr};
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
    Evaluation { names, machine, cfg, locals: Vec::new(), steps: 4_096 }.value(expr, expected, at, 0)
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
    /// Names of the block or function that is evaluated, with their types and values.
    locals: Vec<(String, Option<Type>, Value)>,
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
            ConstExpr::AlignOf(ty) => {
                let mut types = Types::new(self.names, self.machine, self.cfg);
                let ty = types.lower(ty, at);
                types.finish();
                let layout = layout::of(&types.done, &self.machine, &ty)?;
                Some(Value::Int(i128::from(layout.align_bytes)))
            }
            ConstExpr::Compare(op, left, right) => self.compared(*op, left, right, at, depth),
            ConstExpr::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                match self.value(condition, &Type::Bool, at, depth)? {
                    Value::Bool(true) => self.value(then, expected, at, depth),
                    Value::Bool(false) => self.value(otherwise, expected, at, depth),
                    _ => None,
                }
            }
            ConstExpr::Match(subject, arms) => {
                let ty = self.inferred(subject, at, depth).unwrap_or(Type::Never);
                let subject = self.value(subject, &ty, at, depth)?;
                for (heads, result) in arms {
                    let mut holds = heads.is_none();
                    for head in heads.iter().flatten() {
                        holds |= self.value(head, &ty, at, depth)? == subject;
                    }
                    if holds {
                        return self.value(result, expected, at, depth);
                    }
                }
                None
            }
            ConstExpr::Block(named, last) => {
                let count = self.locals.len();
                let result =
                    self.named(named, at, depth).and_then(|()| self.value(last, expected, at, depth));
                self.locals.truncate(count);
                result
            }
            ConstExpr::Call(path, given) => self.call(path, given, at, depth),
            ConstExpr::Method(of, name, given) => self.method((of, name, given), expected, at, depth),
            ConstExpr::Int(n, _) => fitting(*n, self.int_type(expr, expected, at, depth)?).map(Value::Int),
            ConstExpr::List(_) | ConstExpr::Repeat(_) | ConstExpr::Other => None,
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
            ConstExpr::SizeOf(_) | ConstExpr::AlignOf(_) => Some(Type::Int(size(self.machine))),
            ConstExpr::Method(of, name, _) => match name.as_str() {
                "len" => Some(Type::Int(size(self.machine))),
                "count_ones" | "count_zeros" | "leading_zeros" | "trailing_zeros" | "ilog2" => {
                    Some(Type::Int(CHAR))
                }
                _ => self.inferred(of, at, depth),
            },
            ConstExpr::Call(path, _) => match self.function(path, at) {
                Some((item, (_, ret, _))) => {
                    Some(self.lower(ret, &Context { scope: &item.scope, ..Context::default() }))
                }
                None => self.constructed(path, at).map(|(_, ty)| ty),
            },
            ConstExpr::If(parts) => self.inferred(&parts[1], at, depth),
            ConstExpr::Compare(..)
            | ConstExpr::Match(..)
            | ConstExpr::Block(..)
            | ConstExpr::List(_)
            | ConstExpr::Repeat(_)
            | ConstExpr::Bool(_)
            | ConstExpr::Str(_)
            | ConstExpr::Other => None,
        }
    }

    /// A type with its aliases followed.
    fn lower(&self, ty: &TypeExpr, at: &Context<'a>) -> Type {
        let mut types = Types::new(self.names, self.machine, self.cfg);
        let ty = types.lower(ty, at);
        behind_aliases(&types, ty)
    }

    fn path_type(&self, path: &[String], at: &Context<'a>) -> Option<Type> {
        if let Some((_, ty, _)) = self.local(path) {
            return ty.clone();
        }
        if let Some((int, limit)) = self.limit(path) {
            return Some(Type::Int(if limit == "BITS" { CHAR } else { int }));
        }
        match self.constant(path, at).map(|item| (item, &item.kind)) {
            Some((item, Kind::Const(ty, _))) => {
                let inside = Context { scope: &item.scope, bound: at.bound.clone() };
                Some(self.lower(ty, &inside))
            }
            _ => None,
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
        if let Some((_, _, value)) = self.local(path) {
            return Some(value.clone());
        }
        match self.constant(path, at).map(|item| (item, &item.kind)) {
            Some((item, Kind::Const(ty, expr))) => {
                let inside = Context { scope: &item.scope, bound: at.bound.clone() };
                let ty = self.lower(ty, &inside);
                self.apart(|known| known.value(expr, &ty, &inside, depth))
            }
            Some(_) => None,
            None => self.variant(path, at, depth),
        }
    }

    /// Does something where the names of this block mean nothing.
    fn apart<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let locals = std::mem::take(&mut self.locals);
        let result = work(self);
        self.locals = locals;
        result
    }

    fn local(&self, path: &[String]) -> Option<&(String, Option<Type>, Value)> {
        let [name] = path else { return None };
        self.locals.iter().rev().find(|(known, ..)| known == name)
    }

    /// The constant that a path means, also one of a type that a generic parameter stands for.
    fn constant(&self, path: &[String], at: &Context<'a>) -> Option<&'a Item> {
        if let Meaning::Item(item) = self.names.find(at.scope, path, Space::Const, |_| false) {
            return Some(item);
        }
        let [owner, name] = path else { return None };
        match at.bound.get(owner.as_str()) {
            Some(Type::Named(key)) => self.names.member(at.scope, key, name, Space::Const),
            _ => None,
        }
    }

    fn named(
        &mut self,
        named: &[(String, Option<TypeExpr>, ConstExpr)],
        at: &Context<'a>,
        depth: u32,
    ) -> Option<()> {
        for (name, ty, value) in named {
            let ty = match ty {
                Some(ty) => Some(self.lower(ty, at)),
                None => self.inferred(value, at, depth),
            };
            let value = self.value(value, ty.as_ref().unwrap_or(&Type::Never), at, depth)?;
            self.locals.push((name.clone(), ty, value));
        }
        Some(())
    }

    fn compared(
        &mut self,
        op: Comparison,
        left: &ConstExpr,
        right: &ConstExpr,
        at: &Context<'a>,
        depth: u32,
    ) -> Option<Value> {
        let ty = self.inferred(left, at, depth).or_else(|| self.inferred(right, at, depth));
        let ty = ty.unwrap_or(Type::Never);
        let (left, right) = (self.value(left, &ty, at, depth)?, self.value(right, &ty, at, depth)?);
        let order = match (&left, &right) {
            (Value::Int(left), Value::Int(right)) => left.cmp(right),
            (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
            _ => return None,
        };
        Some(Value::Bool(match op {
            Comparison::Equal => order.is_eq(),
            Comparison::Unequal => order.is_ne(),
            Comparison::Less => order.is_lt(),
            Comparison::LessOrEqual => order.is_le(),
            Comparison::Greater => order.is_gt(),
            Comparison::GreaterOrEqual => order.is_ge(),
        }))
    }

    /// The `const fn` that a path means.
    fn function(&self, path: &[String], at: &Context<'a>) -> Option<(&'a Item, Function<'a>)> {
        let own: Vec<String>;
        let path = match path {
            // Of the type whose constant this is.
            [first, name] if first == "Self" => {
                own = vec![at.scope.last()?.clone(), name.clone()];
                &own
            }
            other => other,
        };
        let Meaning::Item(item) = self.names.find_exactly(at.scope, path, Space::Function) else {
            let [owner, name] = path else { return None };
            let item = self.names.member(at.scope, owner, name, Space::Function)?;
            return function_of(item).map(|function| (item, function));
        };
        function_of(item).map(|function| (item, function))
    }

    /// The type with one field that a path makes, and the field's type.
    fn constructed(&self, path: &[String], at: &Context<'a>) -> Option<(&'a Item, Type)> {
        let own: Vec<String>;
        let (scope, path) = match path {
            [name] if name == "Self" => {
                let (last, around) = at.scope.split_last()?;
                own = vec![last.clone()];
                (around, own.as_slice())
            }
            other => (at.scope, other),
        };
        let Meaning::Item(item) = self.names.find_exactly(scope, path, Space::Type) else { return None };
        let Kind::Record(record) = &item.kind else { return None };
        let [field] = record.fields.as_slice() else { return None };
        let inside = Context { scope: &item.scope, ..Context::default() };
        (field.name == "0").then(|| (item, self.lower(&field.ty, &inside)))
    }

    fn call(&mut self, path: &[String], given: &[ConstExpr], at: &Context<'a>, depth: u32) -> Option<Value> {
        let Some((item, (params, ret, body))) = self.function(path, at) else {
            let ([value], Some((_, ty))) = (given, self.constructed(path, at)) else { return None };
            return self.value(value, &ty, at, depth);
        };
        if params.len() != given.len() {
            return None;
        }
        let inside = Context { scope: &item.scope, ..Context::default() };
        let mut locals = Vec::new();
        for ((name, ty), value) in params.iter().zip(given) {
            let ty = self.lower(ty, &inside);
            let value = self.value(value, &ty, at, depth)?;
            locals.push((name.clone(), Some(ty), value));
        }
        let ret = self.lower(ret, &inside);
        self.apart(|known| {
            known.locals = locals;
            known.value(body, &ret, &inside, depth)
        })
    }

    /// Methods of numbers, and the length of what is written out.
    fn method(
        &mut self,
        (of, name, given): (&ConstExpr, &str, &[ConstExpr]),
        expected: &Type,
        at: &Context<'a>,
        depth: u32,
    ) -> Option<Value> {
        if name == "len" {
            return self.count(of, at, depth).map(Value::Int);
        }
        let ty = self.inferred(of, at, depth).unwrap_or_else(|| expected.clone());
        let value = self.value(of, &ty, at, depth)?;
        if given.is_empty() && matches!(name, "bits" | "get" | "as_bytes" | "to_bytes") {
            return Some(value);
        }
        let (Value::Int(n), Type::Int(int)) = (value, &ty) else { return None };
        let argument = match given {
            [] => None,
            [one] => Some(
                self.value(one, if name == "pow" { &Type::Int(CHAR) } else { &ty }, at, depth)?.as_int()?,
            ),
            _ => return None,
        };
        let least = limit_of(*int, "MIN")?;
        let most = limit_of(*int, "MAX")?;
        let result = match (name, argument) {
            ("pow", Some(by)) => n.checked_pow(u32::try_from(by).ok()?)?,
            ("min", Some(other)) => n.min(other),
            ("max", Some(other)) => n.max(other),
            ("wrapping_add", Some(other)) => cut(n.checked_add(other)?, *int)?,
            ("wrapping_sub", Some(other)) => cut(n.checked_sub(other)?, *int)?,
            ("wrapping_mul", Some(other)) => cut(n.checked_mul(other)?, *int)?,
            ("saturating_add", Some(other)) => n.checked_add(other)?.clamp(least, most),
            ("saturating_sub", Some(other)) => n.checked_sub(other)?.clamp(least, most),
            ("div_ceil", Some(other)) if n >= 0 && other > 0 => n.checked_add(other - 1)? / other,
            ("next_multiple_of", Some(other)) if n >= 0 && other > 0 => {
                (n.checked_add(other - 1)? / other).checked_mul(other)?
            }
            ("next_power_of_two", None) => i128::from(u64::try_from(n).ok()?.checked_next_power_of_two()?),
            ("is_power_of_two", None) => return Some(Value::Bool(n.count_ones() == 1)),
            ("count_ones", None) if n >= 0 => i128::from(n.count_ones()),
            ("trailing_zeros", None) if n > 0 => i128::from(n.trailing_zeros()),
            ("ilog2", None) if n > 0 => i128::from(n.ilog2()),
            ("abs", None) => n.checked_abs()?,
            _ => return None,
        };
        fitting(result, *int).map(Value::Int)
    }

    /// How many things stand in a list or text.
    fn count(&mut self, expr: &ConstExpr, at: &Context<'a>, depth: u32) -> Option<i128> {
        self.steps = self.steps.checked_sub(1)?;
        match expr {
            ConstExpr::List(parts) => i128::try_from(parts.len()).ok(),
            ConstExpr::Repeat(len) => self.value(len, &Type::Int(size(self.machine)), at, depth)?.as_int(),
            ConstExpr::Path(path) if self.local(path).is_none() => {
                let item = self.constant(path, at)?;
                let Kind::Const(ty, value) = &item.kind else { return None };
                let inside = Context { scope: &item.scope, ..Context::default() };
                if let TypeExpr::Array(_, len) = ty {
                    return self.value(len, &Type::Int(size(self.machine)), &inside, depth)?.as_int();
                }
                self.apart(|known| known.count(value, &inside, depth))
            }
            other => match self.value(other, &Type::Never, at, depth)? {
                Value::Str(text) => i128::try_from(text.len()).ok(),
                _ => None,
            },
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

/// Parameters, result and body of a `const fn`.
type Function<'a> = (&'a [(String, TypeExpr)], &'a TypeExpr, &'a ConstExpr);

fn function_of(item: &Item) -> Option<Function<'_>> {
    match &item.kind {
        Kind::ConstFunction(params, ret, body) => Some((params, ret, body)),
        _ => None,
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
