//! Commands that need no model, on a project of both languages: what they say, what they write, and
//! that the compilers agree.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "what cannot go on has failed; what is skipped is said"
)]

#[path = "../../zeke-core/tests/stub/mod.rs"]
mod stub;
mod world;

use std::fs;
use std::process::Output;

use serde_json::Value;
use world::{Done, World};

/// A library of Rust, and a program in Zig that uses it.
const LIB: &str = include_str!("tasks/lib.rs.txt");
const MAIN: &str = include_str!("tasks/main.zig");
/// A library of Zig.
const ALGORITHMS: &str = include_str!("tasks/algorithms.zig");

fn project() -> World {
    let world = World::new().with_tools();
    world.write("lib.rs", LIB);
    world.write("main.zig", MAIN);
    world
}

fn zig_library() -> World {
    let world = World::new().with_tools();
    world.write("src/algorithms.zig", ALGORITHMS);
    world
}

/// Whether there is a Zig to compile with; says so where there is none.
fn has_zig() -> bool {
    let found = zig_program().is_some();
    if !found {
        println!("skipped: neither GHOST_ZIG nor PATH has a Zig");
    }
    found
}

fn zig_program() -> Option<String> {
    let named = std::env::var("GHOST_ZIG").ok().filter(|path| !path.is_empty());
    let on_path = || {
        let path = std::env::var_os("PATH")?;
        let found =
            std::env::split_paths(&path).map(|folder| folder.join("zig")).find(|file| file.is_file())?;
        Some(found.display().to_string())
    };
    named.or_else(on_path)
}

fn tool(world: &World, program: &str, args: &[&str]) -> Output {
    #[expect(clippy::disallowed_methods, reason = "the tests' place for other programs")]
    let mut command = std::process::Command::new(program);
    command.args(args).env_clear().envs(&world.vars).current_dir(&world.home).output().unwrap()
}

fn works(output: &Output) {
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// The JSON form of a command, held against its published schema.
fn json(world: &World, name: &str, args: &[&str], code: i32) -> Value {
    let args: Vec<&str> = args.iter().copied().chain(["--output-format", "json"]).collect();
    let done = world.run(&args, "");
    assert_eq!(done.code, Some(code), "{args:?}: {}", done.err);
    let path = format!("{}/../../docs/schema/zeke-{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let value = done.json();
    let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{args:?}: {errors:?}");
    value
}

/// Every file below the user's home, less what zeke keeps for itself.
fn files(world: &World) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![world.home.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = camino::Utf8PathBuf::from_path_buf(entry.unwrap().path()).unwrap();
            if path.is_dir() && !path.ends_with(".local") && !path.ends_with(".cache") {
                open.push(path);
            } else if path.is_file() {
                found.push(path.strip_prefix(&world.home).unwrap().to_string());
            }
        }
    }
    found.sort();
    found
}

