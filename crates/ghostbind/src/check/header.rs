//! What a C header declares, read by a C compiler.
//!
//! For each symbol in question a variable of the type "pointer to what the header declares" is
//! compiled with debug information, which then holds the whole signature with the layouts of its
//! types, through macros and typedefs alike.

use std::fmt::Write as _;
use std::fs;

use camino::Utf8Path;
use ghost_abi::debug_info::read_debug_info;
use ghost_abi::model::{Advice, Function, Interface, Location, Param, Seen, Static, Type};

use super::sources::File;
use crate::error::BuildError;
use crate::process::Invocation;
use crate::publish::failed;
use crate::request::Environment;
use crate::target::Target;
use crate::tools::Tools;
use crate::verify::clang_target;

/// Begins the names of the variables.
const PROBE: &str = "ghost_probe_";

/// What the header says of the symbols that `actual` offers.
pub(super) fn read(
    env: &Environment,
    tools: &Tools,
    target: &Target,
    header: &File,
    actual: &Interface,
) -> Result<Interface, BuildError> {
    let symbols = actual.functions.iter().map(|function| function.symbol.as_str());
    let symbols = symbols.chain(actual.statics.iter().map(|variable| variable.symbol.as_str()));
    let mut declared: Vec<&str> = symbols.filter(|symbol| line_of(&header.text, symbol).is_some()).collect();
    let object = loop {
        match compile(env, tools, target, header, &declared)? {
            Ok(object) => break object,
            Err(messages) => {
                // A name may stand in a header in a comment, or under a condition, and be declared nowhere.
                let before = declared.len();
                declared.retain(|symbol| !is_undeclared(&messages, symbol));
                if declared.len() == before {
                    let (what, source) = (header.path.to_string(), messages.into());
                    return Err(BuildError::Interface { what, source });
                }
            }
        }
    };
    let wanted = declared.iter().map(|symbol| format!("{PROBE}{symbol}")).collect();
    let probes = read_debug_info(&object, &wanted, target.machine())
        .map_err(|error| BuildError::Interface { what: header.path.to_string(), source: Box::new(error) })?;
    let mut interface = Interface::new(actual.name.clone(), target.machine());
    interface.types = probes.types;
    for probe in probes.statics {
        let Some(symbol) = probe.symbol.strip_prefix(PROBE) else { continue };
        let location = line_of(&header.text, symbol).map(|line| Location {
            file: header.path.to_string(),
            line,
            column: 0,
        });
        let seen = Seen { debug: true, ..Seen::default() };
        match probe.ty {
            Type::FnPointer(pointer) => interface.functions.push(Function {
                symbol: symbol.to_owned(),
                params: pointer.params.into_iter().map(|p| Param { name: p.name, ty: p.ty }).collect(),
                ret: pointer.ret,
                variadic: pointer.variadic,
                callconv: pointer.callconv,
                docs: Vec::new(),
                advice: Advice::default(),
                location,
                seen,
            }),
            Type::Pointer(pointer) => interface.statics.push(Static {
                symbol: symbol.to_owned(),
                ty: pointer.pointee,
                mutable: pointer.mutable,
                thread_local: false,
                docs: Vec::new(),
                location,
                seen,
            }),
            _ => {}
        }
    }
    Ok(interface)
}

/// The line that names a symbol first, counted from 1.
fn line_of(text: &str, symbol: &str) -> Option<u32> {
    let comment = |line: &str| line.trim_start().starts_with(['*', '/']);
    let index = text.lines().position(|line| names(line, symbol) && !comment(line))?;
    u32::try_from(index + 1).ok()
}

fn names(line: &str, symbol: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    line.split(|c: char| !part(c)).any(|word| word == symbol)
}

/// Whether a compiler says that there is nothing of that name.
fn is_undeclared(messages: &str, symbol: &str) -> bool {
    messages.lines().any(|line| {
        // What it would rather have is not what it misses.
        let line = line.split("did you mean").next().unwrap_or(line);
        line.contains("undeclared") && names(line, symbol)
    })
}

/// The object, or what the compilers say against it.
fn compile(
    env: &Environment,
    tools: &Tools,
    target: &Target,
    header: &File,
    symbols: &[&str],
) -> Result<Result<Vec<u8>, String>, BuildError> {
    let temporary = env.temporary();
    let folder = tempfile::tempdir_in(&temporary).map_err(|source| failed("write", &temporary, source))?;
    let at = Utf8Path::from_path(folder.path()).unwrap_or(&env.cwd);
    let (source, object) = (at.join("probe.c"), at.join("probe.o"));
    let mut text = format!("#include \"{}\"\n", header.path.as_str().replace('\\', "/"));
    for symbol in symbols {
        let _in_memory = writeln!(text, "__typeof__(&{symbol}) {PROBE}{symbol};");
    }
    fs::write(&source, text).map_err(|error| failed("write", &source, error))?;
    let include = tools.zig_lib.join("include");
    let freestanding = [
        "clang",
        "-ferror-limit=0",
        &format!("--target={}", clang_target(target)),
        "-ffreestanding",
        "-nostdinc",
        "-isystem",
        include.as_str(),
    ];
    // A header that includes the system's.
    let hosted: (&Utf8Path, &[&str]) = match &tools.cc {
        Some(cc) if target.host => (&cc.path, &[]),
        _ => (&tools.zig, &["cc", "-ferror-limit=0", "-target", &target.zig]),
    };
    let mut messages = String::new();
    for (program, args) in [(tools.zig.as_path(), freestanding.as_slice()), hosted] {
        let compiler = Invocation::new(program, at, &env.vars).args(args);
        let compiler = compiler.args(["-c", "-g", "-O0", "-w", source.as_str(), "-o", object.as_str()]);
        let finished = env.children.output(&compiler)?;
        if finished.status.success() {
            return fs::read(&object).map(Ok).map_err(|error| failed("read", &object, error));
        }
        finished.stderr.trim().clone_into(&mut messages);
    }
    Ok(Err(messages))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_whole_words_outside_of_comments() {
        let text = "/* core_add is old */\n * core_add\nint core_add_more(int);\nint core_add(int a);\n";
        assert_eq!(line_of(text, "core_add"), Some(4));
        assert_eq!(line_of(text, "core"), None);
    }

    #[test]
    fn what_compilers_call_undeclared() {
        let clang = "probe.c:2:13: error: use of undeclared identifier 'pair_same'; did you mean 'pair_sum'?";
        let gcc =
            "probe.c:2:13: error: 'pair_same' undeclared here (not in a function); did you mean 'pair_sum'?";
        for messages in [clang, gcc] {
            assert!(
                is_undeclared(messages, "pair_same") && !is_undeclared(messages, "pair_sum"),
                "{messages}"
            );
        }
    }
}
