//! What people ask about a build: why, in which order, how much is kept; and building as they edit.

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::project::{ADDER, Project, SUM};

/// How long a watch may take to do what it should, on a busy machine.
const LIMIT: Duration = Duration::from_mins(2);

#[test]
fn why_says_what_changed_and_what_waits_for_it() {
    let Some(project) = Project::new("why_says_what_changed_and_what_waits_for_it") else { return };
    project.adder("staticlib");
    assert!(project.expect(0, &["why", "zig-out/bin/sum"]).stdout.contains("it was never built here"));
    project.count(&["build"]);
    assert_eq!(project.expect(0, &["why"]).stdout, "everything is up to date\n");
    let last = project.expect(0, &["why", "program sum"]).stdout;
    assert!(last.contains("is up to date") && last.contains("last ran"), "{last}");

    project.write("src/main.zig", &SUM.replace("the sum", "a sum"));
    let why = project.expect(0, &["why", "sum"]).stdout;
    assert!(why.contains("src/main.zig changed"), "{why}");
    project.write("adder/src/lib.rs", &ADDER.replace("a + b", "b + a"));
    let lines = project.expect(0, &["why", "--message-format", "json"]).stdout;
    let all: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |description: &str| all.iter().find(|why| why["description"] == description).unwrap().clone();
    assert!(of("crate adder")["because"][0].as_str().unwrap().contains("lib.rs changed"), "{all:#?}");
    assert!(!of("program sum")["upstream"].as_array().unwrap().is_empty(), "{all:#?}");

    let said = project.expect(2, &["why", "program sun"]).stderr;
    assert!(said.contains("did you mean `program sum`"), "{said}");
}

#[test]
fn the_graph_is_written_for_programs_and_people() {
    let Some(project) = Project::new("the_graph_is_written_for_programs_and_people") else { return };
    project.adder("staticlib");
    let graph: Value =
        serde_json::from_str(&project.expect(0, &["graph", "--format", "json"]).stdout).unwrap();
    let actions = graph["actions"].as_array().unwrap();
    let makes = |action: &&Value| action["outputs"][0]["path"] == "zig-out/bin/sum";
    let program = actions.iter().find(makes).unwrap();
    for needed in program["upstream"].as_array().unwrap() {
        assert!(actions.iter().any(|action| action["name"] == *needed), "{needed} is in the graph");
    }
    let dot = project.expect(0, &["graph", "zig-out/bin/sum"]).stdout;
    assert!(dot.starts_with("digraph") && dot.contains("crate adder") && dot.contains(" -> "), "{dot}");
    project.expect(0, &["graph", "--format", "html", "--output", "graph.html"]);
    assert!(project.read("graph.html").contains("program sum"));
    assert!(!project.root.join("zig-out").exists(), "nothing is built for a picture");
}

#[test]
fn a_trace_has_a_span_for_each_action_that_ran() {
    let Some(project) = Project::new("a_trace_has_a_span_for_each_action_that_ran") else { return };
    project.adder("staticlib");
    project.expect(0, &["build", "--trace", "trace.json"]);
    let trace: Value = serde_json::from_str(&project.read("trace.json")).unwrap();
    let spans = trace["traceEvents"].as_array().unwrap();
    let crates = spans.iter().find(|span| span["name"] == "crate adder").unwrap();
    assert!(crates["dur"].as_u64().unwrap() > 0 && crates["ph"] == "X", "{crates}");
}

#[test]
fn the_store_is_counted_checked_and_swept() {
    let Some(project) = Project::new("the_store_is_counted_checked_and_swept") else { return };
    project.adder("staticlib");
    project.count(&["build"]);
    let stat = project.expect(0, &["cache", "stat", "--message-format", "json"]).stdout;
    let stat: Value = serde_json::from_str(&stat).unwrap();
    assert!(stat["blobs"].as_u64().unwrap() > 0 && stat["blob_bytes"].as_u64().unwrap() > 0, "{stat}");
    assert!(project.expect(0, &["cache", "verify"]).stdout.contains("all sound"));

    let shard = project.root.join(".zbuild/store/v1/cas").read_dir().unwrap().next().unwrap().unwrap().path();
    let blob = shard.read_dir().unwrap().next().unwrap().unwrap().path();
    std::fs::remove_file(&blob).unwrap();
    std::fs::write(&blob, "tampered").unwrap();
    let found = project.expect(1, &["cache", "verify"]);
    assert!(found.stderr.contains("is removed") && found.stdout.contains("the rest is sound"));

    project.expect(0, &["cache", "gc", "--max-size", "0", "--max-age", "0s"]);
    let stat = project.expect(0, &["cache", "stat", "--message-format", "json"]).stdout;
    assert_eq!(serde_json::from_str::<Value>(&stat).unwrap()["blobs"], 0);
    assert_eq!(project.count(&["build"]), (0, 0), "what is built needs no store");
    assert!(project.expect(2, &["cache", "gc", "--max-size", "10X"]).stderr.contains("10G"));
}

/// A watch, its lines as they come.
struct Watch {
    child: std::process::Child,
    lines: mpsc::Receiver<String>,
    seen: Vec<String>,
}

#[expect(clippy::unwrap_used, reason = "helpers of tests")]
impl Watch {
    fn start(project: &Project, args: &[&str]) -> Self {
        let mut child = project.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (sender, lines) = mpsc::channel();
        let outputs: [Box<dyn std::io::Read + Send>; 2] =
            [Box::new(child.stdout.take().unwrap()), Box::new(child.stderr.take().unwrap())];
        for output in outputs {
            let sender = sender.clone();
            std::thread::spawn(move || {
                BufReader::new(output).lines().map_while(Result::ok).for_each(|line| drop(sender.send(line)));
            });
        }
        Self { child, lines, seen: Vec::new() }
    }

