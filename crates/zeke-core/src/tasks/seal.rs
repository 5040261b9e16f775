//! The mark by which a later run knows a generated file for zeke's own. It carries the digest of the
//! text: a file that somebody changed since is theirs, and is not written anew.

/// What stands in every generated file.
const WORDS: &str = "written by zeke";
/// How much of the digest stands behind it.
const DIGITS: usize = 16;

/// The text with the digest behind its mark, in the place of one that is there. A text without a
/// mark stays as it is, and is nobody's.
#[must_use]
pub fn sealed(text: &str) -> String {
    let bare = open(text).map_or_else(|| text.to_owned(), |(bare, _)| bare);
    match bare.find(WORDS).map(|at| bare.split_at(at + WORDS.len())) {
        Some((before, behind)) => format!("{before} ({}){behind}", digest(&bare)),
        None => bare,
    }
}

/// What a file is to a run that wants to write in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// zeke wrote it, and nobody changed it.
    Own,
    /// zeke wrote it, and it was changed since.
    Changed,
    /// zeke did not write it.
    Foreign,
}

/// Whose a text is.
#[must_use]
pub fn owner(text: &str) -> Owner {
    match open(text) {
        Some((bare, digits)) if digits == digest(&bare) => Owner::Own,
        Some(_) => Owner::Changed,
        None => Owner::Foreign,
    }
}

/// The text without the digest behind its mark, and that digest.
fn open(text: &str) -> Option<(String, &str)> {
    let (before, behind) = text.split_at(text.find(WORDS)? + WORDS.len());
    let (digits, rest) = behind.strip_prefix(" (")?.split_once(')')?;
    let is_digest = digits.len() == DIGITS && digits.bytes().all(|c| c.is_ascii_hexdigit());
    is_digest.then(|| (format!("{before}{rest}"), digits))
}

/// Version control may give lines other ends.
fn digest(bare: &str) -> String {
    let digest = blake3::hash(bare.replace("\r\n", "\n").as_bytes());
    digest.to_hex().chars().take(DIGITS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_zekes_until_somebody_changes_it() {
        let text = "//! Tests of `a`, written by zeke. Run:\ntest \"written by zeke\" {}\n";
        let made = sealed(text);
        assert_eq!(sealed(&made), made);
        assert_eq!(made.lines().count(), text.lines().count());
        let check = |text: &str, expected: Owner| assert_eq!(owner(text), expected, "{text}");
        check(&made, Owner::Own);
        check(&made.replace('\n', "\r\n"), Owner::Own);
        check(&made.replace("{}", "{ x }"), Owner::Changed);
        check(&format!("{made}\n"), Owner::Changed);
        check(text, Owner::Foreign);
        check("const WORDS: &str = \"written by zeke\";", Owner::Foreign);
        check("// written by zeke (once)", Owner::Foreign);
        check("", Owner::Foreign);
        assert_eq!(sealed("nobody's\n"), "nobody's\n");
    }
}
