//! Edits of the project's files: exact or refused, all of them or none, and undone from a journal
//! of zeke's own, never through version control.
//!
//! An [`Edit`] says what is to be found and what to put in its place; [`Changes::of`] finds it in
//! the files as they are, and refuses what is not there exactly once. [`Journal::apply`] writes.

mod diff;
mod journal;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use crate::paths::{self, PathError};

pub use diff::{DiffError, parse_diff};
pub use journal::{Applied, Journal, JournalError, Undone};

/// One edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Puts text in the place of other text of a file.
    Replace {
        /// The file, relative to the project.
        path: String,
        /// What is there now: whole lines, exactly, and exactly once.
        find: String,
        /// Where it is expected, counted from 1; decides among several places.
        line: Option<usize>,
        /// What is to be there.
        replace: String,
        /// Whether the file's last line has an end then, where the lines are the file's last; `None`: as
        /// before.
        ends: Option<bool>,
    },
    /// Makes a file, or gives one another content.
    Write {
        /// The file, relative to the project.
        path: String,
        /// Its whole content.
        text: String,
    },
    /// Makes a file where there is none, or an empty one.
    Create {
        /// The file, relative to the project.
        path: String,
        /// Its whole content.
        text: String,
    },
    /// Removes a file.
    Remove {
        /// The file, relative to the project.
        path: String,
        /// Its lines: these, and no others.
        text: String,
    },
}

impl Edit {
    /// The file.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Replace { path, .. }
            | Self::Write { path, .. }
            | Self::Create { path, .. }
            | Self::Remove { path, .. } => path,
        }
    }

    /// What it puts into the file.
    #[must_use]
    pub fn written(&self) -> &str {
        match self {
            Self::Replace { replace: text, .. } | Self::Write { text, .. } | Self::Create { text, .. } => {
                text
            }
            Self::Remove { .. } => "",
        }
    }
}

/// Why an edit is refused. Nothing is written then.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The file may not be written.
    #[error(transparent)]
    Path(#[from] PathError),
    /// The file cannot be read.
    #[error("cannot read {path}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The file holds keys.
    #[error("{path} is a file of secrets, which is not edited")]
    Secret {
        /// The file.
        path: String,
    },
    /// It would put the words that stand for a secret in the place of the secret.
    #[error("{path}: the edit would write `{}`", crate::secrets::LEFT_OUT)]
    LeftOut {
        /// The file.
        path: String,
    },
    /// What is to be replaced is not there.
    #[error("{path}: the lines to replace are not there: `{first}`")]
    NotFound {
        /// The file.
        path: String,
        /// The first of the lines.
        first: String,
    },
    /// What is to be replaced is there more than once.
    #[error("{path}: the lines to replace are there {count} times: `{first}`")]
    Ambiguous {
        /// The file.
        path: String,
        /// How often.
        count: usize,
        /// The first of the lines.
        first: String,
    },
    /// A file that is to be made is there.
    #[error("{path} is there already: it is changed only where its lines are named")]
    Exists {
        /// The file.
        path: String,
    },
    /// A file that is to be removed has other lines, or is not there.
    #[error("{path} is not removed: the lines to remove are not the whole of it")]
    NotWhole {
        /// The file.
        path: String,
    },
    /// There is nothing to be replaced.
    #[error("{path}: an edit without lines to replace")]
    Empty {
        /// The file.
        path: String,
    },
}

/// What is to become of files, and what they were when that was decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// By file, in their order.
    pub files: Vec<Change>,
}

/// What is to become of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The file, relative to the project, in plain form.
    pub path: String,
    /// What it was; `None`: it was not there.
    pub old: Option<Vec<u8>>,
    /// What it will be; `None`: it will not be there.
    pub new: Option<Vec<u8>>,
}

impl Changes {
    /// Finds what edits mean in the files as they are. Edits of one file build on one another.
    pub fn of(project: &Utf8Path, edits: &[Edit]) -> Result<Self, EditError> {
        let mut files: BTreeMap<Utf8PathBuf, Change> = BTreeMap::new();
        for edit in edits {
            let (full, path) = editable(project, edit.path())?;
            let change = match files.entry(full) {
                std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
                std::collections::btree_map::Entry::Vacant(entry) => {
                    let old = read(entry.key(), &path)?;
                    entry.insert(Change { path: path.clone(), new: old.clone(), old })
                }
            };
            change.new = edited(edit, change.new.take(), path)?;
        }
        let files = files.into_values().filter(|change| change.old != change.new).collect();
        Ok(Self { files })
    }

