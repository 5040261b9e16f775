//! Crates from a registry or a repository, `zbuild add`, `zbuild fetch` and `zbuild.lock`.

use std::fs;

use crate::project::Project;

const MAIN: &str = "const rure = @import(\"rure\");\n\
    pub fn main() u8 {\n\
        const regex = rure.rure_compile_must(\"^z[a-z]+$\") orelse return 2;\n\
        defer rure.rure_free(regex);\n\
        const text = \"zbuild\";\n\
        return if (rure.rure_is_match(regex, text, text.len, 0)) 0 else 1;\n\
    }\n";

/// What cargo says on a machine without a registry.
pub(crate) const OFFLINE: &[&str] =
    &["failed to download", "Could not resolve host", "network failure", "spurious network error"];

#[test]
fn a_crate_of_the_registry() {
    let Some(project) = Project::new("a_crate_of_the_registry") else { return };
    project.write("zbuild.json", "{\n  \"project\": { \"name\": \"app\" }\n}\n").write("src/main.zig", MAIN);
    project.expect(0, &["add", "rust", "rure", "--version", "0.2"]);
    let config = fs::read_to_string(project.root.join("zbuild.json")).unwrap();
    assert!(
        config.contains(r#""dependencies": { "rust_crates": [{ "name": "rure", "version": "0.2" }] }"#),
        "{config}"
    );
    let fetched = project.zbuild(&["fetch"]);
    if fetched.code != Some(0) && OFFLINE.iter().any(|words| fetched.stderr.contains(words)) {
        eprintln!("skipped: a_crate_of_the_registry needs a package registry");
        return;
    }
    assert_eq!(fetched.code, Some(0), "{}", fetched.stderr);
    let lock = fs::read_to_string(project.root.join("zbuild.lock")).unwrap();
    assert!(lock.contains("rure"), "{lock}");

    project.expect(0, &["build", "--offline"]);
    assert_eq!(project.program("zig-out/bin/app"), "");
    assert_eq!(project.count(&["build"]), (0, 0));
    assert_eq!(fs::read_to_string(project.root.join("zbuild.lock")).unwrap(), lock);

    // Another machine has the file and nothing else.
    fs::remove_dir_all(project.root.join(".zbuild")).unwrap();
    project.expect(0, &["build", "--offline"]);
    assert_eq!(fs::read_to_string(project.root.join("zbuild.lock")).unwrap(), lock);

    // What the file says goes before what was built here, and what it does not say is chosen anew.
    let resolved = || {
        let crates = project.root.join(".zbuild/crates").read_dir().unwrap().flatten();
        crates.map(|entry| entry.path().join("Cargo.lock")).next().unwrap()
    };
    let chosen = fs::read_to_string(resolved()).unwrap();
    fs::write(resolved(), format!("# of long ago\n{chosen}")).unwrap();
    project.expect(0, &["build", "--offline"]);
    assert_eq!(fs::read_to_string(resolved()).unwrap(), chosen);
    assert_eq!(fs::read_to_string(project.root.join("zbuild.lock")).unwrap(), lock);
    fs::remove_file(project.root.join("zbuild.lock")).unwrap();
    project.expect(0, &["graph"]);
    assert!(!resolved().exists(), "it is to be chosen anew");
    project.expect(0, &["run", "--offline"]);
    assert!(fs::read_to_string(project.root.join("zbuild.lock")).unwrap().contains("rure"));

    project.write("zbuild.lock", "not a lock file");
    let said = project.expect(2, &["build"]).stderr;
    assert!(said.contains("zbuild.lock: error: not a lock file of zbuild"), "{said}");
}

#[test]
fn two_versions_of_a_crate_are_locked_each() {
    let Some(project) = Project::new("two_versions_of_a_crate_are_locked_each") else { return };
    project.write("zbuild.json", r#"{ "workspace": { "members": ["one", "two"] } }"#);
    for (member, version) in [("one", "0.1"), ("two", "0.2")] {
        let config = format!(
            "{{ \"project\": {{ \"name\": \"{member}\" }},\n  \"dependencies\": {{ \"rust_crates\": [{{ \"name\": \"rure\", \"version\": \"{version}\" }}] }} }}"
        );
        project
            .write(&format!("{member}/zbuild.json"), &config)
            .write(&format!("{member}/src/main.zig"), MAIN);
    }
    for member in ["one", "two"] {
        project.expect(0, &["graph", "--project", member]);
    }
    // What each resolved to, as another machine has found out.
    let folders = project.root.join(".zbuild/crates").read_dir().unwrap().flatten();
    let folders: Vec<_> = folders.map(|entry| entry.path()).collect();
    assert_eq!(folders.len(), 2);
    let mut crates = serde_json::Map::new();
    for folder in &folders {
        let request = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let lock = format!("# of {name}\n");
        crates.insert(name, serde_json::json!({ "request": request, "lock": lock }));
    }
    project.write("zbuild.lock", &serde_json::json!({ "version": 1, "crates": crates }).to_string());
    for member in ["one", "two"] {
        project.expect(0, &["graph", "--project", member]);
    }
    for folder in &folders {
        let lock = fs::read_to_string(folder.join("Cargo.lock")).unwrap();
        assert_eq!(lock, format!("# of {}\n", folder.file_name().unwrap().to_str().unwrap()));
    }
}

#[test]
fn what_cannot_be_added_changes_nothing() {
    let project = Project::without_zig();
    project.adder("staticlib");
    let before = fs::read_to_string(project.root.join("zbuild.json")).unwrap();
    for (args, expected) in [
        (&["rust", "adder", "--path", "other"][..], "a second dependency named `adder`"),
        (&["rust", "a b", "--path", "x"], "must be letters, digits"),
        (&["rust", "x"], "nothing says where the dependency comes from"),
        (&["zig", "x", "--version", "1"], "a Zig module comes from a folder"),
        (&["rust", "x", "--git", "https://example.org/x", "--rev", "main"], "must be a whole commit"),
        (&["rust", "x", "--path", "x", "--project", "nobody"], "no project is called `nobody`"),
        (&["rust", "x", "--path", "nope"], "there is no Cargo.toml in `nope`"),
        (&["zig", "x", "--path", "nope"], "there is no folder `nope`"),
        (&["rust", "x", "--version", "bogus"], "`bogus` is no version requirement"),
    ] {
        let said = project.expect(2, &[&["add"], args].concat()).stderr;
        assert!(said.contains(expected), "no `{expected}` in {said}");
        assert_eq!(fs::read_to_string(project.root.join("zbuild.json")).unwrap(), before);
    }
    fs::create_dir_all(project.root.join("libs/text")).unwrap();
    project.expect(0, &["add", "zig", "text", "--path", "libs/text"]);
    let after = fs::read_to_string(project.root.join("zbuild.json")).unwrap();
    assert!(after.contains(r#""zig_modules": [{ "name": "text", "path": "libs/text" }]"#), "{after}");
}
