//! Whether the sources of a project are all that its programs are linked of, so that a symbol which none of them
//! offers is offered by nobody.
//!
//! Every way in which something else may come in makes the answer no: files of other languages, packages that may
//! bring compiled code, libraries that build files name. What cannot be understood counts as such a way.

use std::collections::HashSet;

use ghost_abi::source::normal_path;

use crate::build::Crate;
use crate::finding::Language;
use crate::project::{Project, Source, Unit};

/// Libraries of the system that offer what a program of any language needs, and that `libc::is_symbol` knows, or
/// that only the runtimes themselves use.
const SYSTEM: [&str; 18] = [
    "c",
    "m",
    "pthread",
    "dl",
    "rt",
    "util",
    "gcc_s",
    "gcc_eh",
    "unwind",
    "System",
    "ntdll",
    "kernel32",
    "userenv",
    "ws2_32",
    "bcrypt",
    "advapi32",
    "dbghelp",
    "synchronization",
];

/// Packages that everybody uses and that offer nothing to linkers.
const PURE: [&str; 44] = [
    "anyhow",
    "arrayvec",
    "base64",
    "bitflags",
    "bytemuck",
    "byteorder",
    "bytes",
    "cfg-if",
    "chrono",
    "crossbeam",
    "crossbeam-channel",
    "cty",
    "either",
    "fastrand",
    "futures",
    "getrandom",
    "hashbrown",
    "heapless",
    "hex",
    "indexmap",
    "itertools",
    "itoa",
    "lazy_static",
    "libc",
    "log",
    "memchr",
    "num-traits",
    "once_cell",
    "parking_lot",
    "paste",
    "rand",
    "rayon",
    "regex",
    "scopeguard",
    "serde",
    "serde_json",
    "sha2",
    "smallvec",
    "static_assertions",
    "thiserror",
    "tokio",
    "tracing",
    "uuid",
    "zerocopy",
];

/// What in a build script of either language brings in code from elsewhere.
const FROM_ELSEWHERE: [&str; 14] = [
    "addCSourceFile",
    "addAssemblyFile",
    "linkFramework",
    ".dependency(",
    "lazyDependency(",
    "cc::",
    "cmake",
    "pkg_config",
    "pkg-config",
    "vcpkg",
    "-framework",
    "rustc-link-arg",
    "@cImport",
    ".globl",
];

/// Whether nothing is linked but what the sources say.
pub(crate) fn is_closed(project: &Project) -> bool {
    let names = names(project);
    !project.has_other_code
        && project.left_out.is_empty()
        && project.build_files.iter().all(|file| is_script_closed(file, &names))
        && project.units.iter().all(|unit| match unit.language {
            Language::Rust => is_crate_closed(project, unit, &names),
            _ => unit.files.iter().all(|file| is_zig_closed(file, &names)),
        })
}

/// Names of the libraries that the project itself makes.
fn names(project: &Project) -> HashSet<String> {
    let manifests = project.units.iter().filter_map(|unit| unit.manifest.as_ref());
    let crates = manifests.map(|manifest| Crate::of(&manifest.text).library);
    let files = || project.units.iter().flat_map(|unit| &unit.files);
    let scripts = files().filter(|file| is_named(file, "build.zig")).chain(&project.build_files);
    let given = scripts.flat_map(|file| {
        let marks = [".name = \"", "\"name\": \""];
        marks
            .into_iter()
            .flat_map(|mark| file.text.split(mark).skip(1))
            .filter_map(|rest| rest.split('"').next())
    });
    // A loose file becomes a library of its own name, or of the one that is given on the command line.
    let stems = files().filter_map(|file| camino::Utf8Path::new(&file.path).file_stem());
    let system = SYSTEM.into_iter().map(str::to_owned);
    crates.chain(given.chain(stems).map(str::to_owned)).chain(system).collect()
}

fn is_named(file: &Source, name: &str) -> bool {
    file.path.rsplit('/').next() == Some(name)
}

fn has_elsewhere(text: &str) -> bool {
    FROM_ELSEWHERE.iter().any(|mark| text.contains(mark))
}

/// Every name behind a mark is known; one that is no plain text is not.
fn all_known(text: &str, mark: &str, names: &HashSet<String>) -> bool {
    text.split(mark).skip(1).all(|rest| {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "_-".contains(c))).unwrap_or(rest.len());
        names.contains(&rest[..end])
    })
}

