//! Edits happen whole or not at all, stay inside the project, and are taken back byte for byte
//! unless somebody worked on the files since.

#![allow(clippy::unwrap_used, reason = "what cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use zeke_core::edit::{Changes, Edit, Journal, JournalError, parse_diff};

struct World {
    _folder: tempfile::TempDir,
    project: Utf8PathBuf,
    journal: Journal,
    state: Utf8PathBuf,
}

impl World {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap().canonicalize_utf8().unwrap();
        let (project, state) = (root.join("project"), root.join("state"));
        for (path, text) in files {
            let path = project.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self { _folder: folder, journal: Journal::new(&project, &state), project, state }
    }

    fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.project.clone()];
        while let Some(folder) = folders.pop() {
            for entry in folder.read_dir_utf8().unwrap() {
                let path = entry.unwrap().path().to_owned();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&self.project).unwrap().to_string();
                    files.insert(name, fs::read_to_string(path).unwrap());
                }
            }
        }
        files
    }

    fn changes(&self, edits: &[Edit]) -> Changes {
        Changes::of(&self.project, edits).unwrap()
    }
}

fn write(path: &str, text: &str) -> Edit {
    Edit::Write { path: path.to_owned(), text: text.to_owned() }
}

fn replace(path: &str, find: &str, replace: &str) -> Edit {
    let (path, find, replace) = (path.to_owned(), find.to_owned(), replace.to_owned());
    Edit::Replace { path, find, line: None, replace, ends: None }
}

#[test]
fn several_files_change_and_come_back() {
    let world = World::new(&[("src/lib.rs", "a\nb\n"), ("gone.zig", "x\r\n")]);
    let before = world.files();
    let changes = world.changes(&[
        replace("src/lib.rs", "b", "c\nd"),
        replace("src/lib.rs", "d", "e"),
        write("new/deep/m.zig", "m\n"),
        Edit::Remove { path: "gone.zig".to_owned(), text: "x\n".to_owned() },
    ]);
    assert!(changes.diff().contains("--- a/src/lib.rs\n+++ b/src/lib.rs\n@@ -1,2 +1,3 @@\n a\n-b\n+c\n+e\n"));
    let applied = world.journal.apply(&changes, "a test").unwrap();
    assert_eq!(applied.files.len(), 3);
    let files = world.files();
    assert_eq!(files["src/lib.rs"], "a\nc\ne\n");
    assert_eq!(files["new/deep/m.zig"], "m\n");
    assert!(!files.contains_key("gone.zig"));

    world.journal.undo().unwrap();
    assert_eq!(world.files(), before);
    assert!(!world.project.join("new").exists(), "folders that were made go too");
    assert!(matches!(world.journal.undo(), Err(JournalError::Nothing)));
}

#[test]
fn work_of_others_is_never_lost() {
    let world = World::new(&[("a", "1\n"), ("b", "1\n")]);
    let changes = world.changes(&[replace("a", "1", "2"), replace("b", "1", "2")]);
    fs::write(world.project.join("b"), "mine\n").unwrap();
    let error = world.journal.apply(&changes, "").unwrap_err();
    assert_eq!(error.to_string(), "b changed since, and is left as it is");
    assert_eq!(world.files()["a"], "1\n", "all or none");

    let changes = world.changes(&[replace("a", "1", "2"), replace("b", "mine", "2")]);
    world.journal.apply(&changes, "").unwrap();
    fs::write(world.project.join("a"), "2\nand more\n").unwrap();
    assert!(matches!(world.journal.undo(), Err(JournalError::Changed { files }) if files == ["a"]));
    assert_eq!(world.files()["a"], "2\nand more\n");
    assert_eq!(world.files()["b"], "2\n");
    fs::write(world.project.join("a"), "2\n").unwrap();
    world.journal.undo().unwrap();
    assert_eq!((world.files()["a"].as_str(), world.files()["b"].as_str()), ("1\n", "mine\n"));
}

