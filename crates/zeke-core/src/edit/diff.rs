//! Unified diffs: written for people and tools, read as edits. A hunk is taken where its lines
//! stand exactly; the numbers in its head decide only among several such places.

use similar::TextDiff;

use super::{Change, Edit};

/// Why a text is no diff.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the diff: {what}")]
pub struct DiffError {
    /// Where, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub what: &'static str,
}

/// How many lines stand around a change.
const CONTEXT_LINES: usize = 3;

pub(super) fn of_change(change: &Change) -> String {
    let (old, new) = (change.old.as_deref(), change.new.as_deref());
    let (old, new) = (old.map(String::from_utf8_lossy), new.map(String::from_utf8_lossy));
    let name = |side: char, there: bool| {
        if there { format!("{side}/{}", change.path) } else { "/dev/null".to_owned() }
    };
    let names = (name('a', old.is_some()), name('b', new.is_some()));
    let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
    let diff = TextDiff::from_lines(old.as_ref(), new.as_ref());
    diff.unified_diff().context_radius(CONTEXT_LINES).header(&names.0, &names.1).to_string()
}

/// Reads a unified diff of one or more files.
pub fn parse_diff(text: &str) -> Result<Vec<Edit>, DiffError> {
    let lines: Vec<&str> = text.lines().collect();
    let mut edits = Vec::new();
    let mut at = 0;
    let mut file: Option<(String, What)> = None;
    while let Some(line) = lines.get(at) {
        let next = lines.get(at + 1).copied().unwrap_or_default();
        if let (Some(old), Some(new)) = (line.strip_prefix("--- "), next.strip_prefix("+++ ")) {
            file = Some(match (old.trim() == "/dev/null", new.trim() == "/dev/null") {
                (true, false) => (name(new), What::Creates),
                (false, true) => (name(old), What::Removes),
                _ => (name(new), What::Changes),
            });
            at += 2;
        } else if line.starts_with("@@") {
            let Some((path, what)) = &file else {
                return Err(DiffError { line: at + 1, what: "a hunk before any file is named" });
            };
            let end = end_of_hunk(&lines, at + 1);
            edits.push(hunk(&lines, at, end, path.clone(), *what)?);
            at = end;
        } else {
            at += 1;
        }
    }
    if edits.is_empty() {
        return Err(DiffError { line: 1, what: "there is no hunk in it" });
    }
    Ok(edits)
}

/// What a diff does with a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Creates,
    Changes,
    Removes,
}

/// The name of a file in a head: without `a/` or `b/`, and without a time.
fn name(head: &str) -> String {
    let bare = head.split('\t').next().unwrap_or_default().trim();
    bare.strip_prefix("a/").or_else(|| bare.strip_prefix("b/")).unwrap_or(bare).to_owned()
}

fn end_of_hunk(lines: &[&str], from: usize) -> usize {
    let is_head = |at: usize| {
        let line = lines.get(at).copied().unwrap_or_default();
        let next = lines.get(at + 1).copied().unwrap_or_default();
        line.starts_with("@@")
            || line.starts_with("diff --git ")
            || line.starts_with("--- ") && next.starts_with("+++ ")
    };
    (from..lines.len()).find(|at| is_head(*at)).unwrap_or(lines.len())
}

fn hunk(lines: &[&str], head: usize, end: usize, path: String, what: What) -> Result<Edit, DiffError> {
    let (mut old, mut new) = (Vec::new(), Vec::new());
    let mut open_end = false;
    let mut body = lines.get(head + 1..end).unwrap_or_default();
    // An empty line at the end of a text is the text's, not the hunk's.
    while let [rest @ .., ""] = body {
        body = rest;
    }
    for (at, line) in body.iter().enumerate() {
        // `\ No newline at end of file` is said of the line before it.
        open_end = line.starts_with('\\');
        match line.chars().next() {
            Some('-') => old.push(&line[1..]),
            Some('+') => new.push(&line[1..]),
            Some(' ') => {
                old.push(&line[1..]);
                new.push(&line[1..]);
            }
            // Some writers leave the space of an empty line out.
            None => {
                old.push("");
                new.push("");
            }
            Some('\\') => {}
            _ => return Err(DiffError { line: head + at + 2, what: "it begins with none of ` `, `+`, `-`" }),
        }
    }
    let wrong = |what| Err(DiffError { line: head + 1, what });
    match what {
        What::Creates if !old.is_empty() => return wrong("a new file has no lines that are there already"),
        What::Creates => {
            let mut text = joined(&new);
            text.truncate(text.len() - usize::from(open_end && text.ends_with('\n')));
            return Ok(Edit::Create { path, text });
        }
        What::Removes if !new.is_empty() => return wrong("a file that is removed has no lines that stay"),
        What::Removes => return Ok(Edit::Remove { path, text: joined(&old) }),
        What::Changes if old.is_empty() => return wrong("a hunk without lines that are there already"),
        What::Changes => {}
    }
    let line = lines.get(head).and_then(|head| line_of(head, old.len(), new.len()));
    Ok(Edit::Replace { path, find: joined(&old), line, replace: joined(&new) })
}

