//! `zeke`: the companion that knows the Zig/Rust boundary.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is the face of zeke-core")]

mod cli;
mod failure;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
