//! Errors in what compilers wrote.

use camino::Utf8Path;
use serde::Serialize;

/// An error with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The file, relative to the project; empty where a linker speaks.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What the compiler said.
    pub message: String,
    /// The symbol that a linker did not find.
    pub symbol: Option<String>,
}

/// The errors in an output. Paths are made relative to `root`; those that are relative already are taken
/// from `cwd`.
#[must_use]
pub fn problems(output: &str, root: &Utf8Path, cwd: &Utf8Path) -> Vec<Problem> {
    let mut out: Vec<Problem> = Vec::new();
    let mut headline: Option<String> = None;
    for line in output.lines() {
        let plain = without_colours(line);
        let line = plain.trim_start();
        if let Some(rest) = line.strip_prefix("error") {
            // `error[E0308]: mismatched types` and `error: …`, whose place is told below.
            headline = rest.split_once(": ").map(|(_, message)| message.to_owned());
        }
        let found = if let Some(place) = line.strip_prefix("--> ") {
            headline.take().and_then(|message| at(place, &message))
        } else if let Some((place, message)) = line.split_once(": error: ") {
            // zbuild says first what it was about: `error: bindings of app failed: src/main.zig:3:1`.
            at(place.rsplit(": ").next().unwrap_or(place), message)
        } else {
            json(line)
        };
        if let Some(mut problem) = found {
            problem.file = relative(&problem.file, root, cwd);
            push(&mut out, problem);
        }
        if let Some(symbol) = undefined(line) {
            let (file, message) = (String::new(), format!("undefined symbol `{symbol}`"));
            push(&mut out, Problem { file, line: 0, column: 0, message, symbol: Some(symbol) });
        }
    }
    out
}

fn push(out: &mut Vec<Problem>, problem: Problem) {
    if !out.contains(&problem) {
        out.push(problem);
    }
}

/// `path:line:column`, perhaps with more behind.
fn at(place: &str, message: &str) -> Option<Problem> {
    let mut parts = place.trim().rsplitn(3, ':');
    let column = parts.next()?.trim().parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    let file = parts.next()?.to_owned();
    Some(Problem { file, line, column, message: message.trim().to_owned(), symbol: None })
}

/// A message of rustc, alone or in cargo's envelope.
fn json(line: &str) -> Option<Problem> {
    if !line.starts_with('{') {
        return None;
    }
    let value: serde_json::Value = serde_json::from_str(line).ok()?;
    let message = value.get("message").filter(|m| m.is_object()).unwrap_or(&value);
    if message.get("level")?.as_str()? != "error" {
        return None;
    }
    let spans = message.get("spans")?.as_array()?;
    let span = spans
        .iter()
        .find(|span| span.get("is_primary").and_then(serde_json::Value::as_bool) == Some(true))?;
    let number = |key: &str| usize::try_from(span.get(key)?.as_u64()?).ok();
    Some(Problem {
        file: span.get("file_name")?.as_str()?.to_owned(),
        line: number("line_start")?,
        column: number("column_start")?,
        message: message.get("message")?.as_str()?.to_owned(),
        symbol: None,
    })
}

fn undefined(line: &str) -> Option<String> {
    let marks = ["undefined symbol: ", "undefined reference to `", "undefined reference to '"];
    let (_, rest) = marks.iter().find_map(|mark| line.split_once(mark))?;
    let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!name.is_empty() && !name.starts_with("_Unwind")).then_some(name)
}

fn relative(file: &str, root: &Utf8Path, cwd: &Utf8Path) -> String {
    let path = cwd.join(file);
    let path = path.strip_prefix(root).map_or_else(|_| file.into(), Utf8Path::to_owned);
    let parts: Vec<&str> = path.components().map(|c| c.as_str()).filter(|part| *part != ".").collect();
    parts.join("/").replace('\\', "/")
}

/// A line without terminal escapes.
fn without_colours(line: &str) -> String {
    let mut out = String::new();
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_every_compiler_are_found() {
        let check = |output: &str, expected: &[(&str, usize, &str)]| {
            let found = problems(output, Utf8Path::new("/p"), Utf8Path::new("/p"));
            let found: Vec<_> = found.iter().map(|p| (p.file.as_str(), p.line, p.message.as_str())).collect();
            assert_eq!(found, expected, "{output}");
        };
        check(
            "src/a.zig:3:9: error: local variable is never mutated\n    var x = 1;",
            &[("src/a.zig", 3, "local variable is never mutated")],
        );
        check(
            "error[E0308]: mismatched types\n  --> src/lib.rs:4:5\n   |\n",
            &[("src/lib.rs", 4, "mismatched types")],
        );
        check("\u{1b}[1;31merror\u{1b}[0m: expected `;`\n --> /p/a.rs:1:2", &[("a.rs", 1, "expected `;`")]);
        check(
            "error: undefined symbol: core_go\n    note: referenced by main.o",
            &[("", 0, "undefined symbol `core_go`")],
        );
        check(
            "error: bindings of zb failed: src/main.zig:23:11: error: `a` has 32 bits here",
            &[("src/main.zig", 23, "`a` has 32 bits here")],
        );
        check("all is well: error: not", &[]);
    }
}
