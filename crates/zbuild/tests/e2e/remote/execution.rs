//! Actions on a real service's machines: Zig, C and Rust with their toolchains as inputs.

use super::buildgrid::{SAID, write_program};
use super::service::Service;
use crate::project::Project;

/// The last line of a build's events.
fn summary(said: &str) -> serde_json::Value {
    let line = said.lines().find(|line| line.contains("\"reason\":\"summary\""));
    line.and_then(|line| serde_json::from_str(line).ok()).unwrap_or_else(|| panic!("{said}"))
}

#[test]
fn zig_and_c_are_compiled_on_other_machines() {
    const TEST: &str = "zig_and_c_are_compiled_on_other_machines";
    let (Some(first), Some(second), Some(third)) =
        (Project::new(TEST), Project::new(TEST), Project::new(TEST))
    else {
        return;
    };
    let Some(service) = Service::casd(TEST, true) else { return };
    let url = service.url();
    write_program(&first);
    let args = ["build", "--remote", &url, "--remote-exec", "--message-format", "json"];
    let built = first.expect(0, &args);
    let counts = summary(&built.stdout);
    assert_eq!(counts["ran_elsewhere"], 2, "{}", built.stdout);
    assert_eq!(counts["stayed"], serde_json::json!({}), "{}", built.stdout);
    assert!(!built.stdout.contains("\"warning\""), "{}", built.stdout);
    assert_eq!(first.program("zig-out/bin/calc"), SAID);
    // What was read there is what decides here: the next build has nothing to do, with the service or without.
    assert_eq!(first.count(&["build", "--remote", &url, "--remote-exec"]).0, 0);
    assert_eq!(first.count(&["build", "--target", "x86_64-linux-gnu"]).0, 0);

    // Another machine takes what was made there, whether it lets others work or not.
    write_program(&second);
    let built = second.expect(0, &args);
    assert_eq!(
        (summary(&built.stdout)["ran_elsewhere"].clone(), second.worked(&args[..4])),
        (0.into(), Vec::new())
    );
    assert_eq!(second.program("zig-out/bin/calc"), SAID);

    // A mistake is told as ever.
    write_program(&third);
    third.write("c/low.c", "int low(void) { return missing; }\n");
    let failed = third.expect(1, &["build", "--remote", &url, "--remote-exec", "-v"]);
    assert!(failed.stderr.contains("c/low.c:1:"), "{}", failed.stderr);
    assert!(!failed.stderr.contains("not here"), "{}", failed.stderr);
}

/// A crate with all that cargo runs and reads: a build script, a macro's crate, a registry's package, a file beside.
fn write_front(project: &Project) {
    project
        .write(
            "zbuild.json",
            r#"{ "project": { "name": "app" }, "dependencies": {
  "rust_crates": [{ "name": "front", "path": "rust/front", "features": ["loud"] }] } }"#,
        )
        .write("rust/Cargo.toml", "[workspace]\nmembers = [\"front\", \"macros\", \"tool\"]\nresolver = \"3\"\n")
        .write(
            "rust/front/Cargo.toml",
            "[package]\nname = \"front\"\nversion = \"0.3.0\"\nedition = \"2024\"\n[features]\nloud = []\n\
             [dependencies]\nmacros = { path = \"../macros\" }\nitoa = \"1\"\n\
             [target.'cfg(windows)'.dependencies]\nnever = { path = \"../../never\" }\n",
        )
        .write("never/Cargo.toml", "[package]\nname = \"never\"\nversion = \"0.1.0\"\nedition = \"2024\"\n")
        .write("never/src/lib.rs", "")
        .write("rust/front/build.rs", BUILD)
        .write("rust/front/number.txt", "40")
        .write("rust/front/src/lib.rs", FRONT)
        .write(
            "rust/macros/Cargo.toml",
            "[package]\nname = \"macros\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[lib]\nproc-macro = true\n",
        )
        .write(
            "rust/macros/src/lib.rs",
            "#[proc_macro]\npub fn two(_: proc_macro::TokenStream) -> proc_macro::TokenStream {\n    \"2\".parse().unwrap()\n}\n",
        )
        .write("rust/tool/Cargo.toml", "[package]\nname = \"tool\"\nversion = \"0.1.0\"\nedition = \"2024\"\n")
        .write("rust/tool/src/main.rs", "fn main() {\n    println!(\"tool of {}\", env!(\"CARGO_PKG_VERSION\"));\n}\n")
        .write("src/main.zig", "const front = @import(\"front\");\nextern fn printf(format: [*:0]const u8, ...) c_int;\n\
            pub fn main() u8 {\n    _ = printf(\"%d\\n\", front.front_answer());\n    return 0;\n}\n");
}

