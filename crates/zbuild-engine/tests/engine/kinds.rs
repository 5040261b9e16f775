//! The kinds of actions and outputs.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::common::{Workspace, cat, list, sh};
use zbuild_engine::{
    Action, Call, CallOutput, Command, Engine, Event, OutputKind, Placement, Request, Stdout,
};

#[test]
fn built_in_actions() {
    let w = Workspace::new();
    w.write("dir/sub/b", "B");
    symlink("nowhere", w.root.join("dir/link")).unwrap();
    let build = |text: &str| {
        w.build(vec![
            Action::write_file("file", "gen/file", text),
            sh("program", "printf '#!/bin/sh\\necho ran\\n' > gen/program; chmod +x gen/program")
                .output("gen/program"),
            Action::copy("copy", "gen/file", "out/file"),
            Action::copy("copy program", "gen/program", "out/program"),
            Action::copy_directory("copy directory", "dir", "out/dir"),
            sh("link", "ln -s file out/link").output("out/link").after("copy"),
            Action::group("all").inputs(["out/file", "out/program", "out/link"]),
            Action::run("run", Command::new("out/program")).input("out/program"),
        ])
    };
    let done = build("1");
    done.ran(&["copy", "copy directory", "copy program", "file", "link", "program", "run"]);
    assert_eq!((w.read("out/link").as_str(), done.messages.as_str()), ("1", "ran\n"));
    assert_eq!(w.read("out/dir/sub/b"), "B");
    assert_eq!(fs::read_link(w.root.join("out/dir/link")).unwrap(), Path::new("nowhere"));
    build("1").ran(&[]);
    build("2").ran(&["copy", "file"]);
    assert_eq!(w.read("out/link"), "2");
    w.write("out/file", "tampered");
    w.remove("out/dir/sub/b");
    build("2").ran(&["copy", "copy directory"]);
    assert_eq!((w.read("out/file").as_str(), w.read("out/dir/sub/b").as_str()), ("2", "B"));
    fs::set_permissions(w.root.join("out/program"), fs::Permissions::from_mode(0o644)).unwrap();
    build("2").ran(&["copy program"]);
}

#[test]
fn output_directories_are_whole() {
    let w = Workspace::new();
    w.write("names", "one two");
    let script = "for n in $(cat names); do echo $n > out/$n; done; mkdir out/empty; ln -s one out/link";
    let build = || {
        w.build(vec![
            sh("make", script).input("names").output_directory("out"),
            sh("list", "ls out > list").input("out").output("list"),
            cat("read", &["out/one"], "copy"),
        ])
    };
    build().ran(&["list", "make", "read"]);
    build().ran(&[]);
    // What a run does not write is not there after it.
    w.write("names", "one three");
    build().ran(&["list", "make"]);
    assert_eq!(list(&w.root.join("out")), ["empty", "link", "one", "three"]);
    // Additions, removals and changes are told, and undone.
    w.write("out/stray", "");
    build().restored(&["make"]).ran(&[]);
    w.remove("out/empty");
    build().restored(&["make"]).ran(&[]);
    w.write("out/three", "3");
    build().restored(&["make"]).ran(&[]);
    w.remove("out");
    build().restored(&["make"]).ran(&[]);
    assert_eq!(list(&w.root.join("out")), ["empty", "link", "one", "three"]);
    assert_eq!(fs::read_link(w.root.join("out/link")).unwrap(), Path::new("one"));
    w.write("names", "one two");
    build().cached(&["list", "make"]).ran(&[]);
}

#[test]
fn links_and_modes_come_back_from_the_store() {
    let w = Workspace::new();
    let script = "echo x > lib.so.1; ln -s lib.so.1 lib.so; chmod +x lib.so.1";
    let build = || w.build(vec![sh("lib", script).output("lib.so.1").output("lib.so")]);
    build().ran(&["lib"]);
    w.remove("lib.so");
    w.remove("lib.so.1");
    build().ran(&[]).restored(&["lib"]);
    assert_eq!(fs::read_link(w.root.join("lib.so")).unwrap(), Path::new("lib.so.1"));
    assert_eq!(fs::metadata(w.root.join("lib.so")).unwrap().permissions().mode() & 0o111, 0o111);
    fs::set_permissions(w.root.join("lib.so.1"), fs::Permissions::from_mode(0o644)).unwrap();
    build().ran(&[]).restored(&["lib"]);
    assert_eq!(fs::metadata(w.root.join("lib.so")).unwrap().permissions().mode() & 0o111, 0o111);
}

