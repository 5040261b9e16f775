//! A first look at source text: where its words, strings and braces are.
//!
//! Two things need no grammar and gain much by going without. Bodies of functions that cannot
//! matter at a boundary are blanked before the real parser sees them, in place, so that every
//! position stays what it was; and calls of imported functions are found. One pass each, no
//! recursion, no failure: text that is no program gives meaningless tokens and nothing worse.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

/// Whose strings and comments a text has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    Rust,
    Zig,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// An identifier, keyword or number.
    Word,
    /// A string or character literal.
    Text,
    /// One byte of punctuation.
    Mark(u8),
}

#[derive(Debug, Clone, Copy)]
struct Token {
    kind: Kind,
    start: usize,
    end: usize,
}

/// Tokens without comments and blanks.
struct Tokens<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    syntax: Syntax,
}

impl<'a> Tokens<'a> {
    fn new(text: &'a str, syntax: Syntax) -> Self {
        Self { text, bytes: text.as_bytes(), at: 0, syntax }
    }

    fn word(&self, token: Token) -> &'a str {
        if token.kind == Kind::Word { self.text.get(token.start..token.end).unwrap_or("") } else { "" }
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn skip_while(&mut self, keep: impl Fn(u8) -> bool) {
        while self.bytes.get(self.at).is_some_and(|b| keep(*b)) {
            self.at += 1;
        }
    }

    fn skip_line(&mut self) {
        self.skip_while(|b| b != b'\n');
    }

    /// `/* … */` with others inside of it.
    fn skip_block_comment(&mut self) {
        let mut depth = 0_usize;
        while self.at < self.bytes.len() {
            match (self.peek(0), self.peek(1)) {
                (b'/', b'*') => (depth, self.at) = (depth + 1, self.at + 2),
                (b'*', b'/') => {
                    (depth, self.at) = (depth - 1, self.at + 2);
                    if depth == 0 {
                        return;
                    }
                }
                _ => self.at += 1,
            }
        }
    }

    /// From behind an opening quote to behind the closing one. Zig's literals end with their line.
    fn skip_quoted(&mut self, quote: u8) {
        while let Some(byte) = self.bytes.get(self.at) {
            match *byte {
                b'\\' => self.at += 2,
                b'\n' if self.syntax == Syntax::Zig => return,
                b if b == quote => {
                    self.at += 1;
                    return;
                }
                _ => self.at += 1,
            }
        }
        self.at = self.at.min(self.bytes.len());
    }

    /// From the first `#` or quote of a raw string to its end; `false` where none begins here.
    fn skip_raw_string(&mut self) -> bool {
        let hashes = self.bytes[self.at..].iter().take_while(|b| **b == b'#').count();
        if self.peek(hashes) != b'"' {
            return false;
        }
        self.at += hashes + 1;
        while self.at < self.bytes.len() {
            let closes = self.peek(0) == b'"' && (1..=hashes).all(|i| self.peek(i) == b'#');
            if closes {
                self.at += hashes + 1;
                return true;
            }
            self.at += 1;
        }
        true
    }

    /// Behind a `'`: a character, or the name of a lifetime or label.
    fn quote(&mut self) -> Kind {
        if self.syntax == Syntax::Zig || self.peek(0) == b'\\' {
            self.skip_quoted(b'\'');
            return Kind::Text;
        }
        let width = match self.peek(0) {
            0..0x80 => 1,
            0x80..0xe0 => 2,
            0xe0..0xf0 => 3,
            _ => 4,
        };
        if self.peek(width) == b'\'' {
            self.at = (self.at + width + 1).min(self.bytes.len());
            return Kind::Text;
        }
        Kind::Mark(b'\'')
    }

