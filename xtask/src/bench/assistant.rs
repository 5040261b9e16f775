//! zeke beside aichat: processor time and memory of a start and of one prompt to a mock server.
//!
//! aichat is the one that `GHOST_AICHAT` names, or on `PATH`, or else installed from crates.io once. Times are the
//! children's own, taken by Python, whose `wait4` has them.

use std::fmt::Write as _;

use camino::Utf8PathBuf;

use super::Setting;
use crate::children::{command, output_of};
use crate::provision::aichat;
use crate::report::Failure;

/// What the program is to stay under, in bytes.
const BINARY_BYTES_MAX: u64 = 15_000_000;

/// Rows of the table: median of processor time, and memory in the name.
pub(super) fn rows(setting: &Setting) -> Result<String, Failure> {
    let zeke = setting.tools.join(format!("zeke{}", std::env::consts::EXE_SUFFIX));
    let mut python = command("python3");
    python.arg(setting.root.join("xtask/src/bench/assistant.py")).arg(&zeke);
    let named = std::env::var("GHOST_AICHAT").ok().map(Utf8PathBuf::from);
    let aichat = named.map_or_else(aichat, Ok);
    if let Ok(aichat) = &aichat {
        python.arg(aichat);
    }
    let text = output_of(&mut python)
        .ok_or_else(|| Failure::work("bench: the assistants' script failed; run it to see why"))?;
    let mut rows = String::new();
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
    for line in &lines {
        let [work, name, ms, memory] = line.as_slice() else { continue };
        let number = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
        let ours = lines.iter().find(|other| other.first() == Some(work)).and_then(|other| other.get(2));
        let ratio = number(ours.copied().unwrap_or_default()) / number(ms);
        // Writing to a string cannot fail.
        let _ = writeln!(
            rows,
            "| zeke: {work} | `{name}` (processor time; {memory} MiB) | {ms} | {ratio:.2} | not slower than aichat |"
        );
    }
    let bytes = std::fs::metadata(&zeke).map_err(|e| Failure::work(format!("{zeke}: {e}")))?.len();
    let megabytes = |bytes: u64| format!("{}.{:02} MB", bytes / 1_000_000, bytes % 1_000_000 / 10_000);
    let (size, max) = (megabytes(bytes), megabytes(BINARY_BYTES_MAX));
    let _ = writeln!(rows, "| zeke: size of the program | {size} | | | under {max} |");
    if let Err(reason) = aichat {
        let _ =
            writeln!(rows, "| zeke beside aichat | not measured: {reason} | | | not slower than aichat |");
    }
    Ok(rows)
}