    /// What texts that were read before are to become. What a file is by now does not count: the
    /// journal writes only what is still as it was read.
    pub fn since(
        project: &Utf8Path,
        old: &BTreeMap<String, String>,
        new: BTreeMap<String, String>,
    ) -> Result<Self, EditError> {
        let mut files = Vec::new();
        for (path, text) in new {
            let old = old.get(&path);
            if old != Some(&text) {
                let (_, path) = editable(project, &path)?;
                let (old, edit) =
                    (old.map(|old| old.clone().into_bytes()), Edit::Write { path: path.clone(), text });
                let new = edited(&edit, None, path.clone())?;
                files.push(Change { path, old, new });
            }
        }
        Ok(Self { files })
    }

    /// Whether nothing would change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// As a unified diff, which `patch` and `git apply` take.
    #[must_use]
    pub fn diff(&self) -> String {
        self.files.iter().map(diff::of_change).collect()
    }

    /// The text that a file will have, or has, where this changes nothing of it.
    #[must_use]
    pub fn text_of(&self, path: &str) -> Option<&[u8]> {
        self.files.iter().find(|change| change.path == path)?.new.as_deref()
    }
}

/// A file that edits may touch: where it is, and its path in plain form.
fn editable(project: &Utf8Path, path: &str) -> Result<(Utf8PathBuf, String), EditError> {
    let full = paths::inside(project, path)?;
    let path = full.strip_prefix(project).unwrap_or(&full).to_string();
    if crate::secrets::is_secret_file(&path) {
        return Err(EditError::Secret { path });
    }
    Ok((full, path))
}

/// What an edit makes of a file.
fn edited(edit: &Edit, is: Option<Vec<u8>>, path: String) -> Result<Option<Vec<u8>>, EditError> {
    if edit.written().contains(crate::secrets::LEFT_OUT) {
        return Err(EditError::LeftOut { path });
    }
    match edit {
        Edit::Create { .. } if is.as_ref().is_some_and(|is| !is.is_empty()) => {
            Err(EditError::Exists { path })
        }
        Edit::Write { text, .. } | Edit::Create { text, .. } => Ok(Some(text.clone().into_bytes())),
        Edit::Remove { text, .. } => {
            let is_whole = |is: &[u8]| {
                is.split_inclusive(|byte| *byte == b'\n').map(bare).eq(text.lines().map(str::as_bytes))
            };
            if is.as_deref().is_some_and(is_whole) { Ok(None) } else { Err(EditError::NotWhole { path }) }
        }
        Edit::Replace { find, line, replace, ends, .. } => {
            replaced(&path, &is.unwrap_or_default(), find, *line, (replace, *ends)).map(Some)
        }
    }
}

fn read(full: &Utf8Path, path: &str) -> Result<Option<Vec<u8>>, EditError> {
    match fs::read(full) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(EditError::Unreadable { path: path.to_owned(), source }),
    }
}

