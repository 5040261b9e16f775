//! Tokens of Zig, as far as a `build.zig` and its `build.zig.zon` must be understood without running Zig.

/// A token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    /// A name or a number.
    Word(String),
    /// A string literal, what it means.
    Text(String),
    /// `@"a name"`.
    Quoted(String),
    /// `@name`.
    Builtin(String),
    /// Any other character.
    Mark(char),
}

/// The tokens of a text, without comments.
#[derive(Debug, Clone)]
pub(crate) struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// The string whose opening quote was taken already.
    fn string(&mut self) -> String {
        let mut text = String::new();
        let mut chars = self.rest.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' | '\n' => {
                    self.rest = &self.rest[at + 1..];
                    return text;
                }
                '\\' => match chars.next() {
                    Some((_, 'n')) => text.push('\n'),
                    Some((_, 't')) => text.push('\t'),
                    Some((_, 'r')) => text.push('\r'),
                    Some((_, 'x')) => {
                        let digits: String = chars.by_ref().take(2).map(|(_, c)| c).collect();
                        text.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
                    }
                    Some((_, 'u')) => {
                        let digits = chars.by_ref().map(|(_, c)| c).skip(1).take_while(|c| *c != '}');
                        let digits: String = digits.collect();
                        text.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
                    }
                    Some((_, other)) => text.push(other),
                    None => break,
                },
                other => text.push(other),
            }
        }
        self.rest = "";
        text
    }

    /// Lines that begin with two backslashes, joined.
    fn lines(&mut self) -> String {
        let mut lines: Vec<&str> = Vec::new();
        while let Some(line) = self.rest.trim_start().strip_prefix("\\\\") {
            let (text, rest) = line.split_once('\n').unwrap_or((line, ""));
            lines.push(text.trim_end_matches('\r'));
            self.rest = rest;
        }
        lines.join("\n")
    }

    fn word(&mut self) -> String {
        let end = self.rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word.to_owned()
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            self.rest = self.rest.trim_start();
            let Some(comment) = self.rest.strip_prefix("//") else { break };
            self.rest = comment.split_once('\n').map_or("", |(_, rest)| rest);
        }
        if self.rest.starts_with("\\\\") {
            return Some(Token::Text(self.lines()));
        }
        let first = self.rest.chars().next()?;
        if first.is_alphanumeric() || first == '_' {
            return Some(Token::Word(self.word()));
        }
        self.rest = &self.rest[first.len_utf8()..];
        Some(match first {
            '"' => Token::Text(self.string()),
            '@' if self.rest.starts_with('"') => {
                self.rest = &self.rest[1..];
                Token::Quoted(self.string())
            }
            '@' => Token::Builtin(self.word()),
            '\'' => {
                // A character, perhaps an escaped one: nothing that is looked for here.
                let first = if self.rest.starts_with('\\') { 2 } else { 1 };
                let end =
                    self.rest.char_indices().skip(first).find(|(_, c)| *c == '\'').map(|(at, _)| at + 1);
                self.rest = end.map_or("", |end| &self.rest[end..]);
                Token::Mark('\'')
            }
            other => Token::Mark(other),
        })
    }
}

/// What a `build.zig` offers and asks for, as far as its text shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct BuildScript {
    /// Modules for other packages, and their root files relative to the file.
    pub(crate) modules: Vec<(String, String)>,
    /// Names of options, beside the standard ones.
    pub(crate) options: Vec<String>,
    /// Names of steps.
    pub(crate) steps: Vec<String>,
    /// Its string literals, whatever they are for.
    pub(crate) texts: Vec<String>,
    /// It takes `-Dtarget` and `-Dcpu`.
    pub(crate) takes_target: bool,
    /// It takes `-Doptimize`.
    pub(crate) takes_optimize: bool,
    /// It takes `--release` instead.
    pub(crate) prefers_release: bool,
}

impl BuildScript {
    /// Reads the text of a `build.zig`.
    pub(crate) fn read(text: &str) -> Self {
        let mut script = Self::default();
        script.take(text);
        script
    }

