//! Cargo takes part in the jobserver that ghostbind was given.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::project::{ADD, Project};

/// Counts how many run at once, as a wrapper of rustc. A folder is made or not made, whoever else is at it.
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

/// A crate over several dependencies that can all be compiled at once, and a rustc that is counted.
fn wide(p: &mut Project) {
    let names = ["one", "two", "three", "four"];
    let mut dependencies = String::from("[dependencies]\n");
    for name in names {
        dependencies = format!("{dependencies}{name} = {{ path = \"../{name}\" }}\n");
        p.write(
            &format!("{name}/Cargo.toml"),
            &format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n"),
        );
        p.write(&format!("{name}/src/lib.rs"), "");
    }
    p.krate("wide", &dependencies, ADD);
    p.write("counting.sh", COUNTING);
    let wrapper = p.root.join("counting.sh");
    fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755)).unwrap();
    fs::create_dir(p.root.join("counted")).unwrap();
    p.vars.insert("RUSTC_WRAPPER".into(), wrapper.into());
    p.vars.insert("COUNT_IN".into(), p.root.join("counted").into());
    p.vars.insert("CARGO_BUILD_JOBS".into(), "4".into());
}

/// Most that ran at once, and how many ran in all.
fn counted(p: &Project) -> (usize, usize) {
    let counts = p.read("counted/counts");
    let counts: Vec<usize> = counts.lines().map(|line| line.trim().parse().unwrap()).collect();
    (counts.iter().copied().max().unwrap(), counts.len())
}

#[test]
fn a_jobserver_of_the_caller_limits_cargo() {
    for (tokens, most) in [(None, 4), (Some(0), 1), (Some(1), 2)] {
        let Some(mut p) = Project::new() else { return };
        wide(&mut p);
        let mut command = p.command("", &["build", "--manifest-path", "wide", "--jobs", "4"]);
        if tokens.is_none() {
            for name in ["MAKEFLAGS", "CARGO_MAKEFLAGS", "MFLAGS"] {
                command.env_remove(name);
            }
        }
        // As `make -jN` starts its children: N - 1 tokens in a pipe.
        let server = tokens.map(|tokens| jobserver::Client::new(tokens).unwrap());
        if let Some(server) = &server {
            server.configure_make(&mut command);
        }
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let (found, all) = counted(&p);
        assert!(all >= 5, "{all} of rustc were counted");
        assert!(found <= most, "{found} at once with {tokens:?} tokens");
        if tokens.is_none() {
            assert!(found > 1, "the test can tell nothing: even without a jobserver one ran after the other");
        }
    }
}
