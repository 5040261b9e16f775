//! Paths of a build: bytes, relative to the workspace root where they lie in it, interned.
//!
//! One spelling per file: `a/./b`, `a//b` and `a/c/../b` are one path, and an absolute path below the root is
//! relative to it. This is lexical: `..` after a symbolic link to a directory means the folder that is written,
//! as it does in ninja. Paths need not be UTF-8.

use std::ffi::OsStr;
use std::hash::{BuildHasher, Hash};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

/// Begins the name under which a variable of the caller's environment stands among the files that an action read.
/// No file can have it.
const VARIABLE: &[u8] = b"\0variable ";

/// The name of a variable among files.
pub(crate) fn of_variable(name: &OsStr) -> Vec<u8> {
    [VARIABLE, name.as_bytes()].concat()
}

/// Begins the name under which the names in a folder stand there, whatever the files hold.
const NAMES: &[u8] = b"\0names ";

/// The name among files of the names in a folder.
pub(crate) fn of_names(folder: &[u8]) -> Vec<u8> {
    [NAMES, folder].concat()
}

/// The folder behind a name among files, if its names are meant.
pub(crate) fn names(path: &[u8]) -> Option<&[u8]> {
    path.strip_prefix(NAMES)
}

/// Whether a name among files is that of a file or folder.
pub(crate) fn is_file(path: &[u8]) -> bool {
    path.first() != Some(&0)
}

/// The variable behind a name among files, if it is one.
pub(crate) fn variable(path: &[u8]) -> Option<&OsStr> {
    path.strip_prefix(VARIABLE).map(OsStr::from_bytes)
}

/// A file or directory that a build reads or writes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct FileId(u32);

impl FileId {
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }

    /// # Panics
    /// After 2^32 paths; memory ends before.
    pub(crate) fn from_index(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or_else(|_| panic!("{index} paths in one build")))
    }
}

/// The bytes of a path.
pub(crate) fn to_bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_bytes()
}

/// The inverse of [`to_bytes`].
pub(crate) fn from_bytes(bytes: &[u8]) -> &Path {
    Path::new(OsStr::from_bytes(bytes))
}

/// Whether `path` is `folder` or lies below it; both are normalised.
pub(crate) fn is_within(path: &[u8], folder: &[u8]) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.is_empty() || rest[0] == b'/' || folder.last() == Some(&b'/'))
}

/// Writes the one spelling of `path` into `out`. A relative path is taken from `base`, which is itself
/// normalised and relative to `root` (empty for the root); `root` is absolute and normalised.
pub(crate) fn normalise(root: &[u8], base: &[u8], path: &[u8], out: &mut Vec<u8>) {
    out.clear();
    // Most paths lie below the root and have nothing to take out.
    let below = path.strip_prefix(root).and_then(|rest| rest.strip_prefix(b"/"));
    if let Some(below) = below.filter(|below| root.len() > 1 && is_plain(below)) {
        return out.extend_from_slice(below);
    }
    if path.first() == Some(&b'/') {
        out.push(b'/');
    } else {
        out.extend_from_slice(base);
    }
    for part in path.split(|&byte| byte == b'/') {
        match part {
            b"" | b"." => {}
            b".." => pop(out),
            name => push(out, name),
        }
    }
    if let Some(rest) = out.strip_prefix(root)
        && (rest.is_empty() || rest[0] == b'/')
        && root.len() > 1
    {
        let skip = out.len() - rest.len() + usize::from(!rest.is_empty());
        out.drain(..skip);
    }
    if out.is_empty() {
        out.push(b'.');
    }
}

/// Whether a relative path is its own one spelling.
fn is_plain(path: &[u8]) -> bool {
    path.split(|&byte| byte == b'/').all(|part| !matches!(part, b"" | b"." | b".."))
}

