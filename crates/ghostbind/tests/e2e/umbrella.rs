//! Several crates as one library; and archives that must not be in one program, each hazard shown by
//! the naive link first.

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::archive::{Panic, RustArchive, refuse_mixture};
use serde_json::{Value, json};

use crate::manifest::{files_are_true, follows_the_schema};
use crate::project::{Project, Run};

/// Allocates, counts what goes through its own allocator, and tells how much.
const COUNTING: &str = r#"
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};
struct Counting;
static COUNT: AtomicUsize = AtomicUsize::new(0);
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.fetch_add(1, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) { unsafe { System.dealloc(at, layout) } }
}
#[global_allocator]
static GLOBAL: Counting = Counting;
#[unsafe(no_mangle)]
pub extern "C" fn first_value() -> usize { COUNT.load(Ordering::Relaxed) }
"#;

/// Panics inside and catches it; allocates.
const CATCHING: &str = r#"
#[unsafe(no_mangle)]
pub extern "C" fn second_value(fail: bool) -> usize {
    std::panic::set_hook(Box::new(|_| {}));
    let caught = std::panic::catch_unwind(|| {
        assert!(!fail);
        std::hint::black_box(vec![1_u8; 4096]).len()
    });
    caught.unwrap_or(7)
}
"#;

const PLAIN: &str = "#[unsafe(no_mangle)]\npub extern \"C\" fn first_value() -> usize { std::hint::black_box(vec![1_u8; 3]).len() }\n";

/// Prints both values.
const PROGRAM: &str = r#"const std = @import("std");
extern fn first_value() usize;
extern fn second_value(fail: bool) usize;
extern fn printf(format: [*:0]const u8, ...) c_int;
pub export fn main() c_int {
    const before = first_value();
    const caught = second_value(true);
    const made = second_value(false);
    const after = first_value();
    _ = printf("%zu %zu %zu %zu\n", before, caught, made, after);
    return 0;
}
"#;

/// Links archives as they are and runs the program.
fn naive(p: &Project, archives: &[Utf8PathBuf]) -> Run {
    p.write("main.zig", PROGRAM);
    let mut args = vec!["build-exe", "-fllvm", "--name", "main", "main.zig", "-lc", "-lunwind"];
    args.extend(archives.iter().map(|archive| archive.as_str()));
    let linked = p.run_tool("zig", &args);
    if linked.code != Some(0) {
        return linked;
    }
    p.run_tool("./main", &[])
}

fn archive(p: &Project, krate: &str) -> Utf8PathBuf {
    p.build(krate, &[]).succeeds();
    p.root.join(format!(".ghostbind/cache/target/release/lib{krate}.a"))
}

fn read(path: &Utf8Path) -> RustArchive {
    RustArchive::read(path).unwrap().unwrap()
}

/// Why archives must not be mixed; nothing if they may.
fn reasons(archives: &[RustArchive]) -> String {
    refuse_mixture(archives).err().map(|error| error.to_string()).unwrap_or_default()
}

/// `ghostbind build` of both as one library.
fn both(p: &Project, more: &[&str]) -> Run {
    let mut args = vec!["build", "--manifest-path", "first", "--manifest-path", "second"];
    args.extend(more);
    p.ghostbind(&args)
}

fn pair(p: &Project, first: (&str, &str), second: (&str, &str)) {
    p.krate("first", first.0, first.1);
    p.krate("second", second.0, second.1);
}

const STATIC: &str = "[lib]\ncrate-type = [\"staticlib\"]";
const ABORT: &str = "[lib]\ncrate-type = [\"staticlib\"]\n[profile.release]\npanic = \"abort\"";
const FAT: &str = "[lib]\ncrate-type = [\"staticlib\"]\n[profile.release]\nlto = true";

