//! Silencing, baselines, broken files, build files and the forms of output.
#![allow(clippy::unwrap_used, reason = "a test that cannot read its cases fails")]

use std::fs;

use camino::Utf8Path;
use zeke_core::analyze::analyze;
use zeke_core::finding::{Analysis, Class, Severity};
use zeke_core::project::Project;
use zeke_core::sarif;
use zeke_core::silence::Baseline;

const RUST: &str = "\
pub struct Parser(u32);

#[no_mangle]
pub extern \"C\" fn parser_new() -> *mut Parser {
    Box::into_raw(Box::new(Parser(0)))
}
";

/// A folder with these files, analysed.
fn analysed(files: &[(&str, &[u8])]) -> (Analysis, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let root = Utf8Path::from_path(folder.path()).unwrap();
    for (name, bytes) in files {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let project = Project::load(root).unwrap();
    let left_out = project.left_out.iter().map(|left| format!("{}: {}", left.path, left.reason)).collect();
    (analyze(&project), left_out)
}

fn said(analysis: &Analysis) -> Vec<(Class, Severity, u32)> {
    analysis.findings.iter().map(|f| (f.class, f.severity, f.location.line)).collect()
}

#[test]
fn comments_with_a_reason_silence_and_others_are_reported() {
    let with = |comment: &str| RUST.replace("    Box::", &format!("    {comment}\n    Box::"));
    let found = |text: &str| said(&analysed(&[("lib.rs", text.as_bytes())]).0);
    let no_free = Class::OwnershipNoFreeFn;
    assert_eq!(found(RUST), [(no_free, Severity::Warning, 5)]);
    assert_eq!(found(&with("// zeke: allow(ownership-no-free-fn) lives as long as the process")), []);
    assert_eq!(
        found(&with("// zeke: allow(static-mut, ownership-no-free-fn) lives for ever")),
        [(Class::StaticMut, Severity::Hint, 5)]
    );
    assert_eq!(
        found(&with("// zeke: allow(ownership-no-free-fn)")),
        [(no_free, Severity::Warning, 5), (no_free, Severity::Warning, 6)]
    );
    assert_eq!(
        found(&with("// see zeke: allow(ownership-no-free-fn) above")),
        [(no_free, Severity::Warning, 6)]
    );
    let trailing = RUST.replace("Parser(0)))", "Parser(0))) // zeke: allow(ownership-no-free-fn) one only");
    assert_eq!(found(&trailing), []);
    let (unknown, _) = analysed(&[("lib.rs", with("// zeke: allow(no-such) why").as_bytes())]);
    assert_eq!(unknown.problems.len(), 1);
}

/// A symbol may be declared in several files, and rightly in some of them only.
#[test]
fn every_declaration_of_a_symbol_is_held_against_its_definition() {
    let check = |files: &[(&str, &str)], expected: &[(&str, u32)], uses: usize| {
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        let (analysis, _) = analysed(&files);
        let found: Vec<(&str, u32)> =
            analysis.findings.iter().map(|f| (f.location.file.as_str(), f.location.line)).collect();
        assert_eq!(found, expected, "{files:?}");
        assert_eq!(analysis.boundary.len(), 1 + uses, "{files:?}");
    };
    let lib = ("lib.rs", "#[no_mangle]\npub extern \"C\" fn twice(x: u64) -> u64 { x.wrapping_mul(2) }\n");
    let (right, wrong) = ("extern fn twice(x: u64) u64;\n", "extern fn twice(x: u32) u64;\n");
    check(&[lib, ("a.zig", right), ("b.zig", wrong)], &[("b.zig", 1)], 2);
    check(&[lib, ("a.zig", wrong), ("b.zig", right)], &[("a.zig", 1)], 2);
    check(&[lib, ("a.zig", wrong), ("b.zig", wrong)], &[("a.zig", 1), ("b.zig", 1)], 2);
    let branches = "const c = if (small) struct {\n    pub extern fn twice(x: u64) u64;\n} else struct {\n    \
        pub extern fn twice(x: u32) u64;\n};\n";
    check(&[lib, ("a.zig", branches)], &[], 1);
    let zig = ("main.zig", "export fn twice(x: u64) u64 {\n    return x *% 2;\n}\n");
    let declared = |ty: &str| format!("extern \"C\" {{\n    fn twice(x: {ty}) -> u64;\n}}\n");
    let (right, wrong) = (declared("u64"), declared("u32"));
    check(&[zig, ("a.rs", &right), ("b.rs", &wrong)], &[("b.rs", 2)], 2);
    let apart = format!("#[cfg(feature = \"wide\")]\n{right}#[cfg(not(feature = \"wide\"))]\n{wrong}");
    let manifest = ("Cargo.toml", "[package]\nname = \"a\"\nversion = \"0.1.0\"\n[features]\nwide = []\n");
    check(&[zig, manifest, ("src/lib.rs", &apart)], &[], 1);
}

#[test]
fn the_other_side_may_silence_as_well() {
    let rust = "#[no_mangle]\npub extern \"C\" fn half(x: u64) -> u64 {\n    x / 2\n}\n";
    let zig = "// zeke: allow(sig-int-width) the host is big-endian on purpose\nextern fn half(x: u32) u64;\n\
               pub fn main() void {\n    _ = half(2);\n}\n";
    let (silenced, _) = analysed(&[("lib.rs", rust.as_bytes()), ("main.zig", zig.as_bytes())]);
    assert_eq!(said(&silenced), []);
    let rust = rust.replace("pub extern", "// zeke: allow(sig-int-width) known\npub extern");
    let zig = zig.replace("// zeke: allow(sig-int-width) the host is big-endian on purpose\n", "");
    let (silenced, _) = analysed(&[("lib.rs", rust.as_bytes()), ("main.zig", zig.as_bytes())]);
    assert_eq!(said(&silenced), []);
}

#[test]
fn a_baseline_takes_out_what_it_knows_and_nothing_else() {
    let (before, _) = analysed(&[("lib.rs", RUST.as_bytes())]);
    let text = serde_json::to_string(&Baseline::of(&before)).unwrap();
    let baseline = Baseline::parse(&text).unwrap();
    // The same finding on another line, and a new one in the same file.
    let moved = format!(
        "\n\n{RUST}{}",
        RUST.replace("parser_new", "parser_open").replace("pub struct Parser(u32);", "")
    );
    let (mut after, _) = analysed(&[("lib.rs", moved.as_bytes())]);
    assert_eq!(baseline.apply(&mut after), 0);
    assert_eq!(after.findings.len(), 1);
    assert!(after.findings[0].message.contains("parser_open"));
    let (mut clean, _) = analysed(&[("lib.rs", b"pub fn nothing() {}\n")]);
    assert_eq!(baseline.apply(&mut clean), 1);
    assert!(Baseline::parse("{\"schema\":2,\"findings\":[]}").is_err());
    assert!(Baseline::parse("[]").is_err());
}

#[test]
fn broken_files_are_told_and_the_rest_is_analysed() {
    let deep = format!("const x = {}1{};", "(".repeat(20_000), ")".repeat(20_000));
    let deep_rust = format!("fn f() {{ {}1{}; }}", "(".repeat(5_000), ")".repeat(5_000));
    let (analysis, left_out) = analysed(&[
        ("a/lib.rs", RUST.as_bytes()),
        ("b/lib.rs", b"pub extern \"C\" fn f( {"),
        ("c/lib.rs", b"\xff\xfe not text"),
        ("d/main.zig", b"export fn f( u32 {{{ ]"),
        ("e/main.zig", deep.as_bytes()),
        ("e/lib.rs", deep_rust.as_bytes()),
        ("f/lib.rs", b""),
        ("g/Cargo.toml", b"[package\nname = 3"),
        ("g/src/lib.rs", RUST.as_bytes()),
    ]);
    assert_eq!(left_out.len(), 1, "{left_out:?}");
    assert!(left_out[0].starts_with("c/lib.rs: not UTF-8"));
    assert!(analysis.problems.iter().any(|problem| problem.place.file == "b/lib.rs"));
    let files: Vec<&str> = analysis.findings.iter().map(|f| f.location.file.as_str()).collect();
    assert_eq!(files, ["a/lib.rs", "g/src/lib.rs"]);
}

#[cfg(unix)]
#[test]
fn loops_of_links_end() {
    let folder = tempfile::tempdir().unwrap();
    let root = Utf8Path::from_path(folder.path()).unwrap();
    fs::create_dir(root.join("src")).unwrap();
    fs::write(root.join("src/lib.rs"), RUST).unwrap();
    std::os::unix::fs::symlink("..", root.join("src/up")).unwrap();
    std::os::unix::fs::symlink("lib.rs", root.join("src/again.rs")).unwrap();
    let analysis = analyze(&Project::load(root).unwrap());
    assert_eq!(analysis.findings.len(), 1);
}

#[test]
fn features_that_nobody_turns_on_are_off() {
    let manifest = "[package]\nname = \"gfx\"\nversion = \"0.1.0\"\n[lib]\ncrate-type = [\"staticlib\"]\n\
                    [features]\ndefault = [\"basic\"]\nbasic = []\nextra = []\n";
    let rust = "#[cfg(feature = \"basic\")]\n#[no_mangle]\npub extern \"C\" fn gfx_a() {}\n\
                #[cfg(feature = \"extra\")]\n#[no_mangle]\npub extern \"C\" fn gfx_b() {}\n";
    let zig = "extern fn gfx_a() void;\nextern fn gfx_b() void;\npub fn main() void {\n    gfx_a();\n    gfx_b();\n}\n";
    let files = [("Cargo.toml", manifest), ("src/lib.rs", rust), ("main.zig", zig)];
    let bytes = |more: &[(&'static str, &'static str)]| -> Vec<Class> {
        let all: Vec<(&str, &[u8])> = files.iter().chain(more).map(|(n, t)| (*n, t.as_bytes())).collect();
        analysed(&all).0.findings.iter().map(|f| f.class).collect()
    };
    assert_eq!(bytes(&[]), [Class::LinkMissingSymbol]);
    assert_eq!(bytes(&[("build.sh", "cargo build --features extra\n")]), []);
}

#[test]
fn what_nobody_offers_is_missing_where_everything_is_known() {
    let manifest = "[package]\nname = \"gfx\"\nversion = \"0.1.0\"\n[lib]\ncrate-type = [\"staticlib\"]\n";
    let rust = "#[no_mangle]\npub extern \"C\" fn gfx_open(width: u32) -> u32 {\n    width\n}\n";
    let zig = "extern fn gfx_open(width: u32) u32;\nextern fn gfx_present(id: u32) void;\n\
               pub fn main() void {\n    gfx_present(gfx_open(3));\n}\n";
    let check = |more: &[(&'static str, &'static str)], expected: &[(Class, Severity, u32)]| {
        let mut files = vec![("core/Cargo.toml", manifest), ("core/src/lib.rs", rust), ("src/main.zig", zig)];
        files.extend(more);
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        assert_eq!(said(&analysed(&files).0), expected, "{more:?}");
    };
    let missing = [(Class::LinkMissingSymbol, Severity::Error, 2)];
    check(&[], &missing);
    check(
        &[(
            "zbuild.json",
            "{\"dependencies\": {\"rust_crates\": [{\"name\": \"gfx\", \"path\": \"core\"}]}}",
        )],
        &missing,
    );
    // What is called otherwise may be the system's.
    let other = "extern fn gfx_open(width: u32) u32;\nextern fn malloc_info_of_this_system(id: u32) void;\n\
                 pub fn main() void {\n    malloc_info_of_this_system(gfx_open(3));\n}\n";
    let files = [("core/Cargo.toml", manifest), ("core/src/lib.rs", rust), ("src/main.zig", other)];
    assert_eq!(said(&analysed(&files.map(|(name, text)| (name, text.as_bytes()))).0), []);
    // Another crate, another library, or a file in C may have it.
    check(
        &[
            ("more/Cargo.toml", "[package]\nname = \"more\"\nversion = \"0.1.0\"\n"),
            ("more/src/lib.rs", "#[no_mangle]\npub extern \"C\" fn gfx_present(_: u32) {}\n"),
        ],
        &[],
    );
    check(&[("build.sh", "zig build-exe src/main.zig -lgfx -lscreen\n")], &[]);
    check(&[("src/present.c", "void gfx_present(unsigned id) {}\n")], &[]);
}

#[test]
fn two_archives_of_rust_in_one_program_are_told() {
    let manifest = |name: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\n[lib]\ncrate-type = [\"staticlib\"]\n")
    };
    let rust =
        |name: &str| format!("#[no_mangle]\npub extern \"C\" fn {name}_level() -> u32 {{\n    3\n}}\n");
    let zig = "extern fn one_level() u32;\nextern fn two_level() u32;\n\
               pub fn main() void {\n    _ = one_level() + two_level();\n}\n";
    let (one, two) = (manifest("one"), manifest("two"));
    let (one_rs, two_rs) = (rust("one"), rust("two"));
    let mut files: Vec<(&str, &[u8])> = vec![
        ("one/Cargo.toml", one.as_bytes()),
        ("one/src/lib.rs", one_rs.as_bytes()),
        ("two/Cargo.toml", two.as_bytes()),
        ("two/src/lib.rs", two_rs.as_bytes()),
        ("main.zig", zig.as_bytes()),
    ];
    assert_eq!(said(&analysed(&files).0), [(Class::LinkDuplicateRuntime, Severity::Warning, 5)]);
    files.push(("zbuild.json", b"{}"));
    assert_eq!(said(&analysed(&files).0), []);
}

