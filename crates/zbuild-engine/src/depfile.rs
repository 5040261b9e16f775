//! Depfiles: the Makefile rules that compilers write to say what they read.
//!
//! The dialects differ in what they escape (gcc and clang: space as `\ `, `#` as `\#`, `$` as `$$`; rustc: spaces
//! only) and agree otherwise. Backslashes before anything else are themselves, as in ninja.

use std::collections::HashSet;

/// Every prerequisite of every rule, each once, in the order written. Targets are not told: which outputs an
/// action has is declared. An error says what is wrong with the text.
pub(crate) fn parse(text: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for (number, line) in logical_lines(text) {
        let words = split(&line);
        if words.is_empty() {
            continue;
        }
        let Some(colon) = words.iter().position(|word| word.ends_rule) else {
            return Err(format!("line {number}: expected `target: prerequisites`"));
        };
        for word in &words[colon + 1..] {
            if !word.text.is_empty() && seen.insert(word.text.clone()) {
                found.push(word.text.clone());
            }
        }
    }
    Ok(found)
}

/// The text of a depfile with these prerequisites.
#[cfg(feature = "remote")]
pub(crate) fn write(prerequisites: &[Vec<u8>]) -> Vec<u8> {
    let mut text = b"it:".to_vec();
    for path in prerequisites {
        text.push(b' ');
        for (at, &byte) in path.iter().enumerate() {
            match byte {
                b' ' | b'#' | b'\t' => {
                    // Backslashes before it would be read as escapes of one another.
                    let before = path[..at].iter().rev().take_while(|&&byte| byte == b'\\').count();
                    text.extend(std::iter::repeat_n(b'\\', before + 1));
                }
                b'$' => text.push(b'$'),
                _ => {}
            }
            text.push(byte);
        }
    }
    text.push(b'\n');
    text
}

struct Word {
    text: Vec<u8>,
    /// A colon follows that separates targets from prerequisites.
    ends_rule: bool,
}

/// Lines without comments, those that end in a backslash joined to the next; each with its number from 1.
fn logical_lines(text: &[u8]) -> Vec<(usize, Vec<u8>)> {
    let mut lines = Vec::new();
    let mut open: Option<(usize, Vec<u8>)> = None;
    for (index, line) in text.split(|&byte| byte == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if open.is_none() && line.trim_ascii_start().starts_with(b"#") {
            continue;
        }
        let (_, joined) = open.get_or_insert_with(|| (index + 1, Vec::new()));
        let slashes = line.iter().rev().take_while(|&&byte| byte == b'\\').count();
        if slashes % 2 == 1 {
            joined.extend_from_slice(&line[..line.len() - 1]);
            joined.push(b' ');
        } else {
            joined.extend_from_slice(line);
            lines.extend(open.take());
        }
    }
    lines.extend(open);
    lines
}

fn split(line: &[u8]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word: Option<Vec<u8>> = None;
    let mut rest = line;
    let mut colon_seen = false;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match byte {
            b' ' | b'\t' => {
                words.extend(word.take().map(|text| Word { text, ends_rule: false }));
            }
            // A colon inside a word is part of a name (`c:\dir`); at the end of one, or by itself, it separates.
            b':' if !colon_seen
                && (word.is_none()
                    || rest.first().is_none_or(|next| matches!(next, b' ' | b'\t' | b':'))) =>
            {
                colon_seen = true;
                words.push(Word { text: word.take().unwrap_or_default(), ends_rule: true });
                rest = rest.strip_prefix(b":").unwrap_or(rest);
            }
            b'\\' => {
                let slashes = 1 + rest.iter().take_while(|&&byte| byte == b'\\').count();
                let after = &rest[slashes - 1..];
                let text = word.get_or_insert_default();
                match after.first() {
                    // 2n+1 backslashes and a space: n backslashes and a space that is part of the name.
                    Some(&escaped @ (b' ' | b'#' | b'\t')) if slashes % 2 == 1 => {
                        text.extend(std::iter::repeat_n(b'\\', slashes / 2));
                        text.push(escaped);
                        rest = &after[1..];
                    }
                    // 2n backslashes and a space: n backslashes, and the name ends.
                    Some(b' ' | b'\t') => {
                        text.extend(std::iter::repeat_n(b'\\', slashes / 2));
                        rest = after;
                    }
                    _ => {
                        text.extend(std::iter::repeat_n(b'\\', slashes));
                        rest = after;
                    }
                }
            }
            b'$' => {
                word.get_or_insert_default().push(b'$');
                rest = rest.strip_prefix(b"$").unwrap_or(rest);
            }
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word.map(|text| Word { text, ends_rule: false }));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found = parse(text.as_bytes()).unwrap();
        let found: Vec<_> = found.iter().map(|path| String::from_utf8_lossy(path)).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn prerequisites() {
        check("", &[]);
        check("a.o: a.c a.h\n", &["a.c", "a.h"]);
        check("a.o: a.c \\\n  a.h \\\r\n b.h", &["a.c", "a.h", "b.h"]);
        check("a.o a.d: a.c", &["a.c"]);
        check("a.o: a.c\na.h:\nb.h:\n", &["a.c"]);
        check("a.o: a.c a.h a.c\n\nb.o: a.h b.c", &["a.c", "a.h", "b.c"]);
        check("a.o:: a.c", &["a.c"]);
        check("a.o :a.c x", &["a.c", "x"]);
        check("a.o : a.c", &["a.c"]);
        check("a.o:\ta.c\tb.c", &["a.c", "b.c"]);
        check("# env-dep:CARGO=x\na.d: src/main.rs\n\nsrc/main.rs:\n# env-dep:Y\n", &["src/main.rs"]);
    }

    #[test]
    fn escapes() {
        check(r"a.o: with\ space.h two\ \ spaces", &["with space.h", "two  spaces"]);
        check(r"a.o: ends\\ next", &[r"ends\", "next"]);
        check(r"a.o: odd\\\ one", &[r"odd\ one"]);
        check(r"a.o: c:\dir\file.h d:/x.h", &[r"c:\dir\file.h", "d:/x.h"]);
        check(r"c:\out\a.o: c:\in.c", &[r"c:\in.c"]);
        check(r"a.o: \#hash cost$$ a#b", &["#hash", "cost$", "a#b"]);
        check("a.o: na\u{ef}ve.h quo\"te'.h", &["na\u{ef}ve.h", "quo\"te'.h"]);
        check("a.o: a:b.h std::x", &["a:b.h", "std::x"]);
        assert_eq!(parse(b"a.o: \xff\xfe.h").unwrap(), [b"\xff\xfe.h"]);
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(parse(b"a.o: b\n\nnonsense\n").unwrap_err(), "line 3: expected `target: prerequisites`");
    }

    #[cfg(feature = "remote")]
    #[test]
    fn what_is_written_is_read() {
        let paths = ["a.h", "a b/c#d.h", "$HOME/x", "back\\slash", "two\\\\ x", "c:/d:e", "ö.h"];
        let paths: Vec<Vec<u8>> = paths.iter().map(|path| path.as_bytes().to_vec()).collect();
        assert_eq!(parse(&write(&paths)), Ok(paths));
        assert_eq!(parse(&write(&[])), Ok(Vec::new()));
    }
}
