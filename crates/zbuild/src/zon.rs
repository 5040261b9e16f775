//! The little of Zig's object notation that a `build.zig.zon` is written in, and what such a file says of its
//! package: what it is called, and what it depends on.
//!
//! What cannot be understood is left out: the file is Zig's to judge, and Zig says what is wrong with it.

use crate::zig_text::{Token, Tokens};

/// Deepest nesting that is followed.
const DEPTH_MAX: usize = 32;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Text(String),
    /// `.name = value` pairs.
    Struct(Vec<(String, Value)>),
    /// `.name`, a number, `true`: whatever is one word.
    Word(String),
    List(Vec<Value>),
}

/// What a `build.zig.zon` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// The package's name.
    pub(crate) name: Option<String>,
    /// Its version.
    pub(crate) version: Option<String>,
    /// Its dependencies, in the file's order.
    pub(crate) dependencies: Vec<Dependency>,
}

/// What a package depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dependency {
    /// By which its `build.zig` asks for it.
    pub(crate) name: String,
    /// Where it is fetched from.
    pub(crate) url: Option<String>,
    /// What it is then.
    pub(crate) hash: Option<String>,
    /// Its folder, relative to the package's.
    pub(crate) path: Option<String>,
    /// Whether it is fetched only when somebody asks.
    pub(crate) lazy: bool,
}

impl Manifest {
    /// Reads the text of a `build.zig.zon`.
    pub(crate) fn read(text: &str) -> Self {
        let mut reader = Reader { tokens: Tokens::new(text), ahead: None };
        let Some(Value::Struct(fields)) = reader.value(0) else { return Self::default() };
        let mut manifest = Self::default();
        for (key, value) in fields {
            match (key.as_str(), value) {
                // A string up to 0.13, an enum literal since.
                ("name", Value::Text(name) | Value::Word(name)) => manifest.name = Some(name),
                ("version", Value::Text(version)) => manifest.version = Some(version),
                ("dependencies", Value::Struct(entries)) => {
                    manifest.dependencies = entries.into_iter().filter_map(dependency).collect();
                }
                _ => {}
            }
        }
        manifest
    }
}

fn dependency((name, value): (String, Value)) -> Option<Dependency> {
    let Value::Struct(fields) = value else { return None };
    let text = |key: &str| {
        fields.iter().find_map(|(name, value)| match value {
            Value::Text(text) if name == key => Some(text.clone()),
            _ => None,
        })
    };
    let lazy = fields.iter().any(|(key, value)| key == "lazy" && *value == Value::Word("true".to_owned()));
    Some(Dependency { name, url: text("url"), hash: text("hash"), path: text("path"), lazy })
}

struct Reader<'a> {
    tokens: Tokens<'a>,
    ahead: Option<Token>,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<Token> {
        self.ahead.take().or_else(|| self.tokens.next())
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth > DEPTH_MAX {
            return None;
        }
        match self.next()? {
            Token::Text(text) => Some(Value::Text(text)),
            Token::Word(word) => Some(Value::Word(word)),
            Token::Mark('-') => match self.next()? {
                Token::Word(word) => Some(Value::Word(format!("-{word}"))),
                _ => None,
            },
            Token::Mark('.') => match self.next()? {
                Token::Word(word) | Token::Quoted(word) => Some(Value::Word(word)),
                Token::Mark('{') => self.braces(depth),
                _ => None,
            },
            Token::Mark(_) | Token::Quoted(_) | Token::Builtin(_) => None,
        }
    }

    /// What follows `.{`: pairs or a list.
    fn braces(&mut self, depth: usize) -> Option<Value> {
        let (mut fields, mut list) = (Vec::new(), Vec::new());
        loop {
            match self.next()? {
                Token::Mark('}') => break,
                Token::Mark(',') => {}
                Token::Mark('.') => match self.next()? {
                    Token::Word(name) | Token::Quoted(name) => match self.next()? {
                        Token::Mark('=') => fields.push((name, self.value(depth + 1)?)),
                        other => {
                            list.push(Value::Word(name));
                            self.ahead = Some(other);
                        }
                    },
                    Token::Mark('{') => list.push(self.braces(depth + 1)?),
                    _ => return None,
                },
                other => {
                    self.ahead = Some(other);
                    list.push(self.value(depth + 1)?);
                }
            }
        }
        Some(if list.is_empty() { Value::Struct(fields) } else { Value::List(list) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_zig_writes_is_read() {
        let text = r#"// A package.
            .{
                .name = .my_app, // an enum literal
                .version = "1.2.3-dev\u{2e}4",
                .fingerprint = 0x65d23c79b1c83ef0,
                .minimum_zig_version = "0.15.0",
                .dependencies = .{
                    .clap = .{
                        .url = "https://example.org/a.tar.gz",
                        .hash = "clap-0.1.0-AAAA",
                        .lazy = true,
                    },
                    .@"zig-other" = .{ .path = "../o\"ther" },
                },
                .paths = .{ "build.zig", "src", .{} },
            }
        "#;
        let manifest = Manifest::read(text);
        assert_eq!(manifest.name.as_deref(), Some("my_app"));
        assert_eq!(manifest.version.as_deref(), Some("1.2.3-dev.4"));
        let [clap, other] = &manifest.dependencies[..] else { panic!("{manifest:?}") };
        assert_eq!((clap.name.as_str(), clap.lazy), ("clap", true));
        assert_eq!(clap.hash.as_deref(), Some("clap-0.1.0-AAAA"));
        assert_eq!((other.name.as_str(), other.path.as_deref()), ("zig-other", Some("../o\"ther")));
    }

    #[test]
    fn what_is_none_gives_nothing() {
        for text in ["", "x", ".{", ".{ .name = ", ".{ .dependencies = .{ .a = 1 } }"] {
            assert!(Manifest::read(text).dependencies.is_empty(), "{text}");
        }
        let deep = ".{ .a = ".repeat(10_000);
        assert_eq!(Manifest::read(&deep), Manifest::default());
    }
}
