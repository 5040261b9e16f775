//! Words about code: nothing in them can be compiled, so that they are unverified; but what they
//! name must be there, and what they quote must stand where they say.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Help, Report};
use crate::event::Event;
use crate::finding::{Finding, Place};
use crate::model::ModelError;
use crate::project::{Project, Source};
use crate::prompt::Prompt;
use crate::proof::Prover;
use crate::repair::Job;
use crate::tasks::explain::Explanation;
use crate::tasks::review::Review;

/// What a model says about a line of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// Where the line is that it quotes.
    pub location: Place,
    /// The line, as it is.
    pub quote: String,
    /// What it says.
    pub message: String,
}

/// What is sent.
#[must_use]
pub fn explain_prompt(prover: &Prover, explanation: &Explanation, source: &Source) -> Prompt {
    let job = "You explain a file to its next maintainer: what the code is for and how its parts work together, \
        what crosses between Zig and Rust and what must hold there. The facts are from a compiler-grade analysis; \
        do not repeat them, build on them. At most 200 words, plain text, names in backticks.";
    Prompt::new(job)
        .for_tools(prover.tools())
        .fact("facts", &explanation.text())
        .lines(&source.path, 1, &beginning(&source.text), true)
        .request(&format!("Explain {}.", explanation.file))
}

/// What is sent for words about the result of another task, which the result's text is.
#[must_use]
pub fn comment_prompt(prover: &Prover, job: &str, result: &str) -> Prompt {
    let job = format!(
        "{job} Build on what is given and do not repeat it. At most 200 words, plain text, names in backticks."
    );
    Prompt::new(&job).for_tools(prover.tools()).fact("result", &beginning(result)).request("Write it.")
}

/// Has the model explain; names in it that the project does not have are told.
pub fn explain(
    help: Help<'_>,
    project: &Project,
    prompt: Prompt,
    events: &mut dyn FnMut(Event),
) -> Result<Report, ModelError> {
    let read = |answer: &str| {
        if answer.trim().is_empty() { Err("it is empty".to_owned()) } else { Ok(answer.to_owned()) }
    };
    let (words, mut report) = help.run(&Job { prompt, read: &read, checks: &|_| Vec::new() }, events)?;
    if let Some(words) = &words {
        report.left_out = unknown_names(project, words)
            .into_iter()
            .map(|name| format!("`{name}` is named in it, and is nowhere in the project"))
            .collect();
    }
    report.words = words;
    Ok(report)
}

/// What is sent.
#[must_use]
pub fn review_prompt(prover: &Prover, project: &Project, review: &Review) -> Prompt {
    let job = "You review code at a Zig/Rust boundary for what an analysis cannot see: wrong logic, missing cases, \
        misleading names. Its findings are given; do not repeat them. For each remark write exactly\n\
        REMARK path:line\n> the line, copied exactly\nthe remark in one or two sentences\n\
        At most eight remarks, the worst first. If there is nothing to say, write NONE.";
    let mut prompt = Prompt::new(job)
        .for_tools(prover.tools())
        .request("Review these files.")
        .fact("findings", &review.findings.iter().map(line_of).collect::<String>());
    for (number, path) in review.files.iter().enumerate() {
        if let Some(source) = source_of(project, path) {
            prompt = prompt.lines(path, 1, &beginning(&source.text), number == 0);
        }
    }
    prompt
}

/// Has the model review. A remark whose line is not where it says, nor anywhere once, is left out.
pub fn remarks(
    help: Help<'_>,
    project: &Project,
    prompt: Prompt,
    events: &mut dyn FnMut(Event),
) -> Result<Report, ModelError> {
    let read = |answer: &str| {
        let remarks = parse(answer);
        if remarks.is_empty() && !answer.contains("NONE") {
            return Err("there is no REMARK in it, and no NONE".to_owned());
        }
        Ok(remarks)
    };
    let (said, mut report) = help.run(&Job { prompt, read: &read, checks: &|_| Vec::new() }, events)?;
    for remark in said.unwrap_or_default() {
        match placed(project, remark.clone()) {
            Ok(remark) => report.remarks.push(remark),
            Err(reason) => report.left_out.push(reason),
        }
    }
    Ok(report)
}

fn parse(answer: &str) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = Vec::new();
    for line in answer.lines() {
        if let Some((file, number)) = line.trim().strip_prefix("REMARK ").and_then(|at| at.rsplit_once(':')) {
            let line = number.trim().parse().unwrap_or(0);
            let location = Place { file: file.trim_matches(['`', ' ']).to_owned(), line, column: 1 };
            remarks.push(Remark { location, quote: String::new(), message: String::new() });
        } else if let Some(remark) = remarks.last_mut() {
            match line.strip_prefix('>') {
                Some(quote) if remark.quote.is_empty() => {
                    quote.strip_prefix(' ').unwrap_or(quote).clone_into(&mut remark.quote);
                }
                _ if line.trim().is_empty() => {}
                _ => {
                    let gap = if remark.message.is_empty() { "" } else { " " };
                    remark.message = format!("{}{gap}{}", remark.message, line.trim());
                }
            }
        }
    }
    remarks
}