#[test]
fn the_json_form_is_the_published_one() {
    let root = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let schema = fs::read_to_string(root.join("docs/schema/zeke-analysis.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let analysis = analyze(&Project::load(&root.join("tests/corpus")).unwrap());
    assert!(analysis.findings.len() > 50);
    let value = serde_json::to_value(&analysis).unwrap();
    let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
    assert_eq!(errors, [""; 0]);
    // Every class that there is can be told in that form.
    for class in Class::ALL {
        assert!(schema.contains(&format!("\"{class}\"")), "{class}");
    }
}

#[test]
fn sarif_names_every_rule_and_place() {
    let (analysis, _) = analysed(&[("lib.rs", RUST.as_bytes())]);
    let document = sarif::document(&analysis);
    assert_eq!(document["version"], "2.1.0");
    let run = &document["runs"][0];
    let result = &run["results"][0];
    assert_eq!(result["ruleId"], "ownership-no-free-fn");
    assert_eq!(result["level"], "warning");
    let rule = usize::try_from(result["ruleIndex"].as_u64().unwrap_or(0)).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], "ownership-no-free-fn");
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 5);
}

/// What SARIF 2.1.0 demands of the objects that are written here (its sections are named beside), and
/// nothing else may be written. The whole schema of OASIS is not kept in this repository.
const SARIF: &str = r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object", "additionalProperties": false, "required": ["version", "runs"],
  "properties": {
    "$schema": {"type": "string", "format": "uri", "$comment": "3.13.3"},
    "version": {"const": "2.1.0", "$comment": "3.13.2"},
    "runs": {"type": "array", "items": {"$ref": "#/$defs/run"}}
  },
  "$defs": {
    "text": {"type": "object", "additionalProperties": false, "required": ["text"], "$comment": "3.11, 3.12",
      "properties": {"text": {"type": "string", "minLength": 1}}},
    "run": {"type": "object", "additionalProperties": false, "required": ["tool", "results"], "$comment": "3.14",
      "properties": {
        "tool": {"type": "object", "additionalProperties": false, "required": ["driver"], "$comment": "3.18",
          "properties": {"driver": {"$ref": "#/$defs/component"}}},
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"], "$comment": "3.14.17"},
        "results": {"type": "array", "items": {"$ref": "#/$defs/result"}}}},
    "component": {"type": "object", "additionalProperties": false, "required": ["name"], "$comment": "3.19",
      "properties": {"name": {"type": "string"}, "version": {"type": "string"},
        "informationUri": {"type": "string", "format": "uri"},
        "rules": {"type": "array", "uniqueItems": true, "items": {"$ref": "#/$defs/rule"}}}},
    "rule": {"type": "object", "additionalProperties": false, "required": ["id"], "$comment": "3.49",
      "properties": {"id": {"type": "string"}, "shortDescription": {"$ref": "#/$defs/text"}}},
    "result": {"type": "object", "additionalProperties": false, "required": ["message"], "$comment": "3.27",
      "properties": {"ruleId": {"type": "string"}, "level": {"enum": ["none", "note", "warning", "error"]},
        "message": {"$ref": "#/$defs/text"},
        "locations": {"type": "array", "items": {"$ref": "#/$defs/location"}},
        "relatedLocations": {"type": "array", "uniqueItems": true, "items": {"$ref": "#/$defs/location"}}}},
    "location": {"type": "object", "additionalProperties": false, "required": ["physicalLocation"], "$comment": "3.28",
      "properties": {"physicalLocation": {"type": "object", "additionalProperties": false,
        "required": ["artifactLocation"], "$comment": "3.29",
        "properties": {
          "artifactLocation": {"type": "object", "additionalProperties": false, "required": ["uri"],
            "properties": {"uri": {"type": "string", "pattern": "^[A-Za-z0-9._~%/-]+$"}}},
          "region": {"type": "object", "additionalProperties": false, "required": ["startLine"], "$comment": "3.30",
            "properties": {"startLine": {"type": "integer", "minimum": 1},
              "startColumn": {"type": "integer", "minimum": 1}}}}}}}
  }
}"##;

