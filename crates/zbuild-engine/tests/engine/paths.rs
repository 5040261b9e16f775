//! Names that people have, and folders that are not what they seem.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;

use crate::common::{Workspace, cat, sh, system};
use zbuild_engine::{Action, Claim, Command, Engine};

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
fn outside_the_root_too_a_file_has_one_name() {
    let w = Workspace::new();
    let made = w.dir.path().join("gen/x.h");
    let generate = || Action::write_file("generate", &made, "G");
    let read =
        || sh("read", "cat ../gen/x.h > out; echo 'out: ../gen/x.h' > out.d").output("out").depfile("out.d");
    w.build(vec![generate()]);
    let reads = format!("it reads {}, which `generate` makes, without naming it as an input", made.display());
    w.build(vec![generate(), read()]).failed("read", &reads);
    fs::remove_file(&made).unwrap();
    let build = || w.build(vec![read().input("../gen/x.h"), generate()]);
    build().ran(&["generate", "read"]);
    build().ran(&[]);
    // What no action names keeps the name that means the same beside every workspace.
    fs::write(w.dir.path().join("beside"), "1").unwrap();
    let script = "cat ../beside > o; echo 'o: ../beside' > o.d";
    let beside = |w: &Workspace| w.build(vec![sh("b", script).output("o").depfile("o.d")]);
    beside(&w).ran(&["b"]);
    let other = w.sibling("other");
    fs::write(other.dir.path().join("beside"), "1").unwrap();
    beside(&other).ran(&[]).cached(&["b"]);
}

#[test]
fn what_cannot_be_emptied_stops_no_build() {
    let w = Workspace::new();
    w.write("in", "1");
    let script = "mkdir -p out/deep/er; cp in out/deep/er/f; chmod -R a-w out";
    let build = || w.build(vec![sh("a", script).input("in").output_directory("out")]);
    for text in ["1", "2", "3", "4"] {
        w.write("in", text);
        build().ran(&["a"]);
        build().ran(&[]);
        assert_eq!(w.read("out/deep/er/f"), text);
    }
    // What a build that was killed left.
    w.write(".state/tmp/7/f", "");
    fs::set_permissions(w.root.join(".state/tmp/7"), fs::Permissions::from_mode(0o555)).unwrap();
    w.write("in", "5");
    build().ran(&["a"]);
    let cleaned = Engine::new(w.options.clone()).clean(&w.graph(vec![]), &|_| Claim::Goes, &[], &mut |_| {});
    assert!(cleaned.unwrap().kept.is_empty() && !w.exists("out"));
    assert!(system("chmod", &["-R", "u+w", w.root.to_str().unwrap()]));
    if nix_is_root() {
        println!("skipped: folders that cannot be emptied need a user other than root");
    }
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
fn links_in_an_input_directory_count_with_what_they_lead_to() {
    let w = Workspace::new();
    for file in ["assets/a", "shared/b", "more/c/d", "behind/e"] {
        w.write(file, "1");
    }
    let link = |to: &str, at: &str| symlink(to, w.root.join(at)).unwrap();
    for (to, at) in [("../shared/b", "b"), ("../more", "m"), ("..", "up"), ("nowhere", "x"), ("a", "twice")] {
        link(to, &format!("assets/{at}"));
    }
    // From a folder behind a link on to another, and back.
    link("../behind", "more/on");
    link("../assets", "behind/back");
    link("self", "assets/self");
    let script = "cat assets/a assets/b assets/m/c/d assets/m/on/e > out";
    let build = || w.build(vec![sh("all", script).input("assets").output("out")]);
    build().ran(&["all"]);
    build().ran(&[]);
    for (at, file) in ["assets/a", "shared/b", "more/c/d", "behind/e"].into_iter().enumerate() {
        w.write(file, "2");
        build().ran(&["all"]).because("all", &["input assets changed"]);
        assert_eq!(w.read("out"), format!("{}{}", "2".repeat(at + 1), "1".repeat(3 - at)));
        build().ran(&[]);
    }
    w.write("more/new", "");
    build().ran(&["all"]);
    // What lies above it is no part of it.
    w.write("unrelated", "");
    build().ran(&[]);
    // As an output a link is a link.
    let made = || sh("made", "mkdir -p tree; ln -s ../shared/b tree/b").output_directory("tree");
    w.build(vec![made()]).ran(&["made"]);
    w.write("shared/b", "3");
    w.build(vec![made()]).ran(&[]);
    let read = || w.build(vec![made(), sh("read", "cat tree/b > read").input("tree").output("read")]);
    read().ran(&["read"]);
    w.write("shared/b", "4");
    read().ran(&["read"]);
    read().ran(&[]);
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
