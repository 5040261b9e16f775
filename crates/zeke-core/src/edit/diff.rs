//! Unified diffs: written for people and tools, read as edits. A hunk is taken where its lines
//! stand exactly; the numbers in its head decide only among several such places.

use std::fmt::Write as _;

use similar::algorithms::{Capture, Compact, Replace, myers};
use similar::udiff::UnifiedHunkHeader;
use similar::{DiffOp, DiffTag, group_diff_ops};

use super::{Change, Edit};
use crate::paths::unquoted;

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
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let mut out = String::new();
    let groups = group_diff_ops(steps(&old, &new), CONTEXT_LINES);
    for group in groups.iter().filter(|group| !group.is_empty()) {
        if out.is_empty() {
            // Writing to a string does not fail.
            let _ = write!(out, "--- {}\n+++ {}\n", names.0, names.1);
        }
        let _ = writeln!(out, "{}", UnifiedHunkHeader::new(group));
        for step in group {
            let (gone, come) = (&old[step.old_range()], &new[step.new_range()]);
            if step.tag() == DiffTag::Equal {
                lines(' ', gone, &mut out);
            } else {
                lines('-', gone, &mut out);
                lines('+', come, &mut out);
            }
        }
    }
    out
}

fn lines(sign: char, lines: &[&str], out: &mut String) {
    for line in lines {
        out.push(sign);
        out.push_str(line);
        if !line.ends_with('\n') {
            out.push_str("\n\\ No newline at end of file\n");
        }
    }
}

/// The steps from one list of lines to another. Of `similar`'s algorithms this one alone, for one kind of
/// lines: every other makes the program larger by as much.
pub(super) fn steps(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let mut steps = Compact::new(Replace::new(Capture::new()), old, new);
    let Ok(()) = myers::diff(&mut steps, old, 0..old.len(), new, 0..new.len());
    steps.into_inner().into_inner().into_ops()
}

/// Reads a unified diff of one or more files.
pub fn parse_diff(text: &str) -> Result<Vec<Edit>, DiffError> {
    let lines: Vec<&str> = text.lines().collect();
    let mut edits = Vec::new();
    let mut at = 0;
    let mut file: Option<(String, What)> = None;
    // Where a head says that a file is made or removed, until a hunk does it.
    let mut open: Option<usize> = None;
    while let Some(line) = lines.get(at) {
        let next = lines.get(at + 1).copied().unwrap_or_default();
        if let (Some(old), Some(new)) = (line.strip_prefix("--- "), next.strip_prefix("+++ ")) {
            file = Some(match (old.trim() == "/dev/null", new.trim() == "/dev/null") {
                (true, false) => (name(new), What::Creates),
                (false, true) => (name(old), What::Removes),
                _ => (name(new), What::Changes),
            });
            (at, open) = (at + 2, None);
        } else if line.starts_with("@@") {
            let Some((path, what)) = &file else {
                return Err(DiffError { line: at + 1, what: "a hunk before any file is named" });
            };
            let end = end_of_hunk(&lines, at + 1);
            edits.push(hunk(&lines, at, end, path.clone(), *what)?);
            at = end;
        } else {
            if let Some((_, what)) = BEYOND.into_iter().find(|(head, _)| line.starts_with(head)) {
                return Err(DiffError { line: at + 1, what });
            }
            if line.starts_with("diff --git ") {
                closed(open)?;
            }
            let makes = ["new file mode ", "deleted file mode "].iter().any(|head| line.starts_with(head));
            open = if makes { Some(at) } else { open.filter(|_| !line.starts_with("diff --git ")) };
            at += 1;
        }
    }
    closed(open)?;
    if edits.is_empty() {
        return Err(DiffError { line: 1, what: "there is no hunk in it" });
    }
    Ok(edits)
}

