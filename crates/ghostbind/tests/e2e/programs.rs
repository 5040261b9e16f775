//! From a Rust crate to a Zig program that prints right results: every shape that an export of the
//! first cut can have.

use crate::project::{Project, ZIGS};

const LIBRARY: &str = include_str!("programs/shapes.rs");
const PROGRAM: &str = include_str!("programs/main.zig");
const EXPECTED: &str = include_str!("programs/expected.txt");

/// Links the library of a manifest into the program as the manifest says, and runs it.
fn prints(p: &Project, kind: &str) -> String {
    p.write("main.zig", PROGRAM);
    let manifest = p.manifest("shapes");
    let artifact =
        manifest["artifacts"].as_array().unwrap().iter().find(|file| file["kind"] == kind).unwrap();
    let library = artifact["path"].as_str().unwrap();
    let bindings = manifest["bindings"][0]["path"].as_str().unwrap();
    let module = format!("-Mshapes={bindings}");
    let mut args =
        vec!["build-exe", "-fllvm", "--name", "main", "--dep", "shapes", "-Mroot=main.zig", &module, library];
    args.extend(manifest["native_libs"]["zig"].as_array().unwrap().iter().map(|lib| lib.as_str().unwrap()));
    if !args.contains(&"-lc") {
        args.push("-lc");
    }
    // A shared library is found by its name: the program is told the folder.
    let folder = p.root.join(library);
    args.extend(["-rpath", folder.parent().unwrap().as_str()]);
    p.tool("zig", &args);
    p.tool("./main", &[])
}

fn check(zig: Option<&str>, kinds: &[&str]) {
    let Some(p) = Project::with_zig(zig, "") else { return };
    p.krate("shapes", "[lib]\ncrate-type = [\"staticlib\", \"cdylib\"]", LIBRARY);
    p.build("shapes", &[]).succeeds();
    for kind in kinds {
        assert_eq!(prints(&p, kind), EXPECTED, "{kind} with Zig {zig:?}");
    }
}

#[test]
fn every_shape_arrives() {
    check(None, &["staticlib", "cdylib"]);
}

#[test]
fn every_shape_arrives_with_every_zig() {
    for zig in ZIGS {
        check(Some(zig), &["staticlib"]);
    }
}

#[test]
fn every_shape_arrives_without_optimisation() {
    let Some(p) = Project::new() else { return };
    p.krate("shapes", "[lib]\ncrate-type = [\"staticlib\"]", LIBRARY);
    p.build("shapes", &["--profile", "dev"]).succeeds();
    assert_eq!(prints(&p, "staticlib"), EXPECTED);
}

/// Its archive asks for a function of `std` where a program takes the archive's arithmetic.
#[test]
fn a_crate_without_the_standard_library() {
    let Some(p) = Project::new() else { return };
    let abort = "[profile.release]\npanic = \"abort\"\n[profile.dev]\npanic = \"abort\"";
    let lib = "#![no_std]\n#[panic_handler]\nfn panic(_: &core::panic::PanicInfo) -> ! {\n    loop {}\n}\n\
               #[unsafe(no_mangle)]\npub extern \"C\" fn half(a: u128) -> u128 {\n    a / 2\n}\n";
    p.krate("bare", abort, lib);
    let main = "const bare = @import(\"bare\");\npub fn main() u8 {\n    return if (bare.half(84) == 42) 0 else 1;\n}\n";
    p.write("main.zig", main);
    for (profile, folder) in [("release", "release"), ("dev", "debug")] {
        p.build("bare", &["--crate-type", "staticlib", "--profile", profile]).succeeds();
        let library = format!(".ghostbind/cache/target/{folder}/libbare.a");
        let module = "-Mbare=.ghostbind/cache/bindings/bare.zig";
        p.tool("zig", &["build-exe", "--name", "main", "--dep", "bare", "-Mroot=main.zig", module, &library]);
        p.tool("./main", &[]);
    }
}

