//! Workspaces: members of every kind, named targets, features.

use std::fs;

use crate::project::Project;

/// The document's global file, less what a test needs otherwise.
const GLOBAL: &str = r#"{
  "workspace": {
    "name": "ghost-ecosystem-project",
    "version": "1.2.0",
    "members": ["apps/zig-frontend", "services/rust-backend", "libs/shared-core"]
  },
  "targets": {
    "development": {
      "zig_target": "native",
      "rust_target": "x86_64-unknown-linux-gnu",
      "optimization": "Debug",
      "features": ["dev-tools", "hot-reload"]
    },
    "production": {
      "zig_target": "x86_64-linux-gnu",
      "rust_target": "x86_64-unknown-linux-gnu",
      "optimization": "ReleaseFast",
      "features": ["optimized", "telemetry"]
    }
  },
  "integration": {
    "ghostbind": { "auto_headers": true, "cache_artifacts": true, "parallel_builds": true },
    "zeke": { "ai_assistance": true, "auto_optimize": true, "code_suggestions": true }
  }
}"#;

const FRONTEND: &str = r#"
const shared = @import("shared-core");
const options = @import("build_options");
extern fn printf(format: [*:0]const u8, ...) c_int;

pub fn main() u8 {
    const version: [*:0]const u8 = options.version[0..options.version.len :0];
    const target: [*:0]const u8 = options.target[0..options.target.len :0];
    _ = printf("%s %s telemetry=%d hot=%d core=%d\n", version, target,
        @as(c_int, @intFromBool(options.features.telemetry)),
        @as(c_int, @intFromBool(options.features.@"hot-reload")), shared.shared_level());
    return 0;
}
"#;

const SHARED: &str = r#"
/// What is on: 1 optimised, 2 developers' tools.
#[unsafe(no_mangle)]
pub extern "C" fn shared_level() -> i32 {
    i32::from(cfg!(feature = "optimized")) + 2 * i32::from(cfg!(feature = "dev-tools"))
}
"#;

fn ecosystem(project: &Project) {
    project
        .write("zbuild.json", GLOBAL)
        .write(
            "apps/zig-frontend/zbuild.json",
            r#"{ "project": { "name": "zig-frontend" },
  "dependencies": { "rust_crates": [{ "name": "shared-core", "path": "../../libs/shared-core" }] },
  "build": { "optimization": "ReleaseSmall" } }"#,
        )
        .write("apps/zig-frontend/src/main.zig", FRONTEND)
        .write(
            "libs/shared-core/Cargo.toml",
            "[package]\nname = \"shared-core\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\
             [lib]\ncrate-type = [\"rlib\", \"staticlib\"]\n[features]\noptimized = []\ndev-tools = []\n",
        )
        .write("libs/shared-core/src/lib.rs", SHARED)
        .write(
            "services/rust-backend/Cargo.toml",
            "[package]\nname = \"backend\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\
             [features]\ntelemetry = []\nhot-reload = []\n[[bin]]\nname = \"extra\"\npath = \"src/extra.rs\"\nrequired-features = [\"telemetry\"]\n\
             [dependencies]\nshared-core = { path = \"../../libs/shared-core\" }\n",
        )
        .write(
            "services/rust-backend/src/main.rs",
            "fn main() { println!(\"backend {} {}\", cfg!(feature = \"telemetry\"), shared_core::shared_level()); }\n",
        )
        .write("services/rust-backend/src/extra.rs", "fn main() { println!(\"extra\"); }\n");
}

#[test]
fn named_targets_decide_machine_optimisation_and_features() {
    let Some(project) = Project::new("named_targets_decide_machine_optimisation_and_features") else {
        return;
    };
    ecosystem(&project);
    project.expect(0, &["build", "--target", "development", "--parallel", "--cache"]);
    assert_eq!(
        project.program("zig-out/development/bin/zig-frontend"),
        "1.2.0 development telemetry=0 hot=1 core=2\n"
    );
    assert_eq!(project.program("zig-out/development/bin/backend"), "backend false 0\n");
    assert!(!project.root.join("zig-out/development/bin/extra").exists(), "it needs a feature that is off");
    assert_eq!(project.count(&["build", "--target", "development"]), (0, 0), "nothing changed");

    project.expect(0, &["build", "--all-targets"]);
    assert_eq!(
        project.program("zig-out/production/bin/zig-frontend"),
        "1.2.0 production telemetry=1 hot=0 core=1\n"
    );
    assert_eq!(project.program("zig-out/production/bin/backend"), "backend true 0\n");
    assert_eq!(project.program("zig-out/production/bin/extra"), "extra\n");
    assert_eq!(project.program("zig-out/development/bin/backend"), "backend false 0\n");
    for file in ["lib/libshared_core.a", "include/shared_core.h"] {
        assert!(project.root.join("zig-out/production").join(file).is_file(), "{file}");
    }

    // A member's source reaches what is built of it, and nothing else.
    project.write("services/rust-backend/src/main.rs", "fn main() { println!(\"new\"); }\n");
    let worked = project.worked(&["build", "--target", "development"]);
    assert_eq!(worked.len(), 1, "{worked:?}");
    assert_eq!(project.program("zig-out/development/bin/backend"), "new\n");
}