    fn word_or_string(&mut self, start: usize) -> Kind {
        self.skip_while(is_word);
        if self.syntax == Syntax::Zig {
            return Kind::Word;
        }
        match (&self.bytes[start..self.at], self.peek(0)) {
            (b"r" | b"br" | b"cr", b'"' | b'#') => {
                if self.skip_raw_string() {
                    return Kind::Text;
                }
                if self.peek(0) == b'#' && is_word(self.peek(1)) {
                    self.at += 1;
                    self.skip_while(is_word);
                }
                Kind::Word
            }
            (b"b" | b"c", b'"') => {
                self.at += 1;
                self.skip_quoted(b'"');
                Kind::Text
            }
            (b"b", b'\'') => {
                self.at += 1;
                self.skip_quoted(b'\'');
                Kind::Text
            }
            _ => Kind::Word,
        }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let start = self.at;
            let byte = *self.bytes.get(start)?;
            let kind = match byte {
                b' ' | b'\t' | b'\n' | b'\r' => {
                    self.at += 1;
                    continue;
                }
                b'/' if self.peek(1) == b'/' => {
                    self.skip_line();
                    continue;
                }
                b'/' if self.peek(1) == b'*' && self.syntax == Syntax::Rust => {
                    self.skip_block_comment();
                    continue;
                }
                b'\\' if self.peek(1) == b'\\' && self.syntax == Syntax::Zig => {
                    self.skip_line();
                    Kind::Text
                }
                b'"' => {
                    self.at += 1;
                    self.skip_quoted(b'"');
                    Kind::Text
                }
                b'\'' => {
                    self.at += 1;
                    self.quote()
                }
                b if is_word(b) => self.word_or_string(start),
                mark => {
                    self.at += 1;
                    Kind::Mark(mark)
                }
            };
            self.at = self.at.min(self.bytes.len());
            return Some(Token { kind, start, end: self.at });
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// The text with blanks for what stands in bodies that cannot matter: those without a word about
/// linkage, in functions that are not exported, and those of tests; and for the insides of large tables.
pub(crate) fn without_bodies(text: &str, syntax: Syntax) -> Cow<'_, str> {
    let ranges = bodies(text, syntax);
    if ranges.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut blanked = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        let (Some(kept), Some(gone)) = (text.get(at..range.start), text.get(range.clone())) else {
            return Cow::Borrowed(text);
        };
        blanked.push_str(kept);
        let mut lines = gone.split('\n');
        let first = lines.next().map_or(0, str::len);
        blanked.extend(std::iter::repeat_n(' ', first));
        for line in lines {
            blanked.push('\n');
            blanked.extend(std::iter::repeat_n(' ', line.len()));
        }
        at = range.end;
    }
    blanked.push_str(text.get(at..).unwrap_or(""));
    Cow::Owned(blanked)
}

/// What [`without_bodies`] blanks, in order.
pub(crate) fn bodies(text: &str, syntax: Syntax) -> Vec<Range<usize>> {
    let tokens = Tokens::new(text, syntax);
    Bodies { tokens, header: Header::default(), found: Vec::new(), kept: 0, constant: false }.find()
}

/// Which telling words stand since the last `;`, `{` or `}`, and so before an item.
#[derive(Default, Clone, Copy)]
struct Header(u8);

impl Header {
    const LINKAGE: Self = Self(1);
    const TEST: Self = Self(1 << 1);
    const MODULE: Self = Self(1 << 2);

    fn note(&mut self, word: Self) {
        self.0 |= word.0;
    }

    fn has(self, word: Self) -> bool {
        self.0 & word.0 != 0
    }

    fn is_test(self) -> bool {
        self.has(Self::TEST)
    }
}

struct Bodies<'a> {
    tokens: Tokens<'a>,
    header: Header,
    found: Vec<Range<usize>>,
    /// How far values of variables are known to matter.
    kept: usize,
    /// Whether `const` stands before what comes, with no more than other words of a function's head between.
    constant: bool,
}

/// From how many bytes on the inside of a value counts as a table: generated ones have millions, and no
/// constant that anybody could use at a boundary has as many.
const TABLE_BYTES_MIN: usize = 4 * 1024;
/// Most tokens of a condition.
const CONDITION_TOKENS_MAX: usize = 256;
/// Most tokens of a variable's type.
const TYPE_TOKENS_MAX: usize = 256;

/// Words that keep a body: something in it may be declared for the linker.
fn is_linkage(word: &str) -> bool {
    matches!(word, "extern" | "no_mangle" | "export_name" | "export" | "macro_rules")
}

