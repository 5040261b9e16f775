//! The `zbuild` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    zbuild::cli::main()
}