#[test]
fn what_was_cut_off_is_put_back_before_anything_else_is_written() {
    let world = World::new(&[("a", "1\n"), ("b", "1\n"), ("c", "1\n")]);
    let changes = world.changes(&[replace("a", "1", "2"), replace("b", "1", "2"), replace("c", "1", "2")]);
    let applied = world.journal.apply(&changes, "").unwrap();
    // As after a crash: `a` is written, `b` is not yet, `c` somebody has worked on meanwhile.
    fs::remove_file(world.state.join("journal").join(&applied.id).join("done")).unwrap();
    fs::write(world.project.join("b"), "1\n").unwrap();
    fs::write(world.project.join("c"), "mine\n").unwrap();
    let other = world.changes(&[write("d", "4\n")]);
    world.journal.apply(&other, "").unwrap();
    let files = world.files();
    let is = ["a", "b", "c", "d"].map(|name| files[name].as_str());
    assert_eq!(is, ["1\n", "1\n", "mine\n", "4\n"]);

    // An undo that was cut off is finished.
    let changes = world.changes(&[replace("a", "1", "2"), replace("b", "1", "2")]);
    let applied = world.journal.apply(&changes, "").unwrap();
    fs::write(world.state.join("journal").join(&applied.id).join("undoing"), "").unwrap();
    fs::write(world.project.join("b"), "1\n").unwrap();
    assert_eq!(world.journal.undo().unwrap().applied.id, applied.id);
    assert_eq!(world.files()["a"], "1\n");
    assert_eq!(world.files()["d"], "4\n", "the one before stands");

    // So is a writing that was cut off, by an undo as well.
    let applied = world.journal.apply(&changes, "").unwrap();
    fs::remove_file(world.state.join("journal").join(&applied.id).join("done")).unwrap();
    fs::write(world.project.join("b"), "1\n").unwrap();
    assert_eq!(world.journal.undo().unwrap().applied.id, applied.id);
    assert_eq!((world.files()["a"].as_str(), world.files()["d"].as_str()), ("1\n", "4\n"));
    world.journal.undo().unwrap();
    assert!(!world.files().contains_key("d"));

    // An entry that was never whole.
    fs::create_dir(world.state.join("journal/20260101-0")).unwrap();
    world.journal.apply(&world.changes(&[write("d", "4\n")]), "").unwrap();
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_leaves_the_others() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new(&[("a", "1\n"), ("run.sh", "1\n")]);
    fs::set_permissions(world.project.join("run.sh"), fs::Permissions::from_mode(0o755)).unwrap();
    world.journal.apply(&world.changes(&[replace("run.sh", "1", "2")]), "").unwrap();
    let mode = fs::metadata(world.project.join("run.sh")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o755, "permissions stay");

    // A folder stands where a file is to go: found out when everything else is ready.
    let changes = world.changes(&[replace("a", "1", "2"), write("x/y", "y\n")]);
    fs::write(world.project.join("x"), "a file\n").unwrap();
    world.journal.apply(&changes, "").unwrap_err();
    assert_eq!(world.files()["a"], "1\n");
}

#[cfg(unix)]
#[test]
fn permissions_come_back_with_the_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new(&[("run.sh", "1\n"), ("other", "1\n")]);
    let mode = |name: &str| fs::metadata(world.project.join(name)).unwrap().permissions().mode() & 0o7777;
    fs::set_permissions(world.project.join("run.sh"), fs::Permissions::from_mode(0o700)).unwrap();
    let removed = Edit::Remove { path: "run.sh".to_owned(), text: "1\n".to_owned() };
    let applied = world.journal.apply(&world.changes(&[removed, write("new", "1\n")]), "").unwrap();
    assert_eq!(mode("new"), mode("other"), "as the system makes files");
    world.journal.undo().unwrap();
    assert_eq!(mode("run.sh"), 0o700);

    // What a cut-off left beside the files goes too.
    let entry = world.state.join("journal").join(&applied.id);
    fs::remove_file(entry.join("undone")).unwrap();
    fs::remove_file(world.project.join("run.sh")).unwrap();
    let left = world.project.join(format!(".zeke-{}-1", applied.id));
    fs::write(&left, "1").unwrap();
    assert_eq!(world.journal.undo().unwrap().applied.id, applied.id, "what was cut off is finished");
    assert_eq!(mode("run.sh"), 0o700);
    assert!(!left.exists());
    world.journal.undo().unwrap_err();
}