/// The line of the file, with the hunks before this one applied, where the hunk stands. Only a head
/// whose counts are those of its lines is believed: models write heads that are made up.
fn line_of(head: &str, old_lines: usize, new_lines: usize) -> Option<usize> {
    let mut ranges = head.strip_prefix("@@ -")?.split(" @@").next()?.split(" +");
    let mut range = || {
        let (start, count) = ranges.next().map(|range| range.split_once(',').unwrap_or((range, "1")))?;
        Some((start.parse::<usize>().ok()?, count.parse::<usize>().ok()?))
    };
    let ((_, old), (start, new)) = (range()?, range()?);
    (old == old_lines && new == new_lines).then_some(start)
}

fn joined(lines: &[&str]) -> String {
    lines.iter().flat_map(|line| [*line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diffs_are_read_as_they_are_written() {
        let numbers: Vec<String> = (1..=20).map(|n| n.to_string()).collect();
        let with = |word: &str| {
            let is = |n: &String| if matches!(n.as_str(), "9" | "18") { word } else { n }.to_owned();
            Some((numbers.iter().map(is).collect::<Vec<_>>().join("\n") + "\n").into_bytes())
        };
        let change = Change {
            path: "src/a.rs".to_owned(),
            old: Some((numbers.join("\n") + "\n").into_bytes()),
            new: with("x"),
        };
        let edits = parse_diff(&of_change(&change)).unwrap();
        assert_eq!(edits.len(), 2);
        let Edit::Replace { path, find, line, replace } = &edits[0] else { panic!() };
        assert_eq!((path.as_str(), *line), ("src/a.rs", Some(6)));
        assert_eq!(
            (find.as_str(), replace.as_str()),
            ("6\n7\n8\n9\n10\n11\n12\n", "6\n7\n8\nx\n10\n11\n12\n")
        );
        let made = Change { path: "n".to_owned(), old: None, new: Some(b"a\nb\n".to_vec()) };
        let edit = Edit::Create { path: "n".to_owned(), text: "a\nb\n".to_owned() };
        assert_eq!(parse_diff(&of_change(&made)).unwrap(), [edit]);
        let made = Change { new: Some(b"a\nb".to_vec()), ..made };
        let edit = Edit::Create { path: "n".to_owned(), text: "a\nb".to_owned() };
        assert_eq!(parse_diff(&of_change(&made)).unwrap(), [edit]);
        let gone = Change { path: "n".to_owned(), old: Some(b"a\nb".to_vec()), new: None };
        let edit = Edit::Remove { path: "n".to_owned(), text: "a\nb\n".to_owned() };
        assert_eq!(parse_diff(&of_change(&gone)).unwrap(), [edit]);
    }

    #[test]
    fn what_is_no_diff_is_refused() {
        let check = |text: &str, line: usize, what: &str| {
            let error = parse_diff(text).unwrap_err();
            assert!(error.line == line && error.what.contains(what), "{error}");
        };
        check("no diff at all", 1, "no hunk");
        check("@@ -1 +1 @@\n-a\n+b\n", 1, "before any file");
        check("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\nb\n", 5, "begins with none");
        check("--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+b\n", 3, "without lines");
        check("--- /dev/null\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", 3, "a new file");
        check("--- a/x\n+++ /dev/null\n@@ -1 +1 @@\n-a\n+b\n", 3, "that is removed");
        check("--- a/x\n+++ /dev/null\n", 1, "no hunk");
    }
}
