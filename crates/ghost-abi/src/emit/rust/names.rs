//! Names in Rust: raw where a keyword, changed where not even that helps.

use std::collections::{BTreeMap, BTreeSet};

use super::super::names::{Scope, has, identifier, type_names};
use crate::model::Interface;

/// Keywords of all editions that may be written `r#…`.
const KEYWORDS: &str = "\
    abstract as async await become box break const continue do dyn else enum extern false final fn \
    for gen if impl in let loop macro match mod move mut override priv pub ref return static struct \
    trait true try type typeof unsafe unsized use virtual where while yield";

/// Words that may not even be written raw.
const NEVER: &str = "\
    _ self Self super crate";

/// Types that the declarations name bare.
const TYPES: &str = "\
    bool char str u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f16 f32 f64 f128 Option Debug \
    Clone Copy PartialEq Eq PartialOrd Ord Hash";

/// `name` as Rust wants it written.
pub(super) fn quoted(name: &str) -> String {
    if has(KEYWORDS, name) { format!("r#{name}") } else { name.to_owned() }
}

/// Every name of one list of items, as it is written. Rust keeps types and values apart.
#[derive(Debug)]
pub(super) struct Names<'a> {
    /// Types, by key.
    pub(super) types: BTreeMap<&'a str, String>,
    /// Functions and variables, by symbol.
    pub(super) symbols: BTreeMap<&'a str, String>,
    /// Constants, in the order of the interface.
    pub(super) constants: Vec<String>,
    /// Types without a size, by the alignment that they have.
    pub(super) aligned: BTreeMap<u64, String>,
}

impl<'a> Names<'a> {
    /// `aligns` are the alignments that need a type of their own.
    pub(super) fn new(interface: &'a Interface, aligns: &BTreeSet<u64>) -> Self {
        let mut values = reserved();
        let functions = interface.functions.iter().map(|f| f.symbol.as_str());
        let symbols = functions.chain(interface.statics.iter().map(|s| s.symbol.as_str()));
        let symbols = symbols.map(|symbol| (symbol, quoted(&values.claim(&identifier(symbol))))).collect();
        let constants =
            interface.constants.iter().map(|c| quoted(&values.claim(&identifier(&c.name)))).collect();
        let mut types = reserved();
        for name in TYPES.split_ascii_whitespace() {
            types.reserve(name);
        }
        // A newtype is a value as well: its constructor.
        for taken in interface.functions.iter().map(|f| &f.symbol) {
            types.reserve(taken);
        }
        let named = type_names(interface, &mut types);
        let aligned = aligns.iter().map(|bytes| (*bytes, types.claim(&format!("Align{bytes}")))).collect();
        let types = named.into_iter().map(|(key, name)| (key, quoted(&name))).collect();
        Self { types, symbols, constants, aligned }
    }
}

/// Names for what lives in a scope of its own: parameters, fields, variants, methods.
pub(super) fn members<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut scope = reserved();
    names.map(|name| quoted(&scope.claim(&identifier(name)))).collect()
}

/// Names for parameters; `_` for one without a name.
pub(super) fn params<'n>(names: impl Iterator<Item = Option<&'n str>>) -> Vec<String> {
    let mut scope = reserved();
    names
        .map(|name| match name.filter(|n| *n != "_") {
            Some(name) => quoted(&scope.claim(&identifier(name))),
            None => "_".to_owned(),
        })
        .collect()
}

fn reserved() -> Scope {
    let mut scope = Scope::default();
    for word in NEVER.split_ascii_whitespace() {
        scope.reserve(word);
    }
    scope
}
