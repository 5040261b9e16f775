//! What commands are given beside their arguments: how the user sees things, and the caller's jobserver. People read standard error; programs read JSON, one object a line.
//!
//! On a terminal diagnostics are drawn with their source text; elsewhere they are unwrapped lines,
//! `file:line:column: message`, which editors and scripts can read.

use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use miette::{GraphicalReportHandler, LabeledSpan, MietteDiagnostic, NamedSource};
use zbuild_engine::Jobs;

use super::args::{MessageFormat, Output};
use super::json;
use crate::diagnostic::{Diagnostic, Place, Severity};

/// Where and how to say things.
#[expect(clippy::struct_excessive_bools, reason = "independent choices of the user")]
#[derive(Debug, Clone)]
pub(super) struct Report {
    pub(super) json: bool,
    pub(super) quiet: bool,
    pub(super) verbose: bool,
    pub(super) terminal: bool,
    /// JSON goes to standard error: standard output is the program's that is run.
    json_on_stderr: bool,
    /// The jobserver of the process that called, found before anything was opened.
    pub(super) shared_jobs: Option<Jobs>,
    /// Why standard output is not whole.
    lost: Arc<OnceLock<io::Error>>,
}

impl Report {
    pub(super) fn new(output: &Output, shared_jobs: Option<Jobs>) -> Self {
        Self {
            json: output.message_format == MessageFormat::Json,
            quiet: output.quiet,
            verbose: output.verbose > 0,
            terminal: io::stderr().is_terminal(),
            json_on_stderr: false,
            shared_jobs,
            lost: Arc::default(),
        }
    }

    /// The same, leaving standard output to someone else.
    pub(super) fn beside_a_program(&self) -> Self {
        Self { json_on_stderr: true, ..self.clone() }
    }

    /// Something that is wrong, or that should be known.
    pub(super) fn diagnostic(&self, diagnostic: &Diagnostic) {
        if self.json {
            self.event(&json::diagnostic(diagnostic));
        } else if self.quiet && diagnostic.severity != Severity::Error {
        } else if self.terminal {
            Self::text(&draw(diagnostic));
        } else {
            Self::text(&format!("{diagnostic}\n"));
        }
    }

    /// A line for people; nothing with `--quiet` or in JSON.
    pub(super) fn line(&self, line: &str) {
        if !self.json && !self.quiet {
            Self::text(&format!("{line}\n"));
        }
    }

    /// Text for people on standard error. That nobody reads it is no error.
    pub(super) fn text(text: &str) {
        let _closed = io::stderr().lock().write_all(text.as_bytes());
    }

    /// Bytes of a compiler: as they came on a terminal, elsewhere without its colours.
    pub(super) fn bytes(&self, bytes: &[u8]) {
        let plain = (!self.terminal).then(|| anstream::adapter::strip_bytes(bytes).into_vec());
        let bytes = plain.as_deref().unwrap_or(bytes);
        let mut stderr = io::stderr().lock();
        let _closed = stderr.write_all(bytes);
        if !bytes.is_empty() && !bytes.ends_with(b"\n") {
            let _closed = stderr.write_all(b"\n");
        }
    }

    /// What was asked for, on standard output. Who closed that has read enough.
    pub(super) fn output(&self, text: &str) {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => drop(self.lost.set(error)),
            _ => {}
        }
    }

    /// The exit code of a command, once it is said where what was asked for could not be written.
    pub(super) fn end(&self, exit_code: u8) -> u8 {
        let Some(error) = self.lost.get() else { return exit_code };
        Self::text(&format!("{}\n", Diagnostic::error(format!("cannot write to standard output: {error}"))));
        exit_code.max(1)
    }

    /// One JSON object on one line.
    pub(super) fn event(&self, event: &serde_json::Value) {
        let line = format!("{event}\n");
        if self.json_on_stderr { Self::text(&line) } else { self.output(&line) }
    }
}

/// Drawn for a terminal, with the line of the source and a mark under it.
fn draw(diagnostic: &Diagnostic) -> String {
    let severity = match diagnostic.severity {
        Severity::Error => miette::Severity::Error,
        Severity::Warning => miette::Severity::Warning,
        Severity::Note => miette::Severity::Advice,
    };
    let mut message = diagnostic.message.clone();
    if let Some(place @ (Place::Line(..) | Place::File(_))) = &diagnostic.place {
        message = format!("{place}: {message}");
    }
    let mut drawn = MietteDiagnostic::new(message).with_severity(severity);
    drawn.help.clone_from(&diagnostic.hint);
    let mut out = String::new();
    let handler = GraphicalReportHandler::new();
    let rendered = match &diagnostic.place {
        Some(Place::Text(file, span)) => {
            drawn.labels = Some(vec![LabeledSpan::new_with_span(None, span.clone())]);
            let source = NamedSource::new(&file.path, file.text.clone());
            handler.render_report(&mut out, miette::Report::new(drawn).with_source_code(source).as_ref())
        }
        _ => handler.render_report(&mut out, &drawn),
    };
    if rendered.is_ok() { out } else { format!("{diagnostic}\n") }
}

/// A duration for people: `85 ms`, `3.2 s`, `4 min 10 s`, `3 h 5 min`, `12 days`.
pub(super) fn human(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match duration.as_millis() {
        ms @ 0..1000 => format!("{ms} ms"),
        1000..60_000 => format!("{:.1} s", duration.as_secs_f64()),
        60_000..3_600_000 => format!("{} min {} s", seconds / 60, seconds % 60),
        3_600_000..172_800_000 => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
        _ => format!("{} days", seconds / 86_400),
    }
}
