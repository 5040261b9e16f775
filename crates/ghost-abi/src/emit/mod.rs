//! Writing an [`Interface`] as text: a C header, a Zig module, Rust declarations.
//!
//! What is written is decided once, for every language, by `plan`: which types show their inside
//! and which stay opaque, in which order they stand, what cannot cross the boundary at all. The
//! language folders only spell that plan.
//!
//! - [`c::header`] for C11, which C++ reads as well;
//! - [`zig::module`] for Zig 0.14 to 0.17, one self-contained file, and [`zig::idiomatic`], wrappers
//!   beside it;
//! - [`rust::declarations`] for Rust 2021 and 2024.
//!
//! Invariants: the same interface gives the same bytes; nothing is left out in silence. What
//! cannot be written is a [`Problem`] that names the symbol, and all of them are reported at once;
//! a caller that goes on without such symbols has them written as [`AddressOnly`].
//! Sizes, alignments and offsets that a witness knows are asserted in the text that is written,
//! so that the other compiler refuses an interface that it sees differently.

use std::fmt;

use crate::model::Location;

pub mod c;
pub mod case;
pub mod rust;
pub mod zig;

mod layout;
mod lines;
mod names;
mod order;
mod plan;
mod value;

#[cfg(doc)]
use crate::Interface;

/// An export that the other side can name and not use: its address is all that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressOnly {
    /// The name the linker knows.
    pub symbol: String,
    /// Why it cannot be used, for the comment.
    pub why: Vec<String>,
}

/// Why an interface could not be written: every reason, in the order of the interface.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct EmitError {
    /// At least one.
    pub problems: Vec<Problem>,
}

impl fmt::Display for EmitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, problem) in self.problems.iter().enumerate() {
            if nth > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

/// One thing that cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The symbol, type or constant that is concerned.
    pub name: String,
    /// The way from there to the cause, outermost first: ``parameter `config` ``, ``field `x` of `Point` ``.
    pub path: Vec<String>,
    /// What is wrong.
    pub cause: Cause,
    /// Where the symbol, type or constant is declared.
    pub location: Option<Location>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(at) = &self.location {
            write!(f, "{}:{}:{}: ", at.file, at.line, at.column)?;
        }
        write!(f, "`{}`", self.name)?;
        for step in &self.path {
            write!(f, ", {step}")?;
        }
        write!(f, ": {}", self.cause)
    }
}

impl Problem {
    /// What is wrong, without what it is about.
    #[must_use]
    pub fn reason(&self) -> String {
        if self.path.is_empty() {
            return self.cause.to_string();
        }
        format!("{}: {}", self.path.join(", "), self.cause)
    }
}

/// Why something cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Cause {
    /// [`Type::Foreign`](crate::model::Type::Foreign).
    #[error("`{0}` has no meaning on the other side of the boundary")]
    Foreign(String),
    /// A name that [`Interface::types`](crate::Interface::types) does not have.
    #[error("the interface does not define the type `{0}`")]
    Undefined(String),
    /// An opaque type where a value is needed.
    #[error("`{0}` is opaque and can only be used behind a pointer")]
    OpaqueByValue(String),
    /// A record whose layout is its compiler's business.
    #[error("`{0}` has no layout that others can rely on: declare it `repr(C)` or `extern struct`")]
    NativeLayout(String),
    /// A record or array without any byte, which C cannot have.
    #[error("`{0}` has no size, and C has no such values")]
    ZeroSized(String),
    /// A type that contains itself.
    #[error("the type contains itself: {0}")]
    ByValueCycle(String),
    /// A type that holds too many others, one inside of the other.
    #[error("types are nested too deeply around `{0}`")]
    TooDeep(String),
    /// A struct that this version of Zig passes by value otherwise than C does.
    #[error("Zig {0} passes the struct otherwise than C on this machine: pass a pointer to it")]
    PassedOtherwise(String),
    /// `Void` or `Never` where a value is needed.
    #[error("a value is needed here, and the type has none")]
    NoValue,
    /// An array as parameter or result.
    #[error("an array cannot be passed or returned by value: pass a pointer, or wrap it in a struct")]
    ArrayByValue,
    /// A number type that the language does not have.
    #[error("{language} has no {what}")]
    Width {
        /// The language that is written.
        language: &'static str,
        /// The type, in words.
        what: String,
    },
    /// A function that is called as only its own language calls.
    #[error(
        "it is called by the rules of its own language's compiler: declare it `extern \"C\"` or `callconv(.c)`"
    )]
    NativeCall,
    /// A calling convention that the language cannot spell.
    #[error("the calling convention `{callconv}` cannot be written in {language}")]
    CallConv {
        /// The language that is written.
        language: &'static str,
        /// The convention, as the source spells it.
        callconv: String,
    },
    /// A value that is not one of its type, or that cannot be written.
    #[error("the value {value} cannot be written as {ty}")]
    Value {
        /// The value.
        value: String,
        /// The type, in words.
        ty: String,
    },
    /// A bit field whose position or width is missing or impossible.
    #[error("the bits of field `{0}` are not known")]
    Bits(String),
    /// A variable of which every thread has its own, where the language cannot import such.
    #[error("stable Rust cannot declare a thread-local variable of another language")]
    ThreadLocal,
    /// A variadic function without a named parameter, which C11 cannot declare.
    #[error("a variadic function needs a named parameter in C")]
    VariadicAlone,
}

/// The names of languages in messages.
const C: &str = "C";
const ZIG: &str = "Zig";
const RUST: &str = "Rust";
