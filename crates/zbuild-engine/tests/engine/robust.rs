//! What goes wrong around a build: clocks, edits, other builds, damage, full disks.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::mpsc;
use std::time::{Duration, SystemTime};

use crate::common::{Workspace, cat, find_program, sh, system};
use zbuild_engine::{Action, Cancel, Claim, Engine, Event, Request};

#[test]
fn an_edit_in_the_tick_of_the_build_is_seen() {
    // In place, the same length: only the times can tell, and they may not.
    let w = Workspace::new();
    for round in 0..40 {
        let text = format!("{round:04}");
        w.write("in", &text);
        w.build(vec![sh("a", "cp in out").input("in").output("out")]);
        assert_eq!(w.read("out"), text);
    }
    // The same with times set back to what they were.
    let file = fs::File::options().write(true).open(w.root.join("in")).unwrap();
    let before = file.metadata().unwrap().modified().unwrap();
    w.write("in", "abcd");
    file.set_modified(before).unwrap();
    w.build(vec![sh("a", "cp in out").input("in").output("out")]).ran(&["a"]);
}

#[test]
fn a_source_edited_during_the_build_is_built_again() {
    let w = Workspace::new();
    w.write("in", "1");
    // The action reads its input, and then somebody edits it.
    let build = || {
        w.build(vec![
            sh("a", "cp in out; test -e done || { touch done; printf 2 > in; }").input("in").output("out"),
        ])
    };
    let done = build();
    done.ran(&["a"]);
    assert_eq!(done.warnings, ["in changed while it was being used; the action will run again next time"]);
    assert_eq!(w.options.store.as_ref().unwrap().stat().unwrap().actions, 0);
    assert!(build().ran(&["a"]).warnings.is_empty());
    assert_eq!(w.read("out"), "2");
    build().ran(&[]);
    // Back to what it was: what was made from the edited file must not come from the cache as this.
    w.write("in", "1");
    build().ran(&["a"]);
    assert_eq!(w.read("out"), "1");
}

#[test]
fn a_source_that_changes_and_changes_back_during_the_build_is_built_again() {
    // The first time each is another one while it is read.
    let script = "mark=; test -e done || { touch done; mark=1; }; \
                  test -z \"$mark\" || { printf x > in; printf x > h; }; cat in h > out; echo 'out: h' > out.d; \
                  test -z \"$mark\" || { printf 1 > in; printf 1 > h; }";
    let w = Workspace::new();
    w.write("in", "1");
    w.write("h", "1");
    let build = || w.build(vec![sh("a", script).input("in").output("out").depfile("out.d")]);
    let first = build();
    assert_eq!((first.warnings.len(), w.read("out").as_str()), (2, "xx"), "{first:?}");
    assert_eq!(w.options.store.as_ref().unwrap().stat().unwrap().actions, 0);
    assert!(build().ran(&["a"]).warnings.is_empty());
    assert_eq!(w.read("out"), "11");
    build().ran(&[]);
}

#[test]
fn sources_from_the_future_are_built_once() {
    let w = Workspace::new();
    for name in ["in", "h"] {
        w.write(name, "1");
        let file = fs::File::options().write(true).open(w.root.join(name)).unwrap();
        file.set_modified(std::time::SystemTime::now() + Duration::from_hours(2)).unwrap();
    }
    std::thread::sleep(Duration::from_millis(50));
    let build = || {
        w.build(vec![
            sh("a", "cat in h > out; echo 'out: h' > out.d").input("in").output("out").depfile("out.d"),
        ])
    };
    assert!(build().ran(&["a"]).warnings.is_empty());
    build().ran(&[]);
}

#[test]
fn a_discovered_source_edited_during_the_build_is_built_again() {
    let w = Workspace::new();
    w.write("in", "1");
    w.write("h", "1");
    let script = "cat in h > out; echo 'out: h' > out.d; test -e done || { touch done; printf 2 > h; }";
    let build = || w.build(vec![sh("a", script).input("in").output("out").depfile("out.d")]);
    // Old enough that its times are its own.
    std::thread::sleep(Duration::from_millis(50));
    assert_eq!(build().ran(&["a"]).warnings.len(), 1);
    assert!(build().ran(&["a"]).warnings.is_empty());
    assert_eq!(w.read("out"), "12");
    build().ran(&[]);
}

