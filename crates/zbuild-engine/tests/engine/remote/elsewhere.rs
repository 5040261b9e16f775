//! Actions on other machines: what runs there leaves what it leaves here; what goes wrong there costs time.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use zbuild_engine::{Action, Call, CallOutput, Command, Elsewhere, Execution, Remote, RemoteOptions};

use super::stub::{Mood, Stub};
use super::worker::Trouble;
use crate::common::{Workspace, cat};

/// A machine of its own that hands actions to the service.
fn machine(address: SocketAddr) -> Workspace {
    let mut w = Workspace::new();
    let mut options = RemoteOptions::new(format!("grpc://{address}").parse().unwrap());
    options.patience = Duration::from_secs(5);
    options.execution = Some(Execution {
        jobs: 3,
        platform: vec![("OSFamily".to_owned(), "linux".to_owned())],
        queue_limit: Duration::from_millis(700),
        run_limit: Duration::from_secs(20),
        memory: Some(w.dir.path().join("memory")),
    });
    w.options.remote = Some(Arc::new(Remote::new(options)));
    w.write("a.txt", "a");
    w.write("sub dir/b.txt", "b");
    w.write("include/used.h", "used");
    w.write("include/other.h", "other");
    w.write("include/out/left out", "no input");
    // A tool of this machine, which a worker gets with all that it needs.
    let tool = w.dir.path().join("tools");
    std::fs::create_dir_all(tool.join("lib")).unwrap();
    std::fs::write(tool.join("join"), "#!/bin/sh\ncat \"$@\" \"${0%/*}/lib/end\"\n").unwrap();
    std::fs::write(tool.join("lib/end"), ".\n").unwrap();
    assert!(crate::common::system("chmod", &["+x", tool.join("join").to_str().unwrap()]));
    w
}

/// An action that runs a script on any machine; `$join` is the tool.
fn anywhere(w: &Workspace, name: &str, script: &str) -> (Action, Elsewhere) {
    let path = std::env::var_os("PATH").unwrap();
    let tool = w.dir.path().join("tools");
    let command = |join: &std::path::Path| {
        Command::new("sh").args(["-ec", script]).env("PATH", &path).env("join", join)
    };
    let there = Elsewhere::new(command(std::path::Path::new(".far/tools/join"))).tool(".far/tools", &tool);
    // The key must not know where the tool is here.
    let here = command(std::path::Path::new(".far/tools/join"));
    let local = w.root.join(".far");
    if !local.exists() {
        std::fs::create_dir(&local).unwrap();
        std::os::unix::fs::symlink(&tool, local.join("tools")).unwrap();
    }
    (Action::run(name, here), there)
}

const ALL: [&str; 4] = ["found", "joined", "stdout", "tree"];

/// A file through the tool; a folder with a link and a program; standard output; a file that is found on the way.
fn actions(w: &Workspace) -> Vec<Action> {
    let (joined, there) = anywhere(w, "joined", "$join a.txt 'sub dir/b.txt' > made/joined; echo told >&2");
    let joined = joined.inputs(["a.txt", "sub dir"]).output("made/joined").elsewhere(there);
    let script = "mkdir -p tree/deep; cp made/joined tree/deep/copy; ln -s copy tree/deep/link; \
                  echo x > tree/x; chmod +x tree/x; mkdir tree/empty";
    let (tree, there) = anywhere(w, "tree", script);
    let tree = tree.input("made/joined").output_directory("tree").elsewhere(there);
    let (found, there) = anywhere(
        w,
        "found",
        "test -d .state || test ! -e include/out; cat include/used.h > found; echo 'found: include/used.h' > found.d",
    );
    let there = there.reads("include").leaves_out(|path| path.ends_with("out"));
    let found = found.input("a.txt").output("found").depfile("found.d").elsewhere(there);
    let path = std::env::var_os("PATH").unwrap();
    let command = Command::new("cat")
        .arg("a.txt")
        .env("PATH", path)
        .stdout(zbuild_engine::Stdout::File("stdout.txt".into()));
    let stdout = Action::run("stdout", command.clone())
        .input("a.txt")
        .output("stdout.txt")
        .elsewhere(Elsewhere::new(command));
    vec![joined, tree, found, stdout]
}

