//! Builds software written in Zig, Rust and C: `zbuild.json` in, actions for `zbuild-engine` out.
//!
//! [`build::Build`] is the whole of it. The library reads no environment variable, no current directory
//! and no arguments, and prints nothing; the program `zbuild` (feature `cli`) does.

pub mod build;
#[cfg(feature = "cli")]
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod failure;
mod files;
pub mod locking;
pub mod lower;
pub mod packages;
pub mod project;
pub mod setting;
pub mod testing;
mod watched;
mod zig_text;
mod zon;
