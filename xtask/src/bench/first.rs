//! The first build of real crates, ghostbind in turns with plain cargo: time, and the processor's time beside it,
//! which neighbours on a busy machine do not lengthen as much.

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use camino::Utf8Path;

use super::{ROUNDS_LONG, Setting, median_ms};
use crate::children::{cannot_start, cargo, run};
use crate::corpus;
use crate::report::Failure;

/// Crates whose first build is measured, and arguments of both builds: one crate alone, exports in dependencies, macros, C inside, much Rust.
const CRATES: &[(&str, &str, &[&str])] = &[
    ("imagequant-sys", "4.1.0", &[]),
    ("rure", "0.2.5", &[]),
    ("mp4parse_capi", "0.17.0", &[]),
    ("libz-rs-sys-cdylib", "0.6.8", &[]),
    ("brotli", "9.1.1", &["--features", "ffi-api"]),
];

const AIM: &str = "at most twice cargo and 10 s";

/// The rows of the table.
/// # Errors
/// None: what cannot be measured is a row that says so.
#[expect(clippy::unnecessary_wraps, reason = "one of several that may fail")]
pub(super) fn rows(setting: &Setting) -> Result<String, Failure> {
    let mut rows = String::new();
    for &(name, version, features) in CRATES {
        match measure(setting, name, version, features) {
            Ok(measured) => rows.push_str(&measured),
            // An hour of the others is not lost for it. Writing to a string cannot fail.
            Err(why) => {
                let _ = writeln!(rows, "| first build of {name} | not measured: {why} | | | {AIM} |");
            }
        }
    }
    Ok(rows)
}

/// What one build took.
struct Cost {
    passed: Duration,
    worked: Duration,
}

fn measure(setting: &Setting, name: &str, version: &str, features: &[&str]) -> Result<String, Failure> {
    let place = crate::zig::cache_dir()?.join("corpus").join(format!("{name}-{version}"));
    let source = corpus::source(name, version, &place)?;
    run("cargo fetch", cargo().current_dir(&source).args(["fetch", "--quiet"]))?;
    let plain = || {
        let mut build = cargo();
        build.current_dir(&source).env("CARGO_TARGET_DIR", place.join("plain"));
        build.args(["rustc", "--quiet", "--release", "--lib", "--crate-type", "staticlib"]);
        build.args(features).args(["--", "--cap-lints", "allow"]);
        build
    };
    let ours = || {
        let mut build = super::builds::tool(setting, "ghostbind", &place);
        build.args(["build", "--quiet", "--crate-type", "staticlib"]).args(features).arg("--manifest-path");
        build.arg(source.join("Cargo.toml")).env_remove("CARGO_TARGET_DIR");
        build
    };
    let (mut by_us, mut by_cargo) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS_LONG {
        corpus::clean(&place);
        by_cargo.push(cost(&mut plain())?);
        by_us.push(cost(&mut ours())?);
    }
    corpus::clean(&place);
    let mut text = String::new();
    for (what, of) in
        [("", (|cost: &Cost| cost.passed) as fn(&Cost) -> Duration), (", processor time", |cost| cost.worked)]
    {
        let median = |costs: &[Cost]| median_ms(&mut costs.iter().map(of).collect::<Vec<_>>());
        let (ours, theirs) = (median(&by_us), median(&by_cargo));
        for (command, ms) in [("ghostbind build", ours), ("cargo, the same library", theirs)] {
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "| first build of {name}{what} | {command} | {ms:.0} | {:.2} | {AIM} |",
                ours / ms
            );
        }
    }
    Ok(text)
}

fn cost(command: &mut Command) -> Result<Cost, Failure> {
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let (start, before) = (Instant::now(), worked());
    let status = command.status().map_err(|e| cannot_start(command, &e))?;
    let cost = Cost { passed: start.elapsed(), worked: worked().saturating_sub(before) };
    if status.success() {
        Ok(cost)
    } else {
        Err(Failure::work(format!("bench: {command:?} failed ({status})")))
    }
}

/// What children that ended have worked, as Linux counts it, in hundredths of a second. Elsewhere nothing.
fn worked() -> Duration {
    let stat = fs::read_to_string(Utf8Path::new("/proc/self/stat")).unwrap_or_default();
    // The program's name stands in parentheses and may hold anything; `cutime` and `cstime` are the 14th and 15th
    // fields behind it.
    let behind = stat.rsplit_once(')').map_or("", |(_, behind)| behind);
    let ticks: u64 =
        behind.split_whitespace().skip(13).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}
