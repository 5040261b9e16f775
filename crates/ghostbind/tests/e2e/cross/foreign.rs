//! A crate whose build script reaches for everything that compiles or reads C: the crates `cc` (C++),
//! `cmake` and `bindgen`. Built for other machines, and run.

use super::{artifact, project, provided};
use crate::project::{Project, is_full};

const TOML: &str = "[lib]\ncrate-type = [\"staticlib\", \"cdylib\"]\n[build-dependencies]\ncc = \"1\"\ncmake = \"0.1\"\n\
    bindgen = { version = \"0.72\", default-features = false, features = [\"runtime\"] }";

const BUILD: &str = r#"use std::{env, path::PathBuf};

fn main() {
    cc::Build::new().cpp(true).std("c++17").file("native/words.cc").compile("words");
    let built = cmake::Config::new("native").define("STEP", "7").build();
    println!("cargo::rustc-link-search=native={}", built.join("lib").display());
    println!("cargo::rustc-link-lib=static=steps");
    println!("cargo::rerun-if-changed=native");
    bindgen::Builder::default()
        .header("native/native.h")
        .allowlist_file(".*native.h")
        .generate()
        .expect("bindgen")
        .write_to_file(PathBuf::from(env::var("OUT_DIR").unwrap()).join("native.rs"))
        .unwrap();
}
"#;

/// Sizes of system types differ between machines, and headers of the host would tell the host's.
const HEADER: &str = "#include <stdint.h>\n#include <stddef.h>\n#include <wchar.h>\n#include <time.h>\n#ifdef __cplusplus\n\
    extern \"C\" {\n#endif\nstruct step { uint8_t kind; long count; wchar_t letter; time_t when; };\n\
    long step_total(struct step first, const struct step *second);\nsize_t word_count(const char *text);\n\
    size_t step_bytes(void);\n#ifdef __cplusplus\n}\n#endif\n";

const STEPS: &str = "#include \"native.h\"\nlong step_total(struct step first, const struct step *second) {\n    \
    return STEP * (first.count + second->count) + first.kind;\n}\nsize_t step_bytes(void) { return sizeof(struct step); }\n";

/// Uses C++'s library and its exceptions, whose unwinder is the one that Rust uses.
const WORDS: &str = "#include \"native.h\"\n#include <map>\n#include <sstream>\n#include <stdexcept>\n#include <string>\n\
    extern \"C\" size_t word_count(const char *text) {\n    std::map<std::string, int> seen;\n    \
    std::istringstream in(text);\n    std::string word;\n    while (in >> word) ++seen[word];\n    \
    try { seen.at(\"nowhere\"); } catch (const std::out_of_range &) { return seen.size(); }\n    return 0;\n}\n";

const CMAKE: &str = "cmake_minimum_required(VERSION 3.16)\nproject(steps C)\nadd_library(steps STATIC steps.c)\n\
    target_compile_definitions(steps PRIVATE STEP=${STEP})\ninstall(TARGETS steps ARCHIVE DESTINATION lib)\n";

const LIB: &str = r#"#[allow(warnings)]
mod native {
    include!(concat!(env!("OUT_DIR"), "/native.rs"));
}

/// By way of C that CMake built.
#[unsafe(no_mangle)]
pub extern "C" fn deep_total(count: i32) -> i64 {
    let of = |count| native::step { kind: 5, count, letter: 0, when: 0 };
    assert_eq!(size_of::<native::step>(), unsafe { native::step_bytes() } as usize);
    unsafe { native::step_total(of(count.into()), &of(1)) as i64 }
}

/// By way of C++.
///
/// # Safety
/// `text` ends with a zero.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn deep_words(text: *const std::ffi::c_char) -> usize {
    unsafe { native::word_count(text) as usize }
}
"#;

const MAIN: &str = "const deep = @import(\"deep\");\nextern fn printf(format: [*:0]const u8, ...) c_int;\n\
    pub fn main() u8 {\n    _ = printf(\"%d %d\\n\", @as(c_int, @intCast(deep.deep_total(2))), \
    @as(c_int, @intCast(deep.deep_words(\"a b a c\"))));\n    return 0;\n}\n";

fn deep(p: &mut Project) -> Option<()> {
    let cmake = provided("GHOST_CMAKE", "a crate that uses CMake")?;
    let libclang = provided("GHOST_LIBCLANG", "a crate that uses bindgen")?;
    let ninja = provided("GHOST_NINJA", "CMake without make")?;
    p.vars.insert("CMAKE_GENERATOR".into(), "Ninja".into());
    p.vars.insert("CMAKE_MAKE_PROGRAM".into(), ninja.clone().into());
    let path = p.vars.remove(std::ffi::OsStr::new("PATH")).unwrap_or_default();
    let folder = std::path::Path::new(&ninja).parent().unwrap().to_owned();
    let all = std::env::split_paths(&path).chain([folder]);
    p.vars.insert("PATH".into(), std::env::join_paths(all).unwrap());
    p.vars.insert("CMAKE".into(), cmake.into());
    p.vars.insert("LIBCLANG_PATH".into(), libclang.into());
    p.krate("deep", TOML, LIB);
    let files = [("native.h", HEADER), ("steps.c", STEPS), ("words.cc", WORDS), ("CMakeLists.txt", CMAKE)];
    p.write("deep/build.rs", BUILD);
    for (name, text) in files {
        p.write(&format!("deep/native/{name}"), text);
    }
    p.write("main.zig", MAIN);
    Some(())
}

/// Builds for a machine, and links a Zig program with the archive.
fn program(p: &Project, zig: &str, kinds: &str, more: &[&str]) {
    p.build("deep", &["--zig-target", zig, "--crate-type", kinds]).succeeds();
    let manifest = p.manifest("deep");
    let module = format!("-Mdeep={}", manifest["bindings"][0]["path"].as_str().unwrap());
    let library = artifact(&manifest, "staticlib");
    let mut args = vec!["build-exe", "-fllvm", "-target", zig, "-O", "ReleaseSafe", "--name", "main"];
    args.extend(["--dep", "deep", "-Mroot=main.zig", &module, &library]);
    args.extend(manifest["native_libs"]["zig"].as_array().unwrap().iter().map(|lib| lib.as_str().unwrap()));
    args.extend(more);
    p.tool("zig", &args);
}

const EXPECTED: &str = "26 3\n";

#[test]
fn build_scripts_that_compile_and_read_c() {
    let Some(qemu) = provided("GHOST_QEMU_AARCH64", "the crate `deep`") else { return };
    let Some(sysroot) = provided("GHOST_SYSROOT_AARCH64", "the crate `deep`") else { return };
    let Some(mut p) = project("aarch64-unknown-linux-gnu") else { return };
    if deep(&mut p).is_none() {
        return;
    }
    program(&p, "aarch64-linux-gnu.2.31", "staticlib,cdylib", &[]);
    assert_eq!(p.tool(&qemu, &["-L", &sysroot, "./main"]), EXPECTED);
    // A second libc++ is minutes of compiling.
    if is_full() && std::env::consts::ARCH == "x86_64" {
        program(&p, "x86_64-linux-musl", "staticlib", &["-static"]);
        assert_eq!(p.tool("./main", &[]), EXPECTED);
        super::objects::is_static(&p.root.join("main"));
    }
}
