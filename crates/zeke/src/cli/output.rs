//! How results leave: text or JSON on standard output, files only where `--output` names a place.

use std::io::{ErrorKind, Write as _};

use camino::{Utf8Path, Utf8PathBuf};
use clap::ValueEnum;
use serde::Serialize;
use tempfile::NamedTempFile;
use zeke_core::assist::Report;
use zeke_core::tasks::seal::{Owner, owner};

use super::model::ModelArgs;
use crate::failure::Failure;

/// Version of the JSON form of every command.
const SCHEMA: u32 = 1;

/// What every command takes.
#[derive(clap::Args)]
pub(crate) struct Common {
    /// The project's folder.
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) project: Utf8PathBuf,
    /// How the result is written to standard output.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) output_format: OutputFormat,
    #[command(flatten)]
    pub(crate) model: ModelArgs,
}

/// A form of output.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// Text for people, or the code itself.
    Text,
    /// One JSON object; its form is docs/schema/zeke-COMMAND.schema.json.
    Json,
    /// A JSON object a line: what is going on, as `{"event":"progress","message":…}`, and at last the result,
    /// as `{"event":"result",…}` with the members of the JSON form.
    Jsonl,
}

/// What a command speaks of.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Focus {
    /// Rust, as Zig uses it.
    #[value(name = "rust-integration")]
    Rust,
    /// Zig, as Rust uses it.
    #[value(name = "zig-integration")]
    Zig,
    /// Both.
    #[value(name = "rust-zig-integration", alias = "zig-rust-integration")]
    Both,
}

#[derive(Serialize)]
struct Envelope<'a, T> {
    schema: u32,
    command: &'a str,
    #[serde(flatten)]
    result: &'a T,
    /// What a model added, where one was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'a Report>,
}

/// Writes a result in the form that was asked for.
pub(crate) fn put<T: Serialize>(
    format: OutputFormat,
    command: &str,
    result: &T,
    text: impl FnOnce() -> String,
) -> Result<(), Failure> {
    put_with(format, command, result, None, text)
}

/// Writes a result, and what a model added to it, in the form that was asked for.
pub(crate) fn put_with<T: Serialize>(
    format: OutputFormat,
    command: &str,
    result: &T,
    model: Option<&Report>,
    text: impl FnOnce() -> String,
) -> Result<(), Failure> {
    let text = match format {
        OutputFormat::Text => text(),
        OutputFormat::Json => {
            let value = serde_json::to_value(Envelope { schema: SCHEMA, command, result, model });
            format!("{:#}\n", value.map_err(|e| Failure::work(&e))?)
        }
        OutputFormat::Jsonl => {
            let value = serde_json::to_value(Envelope { schema: SCHEMA, command, result, model });
            let mut value = value.map_err(|e| Failure::work(&e))?;
            value["event"] = "result".into();
            format!("{value}\n")
        }
    };
    std::io::stdout().write_all(text.as_bytes()).map_err(|e| Failure::work(&e))
}

/// Says what is going on: to people at a terminal, and to programs that read lines.
pub(crate) fn progress(format: OutputFormat, words: &str) {
    if format == OutputFormat::Jsonl {
        let line = serde_json::json!({ "event": "progress", "message": words });
        // Nobody may listen any more; the result tells.
        let _unheard = writeln!(std::io::stdout(), "{line}");
    }
    super::context::progress(words);
}

/// A generated file.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Generated {
    /// Its name, or its path where it was written.
    pub(crate) path: String,
    /// Its text.
    pub(crate) text: String,
    /// Whether it was written.
    pub(crate) written: bool,
}

