//! What commands print, and how they fail. A reader who has gone away is no reason to fail, and none for a server
//! to end; what was asked for and finds no room is one.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use serde::Serialize;

/// Why a command failed: what happened, and the exit code.
#[derive(Debug)]
pub(super) struct Failure {
    message: String,
    hint: Option<String>,
    code: u8,
}

impl Failure {
    /// The work failed.
    pub(super) fn work(error: &dyn std::error::Error) -> Self {
        Self { message: chain(error), hint: None, code: 1 }
    }

    /// Usage or configuration is wrong.
    pub(super) fn usage(message: impl Display) -> Self {
        Self { message: message.to_string(), hint: None, code: 2 }
    }

    /// The environment lacks something.
    pub(super) fn environment(error: &dyn std::error::Error) -> Self {
        Self { message: chain(error), hint: None, code: 3 }
    }

    /// With what to do about it.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What was asked for cannot be said, unless nobody wants to hear it any more.
    pub(super) fn of_output(printed: io::Result<()>) -> Result<(), Self> {
        match printed {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                let message = format!("cannot write to standard output: {error}");
                Err(Self { message, hint: None, code: 1 })
            }
            _ => Ok(()),
        }
    }

    pub(super) fn report(&self) -> ExitCode {
        note(format_args!("error: {}", self.message));
        if let Some(hint) = &self.hint {
            note(format_args!("hint: {hint}"));
        }
        ExitCode::from(self.code)
    }
}

/// Prints a line.
pub(super) fn line(text: impl Display) -> Result<(), Failure> {
    Failure::of_output(writeln!(io::stdout(), "{text}"))
}

/// Prints a line beside the output.
pub(super) fn note(text: impl Display) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Prints a value as JSON.
pub(super) fn json<T: Serialize>(value: &T) -> Result<(), Failure> {
    let text = serde_json::to_string(value).map_err(|error| Failure::work(&error))?;
    line(text)
}

/// Prints rows in columns as wide as their widest cell.
pub(super) fn table(head: &[&str], rows: &[Vec<String>]) -> Result<(), Failure> {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([head[column].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let print = |cells: &mut dyn Iterator<Item = &str>| {
        let padded: Vec<String> = cells.zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        line(padded.join("  ").trim_end())
    };
    print(&mut head.iter().copied())?;
    rows.iter().try_for_each(|row| print(&mut row.iter().map(String::as_str)))
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        let inner_text = inner.to_string();
        // Transparent errors say the same twice.
        if !text.ends_with(&inner_text) {
            text.push_str(": ");
            text.push_str(&inner_text);
        }
        source = inner.source();
    }
    text
}
