//! What a Zig file reads beside itself, found by its tokens.
//!
//! Zig names every imported file by a string literal, so a scan of tokens finds them all, for any
//! version of the language. It finds more than the compiler reads where code is never analysed; that
//! costs a rebuild now and then, and never a stale result. What a scan cannot know is said so:
//! [`Imports::computed_embed`], [`Imports::c_import`].

use std::path::Path;

use serde::{Deserialize, Serialize};

/// What a Zig file reads.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "facts that do not depend on each other")]
pub struct Imports {
    /// Files of `@import`, relative to the file's folder.
    pub files: Vec<String>,
    /// Modules of `@import`.
    pub modules: Vec<String>,
    /// Files of `@embedFile`, relative to the file's folder, or names of modules.
    pub embeds: Vec<String>,
    /// An `@embedFile` whose path is computed: any file of the module may be meant.
    pub computed_embed: bool,
    /// C headers are read (`@cImport`, up to Zig 0.16).
    pub c_import: bool,
    /// Something is offered to the linker: `export` or `@export`.
    pub exports: bool,
    /// Sizes may be others in another mode: of types of the standard library, or by what that says of the mode.
    pub measures: bool,
    /// Members of something called `features`, as the code names them: `options.features.@"hot-reload"`.
    pub features: Vec<String>,
}

/// Scans a Zig file. Text that is not Zig gives whatever looks like an import.
#[must_use]
pub fn scan(text: &str) -> Imports {
    let mut imports = Imports::default();
    let mut tokens = Tokens { bytes: text.as_bytes(), at: 0 };
    let mut state = State::Outside;
    while let Some(token) = tokens.next() {
        imports.exports |= matches!(token, Token::Builtin(b"export") | Token::Word(b"export"));
        imports.measures |= matches!(
            token,
            Token::Builtin(b"sizeOf" | b"bitSizeOf" | b"alignOf") | Token::Word(b"runtime_safety")
        );
        state = match (state, token) {
            (State::Member, Token::Word(name)) => {
                imports.features.push(String::from_utf8_lossy(name).into_owned());
                State::Outside
            }
            (State::Member, Token::Quoted(name)) => {
                imports.features.push(unescape(name));
                State::Outside
            }
            (State::Features, Token::Other(b'.')) => State::Member,
            (_, Token::Word(b"features")) => State::Features,
            (_, Token::Builtin(name)) => {
                imports.c_import |= name == b"cImport";
                // A builtin in the place of a path computes it.
                imports.computed_embed |= matches!(state, State::Argument(Kind::Embed));
                Kind::named(name).map_or(State::Outside, State::Name)
            }
            (State::Name(kind), Token::Other(b'(')) => State::Argument(kind),
            (State::Argument(kind), token) => imports.argument(kind, token),
            (State::Embedded, token) => {
                imports.computed_embed |= !matches!(token, Token::Other(b')' | b','));
                State::Outside
            }
            _ => State::Outside,
        };
    }
    for list in [&mut imports.files, &mut imports.modules, &mut imports.embeds, &mut imports.features] {
        list.sort_unstable();
        list.dedup();
    }
    imports
}

impl Imports {
    fn argument(&mut self, kind: Kind, token: Token<'_>) -> State {
        match (kind, token) {
            (Kind::Import, Token::Text(path)) => {
                let path = unescape(path);
                // As the compiler decides: by the ending.
                if Path::new(&path).extension().is_some_and(|e| e == "zig" || e == "zon") {
                    self.files.push(path);
                } else {
                    self.modules.push(path);
                }
                State::Outside
            }
            (Kind::Embed, Token::Text(path)) => {
                self.embeds.push(unescape(path));
                State::Embedded
            }
            (Kind::Embed, _) => {
                self.computed_embed = true;
                State::Outside
            }
            (Kind::Import, _) => State::Outside,
        }
    }
}

/// Where the scan stands.
#[derive(Clone, Copy)]
enum State {
    /// Nowhere of interest.
    Outside,
    /// Behind the name of a builtin that takes a path.
    Name(Kind),
    /// Behind its parenthesis.
    Argument(Kind),
    /// Behind the literal of an `@embedFile`, which may be the first part of a computed path.
    Embedded,
    /// Behind the name `features`.
    Features,
    /// Behind its dot.
    Member,
}

#[derive(Clone, Copy)]
enum Kind {
    Import,
    Embed,
}

impl Kind {
    fn named(name: &[u8]) -> Option<Self> {
        match name {
            b"import" => Some(Self::Import),
            b"embedFile" => Some(Self::Embed),
            _ => None,
        }
    }
}