impl Bodies<'_> {
    fn find(mut self) -> Vec<Range<usize>> {
        let mut before = Kind::Word;
        while let Some(token) = self.tokens.next() {
            // Not a lifetime, and not a pointer's target.
            let variable = !matches!(before, Kind::Mark(b'\'' | b'*'));
            before = token.kind;
            match token.kind {
                Kind::Word
                    if variable
                        && self.tokens.syntax == Syntax::Rust
                        && matches!(self.tokens.word(token), "static" | "const") =>
                {
                    self.constant = self.tokens.word(token) == "const";
                    self.variable(self.constant);
                    continue;
                }
                Kind::Word => {
                    self.word(token);
                    self.constant &= matches!(self.tokens.word(token), "unsafe" | "extern");
                    continue;
                }
                Kind::Mark(b'{') if self.header.has(Header::MODULE) && self.header.is_test() => {
                    self.body(token, true);
                }
                Kind::Mark(b'{' | b'}' | b';') => self.header = Header::default(),
                _ => {}
            }
            self.constant = false;
        }
        self.found
    }

    fn word(&mut self, token: Token) {
        match self.tokens.word(token) {
            "fn" => self.function(),
            "test" if self.tokens.syntax == Syntax::Zig => self.zig_test(),
            "mod" => self.header.note(Header::MODULE),
            "cfg" if self.is_of_tests() => self.header.note(Header::TEST),
            word if is_linkage(word) => self.header.note(Header::LINKAGE),
            _ => {}
        }
    }

    /// Behind `cfg`: whether what follows in parentheses can hold in tests only.
    fn is_of_tests(&mut self) -> bool {
        let begin = self.tokens.at;
        let (mut depth, mut test, mut otherwise) = (0_usize, false, false);
        for _ in 0..CONDITION_TOKENS_MAX {
            let Some(token) = self.tokens.next() else { break };
            match token.kind {
                Kind::Mark(b'(') => depth += 1,
                Kind::Mark(b')') => depth = depth.saturating_sub(1),
                Kind::Word => match self.tokens.word(token) {
                    "test" => test = true,
                    "not" | "any" => otherwise = true,
                    _ => {}
                },
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        self.tokens.at = begin;
        test && !otherwise
    }

    /// Behind `static` or `const`: blanks the large insides of its value, of a constant's only what is a list:
    /// no number comes out of that. Stops where anything else stands, so
    /// that it is looked at as ever.
    fn variable(&mut self, constant: bool) {
        let begin = self.tokens.at;
        if begin < self.kept || !self.reaches_value() {
            self.tokens.at = begin;
            return;
        }
        loop {
            let at = self.tokens.at;
            let Some(token) = self.tokens.next() else { return };
            match token.kind {
                Kind::Mark(b'{' | b'(' | b'[') => {
                    let (end, matters) = self.group();
                    let counts = constant && token.kind != Kind::Mark(b'[');
                    if matters || counts || end - token.end < TABLE_BYTES_MIN {
                        self.kept = end;
                        self.tokens.at = at;
                        return;
                    }
                    self.found.push(token.end..end);
                }
                Kind::Mark(b';' | b'}' | b')' | b']') => {
                    self.tokens.at = at;
                    return;
                }
                Kind::Word if is_linkage(self.tokens.word(token)) => {
                    self.tokens.at = at;
                    return;
                }
                _ => {}
            }
        }
    }

    /// Behind `static` or `const`: whether `NAME: Type =` follows, to behind the `=`.
    fn reaches_value(&mut self) -> bool {
        let Some(mut name) = self.tokens.next() else { return false };
        if self.tokens.word(name) == "mut" {
            let Some(next) = self.tokens.next() else { return false };
            name = next;
        }
        if name.kind != Kind::Word || self.tokens.next().map(|t| t.kind) != Some(Kind::Mark(b':')) {
            return false;
        }
        let mut depth = 0_usize;
        let mut last = Kind::Word;
        for _ in 0..TYPE_TOKENS_MAX {
            let Some(token) = self.tokens.next() else { return false };
            match token.kind {
                Kind::Mark(b'<' | b'(' | b'[') => depth += 1,
                Kind::Mark(b'>') if last == Kind::Mark(b'-') => {}
                Kind::Mark(b'>' | b')' | b']') => match depth.checked_sub(1) {
                    Some(less) => depth = less,
                    None => return false,
                },
                Kind::Mark(b'=') if depth == 0 => return true,
                Kind::Mark(b'{' | b'}') => return false,
                Kind::Mark(b';' | b',') if depth == 0 => return false,
                _ => {}
            }
            last = token.kind;
        }
        false
    }

    /// Behind an opening bracket: where its partner stands, and whether something in it matters.
    fn group(&mut self) -> (usize, bool) {
        let (mut depth, mut matters) = (1_usize, false);
        while let Some(token) = self.tokens.next() {
            match token.kind {
                Kind::Mark(b'{' | b'(' | b'[') => depth += 1,
                Kind::Mark(b'}' | b')' | b']') if depth == 1 => return (token.start, matters),
                Kind::Mark(b'}' | b')' | b']') => depth -= 1,
                Kind::Word => matters |= is_linkage(self.tokens.word(token)),
                _ => {}
            }
        }
        (self.tokens.at, true)
    }

    /// Behind `test`: a name, then a block.
    fn zig_test(&mut self) {
        while let Some(token) = self.tokens.next() {
            match token.kind {
                Kind::Word | Kind::Text => {}
                Kind::Mark(b'{') => return self.body(token, true),
                Kind::Mark(_) => return,
            }
        }
    }

    /// Behind `fn`: looks for the brace that opens the body.
    fn function(&mut self) {
        let rust = self.tokens.syntax == Syntax::Rust;
        // Open `(` and `[`, with whether they belong to a type that a brace follows: `enum(u8) {`.
        let mut open: Vec<bool> = Vec::new();
        let mut angles = 0_usize;
        let mut last = Token { kind: Kind::Word, start: 0, end: 0 };
        let mut type_follows = false;
        let mut first = true;
        while let Some(token) = self.tokens.next() {
            let after_type = std::mem::take(&mut type_follows);
            match token.kind {
                // The type of a function pointer has no body.
                Kind::Mark(b'(') if first && rust => return,
                Kind::Mark(b'(' | b'[') => open.push(self.names_type(last)),
                Kind::Mark(b')' | b']') => match open.pop() {
                    Some(of_type) => type_follows = of_type,
                    None => return,
                },
                Kind::Mark(b'<') => angles += 1,
                Kind::Mark(b'>') if !matches!(last.kind, Kind::Mark(b'-' | b'=')) => {
                    angles = angles.saturating_sub(1);
                }
                Kind::Mark(b';' | b'}') if open.is_empty() => break,
                Kind::Mark(b',') if open.is_empty() && !rust => return,
                Kind::Mark(b'{') if !open.is_empty() || after_type || self.names_type(last) => {
                    self.skip_group();
                }
                Kind::Mark(b'{') if rust && angles > 0 => self.skip_group(),
                // What makes a type has a container of that type in it.
                Kind::Mark(b'{') if !rust && self.tokens.word(last) == "type" => break,
                // Constants may be made by it.
                Kind::Mark(b'{') if self.constant && !self.header.is_test() => break,
                Kind::Mark(b'{') => {
                    let always = self.header.is_test();
                    self.body(token, always);
                    break;
                }
                _ => {}
            }
            first = false;
            last = token;
        }
        self.header = Header::default();
    }

    /// Whether a brace behind this token belongs to a type of Zig.
    fn names_type(&self, token: Token) -> bool {
        self.tokens.syntax == Syntax::Zig
            && matches!(self.tokens.word(token), "error" | "struct" | "union" | "enum" | "opaque")
    }

    fn skip_group(&mut self) {
        let mut depth = 1_usize;
        for token in self.tokens.by_ref() {
            match token.kind {
                Kind::Mark(b'{') => depth += 1,
                Kind::Mark(b'}') if depth == 1 => return,
                Kind::Mark(b'}') => depth -= 1,
                _ => {}
            }
        }
    }

    /// Behind the brace of a body: goes to its end, and notes it if nothing in it matters.
    fn body(&mut self, open: Token, always: bool) {
        // What Zig's exported functions do is not read, only what they declare.
        let mut keep = self.header.has(Header::LINKAGE) && self.tokens.syntax == Syntax::Rust;
        let mut depth = 1_usize;
        while let Some(token) = self.tokens.next() {
            match token.kind {
                Kind::Mark(b'{') => depth += 1,
                Kind::Mark(b'}') => depth -= 1,
                Kind::Word => keep |= is_linkage(self.tokens.word(token)),
                _ => {}
            }
            if depth == 0 {
                if (always || !keep) && open.end < token.start {
                    self.found.push(open.end..token.start);
                }
                self.header = Header::default();
                return;
            }
        }
    }
}

/// A call of one of the wanted names.
pub(crate) struct Call<'a> {
    pub(crate) name: &'a str,
    /// Byte where the name stands.
    pub(crate) offset: usize,
    /// Arguments that are a literal null.
    pub(crate) nulls: Vec<usize>,
}

