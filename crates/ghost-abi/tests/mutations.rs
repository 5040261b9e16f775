//! Damaged and hostile input: every reader gives an answer or an error, within bounds. What fuzzing
//! found stands here as a case; the rest are mutations of good input by a fixed seed.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "tests panic and print")]

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use ghost_abi::compare::{Missing, Options, compare};
use ghost_abi::debug_info::read_debug_info;
use ghost_abi::emit::{c, zig};
use ghost_abi::merge::{Witnesses, merge};
use ghost_abi::model::Machine;
use ghost_abi::source::{Language, SourceFile};
use ghost_abi::symbols::read_symbols;
use ghost_abi::{rust_source, zig_source};

/// How long the mutations of one family go on. A count alone would take minutes on a busy machine.
const TIME_MAX: Duration = Duration::from_secs(6);
/// Asks for another time, in seconds, and for other mutations than those of every run.
const LONGER: &str = "GHOST_FUZZ_SECONDS";
/// The longest that one small input may take, with much room for a busy machine.
const ONE_MAX: Duration = Duration::from_secs(20);

/// How long this thread has worked: what others do on a busy machine is no fault of a reader's.
fn worked() -> Duration {
    #[cfg(unix)]
    {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
    }
    #[cfg(not(unix))]
    {
        static BEGUN: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
        BEGUN.elapsed()
    }
}

/// Numbers that look random and are the same in every run (`SplitMix64`).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) >> 33).unwrap() % bound.max(1)
    }
}