    /// Takes in what another file says that belongs to the script.
    pub(crate) fn take(&mut self, text: &str) {
        let mut tokens = Tokens::new(text);
        while let Some(token) = tokens.next() {
            let word = match token {
                Token::Word(word) => word,
                Token::Text(text) => {
                    self.texts.push(text);
                    continue;
                }
                _ => continue,
            };
            let mut ahead = tokens.clone();
            let called = ahead.next() == Some(Token::Mark('('));
            match word.as_str() {
                "preferred_optimize_mode" => self.prefers_release = true,
                "standardTargetOptions" | "standardTargetOptionsQueryOnly" => self.takes_target = true,
                "standardOptimizeOption" => self.takes_optimize = true,
                "addModule" if called => self.modules.extend(module(ahead)),
                "step" if called => {
                    if let Some(Token::Text(name)) = ahead.next() {
                        self.steps.push(name);
                    }
                }
                "option" if called => self.options.extend(option(ahead)),
                _ => {}
            }
        }
    }
}

/// `"name", .{ … .root_source_file = b.path("file") …`.
fn module(mut tokens: Tokens<'_>) -> Option<(String, String)> {
    let Some(Token::Text(name)) = tokens.next() else { return None };
    let mut depth = 1_usize;
    let mut in_root = false;
    for token in tokens {
        match token {
            Token::Word(word) if word == "root_source_file" => in_root = true,
            Token::Text(file) if in_root => return Some((name, file)),
            Token::Mark('(') => depth += 1,
            Token::Mark(')') if depth == 1 => return None,
            Token::Mark(')') => depth -= 1,
            _ => {}
        }
    }
    None
}

/// `Type, "name", …`, where the type may have braces of its own.
fn option(tokens: Tokens<'_>) -> Option<String> {
    let mut depth = 0_usize;
    let mut after_comma = false;
    for token in tokens {
        match token {
            Token::Text(name) if after_comma => return Some(name),
            _ if after_comma => return None,
            Token::Mark(',') if depth == 0 => after_comma = true,
            Token::Mark('{' | '(' | '[') => depth += 1,
            Token::Mark('}' | ')' | ']') => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_script_says_what_it_takes() {
        let text = r#"
            const std = @import("std");
            pub fn build(b: *std.Build) void {
                const target = b.standardTargetOptions(.{});
                // const optimize = b.standardOptimizeOption(.{});
                const c = [_]u8{ '"', '\'', '\\', 'x', '\x41' };
                const fast = b.option(bool, "fast-path", "…") orelse false;
                const kind = b.option(enum { a, b }, "kind", "…");
                _ = b.addModule("clap", .{
                    .target = target,
                    .imports = &.{ .{ .name = "x", .module = b.dependency("x", .{}).module("x") } },
                    .root_source_file = b.path("src/the clap.zig"),
                });
                b.addModule("made", .{ .root_source_file = generated });
                b.step("test", "Run tests").dependOn(&run.step);
            }
        "#;
        let script = BuildScript::read(text);
        assert_eq!(script.modules, [("clap".to_owned(), "src/the clap.zig".to_owned())]);
        assert_eq!(script.options, ["fast-path", "kind"]);
        assert_eq!(script.steps, ["test"]);
        assert!(script.texts.iter().any(|text| text == "src/the clap.zig"), "{:?}", script.texts);
        assert!(script.takes_target && !script.takes_optimize && !script.prefers_release);
    }

    #[test]
    fn tokens_end_whatever_the_text() {
        for text in ["\"", "\"\\", "'", "'a", "@", "@\"", "\\\\", "//", "\"\\u{", "\"\\x4", "é@é"] {
            assert!(Tokens::new(text).count() < 10, "{text}");
        }
        let lines: Vec<Token> = Tokens::new("\\\\one\n  \\\\two\n;").collect();
        assert_eq!(lines, [Token::Text("one\ntwo".to_owned()), Token::Mark(';')]);
    }
}
