//! The same inputs in two folders give the same bytes.

use std::collections::BTreeMap;

use crate::errors::published;
use crate::project::Project;

/// Panics with a place, in the crate and in a dependency of its workspace; a file that a build script
/// writes; a path of its own folder is not asked for.
fn project() -> Option<Project> {
    let p = Project::new()?;
    p.krate(
        "sums",
        "build = \"build.rs\"\n[lib]\ncrate-type = [\"staticlib\", \"cdylib\"]\n[dependencies]\nhelper = { path = \"helper\" }",
        "include!(concat!(env!(\"OUT_DIR\"), \"/made.rs\"));\n/// Sums.\n#[unsafe(no_mangle)]\npub extern \"C\" fn sum(a: u32, b: u32) -> u32 {\n    \
         assert!(a < MADE, \"too much\");\n    helper::checked(a, b)\n}\n",
    );
    p.write("sums/build.rs", "fn main() {\n    println!(\"cargo::rerun-if-changed=build.rs\");\n    let out = std::env::var(\"OUT_DIR\").unwrap();\n    \
                              std::fs::write(format!(\"{out}/made.rs\"), \"const MADE: u32 = 1000;\\npub fn made(n: u32) -> u32 { [1, 2, 3][n as usize] }\").unwrap();\n}\n");
    p.write(
        "sums/helper/Cargo.toml",
        "[package]\nname = \"helper\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    );
    p.write(
        "sums/helper/src/lib.rs",
        "pub fn checked(a: u32, b: u32) -> u32 { a.checked_add(b).expect(\"it fits\") }\n",
    );
    Some(p)
}

/// Published files by their path below the project.
fn files(p: &Project) -> BTreeMap<String, Vec<u8>> {
    let all = published(p).into_iter();
    all.map(|(path, bytes)| (path.trim_start_matches(p.root.as_str()).to_owned(), bytes)).collect()
}

#[test]
fn two_folders_give_the_same_bytes() {
    let (Some(one), Some(two)) = (project(), project()) else { return };
    one.build("sums", &[]).succeeds();
    two.build("sums", &[]).succeeds();
    are_equal(&one, &two);
}

#[test]
fn several_crates_in_two_folders() {
    let project = || {
        let p = Project::new()?;
        for name in ["first", "second"] {
            let lib = format!(
                "#[unsafe(no_mangle)]\npub extern \"C\" fn {name}_twice(n: u32) -> u32 {{ n * 2 }}\n"
            );
            p.krate(name, "", &lib);
        }
        p.ghostbind(&["build", "--manifest-path", "first", "--manifest-path", "second"]).succeeds();
        Some(p)
    };
    let (Some(one), Some(two)) = (project(), project()) else { return };
    are_equal(&one, &two);
}

fn are_equal(one: &Project, two: &Project) {
    let (one_files, two_files) = (files(one), files(two));
    assert!(one_files.keys().eq(two_files.keys()), "{:?} {:?}", one_files.keys(), two_files.keys());
    let different: Vec<&String> =
        one_files.iter().filter(|(path, bytes)| two_files[*path] != **bytes).map(|(path, _)| path).collect();
    let mut told = Vec::new();
    for path in &different {
        let bytes = &one_files[*path];
        if let Some(at) = memchr::memmem::find(bytes, one.root.as_str().as_bytes()) {
            told.push(String::from_utf8_lossy(&bytes[at..(at + 120).min(bytes.len())]).into_owned());
        }
    }
    assert!(different.is_empty(), "{different:?} differ; they name {told:?}");
}
