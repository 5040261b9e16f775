//! What the two source readers take and give.
//!
//! A reader never fails as a whole: a file that it cannot understand becomes a [`SourceProblem`],
//! and every other file still counts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{Function, Interface, Location, Machine};

/// One source file. Its path is only a name: it appears in locations, and tells modules and
/// imports apart. Nothing is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceFile<'a> {
    /// Path with `/`, as findings shall show it.
    pub path: &'a str,
    /// The whole text.
    pub text: &'a str,
}

/// A language that a reader knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Rust.
    Rust,
    /// Zig.
    Zig,
    /// C: a header.
    C,
}

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Rust => "Rust",
            Self::Zig => "Zig",
            Self::C => "C",
        })
    }
}

/// What source text says about a boundary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceView {
    /// What this side defines for others.
    pub exports: Interface,
    /// What this side declares of others.
    pub imports: Interface,
    /// What bodies and calls add to the declarations.
    pub facts: Facts,
    /// What could not be read, ordered by location.
    pub problems: Vec<SourceProblem>,
}

impl SourceView {
    /// A view of nothing.
    #[must_use]
    pub fn new(name: &str, machine: &Machine) -> Self {
        Self {
            exports: Interface::new(name, *machine),
            imports: Interface::new(name, *machine),
            facts: Facts::default(),
            problems: Vec::new(),
        }
    }
}

/// Text that a reader could not understand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceProblem {
    /// Where.
    pub location: Location,
    /// What, lowercase, without a full stop.
    pub message: String,
}

/// What code says that declarations do not. Everything here is evidence that was seen; that
/// something is absent proves nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Functions that are defined but not offered to the linker, ordered by name.
    pub hidden: Vec<Hidden>,
    /// What the bodies of exported functions do, by symbol.
    pub bodies: BTreeMap<String, Body>,
    /// How imported functions are called, by symbol.
    pub calls: BTreeMap<String, Calls>,
    /// The library that an import names, by symbol: `extern "c" fn`.
    pub libraries: BTreeMap<String, String>,
}

/// A function that looks meant for the boundary, and does not get there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// The function; its symbol is the name that an attribute would export.
    pub function: Function,
    /// What keeps it from being exported.
    pub reason: HiddenReason,
}

/// Why a function is not exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HiddenReason {
    /// `no_mangle` or `export` is missing.
    NoAttribute,
    /// A `cfg` that is off; its predicate.
    Cfg(String),
    /// It stands in the call of a macro that the files do not define; the macro's name.
    Macro(String),
}

/// What the body of an exported function shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    /// Where it returns a literal null.
    pub returns_null: Option<Location>,
    /// What it does with each parameter, in order.
    pub params: Vec<ParamUse>,
    /// Whether text with a terminator is made in it (`CString`, `c"…"`, `"…\0"`).
    pub terminates: bool,
}

/// What a body does with a parameter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ParamUse {
    /// Something is written through it, or `&mut` is made of it.
    pub written: bool,
    /// Every use was understood, so that absence of `written` means that it is only read.
    pub understood: bool,
    /// A terminator is looked for behind it (`CStr::from_ptr`, `strlen`).
    pub read_to_terminator: bool,
}

/// How an imported function is called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calls {
    /// The first call.
    pub first: Option<Location>,
    /// For each argument that is a literal null somewhere: its index, and where.
    pub null_arguments: BTreeMap<usize, Location>,
}
