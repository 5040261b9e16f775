//! Zig's actions on other machines: the compiler goes along, with its library, and is called by a path below the
//! workspace. It is one file that needs nothing of the system, and finds its library beside itself.
//!
//! What is made for this very machine stays here: another one has another processor and another C library, and
//! Zig asks the machine that it runs on for both.

use camino::{Utf8Path, Utf8PathBuf};
use zbuild_engine::{Action, Command, Elsewhere};

use super::Lowering;
use super::places::{Places, STATE_FOLDER};
use super::unit::Unit;

/// The folder of tools there, relative to that for state.
pub(super) const FOLDER: &str = "elsewhere";
/// Zig's folder there.
pub(super) const ZIG: &str = "elsewhere/zig";
/// What Zig keeps for all projects; there it begins empty.
pub(super) const GLOBAL_CACHE: &str = "elsewhere/zig-cache";

/// What an action needs of Zig's library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    /// Headers for C, and for C++.
    Headers { cpp: bool },
    /// Everything to compile and link.
    Everything,
}

impl Lowering<'_> {
    /// Folder of tools on other machines, absolute: what an action reads below is known by its toolchains.
    pub(super) fn tools_elsewhere(&self) -> Utf8PathBuf {
        self.places.state().join(FOLDER)
    }

    /// Says how an action that calls Zig by `command` runs on another machine. `reads` are folders that it may
    /// read beyond its inputs.
    pub(super) fn zig_anywhere(
        &self,
        action: Action,
        command: &Command,
        unit: &Unit,
        needs: Needs,
        reads: &[&Utf8Path],
    ) -> Action {
        if !self.wish.choices.any_like_this {
            return action;
        }
        if unit.setting.native || unit.cpu.as_deref() == Some("native") {
            return action
                .stays("it is for this very machine; `--target` names one that others can build for");
        }
        let state = Utf8Path::new(STATE_FOLDER);
        let zig = state.join(ZIG);
        let command = command
            .clone()
            .program(zig.join("zig"))
            .env("ZIG_LOCAL_CACHE_DIR", state.join("zig").as_str())
            .env("ZIG_GLOBAL_CACHE_DIR", state.join(GLOBAL_CACHE).as_str());
        let elsewhere = Elsewhere::new(command)
            .tool(zig.join("zig"), self.tools.zig.as_std_path())
            .leaves_out(|path| Utf8Path::from_path(path).is_none_or(Places::is_output));
        let parts = parts(&self.tools.zig_lib, &unit.setting.target.zig, needs);
        let elsewhere = parts.iter().fold(elsewhere, |elsewhere, part| {
            let from = self.tools.zig_lib.join(part);
            elsewhere.tool(zig.join("lib").join(part), from.as_std_path())
        });
        action.elsewhere(reads.iter().fold(elsewhere, |elsewhere, path| elsewhere.reads(path.as_std_path())))
    }
}

/// The parts of Zig's library, by their paths in it, that are sent: it has 20,000 files, most of them headers of
/// systems that nobody builds for. What is left out by mistake makes an action fail there, and it runs here.
pub(super) fn parts(library: &Utf8Path, target: &str, needs: Needs) -> Vec<Utf8PathBuf> {
    let mut parts = vec![Utf8PathBuf::from("include")];
    match needs {
        // By this file Zig tells its library from other folders.
        Needs::Headers { .. } => parts.push("std/std.zig".into()),
        Needs::Everything => {
            let others = ["include", "libc", "docs", "init", "build-web", "lldb"];
            parts.extend(
                names(library).into_iter().filter(|name| !others.contains(&name.as_str())).map(Into::into),
            );
        }
    }
    if needs == (Needs::Headers { cpp: true }) {
        parts.extend(["libcxx", "libcxxabi", "libunwind"].map(Utf8PathBuf::from));
    }
    let libc = Utf8Path::new("libc");
    if needs == Needs::Everything {
        let of_target = |name: &String| name != "include" && is_source_for(name, target);
        parts.extend(names(&library.join(libc)).into_iter().filter(of_target).map(|name| libc.join(name)));
    }
    let include = libc.join("include");
    let of_target = |name: &String| is_header_for(name, target);
    parts.extend(names(&library.join(&include)).into_iter().filter(of_target).map(|name| include.join(name)));
    parts
}

fn names(folder: &Utf8Path) -> Vec<String> {
    let Ok(entries) = folder.read_dir_utf8() else { return Vec::new() };
    let mut names: Vec<String> = entries.flatten().map(|entry| entry.file_name().to_owned()).collect();
    names.sort_unstable();
    names
}

/// Whether a folder of C libraries' sources is of use for a target. All are, where the system is not Linux.
fn is_source_for(name: &str, target: &str) -> bool {
    let musl = target.contains("musl");
    match name {
        _ if !target.contains("linux") => true,
        "glibc" => !musl,
        "musl" => musl,
        "darwin" | "freebsd" | "mingw" | "netbsd" | "openbsd" | "wasi" => false,
        _ => true,
    }
}

/// Whether a folder of headers is: they are called by processor, system and C library, or `generic` and `any`.
fn is_header_for(name: &str, target: &str) -> bool {
    if !target.contains("linux") {
        return true;
    }
    let musl = target.contains("musl");
    let parts: Vec<&str> = name.split('-').collect();
    match parts[..] {
        ["generic", library] => library == if musl { "musl" } else { "glibc" },
        [processor, "linux", ..] => {
            // Families begin alike: x86 and x86_64, mips and mips64el; thumb is arm.
            let family = if target.starts_with("thumb") { "arm" } else { target.get(..3).unwrap_or(target) };
            processor == "any" || processor.starts_with(family)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_header_for, is_source_for};

    #[test]
    fn what_is_sent_fits_the_target() {
        let check = |target: &str, expected: &[&str]| {
            let all = [
                "aarch64-linux-gnu",
                "any-linux-any",
                "any-windows-any",
                "arm-linux-gnu",
                "generic-glibc",
                "generic-musl",
                "wasm-wasi-musl",
                "x86-linux-any",
                "x86_64-freebsd-none",
                "x86_64-linux-musl",
            ];
            let found: Vec<&str> = all.into_iter().filter(|name| is_header_for(name, target)).collect();
            assert_eq!(found, expected, "{target}");
        };
        check(
            "x86_64-linux-gnu.2.31",
            &["any-linux-any", "generic-glibc", "x86-linux-any", "x86_64-linux-musl"],
        );
        check("x86_64-linux-musl", &["any-linux-any", "generic-musl", "x86-linux-any", "x86_64-linux-musl"]);
        check("thumb-linux-gnueabihf", &["any-linux-any", "arm-linux-gnu", "generic-glibc"]);
        check("aarch64-linux-gnu", &["aarch64-linux-gnu", "any-linux-any", "generic-glibc"]);
        assert!(is_header_for("any-windows-any", "x86_64-windows-gnu"));
        assert!(is_source_for("glibc", "x86_64-linux-gnu") && !is_source_for("musl", "x86_64-linux-gnu"));
        assert!(
            is_source_for("mingw", "x86_64-windows-gnu") && !is_source_for("mingw", "arm-linux-gnueabihf")
        );
    }
}
