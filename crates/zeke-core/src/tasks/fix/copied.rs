//! The copy of a project on which a run is done again: its text files, and the libraries that builds
//! left beside them.

use camino::{Utf8Path, Utf8PathBuf};
use ignore::WalkBuilder;

use super::{Files, FixError, Problem};

/// Most bytes of a project that are copied in order to try a patch.
pub(super) const COPY_BYTES_MAX: u64 = 32 << 20;
/// Most bytes of built libraries that are.
const LIBRARY_BYTES_MAX: u64 = 512 << 20;
/// Folders of what is made from the rest.
const SKIPPED: [&str; 7] =
    [".git", "target", "zig-out", ".zig-cache", "zig-cache", "node_modules", ".ghostbind"];
/// Folders inside those in which no build looks for another's library.
const INNER: [&str; 11] = [
    ".git",
    ".zig-cache",
    "zig-cache",
    "node_modules",
    "deps",
    "build",
    "incremental",
    ".fingerprint",
    "examples",
    "doc",
    "tmp",
];

/// Every text file of the project that no ignore file names, without those of keys: what is copied
/// is run, and kept with the receipt.
pub(crate) fn texts(root: &Utf8Path) -> Result<Files, FixError> {
    let mut files = Files::new();
    let mut bytes = 0;
    let mut walk = WalkBuilder::new(root);
    walk.hidden(false).require_git(false).follow_links(false);
    walk.filter_entry(|entry| !entry.file_name().to_str().is_some_and(|name| SKIPPED.contains(&name)));
    for (path, relative) in files_of(root, &walk) {
        if crate::secrets::is_secret_file(&relative) {
            continue;
        }
        let Ok(text) = crate::paths::text(&path) else { continue };
        bytes += text.len() as u64;
        if bytes > COPY_BYTES_MAX {
            return Err(FixError::TooLarge);
        }
        files.insert(relative, text);
    }
    Ok(files)
}

/// Libraries that builds left in the project, relative to it: a build of the other language may link
/// them where they lie.
pub(crate) fn libraries(root: &Utf8Path) -> Vec<String> {
    let mut walk = WalkBuilder::new(root);
    // Ignore files name the very folders that are looked for.
    walk.standard_filters(false).follow_links(false).max_depth(Some(8));
    walk.filter_entry(|entry| {
        let name = entry.file_name().to_str();
        let inside = entry.path().ancestors().skip(1).any(|folder| folder.ends_with("target"));
        !name.is_some_and(|name| {
            (inside || !matches!(name, "build" | "examples" | "doc" | "tmp")) && INNER.contains(&name)
        })
    });
    let mut bytes = 0;
    let mut out: Vec<String> = files_of(root, &walk)
        .filter(|(path, _)| matches!(path.extension(), Some("a" | "so" | "dylib" | "lib" | "dll")))
        .filter(|(path, _)| {
            bytes += path.metadata().map_or(0, |meta| meta.len());
            bytes <= LIBRARY_BYTES_MAX
        })
        .map(|(_, relative)| relative)
        .collect();
    out.sort();
    out
}

/// The files that a walk meets, with their paths relative to the root.
fn files_of<'a>(root: &'a Utf8Path, walk: &WalkBuilder) -> impl Iterator<Item = (Utf8PathBuf, String)> + 'a {
    let entries = walk.build().flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    entries.filter_map(move |entry| {
        let path = Utf8PathBuf::from_path_buf(entry.into_path()).ok()?;
        let relative = path.strip_prefix(root).ok()?.as_str().replace('\\', "/");
        Some((path, relative))
    })
}

/// The problems at the files that they mean: cargo and Zig tell paths relative to the package that they
/// build, which may be in a folder of the project. Where several packages have such a file, the output
/// names those that were built; where it does not, each may be meant.
pub(super) fn placed(problems: Vec<Problem>, files: &Files, log: &str) -> Vec<Problem> {
    let is_package = |folder: &str| {
        ["Cargo.toml", "build.zig"].iter().any(|name| files.contains_key(&format!("{folder}/{name}")))
    };
    let mut out = Vec::new();
    for problem in problems {
        let behind = format!("/{}", problem.file);
        let folders = files.keys().filter_map(|path| path.strip_suffix(&behind));
        let folders: Vec<&str> =
            folders.filter(|folder| !problem.file.is_empty() && is_package(folder)).collect();
        let named = folders.iter().copied().filter(|folder| log.contains(&format!("/{folder})")));
        let named: Vec<&str> = named.collect();
        let is_here = folders.is_empty() || files.contains_key(&problem.file);
        let meant = if named.is_empty() && !is_here { folders } else { named };
        out.extend(
            meant.iter().map(|folder| Problem { file: format!("{folder}{behind}"), ..problem.clone() }),
        );
        if is_here {
            out.push(problem);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_stand_where_their_package_is() {
        let files: Files =
            ["rust/a/Cargo.toml", "rust/a/src/lib.rs", "b/Cargo.toml", "b/src/lib.rs", "b/x.zig", "x.zig"]
                .map(|path| (path.to_owned(), String::new()))
                .into();
        let check = |file: &str, log: &str, expected: &[&str]| {
            let problem =
                Problem { file: file.to_owned(), line: 1, column: 1, message: String::new(), symbol: None };
            let found = placed(vec![problem], &files, log);
            assert_eq!(found.iter().map(|p| p.file.as_str()).collect::<Vec<_>>(), expected, "{file} {log}");
        };
        check("x.zig", "", &["x.zig"]);
        check("b/src/lib.rs", "", &["b/src/lib.rs"]);
        check("src/lib.rs", "   Compiling a v0.1.0 (/home/me/p/rust/a)", &["rust/a/src/lib.rs"]);
        check("x.zig", "   Compiling b v0.1.0 (/home/me/p/b)", &["b/x.zig", "x.zig"]);
        check("src/lib.rs", "", &["b/src/lib.rs", "rust/a/src/lib.rs"]);
        check("src/gone.rs", "", &["src/gone.rs"]);
        check("", "", &[""]);
    }

    #[test]
    fn files_of_keys_are_not_copied() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        for path in [".env", "a.rs", ".cargo/config.toml", ".cargo/credentials.toml"] {
            std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            std::fs::write(root.join(path), "x").unwrap();
        }
        let names: Vec<String> = texts(root).unwrap().into_keys().collect();
        assert_eq!(names, [".cargo/config.toml", "a.rs"]);
    }

    #[test]
    fn libraries_that_a_build_may_read_are_copied() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        for path in [
            "r/target/release/liba.a",
            "r/target/release/deps/liba-1.a",
            "r/target/release/build/x/out/libc.a",
            "build/libown.a",
            "zig-out/lib/libz.so",
            "src/main.zig",
            ".zig-cache/o/libq.a",
        ] {
            std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            std::fs::write(root.join(path), "x").unwrap();
        }
        assert_eq!(libraries(root), ["build/libown.a", "r/target/release/liba.a", "zig-out/lib/libz.so"]);
    }
}
