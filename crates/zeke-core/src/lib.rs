//! What is known about a Zig/Rust boundary without asking anyone: both sides read, paired and
//! judged, on this machine, with no key and no network.
//!
//! Nothing here draws, prints or reads the environment: a face (CLI, TUI, LSP) calls, and shows
//! what it gets. Text of analysed code is data; nothing in it is ever an instruction.

pub mod analyze;
mod effects;
pub mod finding;
mod knowledge;
mod libc;
pub mod project;
mod rules;
mod rust;
pub mod sarif;
mod zig;
