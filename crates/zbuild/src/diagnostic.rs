//! What zbuild has to say about an input: a message, a place, and what to try.
//!
//! A diagnostic is data. It draws nothing; `cli` renders it, for a terminal or as one line
//! `file:line:column: message` for editors and scripts.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use camino::Utf8PathBuf;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Note,
    /// The build goes on, something is probably not as meant.
    Warning,
    /// Nothing is built.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// A text file that diagnostics point into.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path as the user would write it.
    pub path: Utf8PathBuf,
    /// Its text without a byte order mark. Spans count bytes of this text.
    pub text: String,
}

impl SourceFile {
    /// Takes the text of a file, less a byte order mark.
    pub fn new(path: impl Into<Utf8PathBuf>, text: &str) -> Arc<Self> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
        Arc::new(Self { path: path.into(), text })
    }

    /// Line and column of a byte, both counted from 1; the column counts characters.
    #[must_use]
    pub fn line_column(&self, byte: usize) -> (u32, u32) {
        let before = self.text.get(..byte.min(self.text.len())).unwrap_or(&self.text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        let column = before[line_start..].chars().count() + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }
}

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In a file whose text is at hand.
    Text(Arc<SourceFile>, Range<usize>),
    /// In a file, by line and column, both counted from 1; column 0 where only the line is known.
    Line(Utf8PathBuf, u32, u32),
    /// A file as a whole.
    File(Utf8PathBuf),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(file, span) => {
                let (line, column) = file.line_column(span.start);
                write!(f, "{}:{line}:{column}", file.path)
            }
            Self::Line(file, line, 0) => write!(f, "{file}:{line}"),
            Self::Line(file, line, column) => write!(f, "{file}:{line}:{column}"),
            Self::File(file) => write!(f, "{file}"),
        }
    }
}

/// One thing to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What is the case. Lowercase, no full stop.
    pub message: String,
    /// Where, if it is somewhere.
    pub place: Option<Place>,
    /// What to try.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error without a place.
    pub fn error(message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, message: message.into(), place: None, hint: None }
    }

    /// A warning without a place.
    pub fn warning(message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(message) }
    }

    /// A note without a place.
    pub fn note(message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(message) }
    }

    /// The same, with its place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The same, with something to try.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    /// One unwrapped line (two with a hint): `file:line:column: error: message`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        write!(f, "{}: {}", self.severity, self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}

/// The known name that `given` was probably meant to be.
///
/// Distance counts insertions, deletions, substitutions and swaps, without regard to case; a third
/// of the letters may be wrong.
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given_lower = given.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&given_lower, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= given.chars().count().max(name.chars().count()).div_ceil(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}
/// An error with its causes, in one line.
#[must_use]
pub fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