/// The absolute spelling of a normalised path that leads out of the root; `None` if it lies in it.
pub(crate) fn outside(root: &[u8], path: &[u8]) -> Option<Vec<u8>> {
    if path.first() == Some(&b'/') {
        return Some(path.to_vec());
    }
    if path != b".." && !path.starts_with(b"../") {
        return None;
    }
    let mut spelling = Vec::new();
    normalise(root, b"", &[root, b"/", path].concat(), &mut spelling);
    Some(spelling)
}

/// The folder of a file, if that lies in the workspace.
pub(crate) fn folder_within(path: &[u8]) -> Option<&[u8]> {
    if outside(b"", path).is_some() {
        return None;
    }
    let end = path.iter().rposition(|&byte| byte == b'/');
    Some(end.map_or(b".", |end| &path[..end]))
}

/// What a normalised path is called from a folder that it lies below.
pub(crate) fn below<'a>(path: &'a [u8], folder: &[u8]) -> Option<&'a [u8]> {
    if folder == b"." {
        return (path != b"." && outside(b"", path).is_none()).then_some(path);
    }
    let rest = path.strip_prefix(folder)?;
    if folder == b"/" { Some(rest) } else { rest.strip_prefix(b"/") }
}

/// The path of something that lies below a folder.
pub(crate) fn join(folder: &[u8], below: &[u8]) -> Vec<u8> {
    match folder {
        b"." => below.to_vec(),
        b"/" => [folder, below].concat(),
        _ => [folder, b"/", below].concat(),
    }
}

fn push(out: &mut Vec<u8>, name: &[u8]) {
    if out == b"." {
        out.clear();
    }
    if !out.is_empty() && out.last() != Some(&b'/') {
        out.push(b'/');
    }
    out.extend_from_slice(name);
}

/// Removes the last part; past the start of a relative path a `..` is kept, above `/` there is nothing.
fn pop(out: &mut Vec<u8>) {
    let last = out.rsplit(|&byte| byte == b'/').next().unwrap_or_default();
    match last {
        b"" if !out.is_empty() => {}
        b"" | b"." | b".." => push(out, b".."),
        name => {
            let keep = out.len() - name.len();
            out.truncate(keep);
            if out.len() > 1 {
                out.pop();
            }
        }
    }
}

/// Every path of a build under a small number.
#[derive(Clone, Default, Debug)]
pub(crate) struct PathTable {
    bytes: Vec<u8>,
    /// Where each path ends in `bytes`; it starts where the one before it ends.
    ends: Vec<usize>,
    index: HashTable<FileId>,
}

impl PathTable {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn bytes(&self, id: FileId) -> &[u8] {
        slice(&self.bytes, &self.ends, id)
    }

    pub(crate) fn path(&self, id: FileId) -> &Path {
        from_bytes(self.bytes(id))
    }

    /// The number of a normalised path, if it has one.
    pub(crate) fn get(&self, path: &[u8]) -> Option<FileId> {
        self.index.find(hash(path), |&id| self.bytes(id) == path).copied()
    }

    /// The number of a normalised path; a new one if it has none.
    pub(crate) fn intern(&mut self, path: &[u8]) -> FileId {
        let Self { bytes, ends, index } = self;
        let hashed = hash(path);
        if let Some(&id) = index.find(hashed, |&id| slice(bytes, ends, id) == path) {
            return id;
        }
        let id = FileId::from_index(ends.len());
        bytes.extend_from_slice(path);
        ends.push(bytes.len());
        index.insert_unique(hashed, id, |&id| hash(slice(bytes, ends, id)));
        id
    }
}

fn slice<'a>(bytes: &'a [u8], ends: &[usize], id: FileId) -> &'a [u8] {
    let start = if id.index() == 0 { 0 } else { ends[id.index() - 1] };
    &bytes[start..ends[id.index()]]
}

