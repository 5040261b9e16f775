//! The `ghostllm` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    ghostllm::cli::main(std::env::args_os(), std::env::vars_os())
}
