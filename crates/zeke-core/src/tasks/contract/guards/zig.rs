//! Guards of Zig: `orelse return`, `== null`, captures, and comparisons of integers.

use std::collections::BTreeMap;

use ghost_abi::zig_source::{Node, TreeParser};

use super::{Guard, Guards, Literal, OnNull, occurrences};
use crate::project::Unit;

pub(super) fn read(unit: &Unit) -> BTreeMap<String, Guards> {
    let mut out = BTreeMap::new();
    let Some(mut parser) = TreeParser::new() else { return out };
    for file in &unit.files {
        if !file.text.contains("export") {
            continue;
        }
        let Some(tree) = parser.parse(&file.text) else { continue };
        let mut at = vec![tree.root_node()];
        while let Some(node) = at.pop() {
            if node.kind() == "function_declaration" {
                if let Some((name, guards)) = function(&file.text, node) {
                    out.insert(name, guards);
                }
                continue;
            }
            at.extend(node.named_children());
        }
    }
    out
}

/// The guards of a function with a body, by its name: `@export` may give it another, which is then
/// not found here.
fn function(text: &str, node: Node<'_>) -> Option<(String, Guards)> {
    let name = text.get(node.child_by_field_name("name")?.byte_range())?.to_owned();
    let body = text.get(node.child_by_field_name("body")?.byte_range())?;
    let list = node.named_children().find(|child| child.kind() == "parameters")?;
    let params = list.named_children().filter(|child| child.kind() == "parameter");
    let plain = without_comments(body);
    let params = params
        .map(|param| {
            let name =
                param.child_by_field_name("name").and_then(|n| text.get(n.byte_range())).unwrap_or("_");
            guard(&plain, name)
        })
        .collect();
    Some((name, Guards { params, body: body.to_owned() }))
}

fn without_comments(text: &str) -> String {
    let lines = text.lines().map(|line| line.find("//").map_or(line, |at| &line[..at]));
    lines.collect::<Vec<_>>().join("\n")
}

fn guard(body: &str, name: &str) -> Guard {
    let mut guard = Guard::default();
    let Some(first) = occurrences(body, name).next() else { return guard };
    for at in occurrences(body, name) {
        let after = body[at + name.len()..].trim_start();
        let before = body[..at].trim_end();
        let in_condition = before.ends_with("if (") || before.ends_with("if(") || before.ends_with("or");
        if let Some(rest) = after.strip_prefix("orelse") {
            guard.null = shown(rest.trim_start().strip_prefix("return"), at == first);
        } else if let Some(rest) = after.strip_prefix("== null").filter(|_| in_condition) {
            guard.null = shown(returned(rest), at == first);
        } else if after.starts_with(')')
            && before.ends_with("if (")
            && after[1..].trim_start().starts_with('|')
        {
            let rest = &after[1..];
            let alone =
                at == first && body[..at].trim_start_matches('{').trim() == "if (" && !rest.contains("else");
            let none = alone && end_of_block(rest).is_some_and(|rest| rest.trim() == "}");
            guard.null = if none { OnNull::Returns(Literal::Void) } else { OnNull::Checked };
        } else if in_condition && let Some((limit, rest)) = limit(after) {
            guard.above = returned(rest).and_then(literal).map(|literal| (limit, literal));
        }
        if guard.null.is_shown() {
            break;
        }
    }
    guard
}

/// What follows the block that the text's first brace opens.
fn end_of_block(text: &str) -> Option<&str> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return text.get(at + 1..),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// `returned` is what stands behind `return`, where the check leads there.
fn shown(returned: Option<&str>, is_first: bool) -> OnNull {
    match returned.and_then(literal) {
        Some(literal) if is_first => OnNull::Returns(literal),
        _ if is_first => OnNull::Checked,
        _ => OnNull::Unknown,
    }
}

/// What stands behind the `return` that a condition's `…)` leads to.
fn returned(rest: &str) -> Option<&str> {
    let mut depth = 0;
    for (at, c) in rest.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => {
                let then = rest[at + 1..].trim_start();
                let then = then.strip_prefix('{').unwrap_or(then).trim_start();
                return then.strip_prefix("return");
            }
            ')' => depth -= 1,
            // With `and` the return depends on something else as well.
            'a' if rest[at..].starts_with("and ") => return None,
            _ => {}
        }
    }
    None
}

fn literal(text: &str) -> Option<Literal> {
    let end = text.find([';', ')', ',', '}']).unwrap_or(text.len());
    let value = text[..end].trim();
    match value {
        "" => Some(Literal::Void),
        "null" => Some(Literal::Null),
        "true" | "false" => Some(Literal::Bool(value == "true")),
        _ if value.starts_with('.') => {
            let name = &value[1..];
            name.chars().all(|c| c.is_alphanumeric() || c == '_').then(|| Literal::Variant(name.to_owned()))
        }
        _ => value.replace('_', "").parse().ok().map(Literal::Int),
    }
}

/// `> 3` and `>= 4` as the largest value that passes, with what follows.
fn limit(after: &str) -> Option<(i128, &str)> {
    let rest = after.strip_prefix('>')?;
    let (exclusive, rest) = rest.strip_prefix('=').map_or((false, rest), |rest| (true, rest));
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '_').unwrap_or(rest.len());
    let value: i128 = rest[..end].replace('_', "").parse().ok()?;
    // A number that something is done with is another one.
    let behind = rest[end..].trim_start();
    if !(behind.is_empty() || behind.starts_with(')') || behind.starts_with("or ")) {
        return None;
    }
    Some((if exclusive { value - 1 } else { value }, &rest[end..]))
}
