//! The `zbuild` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    // The linker and C compiler of builds for other machines is this program under their names.
    ghostbind::linker::enter(std::env::args_os()).unwrap_or_else(zbuild::cli::main)
}