#[test]
fn what_is_read_is_told_and_nothing_is_written() {
    let world = project();
    let before = files(&world);
    let explained = json(&world, "explain", &["explain", "--file=main.zig", "--context=rust-integration"], 0);
    let symbols: Vec<&str> =
        explained["uses"].as_array().unwrap().iter().map(|u| u["symbol"].as_str().unwrap()).collect();
    assert_eq!(symbols, ["add_one", "stack_free", "stack_new", "stack_push", "sum"]);
    let sum = &explained["uses"][4];
    assert_eq!(sum["definition"], "pub unsafe extern \"C\" fn sum(values: *const i32, len: usize) -> i64");
    assert_eq!(sum["declaration"], "extern fn sum(values: [*]const i32, len: usize) i64");
    assert!(sum["errors"].to_string().contains("Null for `values` gives `0`"), "{sum}");
    // Loose files import one another over folders.
    world.write("part/inner.zig", "extern fn sum(values: [*]const i32, len: usize) i64;\n");
    world.write("outer.zig", "pub const inner = @import(\"part/inner.zig\");\n");
    let explained = json(&world, "explain", &["explain", "--file=outer.zig"], 0);
    assert_eq!(explained["imports"], serde_json::json!(["part/inner.zig"]));
    assert_eq!(explained["uses"][0]["symbol"], "sum");
    for gone in ["outer.zig", "part/inner.zig"] {
        fs::remove_file(world.home.join(gone)).unwrap();
    }
    let suggested = json(&world, "refactor", &["refactor", "suggest", "--lang-boundary", "rust-zig"], 0);
    let kinds: Vec<(&str, &str)> = suggested["suggestions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| (s["kind"].as_str().unwrap(), s["symbol"].as_str().unwrap()))
        .collect();
    assert_eq!(
        kinds,
        [("check-null", "stack_new"), ("batch-calls", "add_one"), ("check-error", "stack_push")]
    );
    let documented = json(&world, "document", &["document", "--api-boundaries", "--integration-patterns"], 0);
    let text = documented["files"].to_string();
    for needed in ["mermaid", "## `sum`", "**Opaque handle** `Stack`", "gives it to `stack_free`"] {
        assert!(text.contains(needed), "{needed} is not in {text}");
    }
    assert_eq!(files(&world), before);
}

#[test]
fn a_review_is_about_its_files() {
    let world = project();
    let other = "extern fn twice(value: i64) i64;\npub fn f() i64 {\n    return twice(1);\n}\n";
    world.write("other.zig", other);
    let check = |args: &[&str], code: i32, found: usize| {
        let args: Vec<&str> = ["review"].iter().chain(args).copied().collect();
        let value = json(&world, "review", &args, code);
        assert_eq!(value["findings"].as_array().unwrap().len(), found, "{args:?}: {value}");
    };
    check(&["--files", ""], 0, 0);
    check(&["--files", "main.zig"], 0, 0);
    check(&["--files", "main.zig\nother.zig\n"], 1, 1);
    // The other half of the mistake stands in other.zig.
    check(&["--files", "lib.rs", "--suggest-optimizations"], 1, 1);
    check(&["--files", "gone.zig"], 0, 0);
    check(&[], 1, 1);
    assert_eq!(world.run(&["review", "--diff", "--output=x"], "").code, Some(2));
}

/// What a macro of another crate makes and what a dependency exports stands in no source of the crate.
#[test]
fn what_macros_and_dependencies_export_is_wrapped() {
    if !has_zig() {
        return;
    }
    let world = World::new().with_tools();
    let manifest = |name: &str, rest: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n{rest}")
    };
    world.write("inner/Cargo.toml", &manifest("inner", ""));
    world.write(
        "inner/src/lib.rs",
        "#[macro_export]\nmacro_rules! exports {\n    ($($name:ident $op:ident)*) => { $(\n        #[no_mangle]\n        \
         pub extern \"C\" fn $name(a: u32, b: u32) -> u32 { a.$op(b) }\n    )* };\n}\n\n\
         #[no_mangle]\npub extern \"C\" fn inner_twice(x: u32) -> u32 { x.wrapping_mul(2) }\n",
    );
    let rest = "[lib]\ncrate-type = [\"staticlib\"]\n[dependencies]\ninner = { path = \"../inner\" }\n";
    world.write("outer/Cargo.toml", &manifest("outer", rest));
    let lib =
        "pub use inner::inner_twice;\ninner::exports! { outer_sum wrapping_add outer_rest wrapping_sub }\n";
    world.write("outer/src/lib.rs", lib);
    // A lock file that cargo brings up to date is put back: the project is read, not written.
    let lock = "version = 4\n\n[[package]]\nname = \"outer\"\nversion = \"0.1.0\"\n";
    world.write("outer/Cargo.lock", lock);
    let before = files(&world);
    let args = ["generate", "ffi-wrapper", "--source", "outer/src/lib.rs", "--target", "zig"];
    let made = json(&world, "generate", &args, 0);
    let text = made["files"][0]["text"].as_str().unwrap();
    for symbol in ["inner_twice", "outer_sum", "outer_rest"] {
        assert!(text.contains(&format!("fn {symbol}(")), "{symbol}: {text}");
    }
    assert_eq!(made["verdict"], "verified");
    let tested = json(&world, "test", &["test", "--rust-integration"], 0);
    let names = tested["suites"].to_string();
    assert!(names.contains("outer_sum") && names.contains("outer_rest"), "{names}");
    assert_eq!(files(&world), before);
    assert_eq!(fs::read_to_string(world.home.join("outer/Cargo.lock")).unwrap(), lock);
}

/// What is staged is what the index has, whatever became of the file since.
#[test]
fn a_review_of_what_is_staged_reads_the_index() {
    let world = project();
    if tool(&world, "sh", &["-c", "command -v git"]).stdout.is_empty() {
        println!("skipped: no git on PATH");
        return;
    }
    world.write(".gitignore", ".local\n.config\n.cache\n");
    let git = |args: &[&str]| works(&tool(&world, "git", args));
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"]);
    let right = "extern fn twice(value: i32) i32;\npub fn f() i32 {\n    return twice(1);\n}\n";
    let wrong = right.replace("i32", "i64");
    let staged = |code: i32, found: usize| {
        let value = json(&world, "review", &["review", "--staged"], code);
        assert_eq!(value["findings"].as_array().unwrap().len(), found, "{value}");
    };
    staged(0, 0);
    world.write("other.zig", &wrong);
    git(&["add", "other.zig"]);
    world.write("other.zig", right);
    staged(1, 1);
    git(&["add", "other.zig"]);
    world.write("other.zig", &wrong);
    staged(0, 0);
    git(&["rm", "-qf", "--cached", "other.zig", "main.zig"]);
    staged(0, 0);
}

