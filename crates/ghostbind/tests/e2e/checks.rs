//! `ghostbind check`: both sides agree, or it says where they do not.

use serde_json::Value;

use crate::project::Project;

const LIB: &str = "#[repr(C)]\npub struct Pair { pub left: u32, pub right: u64 }\n\
    #[unsafe(no_mangle)]\npub extern \"C\" fn pair_sum(pair: Pair) -> u64 { pair.right + u64::from(pair.left) }\n\
    #[unsafe(no_mangle)]\npub extern \"C\" fn pair_same(pair: *const Pair) -> bool { unsafe { (*pair).right == 0 } }\n";

const ZIG: &str = "const Pair = extern struct { left: u32, right: u64 };\nextern fn pair_sum(pair: Pair) u64;\n\
    extern fn pair_same(pair: *const Pair) bool;\npub fn main() void {\n    _ = pair_sum(.{ .left = 1, .right = 2 });\n}\n";

fn project() -> Option<Project> {
    let p = Project::new()?;
    p.krate("pairs", "", LIB);
    p.write("src/main.zig", ZIG);
    Some(p)
}

#[test]
fn agreement_is_silent_and_a_mismatch_has_both_places() {
    let Some(p) = project() else { return };
    let check = |more: &[&str]| {
        let mut args = vec!["check", "--manifest-path", "pairs", "src"];
        args.extend(more);
        p.ghostbind(&args)
    };
    check(&[]).succeeds();
    p.write("src/main.zig", &ZIG.replace("pair: *const Pair) bool", "pair: *const Pair) c_int"));
    let text = check(&[]);
    assert_eq!(text.code, Some(1), "{text:#?}");
    assert!(text.stdout.contains("src/main.zig:3:11: error[sig-bool-vs-int]"), "{}", text.stdout);
    assert!(text.stdout.contains("pairs/src/lib.rs:6"), "{}", text.stdout);
    let json: Value = serde_json::from_str(&check(&["--message-format", "json"]).stdout).unwrap();
    assert_eq!(json["findings"][0]["class"], "sig-bool-vs-int");
    assert_eq!(json["findings"][0]["location"]["line"], 3);
    let sarif: Value = serde_json::from_str(&check(&["--format", "sarif"]).stdout).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "sig-bool-vs-int");
}

#[test]
fn an_old_header_against_a_grown_struct() {
    let Some(p) = project() else { return };
    p.build("pairs", &[]).succeeds();
    p.write("old.h", &p.read(".ghostbind/cache/headers/pairs.h"));
    p.write("old.json", &p.read(".ghostbind/cache/interfaces/pairs.json"));
    let header = ["check", "--manifest-path", "pairs", "old.h"];
    let baseline = ["check", "--manifest-path", "pairs", "--baseline", "old.json"];
    p.ghostbind(&header).succeeds();
    let same = p.ghostbind(&baseline).succeeds();
    assert!(same.stdout.contains("a patch version"), "{}", same.stdout);
    p.write("pairs/src/lib.rs", &format!("{LIB}#[unsafe(no_mangle)]\npub extern \"C\" fn pair_new() {{}}\n"));
    let more = p.ghostbind(&baseline).succeeds();
    assert!(
        more.stdout.contains("added: pair_new") && more.stdout.contains("a minor version"),
        "{}",
        more.stdout
    );
    p.write("pairs/src/lib.rs", &LIB.replace("pub right: u64 }", "pub right: u64, pub more: u64 }"));
    let grown = p.ghostbind(&header);
    assert_eq!(grown.code, Some(1), "{grown:#?}");
    assert!(grown.stdout.contains("error[layout-"), "{}", grown.stdout);
    let breaking = p.ghostbind(&baseline);
    assert_eq!(breaking.code, Some(1), "{breaking:#?}");
    assert!(breaking.stdout.contains("a major version"), "{}", breaking.stdout);
}

