//! What one machine built another takes from real Remote Execution services: buildbox-casd, which also runs
//! actions, and `BuildGrid`.

mod buildgrid;
mod execution;
mod service;

use crate::project::{Project, SUM};
use service::Service;

#[test]
fn an_empty_folder_is_filled_by_what_another_built() {
    const TEST: &str = "an_empty_folder_is_filled_by_what_another_built";
    let (Some(first), Some(second), Some(third)) =
        (Project::new(TEST), Project::new(TEST), Project::new(TEST))
    else {
        return;
    };
    let Some(service) = Service::casd(TEST, false) else { return };
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
    let check = |args: &[&str], expected: &str| {
        let said = project.expect(2, &[&["build"], args].concat()).stderr;
        assert!(said.contains(expected), "{said}");
    };
    check(&["--remote", "http://cache"], "grpc://host:port");
    check(&["--remote-exec"], "--remote-exec needs a service");
    check(&["--remote", "grpc://h:1", "--remote-exec", "--remote-read-only"], "cannot be used with");
    check(&["--remote", "grpc://h:1", "--remote-exec", "--remote-platform", "linux"], "NAME=VALUE");
    check(&["--remote", "grpc://h:1", "--remote-platform", "a=b"], "--remote-exec");
    check(&["--remote", "grpc://h:1", "--remote-ca", "none.pem"], "cannot read none.pem");
}