/// The script of the guide, as it stands there.
const WORKFLOW: &str = r#"#!/bin/bash
zeke analyze --project . --output-format json > analysis.json

zeke review \
    --files "$(git diff --name-only)" \
    --context rust-zig-integration \
    --suggest-optimizations

zeke generate-tests \
    --ffi-focus \
    --memory-safety \
    --cross-language \
    --output tests/generated/

zeke document \
    --api-boundaries \
    --integration-patterns \
    --output docs/ai-generated/

echo "complete"
"#;

#[test]
fn the_workflow_runs_as_written_on_a_clean_and_on_a_changed_tree() {
    let mut world = project();
    let folder = camino::Utf8Path::new(env!("CARGO_BIN_EXE_zeke")).parent().unwrap();
    let path = format!("{folder}:{}", world.vars["PATH"]);
    world.set("PATH", &path);
    if tool(&world, "sh", &["-c", "command -v git && command -v bash"]).stdout.is_empty() {
        println!("skipped: no git or no bash on PATH");
        return;
    }
    world.write("flow.sh", WORKFLOW);
    world.write(".gitignore", ".local\n.config\n.cache\n");
    let git = "git init -q && git add . && git -c user.name=a -c user.email=a@b commit -qm a";
    works(&tool(&world, "sh", &["-c", git]));
    for change in ["", "// changed\n"] {
        world.write("main.zig", &format!("{MAIN}{change}"));
        let output = tool(&world, "bash", &["-e", "flow.sh"]);
        works(&output);
        assert!(String::from_utf8_lossy(&output.stdout).ends_with("complete\n"));
        let analysis: Value =
            serde_json::from_slice(&fs::read(world.home.join("analysis.json")).unwrap()).unwrap();
        assert_eq!(analysis["schema"], 1);
        assert!(world.home.join("docs/ai-generated/index.md").is_file());
        assert_eq!(fs::read_dir(world.home.join("tests/generated")).unwrap().count(), 1);
    }
}

#[test]
fn a_wrapper_compiles_and_works() {
    if !has_zig() {
        return;
    }
    let world = zig_library();
    let wrapped = ["generate", "ffi-wrapper", "--source", "src/algorithms.zig", "--target", "rust"];
    let made = world.run(&[&wrapped[..], &["--safety-checks", "--memory-management"]].concat(), "");
    assert_eq!(made.code, Some(0), "{}", made.err);
    assert!(made.err.contains("verified: algorithms.rs compiles"), "{}", made.err);
    world.write("wrapper.rs", &made.out);
    world.write("main.rs", include_str!("tasks/uses_wrapper.rs.txt"));
    let zig = zig_program().unwrap();
    let library =
        ["build-lib", "-fPIC", "-fcompiler-rt", "-lc", "-femit-bin=libalgorithms.a", "src/algorithms.zig"];
    works(&tool(&world, &zig, &library));
    works(&tool(
        &world,
        "rustc",
        &[
            "--edition",
            "2021",
            "-D",
            "warnings",
            "-A",
            "dead_code",
            "main.rs",
            "-C",
            "link-arg=libalgorithms.a",
        ],
    ));
    works(&tool(&world, "./main", &[]));
    // And the other way round.
    let world = project();
    let made = world.run(&["generate", "ffi-wrapper", "--source", "lib.rs", "--target", "zig"], "");
    assert_eq!(made.code, Some(0), "{}", made.err);
    world.write("wrapper.zig", &made.out);
    world.write("uses.zig", include_str!("tasks/uses_wrapper.zig"));
    works(&tool(&world, "rustc", &["--crate-type", "staticlib", "-o", "liblib.a", "lib.rs"]));
    works(&tool(&world, &zig, &["test", "uses.zig", "liblib.a", "-lc", "-lunwind"]));
    assert_eq!(
        world.run(&["generate", "ffi-wrapper", "--source", "lib.rs", "--target", "rust"], "").code,
        Some(2)
    );
}