/// Finds calls by the name that is called.
pub(crate) fn calls<'a>(
    text: &'a str,
    syntax: Syntax,
    wanted: &HashSet<&str>,
    mut found: impl FnMut(Call<'a>),
) {
    let mut tokens = Tokens::new(text, syntax);
    let mut last = "";
    // An argument of a call may be a call: where each one began, with its depth.
    while let Some(token) = tokens.next() {
        let word = tokens.word(token);
        if !word.is_empty() && last != "fn" && wanted.contains(word) {
            let at = tokens.at;
            if let Some(nulls) = null_arguments(&mut tokens) {
                found(Call { name: word, offset: token.start, nulls });
            }
            tokens.at = at;
        }
        last = word;
    }
}

/// Most tokens of one call's arguments that are looked at.
const ARGUMENT_TOKENS_MAX: usize = 2_000;

/// Behind a name: which arguments are null; `None` where no call follows.
fn null_arguments(tokens: &mut Tokens<'_>) -> Option<Vec<usize>> {
    if tokens.next()?.kind != Kind::Mark(b'(') {
        return None;
    }
    let mut nulls = Vec::new();
    let (mut depth, mut index) = (0_usize, 0_usize);
    let mut argument = Argument::default();
    for _ in 0..ARGUMENT_TOKENS_MAX {
        let Some(token) = tokens.next() else { break };
        match token.kind {
            Kind::Mark(b')' | b']' | b'}') if depth == 0 => {
                nulls.extend(argument.is_null().then_some(index));
                break;
            }
            Kind::Mark(b',') if depth == 0 => {
                nulls.extend(argument.is_null().then_some(index));
                (argument, index) = (Argument::default(), index + 1);
            }
            Kind::Mark(b'(' | b'[' | b'{') => depth += 1,
            Kind::Mark(b')' | b']' | b'}') => depth -= 1,
            Kind::Word if depth == 0 => argument.word(tokens.word(token)),
            Kind::Text => argument.other = true,
            _ => {}
        }
    }
    Some(nulls)
}

