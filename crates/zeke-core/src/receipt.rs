//! Receipts: what was run, on what, with what result; kept so that it can be run again.
//!
//! A ledger is a folder of one file a receipt and one file a content, each written whole under a
//! name that it never changes again: a run that is cut off leaves nothing half, and runs beside
//! each other do not meet. A receipt's id is the digest of the rest of it.

use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::time::{Duration, SystemTime};

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use crate::proof::Verdict;

/// Version of the JSON form of [`Receipt`].
pub const SCHEMA: u32 = 1;

/// What was run to prove a claim, and how it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Version of this form, [`SCHEMA`].
    pub schema: u32,
    /// Its name: the beginning of the digest of everything else in it.
    pub id: String,
    /// The claim.
    pub claim: String,
    /// `verified`, `refuted` or `unverified`.
    pub verdict: String,
    /// All steps in one line, as a shell would have them.
    pub command: String,
    /// The exit code of the last step that ran; `null` where it was ended from outside.
    pub exit_code: Option<i32>,
    /// BLAKE3 over the digests of every input and every output.
    pub digest: String,
    /// When it began, RFC 3339 in UTC.
    pub time: String,
    /// The files it depends on.
    pub inputs: Vec<Input>,
    /// The commands that ran.
    pub steps: Vec<StepRecord>,
}

/// A file that a result depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Whose file it is.
    pub kind: InputKind,
    /// Its path, relative to the project or to the scratch folder.
    pub path: String,
    /// BLAKE3 of its content.
    pub digest: String,
    /// Its length.
    pub bytes: u64,
}

/// Where an input lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InputKind {
    /// In the project.
    Project,
    /// In the scratch folder; its content is kept beside the receipt.
    Scratch,
    /// In the project, and copied into the scratch folder.
    Copied,
}

/// A command that ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRecord {
    /// `zig`, `rustc`, `cargo`, or the path of a program that a step before made.
    pub program: String,
    /// Its arguments; `{scratch}` and `{project}` stand for those folders.
    pub args: Vec<String>,
    /// Where it ran: relative to the project, or `{scratch}`.
    pub cwd: String,
    /// How it ended.
    #[serde(flatten)]
    pub ending: Ending,
    /// Whether it was expected to fail.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fails: bool,
    /// How long it was allowed to take.
    pub timeout_ms: u64,
    /// BLAKE3 of the lines it wrote, without times and addresses and in the order of the alphabet.
    pub output_digest: String,
    /// The end of what it wrote.
    pub output_tail: String,
    /// How long it took.
    pub duration_ms: u64,
    /// The version of the tool; empty for a program that was made.
    pub tool_version: String,
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ending", content = "code", rename_all = "kebab-case")]
pub enum Ending {
    /// By itself, with this code.
    Exit(i32),
    /// By a signal.
    Signal(i32),
    /// It took too long.
    Timeout,
    /// It wrote too much.
    OutputLimit,
    /// The user ended it.
    Canceled,
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exit(code) => write!(f, "ended with exit code {code}"),
            Self::Signal(signal) => write!(f, "was ended by signal {signal}"),
            Self::Timeout => f.write_str("took too long and was ended"),
            Self::OutputLimit => f.write_str("wrote too much and was ended"),
            Self::Canceled => f.write_str("was cancelled"),
        }
    }
}

impl Input {
    pub(crate) fn new(kind: InputKind, path: &str, content: &[u8]) -> Self {
        let digest = blake3::hash(content).to_hex().to_string();
        Self { kind, path: path.to_owned(), digest, bytes: content.len() as u64 }
    }
}

impl StepRecord {
    /// As a shell would have it.
    pub(crate) fn command(&self) -> String {
        let program = match self.program.as_str() {
            tool @ ("zig" | "rustc" | "cargo" | "zbuild") => tool.to_owned(),
            built => format!("./{built}"),
        };
        let words = std::iter::once(program).chain(self.args.iter().map(|arg| quoted(arg)));
        words.collect::<Vec<_>>().join(" ")
    }
}

