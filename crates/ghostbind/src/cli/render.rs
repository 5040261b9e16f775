//! What the user sees: lines in cargo's manner, or JSON.

use std::error::Error;
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use anstream::adapter::strip_str;
use camino::Utf8Path;
use serde_json::json;

use super::args::{Format, OutputArgs};
use crate::built::Built;
use crate::error::BuildError;
use crate::event::Event;

/// How much is told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Volume {
    /// Warnings and errors.
    Quiet,
    /// Progress and results as well.
    Plain,
    /// Reasons as well.
    Verbose,
}

/// Writes events as they come.
pub(super) struct Renderer {
    format: Format,
    volume: Volume,
    /// Whether standard error is a terminal: only there is anything coloured or overwritten.
    terminal: bool,
    /// Whether the cursor stands behind a status that the next line replaces.
    pending: bool,
    /// Set when standard error is closed: then nothing more is written there.
    closed: bool,
    /// Set when nothing more can be written to standard output, to the exit code of that.
    ended: Option<u8>,
}

impl Renderer {
    pub(super) fn new(args: &OutputArgs) -> Self {
        Self {
            format: args.message_format,
            volume: match (args.quiet, args.verbose) {
                (true, _) => Volume::Quiet,
                (false, false) => Volume::Plain,
                (false, true) => Volume::Verbose,
            },
            terminal: io::stderr().is_terminal(),
            pending: false,
            closed: false,
            ended: None,
        }
    }

    pub(super) fn event(&mut self, event: Event) {
        if self.format == Format::Json {
            let event = plain(event);
            self.json(&json!(event));
            return;
        }
        match event {
            Event::Waiting { lock } => self.status("Waiting", &format!("for another ghostbind ({lock})")),
            Event::Stale { why } if self.volume == Volume::Verbose => self.line("Stale", &why),
            Event::Cargo { line } => self.status_line(&line),
            Event::Diagnostic { rendered, .. } => self.block(&rendered),
            Event::Note { about, message } if self.volume == Volume::Verbose => {
                self.line("Note", &format!("{about}: {message}"));
            }
            Event::Warning { message, hint } => {
                self.message("warning", "\x1b[33;1m", &message, hint.as_deref());
            }
            Event::Stale { .. } | Event::Note { .. } | Event::Step { .. } => {}
        }
    }

    pub(super) fn note(&mut self, text: &str) {
        match self.format {
            Format::Json => self.json(&json!({ "reason": "note", "about": "workspace", "message": text })),
            Format::Human if self.volume == Volume::Quiet => {}
            Format::Human => self.message("note", "\x1b[1m", text, None),
        }
    }

    /// The exit code of what succeeded: what was to be told may be lost.
    pub(super) fn end(&self) -> u8 {
        self.ended.unwrap_or(0)
    }

    pub(super) fn finished(&mut self, built: &Built, root: &Utf8Path, took: Duration) {
        let manifest = built.manifest_path.strip_prefix(root).unwrap_or(&built.manifest_path);
        if self.format == Format::Json {
            self.json(&json!({
                "reason": "build-finished",
                "success": true,
                "fresh": built.fresh,
                "manifest_path": built.manifest_path,
                "manifest": built.manifest,
            }));
            return;
        }
        let (krate, targets) = (&built.manifest.krate, &built.manifest.targets);
        let verb = if built.fresh { "Fresh" } else { "Finished" };
        let text = format!(
            "{} for {} ({}) in {:.2}s: {manifest}",
            krate.name,
            targets.zig,
            built.manifest.profile,
            took.as_secs_f64()
        );
        self.line(verb, &text);
    }

    /// Ends the events of a build that has nothing to build, which a note has told, and gives the exit code.
    pub(super) fn nothing(&mut self) -> u8 {
        if self.format == Format::Json {
            self.json(&json!({
                "reason": "build-finished",
                "success": true,
                "fresh": true,
                "manifest_path": null,
                "manifest": null,
            }));
        }
        self.end()
    }

