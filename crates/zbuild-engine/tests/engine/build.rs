//! What runs and what does not.

use crate::common::{Workspace, cat, sh};
use zbuild_engine::{Action, Command, Digest};

fn chain() -> Vec<Action> {
    vec![
        cat("join", &["a.txt", "b.txt"], "out/ab.txt"),
        cat("double", &["out/ab.txt", "out/ab.txt"], "out/abab.txt"),
    ]
}

fn chain_workspace() -> Workspace {
    let w = Workspace::new();
    w.write("a.txt", "a");
    w.write("b.txt", "b");
    w
}

#[test]
fn a_second_build_runs_nothing() {
    let w = chain_workspace();
    w.build(chain()).ran(&["double", "join"]).because("join", &["it was never built here"]);
    assert_eq!(w.read("out/abab.txt"), "abab");
    assert_eq!(w.build(chain()).ran(&[]).summary.up_to_date, 2);
    // Also when stamps have stopped being too young to be trusted.
    std::thread::sleep(std::time::Duration::from_millis(50));
    w.build(chain()).ran(&[]);
    assert_eq!(w.build(chain()).ran(&[]).summary.up_to_date, 2);
}

#[test]
fn an_edit_runs_what_depends_on_it() {
    let w = chain_workspace();
    w.build(chain());
    w.write("b.txt", "c");
    w.build(chain()).ran(&["double", "join"]).because("join", &["input b.txt changed"]);
    assert_eq!(w.read("out/abab.txt"), "acac");
    // Written, but not changed.
    w.write("b.txt", "c");
    w.build(chain()).ran(&[]);
    // Changed back: the cache has it.
    w.write("b.txt", "b");
    w.build(chain()).ran(&[]).cached(&["double", "join"]);
    assert_eq!(w.read("out/abab.txt"), "abab");
}

#[test]
fn an_output_that_stays_the_same_ends_the_rebuild() {
    let w = Workspace::new();
    w.write("n", "1 comment");
    let actions = || {
        vec![sh("first", "cut -c1 n > first").input("n").output("first"), cat("second", &["first"], "second")]
    };
    w.build(actions()).ran(&["first", "second"]);
    w.write("n", "1 other comment");
    w.build(actions()).ran(&["first"]);
    w.build(actions()).ran(&[]);
}

#[test]
fn outputs_that_are_gone_or_tampered_with_come_back() {
    let w = chain_workspace();
    w.build(chain());
    w.remove("out/ab.txt");
    w.build(chain()).ran(&[]).restored(&["join"]);
    assert_eq!(w.read("out/ab.txt"), "ab");
    w.write("out/abab.txt", "tampered");
    w.build(chain()).ran(&[]).restored(&["double"]);
    assert_eq!(w.read("out/abab.txt"), "abab");
    w.remove("out");
    w.build(chain()).ran(&[]).restored(&["double", "join"]);
    // Without a store, what is gone is made again.
    let mut w = w;
    w.options.store = None;
    w.write("out/ab.txt", "tampered");
    w.build(chain()).ran(&["join"]).because("join", &["output out/ab.txt was changed by something else"]);
    w.remove("out/ab.txt");
    w.build(chain()).ran(&["join"]).because("join", &["output out/ab.txt is gone"]);
}

#[test]
fn a_tampered_output_does_not_reach_the_store() {
    let w = chain_workspace();
    w.build(chain());
    w.write("out/ab.txt", "tampered in place, before and after it was stored");
    w.build(chain());
    w.write("out/ab.txt", "again");
    w.build(chain()).ran(&[]);
    assert_eq!(w.read("out/ab.txt"), "ab");
    assert_eq!(w.options.store.as_ref().unwrap().verify(|_| {}).unwrap().corrupt.len(), 0);
}

#[test]
fn every_part_of_the_key_counts() {
    let w = Workspace::new();
    w.write("in", "x");
    let action = |command: Command| {
        Action::run("a", command.env("PATH", std::env::var_os("PATH").unwrap())).input("in").output("o")
    };
    let base = || Command::new("sh").args(["-c", "cat in > o"]);
    w.build(vec![action(base())]).ran(&["a"]);
    let check = |change: Action, reason: &str| {
        w.build(vec![change]).ran(&["a"]).because("a", &[reason]);
        w.build(vec![action(base())]).ran(&[]).cached(&["a"]);
    };
    check(action(base().arg("more")), "added to the command: more");
    check(action(base().env("V", "1")), "variable V is new");
    check(action(base().cwd(".")).toolchain("t", Digest::of(b"1")), "toolchain t is new");
    check(action(base()).optional_input("maybe"), "input maybe is new");
    w.build(vec![action(base().cwd("sub/..")).order_only("in")]).ran(&[]);
    let filed = action(base().stdout(zbuild_engine::Stdout::File("o".into())));
    w.build(vec![filed]).ran(&["a"]).because("a", &["where its output goes is new"]);
}

#[test]
fn only_the_declared_environment_is_seen() {
    let mut w = Workspace::new();
    w.options.environment.push(("SECRET".into(), "s".into()));
    w.options.environment.push(("PASSED".into(), "p".into()));
    let action = || {
        let mut environment = zbuild_engine::Environment::default();
        environment.set("SET", "1");
        environment.pass("PASSED");
        environment.pass("NOT_THERE");
        let command = Command::new("env").environment(environment.into());
        vec![
            Action::run("env", command.stdout(zbuild_engine::Stdout::File("env.txt".into())))
                .output("env.txt"),
        ]
    };
    w.build(action()).ran(&["env"]);
    let text = w.read("env.txt");
    let mut names: Vec<&str> =
        text.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name).collect();
    names.sort_unstable();
    assert_eq!(names, ["CARGO_MAKEFLAGS", "MAKEFLAGS", "MFLAGS", "PASSED", "SET"]);
    // What is passed on is not part of the key.
    w.options.environment.last_mut().unwrap().1 = "q".into();
    w.build(action()).ran(&[]);
}