#[track_caller]
fn is_right(w: &Workspace) {
    assert_eq!(w.read("made/joined"), "ab.\n");
    assert_eq!(w.read("tree/deep/link"), "ab.\n");
    assert!(std::fs::symlink_metadata(w.root.join("tree/deep/link")).unwrap().is_symlink());
    assert!(crate::common::system("test", &["-x", w.root.join("tree/x").to_str().unwrap()]));
    assert!(w.root.join("tree/empty").is_dir());
    assert_eq!(w.read("found"), "used");
    assert_eq!(w.read("stdout.txt"), "a");
}

#[test]
fn actions_run_on_other_machines_with_what_they_need_and_nothing_else() {
    let (stub, address) = Stub::start();
    let first = machine(address);
    let built = first.build(actions(&first));
    built.ran(&ALL).elsewhere(&ALL);
    assert_eq!(built.warnings, [""; 0]);
    assert_eq!((built.summary.ran, built.summary.ran_elsewhere), (4, 4));
    assert_eq!(built.messages, "told\n");
    is_right(&first);
    assert_eq!(stub.ran().len(), 4);
    for command in stub.ran() {
        let names: Vec<&str> = command.environment_variables.iter().map(|v| v.name.as_str()).collect();
        assert!(names.is_sorted() && !names.contains(&"HOME"), "{names:?}");
        assert!(command.output_paths.is_sorted());
    }
    first.build(actions(&first)).ran(&[]);
    // What was found there is an input as if it had been found here, and what was not is none.
    first.write("include/other.h", "changed");
    first.build(actions(&first)).ran(&[]);
    first.write("include/used.h", "used.");
    first.build(actions(&first)).ran(&["found"]).elsewhere(&["found"]);
    assert_eq!(first.read("found"), "used.");

    // Another machine with nothing takes results: nothing runs, here or there.
    let ran = stub.ran().len();
    let second = machine(address);
    second.build(actions(&second)).ran(&[]).cached(&ALL);
    is_right(&second);
    assert_eq!(stub.ran().len(), ran);

    // What runs here has the same keys as what ran there.
    let mut third = machine(address);
    let options = RemoteOptions::new(format!("grpc://{address}").parse().unwrap());
    third.options.remote = Some(Arc::new(Remote::new(options)));
    third.build(actions(&third)).ran(&[]).cached(&ALL);
    is_right(&third);
}

#[test]
fn what_may_not_run_elsewhere_runs_here_and_says_why() {
    let (_stub, address) = Stub::start();
    let w = machine(address);
    let outside = w.dir.path().join("outside.txt");
    std::fs::write(&outside, "outside").unwrap();
    let (reads, there) = anywhere(&w, "outside", "cat ../outside.txt > outside.out");
    let mut actions = actions(&w);
    actions.push(reads.input(&outside).output("outside.out").elsewhere(there));
    actions.push(cat("plain", &["a.txt"], "plain.out"));
    actions.push(cat("native", &["a.txt"], "native.out").stays("it is for this very machine"));
    let built = w.build(actions);
    built.ran(&["found", "joined", "native", "outside", "plain", "stdout", "tree"]).elsewhere(&ALL);
    let stayed: Vec<(&str, usize)> = built.summary.stayed.iter().map(|(why, &n)| (why.as_str(), n)).collect();
    assert_eq!(
        stayed,
        [
            ("it is for this very machine", 1),
            ("it reads files beside the workspace", 1),
            ("what it needs elsewhere is not declared", 1)
        ]
    );
    is_right(&w);
}

#[test]
fn depfiles_may_name_the_other_machines_folder() {
    let (_stub, address) = Stub::start();
    let w = machine(address);
    // As compilers write it that know themselves by their whole path.
    let script = "cat include/used.h > found; \
                  echo \"found: $PWD/.far/tools/lib/end $PWD/include/used.h\" > found.d";
    let action = || {
        let (found, there) = anywhere(&w, "found", script);
        let found = found.input("a.txt").output("found").depfile("found.d").private(".far");
        vec![found.elsewhere(there.reads("include"))]
    };
    w.build(action()).ran(&["found"]).elsewhere(&["found"]);
    w.write("include/other.h", "not read");
    w.build(action()).ran(&[]);
    w.write("include/used.h", "read");
    w.build(action()).ran(&["found"]).elsewhere(&["found"]);
}

