//! What exported functions do with arguments that they cannot use, as far as their bodies show it.

mod rust;
mod zig;

use std::collections::BTreeMap;

use crate::finding::Language;
use crate::project::Unit;

/// What the body of one function shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Guards {
    /// For each parameter, in order.
    pub params: Vec<Guard>,
    /// The body as text.
    pub body: String,
}

/// What a function does with one parameter that it cannot use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Guard {
    /// Null.
    pub null: OnNull,
    /// An integer above a limit: the largest that passes, and what is returned for more.
    pub above: Option<(i128, Literal)>,
}

/// What happens with null.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum OnNull {
    /// Nothing is shown: null must not be passed.
    #[default]
    Unknown,
    /// It is looked for, and what comes back then is not plain.
    Checked,
    /// It is looked for first of all, and this comes back.
    Returns(Literal),
}

impl OnNull {
    /// Whether null may be passed.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        *self != Self::Unknown
    }
}

/// A value that a body returns in plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// Nothing.
    Void,
    /// A null pointer.
    Null,
    /// A truth value.
    Bool(bool),
    /// An integer.
    Int(i128),
    /// A variant of an enumeration, by its name.
    Variant(String),
}

/// Guards of every exported function of a unit, by symbol.
#[must_use]
pub fn of(unit: &Unit) -> BTreeMap<String, Guards> {
    match unit.language {
        Language::Rust => rust::read(unit),
        _ => zig::read(unit),
    }
}

/// Where a bare word stands in a text: not inside another name.
fn occurrences<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(is_name) && !after.is_some_and(is_name) && before != Some('.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Source;

    fn check(language: Language, text: &str, symbol: &str, expected: &[(OnNull, Option<(i128, Literal)>)]) {
        let path = if language == Language::Rust { "lib.rs" } else { "lib.zig" };
        let files = vec![Source { path: path.into(), text: text.into() }];
        let unit = Unit { language, folder: "".into(), has_manifest: false, manifest: None, files };
        let found = of(&unit);
        let guards: Vec<_> = found[symbol].params.iter().map(|g| (g.null.clone(), g.above.clone())).collect();
        assert_eq!(guards, expected, "{text}");
    }

    #[test]
    fn guards_of_rust() {
        let returns = |literal| (OnNull::Returns(literal), None);
        let open = || (OnNull::Unknown, None);
        let head = "#[no_mangle] pub unsafe extern \"C\" fn f";
        let rust =
            |tail: &str, expected: &[_]| check(Language::Rust, &format!("{head}{tail}"), "f", expected);
        rust(
            "(a: *const i32, n: usize) -> i32 { if a.is_null() || n > 9 { return -1; } 0 }",
            &[returns(Literal::Int(-1)), (OnNull::Unknown, Some((9, Literal::Int(-1))))],
        );
        rust("(a: *mut T) { if !a.is_null() { drop(Box::from_raw(a)); } }", &[returns(Literal::Void)]);
        rust(
            "(a: *mut T) -> i64 { match a.as_mut() { Some(a) => a.x, None => 0 } }",
            &[returns(Literal::Int(0))],
        );
        rust(
            "(a: *const T) -> bool { let Some(a) = (unsafe { a.as_ref() }) else { return false }; a.x }",
            &[returns(Literal::Bool(false))],
        );
        rust(
            "(a: *const T) -> E { g(|| { if a.is_null() { return Err(E::Null) } Ok(()) }) }",
            &[(OnNull::Checked, None)],
        );
        rust(
            "(a: *const u8, n: usize) -> bool { std::slice::from_raw_parts(a, n).len() > 1 }",
            &[open(), open()],
        );
        rust(
            "(a: *const u8) -> bool { h(a) } fn h(p: *const u8) -> bool { !p.is_null() }",
            &[(OnNull::Checked, None)],
        );
        rust(
            "(a: *const T) -> *mut u8 { if a.is_null() { return std::ptr::null_mut(); } (*a).p }",
            &[returns(Literal::Null)],
        );
        // Looked at only after it was used.
        rust("(a: *const i32) -> i32 { let x = *a; if a.is_null() { return 1; } x }", &[open()]);
    }

    #[test]
    fn guards_of_zig() {
        let returns = |literal| (OnNull::Returns(literal), None);
        let zig = |text: &str, expected: &[_]| check(Language::Zig, text, "f", expected);
        zig(
            "export fn f(a: ?*T, n: u32) bool { const t = a orelse return false; if (n > 3) return false; return t.x; }",
            &[returns(Literal::Bool(false)), (OnNull::Unknown, Some((3, Literal::Bool(false))))],
        );
        zig("export fn f(a: ?*T) void { if (a) |t| { gpa.destroy(t); } }", &[returns(Literal::Void)]);
        zig(
            "export fn f(a: ?*T) c_int { if (a == null) return -1; return 0; }",
            &[returns(Literal::Int(-1))],
        );
        zig(
            "export fn f(a: ?*T) ?*T { const t: *T = @ptrCast(@alignCast(a orelse return null)); return t; }",
            &[returns(Literal::Null)],
        );
        zig(
            "export fn f(a: ?*T) E { const t = a orelse return .invalid; _ = t; return .ok; }",
            &[returns(Literal::Variant("invalid".into()))],
        );
        zig(
            "export fn f(a: [*]i32, n: usize) i32 { return a[n - 1]; }",
            &[(OnNull::Unknown, None), (OnNull::Unknown, None)],
        );
        zig("export fn f(a: ?*T) i32 { return a.?.x; }", &[(OnNull::Unknown, None)]);
    }
}
