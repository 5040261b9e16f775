//! The command line of one call of the Zig compiler, from what is to be compiled.
//!
//! Settings before the first module hold for the whole compilation; a module's own (`--dep`) stand before it.

use camino::{Utf8Path, Utf8PathBuf};

/// A module of a compilation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// Its name within the command, unique there.
    pub name: String,
    /// Its root file, as the command names it.
    pub root: Utf8PathBuf,
    /// What it imports: the name in its code and the module's name here.
    pub imports: Vec<(String, String)>,
}

/// What is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// A program.
    Program,
    /// A program that runs the tests of the first module.
    Tests,
    /// An archive that any linker takes: position-independent, with what the compiler's code needs.
    Archive,
    /// A shared library.
    Shared,
    /// An object, to be read rather than linked.
    Object,
}

/// One compilation.
#[derive(Debug, Clone)]
pub struct Compilation<'a> {
    /// What is made.
    pub output: Output,
    /// The name of what is made.
    pub name: &'a str,
    /// The modules, the root first.
    pub modules: &'a [Module],
    /// Zig's triple; `None` for this machine with all that its processor offers.
    pub target: Option<&'a str>,
    /// The processor for `-mcpu`.
    pub cpu: Option<&'a str>,
    /// Zig's optimisation mode.
    pub optimization: &'a str,
    /// Whether debug information is left out; `None` leaves it to Zig.
    pub strip: Option<bool>,
    /// Whether C's library is linked.
    pub libc: bool,
    /// Folders for `@cInclude`.
    pub include: &'a [Utf8PathBuf],
    /// Where it is written.
    pub made: &'a Utf8Path,
    /// Zig's local cache.
    pub cache: &'a Utf8Path,
}

impl Compilation<'_> {
    /// The arguments, up to the modules and the libraries. Further things to link follow them.
    #[must_use]
    pub fn args(&self) -> Vec<String> {
        let mut args: Vec<String> = Vec::new();
        let mut push = |parts: &[&str]| args.extend(parts.iter().map(|part| (*part).to_owned()));
        push(match self.output {
            Output::Program => &["build-exe"],
            Output::Tests => &["test", "--test-no-exec"],
            Output::Archive => &["build-lib", "-static", "-fPIC", "-fcompiler-rt"],
            Output::Shared => &["build-lib", "-dynamic"],
            Output::Object => &["build-obj", "-fPIC"],
        });
        push(&["--name", self.name, "-O", self.optimization]);
        if let Some(target) = self.target {
            push(&["-target", target]);
        }
        if let Some(cpu) = self.cpu {
            push(&[&format!("-mcpu={cpu}")]);
        }
        if let Some(strip) = self.strip {
            push(&[if strip { "-fstrip" } else { "-fno-strip" }]);
        }
        for folder in self.include {
            push(&["-I", folder.as_str()]);
        }
        for module in self.modules {
            for (import, name) in &module.imports {
                push(&["--dep", &if import == name { name.clone() } else { format!("{import}={name}") }]);
            }
            push(&[&format!("-M{}={}", module.name, module.root)]);
        }
        if self.libc {
            push(&["-lc"]);
        }
        push(&[&format!("-femit-bin={}", self.made), "--cache-dir", self.cache.as_str()]);
        args
    }
}

/// Whether programs of this system have a C library: all but bare metal and the sandbox of wasm.
#[must_use]
pub fn has_libc(system: &str) -> bool {
    !matches!(system, "freestanding" | "uefi" | "other" | "none")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_then_modules_then_libraries() {
        let module = |name: &str, root: &str, imports: &[(&str, &str)]| Module {
            name: name.to_owned(),
            root: root.into(),
            imports: imports.iter().map(|(i, n)| ((*i).to_owned(), (*n).to_owned())).collect(),
        };
        let modules = [
            module("root", "src/a b.zig", &[("x", "x"), ("y", "y2")]),
            module("x", "x.zig", &[]),
            module("y2", "y.zig", &[]),
        ];
        let compilation = Compilation {
            output: Output::Archive,
            name: "a",
            modules: &modules,
            target: Some("x86_64-linux-gnu"),
            cpu: None,
            optimization: "Debug",
            strip: Some(true),
            libc: true,
            include: &["inc".into()],
            made: Utf8Path::new("out/liba.a"),
            cache: Utf8Path::new(".zbuild/zig"),
        };
        let expected = "build-lib -static -fPIC -fcompiler-rt --name a -O Debug -target x86_64-linux-gnu -fstrip -I inc \
                        --dep x --dep y=y2 -Mroot=src/a b.zig -Mx=x.zig -My2=y.zig -lc -femit-bin=out/liba.a \
                        --cache-dir .zbuild/zig";
        assert_eq!(compilation.args().join(" "), expected);
    }
}
