//! A service behind the store: what one machine built another does not build; what goes wrong with the service
//! costs time, never the build or a wrong byte.

mod elsewhere;
mod stub;
mod tls;
mod worker;

use std::sync::Arc;
use std::time::{Duration, Instant};

use zbuild_engine::{Action, Call, CallContext, CallOutput, Remote, RemoteOptions, Store};

use crate::common::{Workspace, cat, sh};
use stub::{Mood, Stub};

/// Longer than a piece of the stub and than a batch.
const LONG: usize = 3_000_000;

/// A machine of its own: another folder, another store, the same service.
fn machine(address: std::net::SocketAddr) -> Workspace {
    let mut w = Workspace::new();
    let mut options = RemoteOptions::new(format!("grpc://{address}").parse().unwrap());
    options.patience = Duration::from_millis(1500);
    options.token = Some("secret".to_owned());
    w.options.remote = Some(Arc::new(Remote::new(options)));
    w.write("a.txt", "a".repeat(LONG));
    w.write("b.txt", "b");
    w.write("used.h", "header");
    w
}

/// Files large and small, a folder, a link, and a file that is found on the way.
fn actions() -> Vec<Action> {
    let folder = "mkdir -p tree/deep; cp b.txt tree/deep/copy; ln -s copy tree/deep/link; echo x > tree/x; chmod +x tree/x";
    let found = "cat b.txt used.h > found; echo 'found: b.txt used.h' > found.d";
    vec![
        cat("long", &["a.txt", "b.txt"], "long.out"),
        cat("after", &["long.out"], "after.out"),
        sh("folder", folder).input("b.txt").output_directory("tree"),
        sh("found", found).input("b.txt").output("found").depfile("found.d"),
    ]
}

const ALL: [&str; 4] = ["after", "folder", "found", "long"];

#[track_caller]
fn is_right(w: &Workspace) {
    assert_eq!(w.read("after.out"), "a".repeat(LONG) + "b");
    assert_eq!(w.read("tree/deep/link"), "b");
    assert_eq!(w.read("found"), format!("b{}", w.read("used.h")));
    assert!(crate::common::system("test", &["-x", w.root.join("tree/x").to_str().unwrap()]));
}

#[test]
fn what_one_machine_built_another_does_not() {
    let (stub, address) = Stub::start();
    let first = machine(address);
    assert_eq!(first.build(actions()).ran(&ALL).warnings, [""; 0]);
    is_right(&first);
    assert!(stub.tokens().iter().all(|token| token == "Bearer secret") && !stub.tokens().is_empty());
    let calls = stub.calls();
    first.build(actions()).ran(&[]);
    assert_eq!(stub.calls(), calls, "a build that has nothing to do does not ask");

    let second = machine(address);
    second.build(actions()).ran(&[]).cached(&ALL);
    is_right(&second);
    // What was found on the way decides, there as here.
    let third = machine(address);
    third.write("used.h", "another");
    third.build(actions()).ran(&["found"]).cached(&["after", "folder", "long"]);
    is_right(&third);
    let fourth = machine(address);
    fourth.write("used.h", "another");
    fourth.build(actions()).ran(&[]).cached(&ALL);
    is_right(&fourth);
}

#[test]
fn a_service_that_fails_costs_time_and_nothing_else() {
    use Mood::{Babbles, Forgets, Full, Gone, Lies, Locked, Stalls};
    for mood in [Lies, Forgets, Stalls, Full, Gone, Locked, Babbles] {
        let (stub, address) = Stub::start();
        machine(address).build(actions()).ran(&ALL);
        stub.mood(mood);
        let w = machine(address);
        w.write("used.h", "written while the service fails");
        let begun = Instant::now();
        let built = w.build(actions());
        assert!(built.summary.is_success(), "{mood:?}: {built:?}");
        is_right(&w);
        assert!(begun.elapsed() < Duration::from_mins(1), "{mood:?} took {:?}", begun.elapsed());
        // What is missing is ordinary; what fails is told, once.
        let told = mood != Forgets;
        assert_eq!(built.warnings.len(), usize::from(told), "{mood:?}: {:?}", built.warnings);
        stub.mood(Mood::Good);
        let later = machine(address);
        later.build(actions()).ran(&[]).cached(&ALL);
        is_right(&later);
    }
}