#[test]
fn one_toolchain_without_tricks_may_be_mixed() {
    let Some(p) = Project::new() else { return };
    pair(&p, (STATIC, PLAIN), (STATIC, CATCHING));
    let archives = [archive(&p, "first"), archive(&p, "second")];
    assert_eq!(naive(&p, &archives).succeeds().stdout, "3 7 4096 3\n");
    let read = archives.each_ref().map(|path| read(path));
    assert_eq!(reasons(&read), "");
    assert_eq!(
        (read[0].panic, read[0].global_allocator, read[0].melted),
        (Some(Panic::Unwind), false, false)
    );
    assert_eq!(read[0].rustc.len(), 1, "{:?}", read[0].rustc);
    assert!(read[0].exports.contains("first_value"));
    both(&p, &[]).succeeds();
    assert_eq!(
        naive(&p, &[p.root.join(".ghostbind/cache/target/release/libfirst_second.a")]).stdout,
        "3 7 4096 3\n"
    );
}

#[test]
fn an_allocator_that_takes_over_the_other_library() {
    let Some(p) = Project::new() else { return };
    pair(&p, (STATIC, COUNTING), (STATIC, CATCHING));
    let archives = [archive(&p, "first"), archive(&p, "second")];
    let wrong = naive(&p, &archives).succeeds().stdout;
    let values: Vec<usize> = wrong.split_whitespace().map(|value| value.parse().unwrap()).collect();
    assert!(values[3] > values[0], "the second library allocated with its own allocator: {wrong}");
    let found = reasons(&archives.map(|path| read(&path)));
    assert!(found.contains("libfirst.a has a global allocator"), "{found}");
    // As one library the allocator is that of the whole on purpose: rustc put it there, for all.
    both(&p, &[]).succeeds();
    let library = p.root.join(".ghostbind/cache/target/release/libfirst_second.a");
    assert!(naive(&p, &[library]).succeeds().stdout.contains(" 7 4096 "));
}

#[test]
fn two_allocators_are_refused_by_rustc_itself() {
    let Some(p) = Project::new() else { return };
    let second = format!("{}{CATCHING}", COUNTING.replace("first_value", "other_value"));
    pair(&p, (STATIC, COUNTING), (STATIC, &second));
    both(&p, &[]).fails(1, &["global_allocator", "conflicts with"]);
}

#[test]
fn a_panic_that_aborts_where_it_should_be_caught() {
    let Some(p) = Project::new() else { return };
    pair(&p, (ABORT, PLAIN), (STATIC, CATCHING));
    let archives = [archive(&p, "first"), archive(&p, "second")];
    let wrong = naive(&p, &archives);
    assert_ne!(wrong.code, Some(0), "it links, and the panic was caught: {wrong:?}");
    let read = archives.map(|path| read(&path));
    assert_eq!(read[0].panic, Some(Panic::Abort));
    let found = reasons(&read);
    assert!(found.contains("a panic aborts in"), "{found}");
    both(&p, &[]).fails(2, &["panic = \"abort\"", "`second` has panic = \"unwind\"", "help: "]);
    assert!(!p.exists(".ghostbind/manifests/first_second.json"));
    // Told to agree, they do.
    let mut p = p;
    p.vars.insert("CARGO_PROFILE_RELEASE_PANIC".into(), "unwind".into());
    both(&p, &[]).succeeds();
    let library = p.root.join(".ghostbind/cache/target/release/libfirst_second.a");
    assert_eq!(naive(&p, &[library]).succeeds().stdout, "3 7 4096 3\n");
}

#[test]
fn fat_link_time_optimisation_leaves_a_second_runtime() {
    let Some(p) = Project::new() else { return };
    pair(&p, (FAT, PLAIN), (FAT, CATCHING));
    let archives = [archive(&p, "first"), archive(&p, "second")];
    naive(&p, &archives).fails(1, &["duplicate symbol", "rust_eh_personality"]);
    let found = reasons(&archives.map(|path| read(&path)));
    assert!(found.contains("libfirst.a was made with fat link-time optimisation"), "{found}");
    both(&p, &[]).succeeds();
    let library = p.root.join(".ghostbind/cache/target/release/libfirst_second.a");
    assert_eq!(naive(&p, &[library]).succeeds().stdout, "3 7 4096 3\n");
    // Each still has its own exports only.
    assert_eq!(p.manifest("first_second")["crates"][1]["exports"], json!(["second_value"]));
    // One symbol in both: met by the optimiser before anybody can read the archive.
    p.krate("second", FAT, &CATCHING.replace("second_value", "first_value"));
    both(&p, &[]).fails(1, &["`first_value` is exported by `first` and `second`"]);
}

