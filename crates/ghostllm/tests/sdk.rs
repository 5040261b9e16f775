//! Official clients, in Python and Node.js, against a gateway in front of `ghostllm mock` in the words of every
//! provider. The clients come from the kits `sdk-python`, `sdk-node` and `node` of `cargo xtask provision`; without
//! them the tests say so and return. Three providers by default, all with `GHOST_TEST_FULL`.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use std::ffi::OsString;
use std::fmt::Write as _;
use std::process::Command;

use ghostllm::config::{self, Environment};
use ghostllm::mock::{Mock, Script};
use ghostllm::{Options, Server};

const KEY: &str = "sk-test-0123456789abcdef";

/// Names of models, each at a provider of its own, and what the configuration says of the provider. The first
/// three are the smoke test.
const MODELS: [(&str, &str); 9] = [
    ("openai", "kind = \"openai\""),
    ("anthropic", "kind = \"anthropic\""),
    ("gemini", "kind = \"gemini\""),
    ("compatible", "kind = \"openai-compatible\""),
    ("responses", "kind = \"openai\"\napi = \"responses\""),
    ("azure", "kind = \"azure\"\napi_version = \"2024-10-21\""),
    ("vertex", "kind = \"vertex\"\nproject = \"p\""),
    ("bedrock", "kind = \"bedrock\""),
    ("ollama", "kind = \"ollama\""),
];

struct Running {
    server: Option<Server>,
    _mock: Mock,
    _folder: tempfile::TempDir,
    models: String,
}

impl Running {
    fn start() -> Self {
        let full = std::env::var_os("GHOST_TEST_FULL").is_some_and(|value| !value.is_empty());
        let models = &MODELS[..if full { MODELS.len() } else { 3 }];
        let mock = Mock::start("127.0.0.1:0".parse().unwrap(), Script::default()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut text =
            format!("[server]\nlisten = \"127.0.0.1:0\"\n[[keys]]\nname = \"sdk\"\nkey = \"{KEY}\"\n");
        for (name, lines) in models {
            let url = format!("http://{}", mock.address());
            write!(
                text,
                "[providers.{name}]\nbase_url = \"{url}\"\napi_key = \"k\"\n{lines}\n\
                 [[models]]\nname = \"{name}\"\nprovider = \"{name}\"\n"
            )
            .unwrap();
        }
        let environment = Environment::new();
        let options = Options {
            config: config::read(&text, "sdk.toml", &environment).unwrap(),
            config_file: None,
            environment,
            store: folder.path().join("g.db"),
            make_first_key: false,
        };
        let server = Some(Server::start(options).unwrap());
        let models = models.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(",");
        Self { server, _mock: mock, _folder: folder, models }
    }

    /// Runs a script, and holds that it found nothing wrong.
    fn check(
        &self,
        program: &OsString,
        script: &str,
        more: &[&OsString],
        variable: Option<(&str, &OsString)>,
    ) {
        let base = format!("http://{}", self.server.as_ref().unwrap().address());
        let script = format!("{}/../../tests/sdk/{script}", env!("CARGO_MANIFEST_DIR"));
        #[expect(clippy::disallowed_methods, reason = "the one place where these tests start children")]
        let mut command = Command::new(program);
        command.args([&script, &base, KEY, &self.models]).args(more).env("PYTHONDONTWRITEBYTECODE", "1");
        if let Some((name, value)) = variable {
            command.env(name, value);
        }
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        let cause = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}\n{cause}");
        assert!(said.lines().filter(|line| line.starts_with("ok ")).count() > 20, "{said}");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            server.stop();
        }
    }
}

fn kit(variable: &str) -> Option<OsString> {
    let found = std::env::var_os(variable).filter(|value| !value.is_empty());
    if found.is_none() {
        println!("skipped: {variable} is not set: `cargo xtask test` sets it");
    }
    found
}

#[test]
fn python_clients_work() {
    let Some(packages) = kit("GHOST_SDK_PYTHON") else { return };
    Running::start().check(&"python3".into(), "python.py", &[], Some(("PYTHONPATH", &packages)));
}

#[test]
fn node_clients_work() {
    let (Some(node), Some(modules)) = (kit("GHOST_NODE"), kit("GHOST_SDK_NODE")) else { return };
    Running::start().check(&node, "node.mjs", &[&modules], None);
}