#[test]
fn sarif_is_what_the_standard_demands() {
    let schema: serde_json::Value = serde_json::from_str(SARIF).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let corpus = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    for set in ["ffi", "boundary", "projects"] {
        let document = sarif::document(&analyze(&Project::load(&corpus.join(set)).unwrap()));
        let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{set}: {errors:?}");
        let run = &document["runs"][0];
        let ids: Vec<&serde_json::Value> =
            run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|rule| &rule["id"]).collect();
        let results = run["results"].as_array().unwrap();
        assert!(!results.is_empty() && results.iter().all(|result| ids.contains(&&result["ruleId"])));
    }
}

/// What the packages of a workspace and its build files say of each other.
#[test]
fn packages_are_read_with_what_they_depend_on_and_with_the_features_that_are_asked_for() {
    let check = |files: &[(&str, &str)], expected: &[(Class, u32)]| {
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        let found: Vec<(Class, u32)> =
            said(&analysed(&files).0).into_iter().map(|(class, _, line)| (class, line)).collect();
        assert_eq!(found, expected, "{files:?}");
    };
    // A type that stands in another package, which offers functions of its own.
    let shapes = "#[repr(C)]\npub struct Edges { pub west: f64, pub south: f64 }\n\
                  #[no_mangle]\npub extern \"C\" fn edges_wide(e: Edges) -> f64 { e.west }\n";
    let ffi = "pub use my_shapes::Edges;\n#[no_mangle]\npub extern \"C\" fn edges_of(id: u32) -> Edges \
               { Edges { west: f64::from(id), south: 0.0 } }\n";
    let zig = |fields: &str| {
        format!("pub const Edges = extern struct {{\n    {fields}\n}};\nextern fn edges_of(id: u32) Edges;\n")
    };
    let (right, wrong) = (zig("west: f64,\n    south: f64,"), zig("south: f64,\n    west: f64,"));
    for depends in ["{ path = \"../shapes\" }", "{ workspace = true }"] {
        let manifest = format!(
            "[package]\nname = \"ffi\"\n[lib]\ncrate-type = [\"staticlib\"]\n[dependencies]\nmy-shapes = {depends}\n"
        );
        let files = |zig| {
            [
                ("Cargo.toml", "[workspace]\n[workspace.dependencies]\nmy-shapes = { path = \"shapes\" }\n"),
                ("ffi/Cargo.toml", manifest.as_str()),
                ("ffi/src/lib.rs", ffi),
                ("shapes/Cargo.toml", "[package]\nname = \"my-shapes\"\n"),
                ("shapes/src/lib.rs", shapes),
                ("main.zig", zig),
            ]
        };
        check(&files(&right), &[]);
        check(&files(&wrong), &[(Class::LayoutFieldOrder, 2)]);
    }
    // A feature that `zbuild.json` asks for, and one that nobody does.
    let manifest = "[package]\nname = \"stock\"\n[lib]\ncrate-type = [\"staticlib\"]\n\
                    [features]\nledger = []\nother = []\n";
    let lib = "#[cfg(feature = \"ledger\")]\n#[no_mangle]\npub extern \"C\" fn moves() -> u32 { 0 }\n";
    let json = |features: &str, more: &str| {
        format!(
            "{{\"dependencies\": {{\"rust_crates\": [{{\"name\": \"stock\", \"path\": \"stock\", \
             \"features\": [{features}]}}]}}{more}}}"
        )
    };
    let targets = ", \"targets\": {\"all\": {\"features\": [\"ledger\"]}}";
    for (json, expected) in [
        (json("\"other\"", ""), &[(Class::LinkMissingSymbol, 3)][..]),
        (json("\"ledger\"", ""), &[]),
        (json("", targets), &[]),
        (json("", "").replace('}', "} // a comment\n"), &[]),
    ] {
        let zig = "extern fn moves() u32;\npub fn main() void {\n    _ = moves();\n}\n";
        check(
            &[
                ("stock/Cargo.toml", manifest),
                ("stock/src/lib.rs", lib),
                ("src/main.zig", zig),
                ("zbuild.json", &json),
            ],
            expected,
        );
    }
}

/// A root that no build file names, and a pointer that Rust has no const form for.
#[test]
fn what_has_no_other_form_and_what_nobody_names_is_no_fault() {
    let zig = "pub const Frame = extern struct { number: u64 };\nvar frame: Frame = .{ .number = 0 };\n\
               export fn latest() ?*const Frame {\n    return &frame;\n}\n";
    let rust = |result: &str| {
        format!(
            "#[repr(C)]\npub struct Frame {{ number: u64 }}\n\
             extern \"C\" {{\n    fn latest() -> {result};\n}}\n"
        )
    };
    for (result, severity) in
        [("Option<std::ptr::NonNull<Frame>>", Severity::Info), ("*mut Frame", Severity::Warning)]
    {
        let rust = rust(result);
        let files = [("board/root.zig", zig), ("main.rs", rust.as_str()), ("zbuild.json", "{}")];
        let (analysis, _) = analysed(&files.map(|(name, text)| (name, text.as_bytes())));
        assert_eq!(said(&analysis), [(Class::SigPointerConst, severity, 4)], "{result}");
    }
}
