//! Zig modules.
//!
//! [`module`] writes one self-contained file that imports nothing, with the same text for Zig
//! 0.14.1, 0.15.2, 0.16.0 and 0.17.1. It guesses nothing; its rules are:
//!
//! **Pointers.**
//!
//! | the interface says | Zig |
//! |---|---|
//! | an opaque type or `void` behind it | `*T`, or `?*T` unless null is excluded |
//! | exactly one value | `*T`, or `?*T` unless null is excluded |
//! | several values | `[*]T`, or `?[*]T` unless null is excluded |
//! | several values up to a sentinel | `[*:0]T`, or `?[*:0]T` unless null is excluded |
//! | how many is not said, null is excluded | `*T` |
//! | how many is not said, nor that null is excluded | `[*c]T` |
//!
//! The last row is what a raw pointer of Rust or C is. `[*c]T` is Zig's type for just this case:
//! it takes `*T`, `[*]T`, `[*:0]T`, their optionals and `slice.ptr`, and it compares with `null`.
//! Whoever wants more is served by the idiomatic wrappers.
//!
//! **Characters.** C's `char` is `u8` in memory, so that Zig's strings fit, and `c_char` as an
//! argument, a result or a field, where its signedness decides how it travels.
//!
//! **Enumerations** have their integer as tag. One that is closed on the other side is closed here:
//! its owner only ever gives named values, and Zig's compiler and safety checks keep others from
//! reaching it, which would be undefined behaviour there. An open one ends with `_`.
//!
//! **Structs by value** that Zig would pass otherwise than C (all versions: packed ones of up to 16
//! bytes; before 0.17: those with arrays of floating-point numbers) leave a function whose *call*
//! does not compile, with the reason.
//!
//! **Names** are kept. What Zig reserves is written `@"name"`; a parameter, type or constant that
//! would hide or repeat another name of the file gets an underscore behind.

mod declarations;
mod hazard;
mod idiomatic;
mod names;
mod types;

pub use idiomatic::{IdiomaticOptions, idiomatic};

use declarations::Writer;
use names::Names;
use types::Types;

use super::lines::{Lines, harmless};
use super::plan::Plan;
use super::{AddressOnly, Cause, EmitError, Problem};
use crate::Interface;
use crate::model::Function;

/// What a caller may choose about a Zig module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZigOptions {
    /// Whether sizes, alignments and offsets are asserted where the module is compiled for a
    /// machine of the same pointer and `long` widths. On by default.
    pub assertions: bool,
    /// Exports beside those of the interface, of which the address is declared.
    pub addresses: Vec<AddressOnly>,
}

impl Default for ZigOptions {
    fn default() -> Self {
        Self { assertions: true, addresses: Vec::new() }
    }
}

/// What a library that a version of Zig compiled takes or gives otherwise than C and Rust do: their calls would link and
/// pass wrong values. `version` is as `zig version` prints it.
pub fn passed_otherwise(interface: &Interface, version: &str) -> Result<Vec<Problem>, EmitError> {
    let plan = Plan::new(interface)?;
    let wrong = |function: &&Function| hazard::of(&plan, function).is_some_and(|h| h.concerns(version));
    let problem = |function: &Function| Problem {
        name: function.symbol.clone(),
        path: Vec::new(),
        cause: Cause::PassedOtherwise(version.to_owned()),
        location: function.location.clone(),
    };
    Ok(interface.functions.iter().filter(wrong).map(problem).collect())
}

/// Writes the interface as a Zig module of `extern` declarations.
pub fn module(interface: &Interface, options: &ZigOptions) -> Result<String, EmitError> {
    let plan = Plan::new(interface)?;
    let names = Names::new(interface, &options.addresses);
    let types = Types { plan: &plan, names: &names };
    let mut writer = Writer::new(&types);
    writer.constants();
    writer.types();
    writer.statics();
    writer.functions();
    writer.addresses(&options.addresses);
    if options.assertions {
        writer.assertions();
    }
    let (body, problems): (String, Vec<Problem>) = writer.finish();
    if !problems.is_empty() {
        return Err(EmitError { problems });
    }
    let mut lines = Lines::default();
    lines
        .line(format!("//! Interface of `{}`, written by Ghost. Edits are lost.", harmless(&interface.name)));
    lines.blank();
    lines.line(body);
    Ok(lines.finish())
}
