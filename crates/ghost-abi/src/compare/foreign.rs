//! Which texts of types that a reader could not express are wrong at a boundary, and which are
//! merely not understood.

use super::Class;
use crate::source::Language;

/// The class of a finding about a type that only its own language understands; `None` where the
/// text may well be a type of C.
pub(super) fn class_of(text: &str, language: Language) -> Option<Class> {
    // Lengths and types that only the compiler can compute.
    let unknown =
        text.contains("; _]") || text.contains('…') || text.contains('?') && language == Language::Rust;
    if unknown || text == "?" || language == Language::C {
        return None;
    }
    if language == Language::Zig {
        return zig(text);
    }
    if is_of_another_crate(text) {
        return None;
    }
    if text.starts_with("Option<") {
        return Some(Class::NotFfiSafeOption);
    }
    let generic_parameter = text.len() <= 2 && text.starts_with(char::is_uppercase);
    (!generic_parameter).then_some(Class::NotFfiSafeType)
}

/// Whether a type of Rust is named by a path that begins with another crate, as the reader of source writes it:
/// that crate says for itself what the type is made of.
#[must_use]
pub fn is_of_another_crate(text: &str) -> bool {
    text.starts_with("::")
}

fn zig(text: &str) -> Option<Class> {
    let slice = text.starts_with("[]") || text.starts_with("[:");
    let optional = text.starts_with('?');
    let error_union = text.contains('!') && !text.contains('(');
    let odd_int =
        text.len() > 1 && text.starts_with(['u', 'i']) && text[1..].bytes().all(|b| b.is_ascii_digit());
    let language_only = matches!(text, "anyerror" | "anytype" | "type" | "comptime_int" | "comptime_float");
    if optional {
        return Some(Class::NotFfiSafeOption);
    }
    (slice || error_union || odd_int || language_only).then_some(Class::NotFfiSafeType)
}
