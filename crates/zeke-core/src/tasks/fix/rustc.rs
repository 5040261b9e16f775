//! What rustc itself suggests: first what it calls machine-applicable, then what it calls likely and
//! has no alternative to. Either is compiled before anybody sees it.

use std::collections::BTreeMap;

use camino::Utf8Path;
use serde_json::Value;

use super::{Files, Fix, Problem};

/// The output with the files of messages named from the project's folder: cargo tells them from that of
/// the package or its workspace.
pub(super) fn from_root(files: &Files, output: &str) -> String {
    let line = |line: &str| {
        let mut value: Value = line.starts_with('{').then(|| serde_json::from_str(line).ok())??;
        let manifest = value.get("manifest_path")?.as_str()?.trim_start_matches("{scratch}/").to_owned();
        // The innermost folder that has such a file.
        let place = |file: &str| {
            let folders = Utf8Path::new(&manifest).ancestors().skip(1);
            let mut places = folders.map(|folder| folder.join(file).into_string());
            places.find(|place| files.contains_key(place))
        };
        rename(&mut value, &place);
        Some(value.to_string())
    };
    let lines = output.lines().map(|text| line(text).unwrap_or_else(|| text.to_owned()));
    lines.collect::<Vec<_>>().join("\n")
}

fn rename(value: &mut Value, place: &dyn Fn(&str) -> Option<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(file) if name == "file_name" => {
                        if let Some(place) = place(file) {
                            *file = place;
                        }
                    }
                    _ => rename(value, place),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| rename(value, place)),
        _ => {}
    }
}

struct Suggestion {
    file: String,
    start: usize,
    end: usize,
    line: usize,
    with: String,
    problem: String,
}

/// How sure rustc is of a suggestion, the surest first.
const SURE: [&str; 2] = ["MachineApplicable", "MaybeIncorrect"];

/// Applies the suggestions in a JSON output.
pub(super) fn repair(files: &mut Files, output: &str) -> Vec<Fix> {
    SURE.iter().map(|sure| apply(files, output, sure)).find(|done| !done.is_empty()).unwrap_or_default()
}

/// What edition 2024 asks of `extern` blocks, for which rustc has words but no suggestion.
pub(super) fn unsafe_blocks(files: &mut Files, problems: &[Problem]) -> Vec<Fix> {
    let mut done = Vec::new();
    for problem in problems.iter().filter(|p| p.message == "extern blocks must be unsafe") {
        let Some(text) = files.get_mut(&problem.file) else { continue };
        let before: usize =
            text.split_inclusive('\n').take(problem.line.saturating_sub(1)).map(str::len).sum();
        let at = before + problem.column.saturating_sub(1);
        if text.get(at..).is_some_and(|rest| rest.starts_with("extern")) {
            text.insert_str(at, "unsafe ");
            done.push(Fix {
                file: problem.file.clone(),
                line: problem.line,
                problem: problem.message.clone(),
                change: "`unsafe` is put before `extern`".to_owned(),
            });
        }
    }
    done
}

fn apply(files: &mut Files, output: &str, sure: &str) -> Vec<Fix> {
    let mut by_file: BTreeMap<String, Vec<Suggestion>> = BTreeMap::new();
    for line in output.lines().filter(|line| line.starts_with('{')) {
        let Ok(value) = serde_json::from_str::<Value>(line) else { continue };
        let message = value.get("message").filter(|m| m.is_object()).unwrap_or(&value);
        if message.get("level").and_then(Value::as_str) != Some("error") {
            continue;
        }
        let problem = message.get("message").and_then(Value::as_str).unwrap_or_default();
        let mut found = Vec::new();
        collect(message, problem, sure, &mut found);
        if sure != SURE[0] && found.len() != 1 {
            continue;
        }
        for suggestion in found {
            by_file.entry(suggestion.file.clone()).or_default().push(suggestion);
        }
    }
    let mut done = Vec::new();
    for (file, mut suggestions) in by_file {
        let Some(text) = files.get_mut(&file) else { continue };
        // From behind, so that positions stay; what overlaps waits for the next round.
        suggestions.sort_by_key(|s| std::cmp::Reverse((s.start, s.end)));
        suggestions.dedup_by(|a, b| (a.start, a.end, &a.with) == (b.start, b.end, &b.with));
        let mut limit = usize::MAX;
        for s in suggestions {
            let fits = s.end <= limit
                && s.start <= s.end
                && text.is_char_boundary(s.start)
                && text.is_char_boundary(s.end);
            if !fits || s.end > text.len() || text[s.start..s.end] == s.with {
                continue;
            }
            let before = text[s.start..s.end].trim().to_owned();
            text.replace_range(s.start..s.end, &s.with);
            limit = s.start;
            let change = format!("`{before}` becomes `{}`", s.with.trim());
            done.push(Fix { file: file.clone(), line: s.line, problem: s.problem, change });
        }
    }
    done
}

fn collect(message: &Value, problem: &str, sure: &str, out: &mut Vec<Suggestion>) {
    for span in message.get("spans").and_then(Value::as_array).into_iter().flatten() {
        if span.get("suggestion_applicability").and_then(Value::as_str) != Some(sure) {
            continue;
        }
        let number = |key: &str| span.get(key).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
        let text = |key: &str| span.get(key).and_then(Value::as_str);
        if let (Some(file), Some(start), Some(end), Some(with)) =
            (text("file_name"), number("byte_start"), number("byte_end"), text("suggested_replacement"))
        {
            let file = file.trim_start_matches("{scratch}/").trim_start_matches("./").to_owned();
            let line = number("line_start").unwrap_or(1);
            out.push(Suggestion {
                file,
                start,
                end,
                line,
                with: with.to_owned(),
                problem: problem.to_owned(),
            });
        }
    }
    for child in message.get("children").and_then(Value::as_array).into_iter().flatten() {
        collect(child, problem, sure, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_the_new_edition_become_unsafe() {
        let text = "// x\nextern \"C\" {}\n    extern {}\n";
        let mut files: Files = [("lib.rs".to_owned(), text.to_owned())].into();
        let problem = |line, column| Problem {
            file: "lib.rs".into(),
            line,
            column,
            message: "extern blocks must be unsafe".into(),
            symbol: None,
        };
        let done = unsafe_blocks(&mut files, &[problem(2, 1), problem(3, 5), problem(1, 1)]);
        assert_eq!(done.len(), 2);
        assert_eq!(files["lib.rs"], "// x\nunsafe extern \"C\" {}\n    unsafe extern {}\n");
    }

    #[test]
    fn paths_of_packages_become_paths_of_the_project() {
        let check = |manifest: &str, file: &str, expected: &str| {
            let files: Files = ["a/b/src/lib.rs", "a/c/src/x.rs", "src/lib.rs"]
                .map(|path| (path.to_owned(), String::new()))
                .into();
            let line = format!(
                r#"{{"manifest_path":"{manifest}","message":{{"level":"error","spans":[{{"file_name":"{file}"}}]}}}}"#
            );
            let out = from_root(&files, &format!("first\n{line}\nlast"));
            assert!(out.contains(&format!("\"file_name\":\"{expected}\"")), "{manifest} {file}: {out}");
        };
        check("{scratch}/a/b/Cargo.toml", "src/lib.rs", "a/b/src/lib.rs");
        check("{scratch}/Cargo.toml", "src/lib.rs", "src/lib.rs");
        check("{scratch}/a/c/Cargo.toml", "c/src/x.rs", "a/c/src/x.rs");
        check("{scratch}/a/b/Cargo.toml", "/rustc/abc/core/src/lib.rs", "/rustc/abc/core/src/lib.rs");
    }
}
