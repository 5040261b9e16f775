//! Identifiers: made from any text, kept apart from each other and from what a language reserves.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Interface;

/// Names that are taken in one scope.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    taken: BTreeSet<String>,
}

impl Scope {
    /// Takes `name` whether or not somebody has it.
    pub(super) fn reserve(&mut self, name: impl Into<String>) {
        self.taken.insert(name.into());
    }

    /// Whether somebody has `name`.
    pub(super) fn has(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// Takes `wanted`, or the first of `wanted_`, `wanted__` … that is free.
    pub(super) fn claim(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        while !self.taken.insert(name.clone()) {
            name.push('_');
        }
        name
    }
}

/// Whether `word` is in a table of words with spaces between them.
pub(super) fn has(table: &str, word: &str) -> bool {
    table.split_ascii_whitespace().any(|one| one == word)
}

/// An identifier that resembles `text`: letters, digits and underscores. `Pair<u8>` becomes
/// `Pair_u8`, the tuple field `0` becomes `_0`.
pub(super) fn identifier(text: &str) -> String {
    let text = text.strip_prefix("r#").unwrap_or(text);
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c == '_' || c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphabetic()) {
            if gap && !out.is_empty() {
                out.push('_');
            }
            gap = false;
            out.push(c);
        } else {
            gap = true;
        }
    }
    if out.is_empty() || out.starts_with(|c: char| c.is_ascii_digit()) {
        out.insert(0, '_');
    }
    out
}

/// The last part of a path, and with it its arguments: `a::b::Pair<c::D>` gives `Pair<c::D>`.
pub(super) fn without_path(name: &str) -> &str {
    let arguments = name.find('<').unwrap_or(name.len());
    let start = name[..arguments].rfind("::").map_or(0, |at| at + 2);
    &name[start..]
}

/// Names for all types of the interface, by key. A type keeps its own name where it can; where two
/// have the same, both are named by their keys; where a function, a variable or the language has
/// it, it gets an underscore.
pub(super) fn type_names<'a>(interface: &'a Interface, scope: &mut Scope) -> BTreeMap<&'a str, String> {
    let bare: BTreeMap<&str, String> = interface
        .types
        .iter()
        .map(|(key, def)| {
            let name = if def.name.is_empty() { key } else { &def.name };
            (key.as_str(), identifier(without_path(name)))
        })
        .collect();
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for name in bare.values() {
        *uses.entry(name).or_default() += 1;
    }
    bare.iter()
        .map(|(key, name)| {
            let wanted = if uses[name.as_str()] == 1 { name.clone() } else { identifier(key) };
            (*key, scope.claim(&wanted))
        })
        .collect()
}