#[test]
fn a_clock_set_back_costs_reading_and_nothing_else() {
    fn past() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)
    }
    let mut w = Workspace::new();
    w.options.clock = past;
    for text in ["1", "2", "3"] {
        w.write("in", text);
        w.build(vec![cat("a", &["in"], "out")]).ran(&["a"]);
        w.build(vec![cat("a", &["in"], "out")]).ran(&[]);
        assert_eq!(w.read("out"), text);
    }
    // Files from the future.
    let file = fs::File::options().write(true).open(w.root.join("in")).unwrap();
    file.set_modified(SystemTime::now() + Duration::from_hours(99_999)).unwrap();
    w.options.clock = SystemTime::now;
    w.build(vec![cat("a", &["in"], "out")]).ran(&[]);
    w.write("in", "4");
    file.set_modified(SystemTime::now() + Duration::from_hours(99_999)).unwrap();
    w.build(vec![cat("a", &["in"], "out")]).ran(&["a"]);
}

#[test]
fn a_damaged_log_costs_work_and_nothing_else() {
    let mut w = Workspace::new();
    w.write("in", "x");
    let actions = || vec![cat("a", &["in"], "1"), cat("b", &["1"], "2")];
    w.build(actions()).ran(&["a", "b"]);
    let log = w.root.join(".state/log");
    let whole = fs::read(&log).unwrap();
    let damage: [&dyn Fn(); 5] = [
        &|| fs::write(&log, b"").unwrap(),
        &|| fs::write(&log, b"not a log at all").unwrap(),
        &|| fs::write(&log, &whole[..whole.len() - 3]).unwrap(),
        &|| fs::write(&log, [&whole[..], b"torn"].concat()).unwrap(),
        &|| fs::remove_file(&log).unwrap(),
    ];
    for damage in damage {
        damage();
        fs::write(w.root.join(".state/why"), b"garbage").unwrap();
        w.build(actions()).ran(&[]);
        assert_eq!(w.build(actions()).ran(&[]).summary.up_to_date, 2);
    }
    // Also without a store.
    w.options.store = None;
    fs::write(&log, b"zblog").unwrap();
    w.build(actions()).ran(&["a", "b"]);
    w.build(actions()).ran(&[]);
}

#[test]
fn a_damaged_store_costs_work_and_nothing_else() {
    let w = Workspace::new();
    w.write("in", "some content");
    let actions = || vec![cat("a", &["in"], "1"), cat("b", &["1", "1"], "2")];
    w.build(actions()).ran(&["a", "b"]);
    for damage in [
        "truncate -s 3",
        "sh -c 'chmod u+w \"$0\"; printf X | dd of=\"$0\" conv=notrunc 2>/dev/null'",
        "rm -f",
    ] {
        let store = w.dir.path().join("store/v1");
        let script = format!("find {} -type f -exec {damage} {{}} \\;", store.display());
        assert!(system("sh", &["-c", &script]));
        w.remove("1");
        w.remove("2");
        let done = w.build(actions());
        done.ran(&["a", "b"]);
        assert_eq!(w.read("2"), "some contentsome content");
    }
}

#[test]
fn a_store_that_cannot_be_written_costs_a_warning() {
    let w = Workspace::new();
    w.write("in", "x");
    let store = w.dir.path().join("store/v1");
    fs::remove_dir_all(&store).unwrap();
    fs::write(&store, "a file in its place").unwrap();
    let done = w.build(vec![cat("a", &["in"], "out")]);
    done.ran(&["a"]);
    assert_eq!(done.warnings.len(), 1, "{:?}", done.warnings);
    assert!(done.warnings[0].starts_with("cannot keep its outputs in the content store: "));
    w.build(vec![cat("a", &["in"], "out")]).ran(&[]);
}

