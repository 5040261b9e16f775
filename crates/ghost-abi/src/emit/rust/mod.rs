//! Rust declarations of what the other side exports.
//!
//! The text is a list of items: it may be a file of its own or be `include!`d. Its rules are:
//!
//! - Opaque types are `#[repr(C)]` structs without a public field, that cannot be made, sent,
//!   shared or moved out of their place.
//! - Enumerations are newtypes over their integer with a constant for each name. A value without
//!   a name may come from the other side (Zig's `_`, a newer library, an unchecked cast), and as a
//!   Rust `enum` it would be undefined behaviour before anybody could look at it.
//!   [`Enums::Closed`] writes `enum`s for those that the interface calls closed.
//! - Pointers are raw; what the interface knows about null, count and sentinel stands in the
//!   documentation. Function pointers are `Option<…>` unless null is excluded.
//! - A field that lies further on than its type asks for has an empty array before it, whose elements have the
//!   alignment that it was given.
//! - `packed struct`s of Zig are newtypes over their integer with a getter and a `with_` method
//!   for each field.
//! - Sizes, alignments and offsets are asserted where pointers and C's `long` have the widths that
//!   they were computed for.

mod declarations;
mod names;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use declarations::Writer;
use names::Names;
use types::Types;

use super::lines::{Lines, harmless};
use super::plan::Plan;
use super::{EmitError, Problem};
use crate::Interface;

/// What a caller may choose about Rust declarations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RustOptions {
    /// The edition of the crate that the text becomes part of.
    pub edition: Edition,
    /// How enumerations are written.
    pub enums: Enums,
}

/// An edition of Rust.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Edition {
    /// `extern "C"`: compiles in editions 2015 to 2021, and with compilers before 1.82.
    E2021,
    /// `unsafe extern "C"`: compiles in every edition, from 1.82 on.
    #[default]
    E2024,
}

/// How enumerations are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Enums {
    /// As newtypes over their integer, for which every value is valid.
    #[default]
    Newtype,
    /// As `enum`s where the interface says that no other values exist. A value from the other
    /// side that breaks this promise is undefined behaviour.
    Closed,
}

/// What [`declarations()`] calls each function and variable, by symbol.
#[must_use]
pub fn symbols(interface: &Interface) -> BTreeMap<String, String> {
    let names = Names::new(interface, &BTreeSet::new()).symbols;
    names.into_iter().map(|(symbol, name)| (symbol.to_owned(), name)).collect()
}

/// Writes the interface as Rust declarations.
pub fn declarations(interface: &Interface, options: &RustOptions) -> Result<String, EmitError> {
    let plan = Plan::new(interface)?;
    let names = Names::new(interface, &plan.alignments());
    let types = Types { plan: &plan, names: &names };
    let mut writer = Writer::new(&types, *options);
    writer.constants();
    writer.alignments();
    writer.types();
    writer.symbols();
    writer.assertions();
    let (body, problems): (String, Vec<Problem>) = writer.finish();
    if !problems.is_empty() {
        return Err(EmitError { problems });
    }
    let mut lines = Lines::default();
    lines.line(format!("// Interface of `{}`, written by Ghost. Edits are lost.", harmless(&interface.name)));
    lines.blank();
    lines.line(body);
    Ok(lines.finish())
}