/// `open(…, &handle)`, which says by its result how that went, in both languages.
#[test]
fn a_handle_may_come_through_a_parameter() {
    if !has_zig() {
        return;
    }
    let world = World::new().with_tools();
    world.write("pool.zig", include_str!("tasks/pool.zig"));
    world.write("user.rs", "extern \"C\" { fn pool_size(pool: *const u8) -> u32; }\n");
    let made = world.run(&["generate", "ffi-wrapper", "--source", "pool.zig", "--target", "rust"], "");
    assert_eq!(made.code, Some(0), "{}", made.err);
    world.write("wrapper.rs", &made.out);
    let main = "mod wrapper;\nuse wrapper::{Error, Pool};\nfn main() {\n    \
        assert_eq!(Pool::new(3).unwrap().size(), 3);\n    \
        assert!(matches!(Pool::new(5000), Err(Error::Code(-2))));\n    \
        assert!(matches!(Pool::new(0), Err(Error::Code(1))));\n    \
        assert_eq!(wrapper::pools_left(), 0, \"what was made and called a failure is ended\");\n}\n";
    world.write("main.rs", main);
    let zig = zig_program().unwrap();
    let library = ["build-lib", "-fPIC", "-fcompiler-rt", "-lc", "-femit-bin=libpool.a", "pool.zig"];
    works(&tool(&world, &zig, &library));
    let rustc = ["-D", "warnings", "-A", "dead_code", "main.rs", "-C", "link-arg=libpool.a"];
    works(&tool(&world, "rustc", &rustc));
    works(&tool(&world, "./main", &[]));
    let check = |world: &World, code: i32, needed: &str| {
        let suite = json(world, "test", &["test"], code)["suites"][0].clone();
        let text = if code == 0 { &suite["tests"] } else { &suite["failing"] };
        assert!(text.to_string().contains(needed), "{needed}: {suite}");
    };
    check(&world, 0, "pool_size: gives what the handle was made with");

    let db = "pub struct Db(u64);\n\
        #[no_mangle] pub unsafe extern \"C\" fn db_open(size: u32, out: *mut *mut Db) -> i32 {\n    \
            if out.is_null() { return -1; }\n    *out = Box::into_raw(Box::new(Db(size.into())));\n    0\n}\n\
        #[no_mangle] pub unsafe extern \"C\" fn db_close(db: *mut Db) {\n    \
            if !db.is_null() { drop(Box::from_raw(db)); }\n}\n";
    let world = World::new().with_tools();
    world.write("lib.rs", db);
    let uses = "const Db = opaque {};\nextern fn db_open(size: u32, out: ?*?*Db) c_int;\n\
        extern fn db_close(db: ?*Db) void;\npub fn main() void {}\n";
    world.write("main.zig", uses);
    check(&world, 0, "db_open: null for `out` gives -1");
    world.write("lib.rs", &db.replace("drop(Box::from_raw(db))", "(*db).0 = 0"));
    check(&world, 1, "Db: what is made is ended without a leak");
}

/// Names that mean something else on the other side, or that a wrapper has itself.
#[test]
fn wrappers_of_any_names_compile() {
    if !has_zig() {
        return;
    }
    let check = |source: &str, target: &str, text: &str, needed: &[&str]| {
        let world = World::new().with_tools();
        world.write(source, text);
        let made = world.run(&["generate", "ffi-wrapper", "--source", source, "--target", target], "");
        assert_eq!(made.code, Some(0), "{text}\n{}", made.err);
        assert!(made.err.contains("verified: "), "{}", made.err);
        for words in needed {
            assert!(made.out.contains(words), "{words} is not in {}", made.out);
        }
        (world, made.out)
    };
    let bag = "use std::ffi::{c_char, CString};\npub struct Bag(Vec<u8>);\n\
        #[no_mangle]\npub extern \"C\" fn bag_create() -> *mut Bag { Box::into_raw(Box::new(Bag(Vec::new()))) }\n\
        #[no_mangle]\npub unsafe extern \"C\" fn bag_destroy(b: *mut Bag) { drop(Box::from_raw(b)) }\n\
        #[no_mangle]\npub unsafe extern \"C\" fn bag_init(b: *mut Bag, points: u8) { (*b).0.push(points) }\n\
        #[no_mangle]\npub unsafe extern \"C\" fn bag_deinit(b: *mut Bag) { (*b).0.clear() }\n\
        #[no_mangle]\npub unsafe extern \"C\" fn bag_len(b: *const Bag) -> usize { (*b).0.len() }\n\
        #[no_mangle]\npub unsafe extern \"C\" fn bag_points(b: *const Bag, handle: u8, result: u8) -> u8 { handle + result + (*b).0[0] }\n\
        #[no_mangle]\npub unsafe extern \"C\" fn bag_text(b: *const Bag) -> *mut c_char { CString::new((*b).0.clone()).unwrap().into_raw() }\n\
        #[no_mangle]\npub unsafe extern \"C\" fn text_free(text: *mut c_char) { drop(CString::from_raw(text)) }\n\
        #[no_mangle]\npub extern \"C\" fn bag_kind(_b: *const Bag) -> *const c_char { c\"bag\".as_ptr() }\n";
    check("lib.rs", "zig", bag, &["pub fn init() ", "pub fn init_(", "pub fn deinit_(", "pub fn len("]);
    let names = "pub const Kind = enum(u8) { self, Self, match };\n\
        export fn @\"loop\"(x: i32) i32 { return x; }\n\
        export fn @\"two words\"(self: i32, Self: i32, result: i32) i32 { return self + Self + result; }\n\
        export fn kind_of(kind: Kind) Kind { return kind; }\n";
    check("names.zig", "rust", names, &["raw::r#loop(", "pub fn two_words(", "    Self__ = "]);
    let spec = "const Format = enum(c_int) { s16 = 0, f32 = 1 };\n\
        const Range = extern struct { low: u32, high: u32 };\n\
        const Spec = extern struct { rate: u32, format: Format, ranges: [2]Range };\n\
        export fn spec_size(spec: *const Spec) u32 { return spec.rate; }\n";
    let (world, made) = check("spec.zig", "rust", spec, &["pub use self::raw::{Range, Spec};"]);
    world.write("wrapper.rs", &made);
    let user = "use wrapper::{Format, Range, Spec};\nmod wrapper;\npub fn f() -> u32 {\n    \
        let all = Range { low: 0, high: 1 };\n    \
        let spec = Spec { rate: 8000, format: Format::F32.into(), ranges: [all, all] };\n    \
        let again = std::convert::TryFrom::try_from(spec.format);\n    \
        assert_eq!(again, Ok::<Format, wrapper::Error>(Format::F32));\n    wrapper::spec_size(&spec)\n}\n";
    world.write("user.rs", user);
    works(&tool(&world, "rustc", &["--crate-type", "lib", "--emit", "metadata", "user.rs"]));
    // Enumerations that are written by the library, in many or with values of nobody's.
    let modes = "const Mode = enum(c_int) { slow, fast };\nconst Code = enum(u16) { ok = 0, _ };\n\
        export fn mode_get(out: ?*Mode) bool { const to = out orelse return false; to.* = .fast; return true; }\n\
        export fn mode_all(out: [*]Mode, len: usize) void { for (out[0..len]) |*to| to.* = .slow; }\n\
        const Tagged = extern struct { code: Code, n: u16 };\n\
        export fn tag(t: Tagged) u16 { return t.n; }\n\
        export fn code_next(code: Code) Code { return @enumFromInt(@intFromEnum(code) +% 1); }\n";
    let (world, made) = check("modes.zig", "rust", modes, &["pub use self::raw::{Code, Tagged};"]);
    world.write("wrapper.rs", &made);
    let user = "use wrapper::{Code, Mode};\nmod wrapper;\npub fn f() -> u16 {\n    \
        let mut one = Mode::Slow.into();\n    wrapper::mode_get(Some(&mut one)).unwrap();\n    \
        let mut all = [Mode::Fast.into(); 2];\n    wrapper::mode_all(&mut all);\n    \
        let again: Mode = std::convert::TryFrom::try_from(all[0]).unwrap();\n    \
        assert_eq!(again, Mode::Slow);\n    wrapper::code_next(Code(1)).0\n}\n";
    world.write("user.rs", user);
    works(&tool(&world, "rustc", &["--crate-type", "lib", "--emit", "metadata", "user.rs"]));
}

