//! Other versions of Zig: the same project builds and runs.

use crate::project::Project;

fn smoke(version: &str) {
    let Some(project) = Project::with_zig("smoke", version) else { return };
    for kind in ["staticlib", "cdylib"] {
        project.adder(kind);
        project.expect(0, &["build"]);
        assert_eq!(project.program("zig-out/bin/sum"), "the sum is 42\n");
        assert_eq!(project.count(&["build"]), (0, 0));
    }
}

#[test]
fn zig_0_16() {
    smoke("0.16.0");
}

#[test]
fn zig_0_15() {
    smoke("0.15.2");
}
