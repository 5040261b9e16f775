//! A project on disk, and zbuild run in it.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "helpers of tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The Zig that tests run with, and where others are looked for.
const ZIG_VERSION: &str = "0.17.1";

/// The superuser reads everything, unless that right is given up.
pub(crate) const UNPRIVILEGED: &[&str] =
    &["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"];

pub(crate) struct Project {
    // Removed when dropped.
    _folder: tempfile::TempDir,
    pub(crate) root: PathBuf,
    zig: Option<PathBuf>,
}

/// What a run of zbuild left.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The folder of a Zig: `GHOST_ZIG` or PATH for the usual version, else the user's cache.
pub(crate) fn zig(version: &str) -> Option<PathBuf> {
    let file = |path: PathBuf| path.is_file().then(|| path.parent().map(Path::to_owned)).flatten();
    if version == ZIG_VERSION {
        if let Some(zig) = std::env::var_os("GHOST_ZIG").filter(|zig| !zig.is_empty()) {
            return file(zig.into());
        }
        let path = std::env::var_os("PATH").unwrap_or_default();
        if let Some(zig) = std::env::split_paths(&path).find_map(|folder| file(folder.join("zig"))) {
            return Some(zig);
        }
    }
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")))?;
    file(cache.join("ghost/zig").join(version).join("ziglang/zig"))
}

impl Project {
    /// A project in a folder whose name has a space and letters beyond ASCII; `None`, and a line that
    /// says so, where there is no Zig.
    pub(crate) fn new(test: &str) -> Option<Self> {
        Self::with_zig(test, ZIG_VERSION)
    }

    #[expect(clippy::print_stderr, reason = "the test runner counts this line")]
    pub(crate) fn with_zig(test: &str, version: &str) -> Option<Self> {
        let Some(zig) = zig(version) else {
            eprintln!("skipped: {test} needs zig {version}");
            return None;
        };
        Some(Self { zig: Some(zig), ..Self::without_zig() })
    }

    /// A project on a machine without Zig.
    pub(crate) fn without_zig() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join("größe 1");
        fs::create_dir(&root).unwrap();
        Self { _folder: folder, root, zig: None }
    }

    pub(crate) fn write(&self, path: &str, text: &str) -> &Self {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap()
    }

    /// A program with one crate, `adder`, that says what 40 and 2 are.
    pub(crate) fn adder(&self, crate_type: &str) -> &Self {
        self.write(
            "zbuild.json",
            &format!(
                r#"{{ "project": {{ "name": "sum" }},
  "dependencies": {{ "rust_crates": [{{ "name": "adder", "path": "adder", "crate_type": "{crate_type}" }}] }} }}"#
            ),
        )
        .write("adder/Cargo.toml", "[package]\nname = \"adder\"\nversion = \"0.1.0\"\nedition = \"2024\"\n")
        .write("adder/src/lib.rs", ADDER)
        .write("src/main.zig", SUM)
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zbuild"));
        command.args(args).current_dir(&self.root).stdin(Stdio::null());
        let paths = std::env::var_os("PATH").unwrap_or_default();
        // Without a Zig of its own the project must not find the machine's.
        let others = std::env::split_paths(&paths).filter(|folder| !folder.join("zig").exists());
        let paths = std::env::join_paths(self.zig.iter().cloned().chain(others)).unwrap();
        command.env("PATH", paths).env_remove("LD_LIBRARY_PATH").env_remove("CARGO_TARGET_DIR");
        command
    }

    /// zbuild by way of another program: `wrapper` and its arguments.
    pub(crate) fn by_way_of(&self, wrapper: &[&str], args: &[&str]) -> Command {
        let zbuild = self.command(args);
        let mut command = Command::new(wrapper[0]);
        command.args(&wrapper[1..]).arg(zbuild.get_program()).args(zbuild.get_args());
        command.current_dir(&self.root).stdin(Stdio::null());
        for (name, value) in zbuild.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command
    }

    pub(crate) fn zbuild(&self, args: &[&str]) -> Ran {
        self.command(args).output().unwrap().into()
    }

    /// Runs zbuild and holds its exit code.
    #[track_caller]
    pub(crate) fn expect(&self, code: i32, args: &[&str]) -> Ran {
        let ran = self.zbuild(args);
        assert_eq!(ran.code, Some(code), "zbuild {args:?}:\n{}{}", ran.stdout, ran.stderr);
        assert!(!ran.stderr.contains("panicked at crates/"), "{}", ran.stderr);
        ran
    }

    /// How many actions ran and how many came from the store, by the event stream; the rest of it is
    /// checked on the way.
    #[track_caller]
    pub(crate) fn count(&self, args: &[&str]) -> (u64, u64) {
        let lines = self.events(args);
        let summary = lines.iter().find(|line| line["reason"] == "summary").unwrap();
        let number = |key: &str| summary[key].as_u64().unwrap();
        (number("ran"), number("restored") + number("cached"))
    }

    /// The actions that ran, less the copies that put outputs into their places.
    #[track_caller]
    pub(crate) fn worked(&self, args: &[&str]) -> Vec<String> {
        let ran = |line: &&serde_json::Value| line["reason"] == "finished" && line["outcome"] == "ran";
        let names = self
            .events(args)
            .iter()
            .filter(ran)
            .map(|line| line["action"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>();
        names.into_iter().filter(|name| !name.starts_with("publish:")).collect()
    }

    #[track_caller]
    fn events(&self, args: &[&str]) -> Vec<serde_json::Value> {
        let ran = self.expect(0, &[args, &["--message-format", "json"]].concat());
        let lines: Vec<serde_json::Value> =
            ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(lines.iter().all(|line| line["reason"].is_string()), "{}", ran.stdout);
        lines
    }

    /// Sends a process the signal of Ctrl-C.
    pub(crate) fn interrupt(process: u32) {
        assert!(Command::new("kill").args(["-INT", &process.to_string()]).status().unwrap().success());
    }

    /// Runs a built program from another folder.
    #[track_caller]
    pub(crate) fn program(&self, path: &str) -> String {
        let output =
            Command::new(self.root.join(path)).current_dir("/").env_remove("LD_LIBRARY_PATH").output();
        let ran = Ran::from(output.unwrap());
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        ran.stdout
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

pub(crate) const ADDER: &str = r#"
/// Adds.
#[unsafe(no_mangle)]
pub extern "C" fn adder_add(a: i32, b: i32) -> i32 {
    a + b
}

#[cfg(test)]
mod tests {
    #[test]
    fn adds() {
        assert_eq!(super::adder_add(1, 2), 3);
    }
}
"#;

/// Compiles fast: it does not use the formatted printing of the standard library.
pub(crate) const SUM: &str = r#"
const adder = @import("adder");
extern fn printf(format: [*:0]const u8, ...) c_int;
extern fn atoi(text: [*:0]const u8) c_int;

pub fn main() u8 {
    const sum = adder.adder_add(40, 2);
    _ = printf("the sum is %d\n", sum);
    return if (sum == 42) 0 else 7;
}

test "adds" {
    try @import("std").testing.expect(adder.adder_add(40, 2) == 42);
}
"#;
