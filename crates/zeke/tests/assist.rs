//! What a model adds to a task: held against compilers, tests, the analysis and the files.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "what cannot go on has failed; skips are said")]

#[path = "../../zeke-core/tests/stub/mod.rs"]
mod stub;
mod world;

use stub::{Reply, Stub};
use world::{Done, World, schema};

const LIB: &str = "\
/// Adds two numbers, and stays at the largest.
#[unsafe(no_mangle)]
pub extern \"C\" fn sum(a: u32, b: u32) -> u32 {
    a.saturating_add(b)
}
";
const MAIN: &str = "\
const std = @import(\"std\");
extern fn sum(a: u32, b: u32) callconv(.c) u32;
pub fn main() void {
    std.debug.print(\"{d}\\n\", .{sum(1, 2)});
}
";

fn project(stub: &Stub) -> World {
    let world = World::with(stub).with_tools();
    world.write("lib.rs", LIB);
    world.write("main.zig", MAIN);
    world
}

fn has_zig() -> bool {
    if std::env::var("GHOST_ZIG").is_err() {
        println!("skipped: no Zig (GHOST_ZIG)");
        return false;
    }
    true
}

fn files_of(world: &World) -> Vec<String> {
    let mut names: Vec<String> = world
        .home
        .read_dir_utf8()
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_owned())
        .filter(|name| !name.starts_with('.') && name != "bin")
        .collect();
    names.sort();
    names
}

#[test]
fn an_explanation_is_marked_and_what_it_makes_up_is_told() {
    let words = "It prints a sum through `sum`, after `check_overflow_flags` has run.\u{1b}[2J";
    let stub = Stub::texts(&[words]);
    let world = project(&stub);
    let done = world.run(&["explain", "--file=main.zig", "--context=rust-integration"], "");
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(done.out.contains("In words (openai/m, unverified):\nIt prints a sum"), "{}", done.out);
    assert!(!done.out.contains('\u{1b}'));
    assert!(done.err.contains("`check_overflow_flags` is named in it, and is nowhere"), "{}", done.err);
    assert!(done.err.contains("of files: main.zig"), "{}", done.err);
    let body = stub.body(0);
    assert!(body.len() < 6000, "{}", body.len());

    let done = world.run(&["explain", "--file=main.zig", "--output-format", "json"], "");
    let value = done.json();
    assert_eq!((&value["model"]["standing"], &value["model"]["tries"]), (&"unverified".into(), &1.into()));
    assert!(value["uses"].is_array());

    let before = stub.requests().len();
    let done = world.run(&["explain", "--file=main.zig", "--show-prompt"], "");
    assert!(done.out.contains("material from the user's project"), "{done:?}");
    let done = world.run(&["explain", "--file=main.zig", "--no-model"], "");
    assert!(done.err.contains("no model was asked; one would"), "{done:?}");
    assert_eq!(stub.requests().len(), before);
}

#[test]
fn a_model_that_fails_leaves_the_result() {
    let stub = Stub::new(vec![Reply::Status(401, "{}".to_owned())]);
    let done = project(&stub).run(&["explain", "--file=main.zig"], "");
    assert_eq!(done.code, Some(1));
    assert!(done.out.contains("sum") && done.err.contains("zeke auth"), "{done:?}");
}

#[test]
fn remarks_stand_where_they_quote() {
    let answer = "REMARK lib.rs:4\n>     a.saturating_add(b)\nA caller cannot see that it was too much.\n\
                  REMARK lib.rs:2\n> fn other() {}\nMade up.";
    let stub = Stub::texts(&[answer]);
    let done = project(&stub).run(&["review", "--files", "lib.rs"], "");
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(done.out.contains("lib.rs:4:1: remark: A caller cannot see"), "{}", done.out);
    assert!(!done.out.contains("Made up"), "{}", done.out);
    assert!(done.err.contains("not believed: a remark about lib.rs:2"), "{}", done.err);
}

fn skeleton_files(world: &World) -> Vec<(String, String)> {
    let done = world.run(
        &[
            "generate",
            "--lang=zig",
            "--integrate-rust",
            "--no-model",
            "--output-format",
            "json",
            "Count bytes",
        ],
        "",
    );
    let value = done.json();
    let text = |file: &serde_json::Value, key: &str| file[key].as_str().unwrap().to_owned();
    value["files"].as_array().unwrap().iter().map(|f| (text(f, "path"), text(f, "text"))).collect()
}