/// What a head of Git's says that no hunk does. A diff that has such a thing is not applied in part.
const BEYOND: [(&str, &str); 9] = [
    ("rename from ", "it renames a file, which is not done here"),
    ("copy from ", "it copies a file, which is not done here"),
    ("old mode ", "it changes permissions, which is not done here"),
    ("new file mode 100755", "it makes a program, and permissions are not set here"),
    ("new file mode 120000", "it makes a symbolic link, which is not done here"),
    ("new file mode 160000", "it adds a submodule, which is not done here"),
    ("GIT binary patch", "a file that is no text"),
    ("Binary files ", "a file that is no text"),
    ("Subproject commit ", "it changes a submodule, which is not done here"),
];

/// An error where a file was to be made or removed and no hunk has done it: it is empty.
fn closed(open: Option<usize>) -> Result<(), DiffError> {
    let what = "it makes or removes an empty file, which is not done here";
    open.map_or(Ok(()), |at| Err(DiffError { line: at + 1, what }))
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
    let bare = unquoted(head.split('\t').next().unwrap_or_default().trim());
    bare.strip_prefix("a/").or_else(|| bare.strip_prefix("b/")).unwrap_or(&bare).to_owned()
}

/// Where a hunk ends that begins behind its head: where it has as many lines as its head says, or, as
/// models write heads that are made up, before the next head.
fn end_of_hunk(lines: &[&str], from: usize) -> usize {
    by_count(lines, from).unwrap_or_else(|| by_heads(lines, from))
}

/// Only the count tells a head from lines that look like one: `--- x` takes out `-- x`.
fn by_count(lines: &[&str], from: usize) -> Option<usize> {
    let ((_, mut old), (_, mut new)) = ranges(lines.get(from.checked_sub(1)?)?)?;
    let mut at = from;
    while (old, new) != (0, 0) {
        let (takes, gives) = match lines.get(at)?.chars().next() {
            Some('-') => (1, 0),
            Some('+') => (0, 1),
            Some(' ') | None => (1, 1),
            Some('\\') => (0, 0),
            Some(_) => return None,
        };
        (old, new) = (old.checked_sub(takes)?, new.checked_sub(gives)?);
        at += 1;
    }
    at += usize::from(lines.get(at).is_some_and(|line| line.starts_with('\\')));
    let next = lines.get(at..)?.iter().find(|line| !line.is_empty());
    // Where more of the hunk's kind follows, its head counted wrong. `-- ` is what mails end with.
    let ends = next.is_none_or(|next| {
        next.starts_with("--- ") || *next == "-- " || !next.starts_with([' ', '+', '-', '\\'])
    });
    ends.then_some(at)
}

fn by_heads(lines: &[&str], from: usize) -> usize {
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
    // Whether the last line of either side is said to be without an end.
    let mut open = (false, false);
    let mut before = None;
    let mut body = lines.get(head + 1..end).unwrap_or_default();
    // An empty line at the end of a text is the text's, not the hunk's.
    while let [rest @ .., ""] = body {
        body = rest;
    }
    for (at, line) in body.iter().enumerate() {
        let first = line.chars().next();
        match first {
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
            // `\ No newline at end of file` is said of the line before it.
            Some('\\') => open = (open.0 || before != Some('+'), open.1 || before != Some('-')),
            _ => return Err(DiffError { line: head + at + 2, what: "it begins with none of ` `, `+`, `-`" }),
        }
        before = first;
    }
    let wrong = |what| Err(DiffError { line: head + 1, what });
    match what {
        What::Creates if !old.is_empty() => return wrong("a new file has no lines that are there already"),
        What::Creates => {
            let mut text = joined(&new);
            text.truncate(text.len() - usize::from(open.1 && text.ends_with('\n')));
            return Ok(Edit::Create { path, text });
        }
        What::Removes if !new.is_empty() => return wrong("a file that is removed has no lines that stay"),
        What::Removes => return Ok(Edit::Remove { path, text: joined(&old) }),
        What::Changes if old.is_empty() => return wrong("a hunk without lines that are there already"),
        What::Changes => {}
    }
    let line = lines.get(head).and_then(|head| line_of(head, old.len(), new.len()));
    let ends = (open.0 || open.1).then_some(!open.1);
    Ok(Edit::Replace { path, find: joined(&old), line, replace: joined(&new), ends })
}

