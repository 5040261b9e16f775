//! What Cargo says to a build script, and what a build script says to Cargo.

use std::error::Error as _;
use std::fmt::Write as _;
use std::io::Write as _;

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::Environment;

use crate::{Compiled, Error};

/// The script's surroundings; nothing else reads them.
pub(crate) fn environment() -> Result<Environment, Error> {
    let vars: Vec<_> = std::env::vars_os().collect();
    let package = std::env::var("CARGO_MANIFEST_DIR").map_err(|_| Error::Variable("CARGO_MANIFEST_DIR"))?;
    Ok(Environment::new(vars, Utf8PathBuf::from(package)))
}

/// A variable that Cargo sets.
pub(crate) fn variable<'a>(env: &'a Environment, name: &'static str) -> Result<&'a str, Error> {
    env.var(name).ok_or(Error::Variable(name))
}

/// The processor that rustc was told, by Zig's name.
pub(crate) fn target_cpu(env: &Environment) -> Option<String> {
    let flags = env.var("CARGO_ENCODED_RUSTFLAGS")?;
    let mut words = flags.split('\u{1f}');
    let mut found = None;
    while let Some(word) = words.next() {
        let option = match word {
            "-C" | "--codegen" => words.next(),
            _ => word.strip_prefix("-C").or_else(|| word.strip_prefix("--codegen=")),
        };
        found = option.and_then(|option| option.strip_prefix("target-cpu=")).map(cpu_name).or(found);
    }
    found
}

/// Zig spells processors with `_` where LLVM has `-`.
fn cpu_name(name: &str) -> String {
    name.replace('-', "_")
}

/// Tells Cargo what to link and when to run the script again.
pub(crate) fn tell(compiled: &Compiled) {
    let mut text = String::new();
    let mut say = |key: &str, value: &dyn std::fmt::Display| {
        let _infallible = writeln!(text, "cargo::{key}={value}");
    };
    let folder = compiled.library.parent().unwrap_or(Utf8Path::new("."));
    say("rustc-link-search", &format_args!("native={folder}"));
    say("rustc-link-lib", &format_args!("static={}", compiled.name));
    say("rerun-if-env-changed", &"ZIG");
    for path in &compiled.inputs {
        say("rerun-if-changed", path);
    }
    if compiled.links {
        say("metadata", &format_args!("include={}", compiled.header.parent().unwrap_or(folder)));
    }
    write(&text);
}

/// Makes it Cargo's error, one line each, as Cargo wants it.
pub(crate) fn error(error: &Error) {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        let _infallible = write!(message, ": {source}");
        cause = source.source();
    }
    if let Some(hint) = error.hint() {
        let _infallible = write!(message, "\nhint: {hint}");
    }
    let mut text = String::new();
    for line in message.lines() {
        let _infallible = writeln!(text, "cargo::error={line}");
    }
    write(&text);
}

fn write(text: &str) {
    let _cargo_reads_it = std::io::stdout().lock().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processor_that_rustc_was_told() {
        let check = |flags: &str, expected: Option<&str>| {
            let vars = [("CARGO_ENCODED_RUSTFLAGS".into(), flags.into())];
            let env = Environment::new(vars, "/p");
            assert_eq!(target_cpu(&env).as_deref(), expected, "{flags}");
        };
        check("", None);
        check("-Ctarget-cpu=native", Some("native"));
        check("-g\u{1f}-C\u{1f}target-cpu=x86-64-v3\u{1f}-Copt-level=3", Some("x86_64_v3"));
        check("--codegen=target-cpu=apple-m1", Some("apple_m1"));
        check("-Ctarget-feature=+avx", None);
    }
}