/// The words of an argument, as far as they tell a literal null from something else.
#[derive(Default)]
struct Argument {
    null: bool,
    other: bool,
}

impl Argument {
    fn word(&mut self, word: &str) {
        match word {
            "null" | "null_mut" | "None" => self.null = true,
            "std" | "core" | "ptr" => {}
            // What follows null (`.cast()`, a type argument) does not change it.
            _ => self.other |= !self.null,
        }
    }

    fn is_null(&self) -> bool {
        self.null && !self.other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expected` is what is left, without any blanks.
    fn check(syntax: Syntax, text: &str, expected: &str) {
        let blanked = without_bodies(text, syntax);
        assert_eq!(blanked.split_whitespace().collect::<String>(), expected, "{text}");
        let lines = |text: &str| text.match_indices('\n').map(|(i, _)| i).collect::<Vec<_>>();
        assert_eq!((blanked.len(), lines(&blanked)), (text.len(), lines(text)));
    }

    #[test]
    fn bodies_are_blanked_in_place() {
        let rust = |text, expected| check(Syntax::Rust, text, expected);
        rust("fn f() { \"}\" }\nfn g() {}", "fnf(){}fng(){}");
        rust(
            "fn f<const N: usize>() -> [u8; { N }]\nwhere T: A, { é\n }",
            "fnf<constN:usize>()->[u8;{N}]whereT:A,{}",
        );
        rust("fn f() -> X<{ 1 }> { a }", "fnf()->X<{1}>{}");
        rust("fn f() { extern \"C\" { fn g(); } }", "fnf(){extern\"C\"{fng();}}");
        rust("#[cfg(test)]\nmod t { extern crate a; }\nfn f(){1}", "#[cfg(test)]modt{}fnf(){}");
        rust(
            "#[cfg(any(test, feature = \"ffi\"))] mod t { extern crate a; }",
            "#[cfg(any(test,feature=\"ffi\"))]modt{externcratea;}",
        );
        rust("#[cfg(unix)] mod test { extern crate a; }", "#[cfg(unix)]modtest{externcratea;}");
        rust("#[cfg(not(test))]\nmod t { extern crate a; }", "#[cfg(not(test))]modt{externcratea;}");
        rust("fn f() { 'a: loop { '}'; r#\"}\"#; '\\''; /* } /* */ */ b'}' } }", "fnf(){}");
        let zig = |text, expected| check(Syntax::Zig, text, expected);
        zig("export fn f() error{A}!void { x(); }", "exportfnf()error{A}!void{}");
        zig("fn f(a: u8) union(enum) { a: u8 } { x(); }", "fnf(a:u8)union(enum){a:u8}{}");
        zig(
            "test \"a\" { extern }\nconst s = \\\\ }\n;fn f() void {1}",
            "test\"a\"{}consts=\\\\};fnf()void{}",
        );
    }

    #[test]
    fn large_tables_are_blanked() {
        let rust = |text: &str, expected: &str| check(Syntax::Rust, text, expected);
        let table = "(1, 2), ".repeat(TABLE_BYTES_MIN);
        let whole: String = table.split_whitespace().collect();
        rust(
            &format!(
                "#[no_mangle] pub static A: [(u8, u8); 2] = [{table}]; static B: M = m::M {{ a: &[{table}] }}; fn f() {{ 1 }}"
            ),
            "#[no_mangle]pubstaticA:[(u8,u8);2]=[];staticB:M=m::M{};fnf(){}",
        );
        rust(
            &format!("const A: &[T] = &[{table}]; const B: u8 = {{ {table} }};"),
            &format!("constA:&[T]=&[];constB:u8={{{whole}}};"),
        );
        rust(
            &format!(
                "static A: F = {{ {table} #[no_mangle] fn g() {{ 2 }} }}; fn f<const N: u8>(a: &'static T, b: *const T) {{}}"
            ),
            &format!("staticA:F={{{whole}#[no_mangle]fng(){{2}}}};fnf<constN:u8>(a:&'staticT,b:*constT){{}}"),
        );
        rust(
            "static A: [u8; 2] = [1, 2]; struct S { a: *const T, b: fn(&'static T) }",
            "staticA:[u8;2]=[1,2];structS{a:*constT,b:fn(&'staticT)}",
        );
    }

    #[test]
    fn what_may_matter_stays() {
        for text in [
            "extern \"C\" fn f() { a }",
            "#[no_mangle] fn f() { a }",
            "type F = fn(u8); struct S { a: u8 }",
            "fn f() { unclosed",
            "fn f() } {",
        ] {
            assert_eq!(without_bodies(text, Syntax::Rust), text);
        }
        for text in [
            "const f = *const fn (u8) void; const S = struct { a: u8 };",
            "fn f() void { @export(&g, .{}); }",
            "comptime { a(); }",
        ] {
            assert_eq!(without_bodies(text, Syntax::Zig), text);
        }
    }

    #[test]
    fn calls_tell_which_arguments_are_null() {
        let check = |syntax, text: &str, expected: &[(usize, &[usize])]| {
            let mut seen = Vec::new();
            calls(text, syntax, &HashSet::from(["f"]), |c| seen.push((c.offset, c.nulls)));
            let expected: Vec<_> = expected.iter().map(|(o, n)| (*o, n.to_vec())).collect();
            assert_eq!(seen, expected, "{text}");
        };
        check(Syntax::Rust, "f(1, std::ptr::null_mut(), g(None))", &[(0, &[1])]);
        check(Syntax::Rust, "fn f(); f(ptr::null::<u8>().cast(), None)", &[(8, &[0, 1])]);
        check(Syntax::Rust, "// f(None)\n\"f(None)\"; f; f(f(None))", &[(25, &[]), (27, &[0])]);
        check(Syntax::Zig, "_ = lib.f(null, x orelse null);", &[(8, &[0])]);
    }
}
