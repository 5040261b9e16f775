//! Text of others made harmless for a terminal: control sequences and characters that reorder what
//! is seen become visible.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The text with every control character but line feed and tab, and every character that changes
/// the direction of writing, spelt out as `\u{…}`. Works piece by piece on streams.
#[must_use]
pub fn neutral(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_active) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        let ends_line = c == '\r' && text.get(at + 1..).is_some_and(|rest| rest.starts_with('\n'));
        if is_active(c) && !ends_line {
            // Writing to a string does not fail.
            let _ = write!(plain, "\\u{{{:x}}}", u32::from(c));
        } else if !ends_line {
            plain.push(c);
        }
    }
    Cow::Owned(plain)
}

/// The text on one line: for file names and messages that must not seem to be several.
#[must_use]
pub fn one_line(text: &str) -> String {
    neutral(text).replace('\n', "\\n").replace('\t', " ")
}

fn is_active(c: char) -> bool {
    let is_control = c.is_control() && c != '\n' && c != '\t';
    is_control
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_sequences_are_seen_and_not_obeyed() {
        let check = |text: &str, expected: &str| assert_eq!(neutral(text), expected);
        check("plain\n\ttext äöü ✓", "plain\n\ttext äöü ✓");
        check("a\r\nb", "a\nb");
        check("a\rb", "a\\u{d}b");
        check("\u{1b}]0;title\u{7}\u{1b}[2J", "\\u{1b}]0;title\\u{7}\\u{1b}[2J");
        check("\u{9b}31m", "\\u{9b}31m");
        check("\u{202e}txt.exe", "\\u{202e}txt.exe");
        assert_eq!(one_line("a\nb\u{1b}c"), "a\\nb\\u{1b}c");
    }
}