fn quoted(arg: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%{}".contains(c);
    if !arg.is_empty() && arg.chars().all(plain) {
        arg.to_owned()
    } else {
        format!("'{}'", arg.replace('\'', r"'\''"))
    }
}

impl Receipt {
    pub(crate) fn new(
        claim: &str,
        verdict: &str,
        time: SystemTime,
        inputs: Vec<Input>,
        steps: Vec<StepRecord>,
    ) -> Self {
        let mut hasher = blake3::Hasher::new();
        for digest in
            inputs.iter().map(|input| &input.digest).chain(steps.iter().map(|step| &step.output_digest))
        {
            hasher.update(digest.as_bytes());
        }
        let mut receipt = Self {
            schema: SCHEMA,
            id: String::new(),
            claim: claim.to_owned(),
            verdict: verdict.to_owned(),
            command: steps.iter().map(StepRecord::command).collect::<Vec<_>>().join(" && "),
            exit_code: match steps.last().map(|step| step.ending) {
                Some(Ending::Exit(code)) => Some(code),
                _ => None,
            },
            digest: hasher.finalize().to_hex().to_string(),
            time: rfc3339(time),
            inputs,
            steps,
        };
        receipt.id = receipt.own_id();
        receipt
    }

    /// How long everything took.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        let total: u64 = self.steps.iter().map(|step| step.duration_ms).sum();
        Duration::from_millis(total).as_secs_f64()
    }

    /// The last step's end, in words.
    #[must_use]
    pub fn outcome(&self) -> String {
        self.steps.last().map_or_else(String::new, |step| format!("`{}` {}", step.command(), step.ending))
    }

    fn own_id(&self) -> String {
        let bare = Self { id: String::new(), ..self.clone() };
        // A receipt is numbers and strings, which always have a JSON form.
        let json = serde_json::to_vec(&bare).unwrap_or_default();
        blake3::hash(&json).to_hex().as_str().chars().take(12).collect()
    }
}

/// The receipts of one project.
#[derive(Debug, Clone)]
pub struct Ledger {
    folder: Utf8PathBuf,
}

/// Why a receipt cannot be kept or had.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// A file cannot be written or read.
    #[error("cannot {action} {path}")]
    File {
        /// What was tried.
        action: &'static str,
        /// With which file.
        path: Utf8PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// A file is not what was written.
    #[error("{path} is not as it was written")]
    Changed {
        /// Which.
        path: Utf8PathBuf,
    },
    /// No receipt, or more than one, has an id that begins so.
    #[error("{count} receipts have an id that begins with `{id}`")]
    NotOne {
        /// The beginning.
        id: String,
        /// How many.
        count: usize,
    },
}

impl Ledger {
    /// The ledger in a project's state folder.
    #[must_use]
    pub fn new(state: &Utf8Path) -> Self {
        Self { folder: state.join("receipts") }
    }

    /// Where it lies.
    #[must_use]
    pub fn folder(&self) -> &Utf8Path {
        &self.folder
    }

    /// Every receipt, oldest first. The error is that of the first that cannot be read.
    pub fn list(&self) -> Result<Vec<Receipt>, LedgerError> {
        let (receipts, broken) = self.readable()?;
        broken.into_iter().next().map_or(Ok(receipts), Err)
    }

    /// The receipts that can be read, oldest first, and why others cannot.
    pub fn readable(&self) -> Result<(Vec<Receipt>, Vec<LedgerError>), LedgerError> {
        let (mut receipts, mut broken) = (Vec::new(), Vec::new());
        for name in self.names()? {
            match self.read(&self.folder.join(name)) {
                Ok(receipt) => receipts.push(receipt),
                Err(error) => broken.push(error),
            }
        }
        Ok((receipts, broken))
    }