#[test]
fn shared_outputs_build_and_come_back() {
    let w = Workspace::new();
    w.write("in", "big");
    let build = || {
        let compile = sh("a", "cp in a.o").input("in").output_as("a.o", OutputKind::File, Placement::Shared);
        w.build(vec![compile, cat("b", &["a.o"], "b")])
    };
    build().ran(&["a", "b"]);
    build().ran(&[]);
    w.remove("a.o");
    build().ran(&[]).restored(&["a"]);
    build().ran(&[]);
    w.write("in", "other");
    build().ran(&["a", "b"]);
    w.write("in", "big");
    build().ran(&[]).cached(&["a", "b"]);
    assert_eq!(w.options.store.unwrap().verify(|_| {}).unwrap().corrupt.len(), 0);
}

#[test]
fn calls_run_in_this_process() {
    let w = Workspace::new();
    w.write("in", "x");
    w.write("extra", "y");
    let calls = Arc::new(AtomicUsize::new(0));
    let build = |material: &'static str| {
        let counter = Arc::clone(&calls);
        let function = move |given: &zbuild_engine::CallContext<'_>| {
            counter.fetch_add(1, Ordering::SeqCst);
            let text = fs::read(given.root.join("in")).map_err(|error| error.to_string())?;
            let extra = fs::read(given.root.join("extra")).map_err(|error| error.to_string())?;
            fs::write(given.root.join("out"), [text, extra].concat()).map_err(|error| error.to_string())?;
            let message = b"called\n".to_vec();
            Ok(CallOutput { message, discovered: vec!["./extra".into()], ..CallOutput::default() })
        };
        w.build(vec![Action::call("call", Call::new("join", material, function)).input("in").output("out")])
    };
    let done = build("1");
    assert_eq!((done.ran(&["call"]).messages.as_str(), done.warnings.as_slice()), ("called\n", &[][..]));
    build("1").ran(&[]);
    w.write("extra", "z");
    build("1").ran(&["call"]).because("call", &["included file extra changed"]);
    build("2").ran(&["call"]).because("call", &["the content changed"]);
    w.remove("out");
    assert_eq!(build("2").restored(&["call"]).messages, "called\n");
    assert_eq!((calls.load(Ordering::SeqCst), w.read("out").as_str()), (3, "xz"));

    let failing = |_: &zbuild_engine::CallContext<'_>| Err("does not do".to_owned());
    w.build(vec![Action::call("fails", Call::new("f", "", failing))]).failed("fails", "does not do");
    let panicking = |_: &zbuild_engine::CallContext<'_>| panic!("at the {}", "disco");
    w.build(vec![Action::call("p", Call::new("p", "", panicking))]).failed("p", "it panicked: at the disco");
}

#[test]
fn messages_are_told_again_from_the_cache() {
    let w = Workspace::new();
    w.write("in", "x");
    let script = "echo 'warning: x' >&2; echo note; cp in out";
    let build = || w.build(vec![sh("a", script).input("in").output("out")]);
    assert_eq!(build().ran(&["a"]).messages, "warning: x\nnote\n");
    assert_eq!(build().ran(&[]).messages, "");
    w.remove("out");
    assert_eq!(build().restored(&["a"]).messages, "warning: x\nnote\n");
}

#[test]
fn standard_streams() {
    let w = Workspace::new();
    // Nothing comes in.
    let run = |stdout| Command::new("/bin/sh").args(["-c", "/bin/cat; echo in; echo e >&2"]).stdout(stdout);
    let build = |name: &str, stdout, output: Option<&str>| {
        let action = Action::run(name, run(stdout));
        w.build(vec![output.iter().fold(action, |action, path| action.output(*path))])
    };
    assert_eq!(build("show", Stdout::Show, None).ran(&["show"]).messages, "in\ne\n");
    assert_eq!(build("file", Stdout::File("d/f".into()), Some("d/f")).ran(&["file"]).messages, "e\n");
    assert_eq!(w.read("d/f"), "in\n");
}

