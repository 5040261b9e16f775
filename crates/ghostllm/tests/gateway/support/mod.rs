//! A gateway, an upstream and a client for each test. Upstream and client are plain sockets and know nothing of
//! the gateway's code, so that neither hides a fault of it.

pub(crate) mod client;
pub(crate) mod stub;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use ghostllm::config::{self, Environment};
use ghostllm::store::{Sqlite, Store, UsageQuery};
use ghostllm::{Options, Server};

/// The key of every test's gateway.
pub(crate) const KEY: &str = "sk-test-0123456789abcdef";

/// A running gateway with its store.
pub(crate) struct Gateway {
    pub(crate) address: SocketAddr,
    folder: tempfile::TempDir,
    server: Option<Server>,
}

impl Gateway {
    /// With `config` and one key without limits.
    pub(crate) fn start(config: &str) -> Self {
        Self::start_with_keys(&format!("{config}\n[[keys]]\nname = \"test\"\nkey = \"{KEY}\"\n"))
    }

    /// With one model `m` of one provider `p`, which is `stub`.
    pub(crate) fn with(kind: &str, stub: &stub::Stub) -> Self {
        Self::start(&format!("{}{}", provider("p", kind, stub.address), model("m", "p", "")))
    }

    /// With `config` as it is.
    pub(crate) fn start_with_keys(config: &str) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), config)
    }

    /// With a store that may be there already.
    pub(crate) fn start_in(folder: tempfile::TempDir, config: &str) -> Self {
        let file = folder.path().join("g.toml");
        std::fs::write(&file, config).unwrap();
        let environment = Environment::new();
        let mut config = config::read(config, "g.toml", &environment).unwrap();
        config.server.listen = Some("127.0.0.1:0".to_owned());
        config.server.workers = 2;
        config.server.drain_timeout_ms = config.server.drain_timeout_ms.min(2000);
        let options = Options {
            config,
            config_file: Some(file),
            environment,
            store: folder.path().join("g.db"),
            make_first_key: false,
        };
        let server = Server::start(options).unwrap();
        Self { address: server.address(), folder, server: Some(server) }
    }

    pub(crate) fn admin_address(&self) -> SocketAddr {
        self.server.as_ref().and_then(Server::admin_address).unwrap()
    }

    pub(crate) fn config_file(&self) -> PathBuf {
        self.folder.path().join("g.toml")
    }

    pub(crate) fn store(&self) -> Sqlite {
        Sqlite::open(&self.folder.path().join("g.db")).unwrap()
    }

    pub(crate) fn store_path(&self) -> PathBuf {
        self.folder.path().join("g.db")
    }

    /// The usage rows, newest first, once there are `count` of them.
    pub(crate) fn usage(&self, count: usize) -> Vec<ghostllm::ledger::UsageRow> {
        let mut store = self.store();
        let query = UsageQuery { key_id: None, model: None, since: None, limit: 100_000 };
        eventually(&format!("there are {count} usage rows"), || {
            let rows = store.usage(&query).unwrap();
            (rows.len() >= count).then_some(rows)
        })
    }

    /// Ends it, and leaves its files.
    pub(crate) fn stop(mut self) -> tempfile::TempDir {
        if let Some(server) = self.server.take() {
            server.stop();
        }
        std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap())
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            server.stop();
        }
    }
}

/// Waits until `found` gives something.
pub(crate) fn eventually<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(value) = found() {
            return value;
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "not within 10 s: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A provider of kind `kind` at `address`, under the name `name`.
pub(crate) fn provider(name: &str, kind: &str, address: SocketAddr) -> String {
    format!(
        "[providers.{name}]\nkind = \"{kind}\"\nbase_url = \"http://{address}\"\napi_key = \"upstream-secret\"\n"
    )
}

/// A model entry.
pub(crate) fn model(name: &str, provider: &str, more: &str) -> String {
    format!(
        "[[models]]\nname = \"{name}\"\nprovider = \"{provider}\"\nupstream_model = \"up-{name}\"\n{more}\n"
    )
}
