//! Types that the text around a header's declarations already defines.
//!
//! A crate may write some of its types by hand (`header` and `after_includes` of `cbindgen.toml`).
//! Defined once more they would be an error of C. This reads just enough C to see which they are:
//! comments, literals and what preprocessor conditions leave out are not told apart from the rest
//! where they cannot be, and the header is compiled before anyone gets it.

use std::collections::BTreeSet;

use super::Frame;

/// What a text defines.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Defined {
    /// Names that stand for a type by themselves: typedefs, macros.
    pub(super) names: BTreeSet<String>,
    /// Tags with a body: `struct Name { … }`. In C the name alone means nothing yet.
    pub(super) tags: BTreeSet<String>,
}

impl Defined {
    /// What stands before the declarations.
    pub(super) fn before(frame: &Frame) -> Self {
        let mut defined = Self::default();
        for text in [&frame.header, &frame.after_includes].into_iter().flatten() {
            defined.read(text);
        }
        defined
    }

    /// Whether the body of the type with this name is written already.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains(name) || self.tags.contains(name)
    }

    fn read(&mut self, text: &str) {
        let tokens = tokens(text);
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                Token::Word(word) if word == "typedef" => {
                    let end = statement(&tokens, at);
                    self.typedef(&tokens[at + 1..end]);
                    // What stands between the braces may define tags of its own.
                    at += 1;
                }
                Token::Word(word) if matches!(word.as_str(), "struct" | "union" | "enum") => {
                    if let [_, Token::Word(tag), Token::Mark('{'), ..] = &tokens[at..] {
                        self.tags.insert(tag.clone());
                    }
                    at += 1;
                }
                Token::Macro(name) => {
                    self.names.insert(name.clone());
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }

    /// The declarators between `typedef` and its semicolon.
    fn typedef(&mut self, tokens: &[Token]) {
        // `typedef struct Name Name;` may be said any number of times, and leaves the body to others.
        if let [Token::Word(_), Token::Word(tag), Token::Word(name)] = tokens
            && tag == name
        {
            return;
        }
        let mut depth = 0_usize;
        let mut last = None;
        // Of a pointer to a function the name stands in the first parentheses.
        let mut pointer = None;
        for (nth, token) in tokens.iter().enumerate() {
            match token {
                Token::Mark('(') => {
                    if let (0, Some(name)) = (depth, in_parentheses(&tokens[nth + 1..])) {
                        pointer.get_or_insert_with(|| name.to_owned());
                    }
                    depth += 1;
                }
                Token::Mark('{' | '[') => depth += 1,
                Token::Mark('}' | ')' | ']') => depth = depth.saturating_sub(1),
                Token::Mark(',') if depth == 0 => self.names.extend(pointer.take().or(last.take())),
                Token::Word(word) if depth == 0 => last = Some(word.clone()),
                _ => {}
            }
        }
        self.names.extend(pointer.or(last));
    }
}

/// The name in `*Name …` and in `Name)(…`, behind an opening parenthesis.
fn in_parentheses(tokens: &[Token]) -> Option<&str> {
    match tokens {
        [Token::Mark('*'), Token::Word(name), ..]
        | [Token::Word(name), Token::Mark(')'), Token::Mark('('), ..] => Some(name),
        _ => None,
    }
}

/// A token as far as definitions take it.
#[derive(Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Mark(char),
    /// `#define NAME`, the rest of its line left out.
    Macro(String),
}

/// The end of the statement that begins here: its semicolon outside of braces, or the end.
fn statement(tokens: &[Token], from: usize) -> usize {
    let mut depth = 0_usize;
    for (nth, token) in tokens.iter().enumerate().skip(from) {
        match token {
            Token::Mark('{') => depth += 1,
            Token::Mark('}') => depth = depth.saturating_sub(1),
            Token::Mark(';') if depth == 0 => return nth,
            _ => {}
        }
    }
    tokens.len()
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut line_begins = true;
    while let Some(c) = rest.chars().next() {
        let word = |c: char| c == '_' || c.is_alphanumeric();
        let length = match c {
            '/' if rest.starts_with("/*") => rest[2..].find("*/").map_or(rest.len(), |end| end + 4),
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '#' if line_begins => {
                let length = directive(rest);
                tokens.extend(defined_macro(&rest[..length]).map(Token::Macro));
                length
            }
            '"' | '\'' => literal(rest, c),
            c if word(c) => {
                let length = rest.find(|c| !word(c)).unwrap_or(rest.len());
                tokens.push(Token::Word(rest[..length].to_owned()));
                length
            }
            c => {
                if !c.is_whitespace() {
                    tokens.push(Token::Mark(c));
                }
                c.len_utf8()
            }
        };
        line_begins = c == '\n' || line_begins && c.is_whitespace();
        rest = &rest[length..];
    }
    tokens
}

/// The length of a preprocessor line, with the lines that continue it.
fn directive(text: &str) -> usize {
    let mut length = 0;
    for line in text.split_inclusive('\n') {
        length += line.len();
        if !line.trim_end().ends_with('\\') {
            // The line's end is left, so that the next line is known to begin.
            return length - usize::from(line.ends_with('\n'));
        }
    }
    length
}

/// The name that a line defines as a word, not as a function.
fn defined_macro(line: &str) -> Option<String> {
    let rest = line.trim_start_matches('#').trim_start().strip_prefix("define")?.trim_start();
    let end = rest.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(rest.len());
    (end > 0 && !rest[end..].starts_with('(')).then(|| rest[..end].to_owned())
}

/// The length of a literal with its quotes. One that does not end goes on to the end of its line.
fn literal(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\n' => return at,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, names: &str, tags: &str) {
        let mut defined = Defined::default();
        defined.read(text);
        let joined = |set: &BTreeSet<String>| set.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        assert_eq!((joined(&defined.names), joined(&defined.tags)), (names.into(), tags.into()), "{text}");
    }

    #[test]
    fn definitions_are_seen() {
        check("typedef struct YDoc {} YDoc;", "YDoc", "YDoc");
        check("typedef struct Branch Branch; typedef struct cell_s Cell;", "Cell", "");
        check("struct Only { int a; struct In { int b; } c; };", "", "In Only");
        check(
            "typedef int (*Callback)(void *data, int n); typedef int Row[3], *Cell;",
            "Callback Cell Row",
            "",
        );
        check("typedef enum { A, B } Kind;\nenum Plain { C };", "Kind", "Plain");
        check("#define Alias int\n#define F(x) x\n  # define Long a \\\n typedef b\n", "Alias Long", "");
        check(
            "// typedef int No;\n/* typedef int Nor; */ char *s = \"typedef int Str;\"; char c = '\"';",
            "",
            "",
        );
        check("struct Used *make(struct Used *);", "", "");
        check("typedef struct { unsigned a : 3; } Bits; typedef void (F)(int);", "Bits F", "");
    }

    #[test]
    fn what_is_no_c_is_read_without_harm() {
        for text in
            ["typedef", "typedef {", "typedef ((((", "/*", "\"", "'\\", "#", "#define", "struct", "é\u{301}"]
        {
            let mut defined = Defined::default();
            defined.read(text);
            assert!(defined.tags.is_empty(), "{text}");
        }
    }
}
