//! Diffs are applied with consent, exactly, inside the project, and taken back.

#![allow(clippy::unwrap_used, reason = "what cannot go on has failed")]

#[path = "../../zeke-core/tests/stub/mod.rs"]
mod stub;
mod world;

use std::fs;

use world::{World, schema};

const DIFF: &str = "--- a/src/lib.rs\n+++ b/src/lib.rs\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n";

fn text(world: &World) -> String {
    fs::read_to_string(world.home.join("src/lib.rs")).unwrap()
}

#[test]
fn consent_is_needed_and_undo_takes_back() {
    let world = World::new();
    world.write("src/lib.rs", "a\nb\n");
    let done = world.run(&["apply"], DIFF);
    assert_eq!(done.code, Some(2), "{done:?}");
    assert!(done.out.contains("-b\n+c\n") && done.err.contains("--yes applies them"), "{done:?}");
    assert_eq!(text(&world), "a\nb\n");

    let done = world.run(&["apply", "--yes"], DIFF);
    assert_eq!((done.code, text(&world).as_str()), (Some(0), "a\nc\n"), "{done:?}");
    let done = world.run(&["apply", "--yes"], DIFF);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("src/lib.rs: the lines to replace are not there"), "{done:?}");

    let done = world.run(&["undo", "--list", "--output-format", "json"], "");
    assert_eq!(done.json()["edits"][0]["files"][0]["path"], "src/lib.rs");
    schema::follows(include_str!("../../../docs/schema/zeke-undo.schema.json"), &done.json());
    world.write("src/lib.rs", "a\nc\nmine\n");
    let done = world.run(&["undo"], "");
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("src/lib.rs changed since"), "{done:?}");
    assert_eq!(text(&world), "a\nc\nmine\n");
    world.write("src/lib.rs", "a\nc\n");
    let done = world.run(&["undo"], "");
    assert_eq!((done.code, text(&world).as_str()), (Some(0), "a\nb\n"));
    assert_eq!(world.run(&["undo"], "").code, Some(1));
}

#[test]
fn nothing_outside_is_written() {
    let world = World::new();
    let check = |path: &str, words: &str| {
        let diff = format!("--- /dev/null\n+++ b/{path}\n@@ -0,0 +1 @@\n+x\n");
        let done = world.run(&["apply", "--yes"], &diff);
        assert_eq!(done.code, Some(1), "{done:?}");
        assert!(done.err.contains(words), "{done:?}");
    };
    check("../x", "not a path inside");
    check("/tmp/x", "not a path inside");
    check(".git/hooks/pre-commit", "version control");
    check(".env", "secrets");
    assert_eq!(world.run(&["apply", "--yes"], "no diff").code, Some(2));
}

#[test]
fn applying_has_a_json_form() {
    let world = World::new();
    world.write("src/lib.rs", "a\nb\n");
    let done = world.run(&["apply", "--yes", "--output-format", "json"], DIFF);
    let value = done.json();
    schema::follows(include_str!("../../../docs/schema/zeke-apply.schema.json"), &value);
    assert_eq!((done.code, &value["applied"]), (Some(0), &true.into()), "{done:?}");
    assert!(value["patch"].as_str().unwrap().contains("-b\n+c\n"), "{done:?}");
    assert_eq!(value["edit"]["files"][0]["path"], "src/lib.rs");
    assert_eq!(text(&world), "a\nc\n");
}
