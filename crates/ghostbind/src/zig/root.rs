//! Where a Zig module begins when nobody says.

use camino::{Utf8Path, Utf8PathBuf};

/// The root file of a program. It is no module's root.
pub const PROGRAM_ROOT: &str = "src/main.zig";

/// The root file of the module `name` in `folder`: `src/<name>.zig`, `src/root.zig`, `src/lib.zig`, else the
/// only Zig file in `src`.
///
/// # Errors
/// What was looked for, where nothing or more than one file fits.
pub fn default_root(folder: &Utf8Path, name: &str) -> Result<Utf8PathBuf, String> {
    let source = folder.join("src");
    let plain = name.replace('-', "_");
    let candidates = [name, plain.as_str(), "root", "lib"].map(|stem| source.join(format!("{stem}.zig")));
    if let Some(found) = candidates.iter().find(|file| file.is_file()) {
        return Ok(found.clone());
    }
    let program = folder.join(PROGRAM_ROOT);
    let mut others: Vec<Utf8PathBuf> = source.read_dir_utf8().map_or_else(
        |_| Vec::new(),
        |entries| {
            let files = entries.flatten().map(camino::Utf8DirEntry::into_path);
            files.filter(|f| f.extension() == Some("zig") && *f != program && f.is_file()).collect()
        },
    );
    others.sort();
    match others.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(format!("there is no src/{name}.zig, src/root.zig or src/lib.zig in {folder}")),
        several => {
            let names: Vec<&str> = several.iter().filter_map(|f| f.file_name()).collect();
            Err(format!(
                "there is no src/{name}.zig, src/root.zig or src/lib.zig in {folder}, and several others: {}",
                names.join(", ")
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(files: &[&str], expected: Result<&str, &str>) {
        let folder = tempfile::tempdir().unwrap();
        let folder = Utf8Path::from_path(folder.path()).unwrap();
        std::fs::create_dir(folder.join("src")).unwrap();
        for file in files {
            std::fs::write(folder.join(file), "").unwrap();
        }
        match (default_root(folder, "my-sort"), expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, folder.join(expected), "{files:?}"),
            (Err(found), Err(expected)) => assert!(found.contains(expected), "{found}"),
            (found, _) => panic!("{files:?}: {found:?}"),
        }
    }

    #[test]
    fn by_name_then_by_habit_then_the_only_one() {
        check(&["src/my-sort.zig", "src/root.zig"], Ok("src/my-sort.zig"));
        check(&["src/my_sort.zig", "src/root.zig"], Ok("src/my_sort.zig"));
        check(&["src/root.zig", "src/lib.zig"], Ok("src/root.zig"));
        check(&["src/lib.zig", "src/other.zig"], Ok("src/lib.zig"));
        check(&["src/main.zig", "src/sort.zig", "src/notes.txt"], Ok("src/sort.zig"));
        check(&["src/a.zig", "src/b.zig"], Err("several others: a.zig, b.zig"));
        check(&["src/main.zig"], Err("there is no src/my-sort.zig"));
    }
}
