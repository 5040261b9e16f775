//! `zbuild cache`: how much the content store holds, whether it is sound, and what may go.

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use ghostbind::Environment;
use serde_json::json;
use zbuild_engine::{GcLimits, Store};

use super::args::{CacheArgs, CacheCommand};
use super::report::{Report, human};
use crate::build;
use crate::diagnostic::Diagnostic;
use crate::failure::Failure;

/// Files between two lines of progress.
const PROGRESS_STEP: u64 = 100;

pub(super) fn command(args: &CacheArgs, env: &Environment, report: &Report) -> Result<u8, Failure> {
    let (folder, store) = build::store(env, args.config.as_deref())?;
    let failed =
        |error| Failure::work(Diagnostic::error(format!("cannot read the content store {folder}: {error}")));
    match args.command {
        CacheCommand::Stat => stat(&store, &folder, report).map_err(failed),
        CacheCommand::Verify => verify(&store, report).map_err(failed),
        CacheCommand::Gc { max_size, max_age } => {
            let default = build::CACHE_LIMITS;
            let limits = GcLimits {
                bytes_max: max_size.unwrap_or(default.bytes_max),
                age_max: max_age.unwrap_or(default.age_max),
            };
            gc(&store, limits, report).map_err(failed)
        }
    }
}

fn stat(store: &Arc<Store>, folder: &camino::Utf8Path, report: &Report) -> std::io::Result<u8> {
    let stat = store.stat()?;
    let unused = stat.oldest_use.and_then(|at| SystemTime::now().duration_since(at).ok());
    if report.json {
        report.event(&json!({
            "reason": "cache",
            "folder": folder,
            "blobs": stat.blobs,
            "blob_bytes": stat.blob_bytes,
            "actions": stat.actions,
            "record_bytes": stat.record_bytes,
            "oldest_use_seconds": unused.map(|unused| unused.as_secs()),
        }));
        return Ok(0);
    }
    let mut text = format!(
        "{folder}\n  {} files, {}\n  {} results of actions, {}\n",
        stat.blobs,
        bytes(stat.blob_bytes),
        stat.actions,
        bytes(stat.record_bytes)
    );
    if let Some(unused) = unused {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  the oldest result was last used {} ago", human(unused));
    }
    report.output(&text);
    Ok(0)
}

fn verify(store: &Arc<Store>, report: &Report) -> std::io::Result<u8> {
    let drawn = !report.json && !report.quiet && std::io::stderr().is_terminal();
    let found = store.verify(|checked| {
        if drawn && checked.is_multiple_of(PROGRESS_STEP) {
            Report::text(&format!("\r{checked} files checked"));
        }
    })?;
    if drawn {
        Report::text("\r\x1b[K");
    }
    if report.json {
        report.event(&json!({
            "reason": "verified",
            "checked": found.checked,
            "corrupt": found.corrupt.iter().map(|path| path.to_string_lossy()).collect::<Vec<_>>(),
            "incomplete": found.incomplete,
        }));
    } else {
        for path in &found.corrupt {
            Report::text(&format!("warning: {} was not what it should be, and is removed\n", path.display()));
        }
        let incomplete = match found.incomplete {
            0 => String::new(),
            count => format!("; {count} results whose files are gone were removed"),
        };
        let sound = if found.corrupt.is_empty() { "all sound" } else { "the rest is sound" };
        report.output(&format!("{} files checked, {sound}{incomplete}\n", found.checked));
    }
    Ok(u8::from(!found.corrupt.is_empty()))
}

fn gc(store: &Arc<Store>, limits: GcLimits, report: &Report) -> std::io::Result<u8> {
    let done = store.gc(limits, SystemTime::now())?;
    if report.json {
        report.event(&json!({
            "reason": "collected",
            "actions_removed": done.actions_removed,
            "blobs_removed": done.blobs_removed,
            "bytes_removed": done.bytes_removed,
            "bytes_kept": done.bytes_kept,
        }));
    } else {
        report.output(&format!(
            "removed {} results and {} files ({}); {} stay\n",
            done.actions_removed,
            done.blobs_removed,
            bytes(done.bytes_removed),
            bytes(done.bytes_kept)
        ));
    }
    Ok(0)
}

/// `1.2 MiB`.
fn bytes(count: u64) -> String {
    const UNITS: [&str; 5] = ["B", "KiB", "MiB", "GiB", "TiB"];
    let mut scaled = count;
    let mut unit = 0;
    let mut rest = 0;
    while scaled >= 1024 && unit + 1 < UNITS.len() {
        rest = scaled % 1024 * 10 / 1024;
        scaled /= 1024;
        unit += 1;
    }
    if unit == 0 { format!("{scaled} B") } else { format!("{scaled}.{rest} {}", UNITS[unit]) }
}

/// Reads `500M`, `10GiB`, `2g`: powers of 1024.
pub(super) fn parse_size(text: &str) -> Result<u64, String> {
    let (number, unit) = split(text);
    let shift = match unit.to_ascii_lowercase().trim_end_matches("ib").trim_end_matches('b') {
        "" => 0,
        "k" => 10,
        "m" => 20,
        "g" => 30,
        "t" => 40,
        _ => return Err(format!("`{unit}` is no unit of size; write 500M or 10G")),
    };
    let number: u64 = number.parse().map_err(|_| "write a size such as 500M or 10G".to_owned())?;
    number.checked_mul(1 << shift).ok_or_else(|| "that is more bytes than there are".to_owned())
}

/// Reads `12h`, `30d`, `4w`.
pub(super) fn parse_age(text: &str) -> Result<Duration, String> {
    let (number, unit) = split(text);
    let seconds: u64 = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        "w" => 604_800,
        _ => return Err("write an age such as 12h, 30d or 4w".to_owned()),
    };
    let number: u64 = number.parse().map_err(|_| "write an age such as 12h, 30d or 4w".to_owned())?;
    number.checked_mul(seconds).map(Duration::from_secs).ok_or_else(|| "that is too long".to_owned())
}

fn split(text: &str) -> (&str, &str) {
    text.split_at(text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_ages_are_read() {
        for (text, expected) in [
            ("500M", Some(500 << 20)),
            ("10GiB", Some(10 << 30)),
            ("2g", Some(2 << 30)),
            ("123", Some(123)),
            ("1kb", Some(1024)),
            ("", None),
            ("G", None),
            ("10X", None),
            ("99999999999999T", None),
        ] {
            assert_eq!(parse_size(text).ok(), expected, "{text}");
        }
        assert_eq!(parse_age("30d"), Ok(Duration::from_hours(720)));
        assert!(parse_age("30").is_err() && parse_age("d").is_err());
        assert_eq!([bytes(0), bytes(1536), bytes(5 << 30)], ["0 B", "1.5 KiB", "5.0 GiB"]);
    }
}
