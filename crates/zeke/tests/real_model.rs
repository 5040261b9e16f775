//! A real server with a real model, whose weights are random: whatever it writes, nothing of it is
//! passed off as right.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "what cannot go on has failed; skips are said")]

#[path = "../../zeke-core/tests/stub/mod.rs"]
mod stub;
mod world;

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use world::World;

/// The server; it ends with its standard input.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start(world: &World) -> Option<Self> {
        let Ok(packages) = std::env::var("GHOST_LOCAL_MODEL") else {
            println!(
                "skipped: no real model answers (GHOST_LOCAL_MODEL is not set: cargo xtask provision local-model)"
            );
            return None;
        };
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/sdk/local_model.py");
        #[expect(clippy::disallowed_methods, reason = "the test's one place for it")]
        let mut python = std::process::Command::new("python3");
        python.args([script, world.home.as_str()]).env("PYTHONPATH", packages);
        python.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = python.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("listening on ").unwrap_or_else(|| panic!("{line:?}")).to_owned();
        Some(Self { child, url })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ended = self.child.wait();
    }
}

#[test]
fn a_model_that_knows_nothing_is_not_believed() {
    let mut world = World::new().with_tools();
    let Some(server) = Server::start(&world) else { return };
    world.set("OPENAI_BASE_URL", &format!("{}/v1", server.url));
    world.set("ZEKE_MODEL", "openai/tiny");
    world.config("max-tokens = 48\nrepairs = 1\n");
    let done = world.run(&["ask", "hello"], "");
    assert!(done.err.contains(" tokens, ") && !done.out.contains('\u{1b}'), "{done:?}");

    let done = world.run(&["chat", "--output-format", "jsonl"], "one\ntwo\n");
    let answers = done.events().into_iter().filter(|event| event["event"] == "answer");
    assert_eq!(answers.count(), 2, "{done:?}");

    world.write(
        "lib.rs",
        "#[unsafe(no_mangle)]\npub extern \"C\" fn sum(a: u32, b: u32) -> u32 {\n    a ^ b\n}\n",
    );
    world.write(
        "main.zig",
        "extern fn sum(a: u32, b: u32) callconv(.c) u32;\npub fn main() void {\n    _ = sum(1, 2);\n}\n",
    );
    let done = world.run(&["review", "--files", "lib.rs", "--output-format", "json"], "");
    let model = &done.json()["model"];
    assert_eq!((&model["standing"], &model["tries"]), (&"refuted".into(), &2.into()), "{done:?}");
    let plain = world.run(&["generate", "--no-model", "Count bytes"], "");
    let done = world.run(&["generate", "Count bytes"], "");
    assert_eq!((done.code, &done.out), (plain.code, &plain.out), "{done:?}");
    assert!(done.err.contains("2 tries: refuted"), "{}", done.err);
}
