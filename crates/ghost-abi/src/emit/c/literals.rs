//! Values as C spells them.

use super::super::Cause;
use super::super::value::{Float, Literal};
use super::types::Types;
use crate::model::{Int, IntSpelling, Type};

/// A value of a constant, as the replacement of a macro: negative ones in parentheses.
pub(super) fn literal(types: &Types<'_>, literal: &Literal<'_>) -> Result<String, Cause> {
    Ok(match literal {
        Literal::Bool(value) => value.to_string(),
        Literal::Int(value, int) if int.bits == 128 => {
            let name = types.int(*int)?;
            let low = value & i128::from(u64::MAX);
            format!("(({name}){} << 64 | {low}ULL)", integer(value >> 64))
        }
        Literal::Int(value, _) if *value < 0 && *value != i128::from(i64::MIN) => {
            format!("({})", integer(*value))
        }
        Literal::Int(value, _) => integer(*value),
        Literal::Float(bits, value) => {
            let suffix = if *bits == 32 { "f" } else { "" };
            match value {
                Float::Number(text) if text.starts_with('-') => format!("({text}{suffix})"),
                Float::Number(text) => format!("{text}{suffix}"),
                Float::Infinity { negative } => {
                    format!("({}1.0{suffix} / 0.0{suffix})", if *negative { "-" } else { "" })
                }
                Float::Nan => format!("(0.0{suffix} / 0.0{suffix})"),
            }
        }
        Literal::Str(text) => string(text),
        Literal::Enum(value, key) => {
            format!("(({}){})", types.declare(&Type::Named((*key).to_owned()), "", false)?, integer(*value))
        }
    })
}

/// An integer in the narrowest type that has it. The least value of 64 bits has no literal.
pub(super) fn integer(value: i128) -> String {
    if value == i128::from(i64::MIN) {
        return "(-9223372036854775807LL - 1)".to_owned();
    }
    let suffix = match value {
        _ if i32::try_from(value).is_ok() => "",
        _ if u32::try_from(value).is_ok() => "U",
        _ if i64::try_from(value).is_ok() => "LL",
        _ => "ULL",
    };
    format!("{value}{suffix}")
}

/// A string literal. Bytes that are not plain ASCII are written as three octal digits, which end
/// by themselves, and no two question marks meet.
pub(super) fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' | b'?' => {
                out.push('\\');
                out.push(char::from(byte));
            }
            b'\n' => out.push_str("\\n"),
            b'\t' => out.push_str("\\t"),
            b' '..=b'~' => out.push(char::from(byte)),
            _ => {
                let octal = [byte >> 6, byte >> 3 & 7, byte & 7].map(|digit| char::from(b'0' + digit));
                out.push('\\');
                out.extend(octal);
            }
        }
    }
    out.push('"');
    out
}

/// C's `int`.
pub(super) const INT: Int = Int { signed: true, bits: 32, spelling: IntSpelling::CInt };