/// Changes a few bytes: other values, extremes, and pieces that are gone, doubled or swapped.
fn mutate(bytes: &mut Vec<u8>, numbers: &mut Numbers) {
    const EXTREMES: [u8; 6] = [0, 1, 0x7f, 0x80, 0xfe, 0xff];
    for _ in 0..=numbers.below(6) {
        if bytes.is_empty() {
            return;
        }
        let at = numbers.below(bytes.len());
        match numbers.below(6) {
            0 => bytes[at] = u8::try_from(numbers.below(256)).unwrap(),
            1 => bytes[at] = EXTREMES[numbers.below(EXTREMES.len())],
            2 => bytes[at] ^= 1 << numbers.below(8),
            3 => bytes.truncate(at),
            4 => {
                let end = (at + numbers.below(16)).min(bytes.len());
                bytes.drain(at..end);
            }
            _ => {
                let end = (at + numbers.below(32)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                let to = numbers.below(bytes.len());
                bytes.splice(to..to, piece);
            }
        }
    }
}

/// Runs a reader over mutations of the seeds.
fn check(seeds: &[Vec<u8>], read: impl Fn(&[u8])) {
    let longer = std::env::var(LONGER).ok().and_then(|seconds| seconds.parse().ok());
    let mut numbers = Numbers(0x6768_6f73_7431_3233 ^ longer.unwrap_or_default());
    let time_max = longer.map_or(TIME_MAX, Duration::from_secs);
    let mut count = 0_u64;
    let begin = Instant::now();
    for seed in seeds {
        read(seed);
    }
    while begin.elapsed() < time_max {
        count += 1;
        let mut bytes = seeds[numbers.below(seeds.len())].clone();
        mutate(&mut bytes, &mut numbers);
        let start = worked();
        read(&bytes);
        let took = worked().saturating_sub(start);
        assert!(took < ONE_MAX, "{} bytes took {took:?}", bytes.len());
    }
    println!("{count} mutations");
}

fn read_binary(bytes: &[u8]) {
    let Ok(symbols) = read_symbols(bytes) else { return };
    let wanted: BTreeSet<String> = symbols.exports().iter().map(|symbol| symbol.name.clone()).collect();
    let Ok(debug) = read_debug_info(bytes, &wanted, symbols.machine) else { return };
    let merged =
        merge(&Witnesses { name: "t", symbols: &symbols, debug: Some(&debug), source: None, hidden: &[] });
    let _ = c::header(&merged.interface, &c::COptions::default());
    let _ = zig::module(&merged.interface, &zig::ZigOptions::default());
}

fn read_sources(rust: &str, zig: &str) {
    let machine = Machine::X86_64_LINUX;
    let rust = rust_source::read("rust", &[SourceFile { path: "lib.rs", text: rust }], &machine);
    let zig = zig_source::read("zig", &[SourceFile { path: "main.zig", text: zig }], &machine);
    for (expected, first, actual, second) in
        [(&zig, Language::Zig, &rust, Language::Rust), (&rust, Language::Rust, &zig, Language::Zig)]
    {
        let options = Options {
            expected_facts: Some(&expected.facts),
            actual_facts: Some(&actual.facts),
            missing: Missing::Only(&[]),
            ..Options::new(first, second)
        };
        let _ = compare(&expected.imports, &actual.exports, &options);
        let _ = c::header(&actual.exports, &c::COptions::default());
    }
}

fn here(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// Every file of a kind in a folder.
fn files(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    let mut paths: Vec<_> = std::fs::read_dir(here(folder)).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == ending));
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

#[test]
fn libraries() {
    let folder = tempfile::tempdir().unwrap();
    let mut seeds = Vec::new();
    for name in ["data_enums", "callbacks", "statics", "unions"] {
        let object = folder.path().join(format!("{name}.o"));
        #[expect(clippy::disallowed_methods, reason = "tests start compilers here and nowhere else")]
        let status = std::process::Command::new("rustc")
            .args(["--edition=2024", "--crate-type=lib", "--emit=obj", "-Cdebuginfo=2", "-Awarnings", "-o"])
            .arg(&object)
            .arg(here(&format!("binary/rust/{name}.rs")))
            .status()
            .unwrap();
        assert!(status.success());
        let bytes = std::fs::read(object).unwrap();
        // The same as an archive's only member.
        let size = bytes.len();
        let mut archive =
            format!("!<arch>\n{:<16}0           0     0     644     {size:<10}`\n", "one.o/").into_bytes();
        archive.extend(&bytes);
        seeds.push(bytes);
        seeds.push(archive);
    }
    check(&seeds, read_binary);
}

#[test]
fn sources() {
    let rust = files("binary/rust", "rs");
    let zig = files("binary/zig", "zig");
    check(&rust, |bytes| read_sources(&String::from_utf8_lossy(bytes), ""));
    check(&zig, |bytes| read_sources("", &String::from_utf8_lossy(bytes)));
}

/// Small inputs that ask for much work.
#[test]
fn what_grows_faster_than_its_text() {
    let start = worked();
    let callbacks: String = (1..60).fold("type F0 = extern \"C\" fn();".to_owned(), |all, n| {
        all + &format!("type F{n} = extern \"C\" fn(F{0}, F{0});\n", n - 1)
    });
    let records: String = (1..60).fold("#[repr(C)] struct S0 { a: u8 }".to_owned(), |all, n| {
        all + &format!("#[repr(C)] struct S{n} {{ a: S{0}, b: S{0} }}\n", n - 1)
    });
    let export = "#[no_mangle] extern \"C\" fn f(a: F59, b: S59) {}";
    read_sources(&format!("{callbacks}{records}{export}"), "");
    // What Rust lays out itself, and whose fields must be looked into for what has no null.
    let natives: String = (1..60).fold("struct N0 { a: u8 }".to_owned(), |all, n| {
        all + &format!("struct N{n} {{ a: Option<N{0}>, b: Option<N{0}> }}\n", n - 1)
    });
    read_sources(
        &format!("{natives}#[no_mangle] extern \"C\" fn f(a: *const N59, b: Option<&N59>) {{}}"),
        "",
    );
    let doubling = "macro_rules! d { ($($t:tt)*) => { d!{ $($t)* $($t)* } d!{ $($t)* } } } d!{ a b c d }";
    read_sources(doubling, "");
    let constants: String = (1..80).fold("pub const C0: u64 = 1;".to_owned(), |all, n| {
        all + &format!("pub const C{n}: u64 = C{0} + C{0};\n", n - 1)
    });
    read_sources(&constants, &constants);
    let zig: String = (1..60).fold("const S0 = extern struct { a: u8 };".to_owned(), |all, n| {
        all + &format!("const S{n} = extern struct {{ a: S{0}, b: S{0} }};\n", n - 1)
    });
    read_sources("", &format!("{zig} export fn f(a: *S59, b: S59) void {{ _ = a; _ = b; }}"));
    let zig: String = (1..60).fold("const F0 = *const fn () callconv(.c) void;".to_owned(), |all, n| {
        all + &format!("const F{n} = *const fn (F{0}, F{0}) callconv(.c) void;\n", n - 1)
    });
    read_sources("", &format!("{zig} export fn f(a: F59) void {{ _ = a; }}"));
    // A constant that is called by itself.
    read_sources("", "const a = a(1); const b = b(c).d; export fn f(x: a, y: b) void { _ = x; _ = y; }");
    let took = worked().saturating_sub(start);
    assert!(took < ONE_MAX, "{took:?}");
}
