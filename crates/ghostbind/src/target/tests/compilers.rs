//! The table against the compilers themselves: every Rust target is a row or has a reason to be
//! none, every Zig target with a C library is a row or has a reason, every row says of its machine
//! what rustc says, and every word of a row is one of Zig's.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::super::table::WITHOUT_ZIG;
use super::super::{ROWS, Row, machine};

/// Zig targets with a C library and without a Rust counterpart: a part of the name, and why.
const WITHOUT_RUST: &[(&str, &str)] = &[
    ("arc-", "Rust has no ARC"),
    ("thumb-linux-musleabi", "Rust names ARM's instruction set apart from the ABI; `arm-…` is the row"),
    ("thumbeb-", "Rust has no big-endian Thumb with a system"),
    ("thumb-windows-gnu", "Rust has the MSVC flavour alone"),
    ("armeb-linux-gnueabihf", "Rust's big-endian ARM is soft float"),
    ("armeb-linux-musl", "Rust's big-endian ARM has glibc alone"),
    ("armeb-netbsd", "Rust has little-endian ARM there"),
    ("arm-netbsd-eabi", "Rust has hard float there"),
    ("arm-openbsd", "Rust has no ARM there"),
    ("loongarch32-linux", "Rust has no system for 32-bit LoongArch"),
    ("loongarch64-linux-gnusf", "Rust has hard float there"),
    ("loongarch64-linux-muslsf", "Rust has hard float there"),
    ("loongarch64-linux-muslf32", "Rust has double floats there"),
    ("m68k-linux-musl", "Rust has glibc alone there"),
    ("m68k-netbsd", "Rust has no m68k there"),
    ("mips-linux-gnueabi", "Rust has hard float there"),
    ("mipsel-linux-gnueabi", "Rust has hard float there"),
    ("mips-linux-musleabihf", "Rust has soft float there"),
    ("mipsel-linux-musleabihf", "Rust has soft float there"),
    ("mips-netbsd", "Rust has little-endian MIPS there"),
    ("mipsel-netbsd-eabi", "Rust has hard float there"),
    ("bin32", "Rust has no N32 ABI"),
    ("mips64-openbsd", "Rust has no MIPS there"),
    ("mips64el-openbsd", "Rust has no MIPS there"),
    ("powerpc-linux-gnueabi", "Rust has hard float there"),
    ("powerpc-linux-musleabi", "Rust has hard float there"),
    ("powerpc-netbsd-eabi", "Rust has hard float there"),
    ("riscv32-netbsd", "Rust has no 32-bit RISC-V there"),
    ("sparc-netbsd", "Rust has 64-bit SPARC there"),
    ("x86_64-linux-muslx32", "Rust has x32 with glibc alone"),
];

/// Words of Zig's triples that 0.15 and 0.16 do not know yet.
const NEW_WORDS: &[&str] = &["managarm", "maccatalyst", "3ds", "psx", "psp", "vita", "switch"];

fn command(program: impl AsRef<std::ffi::OsStr>) -> std::process::Command {
    #[expect(clippy::disallowed_methods, reason = "the test asks the compilers themselves")]
    std::process::Command::new(program)
}

