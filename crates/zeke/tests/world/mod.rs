//! A user with an empty home folder who runs zeke.

#![allow(dead_code, clippy::unwrap_used, reason = "each test uses a part; what cannot go on has failed")]

pub(crate) mod schema;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::process::{Child, Output, Stdio};

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;

use crate::stub::Stub;

pub(crate) struct World {
    _folder: tempfile::TempDir,
    pub(crate) home: Utf8PathBuf,
    pub(crate) vars: BTreeMap<String, String>,
}

pub(crate) const KEY: &str = "sk-test-0123456789abcdef";

impl World {
    /// Without compilers on PATH.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = Utf8Path::from_path(folder.path()).unwrap().canonicalize_utf8().unwrap();
        fs::create_dir(home.join("bin")).unwrap();
        let vars = [("HOME", home.to_string()), ("PATH", home.join("bin").to_string())];
        let vars = vars.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { _folder: folder, home, vars }
    }

    /// With a model behind `stub`.
    pub(crate) fn with(stub: &Stub) -> Self {
        let mut world = Self::new();
        world.set("OPENAI_BASE_URL", &format!("{}/v1", stub.url));
        world.set("OPENAI_API_KEY", KEY);
        world.set("ZEKE_MODEL", "openai/m");
        world
    }

    /// With the compilers of whoever runs the tests.
    pub(crate) fn with_tools(mut self) -> Self {
        let home = std::env::var("HOME").unwrap_or_default();
        let usual = [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup"), ("XDG_CACHE_HOME", ".cache")];
        for (name, below) in usual {
            let value = std::env::var(name).unwrap_or_else(|_| format!("{home}/{below}"));
            self.set(name, &value);
        }
        self.set("PATH", &std::env::var("PATH").unwrap());
        if let Ok(zig) = std::env::var("GHOST_ZIG") {
            self.set("GHOST_ZIG", &zig);
        }
        self
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.vars.insert(name.to_owned(), value.to_owned());
    }

    pub(crate) fn config(&self, text: &str) {
        fs::create_dir_all(self.home.join(".config/zeke")).unwrap();
        fs::write(self.home.join(".config/zeke/config.toml"), text).unwrap();
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.home.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn start(&self, args: &[&str]) -> Child {
        #[expect(clippy::disallowed_methods, reason = "the tests' one place for it")]
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_zeke"));
        command.args(args).env_clear().envs(&self.vars).current_dir(&self.home);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    pub(crate) fn run(&self, args: &[&str], input: &str) -> Done {
        let mut child = self.start(args);
        // A command that reads nothing may have ended before.
        let _ended = child.stdin.take().unwrap().write_all(input.as_bytes());
        Done::of(child.wait_with_output().unwrap())
    }
}

#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Done {
    pub(crate) fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }

    pub(crate) fn events(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}