#[test]
fn sources_alone_and_wrong_paths() {
    let Some(p) = Project::new() else { return };
    p.write("lib.rs", "#[unsafe(no_mangle)]\npub extern \"C\" fn twice(n: u32) -> u32 { n * 2 }\n");
    p.write("main.zig", "extern fn twice(n: u64) u32;\npub fn main() void {\n    _ = twice(1);\n}\n");
    let found = p.ghostbind(&["check", "lib.rs", "main.zig"]);
    assert_eq!(found.code, Some(1));
    assert!(found.stdout.contains("main.zig:1:11: error[sig-int-width]"), "{}", found.stdout);
    p.ghostbind(&["check", "lib.rs", "nowhere.zig"]).fails(2, &["nowhere.zig does not exist"]);
    p.ghostbind(&["check", "main.zig"]).fails(2, &["no crate to check against"]);
}

/// The other direction: what Rust declares, against what Zig exports.
#[test]
fn what_rust_declares_of_zig() {
    let Some(p) = Project::new() else { return };
    let lib = "unsafe extern \"C\" {\n    fn host_log(level: u32);\n    fn host_gone(level: u32);\n    fn host_idle();\n\
               \x20   #[cfg(feature = \"more\")]\n    fn host_more();\n    fn host_in_c();\n}\n\
               #[unsafe(no_mangle)]\npub extern \"C\" fn guest_run() {\n    unsafe {\n        host_log(1);\n        host_gone(2);\n\
               \x20       #[cfg(feature = \"more\")]\n        host_more();\n        host_in_c();\n    }\n}\n";
    p.krate("guest", "[lib]\ncrate-type = [\"staticlib\"]\n[features]\nmore = []", lib);
    p.write(
        "host/main.zig",
        "export fn host_log(level: u64) void {\n    _ = level;\n}\nexport fn host_other() void {}\n",
    );
    p.write("host/part.c", "void host_in_c(void) {}\n");
    let run = p.ghostbind(&["check", "--manifest-path", "guest", "host"]);
    assert_eq!(run.code, Some(1), "{run:#?}");
    for text in ["guest/src/lib.rs:2:8: error[sig-int-width]", "`host_gone`"] {
        assert!(run.stdout.contains(text), "{text}: {}", run.stdout);
    }
    for absent in ["host_idle", "host_more", "host_in_c"] {
        assert!(!run.stdout.contains(absent), "{absent}: {}", run.stdout);
    }
    let more = p.ghostbind(&["check", "--manifest-path", "guest", "--features", "more", "host"]);
    assert!(more.stdout.contains("`host_more`"), "{more:#?}");
}

