//! What a build leaves: every file where the documentation says, and a manifest that tells the truth.

use serde_json::Value;

use crate::project::{ADD, Project};

#[test]
fn everything_is_where_it_belongs_and_the_manifest_is_true() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "[lib]\ncrate-type = [\"staticlib\", \"cdylib\"]", ADD);
    let run = p.build("sums", &["--message-format", "json"]).succeeds();
    for file in [
        ".ghostbind/cache/target/release/libsums.a",
        ".ghostbind/cache/target/release/libsums.so",
        ".ghostbind/cache/headers/sums.h",
        ".ghostbind/cache/bindings/sums.zig",
        ".ghostbind/manifests/sums.json",
    ] {
        assert!(p.exists(file), "{file}");
    }
    assert!(!p.exists("sums/.ghostbind"));
    let manifest = p.manifest("sums");
    let last = run.last_event();
    assert_eq!((&last["reason"], &last["success"]), (&Value::from("build-finished"), &Value::from(true)));
    assert_eq!(last["manifest"], manifest);
    follows_the_schema(&manifest);
    files_are_true(&p, &manifest);
    assert_eq!(manifest["kind"], serde_json::json!(["staticlib", "cdylib"]));
    assert_eq!(manifest["exports"], serde_json::json!([{ "symbol": "add", "kind": "function" }]));
    assert_eq!(manifest["crate"]["manifest_path"], "sums/Cargo.toml");
    assert_eq!(manifest["profile"], "release");
    let rust: Vec<&str> = list(&manifest["native_libs"]["rust"]);
    assert!(rust.contains(&"-lc"), "{rust:?}");
    assert!(list(&manifest["native_libs"]["zig"]).starts_with(&["-lc"]));
    let header = p.read(".ghostbind/cache/headers/sums.h");
    for part in ["extern \"C\"", "Adds two numbers.", "uint32_t add(uint32_t a, uint32_t b);"] {
        assert!(header.contains(part), "{part} is missing in {header}");
    }
    let bindings = p.read(".ghostbind/cache/bindings/sums.zig");
    assert!(bindings.contains("pub extern fn add(a: u32, b: u32) u32;"), "{bindings}");
}

fn list(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|item| item.as_str().unwrap()).collect()
}

/// Holds a manifest against the published schema.
pub(crate) fn follows_the_schema(manifest: &Value) {
    let schema = include_str!("../../../../docs/schema/ghostbind-manifest.schema.json");
    let schema: Value = serde_json::from_str(schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(manifest).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let mut broken = manifest.clone();
    broken["artifacts"] = Value::from("none");
    assert!(!validator.is_valid(&broken), "the schema lets anything pass");
}

/// Every file that the manifest names is there, with its size and digest.
pub(crate) fn files_are_true(p: &Project, manifest: &Value) {
    let mut files: Vec<&Value> = vec![&manifest["interface"]];
    for key in ["artifacts", "headers", "bindings"] {
        files.extend(manifest[key].as_array().unwrap());
    }
    assert!(files.len() >= 4, "{manifest:#}");
    for file in files {
        let path = file["path"].as_str().unwrap();
        let bytes = std::fs::read(p.root.join(path)).unwrap();
        assert_eq!(file["size_bytes"], bytes.len(), "{path}");
        assert_eq!(file["blake3"], blake3::hash(&bytes).to_hex().as_str(), "{path}");
    }
    for folder in manifest["include_dirs"].as_array().unwrap() {
        let include = folder["include"].as_str().unwrap().trim_matches(['<', '>']);
        assert!(p.root.join(folder["path"].as_str().unwrap()).join(include).is_file(), "{folder}");
    }
}

#[test]
fn a_release_library_carries_no_debug_information_and_a_dev_one_does() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "[lib]\ncrate-type = [\"staticlib\", \"cdylib\"]", ADD);
    p.build("sums", &[]).succeeds();
    p.build("sums", &["--profile", "dev"]).succeeds();
    for (folder, debug) in [("release", false), ("debug", true)] {
        let library = format!(".ghostbind/cache/target/{folder}/libsums.so");
        let bytes = std::fs::read(p.root.join(&library)).unwrap();
        let has = bytes.windows(12).any(|window| window == b".debug_info\0");
        assert_eq!(has, debug, "{library}");
    }
}

#[test]
fn a_header_that_would_hide_one_of_the_system_has_a_safe_place() {
    let Some(p) = Project::new() else { return };
    p.krate("math", "", &ADD.replace("fn add", "fn math_add"));
    let run = p.build("math", &[]).succeeds();
    assert!(run.stderr.contains("hides the C library's header"), "{}", run.stderr);
    let manifest = p.manifest("math");
    assert_eq!(manifest["include_dirs"][0]["shadows"], "math.h");
    let safe = manifest["include_dirs"][1]["path"].as_str().unwrap();
    p.write("main.c", "#include <math.h>\n#include <ghost/math.h>\nint main(void) { return (int)math_add((unsigned)floor(1.5), 2) - 3; }\n");
    let lib = ".ghostbind/cache/target/release/libmath.a";
    p.tool(
        "cc",
        &[
            "-Wall",
            "-Werror",
            "main.c",
            "-I",
            safe,
            lib,
            "-lgcc_s",
            "-lutil",
            "-lrt",
            "-lpthread",
            "-lm",
            "-ldl",
            "-o",
            "main",
        ],
    );
    p.tool("./main", &[]);
}

#[test]
fn the_cache_keeps_out_of_version_control() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "", ADD);
    p.build("sums", &[]).succeeds();
    assert_eq!(p.read(".ghostbind/.gitignore"), "*\n");
    assert!(
        p.read(".ghostbind/cache/CACHEDIR.TAG").starts_with("Signature: 8a477f597d28d172789f06886806bc55")
    );
}
