//! Processes: how many at once, how they are stopped, what they may leave behind.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::common::{Workspace, cat, find_program, sh};
use zbuild_engine::{Action, Call, CallContext, CallOutput, Command, Jobs};

/// A script that notes how many of its kind run at once.
fn counting(folder: &str) -> String {
    format!(
        "mkdir -p {folder}; touch {folder}/$$; ls {folder} | wc -l >> {folder}.counts; sleep 0.05; rm {folder}/$$"
    )
}

/// The same; it waits for there to be two, until there were once, however busy the machine is.
fn pairing(folder: &str) -> String {
    format!(
        "mkdir -p {folder}; touch {folder}/$$; n=0; \
         while test $n -lt 1000 && test $(ls {folder} | wc -l) -lt 2 && ! grep -qs '[2-9]' {folder}.counts; \
         do sleep 0.02; n=$((n+1)); done; \
         ls {folder} | wc -l >> {folder}.counts; sleep 0.05; rm {folder}/$$"
    )
}

fn most(w: &Workspace, folder: &str) -> usize {
    w.read(&format!("{folder}.counts")).split_whitespace().map(|n| n.parse().unwrap()).max().unwrap()
}

#[test]
fn jobs_and_pools_limit_what_runs_at_once() {
    let mut w = Workspace::new();
    w.options.jobs = Jobs::new(3);
    let mut actions = Vec::new();
    for n in 0..6 {
        actions.push(sh(&format!("free {n}"), &pairing("free")));
        actions.push(sh(&format!("pooled {n}"), &counting("pooled")).pool("single"));
    }
    assert!(w.build(actions).summary.is_success());
    assert!((2..=3).contains(&most(&w, "free")), "{} {}", w.read("free.counts"), w.read("pooled.counts"));
    assert_eq!(most(&w, "pooled"), 1);
}

/// A program that knows no jobserver is told how many tokens it holds, which nobody else holds meanwhile.
#[test]
fn a_program_is_told_how_much_it_may_run_at_once() {
    let told = |jobs: usize, others: bool| {
        let mut w = Workspace::new();
        w.options.jobs = Jobs::new(jobs);
        let path = std::env::var_os("PATH").unwrap();
        let script = "echo $0 > told; sleep 0.2; ls busy* 2>/dev/null > meanwhile; touch go";
        let told = Command::new("sh").args(["-c", script]).env("PATH", path).jobs_flag("-j");
        let mut actions = vec![Action::run("told", told).outputs(["told", "meanwhile"]).after("begun")];
        if others {
            actions.push(sh("begun", "while [ ! -e holds ]; do sleep 0.01; done"));
            actions.push(sh("holder", "touch holds; while [ ! -e go ]; do sleep 0.01; done"));
            let waits =
                |n| sh(&format!("busy {n}"), &format!("touch busy{n}; sleep 0.3; rm busy{n}")).after("begun");
            actions.extend((0..3).map(waits));
        } else {
            actions.push(sh("begun", "true"));
        }
        let done = w.build(actions);
        assert!(done.summary.is_success(), "{done:?}");
        let number: usize = w.read("told").trim().strip_prefix("-j").unwrap().parse().unwrap();
        assert!(
            number + w.read("meanwhile").lines().count() + usize::from(others) <= jobs,
            "{number} of {jobs}"
        );
        number
    };
    assert_eq!(told(1, false), 1);
    assert_eq!(told(3, false), 3);
    assert!((1..=2).contains(&told(3, true)));

    // How many there are is no reason to run again.
    let mut w = Workspace::new();
    for (jobs, ran) in [(2, &["a"][..]), (1, &[])] {
        w.options.jobs = Jobs::new(jobs);
        let path = std::env::var_os("PATH").unwrap();
        let command = Command::new("sh").args(["-c", "echo $0 > out"]).env("PATH", path).jobs_flag("-j");
        w.build(vec![Action::run("a", command).output("out")]).ran(ran);
        assert_eq!(w.read("out"), "-j2\n");
    }
}

#[test]
fn who_waits_for_a_turn_holds_up_nobody_else() {
    let mut w = Workspace::new();
    w.options.jobs = Jobs::new(2);
    let both = format!("({}); {}", counting("turn"), pairing("all"));
    let mut actions: Vec<Action> = (0..3).map(|n| sh(&format!("turn {n}"), &both).turn("place")).collect();
    actions.push(sh("free", &pairing("all")));
    assert!(w.build(actions).summary.is_success());
    assert_eq!((most(&w, "turn"), most(&w, "all")), (1, 2));
}

#[test]
fn a_function_may_end_its_turn_before_it_ends() {
    let mut w = Workspace::new();
    w.options.jobs = Jobs::new(2);
    let past = Arc::new(AtomicUsize::new(0));
    let call = |name: &str| {
        let past = Arc::clone(&past);
        let function = move |context: &CallContext<'_>| {
            context.end_turn();
            past.fetch_add(1, Ordering::SeqCst);
            let begun = Instant::now();
            while past.load(Ordering::SeqCst) < 2 {
                if begun.elapsed() > Duration::from_secs(20) {
                    return Err("the other never began".to_owned());
                }
                std::thread::sleep(Duration::from_millis(5));
            }
            Ok(CallOutput::default())
        };
        Action::call(name, Call::new(name, "", function)).turn("place")
    };
    let done = w.build(vec![call("a"), call("b")]);
    assert!(done.summary.is_success(), "{done:?}");
}