#[test]
fn one_project_of_a_workspace() {
    let Some(project) = Project::new("one_project_of_a_workspace") else { return };
    ecosystem(&project);
    project.expect(0, &["build", "--project", "rust-backend", "--target", "x86_64-unknown-linux-gnu"]);
    assert_eq!(project.program("zig-out/bin/backend"), "backend false 0\n");
    assert!(!project.root.join("zig-out/bin/zig-frontend").exists());
    let said = project.expect(0, &["test", "--project", "shared-core"]).stderr;
    assert!(said.contains("rust shared-core"), "{said}");
}

#[test]
fn a_member_is_built_from_its_own_folder() {
    let Some(project) = Project::new("a_member_is_built_from_its_own_folder") else { return };
    ecosystem(&project);
    let run = |folder: &str, args: &[&str]| -> crate::project::Ran {
        project.command(args).current_dir(project.root.join(folder)).output().unwrap().into()
    };
    let ran = run("apps/zig-frontend", &["run", "--target", "production"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("telemetry=1"), "{}", ran.stdout);
    assert!(project.root.join("zig-out/production/bin/zig-frontend").is_file());
    assert!(!project.root.join("apps/zig-frontend/zig-out").exists());
    // What has no file of its own is a member all the same; beside members all are meant.
    let ran = run("services/rust-backend/src", &["build", "--target", "production"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stderr.contains("bin/backend") && !ran.stderr.contains("zig-frontend"), "{}", ran.stderr);
    let ran = run("apps", &["build", "--target", "prd"]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("`production`"), "{}", ran.stderr);
}

#[test]
fn features_that_nobody_has_and_targets_that_contradict_themselves() {
    let test = "features_that_nobody_has_and_targets_that_contradict_themselves";
    let Some(project) = Project::new(test) else { return };
    ecosystem(&project);
    project.write("zbuild.json", &GLOBAL.replace("\"telemetry\"", "\"telemetri\""));
    let said = project.expect(2, &["build", "--target", "production"]).stderr;
    let expected = "zbuild.json:18:33: error: nobody in this workspace has a feature `telemetri`\n  hint: did you mean `telemetry`?";
    assert!(said.contains(expected), "{said}");
    assert_eq!(said.matches("nobody in this workspace").count(), 1, "once for all members: {said}");

    project.write(
        "zbuild.json",
        &GLOBAL.replace("\"zig_target\": \"x86_64-linux-gnu\"", "\"zig_target\": \"aarch64-linux-gnu\""),
    );
    let said = project.expect(2, &["build", "--target", "production"]).stderr;
    assert!(said.contains("are different machines"), "{said}");
    for command in ["run", "watch"] {
        let said = project.expect(2, &[command, "--all-targets"]).stderr;
        assert!(said.contains("--all-targets is for `zbuild build`"), "{said}");
    }
}

#[test]
fn two_members_that_leave_one_file() {
    let Some(project) = Project::new("two_members_that_leave_one_file") else { return };
    ecosystem(&project);
    let manifest = project.root.join("services/rust-backend/Cargo.toml");
    let text =
        fs::read_to_string(&manifest).unwrap().replace("name = \"backend\"", "name = \"zig-frontend\"");
    fs::write(&manifest, text).unwrap();
    let said = project.expect(2, &["build"]).stderr;
    assert!(said.contains("`zig-frontend` and `rust-backend` both leave zig-out/bin/zig-frontend"), "{said}");
}

#[test]
fn headers_and_their_absence() {
    let Some(project) = Project::new("headers_and_their_absence") else { return };
    ecosystem(&project);
    project.write("zbuild.json", &GLOBAL.replace("\"auto_headers\": true", "\"auto_headers\": false"));
    project.expect(0, &["build", "--project", "shared-core"]);
    assert!(project.root.join("zig-out/lib/libshared_core.a").is_file());
    assert!(!project.root.join("zig-out/include").exists());
}

/// A zeke that says what it was asked, and then fails.
const ZEKE: &str = "#!/bin/sh\necho \"asked: $*\"\ngrep -c 'expected' - || true\nexit 1\n";

#[cfg(unix)]
#[test]
fn zeke_has_the_last_word_and_changes_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let Some(project) = Project::new("zeke_has_the_last_word_and_changes_nothing") else { return };
    ecosystem(&project);
    project.write("bin/zeke", ZEKE);
    let zeke = project.root.join("bin/zeke");
    fs::set_permissions(&zeke, fs::Permissions::from_mode(0o755)).unwrap();
    let build = |expected: i32| {
        let mut command = project.command(&["build", "--project", "zig-frontend"]);
        let paths = command
            .get_envs()
            .find(|(name, _)| *name == "PATH")
            .and_then(|(_, value)| value.map(ToOwned::to_owned));
        let paths = std::env::split_paths(&paths.unwrap()).collect::<Vec<_>>();
        let paths = std::iter::once(project.root.join("bin")).chain(paths);
        command.env("PATH", std::env::join_paths(paths).unwrap());
        let ran: crate::project::Ran = command.output().unwrap().into();
        assert_eq!(ran.code, Some(expected), "{}", ran.stderr);
        ran.stderr
    };
    let said = build(0);
    assert!(
        said.contains("asked: analyze --project .") && said.contains("asked: optimize build-config"),
        "{said}"
    );
    assert!(!build(0).contains("asked:"), "nothing was built");
    project.write("apps/zig-frontend/src/main.zig", "pub fn main() u8 { return 0 }\n");
    let said = build(1);
    assert!(said.contains("asked: fix --log -\n1\n"), "it was given what the compiler wrote: {said}");
    project.write("zbuild.json", &GLOBAL.replace("\"ai_assistance\": true", "\"ai_assistance\": false"));
    assert!(!build(1).contains("asked:"));
}

#[test]
fn a_members_own_named_target_is_its_own() {
    let Some(project) = Project::new("a_members_own_named_target_is_its_own") else { return };
    ecosystem(&project);
    project.write(
        "apps/zig-frontend/zbuild.json",
        r#"{ "project": { "name": "zig-frontend" },
  "dependencies": { "rust_crates": [{ "name": "shared-core", "path": "../../libs/shared-core" }] },
  "targets": { "lab": { "zig_target": "x86_64-linux-gnu", "optimization": "ReleaseSmall", "features": ["telemetry"] },
               "production": { "zig_target": "aarch64-linux-gnu" } } }"#,
    );
    // Who names it is built, into a folder of its own; the workspace's names go before a member's.
    for args in
        [&["build", "--target", "lab", "--project", "zig-frontend"][..], &["build", "--target", "lab"]]
    {
        let said = project.expect(0, args).stderr;
        assert!(!said.contains("bin/backend"), "{said}");
    }
    let lab = "zig-out/lab/bin/zig-frontend";
    assert_eq!(project.program(lab), "1.2.0 lab telemetry=1 hot=0 core=0\n");
    assert!(!project.root.join("zig-out/bin").exists());
    let said = project.expect(2, &["build", "--target", "lab", "--project", "rust-backend"]).stderr;
    assert!(said.contains("unknown target `lab`"), "{said}");
    let said = project.expect(2, &["build", "--target", "lap", "--project", "zig-frontend"]).stderr;
    assert!(said.contains("`lab`"), "{said}");
    project.expect(0, &["build", "--all-targets", "--project", "zig-frontend"]);
    let production = "zig-out/production/bin/zig-frontend";
    assert_eq!(project.program(production), "1.2.0 production telemetry=1 hot=0 core=1\n");

    // What is wrong with it is told where it stands.
    let path = "apps/zig-frontend/zbuild.json";
    project.write(path, &project.read(path).replace("telemetry", "telemetri"));
    let said = project.expect(2, &["build", "--target", "lab"]).stderr;
    assert!(said.contains("apps/zig-frontend/zbuild.json:3:"), "{said}");
    project.write(path, &project.read(path).replace("telemetri", "telemetry"));

    // A member is cleaned alone, in its folder or by its name.
    project.expect(0, &["build", "--target", "production"]);
    let mut clean = project.command(&["clean"]);
    let cleaned = clean.current_dir(project.root.join("apps/zig-frontend")).output().unwrap();
    let said = String::from_utf8_lossy(&cleaned.stderr).into_owned();
    assert!(cleaned.status.success() && said.contains("of `zig-frontend`"), "{said}");
    let there = |path: &str| project.root.join(path).exists();
    assert!(!there(lab) && !there(production), "every setting of it");
    assert!(there("zig-out/production/bin/backend") && there("zig-out/production/lib/libshared_core.a"));
    assert!(!there(".zbuild/obj/lab-ReleaseSmall/zig-frontend") && there(".ghostbind"));
    project.expect(0, &["clean", "--project", "rust-backend"]);
    assert!(!there("zig-out/production/bin") && there("zig-out/production/lib/libshared_core.a"));
    project.expect(2, &["clean", "--project", "nobody"]);
    assert_eq!(project.worked(&["build", "--target", "production"]), [""; 0], "the store has all of it");
    project.expect(0, &["clean"]);
    assert!(!there("zig-out") && !there(".ghostbind") && there(".zbuild/store"));
}