/// The text with whole lines replaced. Lines of the file keep their ends, `\n` or `\r\n`; `ends` says
/// whether the last of them has one.
fn replaced(
    path: &str,
    text: &[u8],
    find: &str,
    line: Option<usize>,
    (replace, ends): (&str, Option<bool>),
) -> Result<Vec<u8>, EditError> {
    let lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
    let wanted: Vec<&str> = find.lines().collect();
    let first = wanted.iter().find(|line| !line.trim().is_empty()).map_or("", |line| line.trim()).to_owned();
    if wanted.is_empty() {
        return Err(EditError::Empty { path: path.to_owned() });
    }
    let is_here =
        |window: &[&[u8]]| window.iter().zip(&wanted).all(|(line, wanted)| bare(line) == wanted.as_bytes());
    let places: Vec<usize> = lines
        .windows(wanted.len())
        .enumerate()
        .filter(|(_, window)| is_here(window))
        .map(|(at, _)| at)
        .filter(|at| ends.is_none() || at + wanted.len() == lines.len())
        .collect();
    let named = line.and_then(|line| line.checked_sub(1)).filter(|at| places.contains(at));
    let at = match (named, places.as_slice()) {
        (Some(at), _) => at,
        (None, [at]) => *at,
        (None, []) => return Err(EditError::NotFound { path: path.to_owned(), first }),
        (None, more) => {
            return Err(EditError::Ambiguous { path: path.to_owned(), count: more.len(), first });
        }
    };
    let usual: &[u8] = if lines.iter().any(|line| line.ends_with(b"\r\n")) { b"\r\n" } else { b"\n" };
    let (before, rest) = lines.split_at(at);
    let (here, after) = rest.split_at(wanted.len());
    let lines: Vec<Cow<'_, [u8]>> = before
        .iter()
        .map(|line| Cow::Borrowed(*line))
        .chain(lines_in_place(here, &wanted, &replace.lines().collect::<Vec<_>>(), usual))
        .chain(after.iter().map(|line| Cow::Borrowed(*line)))
        .collect();
    let mut new = Vec::with_capacity(text.len() + replace.len());
    for (at, line) in lines.iter().enumerate() {
        new.extend_from_slice(line);
        // Only a last line may be without an end.
        if at + 1 < lines.len() && !line.ends_with(b"\n") {
            new.extend_from_slice(usual);
        }
    }
    // A last line without an end keeps none.
    let stays_open = ends.is_none() && after.is_empty() && !text.ends_with(b"\n");
    if (stays_open || ends == Some(false)) && new.ends_with(b"\n") {
        new.truncate(bare(&new).len());
    }
    if ends == Some(true) && !new.is_empty() && !new.ends_with(b"\n") {
        new.extend_from_slice(usual);
    }
    Ok(new)
}

/// What comes into the place of lines. Lines that stay are left as they are; others end as the one
/// whose place they take, or else as the one before.
fn lines_in_place<'l>(here: &[&'l [u8]], old: &[&str], new: &[&str], usual: &[u8]) -> Vec<Cow<'l, [u8]>> {
    let mut lines = Vec::new();
    for op in diff::steps(old, new) {
        let stay = here.get(op.old_range()).unwrap_or_default();
        if op.tag() == similar::DiffTag::Equal {
            lines.extend(stay.iter().map(|line| Cow::Borrowed(*line)));
            continue;
        }
        let near = here.get(op.old_range().start.min(here.len() - 1));
        let end = near.map_or(usual, |line| &line[bare(line).len()..]);
        let end = if end.is_empty() { usual } else { end };
        let fresh = new.get(op.new_range()).unwrap_or_default();
        lines.extend(fresh.iter().map(|line| Cow::Owned([line.as_bytes(), end].concat())));
    }
    lines
}

fn bare(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(text: &str, find: &str, line: Option<usize>, replace: &str) -> Result<String, String> {
        replaced("f", text.as_bytes(), find, line, (replace, None))
            .map(|bytes| String::from_utf8(bytes).unwrap())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn lines_are_replaced_exactly_or_not_at_all() {
        let check = |text: &str, find: &str, line, replace: &str, expected: Result<&str, &str>| {
            let is = text_of(text, find, line, replace);
            match expected {
                Ok(text) => assert_eq!(is.as_deref(), Ok(text)),
                Err(words) => assert!(is.as_ref().is_err_and(|is| is.contains(words)), "{is:?}"),
            }
        };
        check("a\nb\nc\n", "b", None, "x\ny", Ok("a\nx\ny\nc\n"));
        check("a\nb\nc\n", "a\nb\n", None, "", Ok("c\n"));
        check("a\nb", "b", None, "c", Ok("a\nc"));
        check("a\r\nb\r\n", "a", None, "x", Ok("x\r\nb\r\n"));
        check("a\r\nb\nc\n", "a\nb\nc", None, "a\nx\nc", Ok("a\r\nx\nc\n"));
        check("a\r\nb\nc", "b\nc", None, "c\nd\ne", Ok("a\r\nc\r\nd\r\ne"));
        check("a\nb", "a\nb", None, "b\na", Ok("b\na"));
        check("a\nb\na\n", "a", None, "x", Err("there 2 times: `a`"));
        check("a\nb\na\n", "a", Some(3), "x", Ok("a\nb\nx\n"));
        check("a\nb\na\n", "a", Some(2), "x", Err("there 2 times"));
        check("  a\n", "a", None, "x", Err("not there: `a`"));
        check("ab\n", "a", None, "x", Err("not there"));
        check("a\n", "", None, "x", Err("without lines"));
        check("a\n", "a\nb", None, "x", Err("not there"));
    }
}
