//! What fails, what is said of it, and what is left on the disk.

use crate::common::{Workspace, cat, sh};
use zbuild_engine::{Action, Command};

fn check(action: Action, error: &str) {
    let w = Workspace::new();
    w.build(vec![action]).failed("a", error);
    assert_eq!(w.options.store.unwrap().stat().unwrap().actions, 0);
}

#[test]
fn errors_name_their_cause() {
    check(sh("a", "exit 3"), "`sh` exited with code 3");
    check(sh("a", "kill -KILL $$"), "`sh` was killed (signal 9; the system does this when memory runs out)");
    check(sh("a", "kill -SEGV $$"), "`sh` was ended by signal 11");
    check(sh("a", "true").output("dir/o"), "`sh` finished without writing dir/o");
    check(sh("a", "mkdir o").output("o"), "`sh` wrote o, which is a directory where a file was declared");
    check(
        sh("a", "rmdir o; echo > o").output_directory("o"),
        "`sh` wrote o, which is a file where a directory was declared",
    );
    check(
        sh("a", "rmdir o; ln -s . o").output_directory("o"),
        "`sh` wrote o, which is a link where a directory was declared",
    );
    check(sh("a", "true").input("src/none"), "input src/none does not exist, and no action makes it");
    check(Action::run("a", Command::new("no-such-program")), "cannot find the program `no-such-program`");
    check(Action::run("a", Command::new("./no/such")), "cannot find the program `./no/such`");
}

#[test]
fn an_output_directory_that_lacks_a_file_names_its_maker() {
    let w = Workspace::new();
    let make = || sh("make", "echo > d/y").output_directory("d");
    w.build(vec![make(), cat("use", &["d/x"], "o")])
        .failed("use", "input d/x does not exist, and `make` did not make it");
    w.build(vec![make(), cat("use", &["d/y"], "o")]).ran(&["use"]);
}

#[test]
fn a_failure_leaves_what_was_there() {
    let w = Workspace::new();
    w.write("in", "1");
    let script = "cat in > o1; mkdir -p d/sub; cat in > d/sub/o2; test $(cat in) = 1";
    let build = || w.build(vec![sh("a", script).input("in").output("o1").output_directory("d")]);
    build().ran(&["a"]);
    w.write("in", "2");
    build().failed("a", "`sh` exited with code 1");
    assert_eq!((w.read("o1").as_str(), w.read("d/sub/o2").as_str()), ("1", "1"));
    w.write("in", "1");
    build().ran(&[]);
    // The first time there is nothing to leave.
    let w = Workspace::new();
    w.build(vec![sh("a", "echo partial > o; exit 1").output("o")]).failed("a", "`sh` exited with code 1");
    assert!(!w.exists("o"));
}

#[test]
fn what_depends_on_a_failure_is_skipped() {
    let mut w = Workspace::new();
    w.options.jobs = zbuild_engine::Jobs::new(1);
    w.write("in", "x");
    let actions = || {
        vec![
            sh("bad", "exit 1").output("1"),
            cat("after", &["1"], "2"),
            cat("later", &["2"], "3"),
            cat("other", &["in"], "4"),
            cat("last", &["4"], "5"),
        ]
    };
    let done = w.build(actions());
    done.failed("bad", "`sh` exited with code 1");
    assert_eq!((done.ran.as_slice(), done.summary.skipped), (&["bad".to_owned()][..], 4));
    w.keep_going = true;
    let done = w.build(actions());
    done.failed("bad", "`sh` exited with code 1");
    assert_eq!(done.ran, ["bad", "last", "other"]);
    assert_eq!(done.summary.skipped, 2);
}

#[test]
fn a_failed_action_runs_again() {
    let w = Workspace::new();
    w.write("in", "x");
    let build = || w.build(vec![sh("a", "test -e allowed; cp in o").input("in").output("o")]);
    build().failed("a", "`sh` exited with code 1");
    w.write("allowed", "");
    build().ran(&["a"]);
}

#[test]
fn output_of_a_failed_action_is_told() {
    let w = Workspace::new();
    let done = w.build(vec![sh("a", "echo to stdout; echo to stderr >&2; exit 1")]);
    assert_eq!(done.messages, "to stdout\nto stderr\n");
}