#[test]
fn exports_of_a_macro_and_of_a_dependency() {
    let Some(p) = Project::new() else { return };
    p.krate("outer", "[dependencies]\ninner = { path = \"../inner\" }", "pub use inner::*;\nmacro_rules! export { ($name:ident, $value:expr) => {\n    #[unsafe(no_mangle)]\n    pub extern \"C\" fn $name() -> u32 { $value }\n} }\nexport!(outer_one, 1);\nexport!(outer_two, 2);\n");
    p.write("inner/Cargo.toml", "[package]\nname = \"inner\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    p.write("inner/src/lib.rs", "#[repr(C)]\npub struct Pair { pub left: u8, pub right: u64 }\nmacro_rules! export { ($name:ident) => {\n    #[unsafe(no_mangle)]\n    pub extern \"C\" fn $name(pair: Pair) -> u64 { pair.right + u64::from(pair.left) }\n} }\nexport!(inner_sum);\n");
    let built = p.build("outer", &[]).succeeds();
    // What the dependency exports is known before the crate is compiled, whatever form its code has.
    assert_eq!(built.stderr.matches("Compiling outer").count(), 1, "{}", built.stderr);
    let whole = format!("{}\n[profile.release]\nlto = true\n", p.read("outer/Cargo.toml"));
    p.write("outer/Cargo.toml", &whole);
    p.ghostbind(&["clean"]).succeeds();
    let built = p.build("outer", &[]).succeeds();
    assert_eq!(built.stderr.matches("Compiling outer").count(), 1, "{}", built.stderr);
    let header = p.read(".ghostbind/cache/headers/outer.h");
    for declared in [
        "uint32_t outer_one(void);",
        "uint32_t outer_two(void);",
        "uint64_t inner_sum(Pair pair);",
        "uint64_t right;",
    ] {
        assert!(header.contains(declared), "{declared} is missing in {header}");
    }
}

/// Debug information has the list of them as one more parameter.
#[test]
fn a_function_that_more_arguments_may_follow() {
    let Some(mut p) = Project::new() else { return };
    // Rust has such functions behind a switch so far.
    p.vars.insert("RUSTC_BOOTSTRAP".into(), "1".into());
    let lib = "#![feature(c_variadic)]\n/// # Safety\n/// Nothing is looked at.\n#[unsafe(no_mangle)]\n\
               pub unsafe extern \"C\" fn first(count: i32, mut args: ...) -> i32 {\n    let _ = &mut args;\n    count\n}\n";
    p.krate("more", "[lib]\ncrate-type = [\"staticlib\"]", lib);
    p.build("more", &[]).succeeds();
    let header = p.read(".ghostbind/cache/headers/more.h");
    assert!(header.contains("int32_t first(int32_t count, ...);"), "{header}");
}

/// Debug information has no word of what takes no room.
#[test]
fn arrays_of_no_elements() {
    let Some(p) = Project::new() else { return };
    let lib = "#[repr(C)]\npub struct Part { pub a: u32, pub b: u16 }\n#[repr(C)]\npub struct Message { pub count: u32, pub parts: [Part; 0] }\n\
               #[repr(C)]\npub struct Text { pub count: u32, pub bytes: [u8; 0] }\n\
               #[repr(C)]\npub struct Split { pub a: u32, pub to: [u64; 0], pub b: u32 }\n\
               #[unsafe(no_mangle)]\npub extern \"C\" fn difference(split: Split) -> u32 { split.a - split.b }\n\
               /// # Safety\n/// Nothing is looked at.\n#[unsafe(no_mangle)]\npub unsafe extern \"C\" fn count(m: *const Message, t: *const Text) -> u32 {\n    \
               unsafe { (*m).count + (*t).count }\n}\n";
    p.krate("tail", "[lib]\ncrate-type = [\"staticlib\"]", lib);
    p.build("tail", &[]).succeeds();
    let header = p.read(".ghostbind/cache/headers/tail.h");
    for declared in ["Part parts[0];", "uint8_t bytes[0];", "uint16_t b;", "_ALIGNED(8) uint32_t b;"] {
        assert!(header.contains(declared), "{declared} is missing in {header}");
    }
    let bindings = p.read(".ghostbind/cache/bindings/tail.zig");
    assert!(bindings.contains("parts: [0]Part,") && bindings.contains("b: u32 align(8),"), "{bindings}");
}

/// A crate may be called as one of Rust's own, whose objects are beside its own in the archive.
#[test]
fn crates_called_as_those_of_rust() {
    let Some(mut p) = Project::new() else { return };
    // What is compiled anew as a whole has objects of the names that Rust's own have.
    p.vars.insert("CARGO_INCREMENTAL".into(), "0".into());
    let lib = "#[repr(C)]\npub struct Pair { pub left: u8, pub right: u64 }\n#[unsafe(no_mangle)]\npub extern \"C\" fn sum(pair: Pair) -> u64 {\n    \
               pair.right + u64::from(pair.left)\n}\n";
    let main = "const own = @import(\"own\");\npub fn main() u8 {\n    \
                return if (own.sum(.{ .left = 2, .right = 40 }) == 42) 0 else 1;\n}\n";
    p.write("main.zig", main);
    for name in ["std", "core", "alloc", "test"] {
        p.krate(name, "[lib]\ncrate-type = [\"staticlib\"]", lib);
        p.build(name, &[]).succeeds();
        let manifest = p.manifest(name);
        let module = format!("-Mown={}", manifest["bindings"][0]["path"].as_str().unwrap());
        let library = manifest["artifacts"][0]["path"].as_str().unwrap();
        let mut args =
            vec!["build-exe", "--name", "main", "--dep", "own", "-Mroot=main.zig", &module, library];
        args.extend(manifest["native_libs"]["zig"].as_array().unwrap().iter().filter_map(|lib| lib.as_str()));
        p.tool("zig", &args);
        p.tool("./main", &[]);
    }
}
