//! JSON as a tree in which every key and value knows its place.
//!
//! Strict JSON (RFC 8259): no comments, no trailing commas, no duplicate keys. A byte order mark
//! and CRLF are accepted. Syntax ends at the first error; duplicate keys are all reported.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, SourceFile};

/// A value and the bytes it takes. Strings without escapes are the file's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node<'a> {
    pub(crate) value: Value<'a>,
    pub(crate) span: Range<usize>,
}

/// What a JSON text can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Null,
    Bool(bool),
    Number,
    Text(Cow<'a, str>),
    List(Vec<Node<'a>>),
    Object(Vec<Member<'a>>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member<'a> {
    pub(crate) key: Cow<'a, str>,
    pub(crate) key_span: Range<usize>,
    pub(crate) node: Node<'a>,
}

impl<'a> Node<'a> {
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
    pub(crate) fn members(&self) -> &[Member<'a>] {
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
    pub(crate) fn get(&self, key: &str) -> Option<&Member<'a>> {
        self.members().iter().find(|m| m.key == key)
    }
}

/// Reads a JSON text. Pushes what is wrong; gives a tree if the syntax holds.
pub(crate) fn parse<'a>(source: &'a Arc<SourceFile>, found: &mut Vec<Diagnostic>) -> Option<Node<'a>> {
    let before = found.len();
    let mut reader = Reader { source, text: &source.text, at: 0, found };
    match reader.file() {
        Ok(node) => (found.len() == before).then_some(node),
        Err((span, message)) => {
            found.push(
                Diagnostic::error(format!("not valid JSON: {message}")).at(Place::Text(source.clone(), span)),
            );
            None
        }
    }
}

/// How deep lists and objects may lie in each other.
const DEPTH_MAX: usize = 128;

/// Where the syntax ends, and what is wrong there.
type Wrong = (Range<usize>, Cow<'static, str>);

/// Goes through the text once. A parser with places exists in several libraries; the quickest that was tried took
/// longer for a file of a thousand commands than ninja takes for its whole build of nothing.
struct Reader<'a, 'f> {
    source: &'a Arc<SourceFile>,
    text: &'a str,
    at: usize,
    found: &'f mut Vec<Diagnostic>,
}

impl<'a> Reader<'a, '_> {
    fn file(&mut self) -> Result<Node<'a>, Wrong> {
        if self.next().is_none() {
            return Err((0..0, "the file is empty".into()));
        }
        let node = self.node(0)?;
        match self.next() {
            None => Ok(node),
            Some(_) => Err((self.at..self.text.len(), "one value is the whole file".into())),
        }
    }

    /// The byte that is next behind white space.
    fn next(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        let space = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
        self.at += space.unwrap_or(rest.len());
        self.text.as_bytes().get(self.at).copied()
    }

    fn wrong<T>(&self, message: impl Into<Cow<'static, str>>) -> Result<T, Wrong> {
        // A whole character, so that whoever shows the place may cut there.
        let letter = self.text[self.at..].chars().next().map_or(0, char::len_utf8);
        let message = match self.text[self.at..].get(..2) {
            Some("//" | "/*") => "comments are not allowed".into(),
            _ => message.into(),
        };
        Err((self.at..self.at + letter, message))
    }

    fn node(&mut self, depth: usize) -> Result<Node<'a>, Wrong> {
        let (first, start) = (self.next(), self.at);
        if depth > DEPTH_MAX {
            return self.wrong("lists and objects lie too deep in each other");
        }
        let value = match first {
            Some(b'{') => Value::Object(self.object(depth)?),
            Some(b'[') => Value::List(self.list(depth)?),
            Some(b'"') => Value::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        Ok(Node { value, span: start..self.at })
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Node<'a>>, Wrong> {
        let start = self.at;
        // Most lists have one element; a list that grows begins with room for four.
        let mut elements = Vec::with_capacity(1);
        while self.goes_on(start, b']', elements.is_empty())? {
            elements.push(self.node(depth + 1)?);
        }
        Ok(elements)
    }

    fn object(&mut self, depth: usize) -> Result<Vec<Member<'a>>, Wrong> {
        let start = self.at;
        let mut members: Vec<Member<'a>> = Vec::new();
        while self.goes_on(start, b'}', members.is_empty())? {
            let key_start = self.at;
            if self.next() != Some(b'"') {
                return self.wrong("a key must be a string in double quotes");
            }
            let key = self.string()?;
            let key_span = key_start..self.at;
            if self.next() != Some(b':') {
                return self.wrong("there must be a colon behind a key");
            }
            self.at += 1;
            if let Some(first) = members.iter().find(|member| member.key == key) {
                let (line, column) = self.source.line_column(first.key_span.start);
                let message = format!("the key `{key}` stands here a second time");
                self.found.push(
                    Diagnostic::error(message)
                        .at(Place::Text(self.source.clone(), key_span.clone()))
                        .hint(format!("the first is at line {line}, column {column}; keep one of them")),
                );
            }
            let node = self.node(depth + 1)?;
            members.push(Member { key, key_span, node });
        }
        Ok(members)
    }

    /// Whether another entry comes; takes the opening bracket before the first one, the comma before others, and the
    /// closing bracket.
    fn goes_on(&mut self, start: usize, closing: u8, is_first: bool) -> Result<bool, Wrong> {
        let what = if closing == b']' { "list" } else { "object" };
        if is_first {
            self.at += 1;
        }
        let comma = match self.next() {
            Some(byte) if byte == closing => {
                self.at += 1;
                return Ok(false);
            }
            Some(b',') if !is_first => {
                self.at += 1;
                self.at - 1
            }
            Some(_) if is_first => return Ok(true),
            Some(_) => return self.wrong(format!("there must be a comma between entries of the {what}")),
            None => return Err((start..self.text.len(), format!("the {what} has no end").into())),
        };
        match self.next() {
            Some(byte) if byte == closing => {
                Err((comma..comma + 1, "there is a comma behind the last entry".into()))
            }
            Some(_) => Ok(true),
            None => Err((start..self.text.len(), format!("the {what} has no end").into())),
        }
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Wrong> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut escapes = false;
        loop {
            self.at += 1;
            match bytes.get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    escapes = true;
                    self.at += 1;
                }
                Some(byte) if *byte < 0x20 => {
                    return self.wrong("a control character in a string must be escaped");
                }
                Some(_) => {}
                None => return Err((start..bytes.len(), "the string has no end".into())),
            }
        }
        self.at += 1;
        let span = start..self.at;
        if !escapes {
            return Ok(Cow::Borrowed(&self.text[span.start + 1..span.end - 1]));
        }
        match serde_json::from_str(&self.text[span.clone()]) {
            Ok(text) => Ok(Cow::Owned(text)),
            Err(_) => Err((span, "the string has an escape that JSON does not know".into())),
        }
    }

    /// What numbers look like is serde's affair.
    fn number(&mut self) -> Result<Value<'a>, Wrong> {
        let rest = &self.text[self.at..];
        let part_of_one = |byte: u8| matches!(byte, b'-' | b'+' | b'.' | b'0'..=b'9' | b'e' | b'E');
        let end = rest.bytes().position(|byte| !part_of_one(byte)).unwrap_or(rest.len());
        let span = self.at..self.at + end;
        self.at = span.end;
        match serde_json::from_str::<serde::de::IgnoredAny>(&rest[..end]) {
            Ok(_) => Ok(Value::Number),
            Err(_) => Err((span, "this is not a number of JSON".into())),
        }
    }

    fn word(&mut self) -> Result<Value<'a>, Wrong> {
        for (word, value) in
            [("true", Value::Bool(true)), ("false", Value::Bool(false)), ("null", Value::Null)]
        {
            if self.text[self.at..].starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        self.wrong("there must be a value here")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same value without places.
    fn plain(node: &Node<'_>) -> serde_json::Value {
        match &node.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            // What a number is worth is nowhere asked.
            Value::Number => 0.into(),
            Value::Text(text) => text.as_ref().into(),
            Value::List(elements) => elements.iter().map(plain).collect(),
            Value::Object(members) => members.iter().map(|m| (m.key.to_string(), plain(&m.node))).collect(),
        }
    }

    fn without_numbers(value: serde_json::Value) -> serde_json::Value {
        match value {
            serde_json::Value::Number(_) => 0.into(),
            serde_json::Value::Array(elements) => elements.into_iter().map(without_numbers).collect(),
            serde_json::Value::Object(members) => {
                members.into_iter().map(|(key, value)| (key, without_numbers(value))).collect()
            }
            other => other,
        }
    }

    /// Whether both readers take a text, and for the same value.
    fn check(text: &str) {
        let source = SourceFile::new("zbuild.json", text);
        let mut found = Vec::new();
        let ours = parse(&source, &mut found).as_ref().map(plain);
        let theirs: Option<serde_json::Value> = serde_json::from_str(&source.text).ok();
        assert_eq!(ours.is_none(), !found.is_empty(), "{text:?}: {found:?}");
        // serde takes the last of two keys, and numbers that no double can hold for an error.
        if found.iter().any(|one| one.to_string().contains("a second time")) {
            return;
        }
        assert_eq!(ours, theirs.map(without_numbers), "{text:?}: {found:?}");
        // Whoever shows a place cuts the text there.
        for one in &found {
            let Some(Place::Text(source, span)) = &one.place else { panic!("{one}: no place") };
            assert!(source.text.get(span.clone()).is_some(), "{text:?}: {span:?}");
        }
    }

    #[test]
    fn what_serde_takes_is_taken_and_nothing_else() {
        for text in [
            "",
            " ",
            "{}",
            "[]",
            "[1,]",
            "[,1]",
            "{,}",
            "{\"a\":1,}",
            "{\"a\" 1}",
            "{a:1}",
            "{\"a\":}",
            "{\"a\":1 \"b\":2}",
            "[1 2]",
            "[1",
            "{\"a\":1",
            "\"a",
            "\"\\",
            "\"\\\"",
            "\"\\u00e4\"",
            "\"\\ud800\"",
            "\"\\ud83d\\ude00\"",
            "\"\\x\"",
            "\"a\u{1}\"",
            "\"ä\"",
            "01",
            "-",
            "-0",
            "1.",
            "1.5e",
            "1e5",
            "+1",
            ".5",
            "0x1",
            "1-2",
            "NaN",
            "tru",
            "true",
            "truefalse",
            "nullx",
            "[true]",
            "// a\n1",
            "1 /* a */",
            "1 2",
            "'a'",
            "\u{a0}1",
            "\u{feff}\r\n[\r\n]\r\n",
            "ä",
            "[ä]",
            "\"a\" ä",
            "{\"a\": ä}",
        ] {
            check(text);
        }
        check(&"[".repeat(100_000));
        check(&format!("{}{}", "[".repeat(120), "]".repeat(120)));
    }

    proptest! {
        #[test]
        fn as_serde_on_anything_like_json(text in r#"([\[\]{},: "a\\u0-9ä\n-]|true|null|"[a-z]*"|\\u[0-9a-f]{4}){0,24}"#) {
            check(&text);
        }
    }
}
