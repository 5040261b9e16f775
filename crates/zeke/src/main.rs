//! `zeke`: the companion that knows the Zig/Rust boundary.

// First: what is behind it prints by its macros.
#[macro_use]
mod say;

mod cli;
mod failure;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
