//! Options and the smaller commands.

use crate::project::{ADD, Project};

#[test]
fn kinds_profiles_and_an_output_folder() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "", ADD);
    p.build("sums", &["--crate-type", "cdylib", "--profile", "dev", "--output-dir", "dist"]).succeeds();
    assert!(p.exists(".ghostbind/cache/target/debug/libsums.so"));
    assert!(!p.exists(".ghostbind/cache/target/debug/libsums.a"));
    for file in ["libsums.so", "include/sums.h", "sums.zig", "sums.json"] {
        assert!(p.exists(&format!("dist/{file}")), "{file}");
    }
    assert_eq!(p.read("dist/sums.json"), p.read(".ghostbind/manifests/sums.json"));
    assert_eq!(p.manifest("sums")["output_dir"], "dist");
    // A copy that was deleted comes back as well.
    std::fs::remove_file(p.root.join("dist/include/sums.h")).unwrap();
    p.build("sums", &["--crate-type", "cdylib", "--profile", "dev", "--output-dir", "dist"]).succeeds();
    assert!(p.exists("dist/include/sums.h"));
}

/// A crate for other Rust crates alone becomes an archive all the same.
#[test]
fn kinds_that_only_rust_links() {
    let Some(p) = Project::new() else { return };
    for kinds in ["\"rlib\"", "\"dylib\"", "\"lib\", \"dylib\""] {
        p.krate("sums", &format!("[lib]\ncrate-type = [{kinds}]"), ADD);
        p.build("sums", &[]).succeeds();
        assert!(p.exists(".ghostbind/cache/target/release/libsums.a"), "{kinds}");
        p.ghostbind(&["clean"]).succeeds();
    }
}

#[test]
fn a_bare_architecture_means_this_machine() {
    let Some(p) = Project::new() else { return };
    p.krate("core", "", &ADD.replace("fn add", "fn core_add"));
    let arch = std::env::consts::ARCH;
    p.build("core", &["--zig-target", arch]).succeeds();
    assert!(p.exists(".ghostbind/cache/target/release/libcore.a"));
    assert_eq!(p.manifest("core")["exports"][0]["symbol"], "core_add");
    let rust = p.manifest("core")["targets"]["rust"].as_str().unwrap().to_owned();
    assert!(rust.starts_with(arch), "{rust}");
}

#[test]
fn everything_is_made_beside_the_project_it_belongs_to() {
    let Some(p) = Project::new() else { return };
    p.write("zbuild.json", "{ \"project\": { \"name\": \"x\" } }");
    p.krate("libs", "", ADD);
    p.write("deep/er/x", "");
    p.ghostbind_in("deep/er", &["build", "--manifest-path", "../../libs/Cargo.toml"]).succeeds();
    assert!(p.exists(".ghostbind/manifests/libs.json"));
    assert!(!p.exists("deep/er/.ghostbind") && !p.exists("libs/.ghostbind"));
    assert_eq!(p.manifest("libs")["crate"]["manifest_path"], "libs/Cargo.toml");
}

#[test]
fn named_targets_and_members_of_a_workspace() {
    let Some(p) = Project::new() else { return };
    let workspace = r#"{ "workspace": { "name": "w", "members": ["apps/front", "services/back"] },
        "targets": { "development": { "zig_target": "native", "optimization": "Debug", "features": ["dev-tools", "unknown-here"] } } }"#;
    p.write("zbuild.json", workspace);
    let lib = "#[cfg(feature = \"dev-tools\")]\n#[unsafe(no_mangle)]\npub extern \"C\" fn tools() {}\n";
    let toml = "[package]\nname = \"back\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[features]\ndev-tools = []\n[workspace]\n";
    p.write("services/back/Cargo.toml", toml);
    p.write("services/back/src/lib.rs", lib);
    p.write("apps/front/src/main.zig", "");
    let args = ["--target-config", "targets.development", "--output-dir", "dist/back"];
    p.build("back", &args).succeeds();
    assert!(p.exists("dist/back/libback.a"));
    assert_eq!(p.manifest("back")["profile"], "dev");
    assert_eq!(p.manifest("back")["features"], serde_json::json!(["dev-tools"]));
    let run = p.build("front", &args).succeeds();
    assert!(run.stderr.contains("apps/front has no crate"), "{}", run.stderr);
    let run = p.build("front", &["--message-format", "json"]).succeeds();
    assert_eq!(run.last_event()["reason"], "build-finished", "{run:?}");
    p.build("back", &["--target-config", "targets.prod"]).fails(2, &["no target `prod`", "development"]);
}

#[test]
fn headers_prints_paths_folder_or_text() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "", ADD);
    let of = |more: &[&str]| {
        let mut args = vec!["headers", "--manifest-path", "sums", "-q"];
        args.extend(more);
        p.ghostbind(&args).succeeds().stdout
    };
    assert!(of(&[]).lines().next().unwrap().ends_with(".ghostbind/cache/headers/sums.h"));
    assert_eq!(of(&["--print"]), p.read(".ghostbind/cache/headers/sums.h"));
    assert!(of(&["--include-dir"]).trim().ends_with("cache/headers"));
}

#[test]
fn targets_doctor_clean_and_completions() {
    let Some(p) = Project::new() else { return };
    let list = p.ghostbind(&["targets"]).succeeds().stdout;
    let line = list.lines().find(|line| line.starts_with("aarch64-linux-gnu ")).unwrap();
    assert!(line.contains("aarch64-unknown-linux-gnu"), "{line}");
    let json = p.ghostbind(&["targets", "x86_64-linux-gnu", "--message-format", "json"]).succeeds();
    assert!(json.events().iter().any(|event| event["installed"] == true), "{}", json.stdout);
    let doctor = p.ghostbind(&["doctor"]);
    for tool in ["cargo", "rustc", "zig"] {
        assert!(doctor.stdout.contains(tool), "{}", doctor.stdout);
    }
    p.krate("sums", "", ADD);
    p.build("sums", &[]).succeeds();
    p.ghostbind(&["clean"]).succeeds();
    assert!(!p.exists(".ghostbind"));
    p.ghostbind(&["clean"]).succeeds();
    for shell in ["bash", "zsh", "fish"] {
        assert!(p.ghostbind(&["completions", shell]).succeeds().stdout.contains("ghostbind"));
    }
    let help = p.ghostbind(&["build", "--help"]).succeeds().stdout;
    for option in [
        "--manifest-path",
        "--zig-target",
        "--rust-target",
        "--profile",
        "--features",
        "--crate-type",
        "Examples:",
    ] {
        assert!(help.contains(option), "{option}");
    }
}
