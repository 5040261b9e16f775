use super::*;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self(folder)
    }

    fn path(&self) -> &Utf8Path {
        Utf8Path::from_path(self.0.path()).unwrap()
    }

    fn open(&self, cwd: &str, config: Option<&str>) -> Result<Workspace, Failure> {
        Workspace::open(&self.path().join(cwd), config.map(Utf8Path::new))
    }

    fn check_error(&self, cwd: &str, config: Option<&str>, expected: &str) {
        let failure = self.open(cwd, config).unwrap_err();
        assert_eq!(failure.to_string().replace(self.path().as_str(), "<dir>"), expected);
    }
}

const WORKSPACE: &str = r#"{ "workspace": { "name": "w", "members": ["apps/zig-front", "libs/core"] } }"#;

#[test]
fn finds_the_nearest_file() {
    let folder = Folder::new(&[
        ("zbuild.json", r#"{ "project": { "name": "outer" } }"#),
        ("a/zbuild.json", r#"{ "project": { "name": "inner" } }"#),
        ("a/b/x", ""),
    ]);
    assert_eq!(folder.open("a/b", None).unwrap().members[0].name, "inner");
    assert_eq!(folder.open("a/b", None).unwrap().root, folder.path().join("a"));
    assert_eq!(folder.open("", None).unwrap().members[0].name, "outer");
    assert_eq!(folder.open("", Some("a/zbuild.json")).unwrap().members[0].name, "inner");
    assert_eq!(folder.open("a/b", Some("../../a")).unwrap().members[0].name, "inner");
}

#[test]
fn reads_members() {
    let folder = Folder::new(&[
        ("zbuild.json", WORKSPACE),
        ("apps/zig-front/zbuild.json", r#"{ "project": { "name": "front" } }"#),
        (
            "libs/core/Cargo.toml",
            "[package]\nname = \"shared-core\"\n[lib]\ncrate-type = [\"rlib\", \"cdylib\"]",
        ),
    ]);
    let workspace = folder.open("libs", None).unwrap();
    let names: Vec<_> = workspace.members.iter().map(|m| m.name.as_str()).collect();
    assert_eq!(names, ["front", "core"]);
    let MemberKind::Crate(manifest) = &workspace.members[1].kind else { panic!() };
    assert_eq!(
        (manifest.library.as_str(), &manifest.crate_types[..]),
        ("shared_core", &[CrateType::Cdylib][..])
    );
    for name in ["front", "zig-front", "apps/zig-front"] {
        assert_eq!(workspace.select(Some(name)).unwrap()[0].name, "front");
    }
    assert_eq!(workspace.select(None).unwrap().len(), 2);
    let failure = workspace.select(Some("fromt")).unwrap_err();
    assert_eq!(
        failure.to_string(),
        "zbuild.json: error: no project is called `fromt`\n  hint: did you mean `front`?"
    );
}

use crate::config::CrateType;

#[test]
fn says_what_is_missing() {
    Folder::new(&[]).check_error(
        "",
        Some("x.json"),
        "x.json: error: there is no such file\n  hint: `zbuild init` writes a zbuild.json",
    );
    Folder::new(&[("zbuild.json", WORKSPACE), ("libs/core/Cargo.toml", "[workspace]\n")]).check_error(
        "",
        None,
        "zbuild.json:1:43: error: the member `apps/zig-front` has neither zbuild.json nor Cargo.toml\n  \
         hint: looked in <dir>/apps/zig-front\n\
         libs/core/Cargo.toml: error: this Cargo.toml has no package\n  \
         hint: name the folder of a package, not of a workspace",
    );
    Folder::new(&[
        ("zbuild.json", WORKSPACE),
        ("apps/zig-front/zbuild.json", r#"{ "project": { "name": "core" } }"#),
        ("libs/core/Cargo.toml", "[package]\nname = \"x\"\n"),
    ])
    .check_error(
        "",
        None,
        "zbuild.json:1:61: error: two members are named `core`\n  hint: the other is apps/zig-front",
    );
}

#[test]
fn says_what_is_not_text() {
    let folder = Folder::new(&[]);
    fs::write(folder.path().join("zbuild.json"), b"{\n \"project\": \"\xff\" }").unwrap();
    folder.check_error("", None, "zbuild.json:2:14: error: not valid JSON: this is not UTF-8");
    let folder =
        Folder::new(&[("zbuild.json", WORKSPACE), ("apps/zig-front/Cargo.toml", "[package\nname = 1")]);
    let failure = folder.open("", None).unwrap_err().to_string();
    assert!(failure.starts_with("apps/zig-front/Cargo.toml:1:9: error: "), "{failure}");
}
