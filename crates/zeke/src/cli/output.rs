//! How results leave: text or JSON on standard output, files only where `--output` names a place.

use std::io::Write as _;

use camino::{Utf8Path, Utf8PathBuf};
use clap::ValueEnum;
use serde::Serialize;
use zeke_core::assist::Report;

use super::model::ModelArgs;
use crate::failure::Failure;

/// Version of the JSON form of every command.
const SCHEMA: u32 = 1;

/// Words that stand in every generated file, by which a later run knows it for its own.
pub(crate) const MARK: &str = "written by zeke";

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

/// Writes files into a folder, all of them or none: nothing that zeke did not write is replaced.
pub(crate) fn write_files(folder: &Utf8Path, files: &mut [Generated]) -> Result<(), Failure> {
    let targets: Vec<Utf8PathBuf> = files.iter().map(|file| folder.join(&file.path)).collect();
    for target in &targets {
        refuse_foreign(target)?;
    }
    let failed = |path: &Utf8Path, e: std::io::Error| Failure::work_of(format!("cannot write {path}: {e}"));
    let mut ready = Vec::new();
    for (file, target) in files.iter().zip(&targets) {
        let parent = target.parent().filter(|p| !p.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
        std::fs::create_dir_all(parent).map_err(|e| failed(target, e))?;
        let mut temporary = tempfile::NamedTempFile::new_in(parent).map_err(|e| failed(target, e))?;
        temporary.write_all(file.text.as_bytes()).map_err(|e| failed(target, e))?;
        readable(&temporary).map_err(|e| failed(target, e))?;
        ready.push((temporary, target));
    }
    for ((temporary, target), file) in ready.into_iter().zip(files.iter_mut()) {
        temporary.persist(target).map_err(|e| failed(target, e.error))?;
        file.path = target.as_str().replace('\\', "/");
        file.written = true;
        eprintln!("zeke: wrote {target}");
    }
    Ok(())
}

fn refuse_foreign(target: &Utf8Path) -> Result<(), Failure> {
    let Ok(text) = std::fs::read(target) else { return Ok(()) };
    let text = String::from_utf8_lossy(&text);
    if text.trim().is_empty() || text.contains(MARK) {
        return Ok(());
    }
    let what = format!("{target} is there already, and zeke did not write it");
    Err(Failure::usage_of(what).with_hint("name another --output, or move the file away"))
}

/// A temporary file is its owner's alone; what is generated is for everybody whom the umask lets.
#[cfg(unix)]
fn readable(file: &tempfile::NamedTempFile) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_file: &tempfile::NamedTempFile) -> std::io::Result<()> {
    Ok(())
}

/// Writes a patch to a file that zeke may write: new, empty, or a patch already.
pub(crate) fn write_patch(target: &Utf8Path, patch: &str) -> Result<Generated, Failure> {
    let is_patch = |text: &str| text.starts_with("--- ") || text.starts_with("diff ");
    if std::fs::read_to_string(target).is_ok_and(|text| !text.trim().is_empty() && !is_patch(&text)) {
        return Err(Failure::usage_of(format!("{target} is there already, and is no patch")));
    }
    let failed = |e: std::io::Error| Failure::work_of(format!("cannot write {target}: {e}"));
    let folder = target.parent().filter(|p| !p.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut temporary = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    temporary.write_all(patch.as_bytes()).map_err(failed)?;
    readable(&temporary).map_err(failed)?;
    temporary.persist(target).map_err(|e| failed(e.error))?;
    eprintln!("zeke: wrote {target}");
    Ok(Generated { path: target.as_str().replace('\\', "/"), text: patch.to_owned(), written: true })
}
