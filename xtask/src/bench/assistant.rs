//! zeke beside aichat: processor time and memory of a start and of one prompt to a mock server.
//!
//! aichat is not installed for this: it is compared with where `GHOST_AICHAT` names it or it is on
//! `PATH`. Times are the children's own, taken by Python, whose `wait4` has them.

use std::fmt::Write as _;

use super::Setting;
use crate::children::{command, output_of};
use crate::report::Failure;

/// The largest that the program may be.
const BINARY_MIB_MAX: f64 = 15.0;

/// Rows of the table: median of processor time, and memory in the name.
pub(super) fn rows(setting: &Setting) -> Result<String, Failure> {
    let zeke = setting.tools.join(format!("zeke{}", std::env::consts::EXE_SUFFIX));
    let mut python = command("python3");
    python.arg(setting.root.join("xtask/src/bench/assistant.py")).arg(&zeke);
    let named = std::env::var("GHOST_AICHAT").ok();
    let aichat = named.or_else(|| output_of(command("aichat").arg("--version")).map(|_| "aichat".to_owned()));
    if let Some(aichat) = &aichat {
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
    #[expect(clippy::cast_precision_loss, reason = "a size in MiB")]
    let mib = bytes as f64 / f64::from(1 << 20);
    if mib > BINARY_MIB_MAX {
        return Err(Failure::work(format!("{zeke} has {mib:.1} MiB, more than {BINARY_MIB_MAX}")));
    }
    let _ = writeln!(rows, "| zeke: size of the program | {mib:.1} MiB | | | under {BINARY_MIB_MAX} MiB |");
    if aichat.is_none() {
        eprintln!("skipped: aichat is not here to be compared with (GHOST_AICHAT)");
    }
    Ok(rows)
}
