//! House tasks: `cargo xtask demo | test | corpus | provision | tidy | bench`. Run `cargo xtask help` for the list.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a task runner's business is to say what it does"
)]

mod bench;
mod children;
mod corpus;
mod demo;
mod provision;
mod report;
mod testing;
mod tidy;
mod zig;

use std::process::ExitCode;

use report::Failure;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.print(),
    }
}

const HELP: &str = "\
House tasks of the Ghost workspace.

Usage: cargo xtask <TASK>

Tasks:
  demo             install Zig if there is none, build the tools, build and run examples/my-zig-app
  test [--full] [cargo test arguments]
                   every test, and without arguments for cargo two crates of the corpus;
                   --full adds the long runs (soaks, the whole corpus, every target)
  bench [--write] [--built] [FILTER]
                   commands that do the same work, alternating, as ratios; --write keeps them in docs
  provision [NAME…]
                   install what tests use (emulators, a rustc with other standard libraries, node, …) into the
                   user's cache and print where it is, as VARIABLE=path
  corpus [--full] [NAME[@VERSION]]...
                   real crates from the registry through ghostbind, cc and every Zig, called by Zig
                   programs; two quick ones without --full, any crate by name and version
  tidy             the house rules: who imports whom, code map, sizes, licences
  zig [VERSION]    print the path of a Zig, installing it into the user's cache if need be
  help             this text

Exit codes: 0 done, 1 the work failed, 2 usage, 3 the environment lacks something.";

fn dispatch(args: &[String]) -> Result<(), Failure> {
    let root = report::workspace_root();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["help" | "--help" | "-h"] | [] | [_, "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        ["demo"] => demo::run_demo(&root),
        ["test", rest @ ..] => testing::run_tests(&root, rest),
        ["bench", rest @ ..] => bench::run_bench(&root, rest),
        ["provision", names @ ..] => provision::run_provision(names),
        ["corpus", rest @ ..] => corpus::run_corpus(&root, rest),
        ["tidy"] => tidy::run_tidy(&root),
        ["zig"] => zig::print_path(None),
        ["zig", version] => zig::print_path(Some(version)),
        [unknown, ..] => Err(Failure::usage(format!("no task `{unknown}`\n\n{HELP}"))),
    }
}
