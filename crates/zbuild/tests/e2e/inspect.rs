//! What people ask about a build: why, in which order, how much is kept.

use serde_json::Value;

use crate::project::{ADDER, Project, SUM};

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

    let why = project.expect(0, &["why", "adder"]).stdout;
    assert!(why.starts_with("crate adder"), "{why}");
    let said = project.expect(2, &["why", "add"]).stderr;
    assert!(
        said.contains("did you mean `crate adder`") || said.contains("did you mean `rust:adder`"),
        "{said}"
    );
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
    let said = project.expect(2, &["graph", "--output", "none/graph.dot"]).stderr;
    assert!(said.contains("none/graph.dot: error: cannot write the file: there is no folder "), "{said}");
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