/// The line of the file, with the hunks before this one applied, where the hunk stands. Only a head
/// whose counts are those of its lines is believed: models write heads that are made up.
fn line_of(head: &str, old_lines: usize, new_lines: usize) -> Option<usize> {
    let ((_, old), (start, new)) = ranges(head)?;
    (old == old_lines && new == new_lines).then_some(start)
}

/// Where lines begin and how many there are: the old ones, and the new ones.
fn ranges(head: &str) -> Option<((usize, usize), (usize, usize))> {
    let mut ranges = head.strip_prefix("@@ -")?.split(" @@").next()?.split(" +");
    let mut range = || {
        let (start, count) = ranges.next().map(|range| range.split_once(',').unwrap_or((range, "1")))?;
        Some((start.parse::<usize>().ok()?, count.parse::<usize>().ok()?))
    };
    Some((range()?, range()?))
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
        let Edit::Replace { path, find, line, replace, ends: None } = &edits[0] else { panic!() };
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
    fn the_last_line_ends_as_it_is_said() {
        let check = |old: &str, new: &str| {
            let bytes = |text: &str| Some(text.as_bytes().to_vec());
            let change = Change { path: "n".to_owned(), old: bytes(old), new: bytes(new) };
            let diff = of_change(&change);
            let edits = parse_diff(&diff).unwrap();
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join("n"), old).unwrap();
            let root = camino::Utf8Path::from_path(folder.path()).unwrap();
            let is = super::super::Changes::of(root, &edits).unwrap();
            assert_eq!(is.files, [change], "{diff}");
        };
        check("a\nb", "a\nb\n");
        check("a\nb\n", "a\nb");
        check("a\nb", "a\nb\nc\n");
        check("a\nb", "a\nc");
        check("a\nb", "b");
        check("a\nb\n", "c\na\nb\n");
        // What is said of the end of a file is not applied in its middle.
        let diff = "--- a/n\n+++ b/n\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+c\n";
        let edits = parse_diff(diff).unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("n"), "a\nb\n").unwrap();
        let root = camino::Utf8Path::from_path(folder.path()).unwrap();
        assert!(super::super::Changes::of(root, &edits).is_err());
    }

    #[test]
    fn lines_that_look_like_heads_are_lines() {
        let diff = "--- a/q.lua\n+++ b/q.lua\n@@ -1,2 +1,2 @@\n--- old\n+++ new\n x\n-- \n2.43.0\n";
        let edits = parse_diff(diff).unwrap();
        let [Edit::Replace { path, find, replace, .. }] = edits.as_slice() else { panic!("{edits:?}") };
        assert_eq!((path.as_str(), find.as_str(), replace.as_str()), ("q.lua", "-- old\nx\n", "++ new\nx\n"));
        // A head that is made up does not cut a hunk short.
        let diff = "--- a/x\n+++ b/x\n@@ -1,1 +1,1 @@\n-a\n+b\n\n+c\n";
        let edits = parse_diff(diff).unwrap();
        let [Edit::Replace { replace, .. }] = edits.as_slice() else { panic!("{edits:?}") };
        assert_eq!(replace, "b\n\nc\n");
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
        let hunk = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";
        let git = "diff --git a/y b/y\n";
        check(&format!("{hunk}{git}rename from y\nrename to z\n"), 7, "renames a file");
        check(&format!("{git}old mode 100644\nnew mode 100755\n{hunk}"), 2, "permissions");
        check(&format!("{git}new file mode 120000\n{hunk}"), 2, "symbolic link");
        check(&format!("{git}new file mode 100644\nindex 0..1\n{git}{hunk}"), 2, "an empty file");
        check(&format!("{hunk}{git}deleted file mode 100644\nindex 0..1\n"), 7, "an empty file");
        check(&format!("{hunk}{git}index 1..2\nGIT binary patch\n"), 8, "no text");
    }
}
