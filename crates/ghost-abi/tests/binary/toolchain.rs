//! The compilers, and where the tests find them.

use std::path::{Path, PathBuf};
use std::process::Output;

use tempfile::TempDir;

/// A folder that goes away with the test, and what to run in it.
pub(crate) struct Workshop {
    folder: TempDir,
}

impl Workshop {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Runs a tool in the folder; its failure is the test's.
    pub(crate) fn run(&self, program: &Path, arguments: &[&str]) -> Output {
        #[expect(clippy::disallowed_methods, reason = "tests start compilers here and nowhere else")]
        let mut command = std::process::Command::new(program);
        // Cargo's own variables would reach a cargo that is started for another workspace.
        let output = command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env("CARGO_TARGET_DIR", self.path("target"))
            .env("ZIG_GLOBAL_CACHE_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("zig"))
            .env("ZIG_LOCAL_CACHE_DIR", self.path("zig-local"))
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{} {arguments:?}:\n{}",
            program.display(),
            String::from_utf8_lossy(&output.stderr)
        );
        output
    }

    /// One object out of one Rust file.
    pub(crate) fn rust_object(&self, source: &Path, level: &str) -> Vec<u8> {
        let object = self.path("case.o");
        let level = format!("-Copt-level={level}");
        let arguments = [
            "--edition=2024",
            "--crate-type=lib",
            "--crate-name=case",
            "--emit=obj",
            "-Cdebuginfo=2",
            "-Ccodegen-units=1",
            "-Awarnings",
            &level,
            "-o",
            object.to_str().unwrap(),
            source.to_str().unwrap(),
        ];
        self.run(Path::new("rustc"), &arguments);
        std::fs::read(object).unwrap()
    }
}

/// A file beside these tests.
pub(crate) fn beside(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/binary").join(name)
}

#[expect(clippy::print_stdout, reason = "the runner counts these lines")]
/// Zig: `GHOST_ZIG`, else on PATH, else where `xtask` puts it. `None` prints why a test is skipped.
pub(crate) fn zig(version: Option<&str>, what: &str) -> Option<PathBuf> {
    let found = match version {
        None => {
            std::env::var_os("GHOST_ZIG").map(PathBuf::from).or_else(on_path).or_else(|| cached("0.17.1"))
        }
        Some(version) => cached(version),
    };
    if found.is_none() {
        let which = version.map_or_else(|| "zig".to_owned(), |v| format!("zig {v}"));
        println!("skipped: {what} needs {which}");
    }
    found
}

fn on_path() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|p| p.join("zig")).find(|p| p.is_file())
}

fn cached(version: &str) -> Option<PathBuf> {
    let cache = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")))?;
    Some(cache.join("ghost/zig").join(version).join("ziglang/zig")).filter(|p| p.is_file())
}
