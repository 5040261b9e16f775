//! Inputs that are found while an action runs.

use crate::common::{Workspace, cat, find_program, sh};
use zbuild_engine::{Action, Asked, Call, CallOutput, Command, Stdout};

/// "Compiles" a file: joins it with the files that its lines name, and says so in a depfile.
fn compile(source: &str, object: &str) -> Action {
    let script = format!(
        "files=$(cat {source}); cat $files > {object}; echo \"{object}: {source}\" $files > {object}.d"
    );
    sh(&format!("compile {source}"), &script).input(source).output(object).depfile(format!("{object}.d"))
}

#[test]
fn a_discovered_input_counts() {
    let w = Workspace::new();
    w.write("a.c", "a.h b.h");
    w.write("a.h", "A1");
    w.write("b.h", "B1");
    let build = || w.build(vec![compile("a.c", "a.o")]);
    build().ran(&["compile a.c"]);
    assert!(!w.exists("a.o.d"));
    build().ran(&[]);
    w.write("b.h", "B2");
    build().ran(&["compile a.c"]).because("compile a.c", &["included file b.h changed"]);
    assert_eq!(w.read("a.o"), "A1B2");
    w.write("c.h", "C1");
    w.write("a.c", "a.h c.h");
    build().ran(&["compile a.c"]);
    // Not read any more.
    w.write("b.h", "B3");
    build().ran(&[]);
    w.remove("c.h");
    assert_eq!(build().failed.len(), 1);
    w.write("c.h", "C1");
    build().ran(&[]);
}

#[test]
fn the_cache_knows_several_sets_of_discovered_inputs() {
    let w = Workspace::new();
    w.write("a.c", "a.h");
    w.write("a.h", "A1");
    w.write("b.h", "B1");
    let build = |w: &Workspace| w.build(vec![compile("a.c", "a.o")]);
    assert_eq!(build(&w).ran(&["compile a.c"]).warnings, [""; 0]);
    w.write("a.c", "b.h");
    assert_eq!(build(&w).ran(&["compile a.c"]).warnings, [""; 0]);
    w.write("b.h", "B2");
    assert_eq!(build(&w).ran(&["compile a.c"]).warnings, [""; 0]);
    // Another folder, with each of the three.
    let other = w.sibling("elsewhere");
    other.write("b.h", "B1");
    for (source, header, object) in [("a.h", "A1", "A1"), ("b.h", "B1", "B1"), ("b.h", "B2", "B2")] {
        other.write("a.c", source);
        other.write(source, header);
        build(&other).ran(&[]).cached(&["compile a.c"]);
        assert_eq!(other.read("a.o"), object);
    }
    // A set that nobody had.
    other.write("b.h", "B9");
    build(&other).ran(&["compile a.c"]);
}

#[test]
fn a_file_that_appears_where_it_was_looked_for_in_vain() {
    let w = Workspace::new();
    w.write("b/x.h", "B");
    // As a compiler does: the first folder that has it.
    let script = "for f in a . b; do if [ -e $f/x.h ]; then cat $f/x.h > out; echo \"out: $f/x.h\" > d; exit; fi; done";
    let build = || w.build(vec![sh("c", script).output("out").depfile("d").searches(["a", ".", "b"])]);
    build().ran(&["c"]);
    build().ran(&[]);
    w.write("a/y.h", "other");
    build().ran(&[]);
    for (file, text) in [("x.h", "root"), ("a/x.h", "A")] {
        w.write(file, text);
        build().ran(&["c"]).because("c", &[&format!("included file {file} has appeared")]);
        assert_eq!(w.read("out"), text);
        build().ran(&[]);
    }
    w.write("x.h", "unread");
    w.remove("a/x.h");
    assert_eq!(build().ran(&["c"]).warnings, [""; 0]);
    assert_eq!(w.read("out"), "unread");
    w.remove("x.h");
    build().ran(&[]).cached(&["c"]);
    assert_eq!(w.read("out"), "B");
}

