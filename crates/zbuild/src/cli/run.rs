//! `zbuild run`: builds a program, then becomes it.

use ghostbind::Environment;

use super::args::RunArgs;
use super::build;
use super::report::Report;
use super::signals::Interrupts;
use crate::diagnostic::{Diagnostic, Place};
use crate::failure::Failure;
use crate::lower::{Product, ProductKind};

pub(super) fn command(args: &RunArgs, env: &Environment, report: &Report) -> Result<u8, Failure> {
    let report = &report.beside_a_program();
    let mut prepared = build::prepare(&args.build, env, report, false)?;
    let cancel = Interrupts::watched(&env.children, report)?;
    if let Some((_, exit_code)) = build::settle(&mut prepared, &cancel, report)? {
        return Ok(exit_code);
    }
    let program = program(&prepared.lowered.products, args.program.as_deref(), &prepared.workspace.files[0])?;
    let (_, exit_code) = build::run(&prepared, None, &cancel, report)?;
    if exit_code != 0 {
        return Ok(exit_code);
    }
    #[expect(clippy::disallowed_methods, reason = "the user's own program, with the user's own surroundings")]
    let mut command = std::process::Command::new(&program.path);
    command.args(&args.args);
    become_it(&mut command).map_err(|error| {
        let message = format!("cannot start `{}`: {error}", program.name);
        Failure::work(Diagnostic::error(message).at(Place::File(program.path.clone())))
    })
}

/// Signals and what waits for this process are the program's from here on.
#[cfg(unix)]
fn become_it(command: &mut std::process::Command) -> std::io::Result<u8> {
    Err(std::os::unix::process::CommandExt::exec(command))
}

#[cfg(not(unix))]
fn become_it(command: &mut std::process::Command) -> std::io::Result<u8> {
    command.status().map(exit_code_of)
}

/// The program that is meant: the one of that name; without a name the only one, or the only one that is called as
/// its project.
pub(super) fn program<'a>(
    products: &'a [Product],
    name: Option<&str>,
    config: &camino::Utf8Path,
) -> Result<&'a Product, Failure> {
    let all: Vec<&Product> = products.iter().filter(|p| p.kind == ProductKind::Program).collect();
    let meant = |p: &&Product| name.map_or(all.len() == 1 || p.name == p.member, |name| p.name == name);
    let programs: Vec<&Product> = all.iter().copied().filter(meant).collect();
    match programs[..] {
        [program] => Ok(program),
        [] if !all.is_empty() => {
            let what = name.map_or_else(
                || "there are several programs to run".to_owned(),
                |name| format!("there is no program `{name}`"),
            );
            let names: Vec<String> = all.iter().map(|p| format!("`zbuild run {}`", p.name)).collect();
            Err(Diagnostic::error(what).hint(format!("there are {}", names.join(", "))).into())
        }
        [] => Err(Diagnostic::error("there is no program to run")
            .at(Place::File(config.to_owned()))
            .hint("a project with src/main.zig has one")
            .into()),
        _ => {
            let names: Vec<String> = programs.iter().map(|p| format!("`{}`", p.member)).collect();
            Err(Diagnostic::error("there are several programs to run")
                .hint(format!("name a project with --project: {}", names.join(", ")))
                .into())
        }
    }
}

/// The program's own code; for a signal what shells make of it, 128 and its number.
pub(super) fn exit_code_of(status: std::process::ExitStatus) -> u8 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return u8::try_from(128 + signal).unwrap_or(u8::MAX);
    }
    status.code().and_then(|code| u8::try_from(code & 0xff).ok()).unwrap_or(1)
}
