//! The interface between two languages: what one side exports, what the other side expects.
//!
//! An [`Interface`] is *read* from three witnesses (the symbol table and the debug information of
//! a built library, and source text), *written* as a C header, a Zig module or Rust declarations,
//! and *compared* with another one.
//!
//! Invariants, all about absence: nothing here starts a process, opens a file or a socket, reads
//! the environment or the clock. Every function is a pure function over bytes and values, so that
//! each reader can be fuzzed.

pub mod combine;
pub mod compare;
mod container;
pub mod debug_info;
pub mod emit;
pub mod layout;
pub mod merge;
pub mod model;
pub mod rust_source;
pub mod sarif;
mod skim;
pub mod source;
pub mod symbols;
pub mod zig_source;

pub use model::Interface;