fn rustc(args: &[&str]) -> Option<String> {
    let rustc = std::env::var("RUSTC").unwrap_or("rustc".into());
    let output = command(rustc).args(args).output().unwrap();
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

#[test]
fn every_rust_target_is_a_row_or_has_a_reason() {
    let listed = rustc(&["--print", "target-list"]).unwrap();
    let known: BTreeSet<&str> = listed.lines().collect();
    for row in ROWS {
        assert!(known.contains(row.rust), "rustc does not know {}", row.rust);
    }
    for name in &known {
        let row = ROWS.iter().any(|row| row.rust == *name);
        let reason = WITHOUT_ZIG.iter().find(|(part, _)| name.contains(part));
        assert!(row || reason.is_some(), "{name} is new: add a row, or the reason why there is none");
        assert!(!(row && reason.is_some()), "{name} is a row, and has a reason to be none: {reason:?}");
    }
    for (part, _) in WITHOUT_ZIG {
        assert!(known.iter().any(|name| name.contains(part)), "no target has `{part}` any more");
    }
}

/// Pointers, byte order, hard or soft floats, and the system: as rustc has them.
#[test]
fn rows_say_of_a_machine_what_rustc_says() {
    let mut wrong = Vec::new();
    for row in ROWS {
        let Some(cfg) = rustc(&["--print", "cfg", "--target", row.rust]) else {
            // Some targets must be told a processor first.
            assert!(matches!(row.rust, "avr-none" | "amdgcn-amd-amdhsa"), "{}", row.rust);
            continue;
        };
        let value = |key: &str| {
            let line = cfg.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix("=\""));
            line.map(|value| value.trim_end_matches('"')).unwrap_or_default()
        };
        let machine = machine(row.zig);
        let bits = (machine.pointer_bytes * 8).to_string();
        if value("target_pointer_width") != bits {
            wrong.push(format!("{row:?}: pointers of {} bits", value("target_pointer_width")));
        }
        if (value("target_endian") == "little") != machine.little_endian {
            wrong.push(format!("{row:?}: {} endian", value("target_endian")));
        }
        if !same_system(row, value("target_os"), value("target_env"), value("target_abi")) {
            wrong.push(format!(
                "{row:?}: os {}, env {}, abi {}",
                value("target_os"),
                value("target_env"),
                value("target_abi")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Rust's names of systems that Zig names otherwise.
const SYSTEMS: &[(&str, &str)] = &[
    ("none", "freestanding"),
    ("unknown", "freestanding"),
    ("horizon", "3ds"),
    ("horizon", "switch"),
    ("ios", "maccatalyst"),
    ("none", "psx"),
    ("android", "linux"),
];

fn same_system(row: &Row, os: &str, env: &str, abi: &str) -> bool {
    let mut parts = row.zig.splitn(3, '-').skip(1);
    let (zig_os, zig_abi) = (parts.next().unwrap(), parts.next().unwrap());
    let system = os == zig_os || SYSTEMS.contains(&(os, zig_os));
    let library = match env {
        "gnu" => zig_abi.starts_with("gnu"),
        "musl" | "ohos" => zig_abi.starts_with("musl") || zig_abi.starts_with("ohos"),
        "msvc" => zig_abi == "msvc",
        _ => !zig_abi.starts_with("gnu") || matches!(zig_os, "windows"),
    };
    let hard = !matches!(abi, "eabihf" | "eabi") || (abi == "eabihf") == zig_abi.ends_with("hf");
    system && library && hard
}

#[test]
fn every_zig_target_with_a_c_library_is_a_row_or_has_a_reason() {
    for (version, zig) in zigs() {
        let text = targets(&version, &zig);
        let words = ["arch", "os", "abi"].map(|key| list(&text, key));
        let libc = list(&text, "libc");
        assert!(libc.len() > 50, "Zig {version} lists {} targets", libc.len());
        for name in &libc {
            let row = ROWS.iter().any(|row| row.zig == *name);
            let reason = WITHOUT_RUST.iter().any(|(part, _)| name.contains(part));
            assert!(row || reason, "{name} (Zig {version}): add a row, or the reason why there is none");
        }
        for row in ROWS {
            for (word, known) in row.zig.splitn(3, '-').zip(&words) {
                let new = NEW_WORDS.contains(&word) && !version.starts_with("0.17");
                assert!(new || known.contains(word), "Zig {version} does not know `{word}` of {row:?}");
            }
            let cpu = row.cpu.map(|cpu| cpu.split(['+', '-']).next().unwrap_or_default());
            assert!(cpu.is_none_or(|cpu| text.contains(&format!(".{cpu} = "))), "Zig {version}: {row:?}");
        }
    }
}

/// The Zigs that are installed for tests, with their versions.
fn zigs() -> Vec<(String, PathBuf)> {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")));
    let cache = cache.unwrap_or_default().join("ghost/zig");
    let found: Vec<_> = ["0.17.1", "0.16.0", "0.15.2"]
        .into_iter()
        .map(|version| (version.to_owned(), cache.join(version).join("ziglang/zig")))
        .filter(|(_, zig)| zig.is_file())
        .collect();
    if found.is_empty() {
        println!("skipped: the table of targets is held against no Zig, for there is none");
    }
    found
}

/// What `zig targets` prints: a megabyte that takes a second, so it is kept.
fn targets(version: &str, zig: &std::path::Path) -> String {
    let kept = std::env::temp_dir().join(format!("ghost-zig-targets-{version}.zon"));
    if let Ok(text) = std::fs::read_to_string(&kept)
        && text.trim_end().ends_with('}')
    {
        return text;
    }
    let output = command(zig).arg("targets").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    // Only saves the next run some time.
    let _unsaved = std::fs::write(&kept, &text);
    text
}

/// The strings of a list of the top level.
fn list<'a>(zon: &'a str, key: &str) -> BTreeSet<&'a str> {
    let start = zon.find(&format!("\n    .{key} = .{{")).unwrap_or_else(|| panic!("no list `{key}`"));
    let body = &zon[start..];
    let body = &body[..body.find("\n    }").unwrap()];
    body.lines().filter_map(|line| line.trim().strip_prefix('"')?.split('"').next()).collect()
}