#[test]
fn a_full_disk_is_an_error_of_the_action_and_loses_nothing() {
    let w = Workspace::new();
    let disk = w.root.join("disk");
    fs::create_dir(&disk).unwrap();
    let path = disk.to_str().unwrap();
    let mounted =
        find_program("mount").is_some() && system("mount", &["-t", "tmpfs", "-o", "size=1m", "tmpfs", path]);
    if !mounted {
        println!("skipped: a full disk needs the right to mount a small one");
        return;
    }
    let mut w = w;
    w.options.state = disk.join("state");
    w.write("size", "100");
    let fill = "head -c $(cat size)k /dev/zero > disk/out";
    let build = |w: &Workspace| w.build(vec![sh("fill", fill).input("size").output("disk/out")]);
    build(&w).ran(&["fill"]);
    w.write("size", "5000");
    let done = build(&w);
    assert_eq!(done.failed.len(), 1);
    assert_eq!(fs::metadata(disk.join("out")).unwrap().len(), 100 * 1024);
    // Nothing is left for the log either.
    fs::write(disk.join("ballast"), vec![0; 2_000_000]).unwrap_err();
    w.write("size", "0");
    let done = build(&w);
    fs::remove_file(disk.join("ballast")).unwrap();
    assert!(done.summary.is_success() || done.failed.len() == 1, "{done:?}");
    w.write("size", "200");
    build(&w).ran(&["fill"]);
    build(&w).ran(&[]);
    assert!(system("umount", &["-l", disk.to_str().unwrap()]));
}

#[test]
fn outputs_on_another_file_system() {
    let Ok(other) = tempfile::tempdir_in("/dev/shm") else {
        println!("skipped: outputs on another file system needs /dev/shm");
        return;
    };
    let w = Workspace::new();
    w.write("in", "1");
    symlink(other.path(), w.root.join("out")).unwrap();
    let script = "cp in out/o; cp in out/d/x; test $(cat in) != bad";
    let build = || w.build(vec![sh("a", script).input("in").output("out/o").output_directory("out/d")]);
    build().ran(&["a"]);
    build().ran(&[]);
    w.write("in", "bad");
    build().failed("a", "`sh` exited with code 1");
    assert_eq!((w.read("out/o").as_str(), w.read("out/d/x").as_str()), ("1", "1"));
    w.write("in", "1");
    fs::remove_file(other.path().join("o")).unwrap();
    fs::remove_dir_all(other.path().join("d")).unwrap();
    build().ran(&[]).restored(&["a"]);
    assert_eq!(crate::common::list(other.path()), ["d", "o"]);
}

#[test]
fn two_builds_in_one_workspace_take_turns() {
    let w = Workspace::new();
    w.write("in", "x");
    let script = "mkdir running; sleep 0.3; rmdir running; cp in out";
    let graph = w.graph(vec![sh("a", script).input("in").output("out")]);
    let (sender, receiver) = mpsc::channel();
    let build = || {
        let cancel = Cancel::new().unwrap();
        let engine = Engine::new(w.options.clone());
        let mut waited = false;
        let summary = engine.build(&Request::all(&graph, &cancel), &mut |event| match event {
            Event::Waiting { holder } => {
                assert_eq!(holder, Some(std::process::id()));
                waited = true;
            }
            Event::Started { .. } => sender.send(()).unwrap(),
            _ => {}
        });
        let summary = summary.unwrap();
        assert!(summary.is_success(), "{summary:?}");
        (waited, summary.ran)
    };
    std::thread::scope(|scope| {
        let first = scope.spawn(build);
        receiver.recv().unwrap();
        let second = scope.spawn(build);
        assert_eq!(first.join().unwrap(), (false, 1));
        assert_eq!(second.join().unwrap(), (true, 0));
    });
}

