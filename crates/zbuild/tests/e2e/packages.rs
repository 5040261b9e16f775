//! `zbuild package`: the same project gives the same archive, wherever it lies.

use std::fs;
use std::process::Command;

use crate::project::Project;

#[test]
#[expect(clippy::disallowed_methods, reason = "tar and sha256sum say whether the archive is one")]
fn archives_are_reproducible_and_complete() {
    let mut archives = Vec::new();
    for _ in 0..2 {
        let Some(project) = Project::new("archives_are_reproducible_and_complete") else { return };
        project.write("README.md", "read me\n");
        project.write("zbuild.json", r#"{ "project": { "name": "größe", "version": "1.2.3", "target": "x86_64-linux-gnu" },
  "dependencies": { "zig_modules": [{ "name": "text", "path": "." }], "rust_crates": [{ "name": "adder", "path": "adder" }] },
  "build": { "optimization": "ReleaseSmall", "strip": true } }"#);
        project.write("src/text.zig", "export fn text_len() usize { return 3; }\n");
        project.write(
            "adder/Cargo.toml",
            "[package]\nname = \"adder\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\nhelper = { path = \"../helper\" }\n\
             [dev-dependencies]\nonly-for-tests = { path = \"../only-for-tests\" }\n",
        );
        for name in ["helper", "only-for-tests"] {
            let manifest = format!("[package]\nname = \"{name}\"\nversion = \"0.2.0\"\nedition = \"2024\"\n");
            project.write(&format!("{name}/Cargo.toml"), &manifest).write(&format!("{name}/src/lib.rs"), "");
        }
        project.write("adder/src/lib.rs", crate::project::ADDER);
        project.expect(0, &["package"]);
        let folder = project.root.join("zig-out/package");
        let stem = "größe-1.2.3-x86_64-linux-gnu";
        let list = Command::new("tar")
            .arg("-tzf")
            .arg(folder.join(format!("{stem}.tar.gz")))
            .env("LC_ALL", "C.UTF-8")
            .output()
            .unwrap();
        assert!(list.status.success(), "{list:?}");
        let listed = String::from_utf8(list.stdout).unwrap();
        let mut names: Vec<&str> = listed.lines().collect();
        names.sort_unstable();
        // tar may write the letters beyond ASCII as numbers.
        let ends: Vec<&str> = names.iter().map(|name| name.split_once('/').unwrap().1).collect();
        assert_eq!(ends[0], "README.md");
        for end in ["include/adder.h", "lib/libadder.a", "lib/libtext.a", "rust/text.rs", "sbom.cdx.json"] {
            assert!(ends.contains(&end), "no {end} in {ends:?}");
        }
        let checked =
            Command::new("sha256sum").args(["-c", "SHA256SUMS"]).current_dir(&folder).output().unwrap();
        assert!(checked.status.success(), "{checked:?}");
        let bom = fs::read_to_string(folder.join(format!("{stem}.cdx.json"))).unwrap();
        let bom: serde_json::Value = serde_json::from_str(&bom).unwrap();
        assert_eq!(bom["bomFormat"], "CycloneDX");
        let names: Vec<&str> =
            bom["components"].as_array().unwrap().iter().filter_map(|c| c["name"].as_str()).collect();
        assert!(names.contains(&"adder") && names.contains(&"text"), "{names:?}");
        assert!(names.contains(&"helper") && !names.contains(&"only-for-tests"), "{names:?}");
        let archive = folder.join(format!("{stem}.tar.gz"));
        let before = fs::read(&archive).unwrap();
        project.expect(0, &["clean"]);
        project.expect(0, &["package"]);
        assert_eq!(fs::read(&archive).unwrap(), before, "built and packed again");
        archives.push(fs::read(folder.join(format!("{stem}.cdx.json"))).unwrap());
    }
    assert_eq!(archives[0], archives[1]);
}

/// What `zbuild package` left, by the end of its name.
#[expect(clippy::unwrap_used, reason = "helpers of tests")]
pub(crate) fn packed(project: &Project, ending: &str) -> Vec<u8> {
    let mut entries = project.root.join("zig-out/package").read_dir().unwrap().flatten();
    let found = entries.find(|entry| entry.file_name().to_string_lossy().ends_with(ending));
    fs::read(found.unwrap().path()).unwrap()
}

/// The names in an archive.
#[expect(clippy::unwrap_used, reason = "helpers of tests")]
pub(crate) fn names(archive: &[u8]) -> Vec<String> {
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(archive));
    let entries = archive.entries().unwrap();
    entries.map(|entry| entry.unwrap().path().unwrap().to_string_lossy().into_owned()).collect()
}

#[test]
fn members_have_archives_of_their_own() {
    let Some(project) = Project::new("members_have_archives_of_their_own") else { return };
    project.write(
        "zbuild.json",
        r#"{ "workspace": { "name": "both", "version": "2.0.0", "members": ["one", "two"] } }"#,
    );
    project.write("README.md", "of both\n").write("two/README.md", "of two\n");
    for (name, version) in [("one", ""), ("two", ", \"version\": \"3.1.0\"")] {
        let config = format!(
            "{{ \"project\": {{ \"name\": \"{name}\"{version}, \"target\": \"x86_64-linux-musl\" }},\n  \
             \"dependencies\": {{ \"zig_modules\": [{{ \"name\": \"module-{name}\", \"path\": \"lib\" }}] }} }}"
        );
        project.write(&format!("{name}/zbuild.json"), &config);
        project.write(&format!("{name}/src/main.zig"), "pub fn main() void {}\n");
        project.write(&format!("{name}/lib/src/root.zig"), "");
    }
    for name in ["one", "two"] {
        project.expect(0, &["package", "--project", name]);
    }
    let folder = project.root.join("zig-out/package");
    let sums = fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
    for (stem, readme, module, other) in [
        ("one-2.0.0-x86_64-linux-musl", "of both\n", "module-one", "module-two"),
        ("two-3.1.0-x86_64-linux-musl", "of two\n", "module-two", "module-one"),
    ] {
        assert!(sums.contains(&format!("  {stem}.tar.gz\n")), "{sums}");
        let archive = fs::read(folder.join(format!("{stem}.tar.gz"))).unwrap();
        let program = format!("{stem}/bin/{}", &stem[..3]);
        assert!(names(&archive).contains(&program), "{:?}", names(&archive));
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(&archive[..]));
        let mut entries = archive.entries().unwrap().map(Result::unwrap);
        let mut entry = entries.find(|entry| entry.path().unwrap().ends_with("README.md")).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut entry, &mut text).unwrap();
        assert_eq!(text, readme);
        let bom = fs::read_to_string(folder.join(format!("{stem}.cdx.json"))).unwrap();
        assert!(bom.contains(module) && !bom.contains(other), "{bom}");
    }
    fs::remove_file(folder.join("one-2.0.0-x86_64-linux-musl.tar.gz")).unwrap();
    let mut package = project.command(&["package", "--project", "two"]);
    let refused = package.env("SOURCE_DATE_EPOCH", "soon").output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    project.expect(0, &["package", "--project", "two"]);
    let sums = fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
    assert!(!sums.contains("one-2.0.0-x86_64-linux-musl.tar.gz"), "{sums}");
}