#[test]
fn an_action_that_fails_there_and_here_has_failed() {
    let (stub, address) = Stub::start();
    let w = machine(address);
    let (wrong, there) =
        anywhere(&w, "wrong", "echo half > wrong.out; echo 'a.txt:1: error: no' >&2; exit 3");
    let built = w.build(vec![wrong.input("a.txt").output("wrong.out").elsewhere(there)]);
    built.failed("wrong", "`sh` exited with code 3");
    assert_eq!(built.messages, "a.txt:1: error: no\n");
    assert!(!w.exists("wrong.out"));
    assert_eq!((stub.ran().len(), built.warnings.len()), (1, 0), "{:?}", built.warnings);
    // One that the description of was incomplete succeeds here.
    let (peeks, there) = anywhere(&w, "peeks", "cat 'sub dir/b.txt' > peeks.out");
    let built = w.build(vec![peeks.input("a.txt").output("peeks.out").elsewhere(there)]);
    built.ran(&["peeks"]).elsewhere(&[]);
    assert_eq!(w.read("peeks.out"), "b");
    assert!(built.warnings[0].contains("failed on the other machine and not here"), "{:?}", built.warnings);
}

#[test]
fn whatever_goes_wrong_elsewhere_costs_time_and_nothing_else() {
    use Trouble::{
        Breaks, Closed, Crashes, Cuts, Hangs, LeavesNothing, LinksOut, LosesInputs, LosesOutputs, Peeks,
        Queues, Refuses, Restarts,
    };
    // Which actions run there nevertheless, and whether the user is told.
    let all = &ALL[..];
    let none = &[][..];
    let but_found = &["joined", "stdout", "tree"][..];
    for (trouble, there, told) in [
        (Closed, none, true),
        (Refuses, none, true),
        (Queues, none, true),
        (Cuts, all, false),
        (Restarts, all, false),
        (LosesInputs, all, false),
        (LosesOutputs, all, false),
        (Breaks, none, true),
        (LeavesNothing, &["stdout"], false),
        (LinksOut, &["stdout"], false),
        (Crashes, none, true),
        (Peeks, but_found, false),
        (Hangs, none, true),
    ] {
        let (stub, address) = Stub::start();
        stub.trouble(Some(trouble));
        let mut w = machine(address);
        if trouble == Hangs {
            let mut options = RemoteOptions::new(format!("grpc://{address}").parse().unwrap());
            let run_limit = Duration::from_millis(500);
            options.execution = Some(Execution { run_limit, ..Execution::default() });
            w.options.remote = Some(Arc::new(Remote::new(options)));
        }
        let begun = Instant::now();
        let built = w.build(actions(&w));
        assert_eq!(built.elsewhere, there, "{trouble:?}: {built:?}");
        built.ran(&ALL);
        is_right(&w);
        assert_eq!(!built.warnings.is_empty(), told, "{trouble:?}: {:?}", built.warnings);
        assert!(begun.elapsed() < Duration::from_mins(1), "{trouble:?} took {:?}", begun.elapsed());
        // What ran here is shared as ever.
        stub.trouble(None);
        let later = machine(address);
        later.build(actions(&later)).ran(&[]).cached(&ALL);
        is_right(&later);
    }
}

#[test]
fn a_service_that_fails_while_it_runs_actions_costs_time_and_nothing_else() {
    for mood in [Mood::Lies, Mood::Forgets, Mood::Full, Mood::Gone, Mood::Locked] {
        let (stub, address) = Stub::start();
        stub.mood(mood);
        let w = machine(address);
        let built = w.build(actions(&w));
        assert!(built.summary.is_success(), "{mood:?}: {built:?}");
        is_right(&w);
        stub.mood(Mood::Good);
        let later = machine(address);
        let built = later.build(actions(&later));
        assert!(built.summary.is_success(), "{mood:?}: {built:?}");
        is_right(&later);
    }
}

