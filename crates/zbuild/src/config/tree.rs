//! JSON as a tree in which every key and value knows its place.
//!
//! Strict JSON (RFC 8259): no comments, no trailing commas, no duplicate keys. A byte order mark
//! and CRLF are accepted. Syntax ends at the first error; duplicate keys are all reported.

use std::ops::Range;
use std::sync::Arc;

use jsonc_parser::ast::Value as Ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::diagnostic::{Diagnostic, Place, SourceFile};

/// A value and the bytes it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) span: Range<usize>,
}

/// What a JSON text can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number,
    Text(String),
    List(Vec<Node>),
    Object(Vec<Member>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) key: String,
    pub(crate) key_span: Range<usize>,
    pub(crate) node: Node,
}

impl Node {
    /// What the value is called in messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number => "a number",
            Value::Text(_) => "a string",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
        }
    }

    /// The members of an object; none for anything else.
    pub(crate) fn members(&self) -> &[Member] {
        match &self.value {
            Value::Object(members) => members,
            _ => &[],
        }
    }

    /// The elements of a list; none for anything else.
    pub(crate) fn elements(&self) -> &[Self] {
        match &self.value {
            Value::List(elements) => elements,
            _ => &[],
        }
    }

    /// The member of an object by its key.
    pub(crate) fn get(&self, key: &str) -> Option<&Member> {
        self.members().iter().find(|m| m.key == key)
    }
}

/// Reads a JSON text. Pushes what is wrong; gives a tree if the syntax holds.
pub(crate) fn parse(source: &Arc<SourceFile>, found: &mut Vec<Diagnostic>) -> Option<Node> {
    let parsed = match parse_to_ast(&source.text, &CollectOptions::default(), &STRICT) {
        Ok(parsed) => parsed,
        Err(error) => {
            let range = error.range();
            let message = error.kind().to_string();
            let mut letters = message.chars();
            let message: String =
                letters.next().map(|c| c.to_ascii_lowercase()).into_iter().chain(letters).collect();
            found.push(syntax(source, range.start..range.end, &message));
            return None;
        }
    };
    let Some(value) = parsed.value else {
        found.push(syntax(source, 0..0, "the file is empty"));
        return None;
    };
    let before = found.len();
    let node = convert(source, value, found);
    (found.len() == before).then_some(node)
}

const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

fn syntax(source: &Arc<SourceFile>, span: Range<usize>, message: &str) -> Diagnostic {
    Diagnostic::error(format!("not valid JSON: {message}")).at(Place::Text(source.clone(), span))
}

/// The parser bounds the nesting, so recursion is bounded too.
fn convert(source: &Arc<SourceFile>, ast: Ast<'_>, found: &mut Vec<Diagnostic>) -> Node {
    let span = ast.start()..ast.end();
    let value = match ast {
        Ast::NullKeyword(_) => Value::Null,
        Ast::BooleanLit(literal) => Value::Bool(literal.value),
        Ast::NumberLit(_) => Value::Number,
        Ast::StringLit(literal) => {
            check_string(source, &span, found);
            Value::Text(literal.value.into_owned())
        }
        Ast::Array(array) => {
            Value::List(array.elements.into_iter().map(|e| convert(source, e, found)).collect())
        }
        Ast::Object(object) => {
            let mut members: Vec<Member> = Vec::with_capacity(object.properties.len());
            for property in object.properties {
                let key_span = property.name.start()..property.name.end();
                check_string(source, &key_span, found);
                let key = property.name.into_string();
                if let Some(first) = members.iter().find(|m| m.key == key) {
                    let (line, column) = source.line_column(first.key_span.start);
                    let message = format!("the key `{key}` stands here a second time");
                    found.push(
                        Diagnostic::error(message)
                            .at(Place::Text(source.clone(), key_span.clone()))
                            .hint(format!("the first is at line {line}, column {column}; keep one of them")),
                    );
                }
                let node = convert(source, property.value, found);
                members.push(Member { key, key_span, node });
            }
            Value::Object(members)
        }
    };
    Node { value, span }
}

/// The parser lets raw control characters in strings pass; RFC 8259 section 7 does not.
fn check_string(source: &Arc<SourceFile>, span: &Range<usize>, found: &mut Vec<Diagnostic>) {
    let text = &source.text[span.clone()];
    if let Some(at) = text.bytes().position(|b| b < 0x20) {
        let at = span.start + at;
        found.push(syntax(source, at..at + 1, "a control character in a string must be escaped"));
    }
}
