//! Findings in SARIF 2.1.0, the form that code hosts and editors read.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

/// One finding in SARIF's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SarifResult<'a> {
    /// Stable id of the rule, for example a class of findings.
    pub rule: &'a str,
    /// One sentence about the rule.
    pub rule_meaning: &'a str,
    /// How bad it is.
    pub level: SarifLevel,
    /// What is wrong.
    pub message: String,
    /// Where; `None` where no source position is known.
    pub place: Option<SarifPlace<'a>>,
    /// The matching place on the other side.
    pub related: Option<SarifPlace<'a>>,
}

/// How bad a result is (SARIF 3.27.10).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SarifLevel {
    /// A serious problem.
    Error,
    /// A problem.
    Warning,
    /// An observation.
    Note,
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SarifPlace<'a> {
    /// Path with `/`, relative to the root of the analysis.
    pub file: &'a str,
    /// Line, counted from 1.
    pub line: u32,
    /// Column, counted from 1; 0 where it is not known.
    pub column: u32,
}

/// A whole SARIF document with one run.
#[must_use]
pub fn document(tool: &str, version: &str, results: &[SarifResult<'_>]) -> Value {
    let rules: BTreeMap<&str, &str> =
        results.iter().map(|result| (result.rule, result.rule_meaning)).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": tool,
                "version": version,
                "informationUri": "https://github.com/ghostkellz/ghost",
                "rules": rules.iter().map(|(id, meaning)| json!({
                    "id": id,
                    "shortDescription": {"text": meaning},
                })).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results.iter().map(result).collect::<Vec<_>>(),
        }],
    })
}

fn result(result: &SarifResult<'_>) -> Value {
    let mut value = json!({
        "ruleId": result.rule,
        "level": match result.level {
            SarifLevel::Error => "error",
            SarifLevel::Warning => "warning",
            SarifLevel::Note => "note",
        },
        "message": {"text": result.message},
        "locations": result.place.iter().map(location).collect::<Vec<_>>(),
    });
    if let Some(related) = &result.related {
        value["relatedLocations"] = json!([location(related)]);
    }
    value
}

fn location(place: &SarifPlace<'_>) -> Value {
    let mut region = json!({"startLine": place.line.max(1)});
    if place.column > 0 {
        region["startColumn"] = json!(place.column);
    }
    json!({"physicalLocation": {"artifactLocation": {"uri": uri(place.file)}, "region": region}})
}

/// A relative path as a URI reference: everything that RFC 3986 does not allow in one is escaped.
fn uri(path: &str) -> String {
    let mut escaped = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                escaped.push(char::from(byte));
            }
            _ => {
                let _ = write!(escaped, "%{byte:02X}");
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{SarifLevel, SarifPlace, SarifResult, document};

    #[test]
    fn a_document_names_rules_once_and_escapes_paths() {
        let finding = SarifResult {
            rule: "sig-arity",
            rule_meaning: "Different number of parameters.",
            level: SarifLevel::Error,
            message: "two against three".into(),
            place: Some(SarifPlace { file: "src/mein Ä.zig", line: 3, column: 5 }),
            related: Some(SarifPlace { file: "lib.rs", line: 1, column: 0 }),
        };
        let sarif = document("zeke", "1.0.0", &[finding.clone(), finding]);
        let run = &sarif["runs"][0];
        assert_eq!(run["tool"]["driver"]["rules"].as_array().unwrap().len(), 1);
        assert_eq!(run["results"].as_array().unwrap().len(), 2);
        let place = &run["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "src/mein%20%C3%84.zig");
        assert_eq!(place["region"]["startColumn"], 5);
        let related = &run["results"][0]["relatedLocations"][0]["physicalLocation"];
        assert!(related["region"].get("startColumn").is_none());
    }
}
