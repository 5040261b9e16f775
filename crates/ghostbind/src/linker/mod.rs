//! Zig as linker, C compiler and archiver of a cross build.
//!
//! Cargo, the `cc` crate and CMake want *programs*, and each speaks to the one it expects: GNU's or
//! LLVM's. A toolset is a folder of such programs for one target. Each is a link
//! to the program that runs ghostbind, which recognises in [`enter`] the name it was started under, puts
//! its arguments through one table (`filter`) and becomes Zig.
//!
//! A program that builds with this library calls [`enter`] first in its `main` and names itself in
//! [`Environment::program`](crate::Environment); one that does neither is served by a `ghostbind` on
//! PATH.

mod filter;
mod response;
mod toolset;

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::ExitCode;

use serde::{Deserialize, Serialize};

use crate::process;
use filter::Machine;
pub(crate) use toolset::{hint, is_needed, linker_variable, prepare, stand_in};

/// The file beside the tools that says what they are for.
const SETTINGS: &str = "ghostbind-tools.json";

/// What a tool must know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Settings {
    /// Zig's file.
    zig: String,
    /// Zig's triple, with versions.
    target: String,
    /// What `-mcpu` must say.
    cpu: Option<String>,
    /// A folder with macOS headers, libraries and frameworks.
    sdk: Option<String>,
}

/// A program that is expected under some name, and what Zig calls it.
struct Tool {
    name: &'static str,
    zig: &'static str,
    /// Whether it drives the compiler: takes a target, and arguments that are filtered.
    driver: bool,
}

const fn tool(name: &'static str, zig: &'static str) -> Tool {
    Tool { name, zig, driver: false }
}

/// The names decide which linker rustc takes a program for.
const TOOLS: &[Tool] = &[
    Tool { name: "cc", zig: "cc", driver: true },
    Tool { name: "c++", zig: "c++", driver: true },
    tool("ar", "ar"),
    tool("ranlib", "ranlib"),
    tool("wasm-ld", "wasm-ld"),
    tool("ld.lld", "ld.lld"),
    tool("lld-link", "lld-link"),
    // rustc looks for these on PATH to make import libraries.
    tool("x86_64-w64-mingw32-dlltool", "dlltool"),
    tool("i686-w64-mingw32-dlltool", "dlltool"),
    tool("aarch64-w64-mingw32-dlltool", "dlltool"),
];

/// Acts as a tool, where this process was started as one: under a tool's name, in a tool set.
/// `None` for every other start. To be called first in `main`.
pub fn enter(args: impl IntoIterator<Item = OsString>) -> Option<ExitCode> {
    let mut args = args.into_iter();
    let started_as = args.next()?;
    let started_as = Path::new(&started_as);
    let name = started_as.file_name()?.to_str()?;
    let name = name.strip_suffix(std::env::consts::EXE_SUFFIX).unwrap_or(name);
    let tool = TOOLS.iter().find(|tool| tool.name == name)?;
    let settings = std::fs::read(started_as.parent()?.join(SETTINGS)).ok()?;
    let settings: Settings = serde_json::from_slice(&settings).ok()?;
    Some(act(tool, &settings, args.collect()))
}

fn act(tool: &Tool, settings: &Settings, args: Vec<OsString>) -> ExitCode {
    let mut all: Vec<OsString> = vec![tool.zig.into()];
    if !tool.driver {
        // rustc tells LLVM's one linker program which of its faces to show; Zig has a name for each.
        let flavour = if args.first().is_some_and(|arg| arg == "-flavor") { 2 } else { 0 };
        all.extend(args.into_iter().skip(flavour));
        return process::become_program(OsStr::new(&settings.zig), &all, None);
    }
    let expanded = match response::expand(args) {
        Ok(args) => args,
        Err(error) => return process::say_and_fail(&error),
    };
    all.extend(driver_args(settings, expanded));
    match response::shorten(all) {
        Ok((args, file)) => process::become_program(OsStr::new(&settings.zig), &args, file),
        Err(error) => process::say_and_fail(&error),
    }
}

/// The arguments of a compiler's driver: the target first, so that nothing later contradicts it.
fn driver_args(settings: &Settings, args: Vec<OsString>) -> Vec<OsString> {
    let machine = Machine::of(&settings.target);
    let mut all: Vec<OsString> = vec!["-target".into(), settings.target.clone().into()];
    all.extend(settings.cpu.iter().map(|cpu| format!("-mcpu={cpu}").into()));
    // Zig turns on checks whose runtime is not part of what Rust links.
    all.push("-fno-sanitize=undefined".into());
    if let Some(sdk) = settings.sdk.as_deref().filter(|_| machine.is_apple()) {
        all.push(format!("-F{sdk}/System/Library/Frameworks").into());
        all.push(format!("-L{sdk}/usr/lib").into());
        all.push(format!("-I{sdk}/usr/include").into());
    }
    all.extend(filter::filter(&machine, args));
    all
}

#[cfg(test)]
mod tests;
