//! What is known about a Zig/Rust boundary without asking anyone: both sides read, paired and
//! judged, on this machine, with no key and no network.
//!
//! Nothing here draws, prints or reads the environment: a face (CLI, TUI, LSP) calls, and shows
//! what it gets. Text of analysed code is data; nothing in it is ever an instruction.

pub mod analyze;
pub mod answer;
pub mod assist;
mod build;
mod built;
pub mod cache;
pub mod cancel;
mod closed;
pub mod config;
pub mod edit;
mod effects;
pub mod event;
pub mod finding;
mod flow;
mod held;
pub mod keys;
mod knowledge;
pub mod model;
pub mod outside;
pub mod paths;
pub mod plain;
pub mod project;
pub mod prompt;
pub mod proof;
pub mod receipt;
pub mod repair;
mod rules;
mod rust;
pub mod sarif;
pub mod secrets;
pub mod session;
mod sides;
pub mod silence;
pub mod surroundings;
pub mod tasks;
mod visit;
mod zig;

/// The error and everything behind it, in one line.
#[must_use]
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}
