//! Every file that a Zig program is made of, followed from its root files by [`super::scan`].
//!
//! Results are remembered beside each file's stamp, so that following a thousand unchanged files
//! costs a thousand looks at their stamps. A file so young that it could change again without its
//! stamp changing is not remembered.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use super::scan::{Imports, scan};
use crate::layout::normalize;

/// What a program is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    /// Zig and ZON files, absolute.
    pub code: BTreeSet<Utf8PathBuf>,
    /// Files that are embedded, absolute.
    pub embedded: BTreeSet<Utf8PathBuf>,
    /// Files that are named and not there: making one changes the result.
    pub absent: BTreeSet<Utf8PathBuf>,
    /// Names of imported modules.
    pub modules: BTreeSet<String>,
    /// C headers are read through `@cImport`.
    pub c_import: bool,
    /// Something is offered to the linker.
    pub exports: bool,
    /// Sizes may be others in another mode, by what the code measures.
    measures: bool,
    /// Features that the code names.
    pub features: BTreeSet<String>,
}

impl Sources {
    /// Whether types may be others in another mode. Which mode it is the module `builtin` tells, and the standard
    /// library through its types.
    #[must_use]
    pub fn may_tell_modes(&self) -> bool {
        self.modules.contains("builtin") || (self.measures && self.modules.contains("std"))
    }
}

/// Remembers what files import.
#[derive(Debug, Default)]
pub struct ScanCache {
    entries: BTreeMap<Utf8PathBuf, Entry>,
    changed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    stamp: Stamp,
    imports: Imports,
}

/// A file whose stamp did not change did not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    modified_ns: u128,
    changed: (i64, i64),
    size: u64,
    inode: u64,
}

/// Version of the remembered form; another one is forgotten.
const FORM: u8 = 3;

/// A file younger than this may change without its stamp changing: file systems keep time in ticks.
const TICK: Duration = Duration::from_secs(2);

impl ScanCache {
    /// Reads what was remembered; whatever cannot be read is forgotten.
    #[must_use]
    pub fn load(file: &Utf8Path) -> Self {
        let entries = fs::read(file).ok().and_then(|bytes| match bytes.split_first() {
            Some((&FORM, rest)) => postcard::from_bytes(rest).ok(),
            _ => None,
        });
        Self { entries: entries.unwrap_or_default(), changed: false }
    }

    /// Remembers, if there is anything new. Not being able to is no error: it only costs time.
    pub fn save(&self, file: &Utf8Path) {
        if !self.changed {
            return;
        }
        let Ok(entries) = postcard::to_stdvec(&self.entries) else { return };
        let Some(folder) = file.parent() else { return };
        let write = || {
            let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
            temporary.write_all(&[FORM])?;
            temporary.write_all(&entries)?;
            temporary.persist(file).map_err(|error| error.error)
        };
        let _costs_only_time = write();
    }

    /// What a file imports; `None` if there is no such file.
    fn imports(&mut self, file: &Utf8Path) -> Option<&Imports> {
        let stamp = Stamp::of(file)?;
        let known = self.entries.get(file).is_some_and(|entry| entry.stamp == stamp);
        if !known {
            // A folder of that name, or no right to read it: the compiler will say so.
            let imports =
                fs::read(file).map(|bytes| scan(&String::from_utf8_lossy(&bytes))).unwrap_or_default();
            self.entries.insert(file.to_owned(), Entry { stamp, imports });
            self.changed = true;
        }
        self.entries.get(file).map(|entry| &entry.imports)
    }

    /// Forgets files that could change without their stamps changing.
    pub fn settle(&mut self, now: SystemTime) {
        let safe =
            now.checked_sub(TICK).and_then(|t| t.duration_since(UNIX_EPOCH).ok()).map_or(0, |d| d.as_nanos());
        self.entries.retain(|_, entry| entry.stamp.modified_ns < safe);
    }
}

impl Stamp {
    #[cfg(unix)]
    fn of(file: &Utf8Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let metadata = fs::metadata(file).ok()?;
        Some(Self {
            modified_ns: modified(&metadata),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
            size: metadata.size(),
            inode: metadata.ino(),
        })
    }

    #[cfg(not(unix))]
    fn of(file: &Utf8Path) -> Option<Self> {
        let metadata = fs::metadata(file).ok()?;
        Some(Self { modified_ns: modified(&metadata), changed: (0, 0), size: metadata.len(), inode: 0 })
    }
}

fn modified(metadata: &fs::Metadata) -> u128 {
    let since = metadata.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
    since.map_or(0, |d| d.as_nanos())
}

