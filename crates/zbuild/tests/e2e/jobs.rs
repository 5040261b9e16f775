//! One limit for the engine's actions and for everything that cargo starts.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::project::Project;

/// Counts how many run at once, as a wrapper of rustc.
const COUNTING: &str = "#!/bin/sh
case \"$*\" in *--crate-name*) ;; *) exec \"$@\";; esac
mkdir \"$COUNT_IN/run.$$\"
ls -d \"$COUNT_IN\"/run.* | wc -l >> \"$COUNT_IN/counts\"
sleep 0.4
\"$@\"
code=$?
rmdir \"$COUNT_IN/run.$$\"
exit $code
";

#[test]
fn cargo_shares_the_jobserver_of_the_build() {
    for (jobs, most) in [("1", 1), ("3", 3)] {
        let Some(project) = Project::new("cargo_shares_the_jobserver_of_the_build") else { return };
        project.adder("staticlib");
        let mut toml = project.read("adder/Cargo.toml");
        toml.push_str("[dependencies]\n");
        for name in ["one", "two", "three", "four"] {
            toml = format!("{toml}{name} = {{ path = \"../{name}\" }}\n");
            let manifest = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
            project.write(&format!("{name}/Cargo.toml"), &manifest);
            project.write(&format!("{name}/src/lib.rs"), "");
        }
        project.write("adder/Cargo.toml", &toml).write("counting.sh", COUNTING).write("counted/x", "");
        let wrapper = project.root.join("counting.sh");
        fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755)).unwrap();
        let mut command = project.command(&["build", "--jobs", jobs]);
        command.env("RUSTC_WRAPPER", wrapper).env("COUNT_IN", project.root.join("counted"));
        // What cargo would do of itself.
        command.env("CARGO_BUILD_JOBS", "4");
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let counts = project.read("counted/counts");
        let counts: Vec<usize> = counts.lines().map(|line| line.trim().parse().unwrap()).collect();
        let found = counts.iter().copied().max().unwrap();
        assert!(counts.len() >= 5 && found <= most, "{found} at once with --jobs {jobs}: {counts:?}");
        assert!(most == 1 || found > 1, "one after the other, whatever the limit: {counts:?}");
    }
}
