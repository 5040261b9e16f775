//! Which paths may be written: those inside a folder, by their name and by where links lead.

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

#[cfg(test)]
mod tests {
    use super::*;

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
