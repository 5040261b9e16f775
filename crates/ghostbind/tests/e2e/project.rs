//! A temporary project and the program run in it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;

/// The Zig versions that are supported, the first one in full.
pub(crate) const ZIGS: [&str; 3] = ["0.17.1", "0.16.0", "0.15.2"];

/// A folder that goes away, with everything that the program needs around it.
pub(crate) struct Project {
    _folder: tempfile::TempDir,
    pub(crate) root: Utf8PathBuf,
    pub(crate) vars: BTreeMap<OsString, OsString>,
}

/// How the program ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:#?}");
        self
    }

    /// Ends with this code, says this, and never what a crash says.
    #[track_caller]
    pub(crate) fn fails(self, code: i32, words: &[&str]) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        for words in words {
            assert!(self.stderr.contains(words), "`{words}` is missing in {}", self.stderr);
        }
        for crash in ["panicked", "RUST_BACKTRACE", "unwrap()"] {
            assert!(!self.stderr.contains(crash), "{}", self.stderr);
        }
        self
    }

    /// The objects of the JSON event stream.
    #[track_caller]
    pub(crate) fn events(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[track_caller]
    pub(crate) fn last_event(&self) -> Value {
        self.events().pop().unwrap()
    }
}

#[expect(clippy::disallowed_methods, reason = "tests start the program themselves")]
pub(crate) fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    Command::new(program)
}

/// Whether the long runs are asked for (`cargo xtask test --full`; it sets the variable to nothing without).
pub(crate) fn is_full() -> bool {
    std::env::var_os("GHOST_TEST_FULL").is_some_and(|value| !value.is_empty())
}

/// Zig of some version, or the first found of those supported.
pub(crate) fn zig(version: Option<&str>) -> Option<Utf8PathBuf> {
    let cached = |version: &str| {
        let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
        let cache = cache.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")))?;
        let zig = Utf8PathBuf::from_path_buf(cache).ok()?.join("ghost/zig").join(version).join("ziglang/zig");
        zig.is_file().then_some(zig)
    };
    if let Some(version) = version {
        return cached(version);
    }
    let named = std::env::var("GHOST_ZIG").ok().map(Utf8PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).map(|folder| folder.join("zig")).find(|zig| zig.is_file());
    let on_path = on_path.and_then(|zig| Utf8PathBuf::from_path_buf(zig).ok());
    named.or(on_path).or_else(|| ZIGS.into_iter().find_map(cached))
}

impl Project {
    /// A project with Zig on PATH. `None`, with the line that says so, where there is no Zig.
    pub(crate) fn new() -> Option<Self> {
        Self::with_zig(None, "")
    }

    /// A project below a folder of this name, with this Zig on PATH.
    pub(crate) fn with_zig(version: Option<&str>, name: &str) -> Option<Self> {
        let Some(zig) = zig(version) else {
            println!("skipped: a test of ghostbind needs Zig {}", version.unwrap_or(ZIGS[0]));
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap().canonicalize_utf8().unwrap().join(name);
        let bin = root.join("bin");
        fs::create_dir_all(&bin).unwrap();
        // A link, so that a test can take Zig away without taking anything else.
        std::os::unix::fs::symlink(zig, bin.join("zig")).unwrap();
        let mut vars: BTreeMap<OsString, OsString> = std::env::vars_os().collect();
        let old = vars.remove(std::ffi::OsStr::new("PATH")).unwrap_or_default();
        let without_zig = std::env::split_paths(&old).filter(|folder| !folder.join("zig").exists());
        let path = std::env::join_paths(std::iter::once(bin.into_std_path_buf()).chain(without_zig)).unwrap();
        vars.insert("PATH".into(), path);
        Some(Self { _folder: folder, root, vars })
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[track_caller]
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub(crate) fn exists(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }

    /// A crate in a folder of its own name.
    pub(crate) fn krate(&self, name: &str, more_toml: &str, lib: &str) {
        let toml = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{more_toml}\n[workspace]\n"
        );
        self.write(&format!("{name}/Cargo.toml"), &toml);
        self.write(&format!("{name}/src/lib.rs"), lib);
    }

    pub(crate) fn ghostbind(&self, args: &[&str]) -> Run {
        self.ghostbind_in("", args)
    }

    pub(crate) fn ghostbind_in(&self, folder: &str, args: &[&str]) -> Run {
        let output = self.command(folder, args).output().unwrap();
        run(&output)
    }

    /// `ghostbind build` of a crate.
    pub(crate) fn build(&self, krate: &str, args: &[&str]) -> Run {
        let manifest = format!("{krate}/Cargo.toml");
        let mut all = vec!["build", "--manifest-path", &manifest];
        all.extend(args);
        self.ghostbind(&all)
    }

    /// A build whose last event says whether anything had to be done.
    #[track_caller]
    pub(crate) fn is_fresh(&self, krate: &str) -> bool {
        let run = self.build(krate, &["--message-format", "json"]).succeeds();
        run.last_event()["fresh"].as_bool().unwrap()
    }

    pub(crate) fn command(&self, folder: &str, args: &[&str]) -> Command {
        let mut command = command(env!("CARGO_BIN_EXE_ghostbind"));
        command.args(args).current_dir(self.root.join(folder)).env_clear().envs(&self.vars);
        command.stdin(Stdio::null());
        command
    }

    /// Runs a tool in the project.
    pub(crate) fn run_tool(&self, program: &str, args: &[&str]) -> Run {
        let output =
            command(program).args(args).current_dir(&self.root).env_clear().envs(&self.vars).output();
        run(&output.unwrap())
    }

    /// Runs a tool that must succeed and gives its output.
    #[track_caller]
    pub(crate) fn tool(&self, program: &str, args: &[&str]) -> String {
        let run = self.run_tool(program, args);
        assert_eq!(run.code, Some(0), "{program} {args:?}: {run:#?}");
        run.stdout
    }

    pub(crate) fn manifest(&self, krate: &str) -> Value {
        serde_json::from_str(&self.read(&format!(".ghostbind/manifests/{krate}.json"))).unwrap()
    }
}

fn run(output: &Output) -> Run {
    Run {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A crate's source with one export.
pub(crate) const ADD: &str = "/// Adds two numbers.\n#[unsafe(no_mangle)]\npub extern \"C\" fn add(a: u32, b: u32) -> u32 {\n    \
                              a.wrapping_add(b)\n}\n";