    /// The names of the receipts' files, oldest first.
    fn names(&self) -> Result<Vec<String>, LedgerError> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(self.broken("read", &self.folder, source)),
        };
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| std::path::Path::new(name).extension().is_some_and(|end| end == "json"))
            .collect();
        names.sort();
        Ok(names)
    }

    /// The receipt whose id begins with `id`. Others need not be readable.
    pub fn find(&self, id: &str) -> Result<Receipt, LedgerError> {
        let is_named = |name: &String| name.rsplit_once('-').is_some_and(|(_, rest)| rest.starts_with(id));
        let found: Vec<String> = self.names()?.into_iter().filter(is_named).collect();
        match found.as_slice() {
            [name] if !id.is_empty() => self.read(&self.folder.join(name)),
            found => Err(LedgerError::NotOne { id: id.to_owned(), count: found.len() }),
        }
    }

    pub(crate) fn keep(&self, receipt: &Receipt, files: &[(String, String)]) -> Result<(), LedgerError> {
        for (_, content) in files {
            let digest = blake3::hash(content.as_bytes()).to_hex();
            self.write(&self.folder.join("contents").join(digest.as_str()), content.as_bytes())?;
        }
        let json = serde_json::to_vec_pretty(receipt)
            .map_err(|error| self.broken("write", &self.folder, error.into()))?;
        // The time is in front so that names are in the order of their receipts.
        let time: String = receipt.time.chars().filter(char::is_ascii_alphanumeric).collect();
        self.write(&self.folder.join(format!("{time}-{}.json", receipt.id)), &json)
    }

    pub(crate) fn content(&self, digest: &str) -> Result<String, LedgerError> {
        let path = self.folder.join("contents").join(digest);
        let text = fs::read_to_string(&path).map_err(|source| self.broken("read", &path, source))?;
        if blake3::hash(text.as_bytes()).to_hex().as_str() == digest {
            Ok(text)
        } else {
            Err(LedgerError::Changed { path })
        }
    }

    fn read(&self, path: &Utf8Path) -> Result<Receipt, LedgerError> {
        let bytes = fs::read(path).map_err(|source| self.broken("read", path, source))?;
        let receipt: Receipt =
            serde_json::from_slice(&bytes).map_err(|error| self.broken("read", path, error.into()))?;
        if receipt.own_id() == receipt.id {
            Ok(receipt)
        } else {
            Err(LedgerError::Changed { path: path.to_owned() })
        }
    }

    /// Writes a file whole, unless it is there: under its name lies what belongs there, or nothing.
    fn write(&self, path: &Utf8Path, bytes: &[u8]) -> Result<(), LedgerError> {
        let write = || {
            if path.exists() {
                return Ok(());
            }
            let folder = path.parent().unwrap_or(&self.folder);
            fs::create_dir_all(folder)?;
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            file.write_all(bytes)?;
            file.as_file().sync_all()?;
            file.persist(path).map_err(|error| error.error)?;
            Ok(())
        };
        write().map_err(|source| self.broken("write", path, source))
    }

    #[expect(clippy::unused_self, reason = "reads as what it is: an error of this ledger")]
    fn broken(&self, action: &'static str, path: &Utf8Path, source: io::Error) -> LedgerError {
        LedgerError::File { action, path: path.to_owned(), source }
    }
}

impl Verdict {
    /// As receipts and machines spell it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Refuted { .. } => "refuted",
            Self::Unverified { .. } => "unverified",
        }
    }
}

/// `2026-01-31T12:00:00.123Z`.
pub(crate) fn rfc3339(time: SystemTime) -> String {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let (days, second) = (since.as_secs() / 86_400, since.as_secs() % 86_400);
    let (year, month, day) = civil(days);
    let (hour, minute) = (second / 3600, second / 60 % 60);
    let milliseconds = since.subsec_millis();
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{:02}.{milliseconds:03}Z", second % 60)
}

/// Days since 1970 as a date, by the rules of the Gregorian calendar: 400 years are 146,097 days,
/// and years are counted from March so that the leap day is a year's last.
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_dates() {
        let check = |second: u64, expected: &str| {
            assert_eq!(rfc3339(SystemTime::UNIX_EPOCH + Duration::from_secs(second)), expected);
        };
        check(0, "1970-01-01T00:00:00.000Z");
        check(951_782_400, "2000-02-29T00:00:00.000Z");
        check(1_709_251_199, "2024-02-29T23:59:59.000Z");
        check(1_735_689_600, "2025-01-01T00:00:00.000Z");
    }
}