#[test]
fn all_targets_are_one_graph_and_one_report() {
    let Some(project) = Project::new("all_targets_are_one_graph_and_one_report") else { return };
    let main = "const text = @embedFile(\"made.txt\");\npub fn main() u8 {\n    return text.len - 2;\n}\n";
    project.write("src/main.zig", main).write(
        "zbuild.json",
        r#"{ "project": { "name": "app" },
  "generated": [{ "name": "made", "command": ["sh", "-c", "echo 1 > src/made.txt; echo >> made"], "outputs": ["src/made.txt"] }],
  "targets": { "arm": { "zig_target": "aarch64-linux-musl" }, "intel": { "zig_target": "x86_64-linux-musl" } } }"#,
    );
    let build = |more: &[&str]| {
        let args = ["build", "--all-targets", "--jobs", "2", "--message-format", "json"];
        let ran = project.zbuild(&[&args[..], more].concat());
        let events = ran.stdout.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        (ran.code, events.collect::<Vec<_>>())
    };
    let (code, events) = build(&["--trace", "trace.json"]);
    assert_eq!(code, Some(0), "{events:#?}");
    let at = |reason: &str, description: &str| {
        let name = |event: &serde_json::Value| event["description"].as_str() == Some(description);
        let action = events.iter().find(|event| name(event)).unwrap()["action"].clone();
        let meant = |event: &serde_json::Value| event["reason"] == reason && event["action"] == action;
        events.iter().position(meant).unwrap()
    };
    let (arm, intel) = ("program app for arm", "program app for intel");
    let first_end = at("finished", arm).min(at("finished", intel));
    assert!(
        at("started", arm).max(at("started", intel)) < first_end,
        "both are compiled at once: {events:#?}"
    );
    let summaries: Vec<_> = events.iter().filter(|event| event["reason"] == "summary").collect();
    assert_eq!(summaries.len(), 1);
    assert_eq!(summaries[0]["products"].as_array().unwrap().len(), 2);
    assert_eq!(project.read("made"), "\n", "what both need is made once");
    assert!(project.read("trace.json").contains(arm) && project.read("trace.json").contains(intel));
    // It is the same as one after the other.
    for target in ["arm", "intel"] {
        assert_eq!(project.count(&["build", "--target", target]), (0, 0), "{target}");
    }

    // What cannot be built for one machine is left for the other.
    let refused =
        "comptime {\n    if (@import(\"builtin\").cpu.arch == .aarch64) @compileError(\"not here\");\n}\n";
    project.write("src/main.zig", &format!("{main}{refused}"));
    let before = fs::read(project.root.join("zig-out/arm/bin/app")).unwrap();
    fs::remove_file(project.root.join("zig-out/intel/bin/app")).unwrap();
    let (code, events) = build(&["--keep-going"]);
    assert_eq!(code, Some(1), "{events:#?}");
    let summary = events.iter().find(|event| event["reason"] == "summary").unwrap();
    assert_eq!((summary["failed"].as_u64(), summary["exit_code"].as_u64()), (Some(1), Some(1)));
    assert!(project.root.join("zig-out/intel/bin/app").is_file());
    assert_eq!(
        fs::read(project.root.join("zig-out/arm/bin/app")).unwrap(),
        before,
        "the last good one stays"
    );
}