fn is_crate_closed(project: &Project, unit: &Unit, names: &HashSet<String>) -> bool {
    let sources = unit.files.iter().all(|file| {
        if is_named(file, "build.rs") {
            return !has_elsewhere(&file.text) && links_known(&file.text, names);
        }
        links_attributes(&file.text, names)
    });
    let manifest = || match &unit.manifest {
        Some(manifest) => are_dependencies_closed(project, unit, &manifest.text),
        None => !unit.has_manifest,
    };
    sources && manifest()
}

/// `cargo:rustc-link-lib=static=name` in its forms.
fn links_known(text: &str, names: &HashSet<String>) -> bool {
    text.split("rustc-link-lib=").skip(1).all(|rest| {
        let value = rest.split(['"', '\\', '\n']).next().unwrap_or(rest);
        let name = value.rsplit(['=', ':']).next().unwrap_or(value);
        names.contains(name.trim())
    })
}

/// `#[link(name = "…")]` with a known name, and nothing else of its kind.
fn links_attributes(text: &str, names: &HashSet<String>) -> bool {
    let more = ["include!(", "global_asm!"].iter().any(|word| text.contains(word));
    !more
        && text.split("#[link(").skip(1).all(|rest| {
            let inside = rest.split(')').next().unwrap_or(rest);
            let name = inside.split_once("name").and_then(|(_, rest)| rest.split('"').nth(1));
            name.is_some_and(|name| names.contains(name))
        })
}

fn are_dependencies_closed(project: &Project, unit: &Unit, manifest: &str) -> bool {
    let Ok(table) = manifest.parse::<toml::Table>() else { return false };
    if table.get("package").and_then(|package| package.get("links")).is_some() {
        return false;
    }
    let targets = table.get("target").and_then(toml::Value::as_table);
    let of_targets = targets.into_iter().flatten().filter_map(|(_, target)| target.get("dependencies"));
    let all = table.get("dependencies").into_iter().chain(of_targets).filter_map(toml::Value::as_table);
    all.flatten().all(|(name, value)| {
        let text = |key: &str| value.get(key).and_then(toml::Value::as_str);
        let inside = text("path").is_some_and(|path| {
            let folder = normal_path(unit.folder.join(path).as_str());
            project
                .units
                .iter()
                .any(|other| other.language == Language::Rust && other.folder.as_str() == folder)
        });
        inside || PURE.contains(&text("package").unwrap_or(name))
    })
}

fn is_zig_closed(file: &Source, names: &HashSet<String>) -> bool {
    if !is_named(file, "build.zig") {
        return !["@cImport", ".globl"].iter().any(|word| file.text.contains(word));
    }
    let objects = file.text.lines().filter(|line| line.contains("addObjectFile"));
    !has_elsewhere(&file.text)
        && all_known(&file.text, "linkSystemLibrary(\"", names)
        && file.text.matches("linkSystemLibrary").count() == file.text.matches("linkSystemLibrary(\"").count()
        && objects.into_iter().all(|line| is_archive_known(line, names))
}

/// Whether a line names the archive of a library that is known.
fn is_archive_known(line: &str, names: &HashSet<String>) -> bool {
    let words = line.split(['"', '/', ' ', '\'', '\\']);
    let mut archives = words.filter_map(|word| word.strip_suffix(".a")).peekable();
    archives.peek().is_some()
        && archives.all(|stem| stem.strip_prefix("lib").is_some_and(|name| names.contains(name)))
}

/// Scripts for shells and make, and `zbuild.json`.
fn is_script_closed(file: &Source, names: &HashSet<String>) -> bool {
    let text = &file.text;
    if is_named(file, "zbuild.json") {
        let others = ["c_sources", "system_libraries", "zig_packages", "link_", "build_zig"];
        return !others.iter().any(|key| text.contains(key));
    }
    let words = || text.split(|c: char| c.is_whitespace() || "\"'=".contains(c));
    let link = |word: &str| word.strip_prefix("-l").filter(|name| !name.is_empty()).map(str::to_owned);
    let archive = |word: &&str| [".a", ".o", ".so", ".lib", ".dylib"].iter().any(|end| word.ends_with(end));
    !has_elsewhere(text)
        && words().filter_map(link).all(|name| names.contains(&name))
        && words().filter(archive).all(|word| {
            let file = word.rsplit('/').next().unwrap_or(word);
            let stem = file.split('.').next().unwrap_or(file);
            names.contains(stem.strip_prefix("lib").unwrap_or(stem))
        })
}

