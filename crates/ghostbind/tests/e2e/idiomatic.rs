//! Wrappers as a Zig programmer would write them: compiled, and run.

use crate::manifest::{files_are_true, follows_the_schema};
use crate::project::{Project, ZIGS};

const LIBRARY: &str = include_str!("idiomatic/styles.rs");
const PROGRAM: &str = include_str!("idiomatic/main.zig");

fn check(zig: Option<&str>) {
    let Some(p) = Project::with_zig(zig, "") else { return };
    p.krate("styles", "", LIBRARY);
    p.build("styles", &["--bindings", "idiomatic", "--output-dir", "dist"]).succeeds();
    let manifest = p.manifest("styles");
    follows_the_schema(&manifest);
    files_are_true(&p, &manifest);
    let styles: Vec<&str> =
        manifest["bindings"].as_array().unwrap().iter().map(|file| file["style"].as_str().unwrap()).collect();
    assert_eq!(styles, ["raw", "idiomatic"]);
    assert!(p.exists("dist/styles.zig") && p.exists("dist/styles.idiomatic.zig"));
    p.write("main.zig", PROGRAM);
    let wrappers = manifest["bindings"][1]["path"].as_str().unwrap();
    let module = format!("-Mstyles={wrappers}");
    let library = manifest["artifacts"][0]["path"].as_str().unwrap();
    let args = [
        "build-exe",
        "-fllvm",
        "--name",
        "main",
        "--dep",
        "styles",
        "-Mroot=main.zig",
        &module,
        library,
        "-lc",
    ];
    p.tool("zig", &[&args[..], &["-lunwind"]].concat());
    let printed = p.tool("./main", &[]);
    assert_eq!(printed, "first,second second 1 2\n4.0\n7 11.0\n7.0 14.0\n", "Zig {zig:?}");
}

#[test]
fn wrappers_of_several_styles_are_compiled_and_run() {
    for zig in ZIGS {
        check(Some(zig));
    }
}

#[test]
fn raw_bindings_alone_are_the_default() {
    let Some(p) = Project::new() else { return };
    p.krate("styles", "", LIBRARY);
    p.build("styles", &[]).succeeds();
    assert!(!p.exists(".ghostbind/cache/bindings/styles.idiomatic.zig"));
    assert_eq!(p.manifest("styles")["bindings"].as_array().unwrap().len(), 1);
}