#[test]
fn children_share_the_jobserver() {
    if find_program("make").is_none() {
        println!("skipped: one jobserver with make needs make");
        return;
    }
    let mut w = Workspace::new();
    w.options.jobs = Jobs::new(2);
    let targets: Vec<String> = (0..6).map(|n| format!("t{n}")).collect();
    let script = pairing("all").replace('$', "$$");
    w.write("Makefile", format!("all: {0}\n{0}:\n\t@{script}\n", targets.join(" ")));
    let path = std::env::var_os("PATH").unwrap();
    let make = |name: &str| Action::run(name, Command::new("make").env("PATH", &path));
    let started = Instant::now();
    let done = w.build(vec![make("a"), make("b"), sh("c", &pairing("all"))]);
    assert!(done.summary.is_success(), "{done:?}");
    assert_eq!(done.messages, "", "make found no jobserver");
    assert_eq!(most(&w, "all"), 2, "after {:?}", started.elapsed());
    // And alone it may use both.
    fs::remove_file(w.root.join("all.counts")).unwrap();
    assert!(w.build(vec![make("alone").uncacheable()]).summary.is_success());
    assert_eq!(most(&w, "all"), 2);
}

#[test]
fn the_longest_chain_goes_first() {
    let mut w = Workspace::new();
    w.options.jobs = Jobs::new(1);
    w.write("in", "x");
    let note = |name: &str, input: &str, output: &str| {
        sh(name, &format!("echo {name} >> order; cp {input} {output}")).input(input).output(output)
    };
    w.build(vec![
        note("short", "in", "s"),
        note("c1", "in", "1"),
        note("c2", "1", "2"),
        note("c3", "2", "3"),
    ]);
    assert_eq!(w.read("order"), "c1\nc2\nshort\nc3\n");
    // With a history, time decides and not length.
    let slow = |name: &str, input: &str, output: &str, seconds: &str| {
        let script = format!("echo {name} >> order; sleep {seconds}; cp {input} {output}");
        sh(name, &script).input(input).output(output)
    };
    let actions =
        || vec![slow("q1", "in", "q1", "0"), slow("q2", "q1", "q2", "0"), slow("slow", "in", "q3", "1.5")];
    w.build(actions());
    w.write("in", "y");
    w.write("order", "");
    w.build(actions());
    assert_eq!(w.read("order"), "slow\nq1\nq2\n");
}

#[test]
fn a_cancelled_build_ends_its_processes_and_leaves_what_was_there() {
    let w = Workspace::new();
    w.write("in", "1");
    let slow = "cp in out; test $(cat in) = 1 || { touch started; sleep 100 & sleep 100; }";
    let build = || w.build(vec![sh("slow", slow).input("in").output("out"), cat("next", &["out"], "next")]);
    build().ran(&["next", "slow"]);
    w.write("in", "2");
    let cancel = w.cancel.clone();
    let started = w.root.join("started");
    let thread = std::thread::spawn(move || {
        while !started.exists() {
            std::thread::sleep(Duration::from_millis(5));
        }
        cancel.cancel();
        Instant::now()
    });
    let done = build();
    assert!(thread.join().unwrap().elapsed() < Duration::from_secs(5));
    assert!(done.summary.cancelled && done.failed.is_empty(), "{done:?}");
    assert_eq!((done.summary.skipped, w.read("out").as_str()), (2, "1"));
}

#[test]
fn a_process_that_does_not_want_to_end_is_ended() {
    let w = Workspace::new();
    let stubborn = sh("stubborn", "trap '' TERM; touch started; while :; do sleep 0.01; done");
    let cancel = w.cancel.clone();
    let started = w.root.join("started");
    let thread = std::thread::spawn(move || {
        while !started.exists() {
            std::thread::sleep(Duration::from_millis(5));
        }
        cancel.cancel();
    });
    let done = w.build(vec![stubborn]);
    thread.join().unwrap();
    assert!(done.summary.cancelled);
}

#[test]
fn what_an_action_leaves_running_is_ended_with_it() {
    let w = Workspace::new();
    let started = Instant::now();
    w.build(vec![sh("leaves", "(sleep 30; touch late) & echo $! > child").output("child")]).ran(&["leaves"]);
    assert!(started.elapsed() < Duration::from_secs(10), "waited for a background process");
    let child = w.read("child");
    // Gone, or not reaped yet by whoever inherited it.
    let status = fs::read_to_string(format!("/proc/{}/status", child.trim())).unwrap_or_default();
    assert!(status.is_empty() || status.contains("State:\tZ"), "{status}");
}

#[test]
fn output_without_end_is_cut() {
    let w = Workspace::new();
    let done = w.build(vec![sh("loud", "head -c 20000000 /dev/zero | tr '\\0' x")]);
    assert!(done.messages.len() < 17_000_000);
    assert!(done.messages.ends_with("more bytes of output dropped]\n"), "{}", done.messages.len());
}

#[test]
fn a_program_that_was_just_written_can_be_run() {
    let mut w = Workspace::new();
    w.options.jobs = Jobs::new(8);
    w.write("program", "#!/bin/sh\nexit 0\n");
    fs::set_permissions(w.root.join("program"), fs::Permissions::from_mode(0o755)).unwrap();
    let mut actions = Vec::new();
    for n in 0..60 {
        let program = format!("bin/p{n}");
        actions.push(Action::copy(format!("write {n}"), "program", &program));
        actions.push(Action::run(format!("run {n}"), Command::new(&program)).input(&program));
    }
    let done = w.build(actions);
    assert!(done.summary.is_success(), "{:?}", done.failed);
}
