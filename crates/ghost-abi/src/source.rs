//! What the two source readers take and give.
//!
//! A reader never fails as a whole: a file that it cannot understand becomes a [`SourceProblem`],
//! and every other file still counts.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::model::{Function, Interface, Location, Machine};
use crate::skim::{self, Syntax};

/// One source file. Its path is only a name: it appears in locations, and tells modules and
/// imports apart. Nothing is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceFile<'a> {
    /// Path with `/`, as findings shall show it.
    pub path: &'a str,
    /// The whole text.
    pub text: &'a str,
}

/// A relative path without `.` and `..` where that is possible.
#[must_use]
pub fn normal_path(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|p| *p != "..") => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts.join("/")
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SourceProblem {
    /// Where.
    pub location: Location,
    /// What, lowercase, without a full stop.
    pub message: String,
}

/// What code says that declarations do not. Everything here is evidence that was seen; that
/// something is absent proves nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Functions that are defined but not offered to the linker, ordered by name.
    pub hidden: Vec<Hidden>,
    /// What the bodies of exported functions do, by symbol.
    pub bodies: BTreeMap<String, Body>,
    /// How imported functions are called, by symbol.
    pub calls: BTreeMap<String, Calls>,
    /// The library that an import names, by symbol: `extern "c" fn`.
    pub libraries: BTreeMap<String, String>,
    /// Public constants that the other side does not get.
    #[serde(default)]
    pub left_out: Vec<LeftOut>,
    /// What its text puts at the end of lists, where that was looked for.
    #[serde(default)]
    pub ends: Option<Ends>,
    /// Whether enums are made of any number in it (`@enumFromInt`).
    #[serde(default)]
    pub makes_enums: bool,
    /// Whether something is exported under a name that the reader could not compute.
    #[serde(default)]
    pub unnamed_exports: bool,
    /// Constants that are whole numbers, and variants of enums that do not cross themselves.
    #[serde(default)]
    pub numbers: Vec<Number>,
    /// The condition that an export of Zig stands under, as it is written, by symbol. Nothing is said of those that
    /// are computed to be on.
    #[serde(default)]
    pub conditions: BTreeMap<String, String>,
}

/// A number that has a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// The type, container or module that holds it; nothing at the root.
    pub family: String,
    /// Whether that is a module or file, so that the name may begin with what the numbers are about.
    pub in_module: bool,
    /// Its name.
    pub name: String,
    /// What it is.
    pub value: i128,
    /// Where it is declared.
    pub location: Location,
}

/// What may end the lists of one side, as far as its text shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ends {
    /// Something may put a zero behind numbers.
    pub zero: bool,
    /// Something may put a null behind pointers.
    pub null: bool,
}

impl Ends {
    /// Looks for them in the files of one side.
    pub(crate) fn of(files: &[SourceFile<'_>]) -> Self {
        let zeros = ["(0", ", 0", "0]", "[0", "0u", "0_u", "0i", "\\0", "zeroed", "] = 0"];
        let nulls = ["null()", "null_mut()", "None"];
        let any = |marks: &[&str]| files.iter().any(|file| marks.iter().any(|mark| file.text.contains(mark)));
        Self { zero: any(&zeros), null: any(&nulls) }
    }
}

/// A public constant that is not offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Its name.
    pub name: String,
    /// Where it is declared.
    pub location: Location,
    /// Why, lowercase, without a full stop.
    pub why: String,
}

/// A function that looks meant for the boundary, and does not get there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    /// The function; its symbol is the name that an attribute would export.
    pub function: Function,
    /// What keeps it from being exported.
    pub reason: HiddenReason,
}

/// Why a function is not exported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum HiddenReason {
    /// `no_mangle` or `export` is missing.
    NoAttribute,
    /// It is exported under this other name only.
    OtherName(String),
    /// A `cfg` that is off; its predicate.
    Cfg(String),
    /// No build that is known compiles it; what keeps it out, as in "it stands in a file that nothing imports".
    NotBuilt(String),
    /// The source exports it, and the library that was built of it does not have it: a `cfg` of which the reader
    /// does not know whether it is on.
    LeftOut,
    /// It stands in the call of a macro that the files do not define; the macro's name.
    Macro(String),
}

/// What the body of an exported function shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Where it returns a literal null.
    pub returns_null: Option<Location>,
    /// Nulls that it gives to functions that it was given: the parameter, its argument, and where.
    #[serde(default)]
    pub given_nulls: Vec<(usize, usize, Location)>,
    /// What it does with each parameter, in order.
    pub params: Vec<ParamUse>,
    /// Whether text with a terminator is made in it (`CString`, `c"…"`, `"…\0"`).
    pub terminates: bool,
}

/// What a body does with a parameter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParamUse {
    /// Something is written through it, or `&mut` is made of it.
    pub written: bool,
    /// Every use was understood, so that absence of `written` means that it is only read.
    pub understood: bool,
    /// A terminator is looked for behind it (`CStr::from_ptr`, `strlen`).
    pub read_to_terminator: bool,
}

/// How an imported function is called.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calls {
    /// The first call.
    pub first: Option<Location>,
    /// For each argument that is a literal null somewhere: its index, and where.
    pub null_arguments: BTreeMap<usize, Location>,
}

/// Adds to a view how its imports are called.
pub(crate) fn add_calls(view: &mut SourceView, files: &[SourceFile<'_>], syntax: Syntax) {
    let symbols: Vec<String> = view.imports.functions.iter().map(|f| f.symbol.clone()).collect();
    let wanted: HashSet<&str> = symbols.iter().map(String::as_str).collect();
    if wanted.is_empty() {
        return;
    }
    for file in files {
        let lines = OnceCell::new();
        skim::calls(file.text, syntax, &wanted, |call| {
            let lines: &Lines = lines.get_or_init(|| Lines::of(file.text));
            let (line, column) = lines.place(call.offset);
            let location = Location { file: file.path.to_owned(), line, column };
            let known = view.facts.calls.entry(call.name.to_owned()).or_default();
            for index in call.nulls {
                known.null_arguments.entry(index).or_insert_with(|| location.clone());
            }
            known.first.get_or_insert(location);
        });
    }
}

/// Byte offsets of a text's lines.
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub(crate) fn of(text: &str) -> Self {
        Self(
            std::iter::once(0)
                .chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1))
                .collect(),
        )
    }

    /// Line and column of a byte, both from 1.
    pub(crate) fn place(&self, offset: usize) -> (u32, u32) {
        let line = self.0.partition_point(|start| *start <= offset).max(1);
        let column = offset - self.0[line - 1] + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }
}