    /// Says why it failed and gives the exit code.
    pub(super) fn failed(&mut self, error: &BuildError) -> u8 {
        let code = error.fault().exit_code();
        if self.format == Format::Json {
            let causes: Vec<String> = causes(error).collect();
            self.json(&json!({
                "reason": "error",
                "message": error.to_string(),
                "causes": causes,
                "hint": error.hint(),
                "exit_code": code,
            }));
            self.json(&json!({ "reason": "build-finished", "success": false }));
        }
        let mut message = error.to_string();
        for cause in causes(error) {
            message.push_str(": ");
            message.push_str(&cause);
        }
        self.message("error", "\x1b[31;1m", &message, error.hint().as_deref());
        code
    }

    fn message(&mut self, level: &str, colour: &str, text: &str, hint: Option<&str>) {
        let level = if self.terminal { format!("{colour}{level}\x1b[0m") } else { level.to_owned() };
        self.write(&format!("{level}: {text}\n"));
        if let Some(hint) = hint {
            self.write(&format!("  help: {hint}\n"));
        }
    }

    /// A compiler's own text.
    fn block(&mut self, rendered: &str) {
        if self.terminal {
            self.write(rendered);
        } else {
            self.write(&strip_str(rendered).to_string());
        }
    }

    fn line(&mut self, verb: &str, text: &str) {
        if self.volume > Volume::Quiet {
            let text = self.coloured(verb, text);
            self.write(&format!("{text}\n"));
        }
    }

    /// `Compiling serde v1.0.0`, as cargo has it.
    fn status_line(&mut self, line: &str) {
        let (verb, text) = line.split_once(' ').unwrap_or((line, ""));
        // That is ours to say, when everything is in place.
        if verb != "Finished" {
            self.status(verb, text);
        }
    }

    /// Something that goes on: replaced by what comes next on a terminal, a line of its own elsewhere.
    fn status(&mut self, verb: &str, text: &str) {
        if self.volume == Volume::Quiet {
            return;
        }
        let text = self.coloured(verb, text);
        if self.terminal {
            self.write(&text);
            self.pending = true;
        } else {
            self.write(&format!("{text}\n"));
        }
    }

    fn coloured(&self, verb: &str, text: &str) -> String {
        if self.terminal {
            format!("\x1b[32;1m{verb:>12}\x1b[0m {text}")
        } else {
            format!("{verb:>12} {text}")
        }
    }

    fn write(&mut self, text: &str) {
        if self.closed {
            return;
        }
        let clear = if std::mem::take(&mut self.pending) { "\r\x1b[K" } else { "" };
        let mut err = io::stderr().lock();
        self.closed = write!(err, "{clear}{text}").and_then(|()| err.flush()).is_err();
    }

    fn json(&mut self, value: &serde_json::Value) {
        if self.ended.is_none() {
            let written = write(format!("{value}\n").as_bytes());
            self.ended = written.err().map(|error| unwritten(&error));
        }
    }
}

/// The event without colours.
fn plain(event: Event) -> Event {
    match event {
        Event::Diagnostic { tool, level, rendered } => {
            Event::Diagnostic { tool, level, rendered: strip_str(&rendered).to_string() }
        }
        other => other,
    }
}

fn causes(error: &BuildError) -> impl Iterator<Item = String> {
    let mut at: Option<&dyn Error> = error.source();
    std::iter::from_fn(move || {
        let cause = at?;
        at = cause.source();
        Some(cause.to_string())
    })
}

/// Writes a result and gives the exit code.
pub(super) fn stdout(text: &[u8]) -> u8 {
    write(text).map_or_else(|error| unwritten(&error), |()| 0)
}

fn write(text: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text).and_then(|()| out.flush())
}

/// The exit code where standard output took nothing more. Whoever closed it has read enough.
pub(super) fn unwritten(error: &io::Error) -> u8 {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return 0;
    }
    stderr(&format!("error: cannot write to standard output: {error}"));
    1
}

/// Writes a line of a listing's diagnostics.
pub(super) fn stderr(text: &str) {
    let _closed = writeln!(io::stderr().lock(), "{text}");
}
