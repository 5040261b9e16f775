//! Values of constants, checked against their types.

use super::Cause;
use super::plan::{Plan, Shape, fits};
use crate::model::{Constant, ConstantValue, Int, IntSpelling, Type};

/// A value that every language can write.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Literal<'a> {
    Bool(bool),
    Int(i128, Int),
    /// Bits of the type, and decimal text with a point or an exponent.
    Float(u8, Float),
    /// Text without terminator.
    Str(&'a str),
    /// A value of the enumeration with this key.
    Enum(i128, &'a str),
}

/// A floating-point value. Infinities and NaN have names of their own in every language.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Float {
    Number(String),
    Infinity { negative: bool },
    Nan,
}

/// Reads a constant's value as one of its type.
pub(super) fn literal<'a>(plan: &'a Plan<'a>, constant: &'a Constant) -> Result<Literal<'a>, Cause> {
    let ty = plan.resolve(&constant.ty);
    let wrong = |value: &dyn std::fmt::Display| Cause::Value {
        value: value.to_string(),
        ty: format!("the type of `{}`", constant.name),
    };
    match (&constant.value, ty) {
        (ConstantValue::Bool(value), Type::Bool) => Ok(Literal::Bool(*value)),
        (ConstantValue::Int(value), Type::Int(int)) if fits(*value, *int) => Ok(Literal::Int(*value, *int)),
        (ConstantValue::Int(value), Type::RustChar) if u32::try_from(*value).is_ok() => {
            Ok(Literal::Int(*value, Int { signed: false, bits: 32, spelling: IntSpelling::Fixed }))
        }
        (ConstantValue::Int(value), Type::Float(bits)) => {
            Ok(Literal::Float(*bits, number(&value.to_string())))
        }
        (ConstantValue::Int(value), Type::Named(key)) => match plan.shape(key) {
            Some(Shape::Enum(tag, _)) if fits(*value, *tag) => Ok(Literal::Enum(*value, key)),
            _ => Err(wrong(value)),
        },
        (ConstantValue::Float(text), Type::Float(bits)) => {
            float(text).map(|value| Literal::Float(*bits, value)).ok_or_else(|| wrong(text))
        }
        // However the source spells the type of its text: `&str`, `*const u8`, `[*:0]const u8` …
        (ConstantValue::Str(text), _) => Ok(Literal::Str(text)),
        (ConstantValue::Bool(value), _) => Err(wrong(value)),
        (ConstantValue::Int(value), _) => Err(wrong(value)),
        (ConstantValue::Float(text), _) => Err(wrong(text)),
    }
}

/// Reads the text of Rust, Zig and C sources: `1_000.5_f32`, `1e-3`, `.5`, `2.f`, `f64::INFINITY`.
fn float(text: &str) -> Option<Float> {
    let plain: String = text.chars().filter(|c| *c != '_' && !c.is_whitespace()).collect();
    let (negative, magnitude) = match plain.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, plain.as_str()),
    };
    let lower = magnitude.to_ascii_lowercase();
    let named = lower.rsplit("::").next().unwrap_or_default();
    match named {
        "inf" | "infinity" => return Some(Float::Infinity { negative }),
        "neginfinity" => return Some(Float::Infinity { negative: !negative }),
        "nan" => return Some(Float::Nan),
        _ => {}
    }
    let digits = ["f16", "f32", "f64", "f128"]
        .iter()
        .find_map(|suffix| lower.strip_suffix(suffix))
        .or_else(|| lower.strip_suffix(['f', 'l']))
        .unwrap_or(&lower);
    let shaped = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let value: f64 = digits.parse().ok().filter(|_| shaped)?;
    // More than a double can hold is text that only its own compiler reads alike.
    value.is_finite().then(|| number(&format!("{}{digits}", if negative { "-" } else { "" })))
}

/// Adds the digits that some languages want on both sides of the point.
fn number(text: &str) -> Float {
    let (sign, text) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (mantissa, exponent) = text.split_once('e').map_or((text, None), |(m, e)| (m, Some(e)));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = if fraction.is_empty() { "0" } else { fraction };
    let exponent = exponent.map(|e| format!("e{e}")).unwrap_or_default();
    Float::Number(format!("{sign}{whole}.{fraction}{exponent}"))
}