/// `ask NAME` and `read NAME` on lines of their own.
fn asked(text: &[u8]) -> Vec<Asked> {
    let asked = |line: &[u8]| match (line.strip_prefix(b"ask "), line.strip_prefix(b"read ")) {
        (Some(name), _) => Some(Asked::Sought(name.to_vec())),
        (_, Some(name)) => Some(Asked::Read(name.to_vec())),
        _ => None,
    };
    text.split(|&byte| byte == b'\n').filter_map(asked).collect()
}

#[test]
fn a_file_that_appears_beside_the_one_that_asks_for_it() {
    let w = Workspace::new();
    w.write("lib/deep/a.h", "read b.h\n");
    w.write("other/b.h", "B");
    // `deep/a.h` asks for `b.h`, which is looked for beside it and then in the folders.
    let script = "for f in lib/deep lib other; do if [ -e $f/b.h ]; then cat $f/b.h > out; \
                  echo \"out: lib/deep/a.h $f/b.h\" > d; exit; fi; done";
    // That many others, each of which could appear in the one folder, are no reason to overlook it.
    let others = (0..2_000).map(|n| format!(" other/{n}.h")).collect::<Vec<_>>().concat();
    (0..2_000).for_each(|n| w.write(&format!("other/{n}.h"), ""));
    let script = format!("{script} >/dev/null; echo 'out:{others}' >> d").replace("exit;", "break;");
    let build = || {
        let compile = sh("c", &script).output("out").depfile("d").searches(["lib", "other"]);
        w.build(vec![compile.asks(asked)])
    };
    build().ran(&["c"]);
    build().ran(&[]);
    w.write("lib/deep/1.h", "nobody asks for it there");
    build().ran(&[]);
    w.write("lib/deep/b.h", "beside");
    build().ran(&["c"]).because("c", &["included file lib/deep/b.h has appeared"]);
    assert_eq!(w.read("out"), "beside");
    build().ran(&[]);
}

#[test]
fn a_file_that_is_only_asked_for() {
    let w = Workspace::new();
    w.write("src/a.c", "ask x.h\n");
    w.write("inc/other.h", "");
    // `src/a.c` is one thing with `x.h` and another without.
    let script = "if [ -e src/x.h ] || [ -e inc/x.h ]; then echo with; else echo without; fi > out; echo out: src/a.c > d";
    let compile =
        || sh("c", script).input("src/a.c").output("out").depfile("d").searches(["inc"]).asks(asked);
    let build = || w.build(vec![compile()]);
    build().ran(&["c"]);
    build().ran(&[]);
    w.write("inc/y.h", "");
    build().ran(&[]);
    for file in ["inc/x.h", "src/x.h"] {
        w.write(file, "");
        build().ran(&["c"]).because("c", &[&format!("included file {file} has appeared")]);
        assert_eq!(w.read("out"), "with\n");
        w.remove(file);
        build().ran(&[]).cached(&["c"]);
        assert_eq!(w.read("out"), "without\n");
    }
}

#[test]
fn a_real_compiler() {
    let Some(cc) = find_program("cc") else {
        println!("skipped: discovered inputs of a compiler needs cc");
        return;
    };
    let w = Workspace::new();
    w.write("src/my main.c", "#include \"in c/x y.h\"\nint main(void) { return X - 1; }\n");
    w.write("src/in c/x y.h", "#define X 1\n");
    let path = std::env::var_os("PATH").unwrap();
    let build = || {
        let compile = Command::new(&cc).args(["-MD", "-MF", "main.d", "-c", "src/my main.c", "-o", "main.o"]);
        let link = Command::new(&cc).args(["main.o", "-o", "bin/main"]);
        w.build(vec![
            Action::run("compile", compile.env("PATH", &path))
                .input("src/my main.c")
                .output("main.o")
                .depfile("main.d"),
            Action::run("link", link.env("PATH", &path)).input("main.o").output("bin/main"),
            Action::run("run", Command::new("bin/main").stdout(Stdout::File("ok".into())))
                .input("bin/main")
                .output("ok"),
        ])
    };
    build().ran(&["compile", "link", "run"]);
    build().ran(&[]);
    w.write("src/in c/x y.h", "#define X 1 /* the same */\n");
    build().ran(&["compile"]);
    w.write("src/in c/x y.h", "#define X 2\n");
    build().failed("run", "`bin/main` exited with code 1");
}