/// The remark with the place where its line really is.
fn placed(project: &Project, mut remark: Remark) -> Result<Remark, String> {
    let file = &remark.location.file;
    let source =
        source_of(project, file).ok_or_else(|| format!("a remark about {file}, which is not there"))?;
    let quote = remark.quote.trim();
    let places: Vec<usize> = source
        .text
        .lines()
        .enumerate()
        .filter(|(_, line)| line.trim() == quote && !quote.is_empty())
        .map(|(at, _)| at + 1)
        .collect();
    let named = remark.location.line as usize;
    let line = match places.as_slice() {
        [only] => *only,
        places if places.contains(&named) => named,
        _ => return Err(format!("a remark about {file}:{named}, whose line `{quote}` is not there")),
    };
    remark.location.line = u32::try_from(line).unwrap_or(u32::MAX);
    if remark.message.is_empty() {
        return Err(format!("a remark about {file}:{line} without words"));
    }
    Ok(remark)
}

/// Names in backticks that stand nowhere in the project.
fn unknown_names(project: &Project, words: &str) -> BTreeSet<String> {
    let is_name = |name: &&str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        // Words of the languages and of the standard libraries are not the project's to have.
        name.len() > 3 && name.chars().all(plain) && name.contains('_')
    };
    let names = words.split('`').skip(1).step_by(2).map(|name| name.trim_end_matches("()")).filter(is_name);
    let known =
        |name: &str| project.units.iter().flat_map(|unit| &unit.files).any(|file| file.text.contains(name));
    names.filter(|name| !known(name)).map(str::to_owned).collect()
}

fn source_of<'p>(project: &'p Project, path: &str) -> Option<&'p Source> {
    project.units.iter().flat_map(|unit| &unit.files).find(|file| file.path == path)
}

fn line_of(finding: &Finding) -> String {
    let at = &finding.location;
    format!("{}:{}: {} [{}]\n", at.file, at.line, finding.message, finding.class)
}

/// How much of a file is shown where the whole would not fit.
const LINES_BYTES_MAX: usize = 3500;

/// The whole lines from the beginning of a text that fit.
fn beginning(text: &str) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        if out.len() + line.len() > LINES_BYTES_MAX {
            out.push_str("[the rest is left out]\n");
            break;
        }
        out.push_str(line);
    }
    out
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::finding::Language;
    use crate::project::Unit;

    fn project() -> Project {
        let file = Source {
            path: "src/a.zig".to_owned(),
            text: "fn f() void {}\n\nconst x = 1;\nconst x = 1;\n".to_owned(),
        };
        let unit = Unit {
            language: Language::Zig,
            folder: "src".into(),
            has_manifest: false,
            manifest: None,
            files: vec![file],
        };
        Project {
            root: String::new().into(),
            units: vec![unit],
            has_other_code: false,
            build_files: Vec::new(),
            left_out: Vec::new(),
            is_cut: false,
        }
    }

    #[test]
    fn a_remark_stands_where_its_line_is_or_nowhere() {
        let check = |answer: &str, expected: Result<(u32, &str), &str>| {
            let is = placed(&project(), parse(answer).remove(0));
            match expected {
                Ok((line, message)) => {
                    let is = is.unwrap();
                    assert_eq!((is.location.line, is.message.as_str()), (line, message));
                }
                Err(words) => assert!(is.unwrap_err().contains(words)),
            }
        };
        check("REMARK src/a.zig:1\n> fn f() void {}\nDoes\n\nnothing.", Ok((1, "Does nothing.")));
        check("REMARK src/a.zig:9\n> fn f() void {}\nx", Ok((1, "x")));
        check("REMARK src/a.zig:4\n> const x = 1;\nx", Ok((4, "x")));
        check("REMARK src/a.zig:9\n> const x = 1;\nx", Err("is not there"));
        check("REMARK src/a.zig:1\n> fn g() void {}\nx", Err("is not there"));
        check("REMARK src/b.zig:1\n> fn f() void {}\nx", Err("src/b.zig, which is not there"));
        check("REMARK src/a.zig:1\n> fn f() void {}\n", Err("without words"));
    }

    #[test]
    fn names_that_are_made_up_are_noticed() {
        let names = unknown_names(&project(), "`f` calls `made_up()` and `const x`, see `std.mem`");
        assert_eq!(names.into_iter().collect::<Vec<_>>(), ["made_up"]);
    }
}
