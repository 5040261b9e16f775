//! Services of the tests' own, each in a folder that goes away.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stderr, reason = "helpers of tests")]

use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a service may take to start, on a machine that has other things to do; one that ends is noticed at once.
const START: Duration = Duration::from_mins(10);

pub(super) struct Service {
    child: Child,
    port: u16,
    /// Its storage and its configuration.
    _folder: tempfile::TempDir,
}

impl Drop for Service {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _ended = self.child.wait();
    }
}

/// A file or folder of a kit; a line that says so where there is none.
fn kit(test: &str, variable: &str, name: &str) -> Option<PathBuf> {
    let found = std::env::var_os(variable).map(PathBuf::from).filter(|path| path.exists());
    if found.is_none() {
        eprintln!("skipped: {test} needs {name} (cargo xtask provision {name})");
    }
    found
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Service {
    /// buildbox-casd; one that `executes` runs actions in a sandbox with the machine's /usr and nothing else of it.
    pub(super) fn casd(test: &str, executes: bool) -> Option<Self> {
        let casd = kit(test, "GHOST_CASD", "casd")?;
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let mut command = Command::new(&casd);
        command.args(["--bind", &format!("127.0.0.1:{port}")]);
        if executes {
            let sandbox = kit(test, "GHOST_BUBBLEWRAP", "casd")?;
            let programs = [casd.parent().unwrap(), sandbox.parent().unwrap()].map(PathBuf::from);
            let path = std::env::var_os("PATH").unwrap_or_default();
            let path =
                std::env::join_paths(programs.into_iter().chain(std::env::split_paths(&path))).unwrap();
            command.env("PATH", path).arg("--buildbox-run").arg(casd.with_file_name("buildbox-run"));
            command.arg("--runner-arg=--disable-localcas");
            for mount in ["/usr:/usr", "/usr/bin:/bin", "/usr/lib:/lib", "/usr/lib64:/lib64"] {
                if PathBuf::from(mount.split(':').next().unwrap()).exists() {
                    command.arg(format!("--runner-arg=--bind-mount={mount}"));
                }
            }
        }
        command.arg(folder.path());
        Some(Self::start(command, port, folder))
    }

    /// `BuildGrid`, which keeps results; with a certificate and its key over TLS.
    pub(super) fn buildgrid(test: &str, certificate: Option<(&str, &str)>) -> Option<Self> {
        let packages = kit(test, "GHOST_BUILDGRID", "buildgrid")?;
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let place = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let tls = certificate.map_or_else(String::new, |(certificate, key)| {
            std::fs::write(place("certificate.pem"), certificate).unwrap();
            std::fs::write(place("key.pem"), key).unwrap();
            let (certificate, key) = (place("certificate.pem"), place("key.pem"));
            format!("    credentials:\n      tls-server-key: {key}\n      tls-server-cert: {certificate}\n")
        });
        let configuration = CONFIGURATION
            .replace("PORT", &port.to_string())
            .replace("INSECURE", if tls.is_empty() { "true" } else { "false" })
            .replace("TLS\n", &tls)
            .replace("STORAGE", &place("storage"));
        std::fs::write(place("server.yml"), configuration).unwrap();
        let mut command = Command::new("python3");
        command.args(["-c", "from buildgrid.server.app import cli; cli()", "server", "start"]);
        command.arg(place("server.yml")).env("PYTHONPATH", packages).env("HOME", folder.path());
        Some(Self::start(command, port, folder))
    }

    fn start(mut command: Command, port: u16, folder: tempfile::TempDir) -> Self {
        let log = folder.path().join("log");
        let file = std::fs::File::create(&log).unwrap();
        command.stdin(Stdio::null()).stdout(file.try_clone().unwrap()).stderr(file);
        let mut service = Self { child: command.spawn().unwrap(), port, _folder: folder };
        let since = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = service.child.try_wait().unwrap();
            let told = || std::fs::read_to_string(&log).unwrap_or_default();
            assert!(ended.is_none() && since.elapsed() < START, "it does not listen: {}", told());
            std::thread::sleep(Duration::from_millis(50));
        }
        service
    }

    pub(super) fn url(&self) -> String {
        format!("grpc://127.0.0.1:{}", self.port)
    }

    pub(super) fn url_tls(&self) -> String {
        format!("grpcs://localhost:{}", self.port)
    }
}

/// Storage and action cache on a disk.
const CONFIGURATION: &str = "server:
  - !channel
    address: 127.0.0.1:PORT
    insecure-mode: INSECURE
TLS
instances:
  - name: 'team'
    storages:
      - !disk-storage &storage
        path: STORAGE
    caches:
      - !lru-action-cache &results
        storage: *storage
        max-cached-refs: 1000
        allow-updates: true
    services:
      - !action-cache
        cache: *results
      - !cas
        storage: *storage
      - !bytestream
        storage: *storage
thread-pool-size: 20
";
