//! Facts of Zig code: what exported functions do with what crosses, and how functions of the
//! other side are used.

mod binding;
mod exports;
mod inside;
mod lending;
mod panics;
mod shared;
mod summary;
mod threads;
mod tree;
mod uses;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ghost_abi::model::Function;

use crate::effects::Effects;
use crate::finding::{Finding, Language, Place};
use crate::knowledge::Knowledge;
use crate::project::Unit;
pub(crate) use tree::Parsed;
use tree::Program;

/// What a Zig unit shows on its own.
#[derive(Default)]
pub(crate) struct ZigFacts {
    /// Effects of exported functions.
    pub(crate) exports: Vec<Effects>,
    /// What is wrong on this side alone.
    pub(crate) findings: Vec<Finding>,
    /// Variables that exported functions change without a lock.
    pub(crate) global_writes: Vec<GlobalWrite>,
}

/// A variable that an exported function changes without a lock.
pub(crate) struct GlobalWrite {
    /// The function.
    pub(crate) symbol: String,
    /// The variable.
    pub(crate) name: String,
    /// Where it is changed.
    pub(crate) at: Place,
}

/// How a Zig unit uses the other side.
#[derive(Default)]
pub(crate) struct ZigUses {
    /// What is wrong with it.
    pub(crate) findings: Vec<Finding>,
    /// Where memory that dies with its function is given to a function of the other side.
    pub(crate) stack_arguments: BTreeMap<(String, usize), Place>,
    /// Where memory is given that lives for ever, or as long as what may keep it.
    pub(crate) lasting_arguments: BTreeSet<(String, usize)>,
    /// Where memory is given that no function of the other side made.
    pub(crate) own_arguments: BTreeMap<(String, usize), Place>,
    /// Callbacks that use globals: the symbol they are given to, the parameter, and where.
    pub(crate) global_callbacks: HashMap<(String, usize), Place>,
    /// Functions of the other side that callbacks call, and where.
    pub(crate) called_by_callbacks: BTreeMap<String, Place>,
    /// The same, of callbacks that are given as a field of a struct.
    pub(crate) table_callbacks: BTreeMap<(String, usize, String), Place>,
}

/// Whether a unit exports anything under a name that is not written out.
pub(crate) fn computes_exports(unit: &Unit) -> bool {
    let computed = |call: &str| {
        let end = call.find(';').unwrap_or(call.len());
        let name = call[..end].split_once(".name").and_then(|(_, rest)| rest.trim_start().strip_prefix('='));
        name.is_some_and(|name| {
            let name = name.trim_start();
            let rest = name.strip_prefix('"').and_then(|rest| rest.split_once('"')).map(|(_, rest)| rest);
            rest.is_none_or(|rest| rest.trim_start().starts_with("++"))
        })
    };
    unit.language == Language::Zig
        && unit.files.iter().any(|file| file.text.split("@export(").skip(1).any(computed))
}

/// Names of the exports of a unit that are made of a list of names, where every computed one is.
pub(crate) fn listed_exports(unit: &Unit) -> Option<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for file in unit.files.iter().filter(|_| unit.language == Language::Zig) {
        let mut from = 0;
        while let Some(at) = file.text[from..].find("@export(").map(|at| at + from) {
            from = at + 1;
            let call = &file.text[at..];
            let call = &call[..call.find(';').unwrap_or(call.len())];
            let (_, name) = call.split_once(".name")?;
            let name = name.trim_start().strip_prefix('=')?.trim_start();
            let (before, name) = match name.strip_prefix('"') {
                Some(rest) => rest.split_once('"')?,
                None => ("", name),
            };
            let Some(variable) = name.trim_start().trim_start_matches("++").trim_start().split(is_end).next()
            else {
                continue;
            };
            if variable.is_empty() {
                names.insert(before.to_owned());
                continue;
            }
            let list = listed(&file.text, &file.text[..at], variable)?;
            names.extend(list.into_iter().map(|name| format!("{before}{name}")));
        }
    }
    Some(names)
}

fn is_end(c: char) -> bool {
    !(c.is_ascii_alphanumeric() || c == '_')
}

/// The texts that a loop's variable takes: `for (list) |name|`, with the list beside it or under a name.
fn listed(text: &str, before: &str, variable: &str) -> Option<Vec<String>> {
    let head = &before[..before.rfind(&format!("|{variable}|"))?];
    let (_, list) = head.rsplit_once("for (")?;
    let list = list.trim_end().strip_suffix(')')?.trim();
    let written = if list.contains('{') {
        list
    } else {
        let declared = format!("const {list} =");
        text.split_once(declared.as_str()).or_else(|| text.split_once(&format!("const {list}:")))?.1
    };
    let inside = written.split_once('{')?.1.split_once('}')?.0;
    let texts = inside.split(',').map(str::trim).filter(|text| !text.is_empty());
    texts.map(|text| Some(text.strip_prefix('"')?.strip_suffix('"')?.to_owned())).collect()
}

/// Reads what a unit does with what crosses.
pub(crate) fn read(trees: &Parsed<'_>) -> ZigFacts {
    let program = Program::of(trees);
    exports::read(&program)
}

/// Reads how a unit uses functions of the other side.
pub(crate) fn read_uses(trees: &Parsed<'_>, imports: &[Function], known: &Knowledge<'_>) -> ZigUses {
    let program = Program::of(trees);
    uses::read(&program, imports, known)
}