#[test]
fn files_are_made_where_there_are_none_and_removed_only_whole() {
    let world = World::new(&[("f", "a\nb\n"), ("empty", ""), ("dos", "a\r\nb")]);
    let check = |diff: &str, expected: Result<(), &str>| {
        let is = Changes::of(&world.project, &parse_diff(diff).unwrap()).map(|_| ());
        match expected {
            Ok(()) => is.unwrap(),
            Err(words) => assert!(is.unwrap_err().to_string().contains(words), "{diff}"),
        }
    };
    let new = |name: &str| format!("--- /dev/null\n+++ b/{name}\n@@ -0,0 +1 @@\n+x\n");
    check(&new("f"), Err("f is there already"));
    check(&format!("{}{}", new("g"), new("g")), Err("g is there already"));
    check(&new("g"), Ok(()));
    check(&new("empty"), Ok(()));
    let gone = |name: &str, lines: &str| format!("--- a/{name}\n+++ /dev/null\n@@ -1,2 +0,0 @@\n{lines}");
    check(&gone("f", "-a\n-b\n"), Ok(()));
    check(&gone("dos", "-a\n-b\n\\ No newline at end of file\n"), Ok(()));
    check(&gone("f", "-a\n"), Err("f is not removed"));
    check(&gone("f", "-a\n-b\n-c\n"), Err("f is not removed"));
    check(&gone("none", "-a\n"), Err("none is not removed"));
    check(&format!("{}{}", gone("f", "-a\n-b\n"), new("f")), Ok(()));
}

#[test]
fn texts_read_before_are_not_written_over_newer_ones() {
    let world = World::new(&[("a", "1\nmine\n"), ("b", "1\n")]);
    let texts = |text: &str| ["a", "b"].map(|name| (name.to_owned(), text.to_owned())).into();
    let changes = Changes::since(&world.project, &texts("1\n"), texts("2\n")).unwrap();
    assert!(changes.diff().contains("--- a/a\n+++ b/a\n@@ -1 +1 @@\n-1\n+2\n"), "{}", changes.diff());
    let error = world.journal.apply(&changes, "").unwrap_err();
    assert!(matches!(&error, JournalError::Changed { files } if files == &["a"]), "{error}");
    assert_eq!((world.files()["a"].as_str(), world.files()["b"].as_str()), ("1\nmine\n", "1\n"));
}

#[test]
fn nothing_outside_and_no_secrets() {
    let world = World::new(&[("a", "1\n"), (".env", "KEY=1\n")]);
    #[cfg(unix)]
    std::os::unix::fs::symlink(&world.state, world.project.join("link")).unwrap();
    let check = |edit: Edit, words: &str| {
        let error = Changes::of(&world.project, &[write("ok", "1"), edit]).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
    };
    check(write("../x", "1"), "not a path inside");
    check(write("/etc/x", "1"), "not a path inside");
    check(write(".git/hooks/post-checkout", "1"), "version control");
    check(write("sub/.git/config", "1"), "version control");
    check(write("b", "key = \"[secret left out]\"\n"), "would write `[secret left out]`");
    check(replace(".env", "KEY=1", "KEY=2"), "secrets");
    #[cfg(unix)]
    check(write("link/x", "1"), "symbolic link");
    assert!(!world.project.join("ok").exists());
}

#[test]
fn a_diff_with_made_up_numbers_hits_the_right_lines_or_none() {
    let world = World::new(&[("f", "same\none\nsame\ntwo\nsame\n")]);
    let check = |diff: &str, expected: Result<&str, &str>| {
        let edits = parse_diff(diff).unwrap();
        let is = Changes::of(&world.project, &edits)
            .map(|changes| String::from_utf8(changes.text_of("f").unwrap().to_vec()).unwrap());
        match expected {
            Ok(text) => assert_eq!(is.unwrap(), text),
            Err(words) => assert!(is.unwrap_err().to_string().contains(words)),
        }
    };
    let head = "--- a/f\n+++ b/f\n";
    check(&format!("{head}@@ -40,9 +40,9 @@\n one\n-same\n+x\n two\n"), Ok("same\none\nx\ntwo\nsame\n"));
    check(&format!("{head}@@ -3,7 +3,7 @@\n-same\n+x\n"), Err("3 times"));
    check(&format!("{head}@@ -3 +3 @@\n-same\n+x\n"), Ok("same\none\nx\ntwo\nsame\n"));
    check(
        &format!("{head}@@ -1 +1,2 @@\n-same\n+y\n+z\n@@ -3 +4 @@\n-same\n+x\n"),
        Ok("y\nz\none\nx\ntwo\nsame\n"),
    );
    check(&format!("{head}@@ -1 +1 @@\n-none of it\n+x\n"), Err("not there"));
}