fn hash(path: &[u8]) -> u64 {
    struct Bytes<'a>(&'a [u8]);
    impl Hash for Bytes<'_> {
        fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
            state.write(self.0);
        }
    }
    FxBuildHasher.hash_one(Bytes(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_holds_itself_and_what_lies_below() {
        let check = |path: &str, folder: &str, expected: bool| {
            assert_eq!(is_within(path.as_bytes(), folder.as_bytes()), expected, "{path} in {folder}");
        };
        check("/usr", "/usr", true);
        check("/usr/lib/x", "/usr", true);
        check("/usrlocal", "/usr", false);
        check("/us", "/usr", false);
        check("/anything", "/", true);
    }

    #[test]
    fn one_spelling_per_path() {
        let check = |base: &str, path: &str, expected: &str| {
            let mut out = Vec::new();
            normalise(b"/home/u/p", base.as_bytes(), path.as_bytes(), &mut out);
            assert_eq!(String::from_utf8_lossy(&out), expected, "{base} + {path}");
        };
        check("", "a/b", "a/b");
        check("", "./a//b/./c/", "a/b/c");
        check("", "a/../b", "b");
        check("", "a/..", ".");
        check("", ".", ".");
        check("", "", ".");
        check("", "..", "..");
        check("", "../../x", "../../x");
        check("", "a/../../x", "../x");
        check("sub", "../a", "a");
        check("sub/dir", "x", "sub/dir/x");
        check("..", "x", "../x");
        check("", "/home/u/p/a", "a");
        check("", "/home/u/p", ".");
        check("", "/home/u/p/", ".");
        check("sub", "/home/u/p/b/./c", "b/c");
        check("", "/home/u/p/..", "/home/u");
        check("", "/home/u/pq", "/home/u/pq");
        check("", "/home/u/p/../q", "/home/u/q");
        check("", "/..", "/");
        check("", "/../x", "/x");
        check("sub", "/usr//include/./x.h", "/usr/include/x.h");
    }

    #[test]
    fn what_lies_outside_the_root_is_absolute() {
        let check = |path: &str, expected: Option<&str>| {
            let found = outside(b"/home/u/p", path.as_bytes());
            assert_eq!(found.as_deref(), expected.map(str::as_bytes), "{path}");
        };
        check("a/b", None);
        check("..a", None);
        check(".", None);
        check("..", Some("/home/u"));
        check("../x", Some("/home/u/x"));
        check("../../../../x", Some("/x"));
        check("/etc/x", Some("/etc/x"));
    }

    #[test]
    fn paths_below_folders() {
        let check = |path: &str, folder: &str, expected: Option<&str>| {
            let found = below(path.as_bytes(), folder.as_bytes());
            assert_eq!(found, expected.map(str::as_bytes), "{path} in {folder}");
            if let Some(found) = found {
                assert_eq!(join(folder.as_bytes(), found), path.as_bytes());
            }
        };
        check("a/b/c", "a", Some("b/c"));
        check("a/b", ".", Some("a/b"));
        check("/a/b", "/", Some("a/b"));
        check("/a/b", "/a", Some("b"));
        check("ab", "a", None);
        check("a", "a", None);
        check("../x", ".", None);
        check("/x", ".", None);
    }

    #[test]
    fn interning_is_stable() {
        let mut table = PathTable::default();
        let names: Vec<String> = (0..5000).map(|n| format!("dir{}/file{n}", n % 7)).collect();
        let ids: Vec<FileId> = names.iter().map(|name| table.intern(name.as_bytes())).collect();
        for (name, &id) in names.iter().zip(&ids) {
            assert_eq!(table.intern(name.as_bytes()), id);
            assert_eq!(table.get(name.as_bytes()), Some(id));
            assert_eq!(table.bytes(id), name.as_bytes());
        }
        assert_eq!(table.len(), names.len());
        assert_eq!(table.get(b"nowhere"), None);
        assert_eq!(table.intern(b"\xff\n \""), FileId::from_index(5000));
    }
}