#[test]
fn a_service_that_takes_large_files_in_silence_does_not_hold_the_build() {
    let (stub, address) = Stub::start();
    stub.mood(Mood::Swallows);
    let w = machine(address);
    let begun = Instant::now();
    let built = w.build(actions());
    built.ran(&ALL);
    assert_eq!(built.warnings.len(), 1, "{:?}", built.warnings);
    assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", begun.elapsed());
    is_right(&w);
}

#[test]
fn a_service_that_is_not_there_is_told_once() {
    let w = machine("127.0.0.1:1".parse().unwrap());
    let built = w.build(actions());
    built.ran(&ALL);
    assert_eq!(built.warnings.len(), 1, "{:?}", built.warnings);
    is_right(&w);
}

#[test]
fn an_interrupt_ends_a_question_that_nobody_answers() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut w = machine(silent.local_addr().unwrap());
    let options = RemoteOptions::new(format!("grpc://{}", silent.local_addr().unwrap()).parse().unwrap());
    w.options.remote = Some(Arc::new(Remote::new(options)));
    let cancel = w.cancel.clone();
    let begun = Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            std::thread::sleep(Duration::from_millis(300));
            cancel.cancel();
        });
        let built = w.build(actions());
        assert!(built.summary.cancelled && built.failed.is_empty(), "{built:?}");
    });
    // Well before the service's ten seconds are over.
    assert!(begun.elapsed() < Duration::from_secs(7), "{:?}", begun.elapsed());
}

#[test]
fn services_that_want_a_header_get_it_with_every_call() {
    let (stub, address) = Stub::start();
    let mut w = machine(address);
    let mut options = RemoteOptions::new(format!("grpc://{address}").parse().unwrap());
    options.headers = vec![("x-key".to_owned(), "secret".to_owned())];
    w.options.remote = Some(Arc::new(Remote::new(options)));
    w.build(actions()).ran(&ALL);
    assert_eq!(stub.tokens().len(), stub.calls());
    assert!(stub.tokens().iter().all(|token| token == "secret"));
}

#[test]
fn a_service_does_not_say_what_is_read_of_this_machine() {
    let (_stub, address) = Stub::start();
    let mut w = machine(address);
    let far = tempfile::tempdir().unwrap();
    std::fs::write(far.path().join("h"), "h").unwrap();
    std::fs::write(far.path().join("input"), "").unwrap();
    let file = far.path().join("h").display().to_string();
    let found = |name: &str| {
        let script = format!("cat '{file}' > {name}; echo '{name}: {file}' > {name}.d");
        sh(name, &script).output(name).depfile(format!("{name}.d"))
    };
    let folder = || {
        let run = |given: &CallContext<'_>| {
            std::fs::write(given.root.join("folder"), "").map_err(|error| error.to_string())?;
            Ok(CallOutput { discovered: vec!["src".into()], ..CallOutput::default() })
        };
        Action::call("folder", Call::new("folder", "", run)).output("folder")
    };
    w.write("src/x", "");
    let build = |w: &Workspace| {
        let declared = found("declared").input(far.path().join("input"));
        w.build(vec![found("far"), found("searched").searches([far.path()]), declared, folder()])
    };
    build(&w).ran(&["declared", "far", "folder", "searched"]);
    // The same workspace without its memory.
    for gone in [".state", "far", "searched", "declared", "folder"] {
        w.remove(gone);
    }
    let store = w.dir.path().join("another store");
    w.options.store = Some(Arc::new(Store::open(&store).unwrap()));
    build(&w).ran(&["far", "folder"]).cached(&["declared", "searched"]);
}

#[test]
fn a_reader_gives_nothing() {
    let (stub, address) = Stub::start();
    let mut w = machine(address);
    let mut options = RemoteOptions::new(format!("grpc://{address}").parse().unwrap());
    options.read_only = true;
    w.options.remote = Some(Arc::new(Remote::new(options)));
    w.build(actions()).ran(&ALL);
    assert_eq!(stub.blobs(), 0);
}
