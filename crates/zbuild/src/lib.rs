//! Builds software written in Zig, Rust and C: `zbuild.json` in, actions for `zbuild-engine` out.

pub mod config;
pub mod diagnostic;
pub mod zig;