/// Follows imports from the root files of modules. `skip` says which folders cannot hold source: what
/// is built lies there.
pub fn collect<'a>(
    roots: impl IntoIterator<Item = &'a Utf8Path>,
    cache: &mut ScanCache,
    skip: &dyn Fn(&Utf8Path) -> bool,
) -> Sources {
    let mut sources = Sources::default();
    for root in roots {
        let folder = root.parent().unwrap_or(root);
        let mut open = vec![root.to_owned()];
        let mut any_file = false;
        while let Some(file) = open.pop() {
            if sources.code.contains(&file) {
                continue;
            }
            let Some(imports) = cache.imports(&file) else {
                sources.absent.insert(file);
                continue;
            };
            let beside = file.parent().unwrap_or(&file);
            open.extend(imports.files.iter().map(|path| normalize(&beside.join(path))));
            for path in &imports.embeds {
                let path = normalize(&beside.join(path));
                if path.is_file() { &mut sources.embedded } else { &mut sources.absent }.insert(path);
            }
            sources.modules.extend(imports.modules.iter().cloned());
            sources.c_import |= imports.c_import;
            sources.exports |= imports.exports;
            sources.measures |= imports.measures;
            sources.features.extend(imports.features.iter().cloned());
            any_file |= imports.computed_embed;
            sources.code.insert(file);
        }
        if any_file {
            files_below(folder, skip, &mut sources.embedded);
        }
    }
    sources
}

/// Every file below a folder. Symbolic links to folders are not followed, so there is no loop.
fn files_below(folder: &Utf8Path, skip: &dyn Fn(&Utf8Path) -> bool, into: &mut BTreeSet<Utf8PathBuf>) {
    let Ok(entries) = folder.read_dir_utf8() else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && !skip(path) => files_below(path, skip, into),
            Ok(kind) if !kind.is_dir() && path.is_file() => {
                into.insert(path.to_owned());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Utf8Path, files: &[(&str, &str)]) {
        for (path, text) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }

    fn names(paths: &BTreeSet<Utf8PathBuf>, folder: &Utf8Path) -> Vec<String> {
        paths.iter().map(|p| p.strip_prefix(folder).unwrap().to_string()).collect()
    }

    #[test]
    fn follows_imports_in_circles() {
        let folder = tempfile::tempdir().unwrap();
        let folder = Utf8Path::from_path(folder.path()).unwrap();
        write(
            folder,
            &[
                ("src/main.zig", r#"const a = @import("sub/a.zig"); const std = @import("std");"#),
                (
                    "src/sub/a.zig",
                    r#"const m = @import("../main.zig"); const t = @embedFile("t.txt"); @embedFile("u")"#,
                ),
                ("src/sub/t.txt", ""),
                ("src/unused.zig", r#"@import("x")"#),
            ],
        );
        let sources = collect([folder.join("src/main.zig").as_path()], &mut ScanCache::default(), &|_| false);
        assert_eq!(names(&sources.code, folder), ["src/main.zig", "src/sub/a.zig"]);
        assert_eq!(names(&sources.embedded, folder), ["src/sub/t.txt"]);
        assert_eq!(names(&sources.absent, folder), ["src/sub/u"]);
        assert_eq!(sources.modules.into_iter().collect::<Vec<_>>(), ["std"]);
    }

    #[test]
    fn a_computed_path_may_be_any_file_below() {
        let folder = tempfile::tempdir().unwrap();
        let folder = Utf8Path::from_path(folder.path()).unwrap();
        write(folder, &[("main.zig", "@embedFile(name)"), ("data/x", ""), (".zbuild/y", "")]);
        let skip = |path: &Utf8Path| path.file_name() == Some(".zbuild");
        let sources = collect([folder.join("main.zig").as_path()], &mut ScanCache::default(), &skip);
        assert_eq!(names(&sources.embedded, folder), ["data/x", "main.zig"]);
    }

    #[test]
    fn remembers_and_notices_changes() {
        let folder = tempfile::tempdir().unwrap();
        let folder = Utf8Path::from_path(folder.path()).unwrap();
        write(folder, &[("main.zig", r#"@import("a.zig")"#), ("a.zig", ""), ("b.zig", "")]);
        let (main, file) = (folder.join("main.zig"), folder.join("scan"));
        let follow =
            |cache: &mut ScanCache| names(&collect([main.as_path()], cache, &|_| false).code, folder);

        let mut cache = ScanCache::default();
        assert_eq!(follow(&mut cache), ["a.zig", "main.zig"]);
        cache.save(&file);
        let mut cache = ScanCache::load(&file);
        assert_eq!(cache.entries.len(), 2);
        assert_eq!(follow(&mut cache), ["a.zig", "main.zig"]);
        assert!(!cache.changed);

        write(folder, &[("main.zig", r#"@import("b.zig") "#)]);
        assert_eq!(follow(&mut cache), ["b.zig", "main.zig"]);
        cache.settle(SystemTime::now());
        assert!(cache.entries.is_empty(), "files this young could change unseen");

        fs::write(&file, b"\x02garbage").unwrap();
        assert!(ScanCache::load(&file).entries.is_empty());
    }
}
