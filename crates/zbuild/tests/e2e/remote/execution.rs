//! Actions on a real service's machines: Zig and C with their toolchain as an input.

use super::buildgrid::{SAID, write_program};
use super::service::Service;
use crate::project::Project;

/// The last line of a build's events.
fn summary(said: &str) -> serde_json::Value {
    let line = said.lines().find(|line| line.contains("\"reason\":\"summary\""));
    line.and_then(|line| serde_json::from_str(line).ok()).unwrap_or_else(|| panic!("{said}"))
}

#[test]
fn zig_and_c_are_compiled_on_other_machines() {
    const TEST: &str = "zig_and_c_are_compiled_on_other_machines";
    let (Some(first), Some(second), Some(third)) =
        (Project::new(TEST), Project::new(TEST), Project::new(TEST))
    else {
        return;
    };
    let Some(service) = Service::casd(TEST, true) else { return };
    let url = service.url();
    write_program(&first);
    let args = ["build", "--remote", &url, "--remote-exec", "--message-format", "json"];
    let built = first.expect(0, &args);
    let counts = summary(&built.stdout);
    assert_eq!(counts["ran_elsewhere"], 2, "{}", built.stdout);
    assert_eq!(counts["stayed"], serde_json::json!({}), "{}", built.stdout);
    assert!(!built.stdout.contains("\"warning\""), "{}", built.stdout);
    assert_eq!(first.program("zig-out/bin/calc"), SAID);
    // What was read there is what decides here: the next build has nothing to do, with the service or without.
    assert_eq!(first.count(&["build", "--remote", &url, "--remote-exec"]).0, 0);
    assert_eq!(first.count(&["build", "--target", "x86_64-linux-gnu"]).0, 0);

    // Another machine takes what was made there, whether it lets others work or not.
    write_program(&second);
    let built = second.expect(0, &args);
    assert_eq!(
        (summary(&built.stdout)["ran_elsewhere"].clone(), second.worked(&args[..4])),
        (0.into(), Vec::new())
    );
    assert_eq!(second.program("zig-out/bin/calc"), SAID);

    // A crate is built here; what links it is not.
    second.adder("staticlib");
    let counts = summary(&second.expect(0, &args).stdout);
    assert_eq!(counts["ran_elsewhere"], 1, "{counts}");
    let stayed = serde_json::json!({
        "this program does it itself": 1, "what cargo reads is known only when it ran": 1
    });
    assert_eq!(counts["stayed"], stayed, "{counts}");
    assert_eq!(second.program("zig-out/bin/sum"), "the sum is 42\n");

    // A mistake is told as ever.
    write_program(&third);
    third.write("c/low.c", "int low(void) { return missing; }\n");
    let failed = third.expect(1, &["build", "--remote", &url, "--remote-exec", "-v"]);
    assert!(failed.stderr.contains("c/low.c:1:"), "{}", failed.stderr);
    assert!(!failed.stderr.contains("not here"), "{}", failed.stderr);
}
