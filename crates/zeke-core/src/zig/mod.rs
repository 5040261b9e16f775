//! Facts of Zig code: what exported functions do with what crosses, and how functions of the
//! other side are used.

mod binding;
mod bound;
mod casts;
mod exports;
mod inside;
mod lending;
mod lower;
mod panics;
mod shared;
mod summary;
mod threads;
mod tree;
mod uses;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ghost_abi::model::Interface;

use crate::effects::Effects;
use crate::finding::{Finding, Place};
use crate::knowledge::Knowledge;
pub(crate) use tree::Parsed;
use tree::Program;
pub(crate) use uses::{is_free, is_retain};

/// What a Zig unit shows on its own.
#[derive(Default)]
pub(crate) struct ZigFacts {
    /// Effects of exported functions.
    pub(crate) exports: Vec<Effects>,
    /// What is wrong on this side alone.
    pub(crate) findings: Vec<Finding>,
    /// Panics in functions that are made to be given to another language, by their name.
    pub(crate) callback_panics: Vec<(String, Finding)>,
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
    /// What following values through its functions finds.
    pub(crate) flow: Vec<Finding>,
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

/// Reads what a unit does with what crosses.
pub(crate) fn read(trees: &Parsed<'_>) -> ZigFacts {
    let program = Program::of(trees);
    exports::read(&program)
}

/// Reads how a unit uses functions of the other side.
pub(crate) fn read_uses(trees: &Parsed<'_>, imports: &Interface, known: &Knowledge<'_>) -> ZigUses {
    let program = Program::of(trees);
    let mut uses = uses::read(&program, imports, known);
    let functions = imports.functions.iter().map(|function| (function.symbol.as_str(), function)).collect();
    uses.flow = crate::flow::judge(&lower::program(&program, &functions), known);
    uses
}
