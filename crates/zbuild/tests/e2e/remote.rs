//! What one machine built another takes from a real Remote Execution service (buildbox-casd).

use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::project::{Project, SUM};

/// How long the service may take to start.
const START: Duration = Duration::from_secs(30);

/// A service of its own in a folder that goes away.
struct Service {
    child: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Drop for Service {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _ended = self.child.wait();
    }
}

#[expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "helpers of tests")]
impl Service {
    #[expect(clippy::print_stderr, reason = "the test runner counts this line")]
    fn start(test: &str) -> Option<Self> {
        let Some(casd) = std::env::var_os("GHOST_CASD").map(PathBuf::from).filter(|path| path.is_file())
        else {
            eprintln!("skipped: {test} needs buildbox-casd (cargo xtask provision casd)");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = Command::new(casd)
            .args(["--bind", &format!("127.0.0.1:{port}")])
            .arg(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let service = Self { child, port, _folder: folder };
        let since = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(since.elapsed() < START, "buildbox-casd does not listen");
            std::thread::sleep(Duration::from_millis(50));
        }
        Some(service)
    }

    fn url(&self) -> String {
        format!("grpc://127.0.0.1:{}", self.port)
    }
}

#[test]
fn an_empty_folder_is_filled_by_what_another_built() {
    const TEST: &str = "an_empty_folder_is_filled_by_what_another_built";
    let (Some(first), Some(second), Some(third)) =
        (Project::new(TEST), Project::new(TEST), Project::new(TEST))
    else {
        return;
    };
    let Some(service) = Service::start(TEST) else { return };
    let url = service.url();
    first.adder("staticlib");
    assert!(first.count(&["build", "--remote", &url]).0 >= 3, "cold");

    // Without a lock file it is not said what is built: the first build wrote one, which people commit.
    let lock = first.read("adder/Cargo.lock");
    second.adder("staticlib").write("adder/Cargo.lock", &lock);
    assert_eq!(second.worked(&["build", "--remote", &url]), [""; 0], "nothing is compiled again");
    assert_eq!(second.program("zig-out/bin/sum"), "the sum is 42\n");
    let bytes = |project: &Project| std::fs::read(project.root.join("zig-out/bin/sum")).unwrap();
    assert_eq!(bytes(&second), bytes(&first));

    // Another source is another program, whatever the service has.
    third
        .adder("staticlib")
        .write("adder/Cargo.lock", &lock)
        .write("src/main.zig", &SUM.replace("the sum", "a sum"));
    let worked = third.worked(&["build", "--remote", &url, "--remote-read-only"]);
    assert!(!worked.is_empty() && !worked.contains(&"rust:adder".to_owned()), "{worked:?}");
    assert_eq!(third.program("zig-out/bin/sum"), "a sum is 42\n");

    // The service goes; the build stays.
    drop(service);
    third.write("src/main.zig", &SUM.replace("the sum", "our sum"));
    let said = third.expect(0, &["build", "--remote", &url]).stderr;
    assert!(said.contains("the remote service failed"), "{said}");
    assert_eq!(third.program("zig-out/bin/sum"), "our sum is 42\n");
}

#[test]
fn an_address_that_is_none_is_refused() {
    let project = Project::without_zig();
    let said = project.expect(2, &["build", "--remote", "http://cache"]).stderr;
    assert!(said.contains("grpc://host:port"), "{said}");
}