    /// Waits for a line with these words.
    #[track_caller]
    fn says(&mut self, words: &str) {
        let since = Instant::now();
        while since.elapsed() < LIMIT {
            let Ok(line) = self.lines.recv_timeout(Duration::from_millis(100)) else { continue };
            self.seen.push(line);
            if self.seen.last().is_some_and(|line| line.contains(words)) {
                return;
            }
        }
        panic!("`{words}` did not come:\n{}", self.seen.join("\n"));
    }
}

#[test]
fn a_watch_builds_what_is_saved_and_restarts_the_program() {
    let Some(project) = Project::new("a_watch_builds_what_is_saved_and_restarts_the_program") else { return };
    project.adder("staticlib");
    let mut watch = Watch::start(&project, &["watch", "--run"]);
    watch.says("the sum is 42");
    watch.says("the program ended with code 0");

    project.write("src/main.zig", &SUM.replace("the sum", "a sum"));
    watch.says("a sum is 42");
    project.write("adder/src/lib.rs", &ADDER.replace("a + b", "a + b + 1"));
    watch.says("a sum is 43");
    project.write("src/main.zig", "pub fn main() void { oops }");
    watch.says("error:");
    project.write("src/main.zig", SUM);
    watch.says("the sum is 43");

    Project::interrupt(watch.child.id());
    assert_eq!(watch.child.wait().unwrap().code(), Some(130));
}

#[test]
#[cfg(unix)]
fn a_watch_looks_behind_links_and_into_folders_beside_the_project() {
    use std::os::unix::fs::symlink;
    let Some(project) = Project::new("a_watch_looks_behind_links_and_into_folders_beside_the_project") else {
        return;
    };
    let inside = |path: &str| project.root.join("app").join(path);
    project.write("app/zbuild.json", r#"{ "project": { "name": "app" },
  "generated": [{ "name": "all", "command": ["sh", "-c", "cat ../beside/deep/*.txt linked/*.txt > src/all.txt; cat src/all.txt >&2"],
    "inputs": ["../beside", "linked"], "outputs": ["src/all.txt"] }] }"#);
    project.write(
        "app/src/main.zig",
        "const all = @embedFile(\"all.txt\");\npub fn main() void {\n    _ = all;\n}\n",
    );
    project
        .write("beside/deep/a.txt", "beside 1\n")
        .write("far/b.txt", "far 1\n")
        .write("other/c.txt", "other 1\n");
    std::fs::create_dir(inside("linked")).unwrap();
    symlink("../../far/b.txt", inside("linked/b.txt")).unwrap();
    symlink("../../other", inside("linked/folder")).unwrap();
    let mut watch = Watch::start(&project, &["watch", "--config", "app"]);
    watch.says("far 1");
    watch.says("built in");
    project.write("beside/deep/a.txt", "beside 2\n");
    watch.says("beside 2");
    watch.says("built in");
    project.write("far/b.txt", "far 2\n");
    watch.says("far 2");
    watch.says("built in");
    project.write("other/c.txt", "other 2\n");
    watch.says("built in");
    Project::interrupt(watch.child.id());
    assert_eq!(watch.child.wait().unwrap().code(), Some(130));
}

#[test]
fn a_build_says_that_it_waits_for_another_one_of_a_crate() {
    let Some(project) = Project::new("a_build_says_that_it_waits_for_another_one_of_a_crate") else { return };
    project.adder("staticlib").write(".ghostbind/cache/locks/adder.lock", "");
    let path = project.root.join(".ghostbind/cache/locks/adder.lock");
    let lock = std::fs::File::options().write(true).open(path).unwrap();
    lock.lock().unwrap();
    let mut build = Watch::start(&project, &["build"]);
    build.says("crate adder waits for another build of this crate (");
    drop(lock);
    build.says("crate adder (");
    assert!(build.child.wait().unwrap().success());
}

#[test]
fn a_watch_ends_the_program_that_it_replaces() {
    const LOOP: &str = "extern fn printf(format: [*:0]const u8, ...) c_int;\nextern fn fflush(file: ?*anyopaque) c_int;\n\
        extern fn getpid() c_int;\nextern fn sleep(seconds: c_uint) c_uint;\n\
        pub fn main() void {\n    _ = printf(\"version 1, process %d\\n\", getpid());\n    _ = fflush(null);\n    \
        while (true) _ = sleep(1);\n}\n";
    let Some(project) = Project::new("a_watch_ends_the_program_that_it_replaces") else { return };
    project.adder("staticlib").write("src/main.zig", LOOP);
    let mut watch = Watch::start(&project, &["watch", "--run"]);
    watch.says("version 1, process ");
    let process =
        |watch: &Watch| -> u32 { watch.seen.last().unwrap().rsplit(' ').next().unwrap().parse().unwrap() };
    let first = process(&watch);
    project.write("src/main.zig", &LOOP.replace("version 1", "version 2"));
    watch.says("version 2, process ");
    let second = process(&watch);
    let runs = |process: u32| std::path::Path::new(&format!("/proc/{process}")).exists();
    assert!(!runs(first), "the first program is gone");
    Project::interrupt(watch.child.id());
    assert_eq!(watch.child.wait().unwrap().code(), Some(130));
    assert!(!runs(second), "nothing is left running");
}
