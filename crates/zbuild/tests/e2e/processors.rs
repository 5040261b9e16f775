//! `--cpu` reaches every compiler; machines without a C library.

use std::fs;

use crate::project::Project;

/// Says at compile time what it was compiled for.
const ADDER: &str = "#[unsafe(no_mangle)]\npub extern \"C\" fn adder_add(a: i32, b: i32) -> i32 {\n    if cfg!(target_feature = \"avx2\") { a + b } else { 0 }\n}\n";
const MAIN: &str = "const adder = @import(\"adder\");\nextern fn printf(format: [*:0]const u8, ...) c_int;\nextern fn c_has() c_int;\n\
    const features = @import(\"builtin\").cpu.features;\n\
    const has: c_int = @intFromBool(@import(\"std\").Target.x86.featureSetHas(features, .avx2));\n\
    pub fn main() u8 {\n    _ = printf(\"rust %d, zig %d, c %d\\n\", @as(c_int, @intFromBool(adder.adder_add(1, 1) == 2)), has, c_has());\n    return 0;\n}\n";
const C: &str = "int c_has(void) {\n#ifdef __AVX2__\n    return 1;\n#else\n    return 0;\n#endif\n}\n";

#[test]
fn a_processor_reaches_every_compiler() {
    let test = "a_processor_reaches_every_compiler";
    if !cfg!(target_arch = "x86_64") {
        eprintln!("skipped: {test} is about x86_64");
        return;
    }
    let Some(project) = Project::new(test) else { return };
    project
        .adder("staticlib")
        .write("adder/src/lib.rs", ADDER)
        .write("src/main.zig", MAIN)
        .write("c/has.c", C);
    let config = project.read("zbuild.json");
    let c = "\"dependencies\": { \"c_sources\": [{ \"name\": \"has\", \"path\": \"c\", \"files\": [\"has.c\"] }],";
    project.write("zbuild.json", &config.replace("\"dependencies\": {", c));
    // Rust's spelling and Zig's; the baseline has it not.
    for (cpu, has) in [("baseline", 0), ("x86-64-v3", 1), ("x86_64_v3", 1), ("x86_64_v2", 0)] {
        project.expect(0, &["build", "--cpu", cpu]);
        // What was compiled for another processor may not run here; what it says stands in it.
        let here = fs::read_to_string("/proc/cpuinfo").unwrap_or_default().contains(" avx2");
        if has == 0 || here {
            let said = project.program("zig-out/bin/sum");
            assert_eq!(said, format!("rust {has}, zig {has}, c {has}\n"), "{cpu}");
        }
    }
    project.expect(0, &["build", "--cpu", "x86-64-v3"]);
    assert_eq!(
        project.count(&["build", "--cpu", "x86_64_v3"]),
        (0, 0),
        "another spelling is no other processor"
    );
    let target = &["build", "--target", "aarch64-linux-gnu", "--cpu"];
    let config = project.read("zbuild.json");
    project.write(
        "zbuild.json",
        &config.replace("\"name\": \"sum\"", "\"name\": \"sum\", \"version\": \"1.0.0\""),
    );
    let said = project.expect(2, &[target, &["x86-64-v3"][..]].concat()).stderr;
    assert!(said.contains("no processor `x86-64-v3`"), "{said}");
    project.write("src/main.zig", &format!("{MAIN}\n// Something to do.\n"));
    let commands = project.expect(0, &["build", "-v", "--cpu", "x86-64-v3"]).stderr;
    assert!(commands.contains("-mcpu=x86_64_v3"), "{commands}");
}

#[test]
fn a_machine_without_a_c_library_needs_none() {
    let test = "a_machine_without_a_c_library_needs_none";
    let Some(project) = Project::new(test) else { return };
    let Some(rustc) = std::env::var("GHOST_RUSTC_CROSS").ok().filter(|path| !path.is_empty()) else {
        eprintln!("skipped: {test} needs Rust's standard library for wasm32 (cargo xtask provision rust)");
        return;
    };
    project.adder("staticlib").write(
        "src/main.zig",
        "const adder = @import(\"adder\");\nexport fn twice(x: i32) i32 {\n    return adder.adder_add(x, x);\n}\n\
         pub fn main() void {}\n",
    );
    let mut command = project.command(&["build", "--target", "wasm32-freestanding"]);
    let ran: crate::project::Ran = command.env("RUSTC", rustc).output().unwrap().into();
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(fs::read(project.root.join("zig-out/bin/sum.wasm")).unwrap().starts_with(b"\0asm"));
}
