//! An interrupt in the middle: nothing half-written, nobody left running.

use std::fs;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use crate::errors::published;
use crate::project::{ADD, Project, is_full};

/// A build script that tells who it is and then waits for long.
const SLOW: &str = "fn main() {\n    std::fs::write(std::env::var(\"PID_FILE\").unwrap(), std::process::id().to_string()).unwrap();\n    \
                    std::thread::sleep(std::time::Duration::from_secs(120));\n}\n";

fn wait_for<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_mins(1) {
        if let Some(found) = found() {
            return found;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("waited in vain for {what}");
}

#[test]
fn children_end_and_outputs_stay() {
    for signal in [Signal::INT, Signal::TERM] {
        let Some(mut p) = Project::new() else { return };
        p.krate("sums", "", ADD);
        p.build("sums", &[]).succeeds();
        let before = published(&p);
        p.write("sums/build.rs", SLOW);
        p.write("sums/src/lib.rs", &ADD.replace("add", "sub"));
        let pid_file = p.root.join("pid");
        p.vars.insert("PID_FILE".into(), pid_file.clone().into());
        let mut child = p.command("", &["build", "--manifest-path", "sums/Cargo.toml"]).spawn().unwrap();
        let script = wait_for("the build script", || fs::read_to_string(&pid_file).ok()?.parse::<i32>().ok());
        kill_process(Pid::from_child(&child), signal).unwrap();
        let begun = Instant::now();
        let status = child.wait().unwrap();
        assert!(begun.elapsed() < Duration::from_secs(20));
        assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(signal.as_raw()), "{status}");
        let script = Pid::from_raw(script).unwrap();
        wait_for("the build script's end", || test_kill_process(script).is_err().then_some(()));
        assert!(published(&p) == before, "an interrupted build altered what was published");

        fs::remove_file(p.root.join("sums/build.rs")).unwrap();
        p.build("sums", &[]).succeeds();
        crate::manifest::files_are_true(&p, &p.manifest("sums"));
        assert_eq!(p.manifest("sums")["exports"][0]["symbol"], "sub");
    }
}

#[test]
fn a_killed_build_leaves_nothing_that_lies() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "", ADD);
    p.build("sums", &[]).succeeds();
    let rounds = if is_full() { 100 } else { 10 };
    let mut moment = 0x2545_F491_u64;
    for round in 0..rounds {
        p.write("sums/src/lib.rs", &format!("{ADD}\n// round {round}\npub const ROUND: u64 = {round};\n"));
        let mut child = p.command("", &["build", "--manifest-path", "sums/Cargo.toml"]).spawn().unwrap();
        // Anywhere between the start and a little after the end.
        moment = moment.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_millis((moment >> 33) % 1600));
        let signal = if round % 2 == 0 { Signal::KILL } else { Signal::INT };
        let _ended_already = kill_process(Pid::from_child(&child), signal);
        child.wait().unwrap();
        if p.exists(".ghostbind/manifests/sums.json") {
            crate::manifest::files_are_true(&p, &p.manifest("sums"));
        }
    }
    p.build("sums", &[]).succeeds();
    crate::manifest::files_are_true(&p, &p.manifest("sums"));
    let left: Vec<_> = p.root.join(".ghostbind/cache/headers").read_dir_utf8().unwrap().flatten().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}