/// Writes files into a folder, all of them or none: nothing is replaced but what zeke wrote and
/// nobody changed since.
pub(crate) fn write_files(folder: &Utf8Path, files: &mut [Generated]) -> Result<(), Failure> {
    let targets: Vec<Utf8PathBuf> = files.iter().map(|file| folder.join(&file.path)).collect();
    for target in &targets {
        refuse(target, |text| match owner(text) {
            Owner::Own => None,
            Owner::Changed => Some("was changed since zeke wrote it"),
            Owner::Foreign => Some("is there already, and zeke did not write it"),
        })?;
    }
    let mut ready = Vec::new();
    for (file, target) in files.iter().zip(&targets) {
        ready.push(beside(target, &file.text).map_err(|e| unwritten(target, &e))?);
    }
    for ((ready, target), file) in ready.into_iter().zip(&targets).zip(files.iter_mut()) {
        ready.take_place(&file.text).map_err(|e| unwritten(target, &e))?;
        file.path = target.as_str().replace('\\', "/");
        file.written = true;
        eprintln!("zeke: wrote {target}");
    }
    Ok(())
}

/// Writes a file whole, or leaves it as it is: `keeps` says of a text that is there why it stays.
pub(crate) fn write_file(
    target: &Utf8Path,
    text: &str,
    keeps: impl FnOnce(&str) -> Option<&'static str>,
) -> Result<(), Failure> {
    refuse(target, keeps)?;
    beside(target, text).and_then(|ready| ready.take_place(text)).map_err(|e| unwritten(target, &e))
}

/// An error where a file must stay: for what it holds, or because nobody knows what it holds.
fn refuse(target: &Utf8Path, keeps: impl FnOnce(&str) -> Option<&'static str>) -> Result<(), Failure> {
    if is_device(target) {
        return Ok(());
    }
    let why = match std::fs::read(target) {
        Ok(bytes) if bytes.trim_ascii().is_empty() => None,
        Ok(bytes) => keeps(&String::from_utf8_lossy(&bytes)).map(str::to_owned),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => Some(format!("cannot be read, and is not replaced: {error}")),
    };
    let Some(why) = why else { return Ok(()) };
    let hint = "name another --output, or move the file away";
    Err(Failure::usage_of(format!("{target} {why}")).with_hint(hint))
}

fn unwritten(target: &Utf8Path, error: &std::io::Error) -> Failure {
    Failure::work_of(format!("cannot write {target}: {error}"))
}

/// Whether a path leads to something that takes what is written and keeps no file: `/dev/stdout`.
fn is_device(target: &Utf8Path) -> bool {
    std::fs::metadata(target).is_ok_and(|meta| !meta.is_file() && !meta.is_dir())
}

/// A text on the way to its place.
enum Ready {
    /// Whole, in a file beside the place.
    File(NamedTempFile, Utf8PathBuf),
    /// For a device, which nothing can take the place of.
    Device(Utf8PathBuf),
}

impl Ready {
    fn take_place(self, text: &str) -> std::io::Result<()> {
        match self {
            Self::File(file, place) => file.persist(place).map(drop).map_err(|e| e.error),
            Self::Device(place) => {
                std::fs::OpenOptions::new().append(true).open(place)?.write_all(text.as_bytes())
            }
        }
    }
}

/// The text in a file beside its place. Where a link is named, what it leads to is written.
fn beside(target: &Utf8Path, text: &str) -> std::io::Result<Ready> {
    if is_device(target) {
        return Ok(Ready::Device(target.to_owned()));
    }
    let target = &target.canonicalize_utf8().unwrap_or_else(|_| target.to_owned());
    let folder = target.parent().filter(|p| !p.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    std::fs::create_dir_all(folder)?;
    let made = &mut tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // What is written is for everybody whom the umask lets.
        made.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = made.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    Ok(Ready::File(file, target.clone()))
}

/// Writes a patch to a file that zeke may write: new, empty, or a patch already.
pub(crate) fn write_patch(target: &Utf8Path, patch: &str) -> Result<Generated, Failure> {
    let is_patch = |text: &str| text.starts_with("--- ") || text.starts_with("diff ");
    write_file(target, patch, |text| (!is_patch(text)).then_some("is there already, and is no patch"))?;
    eprintln!("zeke: wrote {target}");
    Ok(Generated { path: target.as_str().replace('\\', "/"), text: patch.to_owned(), written: true })
}
