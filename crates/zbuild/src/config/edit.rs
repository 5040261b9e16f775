//! Adding an entry to a list of `zbuild.json` without touching the rest of its text.

use std::sync::Arc;

use super::tree::{self, Node};
use crate::diagnostic::{Diagnostic, SourceFile};

/// The text with `entry` (JSON, one line) at the end of the list `dependencies.<list>`, which is made if it is
/// not there. Line ends and indentation are the file's own.
///
/// # Errors
/// The text is not JSON.
pub fn add_dependency(source: &Arc<SourceFile>, list: &str, entry: &str) -> Result<String, Vec<Diagnostic>> {
    let mut found = Vec::new();
    let Some(root) = tree::parse(source, &mut found) else { return Err(found) };
    let dependencies = root.get("dependencies").map(|member| &member.node);
    let elements = dependencies.and_then(|node| node.get(list)).map(|member| &member.node);
    let (into, item) = match (dependencies, elements) {
        (_, Some(elements)) => (elements, entry.to_owned()),
        (Some(dependencies), None) => (dependencies, format!("\"{list}\": [{entry}]")),
        (None, None) => (&root, format!("\"dependencies\": {{ \"{list}\": [{entry}] }}")),
    };
    Ok(insert(&source.text, into, &item))
}

/// Puts an item at the end of a list or object.
fn insert(text: &str, into: &Node<'_>, item: &str) -> String {
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let last = into.elements().last().map(|node| (node.span.start, node.span.end));
    let last = last.or_else(|| into.members().last().map(|m| (m.key_span.start, m.node.span.end)));
    let (at, added) = match last {
        Some((start, end)) => {
            let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
            let before = &text[line..start];
            // Beside its neighbour, or on a line of its own as that one has.
            let alone = before.trim().is_empty() && line > into.span.start;
            (end, if alone { format!(",{newline}{before}{item}") } else { format!(", {item}") })
        }
        None => (into.span.start + 1, item.to_owned()),
    };
    format!("{}{added}{}", &text[..at], &text[at..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse;

    fn check(text: &str, expected: &str) {
        let source = SourceFile::new("zbuild.json", text);
        let entry = r#"{ "name": "b", "version": "1" }"#;
        let edited = add_dependency(&source, "rust_crates", entry).unwrap();
        assert_eq!(edited, expected);
        assert!(parse(&SourceFile::new("zbuild.json", &edited)).is_ok(), "{edited}");
    }

    #[test]
    fn entries_stand_as_their_neighbours() {
        check(
            "{\n  \"project\": { \"name\": \"a\" }\n}\n",
            "{\n  \"project\": { \"name\": \"a\" },\n  \"dependencies\": { \"rust_crates\": [{ \"name\": \"b\", \"version\": \"1\" }] }\n}\n",
        );
        check(
            r#"{ "project": { "name": "a" }, "dependencies": {} }"#,
            r#"{ "project": { "name": "a" }, "dependencies": {"rust_crates": [{ "name": "b", "version": "1" }]} }"#,
        );
        check(
            "{\r\n  \"project\": { \"name\": \"a\" },\r\n  \"dependencies\": {\r\n    \"rust_crates\": [\r\n      { \"name\": \"x\", \"path\": \"x\" }\r\n    ]\r\n  }\r\n}",
            "{\r\n  \"project\": { \"name\": \"a\" },\r\n  \"dependencies\": {\r\n    \"rust_crates\": [\r\n      { \"name\": \"x\", \"path\": \"x\" },\r\n      { \"name\": \"b\", \"version\": \"1\" }\r\n    ]\r\n  }\r\n}",
        );
        check(
            r#"{"project":{"name":"a"},"dependencies":{"rust_crates":[]}}"#,
            r#"{"project":{"name":"a"},"dependencies":{"rust_crates":[{ "name": "b", "version": "1" }]}}"#,
        );
    }
}