#[test]
fn generated_code_stands_in_for_the_frame_only_if_it_holds() {
    if !has_zig() {
        return;
    }
    let world = project(&Stub::texts(&[""]));
    let files = skeleton_files(&world);
    let good = files
        .iter()
        .take(2)
        .map(|(path, text)| {
            let fence = if path.ends_with("rs") { "rust" } else { "zig" };
            format!("```{fence} {path}\n// by the model\n{text}```\n")
        })
        .map(|block| block.replace("// by the model\n//!", "//! by the model\n//!"))
        .collect::<String>();
    let bad = good.replace("pub fn deinit", "pub fn deinit_it_all(");
    let untested = "```zig feature.zig\nconst x = 1;\n```".to_owned();
    let args = ["generate", "--lang=zig", "--integrate-rust", "Count bytes"];
    let check = |replies: Vec<&String>, by_model: bool, err: &str| {
        let stub = Stub::texts(&replies.iter().map(|text| text.as_str()).collect::<Vec<_>>());
        let mut world = project(&stub);
        world.set("OPENAI_BASE_URL", &format!("{}/v1", stub.url));
        let done: Done = world.run(&args, "");
        assert_eq!(done.code, Some(0), "{done:?}");
        assert_eq!(done.out.contains("by the model"), by_model, "{done:?}");
        assert!(done.err.contains(err), "{}", done.err);
        assert!(done.err.contains("(receipt "), "{}", done.err);
        assert_eq!(files_of(&world), ["lib.rs", "main.zig"], "no file without --output");
        for number in 0..stub.requests().len() {
            assert!(stub.body(number).contains("The user's Zig is 0."));
        }
        if stub.requests().len() == 1 {
            assert!(stub.body(0).len() < 6000, "{}", stub.body(0).len());
        }
        world
    };
    check(vec![&good], true, "1 try: verified");
    let world = check(vec![&bad, &good], true, "2 tries: verified");
    check(vec![&bad, &bad], false, "refuted: the model gives the same answer again");
    check(vec![&untested, &good], true, "2 tries: verified");

    let list = world.run(&["receipts", "--output-format", "json"], "").json();
    schema::follows(schema::RECEIPTS, &list);
    let id = list["receipts"][0]["id"].as_str().unwrap();
    let shown = world.run(&["receipts", "show", &id[..8]], "");
    assert!(shown.out.contains("$ rustc") || shown.out.contains("$ zig"), "{shown:?}");
    let shown = world.run(&["receipts", "show", &id[..8], "--output-format", "json"], "").json();
    schema::follows(schema::RECEIPTS, &shown);
    assert_eq!(world.run(&["receipts", "show", "none-such"], "").code, Some(2));
    let done = world.run(&["receipts", "replay", "--all", "--output-format", "json"], "");
    schema::follows(schema::RECEIPTS, &done.json());
    let verdicts: Vec<String> = done.json()["replays"]
        .as_array()
        .unwrap()
        .iter()
        .map(|replay| replay["verdict"].as_str().unwrap().to_owned())
        .collect();
    assert!(verdicts.len() >= 3 && verdicts.iter().all(|verdict| verdict == "holds"), "{done:?}");
}

#[test]
fn further_tests_run_before_they_are_shown() {
    if !has_zig() {
        return;
    }
    let wrong = "```zig\ntest \"it wraps\" {\n    try std.testing.expectEqual(@as(u32, 0), sum(4294967295, 1));\n}\n```";
    let right = "```zig\ntest \"it saturates\" {\n    try std.testing.expectEqual(@as(u32, 4294967295), sum(4294967295, 1));\n}\n```";
    let check = |replies: &[&str], shown: &str, err: &str| {
        let stub = Stub::texts(replies);
        let world = project(&stub);
        let done = world.run(&["generate-tests", "--ffi-focus"], "");
        assert_eq!(done.code, Some(0), "{done:?}");
        assert!(done.out.contains(shown) && !done.out.contains("it wraps"), "{done:?}");
        assert!(done.err.contains(err), "{}", done.err);
    };
    check(&[wrong, right], "it saturates", "2 tries: verified");
    check(&[wrong], "sum", "refuted");
}

