//! Names that people have, and folders that are not what they seem.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;

use crate::common::{Workspace, cat, sh, system};
use zbuild_engine::{Action, Command};

#[test]
fn any_name_that_a_file_can_have() {
    let names: [&[u8]; 8] = [
        b"with space",
        b"quo\"te'",
        b"new\nline",
        b"\xff\xfenot utf8",
        "\u{e4}\u{4e2d}".as_bytes(),
        b"-dash",
        b"$HOME",
        b"a\\b:c#",
    ];
    for name in names {
        let w = Workspace::new();
        let name = PathBuf::from(OsStr::from_bytes(name));
        fs::create_dir(w.root.join("in")).unwrap();
        fs::write(w.root.join("in").join(&name), "x").unwrap();
        let (from, to) = (PathBuf::from("in").join(&name), PathBuf::from("out").join(&name));
        let copy = || {
            let command = Command::new("/bin/cp").arg("--").arg(&from).arg(&to);
            Action::run("copy", command).input(&from).output(&to)
        };
        let tree = || {
            let command = Command::new("/bin/cp").args(["-r", "--", "in/.", "tree"]);
            Action::run("tree", command).input("in").output_directory("tree")
        };
        w.build(vec![copy(), tree()]).ran(&["copy", "tree"]);
        w.build(vec![copy(), tree()]).ran(&[]);
        fs::remove_dir_all(w.root.join("out")).unwrap();
        fs::remove_dir_all(w.root.join("tree")).unwrap();
        w.build(vec![copy(), tree()]).ran(&[]).restored(&["copy", "tree"]);
        assert_eq!(fs::read(w.root.join(&to)).unwrap(), b"x");
        assert_eq!(fs::read(w.root.join("tree").join(&name)).unwrap(), b"x");
        fs::write(w.root.join("in").join(&name), "y").unwrap();
        w.build(vec![copy(), tree()]).ran(&["copy", "tree"]);
    }
}

#[test]
fn absolute_and_relative_paths_are_one_file() {
    let w = Workspace::new();
    w.write("in", "x");
    let absolute = |path: &str| w.root.join(path);
    let actions = || {
        vec![
            sh("a", "mkdir -p sub; cp in sub/a").input(absolute("in")).output(absolute("sub/a")),
            sh("b", "cp sub/a b").input("./sub/../sub//a").output("b"),
        ]
    };
    w.build(actions()).ran(&["a", "b"]);
    w.build(actions()).ran(&[]);
    // Outside the root.
    let outside = w.dir.path().join("outside");
    fs::write(&outside, "1").unwrap();
    let copy = || Action::copy("c", &outside, w.dir.path().join("copied"));
    w.build(vec![copy()]).ran(&["c"]);
    fs::write(&outside, "2").unwrap();
    w.build(vec![copy()]).ran(&["c"]);
    w.build(vec![copy()]).ran(&[]);
}

#[test]
fn input_directories_and_loops() {
    let w = Workspace::new();
    w.write("src/a", "1");
    w.write("src/deep/b", "2");
    symlink(".", w.root.join("src/loop")).unwrap();
    symlink("../src", w.root.join("src/deep/up")).unwrap();
    symlink("missing", w.root.join("src/dangling")).unwrap();
    let build = || w.build(vec![sh("pack", "find src | sort > list").input("src").output("list")]);
    build().ran(&["pack"]);
    build().ran(&[]);
    w.write("src/deep/b", "3");
    build().ran(&["pack"]).because("pack", &["input src changed"]);
    w.write("src/deep/c", "");
    build().ran(&["pack"]);
    w.remove("src/deep/c");
    build().ran(&[]).cached(&["pack"]);
    fs::remove_file(w.root.join("src/dangling")).unwrap();
    symlink("elsewhere", w.root.join("src/dangling")).unwrap();
    build().ran(&["pack"]);
    // A link to itself as an input.
    symlink("self", w.root.join("self")).unwrap();
    let done = w.build(vec![sh("a", "true").input("self")]);
    done.failed("a", "cannot read self: Too many levels of symbolic links (os error 40)");
}

#[test]
fn what_cannot_be_read_is_named() {
    let w = Workspace::new();
    let fifo = w.root.join("src/fifo");
    w.write("src/secret/x", "1");
    assert!(system("mkfifo", &[fifo.to_str().unwrap()]));
    let check = |input: &str, error: &str| {
        w.build(vec![sh("a", "true").input(input)]).failed("a", error);
    };
    check("src/fifo", "cannot read src/fifo: it is neither a file nor a directory");
    check("src", "cannot read src/fifo: it is neither a file nor a directory");
    if nix_is_root() {
        println!("skipped: an unreadable folder needs a user other than root");
        return;
    }
    fs::set_permissions(w.root.join("src/secret"), fs::Permissions::from_mode(0o000)).unwrap();
    check("src/secret", "cannot read src/secret: Permission denied (os error 13)");
    fs::set_permissions(w.root.join("src/secret"), fs::Permissions::from_mode(0o755)).unwrap();
}

fn nix_is_root() -> bool {
    fs::read_to_string("/proc/self/status")
        .unwrap_or_default()
        .lines()
        .any(|line| line.starts_with("Uid:\t0"))
}

#[test]
fn devices_are_inputs() {
    let w = Workspace::new();
    w.build(vec![cat("a", &["/dev/null"], "out")]).ran(&["a"]);
    w.build(vec![cat("a", &["/dev/null"], "out")]).ran(&[]);
}

#[test]
fn large_files() {
    let w = Workspace::new();
    let build = || {
        w.build(vec![
            sh("big", "head -c 100000000 /dev/zero > big").output("big"),
            sh("tail", "tail -c 5 big | wc -c > tail").input("big").output("tail"),
        ])
    };
    build().ran(&["big", "tail"]);
    w.remove("big");
    build().ran(&[]).restored(&["big"]);
    assert_eq!(fs::metadata(w.root.join("big")).unwrap().len(), 100_000_000);
    build().ran(&[]);
}
