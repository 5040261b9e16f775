//! Which paths may be written: those inside a folder, by their name and by where links lead. And which
//! files of a project are read: whole ones of a bounded length, and nothing that a link leads to.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::Read as _;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

/// Why a path is not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// It is absolute, empty, or goes upwards.
    #[error("`{0}` is not a path inside the project")]
    Outside(String),
    /// It goes through a symbolic link.
    #[error("`{0}` goes through a symbolic link")]
    Link(String),
    /// It belongs to a version control system.
    #[error("`{0}` belongs to version control")]
    VersionControl(String),
}

/// Folders whose files run or rule things: no edit writes into them.
const VERSION_CONTROL: [&str; 4] = [".git", ".hg", ".svn", ".jj"];

/// The file that `name` means below `root`, without `..`, without links on the way, outside of
/// version control's own folders. The file itself may be missing, and so may folders before it.
pub fn inside(root: &Utf8Path, name: &str) -> Result<Utf8PathBuf, PathError> {
    let outside = || PathError::Outside(name.to_owned());
    let mut path = root.to_owned();
    let mut any = false;
    // A backslash separates folders on Windows and would hide one from the look below elsewhere.
    if name.contains(['\\', '\0']) {
        return Err(outside());
    }
    for component in Utf8Path::new(name).components() {
        match component {
            Utf8Component::CurDir => continue,
            Utf8Component::Normal(part) => {
                if VERSION_CONTROL.iter().any(|folder| part.eq_ignore_ascii_case(folder)) {
                    return Err(PathError::VersionControl(name.to_owned()));
                }
                path.push(part);
            }
            _ => return Err(outside()),
        }
        any = true;
        if path.is_symlink() {
            return Err(PathError::Link(name.to_owned()));
        }
    }
    if any { Ok(path) } else { Err(outside()) }
}

/// A name as it is, of one that version control quotes: where a name has other letters than those of
/// ASCII, Git writes it as C would, `"src/\303\244.rs"`. What is no such quotation stays.
#[must_use]
pub fn unquoted(name: &str) -> Cow<'_, str> {
    let inside = name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside.and_then(of_quotation).map_or(Cow::Borrowed(name), Cow::Owned)
}

fn of_quotation(inside: &str) -> Option<String> {
    let mut out = Vec::new();
    let mut rest = inside.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        if *first != b'\\' {
            out.push(*first);
            continue;
        }
        if let Some((digits, behind)) = rest.split_at_checked(3)
            && digits.iter().all(|digit| (b'0'..b'8').contains(digit))
        {
            let value = digits.iter().fold(0, |value, digit| value * 8 + u32::from(digit - b'0'));
            out.push(u8::try_from(value).ok()?);
            rest = behind;
            continue;
        }
        let (letter, behind) = rest.split_first()?;
        let letters = [
            (b'a', 7),
            (b'b', 8),
            (b't', b'\t'),
            (b'n', b'\n'),
            (b'v', 11),
            (b'f', 12),
            (b'r', b'\r'),
            (b'"', b'"'),
            (b'\\', b'\\'),
        ];
        out.push(letters.iter().find(|(name, _)| name == letter)?.1);
        rest = behind;
    }
    String::from_utf8(out).ok()
}

/// Largest file of a project that is read. Larger ones are generated.
pub(crate) const FILE_BYTES_MAX: u64 = 8 << 20;

/// The text of a file of a project, or why it is not read. A repository may hold links to devices,
/// and programs may leave pipes: neither ends, whatever length the system tells of them.
pub(crate) fn text(path: &Utf8Path) -> Result<String, String> {
    if !fs::symlink_metadata(path).map_err(|e| e.to_string())?.is_file() {
        return Err("a link, a device or a pipe, and no file".to_owned());
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|e| e.to_string())?;
    file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|e| e.to_string())?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(format!("larger than {} MiB", FILE_BYTES_MAX >> 20));
    }
    String::from_utf8(bytes).map_err(|e| {
        format!("not UTF-8 from byte {} on, which no compiler reads", e.utf8_error().valid_up_to())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_are_read_and_not_without_end() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        let check = |name: &str, expected: Result<&str, &str>| {
            let is = text(&root.join(name));
            match expected {
                Ok(text) => assert_eq!(is.as_deref(), Ok(text)),
                Err(words) => assert!(is.as_ref().is_err_and(|is| is.contains(words)), "{name}: {is:?}"),
            }
        };
        fs::write(root.join("a"), "x").unwrap();
        fs::write(root.join("latin"), b"x\xe9").unwrap();
        File::create(root.join("long")).unwrap().set_len(FILE_BYTES_MAX + 1).unwrap();
        check("a", Ok("x"));
        check("latin", Err("not UTF-8 from byte 1"));
        check("long", Err("larger than 8 MiB"));
        check("none", Err("o such file"));
        check(".", Err("no file"));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("/dev/zero", root.join("endless")).unwrap();
            std::os::unix::fs::symlink("a", root.join("link")).unwrap();
            check("endless", Err("no file"));
            check("link", Err("no file"));
        }
    }

    #[test]
    fn quoted_names_are_read() {
        let check = |name: &str, expected: &str| assert_eq!(unquoted(name), expected, "{name}");
        check("src/a b.rs", "src/a b.rs");
        check("\"src/\\303\\244.rs\"", "src/ä.rs");
        check("\"a\\\"b\\\\c\\t\"", "a\"b\\c\t");
        check("\"", "\"");
        check("\"\\q\"", "\"\\q\"");
        check("\"\\377\"", "\"\\377\"");
        check("\"\\777\"", "\"\\777\"");
        check("\"end\\\"", "\"end\\\"");
    }

    #[test]
    fn only_names_inside_are_taken() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        std::fs::create_dir(root.join("src")).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("/", root.join("link")).unwrap();
        let check = |name: &str, expected: Option<&str>| {
            let is = inside(root, name).ok();
            assert_eq!(is, expected.map(|path| root.join(path)), "{name}");
        };
        check("src/lib.rs", Some("src/lib.rs"));
        check("./new/deep/x.zig", Some("new/deep/x.zig"));
        check("../x", None);
        check("src/../../x", None);
        check("/etc/passwd", None);
        check("", None);
        check(".", None);
        check(".git/hooks/pre-commit", None);
        check("sub/.GIT/config", None);
        check("src\\..\\..\\x", None);
        #[cfg(unix)]
        check("link/etc/passwd", None);
    }
}