#[test]
fn another_rustc_is_seen_in_the_bytes() {
    let Some(p) = Project::new() else { return };
    pair(&p, (STATIC, PLAIN), (STATIC, CATCHING));
    let (first, second) = (archive(&p, "first"), archive(&p, "second"));
    let version = read(&first).rustc.pop_first().unwrap();
    let other = version.replacen(|c: char| c.is_ascii_digit(), "9", 1);
    let mut bytes = std::fs::read(&second).unwrap();
    let (from, to) = (version.as_bytes(), other.as_bytes());
    let places: Vec<usize> =
        (0..bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
    for at in places {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    let path = p.root.join("libother.a");
    std::fs::write(&path, &bytes).unwrap();
    let found = reasons(&[read(&first), read(&path)]);
    assert!(found.contains(&format!("was made by rustc {version}")), "{found}");
    assert!(found.contains(&other), "{found}");
}

#[test]
fn an_archive_inside_an_archive() {
    let Some(p) = Project::new() else { return };
    pair(&p, (STATIC, PLAIN), (STATIC, CATCHING));
    let inner = archive(&p, "second");
    let script = format!(
        "fn main() {{ println!(\"cargo::rustc-link-search=native={}\"); println!(\"cargo::rustc-link-lib=static=second\"); }}",
        inner.parent().unwrap()
    );
    p.write("first/build.rs", &script);
    p.write("first/src/lib.rs", &format!("unsafe extern \"C\" {{ fn second_value(fail: bool) -> usize; }}\n{PLAIN}#[unsafe(no_mangle)]\npub extern \"C\" fn third() -> usize {{ unsafe {{ second_value(true) }} }}\n"));
    p.build("first", &[]).fails(2, &["libfirst.a holds Rust's runtime more than once"]);
}

/// Two crates of one workspace over one shared dependency, in every way that they can be declared.
fn workspace(p: &Project) {
    p.write("Cargo.toml", "[workspace]\nmembers = [\"engine\", \"physics\", \"shared\"]\nresolver = \"3\"\n[workspace.package]\nversion = \"0.3.0\"\nedition = \"2024\"\n");
    let toml = |name: &str, more: &str| {
        format!("[package]\nname = \"{name}\"\nversion.workspace = true\nedition.workspace = true\n{more}")
    };
    let dependency = "[dependencies]\nshared = { path = \"../shared\" }\n";
    p.write("shared/Cargo.toml", &toml("shared", ""));
    p.write("shared/src/lib.rs", "use std::sync::atomic::{AtomicU32, Ordering};\nstatic NEXT: AtomicU32 = AtomicU32::new(1);\n/// A point.\n#[repr(C)]\npub struct Point { pub x: f64, pub y: f64 }\npub fn next() -> u32 { NEXT.fetch_add(1, Ordering::Relaxed) }\n/// How many were given out.\n#[unsafe(no_mangle)]\npub extern \"C\" fn shared_count() -> u32 { NEXT.load(Ordering::Relaxed) - 1 }\n");
    p.write(
        "engine/Cargo.toml",
        &toml(
            "engine",
            &format!("[lib]\ncrate-type = [\"cdylib\", \"staticlib\"]\n[features]\nturbo = []\n{dependency}"),
        ),
    );
    p.write("engine/src/lib.rs", "pub use shared::*;\n#[repr(C)]\npub struct Config { pub speed: u32 }\n/// A new id.\n#[unsafe(no_mangle)]\npub extern \"C\" fn engine_id(config: Config) -> u32 { shared::next() + config.speed + if cfg!(feature = \"turbo\") { 1000 } else { 0 } }\n#[unsafe(no_mangle)]\npub extern \"C\" fn engine_at(p: Point) -> f64 { p.x }\n");
    p.write("physics/Cargo.toml", &toml("physics", dependency));
    p.write("physics/src/lib.rs", "pub use shared::*;\n#[repr(C)]\npub struct Config { pub mass: f64, pub drag: f64 }\n#[unsafe(no_mangle)]\npub extern \"C\" fn physics_id(config: Config) -> u32 { shared::next() + config.mass as u32 }\n#[unsafe(no_mangle)]\npub extern \"C\" fn physics_at(p: Point) -> f64 { p.y }\n");
}

const OF_WORKSPACE: &str = r#"const all = @import("all");
extern fn printf(format: [*:0]const u8, ...) c_int;
pub export fn main() c_int {
    const one = all.engine_id(.{ .speed = 0 });
    const two = all.physics_id(.{ .mass = 0, .drag = 0 });
    const at: all.Point = .{ .x = 1.5, .y = 2.5 };
    _ = printf("%u %u %u %.1f %.1f\n", one, two, all.shared_count(), all.engine_at(at), all.physics_at(at));
    return 0;
}
"#;

#[test]
fn packages_of_a_workspace_with_a_shared_dependency() {
    let Some(p) = Project::new() else { return };
    workspace(&p);
    let build = |more: &[&str]| {
        let mut args = vec!["build", "-p", "engine", "-p", "physics", "--name", "all"];
        args.extend(more);
        p.ghostbind(&args)
    };
    build(&[]).succeeds();
    let manifest = p.manifest("all");
    follows_the_schema(&manifest);
    files_are_true(&p, &manifest);
    let crates: Vec<(&Value, &Value)> = manifest["crates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|krate| (&krate["name"], &krate["exports"]))
        .collect();
    let (engine, physics) = (
        json!(["engine_at", "engine_id", "shared_count"]),
        json!(["physics_at", "physics_id", "shared_count"]),
    );
    assert_eq!(crates, [(&json!("engine"), &engine), (&json!("physics"), &physics)]);
    // The shared state is one state, and two types of one name keep apart.
    p.write("main.zig", OF_WORKSPACE);
    let library = manifest["artifacts"][0]["path"].as_str().unwrap();
    let link = |name: &str, bindings: &str| {
        let module = format!("-M{name}={bindings}");
        p.tool(
            "zig",
            &[
                "build-exe",
                "-fllvm",
                "--name",
                "main",
                "--dep",
                name,
                "-Mroot=main.zig",
                &module,
                library,
                "-lc",
                "-lunwind",
            ],
        );
        p.tool("./main", &[])
    };
    assert_eq!(link("all", ".ghostbind/cache/bindings/all.zig"), "1 2 2 1.5 2.5\n");
    let header = p.read(".ghostbind/cache/headers/all.h");
    for part in ["physics_Config", "A new id.", "shared_count", "typedef struct Point"] {
        assert!(header.contains(part), "{part} is missing in {header}");
    }
    let engine = p.read(".ghostbind/cache/bindings/engine.zig");
    assert!(engine.contains("engine_id") && !engine.contains("physics"), "{engine}");
    // A change in a part, then none.
    let fresh = |more: &[&str]| {
        build(&[more, &["--message-format", "json"]].concat()).succeeds().last_event()["fresh"].clone()
    };
    assert_eq!(fresh(&[]), true);
    let text = p
        .read("shared/src/lib.rs")
        .replace("AtomicU32::new(1)", "AtomicU32::new(11)")
        .replace(" - 1 }", " - 11 }");
    p.write("shared/src/lib.rs", &text);
    assert_eq!(fresh(&[]), false);
    assert_eq!(link("all", ".ghostbind/cache/bindings/all.zig"), "11 12 2 1.5 2.5\n");
    assert_eq!(fresh(&["--features", "turbo"]), false);
    assert_eq!(link("all", ".ghostbind/cache/bindings/all.zig"), "1011 12 2 1.5 2.5\n");
    assert_eq!(p.manifest("all")["crates"][0]["features"], json!(["turbo"]));
    build(&["--features", "engine/turbo"]).succeeds();
    build(&["--features", "tubro"]).fails(2, &["none of engine, physics has a feature `tubro`"]);
}

#[test]
fn what_cannot_be_one_library_is_said() {
    let Some(p) = Project::new() else { return };
    pair(&p, (STATIC, PLAIN), (STATIC, PLAIN));
    both(&p, &[]).fails(1, &["`first_value` is exported by `first` and `second`"]);
    assert!(!p.exists(".ghostbind/cache/headers/first_second.h"));
    p.ghostbind(&["build", "--manifest-path", "first", "--manifest-path", "first"])
        .fails(2, &["`first` is named twice"]);
    both(&p, &["--name", "first"]).fails(2, &["cannot be called `first`"]);
    both(&p, &["--name", "a-b/c"]).fails(2, &["`a-b/c` cannot be the name"]);
    both(&p, &["-p", "first"]).fails(2, &["--package cannot go with several"]);
    p.write("second/src/lib.rs", "pub fn nothing() {}\n");
    both(&p, &[]).fails(1, &["`second` exports nothing"]);
    p.write("deep/first/Cargo.toml", "[package]\nname = \"first\"\nversion = \"0.1.0\"\n[workspace]\n");
    p.write("deep/first/src/lib.rs", PLAIN);
    p.ghostbind(&["build", "--manifest-path", "first", "--manifest-path", "deep/first"])
        .fails(2, &["are both called `first`"]);
}

#[test]
fn a_shared_library_of_several_crates() {
    let Some(p) = Project::new() else { return };
    pair(&p, (STATIC, PLAIN), (STATIC, CATCHING));
    let built = both(&p, &["--crate-type", "cdylib", "--name", "two"]).succeeds();
    // Each crate's source says nothing of the other's exports, and is not blamed for it.
    assert!(!built.stderr.contains("warning"), "{}", built.stderr);
    let manifest = p.manifest("two");
    assert_eq!(manifest["kind"], json!(["cdylib"]));
    assert_eq!(manifest["exports"].as_array().unwrap().len(), 2);
}

/// A package around a native library, whose C counts.
fn native(p: &Project, folder: &str, version: &str) {
    let toml = format!(
        "[package]\nname = \"tally-sys\"\nversion = \"{version}\"\nedition = \"2024\"\nlinks = \"tally\"\n\
         [features]\nwide = []\n[build-dependencies]\ncc = \"1\"\n"
    );
    p.write(&format!("{folder}/Cargo.toml"), &toml);
    p.write(&format!("{folder}/build.rs"), "fn main() {\n    cc::Build::new().file(\"tally.c\").compile(\"tally\");\n    println!(\"cargo::rerun-if-changed=tally.c\");\n}\n");
    p.write(
        &format!("{folder}/tally.c"),
        "static unsigned long n;\nunsigned long tally(void) { return ++n; }\n",
    );
    p.write(&format!("{folder}/src/lib.rs"), "unsafe extern \"C\" { fn tally() -> std::ffi::c_ulong; }\npub fn next() -> usize { unsafe { tally() as usize } }\n");
}

#[test]
fn a_native_library_that_would_be_there_twice() {
    let Some(p) = Project::new() else { return };
    let toml = |place: &str, features: &str| {
        format!("{STATIC}\n[dependencies]\ntally-sys = {{ path = \"{place}\"{features} }}")
    };
    let lib = |name: &str| {
        format!("#[unsafe(no_mangle)]\npub extern \"C\" fn {name}() -> usize {{ tally_sys::next() }}\n")
    };
    let (first, second) = (lib("first_value"), lib("second_tally"));
    native(&p, "old/tally-sys", "1.0.0");
    native(&p, "tally-sys", "2.0.0");
    pair(&p, (&toml("../old/tally-sys", ""), &first), (&toml("../tally-sys", ""), &second));
    both(&p, &[]).fails(
        2,
        &[
            "the native library `tally` would be there twice",
            "`first` has tally-sys 1.0.0 without features, `second` has tally-sys 2.0.0 without features",
            "take one version in both",
        ],
    );
    assert!(!p.exists(".ghostbind/manifests/first_second.json"));
    // One version with other features is two copies as well.
    pair(
        &p,
        (&toml("../tally-sys", ", features = [\"wide\"]"), &first),
        (&toml("../tally-sys", ""), &second),
    );
    both(&p, &[])
        .fails(2, &["with wide, `second` has tally-sys 2.0.0 without", "turn the same features of it on"]);
    // Alike it is one, with one state.
    pair(&p, (&toml("../tally-sys", ""), &first), (&toml("../tally-sys", ""), &second));
    let run = both(&p, &[]).succeeds();
    assert!(!run.stderr.contains("twice"), "{}", run.stderr);
    p.write("main.zig", "extern fn first_value() usize;\nextern fn second_tally() usize;\nextern fn printf(format: [*:0]const u8, ...) c_int;\n\
        pub export fn main() c_int {\n    const one = first_value();\n    _ = printf(\"%zu %zu\\n\", one, second_tally());\n    return 0;\n}\n");
    let library = p.root.join(".ghostbind/cache/target/release/libfirst_second.a");
    p.tool(
        "zig",
        &["build-exe", "-fllvm", "--name", "main", "main.zig", "-lc", "-lunwind", library.as_str()],
    );
    assert_eq!(p.tool("./main", &[]), "1 2\n");
}

#[test]
fn a_package_with_other_features_is_told() {
    let Some(p) = Project::new() else { return };
    p.write(
        "state/Cargo.toml",
        "[package]\nname = \"state\"\nversion = \"0.4.0\"\nedition = \"2024\"\n[features]\nloud = []\n",
    );
    p.write(
        "state/src/lib.rs",
        "use std::sync::atomic::{AtomicUsize, Ordering};\nstatic NEXT: AtomicUsize = AtomicUsize::new(1);\n\
        pub fn next() -> usize { NEXT.fetch_add(1, Ordering::Relaxed) }\n",
    );
    let toml =
        |features: &str| format!("{STATIC}\n[dependencies]\nstate = {{ path = \"../state\"{features} }}");
    let lib = |name: &str| {
        format!("#[unsafe(no_mangle)]\npub extern \"C\" fn {name}() -> usize {{ state::next() }}\n")
    };
    let (first, second) = (lib("one"), lib("two"));
    pair(&p, (&toml(""), &first), (&toml(", features = [\"loud\"]"), &second));
    let told = both(&p, &[]).succeeds().stderr;
    let expected = "`first` has state 0.4.0 without features, `second` has state 0.4.0 with loud";
    assert!(told.contains("state of its own") && told.contains(expected), "{told}");
    pair(&p, (&toml(""), &first), (&toml(""), &second));
    let told = both(&p, &[]).succeeds().stderr;
    assert!(!told.contains("state of its own"), "{told}");
}

/// The helper of two packages is a part itself: there is one of it, as cargo has it.
#[test]
fn a_part_on_which_others_depend() {
    let Some(p) = Project::new() else { return };
    let toml = |name: &str, more: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{more}")
    };
    p.write("Cargo.toml", "[workspace]\nmembers = [\"engine\", \"physics\", \"util\"]\nresolver = \"3\"\n");
    let export = |name: &str, value: &str| {
        format!("#[unsafe(no_mangle)]\npub extern \"C\" fn {name}(by: u32) -> u32 {{ {value} }}\n")
    };
    for name in ["engine", "physics"] {
        p.write(
            &format!("{name}/Cargo.toml"),
            &toml(name, "[dependencies]\nutil = { path = \"../util\" }\n"),
        );
        p.write(&format!("{name}/src/lib.rs"), &export(&format!("{name}_level"), "util::util_level(by)"));
    }
    p.write("util/Cargo.toml", &toml("util", ""));
    p.write("util/src/lib.rs", &export("util_level", "by + 1"));
    let args = ["build", "--manifest-path", ".", "-p", "engine", "-p", "physics", "-p", "util"];
    p.ghostbind(&args).succeeds();
    for (name, symbol) in [("engine", "engine_level"), ("util", "util_level")] {
        let module = p.read(&format!(".ghostbind/cache/bindings/{name}.zig"));
        assert!(module.contains(&format!("extern fn {symbol}(by: u32) u32;")), "{module}");
    }
    files_are_true(&p, &p.manifest("engine_physics_util"));
    p.write("util/src/lib.rs", &export("util_level", "by + 2"));
    assert!(
        !p.ghostbind(&[&args[..], &["--message-format", "json"]].concat()).last_event()["fresh"]
            .as_bool()
            .unwrap()
    );
}
