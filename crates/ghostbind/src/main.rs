//! The `ghostbind` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    if let Some(code) = ghostbind::linker::enter(std::env::args_os()) {
        return code;
    }
    #[expect(clippy::disallowed_methods, reason = "the one place where the current directory is read")]
    let cwd = std::env::current_dir();
    ghostbind::cli::main(std::env::args_os(), std::env::vars_os(), cwd, std::env::current_exe().ok())
}