#[test]
fn what_is_kept_out_of_the_store() {
    let w = Workspace::new();
    w.write("in", "x");
    let build = || {
        w.build(vec![
            sh("kept here", "cp in b").input("in").output("b").uncacheable(),
            cat("after", &["b"], "c"),
            sh("check", "test -s in").input("in"),
        ])
    };
    build().ran(&["after", "check", "kept here"]);
    build().ran(&[]);
    w.remove("b");
    build().ran(&["kept here"]);
    w.write("in", "y");
    build().ran(&["after", "check", "kept here"]);
    w.write("in", "x");
    build().ran(&["kept here"]).cached(&["after", "check"]);
}

#[test]
fn only_what_is_asked_for() {
    let w = Workspace::new();
    w.write("in", "x");
    let graph = w.graph(vec![
        cat("one", &["in"], "1"),
        cat("two", &["1"], "2"),
        cat("three", &["1"], "3"),
        Action::group("both").inputs(["2", "3"]),
    ]);
    w.build_targets(&graph, Some(&["two"])).ran(&["one", "two"]);
    w.build_targets(&graph, Some(&["both"])).ran(&["three"]);
}

#[test]
fn calls_tell_which_variables_decided() {
    let mut w = Workspace::new();
    let action = || {
        let function = |given: &zbuild_engine::CallContext<'_>| {
            fs::write(given.root.join("out"), "").map_err(|error| error.to_string())?;
            let variables = vec!["FLAVOUR".into(), "UNSET".into()];
            Ok(CallOutput { variables, ..CallOutput::default() })
        };
        vec![Action::call("call", Call::new("flavour", "", function)).output("out")]
    };
    let set = |w: &mut Workspace, value: &str| {
        w.options.environment.retain(|(name, _)| name != "FLAVOUR");
        w.options.environment.push(("FLAVOUR".into(), value.into()));
    };
    set(&mut w, "sweet");
    w.build(action()).ran(&["call"]);
    w.build(action()).ran(&[]);
    set(&mut w, "sour");
    w.build(action()).ran(&["call"]).because("call", &["variable FLAVOUR changed"]);
    w.build(action()).ran(&[]);
    set(&mut w, "sweet");
    w.build(action()).ran(&[]).cached(&["call"]);
    w.options.environment.retain(|(name, _)| name != "FLAVOUR");
    w.build(action()).ran(&["call"]).because("call", &["variable FLAVOUR is gone"]);
}

#[test]
fn calls_say_that_they_wait() {
    let w = Workspace::new();
    let function = |given: &zbuild_engine::CallContext<'_>| {
        given.waits(Some("the other one".to_owned()));
        given.waits(None);
        fs::write(given.root.join("out"), "").map_err(|error| error.to_string())?;
        Ok(CallOutput::default())
    };
    let graph = w.graph(vec![Action::call("call", Call::new("c", "", function)).output("out")]);
    let mut heard = Vec::new();
    let summary = Engine::new(w.options.clone()).build(&Request::all(&graph, &w.cancel), &mut |event| {
        heard.push(match event {
            Event::Started { action, .. } => format!("{} starts", graph.name(action)),
            Event::Waits { action, what } => format!("{} waits: {what:?}", graph.name(action)),
            Event::Finished { action, .. } => format!("{} ends", graph.name(action)),
            _ => return,
        });
    });
    assert!(summary.unwrap().is_success());
    assert_eq!(
        heard,
        ["call starts", "call waits: Some(\"the other one\")", "call waits: None", "call ends"]
    );
}

#[test]
fn calls_may_maintain_what_they_read() {
    let w = Workspace::new();
    let build = |maintained: bool| {
        let function = move |given: &zbuild_engine::CallContext<'_>| {
            for file in ["lock", "out"] {
                fs::write(given.root.join(file), "1").map_err(|error| error.to_string())?;
            }
            let lock = vec!["lock".into()];
            let maintained = if maintained { lock.clone() } else { vec![] };
            Ok(CallOutput { discovered: lock, maintained, ..CallOutput::default() })
        };
        w.build(vec![Action::call("call", Call::new("c", [u8::from(maintained)], function)).output("out")])
    };
    assert!(!build(false).ran(&["call"]).warnings.is_empty());
    build(false).ran(&["call"]);
    assert!(build(true).ran(&["call"]).warnings.is_empty());
    build(true).ran(&[]);
    w.write("lock", "2");
    build(true).ran(&["call"]).because("call", &["included file lock changed"]);
}
