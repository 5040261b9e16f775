//! Response files: `@FILE` stands for the arguments in FILE, where a command line would be too long.
//!
//! Words are separated by white space; quotes hold them together and a backslash takes the next
//! character as it is, as GNU's and LLVM's programs read them.

use std::ffi::OsString;
use std::io::Write as _;

use tempfile::NamedTempFile;

/// Longest command line that is handed over as it is: well below what any system takes.
const COMMAND_LINE_BYTES_MAX: usize = 100_000;
/// Deepest chain of files that name files.
const DEPTH_MAX: usize = 8;

/// Replaces each `@FILE` by what is in it.
pub(super) fn expand(args: Vec<OsString>) -> Result<Vec<OsString>, String> {
    expand_to(args, DEPTH_MAX)
}

fn expand_to(args: Vec<OsString>, depth: usize) -> Result<Vec<OsString>, String> {
    let mut all = Vec::new();
    for arg in args {
        let file = arg.to_str().and_then(|text| text.strip_prefix('@')).map(str::to_owned);
        // A file that is not there makes it an argument like any other.
        let Some(text) = file.as_ref().and_then(|file| std::fs::read_to_string(file).ok()) else {
            all.push(arg);
            continue;
        };
        if depth == 0 {
            return Err(format!("response files name each other: {}", file.unwrap_or_default()));
        }
        all.extend(expand_to(words(&text).into_iter().map(OsString::from).collect(), depth - 1)?);
    }
    Ok(all)
}

/// Puts arguments into a file where they are too long for a command line. The first names Zig's
/// program and stays. The file goes away with the handle.
pub(super) fn shorten(args: Vec<OsString>) -> Result<(Vec<OsString>, Option<NamedTempFile>), String> {
    let bytes: usize = args.iter().map(|arg| arg.len() + 1).sum();
    let texts: Option<Vec<&str>> = args.iter().map(|arg| arg.to_str()).collect();
    let Some(texts) = texts.filter(|_| bytes > COMMAND_LINE_BYTES_MAX) else { return Ok((args, None)) };
    let text: String = texts[1..].iter().map(|text| quoted(text) + "\n").collect();
    let written = NamedTempFile::with_prefix("ghostbind-").and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        Ok(file)
    });
    let file = written.map_err(|error| format!("cannot write a response file: {error}"))?;
    let mut name = OsString::from("@");
    name.push(file.path());
    Ok((vec![args[0].clone(), name], Some(file)))
}

fn quoted(word: &str) -> String {
    format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
}

fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (letter, quote) {
            ('\\', _) => word.get_or_insert_default().extend(letters.next()),
            (_, Some(open)) if letter == open => quote = None,
            ('"' | '\'', None) => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (_, None) if letter.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_spaces_quotes_and_backslashes() {
        let check = |text: &str, expected: &[&str]| assert_eq!(words(text), expected, "{text}");
        check("a b\n\"c d\"\n'e \"f'\n", &["a", "b", "c d", "e \"f"]);
        check("/a\\ b/c.o C:\\\\x \"\"", &["/a b/c.o", "C:\\x", ""]);
        check("", &[]);
        for word in ["a b", "C:\\x y", "q\"q", ""] {
            check(&quoted(word), &[word]);
        }
    }

    #[test]
    fn long_command_lines_go_through_a_file_and_back() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("in ner");
        std::fs::write(&inner, "x \"y z\"").unwrap();
        let arg = OsString::from(format!("@{}", inner.display()));
        assert_eq!(expand(vec!["-c".into(), arg, "@absent".into()]).unwrap(), ["-c", "x", "y z", "@absent"]);
        let many: Vec<OsString> =
            std::iter::once("cc".into()).chain((0..9000).map(|n| format!("/a b/{n}.o").into())).collect();
        let (short, file) = shorten(many.clone()).unwrap();
        assert_eq!(short.len(), 2);
        let back = expand(short).unwrap();
        assert_eq!(back, many);
        drop(file);
        assert!(shorten(vec!["cc".into(), "a".into()]).unwrap().1.is_none());
    }

    #[test]
    fn a_file_that_names_itself_ends() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), format!("@{}", file.path().display())).unwrap();
        assert!(expand(vec![format!("@{}", file.path().display()).into()]).is_err());
    }
}
