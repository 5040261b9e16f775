//! What a static library offers is what the same crate offers as a shared one.

use std::path::Path;

use ghost_abi::symbols::{Container, Kind, ReadError, SymbolTable, read_symbols};

use crate::toolchain::{Workshop, zig};

const PART: &str = r#"
#[unsafe(no_mangle)] pub extern "C" fn part_export(x: u32) -> u32 { x + 1 }
pub fn plain(x: u32) -> u32 { x + 2 }
"#;

const WHOLE: &str = r#"
pub use part::plain;
#[link(name = "native", kind = "static")]
unsafe extern "C" { fn c_helper(x: u32) -> u32; }
#[unsafe(no_mangle)] pub extern "C" fn whole_export(x: u32) -> u32 {
    let text: Vec<String> = (0..x).map(|i| i.to_string()).collect();
    std::panic::catch_unwind(|| unsafe { c_helper(x) } + plain(x) + text.len() as u32).unwrap_or(0)
}
#[unsafe(export_name = "dotted.name")] pub extern "C" fn renamed() -> f64 { (7.5_f64).sqrt().powi(3) }
#[unsafe(no_mangle)] pub static WHOLE_DATA: [u32; 3] = [1, 2, 3];
#[unsafe(no_mangle)] pub static mut WHOLE_MUTABLE: u64 = 0;
#[unsafe(no_mangle)] pub extern "C" fn same_one(x: u64) -> u64 { x / 3 + 100 }
#[unsafe(no_mangle)] pub extern "C" fn same_two(x: u64) -> u64 { x / 3 + 100 }
std::arch::global_asm!(".globl asm_label", "asm_label:", "nop");
"#;

const OFFERED: &[&str] =
    &["WHOLE_DATA", "WHOLE_MUTABLE", "dotted.name", "part_export", "same_one", "same_two", "whole_export"];

fn names(table: &SymbolTable) -> Vec<&str> {
    table.exports().iter().map(|s| s.name.as_str()).collect()
}

fn read(workshop: &Workshop, name: &str) -> SymbolTable {
    read_symbols(&std::fs::read(workshop.path(name)).unwrap()).unwrap()
}

#[test]
fn a_staticlib_offers_what_the_cdylib_offers() {
    let profiles: &[&[&str]] = &[
        &["-Copt-level=0", "-Cdebuginfo=2"],
        &["-Copt-level=3"],
        &["-Copt-level=3", "-Clto=fat"],
        &["-Copt-level=3", "-Clto=fat", "-Cpanic=abort", "-Ccodegen-units=1"],
        &["-Copt-level=2", "-Clto=thin", "-Csymbol-mangling-version=v0"],
    ];
    for profile in profiles {
        let workshop = Workshop::new();
        workshop.write("part.rs", PART);
        workshop.write("whole.rs", WHOLE);
        workshop.write("native.c", "unsigned c_helper(unsigned x) { return x * 2; }\nint c_data = 4;\n");
        workshop.run(Path::new("cc"), &["-c", "-fPIC", "native.c", "-o", "native.o"]);
        workshop.run(Path::new("ar"), &["rcs", "libnative.a", "native.o"]);
        let plain: Vec<&str> = profile.iter().copied().filter(|f| !f.starts_with("-Clto")).collect();
        let rustc = |more: &[&str]| {
            let mut arguments = vec!["--edition=2024", "-Awarnings", "-L.", "--extern=part=libpart.rlib"];
            arguments.extend(*profile);
            arguments.extend(more);
            workshop.run(Path::new("rustc"), &arguments);
        };
        workshop.run(
            Path::new("rustc"),
            &[&plain[..], &["--edition=2024", "--crate-type=rlib", "part.rs"]].concat(),
        );
        rustc(&["--crate-type=staticlib", "whole.rs"]);
        rustc(&["--crate-type=cdylib", "whole.rs"]);
        let (archive, shared) = (read(&workshop, "libwhole.a"), read(&workshop, "libwhole.so"));
        assert_eq!((archive.container, shared.container), (Container::Archive, Container::Linked));
        assert_eq!(names(&archive), OFFERED, "static, {profile:?}");
        assert_eq!(names(&shared), OFFERED, "shared, {profile:?}");
        assert_eq!(archive.machine, shared.machine);
        for (a, s) in archive.exports().iter().zip(shared.exports()) {
            assert_eq!((a.kind, a.writable, a.weak), (s.kind, s.writable, s.weak), "{}", a.name);
            assert_eq!(a.writable, a.name == "WHOLE_MUTABLE", "{}", a.name);
            assert_eq!(a.kind == Kind::Data, a.name.starts_with("WHOLE_"), "{}", a.name);
        }
    }
}

#[test]
fn merged_functions_lie_at_one_place() {
    let workshop = Workshop::new();
    workshop.write("whole.rs", &WHOLE.replace("pub use part::plain;", "fn plain(x: u32) -> u32 { x }"));
    let source = workshop.path("whole.rs");
    let bytes = workshop.rust_object(&source, "3");
    let table = read_symbols(&bytes).unwrap();
    let twins = |name: &str| -> Vec<&str> {
        let symbol = table.symbols.iter().find(|s| s.name == name).unwrap();
        table.same_place(symbol).iter().map(|s| s.name.as_str()).collect()
    };
    assert_eq!(twins("same_one"), ["same_two"]);
    assert_eq!(twins("whole_export"), [""; 0]);
}

#[test]
fn a_zig_library_offers_its_exports_only() {
    let source = "export fn one(x: u32) u32 { return x + 1; }\n\
        fn hidden(x: f64) callconv(.c) f64 { return @sqrt(x) + @sin(x); }\n\
        comptime { @export(&hidden, .{ .name = \"two\" }); }\n\
        export fn big(x: i128, y: i128) i128 { return @divTrunc(x, y); }\n\
        export var state: u32 = 3;\n";
    let Some(zig) = zig(None, "symbols of Zig libraries") else { return };
    for (level, runtime) in
        [("Debug", "-fno-compiler-rt"), ("ReleaseFast", "-fcompiler-rt"), ("Debug", "-fcompiler-rt")]
    {
        let workshop = Workshop::new();
        workshop.write("one.zig", source);
        let common = ["build-lib", "one.zig", "-fPIC", "-O", level];
        workshop.run(&zig, &[&common[..], &[runtime]].concat());
        workshop.run(&zig, &[&common[..], &["-dynamic"]].concat());
        for file in ["libone.a", "libone.so"] {
            assert_eq!(
                names(&read(&workshop, file)),
                ["big", "one", "state", "two"],
                "{file} {level} {runtime}"
            );
        }
    }
}

#[test]
fn what_is_no_library_says_what_it_is() {
    let message = |bytes: &[u8]| read_symbols(bytes).unwrap_err().to_string();
    assert!(message(b"").contains("empty"));
    assert!(message(b"#!/bin/sh\nexit 0\n").contains("#!/bin/s"));
    let workshop = Workshop::new();
    workshop.write("native.c", "int c_data = 4;\n");
    workshop.run(Path::new("cc"), &["-c", "native.c", "-o", "native.o"]);
    workshop.run(Path::new("ar"), &["rcsT", "libthin.a", "native.o"]);
    let thin = std::fs::read(workshop.path("libthin.a")).unwrap();
    assert!(matches!(read_symbols(&thin), Err(ReadError::ThinArchive)));
    assert!(matches!(read_symbols(b"BC\xc0\xde0000000000000000"), Err(ReadError::Bitcode { member: None })));
    assert!(message(b"!<arch>\n").contains("without a single object"));
    assert!(message(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0").contains("damaged"));
}
