//! What rustc itself suggests: first what it calls machine-applicable, then what it calls likely and
//! has no alternative to. Either is compiled before anybody sees it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Files, Fix};

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