#[test]
fn a_skeleton_has_both_sides() {
    if !has_zig() {
        return;
    }
    let world = project();
    let sentence = "Count words */ \" with Rust";
    let value = json(&world, "generate", &["generate", "--lang=zig", "--integrate-rust", sentence], 0);
    assert_eq!(value["verdict"], "verified", "{value}");
    let names: Vec<&str> =
        value["files"].as_array().unwrap().iter().map(|f| f["path"].as_str().unwrap()).collect();
    assert_eq!(&names[..2], ["feature.zig", "feature.rs"]);
    assert!(value["files"][0]["text"].as_str().unwrap().starts_with(&format!("//! {sentence}\n")));
    let made = world.run(
        &["generate", "--lang=rust", "--integrate-zig", "--name", "sorter", "--output", "new", "Sort"],
        "",
    );
    assert_eq!(made.code, Some(0), "{}", made.err);
    assert!(world.home.join("new/sorter.rs").is_file() && world.home.join("new/sorter.zig").is_file());
    // Names that the frames have themselves, and words that no compiler takes in a comment.
    let sentence = "Take what is EXISTING\nand TYPE\u{1b}[2J \u{202e}back";
    for (lang, other, name) in [("zig", "--integrate-rust", "status"), ("rust", "--integrate-zig", "error")] {
        let lang = format!("--lang={lang}");
        let value = json(&world, "generate", &["generate", &lang, other, "--name", name, sentence], 0);
        assert_eq!(value["verdict"], "verified", "{value}");
    }
}