#[test]
fn reading_what_another_action_makes_must_be_declared() {
    let w = Workspace::new();
    w.write("a.c", "gen.h");
    let generate = || Action::write_file("generate", "gen.h", "G");
    let done = w.build(vec![generate(), compile("a.c", "a.o").after("generate")]);
    done.ran(&["compile a.c", "generate"]);
    w.remove("a.o");
    w.write("a.c", "gen.h ");
    w.write("other", "");
    let done = w.build(vec![generate(), compile("a.c", "a.o").input("other")]);
    done.failed("compile a.c", "it reads gen.h, which `generate` makes, without naming it as an input");
    assert!(!w.exists("a.o"));
}

#[test]
fn a_generated_file_in_a_depfile_is_stable() {
    let w = Workspace::new();
    w.write("a.c", "gen.h");
    w.write("source", "G");
    let build =
        || w.build(vec![cat("generate", &["source"], "gen.h"), compile("a.c", "a.o").order_only("gen.h")]);
    assert_eq!(build().ran(&["compile a.c", "generate"]).warnings, [""; 0]);
    build().ran(&[]);
    w.write("source", "H");
    build().ran(&["compile a.c", "generate"]);
    assert_eq!(w.read("a.o"), "H");
}

#[test]
fn what_an_action_writes_for_itself_is_no_input() {
    let w = Workspace::new();
    w.write("in", "x");
    let script = "mkdir -p cache; date +%N > cache/state; cp in out; echo 'out: in cache/state out' > out.d";
    let build = || w.build(vec![sh("a", script).input("in").output("out").depfile("out.d").private("cache")]);
    assert_eq!(build().ran(&["a"]).warnings, [""; 0]);
    w.write("cache/state", "other");
    build().ran(&[]);
}

#[test]
fn a_depfile_that_is_missing_or_none_is_an_error() {
    let w = Workspace::new();
    let done = w.build(vec![sh("a", "echo > out").output("out").depfile("out.d")]);
    done.failed("a", "`sh` finished without writing out.d");
    let done = w.build(vec![sh("a", "echo > out; echo nonsense > out.d").output("out").depfile("out.d")]);
    done.failed("a", "cannot read the depfile out.d: line 1: expected `target: prerequisites`");
    assert!(!w.exists("out"));
}

#[test]
fn names_in_a_folder_and_what_cannot_be_told() {
    let w = Workspace::new();
    w.write("data/a", "1");
    let call = |unknown: bool| {
        let root = w.options.root.clone();
        Call::new("count", "", move |_| {
            let names = std::fs::read_dir(root.join("data")).unwrap().count();
            std::fs::write(root.join("out"), names.to_string()).unwrap();
            Ok(CallOutput { names: vec!["data".into()], unknown, ..CallOutput::default() })
        })
    };
    let build = |unknown| w.build(vec![Action::call("count", call(unknown)).output("out")]);
    build(false).ran(&["count"]);
    w.write("data/a", "2");
    build(false).ran(&[]);
    w.write("data/b", "1");
    build(false).ran(&["count"]).because("count", &["the names in data changed"]);
    assert_eq!(w.read("out"), "2");
    // Nobody but itself knows when it is to run: each time.
    w.write("data/c", "1");
    build(true).ran(&["count"]);
    build(true).ran(&["count"]);
    w.remove("data/c");
    build(false).ran(&[]);
}