enum Token<'a> {
    /// `@name`, without the sign.
    Builtin(&'a [u8]),
    /// A string literal between its quotes, escapes as written.
    Text(&'a [u8]),
    /// A keyword, a name or a number.
    Word(&'a [u8]),
    /// A name in the form `@"name"`, escapes as written.
    Quoted(&'a [u8]),
    /// Any other token or part of one, by its first byte.
    Other(u8),
}

struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = &self.bytes[self.at..];
            match *rest.first()? {
                b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
                // A comment and a line of a multi-line string both end with the line.
                b'/' if rest.get(1) == Some(&b'/') => self.skip_line(),
                b'\\' if rest.get(1) == Some(&b'\\') => {
                    self.skip_line();
                    return Some(Token::Other(b'\\'));
                }
                b'"' => return Some(Token::Text(self.quoted(b'"'))),
                b'\'' => {
                    self.quoted(b'\'');
                    return Some(Token::Other(b'\''));
                }
                b'@' if rest.get(1) == Some(&b'"') => {
                    self.at += 1;
                    return Some(Token::Quoted(self.quoted(b'"')));
                }
                b'@' => {
                    let name = self.word(1);
                    return Some(Token::Builtin(&name[1..]));
                }
                first if first == b'_' || first.is_ascii_alphanumeric() => {
                    return Some(Token::Word(self.word(0)));
                }
                first => {
                    self.at += 1;
                    return Some(Token::Other(first));
                }
            }
        }
    }

    fn skip_line(&mut self) {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
    }

    /// Passes a literal and gives what is between its quotes. A literal ends with its line at the latest.
    fn quoted(&mut self, quote: u8) -> &'a [u8] {
        let start = self.at + 1;
        let mut end = start;
        while let Some(byte) = self.bytes.get(end) {
            match byte {
                b'\n' => break,
                b'\\' => end += 1,
                byte if *byte == quote => break,
                _ => {}
            }
            end += 1;
        }
        let end = end.min(self.bytes.len());
        self.at = (end + 1).min(self.bytes.len());
        &self.bytes[start..end]
    }

    /// Passes letters, digits and underscores after `skip` bytes.
    fn word(&mut self, skip: usize) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        let len = rest[skip..].iter().take_while(|b| **b == b'_' || b.is_ascii_alphanumeric()).count();
        self.at += skip + len;
        &rest[..skip + len]
    }
}

/// The text of a string literal: `\n \r \t \\ \' \" \xNN \u{N}`. Anything else stays as it is.
fn unescape(literal: &[u8]) -> String {
    let literal = String::from_utf8_lossy(literal);
    if !literal.contains('\\') {
        return literal.into_owned();
    }
    let mut bytes = Vec::with_capacity(literal.len());
    let mut rest = literal.as_ref();
    while let Some(at) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let escape = &rest[at + 1..];
        let simple = match escape.as_bytes().first() {
            Some(b'n') => Some(b'\n'),
            Some(b'r') => Some(b'\r'),
            Some(b't') => Some(b'\t'),
            Some(quoted @ (b'\\' | b'\'' | b'"')) => Some(*quoted),
            _ => None,
        };
        let hexadecimal = escape.strip_prefix('x').and_then(|e| u8::from_str_radix(e.get(..2)?, 16).ok());
        let unicode = escape.strip_prefix("u{").and_then(|e| e.split_once('}')).and_then(|(digits, _)| {
            let character = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
            Some((character, digits.len() + 3))
        });
        let taken = if let Some(byte) = simple {
            bytes.push(byte);
            1
        } else if let Some(byte) = hexadecimal {
            bytes.push(byte);
            3
        } else if let Some((character, len)) = unicode {
            bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            len
        } else {
            bytes.push(b'\\');
            0
        };
        rest = &escape[taken..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, files: &[&str], modules: &[&str], embeds: &[&str]) {
        let imports = scan(text);
        assert_eq!(imports.files, files, "{text}");
        assert_eq!(imports.modules, modules, "{text}");
        assert_eq!(imports.embeds, embeds, "{text}");
    }

    #[test]
    fn finds_imports() {
        check(r#"const std = @import("std"); const a = @import("a.zig").b;"#, &["a.zig"], &["std"], &[]);
        check("const a = @import ( // here\n \"x/../a.zig\",);", &["x/../a.zig"], &[], &[]);
        check(
            r#"@embedFile("data.bin") ++ @embedFile("b\x2e\u{74}xt\\")"#,
            &[],
            &[],
            &["b.txt\\", "data.bin"],
        );
        check(r#"const c: Config = @import("config.zon");"#, &["config.zon"], &[], &[]);
    }

    #[test]
    fn passes_what_only_looks_like_one() {
        check("// @import(\"a.zig\")\n/// @import(\"b.zig\")", &[], &[], &[]);
        check("const s = \"@import(\\\"a.zig\\\")\";", &[], &[], &[]);
        check("const s =\n    \\\\ @import(\"a.zig\")\n;", &[], &[], &[]);
        check("const c = '\"'; const a = @import(\"a.zig\"); const d = '\\''; // '", &["a.zig"], &[], &[]);
        check("const @\"import\" = 1; const x = @\"a\\\"b\"(\"c.zig\");", &[], &[], &[]);
    }

    #[test]
    fn sees_exports_and_features() {
        for text in ["export fn f() void {}", "comptime { @export(&f, .{ .name = \"f\" }); }"] {
            assert!(scan(text).exports, "{text}");
        }
        for text in ["// export fn f", "const s = \"export\"; const exports = 1; const @\"export\" = 2;"] {
            assert!(!scan(text).exports, "{text}");
        }
        let text = r#"if (options.features.telemetry or features.@"hot-reload") {} const x = features; y.z;"#;
        assert_eq!(scan(text).features, ["hot-reload", "telemetry"]);
    }

    #[test]
    fn says_what_it_cannot_know() {
        for text in ["@embedFile(name)", "@embedFile(\"a\" ++ b)", "@embedFile(@tagName(x) ++ \".bin\")"] {
            assert!(scan(text).computed_embed, "{text}");
        }
        assert!(!scan("@embedFile(\"name\")").computed_embed);
        assert!(scan("const c = @cImport({ @cInclude(\"x.h\"); });").c_import);
    }

    #[test]
    fn survives_broken_text() {
        for text in
            ["@import(\"", "@", "@import(", "\"\\", "'", "\\\\", "@import(\"\\x", "\"\\u{110000}\"", "@\""]
        {
            let _any = scan(text);
        }
        check("const s = \"open\nconst a = @import(\"a.zig\");", &["a.zig"], &[], &[]);
    }
}