const BUILD: &str = r#"
fn main() {
    println!("cargo::rerun-if-changed=number.txt");
    println!("cargo::rerun-if-env-changed=FRONT_EXTRA");
    let number = std::fs::read_to_string("number.txt").unwrap();
    let extra = std::env::var("FRONT_EXTRA").unwrap_or("0".to_owned());
    let out = std::path::PathBuf::from(std::env::var_os("OUT_DIR").unwrap());
    std::fs::write(out.join("made.rs"), format!("const NUMBER: i32 = {} + {extra};", number.trim())).unwrap();
}
"#;

const FRONT: &str = r#"
include!(concat!(env!("OUT_DIR"), "/made.rs"));

/// The answer.
#[unsafe(no_mangle)]
pub extern "C" fn front_answer() -> i32 {
    let sum = NUMBER + macros::two!();
    let text = itoa::Buffer::new().format(sum).to_owned();
    if cfg!(feature = "loud") { text.parse().unwrap() } else { 0 }
}
"#;

#[test]
fn crates_are_built_on_other_machines() {
    const TEST: &str = "crates_are_built_on_other_machines";
    let (Some(first), Some(second)) = (Project::new(TEST), Project::new(TEST)) else { return };
    let Some(service) = Service::casd(TEST, true) else { return };
    let url = service.url();
    write_front(&first);
    if !fetched(TEST, &first) {
        return;
    }
    let args = ["build", "--remote", &url, "--remote-exec", "--message-format", "json"];
    let built = first.expect(0, &args).stdout;
    let counts = summary(&built);
    // What holds declarations against the crate is no command.
    let own = serde_json::json!({ "this program does it itself": 1 });
    assert_eq!((&counts["ran_elsewhere"], &counts["stayed"]), (&2.into(), &own), "{built}");
    assert!(!built.contains("\"warning\""), "{built}");
    assert_eq!(first.program("zig-out/bin/app"), "42\n");
    assert!(first.read(".ghostbind/cache/headers/front.h").contains("front_answer"));
    assert_eq!(first.count(&["build", "--remote", &url, "--remote-exec"]), (0, 0));
    assert_eq!(first.count(&["build", "--target", "x86_64-linux-gnu"]), (0, 0));

    // What was read there decides here: a file of the build script; a variable, which stays on this machine.
    first.write("rust/front/number.txt", "41");
    let counts = summary(&first.expect(0, &args).stdout);
    assert_eq!(counts["ran_elsewhere"], 2, "{counts}");
    assert_eq!(first.program("zig-out/bin/app"), "43\n");
    let mut command = first.command(&args);
    let output = command.env("FRONT_EXTRA", "100").output().unwrap_or_else(|error| panic!("{error}"));
    let counts = summary(&String::from_utf8_lossy(&output.stdout));
    let why = "the build looks at the variable FRONT_EXTRA, which is not sent";
    assert_eq!(counts["stayed"][why], 1, "{counts}");
    assert_eq!(first.program("zig-out/bin/app"), "143\n");

    // Another machine takes it.
    write_front(&second);
    second.write("rust/Cargo.lock", &first.read("rust/Cargo.lock"));
    assert_eq!(second.worked(&args[..4]), [""; 0]);
    assert_eq!(second.program("zig-out/bin/app"), "42\n");

    // A program is linked here.
    second.write("zbuild.json", r#"{ "workspace": { "name": "tools", "members": ["rust/tool"] } }"#);
    let counts = summary(&second.expect(0, &args).stdout);
    assert_eq!(counts["ran_elsewhere"], 0, "{counts}");
    assert!(counts["stayed"].to_string().contains("this machine's linker makes it"), "{counts}");
    assert_eq!(second.program("zig-out/bin/tool"), "tool of 0.1.0\n");
    // A mistake is told as ever.
    first.write("rust/front/src/lib.rs", &FRONT.replace("NUMBER +", "NUMBERS +"));
    let failed = first.expect(1, &args[..4]);
    assert!(failed.stderr.contains("rust/front/src/lib.rs:"), "{}", failed.stderr);
    assert!(!failed.stderr.contains("not here"), "{}", failed.stderr);
}

/// Whether cargo has what a project needs; a line that says so if not.
#[expect(clippy::print_stderr, reason = "the test runner counts this line")]
fn fetched(test: &str, project: &Project) -> bool {
    let fetched = project.zbuild(&["fetch"]);
    let offline = crate::elsewhere::OFFLINE.iter().any(|words| fetched.stderr.contains(words));
    if fetched.code != Some(0) && offline {
        eprintln!("skipped: {test} needs a package registry");
        return false;
    }
    assert_eq!(fetched.code, Some(0), "{}", fetched.stderr);
    true
}

/// What Zig links here too is the same wherever that happens.
#[test]
fn what_zig_links_is_linked_on_other_machines() {
    const TEST: &str = "what_zig_links_is_linked_on_other_machines";
    let Some(project) = Project::new(TEST) else { return };
    let Some(service) = Service::casd(TEST, true) else { return };
    let url = service.url();
    write_front(&project);
    if !fetched(TEST, &project) {
        return;
    }
    let args = ["build", "--remote", &url, "--remote-exec", "--message-format", "json"];
    let own = serde_json::json!({ "this program does it itself": 1 });
    project.write("zbuild.json", r#"{ "workspace": { "name": "tools", "members": ["rust/tool"] } }"#);
    let old = [&args[..], &["--target", "x86_64-linux-gnu.2.28"]].concat();
    let counts = summary(&project.expect(0, &old).stdout);
    assert_eq!(
        (&counts["ran_elsewhere"], &counts["stayed"]),
        (&1.into(), &serde_json::json!({})),
        "{counts}"
    );
    assert_eq!(project.program("zig-out/bin/tool"), "tool of 0.1.0\n");
    assert_eq!(project.count(&["build", "--target", "x86_64-linux-gnu.2.28"]), (0, 0));
    write_front(&project);
    let shared =
        project.read("zbuild.json").replace("\"features\"", "\"crate_type\": \"cdylib\", \"features\"");
    project.write("zbuild.json", &shared);
    let counts = summary(&project.expect(0, &old).stdout);
    assert_eq!((&counts["ran_elsewhere"], &counts["stayed"]), (&2.into(), &own), "{counts}");
    assert_eq!(project.program("zig-out/bin/app"), "42\n");

    // What a build script takes from this machine, whether it says so or not, is another thing there.
    for (line, why) in [
        ("let _ = std::env::var(\"HOME\");", "the build looks at the variable HOME, which is not sent"),
        (
            "println!(\"cargo::rerun-if-env-changed=TMPDIR\");",
            "the build looks at the variable TMPDIR, which is not sent",
        ),
        ("let _ = std::process::Command::new(\"git\").output();", "the build script of `front` starts `git`"),
    ] {
        project.write(
            "rust/front/build.rs",
            &BUILD.replace("fn main() {", &format!("fn main() {{\n    {line}")),
        );
        let counts = summary(&project.expect(0, &old).stdout);
        assert_eq!(counts["stayed"][why], 1, "{counts}");
    }
    // A crate's own variable goes by a name that cargo uses for build scripts.
    project.write("rust/front/build.rs", BUILD);
    project.write(
        "rust/front/src/lib.rs",
        &FRONT.replace("NUMBER +", "option_env!(\"DEBUG\").map_or(0, |_| 7) + NUMBER +"),
    );
    let mut command = project.command(&old);
    let output = command.env("DEBUG", "1").output().unwrap_or_else(|error| panic!("{error}"));
    let counts = summary(&String::from_utf8_lossy(&output.stdout));
    assert_eq!(counts["stayed"]["the build looks at the variable DEBUG, which is not sent"], 1, "{counts}");
    assert_eq!(project.program("zig-out/bin/app"), "49\n");
    project.expect(0, &old);
    assert_eq!(project.program("zig-out/bin/app"), "42\n");
}