#[test]
fn a_fault_that_no_rule_knows_is_fixed_by_a_model_or_not_at_all() {
    if !has_zig() {
        return;
    }
    let code =
        "fn add(a: u32, b: u32) u32 {\n    return a + b;\n}\npub fn main() void {\n    _ = add(1);\n}\n";
    let log = "main.zig:5:9: error: expected 2 argument(s), found 1\n    _ = add(1);\n        ^~~\n";
    let edit =
        |call: &str| format!("FILE main.zig\n<<<<<<<\n    _ = add(1);\n=======\n    _ = {call};\n>>>>>>>\n");
    let (wrong, right) = (edit("add(1, 2, 3)"), edit("add(1, 2)"));
    let check = |replies: &[&str], code_is: i32, patch: &str, told: &str| {
        let stub = Stub::texts(replies);
        let world = World::with(&stub).with_tools();
        world.write("main.zig", code);
        let done = world.run(&["fix"], log);
        assert_eq!(done.code, Some(code_is), "{done:?}");
        assert!(done.out.contains(patch) && done.err.contains(told), "{done:?}");
        assert_eq!(std::fs::read_to_string(world.home.join("main.zig")).unwrap(), code, "shown only");
        assert!(stub.body(0).contains("expected 2 argument(s)"), "{}", stub.body(0));
    };
    check(&[&wrong, &right], 0, "+    _ = add(1, 2);", "2 tries: verified");
    check(&[&wrong], 1, "", "refuted");
}

/// What a build calls a module, and what it reaches, is known to that build alone.
#[test]
fn edits_of_a_project_with_a_build_of_its_own_are_compiled_by_it() {
    if !has_zig() {
        return;
    }
    let build = "\
const std = @import(\"std\");
pub fn build(b: *std.Build) void {
    const target = b.standardTargetOptions(.{});
    const parts = b.createModule(.{ .root_source_file = b.path(\"src/parts.zig\"), .target = target });
    const app = b.createModule(.{ .root_source_file = b.path(\"src/app.zig\"), .target = target });
    app.addImport(\"parts\", parts);
    const object = b.addObject(.{ .name = \"app\", .root_module = app });
    b.getInstallStep().dependOn(&object.step);
}
";
    let app = "\
const parts = @import(\"parts\");
export fn app_sum(values: [*]const u32, len: usize) u32 {
    var all: u32 = 0;
    for (values[0..len]) |value| {
        all = parts.plus(all, value);
    }
    return all;
}
";
    let parts =
        "extern fn sum(a: u32, b: u32) u32;\npub fn plus(a: u32, b: u32) u32 {\n    return sum(a, b);\n}\n";
    let edit = |call: &str| {
        format!(
            "FILE src/app.zig\n<<<<<<<\n        all = parts.plus(all, value);\n=======\n        \
             all = {call};\n>>>>>>>\n"
        )
    };
    // `parts` has no `add`: only who knows what `parts` is can tell.
    let (wrong, right) = (edit("parts.add(all, value)"), edit("parts.plus(value, all)"));
    let stub = Stub::texts(&[&wrong, &right]);
    let world = World::with(&stub).with_tools();
    world.write("rust/Cargo.toml", "[package]\nname = \"sums\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    world.write("rust/src/lib.rs", LIB);
    for (path, text) in [("build.zig", build), ("src/app.zig", app), ("src/parts.zig", parts)] {
        world.write(path, text);
    }
    let done = world.run(&["refactor", "suggest", "--output-format", "json"], "");
    assert_eq!(done.code, Some(0), "{done:?}");
    let model = &done.json()["model"];
    assert_eq!((&model["standing"], &model["tries"]), (&"verified".into(), &2.into()), "{done:?}");
    assert_eq!(model["proofs"][0]["claim"], "the project (Zig) compiles with the patch", "{done:?}");
    assert!(model["diff"].as_str().unwrap().contains("+        all = parts.plus(value, all);"), "{done:?}");
    assert!(stub.body(1).contains("has no member named 'add'"), "{}", stub.body(1));
    let receipt = model["proofs"][0]["receipt"].as_str().unwrap();
    let shown = world.run(&["receipts", "show", receipt], "");
    assert!(shown.out.contains("$ zig build --build-file {scratch}/build.zig"), "{shown:?}");
    assert_eq!(std::fs::read_to_string(world.home.join("src/app.zig")).unwrap(), app, "shown only");
}
