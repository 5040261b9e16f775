//! Findings that somebody has looked at: silenced in place with a reason, or by a baseline.
//!
//! In place, on either side of the boundary: `// zeke: allow(class, other-class) reason`, at the
//! end of the line or on lines of its own before it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::finding::{Analysis, Class, Finding, Place, Problem, Severity};
use crate::project::Project;

/// What begins a comment that silences.
const MARK: &str = "zeke: allow(";

/// Takes out what comments silence. A comment without a reason silences nothing and is reported;
/// one that silences nothing is a hint.
pub(crate) fn in_place(project: &Project, analysis: &mut Analysis) {
    let mut comments = Vec::new();
    for file in project.units.iter().flat_map(|unit| &unit.files).filter(|file| file.text.contains(MARK)) {
        read(&file.path, &file.text, &mut comments, &mut analysis.problems);
    }
    if comments.is_empty() {
        return;
    }
    analysis.findings.retain(|finding| {
        let mut silenced = false;
        for comment in comments.iter_mut().filter(|comment| comment.covers(finding)) {
            comment.used = true;
            silenced |= comment.reason;
        }
        !silenced
    });
    analysis.findings.extend(comments.iter().filter_map(Comment::finding));
    analysis.findings.sort_by(|a, b| (&a.location, a.class).cmp(&(&b.location, b.class)));
}

/// One class of one comment.
struct Comment {
    class: Class,
    at: Place,
    /// The lines that it speaks of: its own, and the first line of code behind it.
    lines: [u32; 2],
    reason: bool,
    used: bool,
}

impl Comment {
    fn covers(&self, finding: &Finding) -> bool {
        let here = |place: &Place| place.file == self.at.file && self.lines.contains(&place.line);
        self.class == finding.class && (here(&finding.location) || finding.peer.as_ref().is_some_and(here))
    }

    fn finding(&self) -> Option<Finding> {
        let (severity, message, fix) = match (self.reason, self.used) {
            (true, true) => return None,
            (true, false) => (
                Severity::Hint,
                format!("this comment allows `{}`, which is not found here", self.class),
                "remove the comment".to_owned(),
            ),
            (false, _) => (
                Severity::Warning,
                format!("this comment allows `{}` without a reason, and so allows nothing", self.class),
                format!("write why: `// zeke: allow({}) because …`", self.class),
            ),
        };
        Some(Finding {
            class: self.class,
            severity,
            message,
            location: self.at.clone(),
            peer: None,
            evidence: String::new(),
            fix: Some(fix),
        })
    }
}

fn read(path: &str, text: &str, comments: &mut Vec<Comment>, problems: &mut Vec<Problem>) {
    let lines: Vec<&str> = text.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        let Some(start) = line.find("//").filter(|start| line[*start..].contains(MARK)) else { continue };
        let mark = start + line[start..].find(MARK).unwrap_or(0);
        // A mark in the middle of a sentence is no silencing.
        if !line[start..mark].trim_start_matches(['/', '!']).trim().is_empty() {
            continue;
        }
        let Some((names, rest)) = line[mark + MARK.len()..].split_once(')') else { continue };
        let number = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
        let code =
            lines.iter().skip(index + 1).position(|line| is_code(line)).map_or(index, |at| index + 1 + at);
        let own_line = line[..start].trim().is_empty();
        let at = Place { file: path.to_owned(), line: number(index), column: number(start) };
        let target = if own_line { number(code) } else { at.line };
        let reason = rest.chars().any(char::is_alphanumeric);
        for name in names.split(',').map(str::trim) {
            match name.parse::<Class>() {
                Ok(class) => {
                    let lines = [at.line, target];
                    comments.push(Comment { class, at: at.clone(), lines, reason, used: false });
                }
                Err(_) => problems.push(Problem {
                    place: at.clone(),
                    message: format!("`{name}` is no class of finding, so this comment allows nothing"),
                }),
            }
        }
    }
}

/// Whether a line is more than blanks, comments and attributes.
fn is_code(line: &str) -> bool {
    let line = line.trim();
    !(line.is_empty() || line.starts_with("//") || line.starts_with("#[") || line.starts_with("#!["))
}

/// Version of the form of a [`Baseline`].
const SCHEMA: u32 = 1;

/// Findings that were there before, and are not spoken of again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    /// Version of this form.
    pub schema: u32,
    /// What was found, without lines: those move.
    pub findings: Vec<Known>,
}

/// A finding of a [`Baseline`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Known {
    /// Its class.
    pub class: Class,
    /// Its file.
    pub file: String,
    /// What it said.
    pub message: String,
    /// How often.
    pub count: u32,
}

/// Why a baseline cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// It is not what `--write-baseline` writes.
    #[error("not a baseline")]
    Malformed(#[source] serde_json::Error),
    /// It is of another version.
    #[error("a baseline of version {0}, and {SCHEMA} is known here")]
    Version(u32),
}

impl Baseline {
    /// Everything that an analysis claims.
    #[must_use]
    pub fn of(analysis: &Analysis) -> Self {
        let mut counts: BTreeMap<(Class, String, String), u32> = BTreeMap::new();
        for finding in analysis.findings.iter().filter(|finding| finding.severity <= Severity::Warning) {
            *counts.entry(key(finding)).or_default() += 1;
        }
        let known = |((class, file, message), count)| Known { class, file, message, count };
        Self { schema: SCHEMA, findings: counts.into_iter().map(known).collect() }
    }

    /// Reads the JSON form.
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        let baseline: Self = serde_json::from_str(text).map_err(BaselineError::Malformed)?;
        if baseline.schema == SCHEMA { Ok(baseline) } else { Err(BaselineError::Version(baseline.schema)) }
    }

    /// Takes out of an analysis what was there before, each as often as it was; gives how many
    /// entries speak of nothing any more.
    pub fn apply(&self, analysis: &mut Analysis) -> usize {
        let entry = |known: &Known| ((known.class, known.file.clone(), known.message.clone()), known.count);
        let mut left: BTreeMap<(Class, String, String), u32> = self.findings.iter().map(entry).collect();
        analysis.findings.retain(|finding| match left.get_mut(&key(finding)) {
            Some(count) if *count > 0 && finding.severity <= Severity::Warning => {
                *count -= 1;
                false
            }
            _ => true,
        });
        left.values().filter(|count| **count > 0).count()
    }
}

fn key(finding: &Finding) -> (Class, String, String) {
    (finding.class, finding.location.file.clone(), finding.message.clone())
}