#[cfg(test)]
mod tests {
    use camino::Utf8Path;

    use super::is_closed;
    use crate::project::Project;

    fn check(files: &[(&str, &str)], expected: bool) {
        let manifest = "[package]\nname = \"my-gfx\"\n[lib]\ncrate-type = [\"staticlib\"]\n";
        let mut all = vec![("rust/Cargo.toml", manifest), ("rust/src/lib.rs", ""), ("main.zig", "")];
        all.retain(|(path, _)| files.iter().all(|(other, _)| other != path));
        all.extend(files);
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        for (path, text) in &all {
            std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            std::fs::write(root.join(path), text).unwrap();
        }
        assert_eq!(is_closed(&Project::load(root).unwrap()), expected, "{files:?}");
    }

    #[test]
    fn what_may_bring_more_is_seen() {
        let with = |more: &str| format!("[package]\nname = \"my-gfx\"\n{more}");
        check(&[], true);
        check(&[("x.c", "")], false);
        check(&[("rust/Cargo.toml", &with("[dependencies]\nserde = \"1\"\n"))], true);
        check(&[("rust/Cargo.toml", &with("[dependencies]\nlibz-sys = \"1\"\n"))], false);
        check(
            &[("rust/Cargo.toml", &with("[dependencies]\nserde = { package = \"z\", version = \"1\" }\n"))],
            false,
        );
        check(&[("rust/Cargo.toml", &with("[target.'cfg(unix)'.dependencies]\nopenssl = \"1\"\n"))], false);
        check(&[("rust/Cargo.toml", &with("[dependencies]\nother = { path = \"../other\" }\n"))], false);
        let other = ("other/Cargo.toml", "[package]\nname = \"other\"\n");
        let path = with("[dependencies]\nother = { path = \"../other\" }\n");
        check(&[("rust/Cargo.toml", &path), other, ("other/src/lib.rs", "")], true);
        check(&[("rust/Cargo.toml", &with("links = \"z\"\n"))], false);
        check(&[("rust/build.rs", "fn main() { println!(\"cargo:rustc-link-lib=static=main\"); }")], true);
        check(&[("rust/build.rs", "fn main() { println!(\"cargo::rustc-link-lib=z\"); }")], false);
        check(&[("rust/build.rs", "fn main() { cc::Build::new(); }")], false);
        check(&[("rust/src/lib.rs", "#[link(name = \"main\")]\nextern \"C\" {}")], true);
        check(&[("rust/src/lib.rs", "#[link(name = \"z\", kind = \"static\")]\nextern \"C\" {}")], false);
        check(&[("rust/src/lib.rs", "include!(concat!(env!(\"OUT_DIR\"), \"/x.rs\"));")], false);
    }

    #[test]
    fn build_files_name_what_is_linked() {
        let zig = |line: &str| format!("pub fn build(b: *std.Build) void {{\n    {line}\n}}\n");
        let check_zig = |line: &str, expected| check(&[("build.zig", &zig(line))], expected);
        check_zig("exe.linkSystemLibrary(\"my_gfx\");", true);
        check_zig("exe.linkSystemLibrary(\"unwind\");", true);
        check_zig("exe.linkSystemLibrary(\"sdl2\");", false);
        check_zig("exe.linkSystemLibrary(name);", false);
        check_zig("exe.addObjectFile(b.path(\"rust/target/release/libmy_gfx.a\"));", true);
        check_zig("exe.addObjectFile(b.path(\"vendor/libz.a\"));", false);
        check_zig("exe.addObjectFile(given);", false);
        check_zig("_ = b.dependency(\"zlib\", .{});", false);
        check(&[("main.zig", "const c = @cImport(@cInclude(\"z.h\"));")], false);
        check(&[("build.sh", "zig build-exe main.zig -Lrust/target/debug -lmy_gfx -lunwind -lc")], true);
        check(&[("build.sh", "zig build-exe main.zig -lmy_gfx -lz")], false);
        check(&[("build.sh", "zig build-exe main.zig rust/target/release/libmy_gfx.a -O ReleaseFast")], true);
        check(&[("Makefile", "app:\n\tzig build-exe main.zig `pkg-config --libs x`\n")], false);
        check(&[("zbuild.json", "{\"dependencies\": {\"rust_crates\": [{\"name\": \"my-gfx\"}]}}")], true);
        check(&[("zbuild.json", "{\"dependencies\": {\"c_sources\": []}}")], false);
    }
}
