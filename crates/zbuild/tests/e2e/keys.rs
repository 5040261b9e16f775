//! Keys of `zbuild.json` whose effect shows only in what is built: `strip`, `cross_compile`, `cache_artifacts`,
//! `parallel_builds`. The others have their tests where they belong.

use std::fs;

use crate::project::{Project, SUM};

/// Whether a file for 64-bit Linux has debug information, by the names of its sections.
fn has_debug_information(project: &Project, path: &str) -> bool {
    let bytes = fs::read(project.root.join(path)).unwrap_or_default();
    assert!(bytes.starts_with(b"\x7fELF\x02\x01"), "{path} is no such file");
    let number = |at: usize, size: usize| {
        let bytes = bytes[at..at + size].iter().rev();
        bytes.fold(0, |number, byte| number << 8 | usize::from(*byte))
    };
    let (table, size, count) = (number(0x28, 8), number(0x3a, 2), number(0x3c, 2));
    let names = number(table + number(0x3e, 2) * size + 0x18, 8);
    (0..count).any(|index| bytes[names + number(table + index * size, 4)..].starts_with(b".debug_info\0"))
}

#[test]
fn strip_leaves_out_debug_information() {
    let Some(project) = Project::new("strip_leaves_out_debug_information") else { return };
    project.adder("cdylib");
    project.write("tool/Cargo.toml", "[package]\nname = \"tool\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    project.write("tool/src/main.rs", "fn main() {}\n").write("c/one.c", "int one(void) { return 1; }\n");
    let config = project.read("zbuild.json");
    let c = "\"dependencies\": { \"c_sources\": [{ \"name\": \"one\", \"path\": \"c\", \"files\": [\"one.c\"] }],";
    let with =
        |text: &str, strip: bool| text.replacen('{', &format!("{{ \"build\": {{ \"strip\": {strip} }},"), 1);
    for strip in [false, true] {
        project.write("zbuild.json", &with(&config.replace("\"dependencies\": {", c), strip));
        project.write("tool/zbuild.json", &with(r#"{ "project": { "name": "tool" } }"#, strip));
        project.expect(0, &["build"]);
        project.expect(0, &["build", "--config", "tool"]);
        assert_eq!(project.program("zig-out/bin/sum"), "the sum is 42\n");
        for file in ["zig-out/bin/sum", "zig-out/lib/libadder.so", "tool/zig-out/bin/tool"] {
            assert_eq!(has_debug_information(&project, file), !strip, "{file} with strip {strip}");
        }
    }
}

#[test]
fn other_machines_may_be_forbidden() {
    let Some(project) = Project::new("other_machines_may_be_forbidden") else { return };
    project.write("src/main.zig", "pub fn main() u8 { return 0; }\n");
    for (allowed, code) in [("true", 0), ("false", 2)] {
        let build = format!("\"build\": {{ \"cross_compile\": {allowed} }}");
        project.write("zbuild.json", &format!("{{ \"project\": {{ \"name\": \"a\" }}, {build} }}"));
        let said = project.expect(code, &["build", "--target", "aarch64-linux-musl"]).stderr;
        assert_eq!(
            said.contains("zbuild.json:1:59: error: `aarch64-linux-musl` is another machine"),
            code == 2,
            "{said}"
        );
        project.expect(0, &["build"]);
    }
}

/// The keys of `integration.ghostbind` in a project with one crate.
fn integrated(project: &Project, keys: &str) {
    let config = project.read("zbuild.json");
    project.write(
        "zbuild.json",
        &config.replacen('{', &format!("{{ \"integration\": {{ \"ghostbind\": {{ {keys} }} }},"), 1),
    );
}

#[test]
fn crates_may_stay_out_of_the_store() {
    let Some(project) = Project::new("crates_may_stay_out_of_the_store") else { return };
    for (keys, ran) in [("\"cache_artifacts\": true", 0), ("\"cache_artifacts\": false", 1)] {
        project.adder("staticlib");
        integrated(&project, keys);
        project.expect(0, &["build"]);
        fs::remove_dir_all(project.root.join(".ghostbind")).unwrap_or_default();
        let worked = project.worked(&["build"]);
        let crates = worked.iter().filter(|action| action.starts_with("rust:")).count();
        assert_eq!(crates, ran, "{keys}: {worked:?}");
    }
}

#[test]
fn crates_may_be_built_one_after_the_other() {
    let Some(project) = Project::new("crates_may_be_built_one_after_the_other") else { return };
    project.write(
        "src/main.zig",
        &SUM.replace(
            "const adder",
            "comptime {\n    _ = @import(\"b\");\n    _ = @import(\"c\");\n}\nconst adder",
        ),
    );
    project.adder("cdylib").write("src/main.zig", SUM);
    let config = project.read("zbuild.json");
    let mut crates = String::new();
    for name in ["b", "c"] {
        let entry = format!(", {{ \"name\": \"{name}\", \"path\": \"{name}\", \"crate_type\": \"cdylib\" }}");
        crates.push_str(&entry);
        project.write(
            &format!("{name}/Cargo.toml"),
            &format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n"),
        );
        project.write(
            &format!("{name}/src/lib.rs"),
            &format!("#[unsafe(no_mangle)]\npub extern \"C\" fn {name}_one() -> u8 {{ 1 }}\n"),
        );
    }
    project.write(
        "zbuild.json",
        &config.replace("\"crate_type\": \"cdylib\" }", &format!("\"crate_type\": \"cdylib\" }}{crates}")),
    );
    integrated(&project, "\"parallel_builds\": false");
    project.expect(0, &["build", "--jobs", "4", "--trace", "trace.json"]);
    let trace: serde_json::Value = serde_json::from_str(&project.read("trace.json")).unwrap_or_default();
    let number = |event: &serde_json::Value, key: &str| event[key].as_f64().unwrap_or_default();
    let mut spans: Vec<(f64, f64)> = trace["traceEvents"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|event| event["name"].as_str().is_some_and(|name| name.starts_with("crate ")))
        .map(|event| (number(event, "ts"), number(event, "ts") + number(event, "dur")))
        .collect();
    assert_eq!(spans.len(), 3, "{trace}");
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert!(spans.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{spans:?}");
}

/// What cargo and ghostbind look at before they build again, zbuild looks at too.
#[test]
fn folders_that_a_build_script_watches_and_what_it_does_not_tell() {
    let test = "folders_that_a_build_script_watches_and_what_it_does_not_tell";
    let Some(project) = Project::new(test) else { return };
    let script = |watched: &str| {
        format!(
            "fn main() {{\n    println!(\"cargo::rerun-if-changed={watched}\");\n    \
             let count = std::fs::read_dir(\"data\").unwrap().count();\n    \
             println!(\"cargo::rustc-env=COUNT={{count}}\");\n}}\n"
        )
    };
    project
        .write("zbuild.json", r#"{ "workspace": { "members": ["count"] } }"#)
        .write("count/Cargo.toml", "[package]\nname = \"count\"\nversion = \"0.1.0\"\nedition = \"2024\"\n")
        .write("count/build.rs", &script("data"))
        .write("count/data/a", "")
        .write("count/src/main.rs", "fn main() { println!(env!(\"COUNT\")); }\n");
    let prints = |expected: &str| {
        project.expect(0, &["build"]);
        assert_eq!(project.program("zig-out/bin/count"), expected);
    };
    prints("1\n");
    assert_eq!(project.count(&["build"]), (0, 0));
    project.write("count/data/b", "");
    prints("2\n");
    assert_eq!(project.count(&["build"]), (0, 0));
    // A file that is not there: the usual way to be asked each time.
    project.write("count/build.rs", &script("always"));
    prints("2\n");
    project.write("count/data/c", "");
    prints("3\n");
    assert_eq!(project.worked(&["build"]).len(), 1, "cargo is asked each time");
}
