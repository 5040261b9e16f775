//! Builds for other machines, run as far as this machine can: emulators, Node.js and a rustc with
//! other standard libraries come from `cargo xtask provision`.

mod foreign;
mod objects;

use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;

use crate::project::{Project, command, is_full};

const MIX: &str = include_str!("mix.rs");
const PURE: &str = include_str!("pure.rs");
const PART: &str = include_str!("part.c");
const MAIN: &str = include_str!("main.zig");
const BUILD: &str = "fn main() {\n    cc::Build::new().file(\"c/part.c\").compile(\"part\");\n    \
                     println!(\"cargo::rerun-if-changed=c/part.c\");\n}\n";

/// A variable that names something that this machine may lack.
pub(crate) fn provided(name: &str, what: &str) -> Option<String> {
    let value = std::env::var(name).ok().filter(|path| Path::new(path).exists());
    if value.is_none() {
        println!("skipped: {what} needs {name} (`cargo xtask provision` brings it)");
    }
    value
}

/// A project with a rustc that has the standard library of `target`.
fn project(target: &str) -> Option<Project> {
    let mut p = Project::with_zig(None, "with space")?;
    let sysroot = |rustc: &str| {
        let output = command(rustc).args(["--print", "sysroot"]).output().ok()?;
        Some(Utf8PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
    };
    let has = |rustc: &str| sysroot(rustc).is_some_and(|root| root.join("lib/rustlib").join(target).is_dir());
    if !has("rustc") {
        let rustc = provided("GHOST_RUSTC_CROSS", &format!("building for {target}"))?;
        if !has(&rustc) {
            println!("skipped: {rustc} has no standard library for {target}");
            return None;
        }
        p.vars.insert("RUSTC".into(), rustc.into());
    }
    Some(p)
}

/// A crate with C inside, as archive and shared library.
fn mix(p: &Project) {
    let toml = "[lib]\ncrate-type = [\"staticlib\", \"cdylib\"]\n[build-dependencies]\ncc = \"1\"";
    p.krate("mix", toml, MIX);
    p.write("mix/build.rs", BUILD);
    p.write("mix/c/part.c", PART);
}

fn pure(p: &Project, kinds: &str) {
    p.krate("pure", &format!("[lib]\ncrate-type = [{kinds}]"), PURE);
}

fn artifact(manifest: &Value, kind: &str) -> String {
    let files = manifest["artifacts"].as_array().unwrap();
    let file =
        files.iter().find(|file| file["kind"] == kind).unwrap_or_else(|| panic!("no {kind} in {manifest}"));
    file["path"].as_str().unwrap().to_owned()
}

/// Links the library of the last build into a Zig program for the same target.
fn program(p: &Project, kind: &str, more: &[&str]) {
    p.write("main.zig", MAIN);
    let manifest = p.manifest("mix");
    let bindings = manifest["bindings"][0]["path"].as_str().unwrap();
    let (target, module) = (manifest["targets"]["zig"].as_str().unwrap(), format!("-Mmix={bindings}"));
    let library = artifact(&manifest, kind);
    let mut args =
        vec!["build-exe", "-fllvm", "-target", target, "-O", "ReleaseSafe", "--name", "main", "--dep", "mix"];
    if let Some(cpu) = manifest["targets"]["zig_cpu"].as_str() {
        args.extend(["-mcpu", cpu]);
    }
    args.extend(["-Mroot=main.zig", &module, &library]);
    args.extend(manifest["native_libs"]["zig"].as_array().unwrap().iter().map(|lib| lib.as_str().unwrap()));
    if !args.contains(&"-lc") {
        args.push("-lc");
    }
    args.extend(more);
    p.tool("zig", &args);
}

#[test]
fn aarch64_runs_under_qemu() {
    emulated("aarch64-unknown-linux-gnu", "aarch64-linux-gnu.2.31", "AARCH64", "300 7 true true 3 8\n");
}

#[test]
fn armhf_runs_under_qemu() {
    emulated("arm-unknown-linux-gnueabihf", "arm-linux-gnueabihf", "ARM", "300 7 true true 3 4\n");
}

/// The archive and the shared library, each in a Zig program, which an emulator runs.
fn emulated(rust: &str, zig: &str, machine: &str, expected: &str) {
    let Some(qemu) = provided(&format!("GHOST_QEMU_{machine}"), rust) else { return };
    let Some(sysroot) = provided(&format!("GHOST_SYSROOT_{machine}"), rust) else { return };
    let Some(p) = project(rust) else { return };
    mix(&p);
    p.build("mix", &["--zig-target", zig]).succeeds();
    assert!(p.exists(&format!(".ghostbind/cache/target/{rust}/release/libmix.a")));
    for kind in ["staticlib", "cdylib"] {
        program(&p, kind, &[]);
        let folder = Utf8PathBuf::from(artifact(&p.manifest("mix"), kind));
        let libraries = format!("LD_LIBRARY_PATH={}", p.root.join(folder.parent().unwrap()));
        let printed = p.tool(&qemu, &["-L", &sysroot, "-E", &libraries, "./main"]);
        assert_eq!(printed, expected, "{kind} for {rust}");
    }
}

#[test]
fn musl_is_one_file_that_runs_here() {
    if std::env::consts::ARCH != "x86_64" {
        println!("skipped: musl is run on x86_64 alone");
        return;
    }
    let Some(p) = project("x86_64-unknown-linux-musl") else { return };
    mix(&p);
    p.build("mix", &["--zig-target", "x86_64-linux-musl", "--crate-type", "staticlib"]).succeeds();
    program(&p, "staticlib", &["-static"]);
    assert_eq!(p.tool("./main", &[]), "300 7 true true 3 8\n");
    objects::is_static(&p.root.join("main"));
    let shared = ["--zig-target", "x86_64-linux-musl", "--crate-type", "cdylib"];
    p.build("mix", &shared).fails(2, &["has none", "-crt-static"]);
    // Declared only, it is left out, as cargo leaves it out.
    let both = p.build("mix", &shared[..2]).succeeds();
    assert!(both.stderr.contains("has no cdylib: it is left out"), "{}", both.stderr);
}

#[test]
fn windows_has_library_import_library_and_program() {
    let Some(p) = project("x86_64-pc-windows-gnu") else { return };
    mix(&p);
    p.build("mix", &["--zig-target", "x86_64-windows-gnu"]).succeeds();
    let manifest = p.manifest("mix");
    let library = Utf8PathBuf::from(artifact(&manifest, "cdylib"));
    assert_eq!(library.file_name(), Some("mix.dll"));
    objects::is_dll(&p.root.join(&library), &["mix_sum", "mix_length", "mix_caught"]);
    let shared =
        manifest["artifacts"].as_array().unwrap().iter().find(|file| file["kind"] == "cdylib").unwrap();
    let import = shared["import_library"]["path"].as_str().unwrap();
    objects::is_import_library(&p.root.join(import), "mix.dll");
    program(&p, "staticlib", &[]);
    objects::is_program(&p.root.join("main.exe"));
    let Ok(wine) = std::env::var("GHOST_WINE") else {
        println!("skipped: running the Windows program needs GHOST_WINE");
        return;
    };
    assert_eq!(p.tool(&wine, &["main.exe"]).replace('\r', ""), "300 7 true true 3 8\n");
}

/// What was built for this machine stays, and stays fresh, whatever is built for others.
#[test]
fn targets_have_folders_of_their_own() {
    let Some(p) = project("wasm32-unknown-unknown") else { return };
    pure(&p, "\"staticlib\"");
    let wasm = ["--zig-target", "wasm32-freestanding"];
    p.build("pure", &wasm).succeeds();
    let below = |file: &str| format!(".ghostbind/{file}");
    let of_wasm = |file: &str| below(&file.replace("pure.", "wasm32-unknown-unknown/pure."));
    let files = ["cache/headers/pure.h", "cache/bindings/pure.zig", "cache/interfaces/pure.json"];
    for file in files {
        assert!(p.exists(&of_wasm(file)) && !p.exists(&below(file)), "{file}");
    }
    // The manifest tells whose it is, and is where people look.
    assert_eq!(p.read(&below("manifests/pure.json")), p.read(&of_wasm("manifests/pure.json")));
    p.build("pure", &[]).succeeds();
    let here = || -> Vec<String> {
        files.iter().chain(&["manifests/pure.json"]).map(|file| p.read(&below(file))).collect()
    };
    let before = here();
    p.build("pure", &[&wasm[..], &["--profile", "dev"]].concat()).succeeds();
    assert_eq!(here(), before);
    assert!(p.is_fresh("pure"));
}

/// The version of the C library is Zig's business: no path has it, and the library keeps to it.
#[test]
fn a_glibc_version_is_kept_and_is_part_of_no_path() {
    if !cfg!(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu")) {
        println!("skipped: versions of glibc are tried on x86_64 Linux alone");
        return;
    }
    let Some(p) = Project::with_zig(None, "with space") else { return };
    mix(&p);
    // Zig's first link for a version compiles parts of that C library.
    let versions = [("x86_64-linux-gnu.2.17", (2, 17)), ("x86_64-linux-gnu.2.28", (2, 28))];
    for (target, most) in versions.into_iter().take(if is_full() { 2 } else { 1 }) {
        p.build("mix", &["--zig-target", target]).succeeds();
        let library = artifact(&p.manifest("mix"), "cdylib");
        assert!(!library.contains("2."), "{library}");
        let highest = objects::highest_glibc(&p.root.join(&library));
        assert!(highest <= most && highest >= (2, 14), "{target}: {highest:?}");
        program(&p, "cdylib", &["-rpath", p.root.join(&library).parent().unwrap().as_str()]);
        assert_eq!(p.tool("./main", &[]), "300 7 true true 3 8\n");
    }
    no_path_has(&p.root.join(".ghostbind"), "2.17");
}

fn no_path_has(folder: &Utf8Path, text: &str) {
    for entry in folder.read_dir_utf8().unwrap().flatten() {
        assert!(!entry.file_name().contains(text), "{}", entry.path());
        if entry.file_type().unwrap().is_dir() {
            no_path_has(entry.path(), text);
        }
    }
}

/// The module of a crate alone, and a Zig module that holds the archive; both run in Node.js.
#[test]
fn wasm_runs_in_node() {
    const SCRIPT: &str = "const fs = require('fs');\n\
        const load = (file) => WebAssembly.instantiate(fs.readFileSync(file), {}).then((made) => made.instance.exports);\n\
        (async () => {\n  const rust = await load(process.argv[2]);\n  const zig = await load(process.argv[3]);\n  \
        console.log(rust.pure_twice(21), rust.pure_digits(12345n), zig.both(20), zig.scaled(2.5));\n})();\n";
    const ZIG: &str = "const pure = @import(\"pure\");\nexport fn both(n: u32) u32 {\n    return pure.pure_twice(n) + \
        @as(u32, @intCast(pure.pure_digits(10)));\n}\nexport fn scaled(by: f64) f64 {\n    \
        var point: pure.Point = .{ .x = 1, .y = 2 };\n    return if (pure.pure_scale(&point, by)) point.y else -1;\n}\n\
        pub const panic = @import(\"std\").debug.no_panic;\n";
    let Some(node) = provided("GHOST_NODE", "running WebAssembly") else { return };
    let Some(p) = project("wasm32-unknown-unknown") else { return };
    pure(&p, "\"staticlib\", \"cdylib\"");
    p.build("pure", &["--rust-target", "wasm32-unknown-unknown"]).succeeds();
    let manifest = p.manifest("pure");
    let exports: Vec<&str> =
        manifest["exports"].as_array().unwrap().iter().map(|e| e["symbol"].as_str().unwrap()).collect();
    assert_eq!(exports, ["pure_digits", "pure_scale", "pure_twice"]);
    p.write("main.zig", ZIG);
    let module = format!("-Mpure={}", manifest["bindings"][0]["path"].as_str().unwrap());
    let library = artifact(&manifest, "staticlib");
    let args = ["build-exe", "-target", "wasm32-freestanding", "-O", "ReleaseSmall", "--name", "main"];
    let rest = ["-fno-entry", "-rdynamic", "--dep", "pure", "-Mroot=main.zig", &module, &library];
    p.tool("zig", &[&args[..], &rest[..]].concat());
    p.write("run.js", SCRIPT);
    let alone = artifact(&manifest, "cdylib");
    assert_eq!(p.tool(&node, &["run.js", &alone, "main.wasm"]), "42 5 42 5\n");
    // What linkers export of every module by themselves is nobody's interface.
    p.build("pure", &["--rust-target", "wasm32-unknown-unknown", "--crate-type", "cdylib"]).succeeds();
    assert_eq!(p.manifest("pure")["exports"].as_array().unwrap().len(), 3);
}

#[test]
fn embedded_without_a_system() {
    let Some(p) = project("thumbv7em-none-eabihf") else { return };
    let lib = "#![no_std]\n#[panic_handler]\nfn panic(_: &core::panic::PanicInfo) -> ! { loop {} }\n\
               /// Scales.\n#[unsafe(no_mangle)]\npub extern \"C\" fn bare_scale(a: f32, n: u32) -> f32 { a * n as f32 }\n";
    p.krate("bare", "[lib]\ncrate-type = [\"staticlib\"]\n[profile.release]\npanic = \"abort\"", lib);
    p.build("bare", &["--rust-target", "thumbv7em-none-eabihf"]).succeeds();
    let manifest = p.manifest("bare");
    assert_eq!(manifest["targets"]["zig_cpu"], "cortex_m4");
    // A firmware of both: no C library, no entry but its own.
    p.write("main.zig", "const bare = @import(\"bare\");\nexport fn _start() callconv(.c) noreturn {\n    \
        const p: *volatile f32 = @ptrFromInt(0x2000_0000);\n    p.* = bare.bare_scale(p.*, 3);\n    while (true) {}\n}\n\
        pub const panic = @import(\"std\").debug.no_panic;\n");
    let library = artifact(&manifest, "staticlib");
    let module = format!("-Mbare={}", manifest["bindings"][0]["path"].as_str().unwrap());
    let args = [
        "build-exe",
        "-target",
        "thumb-freestanding-eabihf",
        "-mcpu",
        "cortex_m4",
        "-O",
        "ReleaseSmall",
        "--name",
        "firmware",
        "-fentry=_start",
        "--dep",
        "bare",
        "-Mroot=main.zig",
        &module,
        &library,
    ];
    p.tool("zig", &args);
    assert!(objects::is_hard_float(&p.root.join("firmware")));
}

#[test]
fn macos_archives_need_no_sdk() {
    let Some(p) = project("aarch64-apple-darwin") else { return };
    pure(&p, "\"staticlib\"");
    p.build("pure", &["--zig-target", "aarch64-macos"]).succeeds();
    p.write(
        "main.zig",
        "const pure = @import(\"pure\");\npub fn main() u8 {\n    return @truncate(pure.pure_twice(3));\n}\n",
    );
    let manifest = p.manifest("pure");
    let module = format!("-Mpure={}", manifest["bindings"][0]["path"].as_str().unwrap());
    let library = artifact(&manifest, "staticlib");
    let mut args = vec!["build-exe", "-target", "aarch64-macos-none", "--name", "main", "--dep", "pure"];
    args.extend(["-Mroot=main.zig", &module, &library]);
    args.extend(manifest["native_libs"]["zig"].as_array().unwrap().iter().map(|lib| lib.as_str().unwrap()));
    p.tool("zig", &args);
    objects::is_mach_o(&p.root.join("main"));
}

#[test]
fn processors_reach_both_compilers() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "", crate::project::ADD);
    if std::env::consts::ARCH == "x86_64" {
        for name in ["x86-64-v3", "x86_64_v3"] {
            p.build("sums", &["--cpu", name]).succeeds();
            assert_eq!(p.manifest("sums")["targets"]["zig_cpu"], "x86_64_v3", "{name}");
        }
        p.build("sums", &["--cpu", "x86-64-v9"]).fails(2, &["no processor `x86-64-v9`", "x86-64-v"]);
    }
    p.build("sums", &["--cpu", "native"]).succeeds();
    assert_eq!(p.manifest("sums")["targets"]["zig_cpu"], "native");
    p.build("sums", &["--cpu", "baseline"]).succeeds();
    assert_eq!(p.manifest("sums")["targets"]["zig_cpu"], Value::Null);
}

#[test]
fn what_cannot_be_built_is_said() {
    let Some(p) = Project::new() else { return };
    p.krate("sums", "[lib]\ncrate-type = [\"cdylib\"]", crate::project::ADD);
    let missing = "sparc64-unknown-netbsd";
    p.build("sums", &["--rust-target", missing])
        .fails(3, &[missing, "is not installed", "rustup target add"]);
    p.build("sums", &["--rust-target", "x86_64-unknown-redox"]).fails(2, &["has no Zig counterpart"]);
}