#[test]
fn an_interrupt_ends_the_waiting() {
    let (stub, address) = Stub::start();
    stub.trouble(Some(Trouble::Hangs));
    let w = machine(address);
    let cancel = w.cancel.clone();
    let begun = Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            std::thread::sleep(Duration::from_millis(500));
            cancel.cancel();
        });
        let built = w.build(actions(&w));
        assert!(built.summary.cancelled && built.failed.is_empty(), "{built:?}");
    });
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    assert!(!w.exists("made/joined"));
    // The service need not go on with what nobody waits for.
    let (begun, cancelled) = stub.hanging();
    assert!(!begun.is_empty());
    assert_eq!(cancelled, begun);
}

/// An action that is a call here and a command there.
fn call(w: &Workspace, script: &str, here: &str) -> Action {
    let (_, there) = anywhere(w, "call", script);
    let there = there.report("call.report", |bytes| match std::str::from_utf8(bytes) {
        Ok(text) if text.starts_with("used") => Ok(CallOutput {
            message: text.as_bytes().to_vec(),
            discovered: vec!["include/used.h".into()],
            ..CallOutput::default()
        }),
        _ => Err("its report is none".to_owned()),
    });
    let there = there.reads("include");
    let here = here.to_owned();
    let call = Call::new("call", "1", move |context| {
        std::fs::write(context.root.join("call.out"), &here).unwrap();
        Ok(CallOutput { discovered: vec!["include/used.h".into()], ..CallOutput::default() })
    });
    Action::call("call", call).input("a.txt").output("call.out").asks_where(move || Ok(there.clone()))
}

#[test]
fn what_is_a_call_here_may_be_a_command_there() {
    let (stub, address) = Stub::start();
    let w = machine(address);
    let script = "cat a.txt > call.out; cat include/used.h > call.report";
    let built = w.build(vec![call(&w, script, "here")]);
    built.ran(&["call"]).elsewhere(&["call"]);
    assert_eq!((w.read("call.out").as_str(), built.messages.as_str()), ("a", "used"));
    // What it read there decides here.
    w.build(vec![call(&w, script, "here")]).ran(&[]);
    w.write("include/used.h", "used twice");
    w.build(vec![call(&w, script, "here")]).ran(&["call"]).elsewhere(&["call"]);

    // One that tells nothing of use runs here, and so does one that somebody thinks better of.
    let check = |a: &str, action: &dyn Fn(&Workspace) -> Action, reason: &str| {
        let w = machine(address);
        w.write("a.txt", a);
        let built = w.build(vec![action(&w)]);
        built.ran(&["call"]).elsewhere(&[]);
        assert_eq!(built.summary.stayed.keys().collect::<Vec<_>>(), [reason]);
        assert_eq!(w.read("call.out"), "here");
    };
    let useless = "echo there > call.out; echo none > call.report";
    check("1", &|w| call(w, useless, "here"), "its report is none");
    check("2", &|w| call(w, "echo there > call.out", "here"), "it came back without call.report");
    let thinks = |w: &Workspace| call(w, script, "here").asks_where(|| Err("it is better here".to_owned()));
    check("3", &thinks, "it is better here");

    // Machines that cannot do what this program does can still do other things.
    let w = machine(address);
    let before = stub.ran().len();
    w.write("a.txt", "4");
    let mut all = actions(&w);
    all.push(call(&w, "exit 127", "here"));
    let built = w.build(all);
    assert_eq!(w.read("call.out"), "here");
    assert!(built.elsewhere.contains(&"joined".to_owned()), "{built:?}");
    assert!(built.warnings[0].contains("failed on the other machine and not here"), "{:?}", built.warnings);
    assert_eq!(stub.ran().len(), before + 1 + built.elsewhere.len());
    w.write("a.txt", "5");
    w.build(vec![call(&w, script, "again")]).ran(&["call"]).elsewhere(&[]);
}
