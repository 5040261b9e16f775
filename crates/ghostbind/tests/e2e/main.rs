//! Drives the real program on temporary crates, with the real cargo, rustc, Zig and C compiler.
//!
//! Zig is taken from `GHOST_ZIG`, else from PATH, else from the cache that the house tasks fill.
//! Without one nothing here can run; each test then says so in a line that begins with `skipped:`.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests panic and print as tests do")]

mod checks;
mod commands;
mod cross;
mod decisions;
mod errors;
mod idiomatic;
mod interrupt;
mod jobs;
mod manifest;
mod never_stale;
mod options;
mod programs;
mod project;
mod reproducible;
mod umbrella;
mod zig_package;