/// What stands behind pointers only, what a `cfg` leaves out, and what is no Zig at all.
#[test]
fn a_library_says_less_than_its_source() {
    let Some(p) = Project::new() else { return };
    let lib = "pub struct Plain { pub a: u8, pub b: u32 }\n\
               #[unsafe(no_mangle)]\npub extern \"C\" fn plain_sum(it: *const Plain) -> u32 { unsafe { (*it).b } }\n\
               #[cfg(feature = \"more\")]\n#[unsafe(no_mangle)]\npub extern \"C\" fn gated() {}\n\
               #[unsafe(no_mangle)]\npub extern \"C\" fn misspelled() {}\n";
    p.krate("plain", "[features]\nmore = []", lib);
    let check = |zig: &str, expected: &[&str]| {
        p.write("src/main.zig", zig);
        let run = p.ghostbind(&["check", "--manifest-path", "plain", "src/main.zig"]);
        assert_eq!(run.code, Some(i32::from(!expected.is_empty())), "{run:#?}");
        for text in expected {
            assert!(run.stdout.contains(text), "{text}: {}", run.stdout);
        }
    };
    check("const Plain = opaque {};\nextern fn plain_sum(it: *const Plain) u32;\n", &[]);
    check(
        "const Plain = extern struct { a: u8, b: u32 };\nextern fn plain_sum(it: *const Plain) u32;\n",
        &["plain/src/lib.rs:1:12: error[layout-missing-repr-c]"],
    );
    check(
        "extern fn gated() void;\nextern fn mispelled() void;\nextern fn SDL_Init() void;\npub fn main() void {\n    gated();\n    mispelled();\n    SDL_Init();\n}\n",
        &["error[link-missing-symbol]: `gated`", "there is `misspelled`", "1 errors, 1 warnings"],
    );
    // What C beside it defines is not looked for here; what C only calls is.
    p.write("mixed/main.zig", "extern fn plain_log(x: c_int) void;\nextern fn plain_gone() void;\npub fn main() void {\n    plain_log(1);\n    plain_gone();\n}\n");
    p.write(
        "mixed/log.c",
        "void plain_gone(void);\nvoid plain_log(int x)\n{\n  (void)x;\n  plain_gone();\n}\n",
    );
    let mixed = p.ghostbind(&["check", "--manifest-path", "plain", "mixed"]);
    assert!(mixed.code == Some(1) && mixed.stdout.contains("plain_gone"), "{mixed:#?}");
    assert!(!mixed.stdout.contains("`plain_log`"), "{}", mixed.stdout);
    // Nor what a library defines that is linked as well.
    p.write("gone.c", "void plain_gone(void) {}\n");
    p.tool("cc", &["-c", "gone.c", "-o", "gone.o"]);
    p.ghostbind(&["check", "--manifest-path", "plain", "mixed", "gone.o"]).succeeds();
    p.write("none.a", "no library");
    p.ghostbind(&["check", "--manifest-path", "plain", "mixed", "none.a"]).fails(1, &["none.a"]);
    p.write("src/main.zig", "pub extern fn x(");
    p.ghostbind(&["check", "--manifest-path", "plain", "src/main.zig"])
        .fails(2, &["src/main.zig:1:1: no Zig"]);
    p.write("empty/note.txt", "");
    let nothing = p.ghostbind(&["check", "--manifest-path", "plain", "empty"]).succeeds();
    assert!(nothing.stdout.contains("nothing was checked"), "{}", nothing.stdout);
}

#[test]
fn a_header_is_read_whatever_stands_around_its_declarations() {
    let Some(p) = project() else { return };
    // Named in a comment and under a condition, declared nowhere; and a header of the system's besides.
    let header = "/*\n   pair_same is gone\n*/\n#include <stdio.h>\n#include <stdint.h>\n\
        struct Pair { uint32_t left; uint64_t right; };\nvoid print(FILE *);\n\
        #ifdef OLD\nint pair_same(void);\n#endif\nuint32_t pair_sum(struct Pair pair);\n";
    p.write("own.h", header);
    let run = p.ghostbind(&["check", "--manifest-path", "pairs", "own.h"]);
    assert_eq!(run.code, Some(1), "{run:#?}");
    assert!(run.stdout.contains("own.h:11: error[sig-int-width]"), "{}", run.stdout);
    assert!(run.stdout.contains("1 errors"), "{}", run.stdout);
    p.write("own.h", &header.replace("uint32_t pair_sum", "uint64_t pair_sum"));
    p.ghostbind(&["check", "--manifest-path", "pairs", "own.h"]).succeeds();
    p.write("own.h", "#include <stdint.h>\nuint64_t pair_sum(struct Nothing pair;\n");
    p.ghostbind(&["check", "--manifest-path", "pairs", "own.h"]).fails(1, &["own.h", "error"]);
}

#[test]
fn a_named_file_that_cannot_be_read_is_no_clean_one() {
    let Some(p) = project() else { return };
    p.write("broken.rs", "pub extern \"C\" fn pair_sum( {\n");
    p.write("empty.zig", "");
    p.ghostbind(&["check", "broken.rs", "empty.zig"]).fails(2, &["broken.rs:1:", "it was not checked"]);
}