#[test]
fn generated_tests_find_planted_mistakes() {
    if !has_zig() {
        return;
    }
    let zig = zig_program().unwrap();
    let world = project();
    let made = world.run(&["generate-tests", "--output", "generated"], "");
    assert_eq!(made.code, Some(0), "{}", made.err);
    let file = fs::read_dir(world.home.join("generated"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path()
        .display()
        .to_string();
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(text.matches("@import(").count(), 1, "more than std is imported");
    let planted = [
        ("", ""),
        ("from_raw_parts(values, len)", "from_raw_parts(values, len - 1)"),
        ("if s.is_null() {\n        return;\n    }\n    drop(Box::from_raw(s));", "let _ = s;"),
        ("if values.is_null() {\n        return 0;\n    }", ""),
    ];
    for (right, wrong) in planted {
        assert!(LIB.contains(right), "{right}");
        world.write("planted.rs", &LIB.replacen(right, wrong, 1));
        works(&tool(&world, "rustc", &["--crate-type", "staticlib", "-o", "libplanted.a", "planted.rs"]));
        let ran = tool(&world, &zig, &["test", &file, "libplanted.a", "-lc", "-lunwind"]);
        assert_eq!(
            ran.status.success(),
            right.is_empty(),
            "{wrong}: {}",
            String::from_utf8_lossy(&ran.stderr)
        );
    }
}

#[test]
fn a_library_that_breaks_its_promise_is_told() {
    if !has_zig() {
        return;
    }
    let world = zig_library();
    let right = json(&world, "test", &["test"], 0);
    assert_eq!(right["suites"][0]["verdict"], "verified", "{right}");
    world.write(
        "src/algorithms.zig",
        &ALGORITHMS.replacen("std.heap.c_allocator.destroy(sorter);", "_ = sorter;", 1),
    );
    let leaking = json(&world, "test", &["test"], 1);
    let failing = leaking["suites"][0]["failing"].to_string();
    assert!(failing.contains("ended without a leak"), "{leaking}");
}

#[test]
fn without_zig_nothing_is_called_verified() {
    let world = World::new();
    world.write("src/algorithms.zig", ALGORITHMS);
    let made =
        world.run(&["generate", "ffi-wrapper", "--source", "src/algorithms.zig", "--target", "rust"], "");
    assert_eq!(made.code, Some(0), "{}", made.err);
    assert!(made.err.contains("unverified: ") && !made.err.contains("zeke: verified"), "{}", made.err);
    let ran: Done = world.run(&["test"], "");
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("is not on PATH"), "{}", ran.err);
    // What is observed needs a run, and here nothing is promised.
    let plain = World::new();
    plain.write("add.zig", "export fn add(a: i32, b: i32) i32 {\n    return a +% b;\n}\n");
    plain.write("main.rs", "extern \"C\" { fn add(a: i32, b: i32) -> i32; }\n");
    let made = plain.run(&["generate-tests", "--output", "made"], "");
    assert!(made.err.contains("0 tests of "), "{}", made.err);
    assert!(
        !plain.home.join("made").exists() || fs::read_dir(plain.home.join("made")).unwrap().next().is_none()
    );
}

#[test]
fn build_files_get_a_patch_that_applies_and_keeps_comments() {
    let world = project();
    let cargo = "# why\n[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[lib]\npath = \"lib.rs\"\n\n\
                 [profile.release]\ncodegen-units = 16 # many\nlto = \"thin\"\n";
    world.write("Cargo.toml", cargo);
    world.write(
        "zbuild.json",
        "{\n  // mixed\n  \"build\": { \"optimization\": \"Debug\", \"strip\": false }\n}\n",
    );
    let args =
        ["optimize", "build-config", "--profile", "production", "--target-analysis", "--dependency-graph"];
    let value = json(&world, "optimize", &args, 0);
    let settings: Vec<&str> = value["advice"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|a| a["in_patch"] == true)
        .map(|a| a["setting"].as_str().unwrap())
        .collect();
    for needed in
        ["profile.release.codegen-units", "profile.release.panic", "build.optimization", "build.strip"]
    {
        assert!(settings.contains(&needed), "{needed}: {value}");
    }
    world.write("p.diff", value["patch"].as_str().unwrap());
    if tool(&world, "sh", &["-c", "command -v git"]).stdout.is_empty() {
        println!("skipped: no git on PATH");
        return;
    }
    works(&tool(&world, "git", &["apply", "p.diff"]));
    let text = fs::read_to_string(world.home.join("Cargo.toml")).unwrap();
    assert!(text.contains("# why") && text.contains("codegen-units = 1 # many"), "{text}");
    assert!(fs::read_to_string(world.home.join("zbuild.json")).unwrap().contains("// mixed"));
    assert_eq!(json(&world, "optimize", &args, 0)["patch"], "");
}

#[test]
fn a_failed_run_gets_a_patch_that_compiles() {
    if !has_zig() {
        return;
    }
    let world = World::new().with_tools();
    world.write("main.zig", "pub fn main() void {\n    var x: u64 = 5;\n    const y = @intCast(u32, x);\n}\nfn c() callconv(.C) void {}\ncomptime {\n    _ = &c;\n}\n");
    let log = "main.zig:2:9: error: local variable is never mutated\n";
    let fixed = world.run(&["fix"], log);
    assert_eq!(fixed.code, Some(0), "{}", fixed.err);
    for needed in
        ["+    const x: u64 = 5;", "+    const y = @as(u32, @intCast(x));", "+    _ = y;", "callconv(.c)"]
    {
        assert!(fixed.out.contains(needed), "{needed}: {}", fixed.out);
    }
    assert!(fixed.err.contains("zeke: verified"), "{}", fixed.err);
    world.write("nonsense.zig", "pub fn main() void {\n    return nothing_of_that_name;\n}\n");
    let zig = zig_program().unwrap();
    assert_eq!(world.run(&["fix", "--log", "gone.log"], "").code, Some(2));
    let failed = world.run(
        &["fix", "--output-format", "json", "--", &zig, "build-obj", "-fno-emit-bin", "nonsense.zig"],
        "",
    );
    assert_eq!(failed.code, Some(1), "{}", failed.err);
    assert_eq!(failed.json()["patch"], "");
    assert_eq!(world.run(&["fix"], "all is well\n").code, Some(1));
    // What is wrong in a test alone is seen, and what does not fail is not called repaired.
    world.write("tested.zig", "test \"t\" {\n    var x: u8 = 1;\n    _ = x;\n}\n");
    let fixed = world.run(&["fix"], "tested.zig:2:9: error: local variable is never mutated\n");
    assert!(fixed.code == Some(0) && fixed.out.contains("+    const x: u8 = 1;"), "{fixed:?}");
    let user = "const util = @import(\"utils.zig\");\nexport fn f() u32 {\n    return util.one();\n}\n";
    world.write("user/user.zig", user);
    world.write("user/util.zig", "pub fn one() u32 {\n    return 1;\n}\n");
    let log = "user/utils.zig:1:1: error: unable to load \"utils.zig\": FileNotFound\n    \
        note: file imported here: user/user.zig:1:22\n";
    let fixed = world.run(&["fix"], log);
    assert!(fixed.code == Some(0) && fixed.out.contains("+const util = @import(\"util.zig\");"), "{fixed:?}");
    world.write("sound.zig", "export fn f() void {}\n");
    let fixed = world.run(&["fix"], "sound.zig:1:1: error: something of yesterday\n");
    assert!(fixed.code == Some(1) && fixed.err.contains("nothing fails"), "{fixed:?}");
    // The only function of a library lacks its attribute: that it is a library is seen all the same.
    let world = World::new().with_tools();
    world.write("lib.rs", "pub extern \"C\" fn sum(a: i64, b: i64) -> i64 {\n    a + b\n}\n");
    let main =
        "extern fn sum(a: i64, b: i64) i64;\npub fn main() void {\n    if (sum(1, 2) != 3) unreachable;\n}\n";
    world.write("main.zig", main);
    let fixed = world.run(&["fix"], "error: undefined symbol: sum\n    note: referenced by main.zig\n");
    assert!(fixed.code == Some(0) && fixed.out.contains("+#[unsafe(no_mangle)]"), "{fixed:?}");
}

/// Cargo tells files from the package's folder.
#[test]
fn a_package_in_a_folder_gets_a_patch() {
    let world = World::new().with_tools();
    world.write(
        "rust/store/Cargo.toml",
        "[package]\nname = \"store\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[workspace]\n",
    );
    let text =
        "pub struct Store {\n    pub hits: u32,\n}\n\npub fn new() -> Store {\n    Store { hit: 0 }\n}\n";
    world.write("rust/store/src/lib.rs", text);
    world.write("src/lib.rs", "pub struct Other;\n");
    let check = |args: &[&str], input: &str| {
        let fixed = world.run(args, input);
        assert_eq!(fixed.code, Some(0), "{args:?}: {}", fixed.err);
        let needed = ["a/rust/store/src/lib.rs", "-    Store { hit: 0 }", "+    Store { hits: 0 }"];
        for words in needed {
            assert!(fixed.out.contains(words), "{args:?}: {words} is not in {}", fixed.out);
        }
    };
    check(&["fix", "--", "cargo", "build", "--offline", "--manifest-path", "rust/store/Cargo.toml"], "");
    let log = "error[E0560]: struct `Store` has no field named `hit`\n --> src/lib.rs:6:13\n";
    let named = format!("   Compiling store v0.1.0 ({}/rust/store)\n{log}", world.home);
    check(&["fix"], &named);
}

/// A name that several functions have is nobody's, and things that are asked one by one have nothing to be put into.
#[test]
fn what_cannot_be_batched_is_left_alone() {
    let world = World::new();
    let lib = "pub struct Url(Vec<u8>);\n\
        #[no_mangle] pub unsafe extern \"C\" fn url_len(url: *const Url) -> usize { (*url).0.len() }\n\
        #[no_mangle] pub extern \"C\" fn scale(x: i32) -> i32 { x.wrapping_mul(3) }\n";
    world.write("lib.rs", lib);
    let main = "extern fn scale(x: i32) i32;\nextern fn url_len(url: *const Url) usize;\nconst Url = opaque {};\n\
        const A = struct {\n    pub fn of(x: i32) i32 {\n        return scale(x);\n    }\n};\n\
        const B = struct {\n    pub fn of(x: i32) i32 {\n        return x;\n    }\n};\n\
        pub fn all(xs: []const i32, urls: []const *const Url) i64 {\n    var n: i64 = 0;\n    \
            for (xs) |x| n += B.of(x);\n    for (urls) |url| n += @intCast(url_len(url));\n    \
            for (xs) |x| n += scale(x);\n    return n;\n}\n";
    world.write("main.zig", main);
    let value = json(&world, "refactor", &["refactor", "suggest"], 0);
    let told: Vec<(&str, i64)> = value["suggestions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["symbol"].as_str().unwrap(), one["location"]["line"].as_i64().unwrap()))
        .collect();
    assert_eq!(told, [("scale", 18)], "{value}");
}

/// What begins and ends a thing is known by what it does; a start is not always one of a thread; the widest
/// numbers are numbers; and tests of which there are none are not called verified.
#[test]
fn tests_are_made_of_other_shapes() {
    if !has_zig() {
        return;
    }
    let check = |lib: &str, main: &str, verdict: &str, needed: &[&str]| {
        let world = World::new().with_tools();
        world.write("lib.rs", lib);
        world.write("main.zig", &format!("{main}pub fn main() void {{}}\n"));
        let value = json(&world, "test", &["test", "--generate"], 0);
        let suite = &value["suites"][0];
        assert!(suite["verdict"].as_str().unwrap().starts_with(verdict), "{value}");
        let tests: Vec<&str> =
            suite["tests"].as_array().unwrap().iter().map(|test| test["name"].as_str().unwrap()).collect();
        for symbol in needed {
            assert!(tests.iter().any(|name| name.contains(symbol)), "{symbol}: {tests:?}");
        }
        assert_eq!(tests.is_empty(), needed.is_empty(), "{tests:?}");
    };
    let clock = "pub struct Clock(u64);\n\
        #[no_mangle] pub extern \"C\" fn clock_start(minutes: u32) -> *mut Clock {\n    \
            if minutes == 0 { return std::ptr::null_mut(); }\n    Box::into_raw(Box::new(Clock(minutes.into())))\n}\n\
        #[no_mangle] pub unsafe extern \"C\" fn clock_stop(clock: *mut Clock) {\n    \
            if !clock.is_null() { drop(Box::from_raw(clock)); }\n}\n\
        #[no_mangle] pub unsafe extern \"C\" fn clock_left(clock: *const Clock) -> u64 {\n    \
            if clock.is_null() { return 0; }\n    (*clock).0\n}\n";
    let uses = "const Clock = opaque {};\nextern fn clock_start(minutes: u32) ?*Clock;\n\
        extern fn clock_stop(clock: ?*Clock) void;\nextern fn clock_left(clock: ?*const Clock) u64;\n";
    check(clock, uses, "verified", &["clock_start", "clock_stop", "clock_left"]);
    let wide = "#[no_mangle] pub extern \"C\" fn wide_add(a: u128, b: u128) -> u128 { a.wrapping_add(b) }\n\
        #[no_mangle] pub extern \"C\" fn wide_not(a: i128) -> i128 { !a }\n\
        #[repr(C)] pub union Bits { whole: u32, parts: [u16; 2] }\n\
        #[no_mangle] pub extern \"C\" fn bits_whole(bits: Bits) -> u32 { unsafe { bits.whole } }\n\
        #[no_mangle] pub extern \"C\" fn bits_same(bits: Bits) -> Bits { bits }\n";
    let uses = "extern fn wide_add(a: u128, b: u128) u128;\nextern fn wide_not(a: i128) i128;\n\
        const Bits = extern union { whole: u32, parts: [2]u16 };\nextern fn bits_whole(bits: Bits) u32;\nextern fn bits_same(bits: Bits) Bits;\n";
    check(wide, uses, "verified", &["wide_add", "wide_not", "bits_whole", "bits_same"]);
    let greet = "use std::ffi::{c_char, CStr};\n\
        #[no_mangle] pub unsafe extern \"C\" fn greet(name: *const c_char, out: *mut c_char, capacity: usize) -> isize {\n    \
            if name.is_null() || out.is_null() { return -1; }\n    let name = CStr::from_ptr(name).to_bytes();\n    \
            if name.len() >= capacity { return -1; }\n    std::ptr::copy_nonoverlapping(name.as_ptr(), out.cast(), name.len());\n    \
            *out.add(name.len()) = 0;\n    name.len() as isize\n}\n";
    let uses = "extern fn greet(name: ?[*:0]const u8, out: ?[*]u8, capacity: usize) isize;\n";
    check(greet, uses, "verified", &["greet"]);
    let waits = "#[no_mangle] pub extern \"C\" fn wait_for_it() {}\n";
    check(waits, "extern fn wait_for_it() void;\n", "unverified: there is nothing", &[]);
}