#[test]
fn cleaning_removes_outputs_also_old_ones_and_never_the_store() {
    let w = Workspace::new();
    w.write("src/in", "x");
    let old = || {
        let names = [("a", "out/deep/1"), ("b", "src/generated"), ("c", "src/replaced")];
        names.map(|(name, output)| cat(name, &["src/in"], output)).into()
    };
    w.build(old());
    w.write("src/replaced", "by hand");
    let now = w.graph(vec![cat("now", &["src/in"], "out/2")]);
    w.build_graph(&now);
    let cleaned =
        Engine::new(w.options.clone()).clean(&now, &|_| Claim::GoesIfUnchanged, &[], &mut |_| {}).unwrap();
    let mut removed = cleaned.removed;
    removed.sort();
    assert_eq!(removed, ["out/2", "out/deep/1", "src/generated"].map(Path::new));
    assert!(!w.exists("out") && w.exists("src/in") && w.exists("src/replaced"));
    w.build_graph(&now).ran(&[]).restored(&["now"]);
    w.build(old()).ran(&[]).restored(&["a", "b", "c"]);
    w.write("src/generated", "tampered");
    w.write("out/deep/1", "tampered");
    let own = |path: &Path| if path.starts_with("out") { Claim::Goes } else { Claim::GoesIfUnchanged };
    let cleaned = Engine::new(w.options.clone()).clean(&w.graph(vec![]), &own, &[], &mut |_| {}).unwrap();
    assert_eq!(cleaned.changed, [Path::new("src/generated")], "it may be somebody's own by now");
    assert!(!w.exists("out") && w.exists("src/generated") && w.exists("src/in"));
    w.build_graph(&now);
    let none = |_: &Path| Claim::Stays;
    Engine::new(w.options.clone()).clean(&now, &none, &[], &mut |_| {}).unwrap();
    assert!(w.exists("out/2"));
}

#[test]
fn why() {
    let w = Workspace::new();
    w.write("in", "x");
    let graph = |flag: &str| {
        w.graph(vec![
            cat("a", &["in"], "1"),
            sh("b", "cp 1 2; : $0").input("1").output("2").toolchain(flag, zbuild_engine::Digest::of(b"")),
        ])
    };
    let ask = |graph: &zbuild_engine::Graph, name: &str| {
        let why = Engine::new(w.options.clone()).why(graph, graph.find(name).unwrap()).unwrap();
        let now: Vec<String> = why.now.iter().map(ToString::to_string).collect();
        let upstream: Vec<String> = why.upstream.iter().map(|&id| graph.name(id).to_owned()).collect();
        (now.join("; "), upstream.join("; "), why.last_reasons.join("; "))
    };
    let strings =
        |now: &str, upstream: &str, last: &str| (now.to_owned(), upstream.to_owned(), last.to_owned());
    let first = graph("t1");
    assert_eq!(ask(&first, "b"), strings("it was never built here", "a", ""));
    w.build_graph(&first);
    assert_eq!(ask(&first, "b"), strings("", "", "it was never built here"));
    w.write("in", "y");
    assert_eq!(ask(&first, "a"), strings("input in changed", "", "it was never built here"));
    assert_eq!(ask(&first, "b"), strings("", "a", "it was never built here"));
    w.build_graph(&first);
    assert_eq!(ask(&first, "b"), strings("", "", "input 1 changed"));
    let second = graph("t2");
    assert_eq!(ask(&second, "b").0, "toolchain t2 is new; toolchain t1 is no longer used");
    w.write("2", "tampered");
    assert_eq!(ask(&first, "b").0, "output 2 was changed by something else");
}

#[test]
fn a_trace_is_json() {
    let w = Workspace::new();
    let graph = w.graph(vec![
        sh("a \"quoted\"\n", "sleep 0.02"),
        sh("b", "sleep 0.02"),
        Action::group("c").after("b"),
    ]);
    let mut trace = zbuild_engine::Trace::default();
    let engine = Engine::new(w.options.clone());
    engine.build(&Request::all(&graph, &w.cancel), &mut |event| trace.observe(&event, &graph)).unwrap();
    // Another build after it goes on where the first one ended.
    let other = w.graph(vec![sh("later", "true")]);
    engine.build(&Request::all(&other, &w.cancel), &mut |event| trace.observe(&event, &other)).unwrap();
    let mut text = Vec::new();
    trace.write(&mut text).unwrap();
    let parsed: serde_json::Value = serde_json::from_slice(&text).unwrap();
    let events = parsed["traceEvents"].as_array().unwrap();
    assert_eq!(events.len(), 3);
    let ends = |event: &serde_json::Value| event["ts"].as_u64().unwrap() + event["dur"].as_u64().unwrap();
    assert_eq!(events[2]["name"], "later");
    assert!(events[2]["ts"].as_u64().unwrap() >= ends(&events[0]).max(ends(&events[1])));
    assert!(
        events
            .iter()
            .any(|event| event["name"] == "a \"quoted\"\n" && event["dur"].as_u64().unwrap() > 15_000)
    );
}
