//! Zig packages from elsewhere: fetched by URL, known by their hash, there without the network afterwards.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::ffi::OsStr;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::project::{Project, Ran};

/// Paths and what lies there.
type Files = Mutex<Vec<(String, Vec<u8>)>>;

/// Serves archives on this machine, for as long as it lives.
struct Server {
    address: String,
    files: Arc<Files>,
    asked: Arc<AtomicUsize>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (files, asked) = (Arc::default(), Arc::default());
        let server = Self { address, files: Arc::clone(&files), asked: Arc::clone(&asked) };
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                asked.fetch_add(1, Ordering::Relaxed);
                let _client_gone = answer(stream, &files);
            }
        });
        server
    }

    /// Offers an archive; its URL.
    fn offer(&self, name: &str, archive: Vec<u8>) -> String {
        self.files.lock().unwrap().push((format!("/{name}"), archive));
        format!("http://{}/{name}", self.address)
    }
}

fn answer(mut stream: TcpStream, files: &Files) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte)? == 1 {
        request.push(byte[0]);
    }
    let text = String::from_utf8_lossy(&request).into_owned();
    let path = text.split(' ').nth(1).unwrap_or_default();
    let files = files.lock().unwrap();
    let found = files.iter().find(|(name, _)| name == path).map(|(_, bytes)| bytes.as_slice());
    let status = if found.is_some() { "200 OK" } else { "404 Not Found" };
    let bytes = found.unwrap_or_default();
    write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: application/gzip\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        bytes.len()
    )?;
    stream.write_all(bytes)
}

/// The name of a file that is no text.
const ODD: &[u8] = b"odd \xff.txt";

/// Files below one folder, as archives of repositories have them, and one with an odd name.
fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive =
        tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()));
    let odd = (Path::new(OsStr::from_bytes(ODD)), "odd");
    for (path, text) in files.iter().map(|(path, text)| (Path::new(*path), *text)).chain([odd]) {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, Path::new("package-main").join(path), text.as_bytes()).unwrap();
    }
    archive.into_inner().unwrap().finish().unwrap()
}

/// Zig checks that a fingerprint belongs to the name: its upper half is the name's checksum.
pub(crate) fn manifest(name: &str, checksum: u32, dependencies: &str) -> String {
    format!(
        ".{{\n    .name = .{name},\n    .version = \"0.1.0\",\n    .fingerprint = 0x{checksum:08x}12345678,\n    \
         .dependencies = .{{{dependencies}}},\n    .paths = .{{\"\"}},\n}}\n"
    )
}

pub(crate) const TEXTKIT: u32 = 0x5758_6860;
const DEEP: u32 = 0x9393_585d;

/// Zig's cache, which all projects of the user share: what a test puts there, it takes away.
pub(crate) struct Cached(pub(crate) Vec<String>);

impl Cached {
    fn folder() -> PathBuf {
        let named = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
        let cache = || named("XDG_CACHE_HOME").or_else(|| Some(named("HOME")?.join(".cache")));
        named("ZIG_GLOBAL_CACHE_DIR").unwrap_or_else(|| cache().unwrap().join("zig")).join("p")
    }

    pub(crate) fn forget(&self) {
        for hash in &self.0 {
            let _other_form = fs::remove_dir_all(Self::folder().join(hash));
            let _other_form = fs::remove_file(Self::folder().join(format!("{hash}.tar.gz")));
        }
    }
}

impl Drop for Cached {
    fn drop(&mut self) {
        self.forget();
    }
}

/// The hashes in `zbuild.lock`.
fn locked(project: &Project) -> Vec<String> {
    let lock: serde_json::Value = serde_json::from_str(&project.read("zbuild.lock")).unwrap();
    lock["zig_packages"].as_object().unwrap().keys().cloned().collect()
}

/// The hash of the one package that `zbuild.json` names.
pub(crate) fn added(project: &Project) -> String {
    let config: serde_json::Value = serde_json::from_str(&project.read("zbuild.json")).unwrap();
    config["dependencies"]["zig_packages"][0]["hash"].as_str().unwrap().to_owned()
}

pub(crate) const MAIN: &str = "const textkit = @import(\"textkit\");\n\
    extern fn printf(format: [*:0]const u8, ...) c_int;\n\
    pub fn main() u8 {\n    _ = printf(\"%d\\n\", @as(c_int, textkit.answer()));\n    return 0;\n}\n";

/// A project without dependencies, and the archives of two packages: `textkit` needs `deep`.
///
/// Nothing of them is another test's: each takes its own out of the cache that they share.
fn start(test: &str, project: &Project, server: &Server) -> (String, Cached) {
    let empty = "{\n  \"project\": { \"name\": \"app\" }\n}\n";
    project.write("zbuild.json", empty).write("src/main.zig", MAIN);
    // A C library makes the program small to compile: what it prints with.
    project.write("src/nothing.c", "int nothing_at_all;\n");
    let deep = server.offer(
        "deep.tar.gz",
        archive(&[
            ("build.zig.zon", &manifest("deep", DEEP, "")),
            ("build.zig", "pub fn build(b: anytype) void {\n    _ = b.addModule(\"deep-inside\", .{ .root_source_file = b.path(\"lib/deep.zig\") });\n}\n"),
            ("lib/deep.zig", "pub const half = @import(\"more.zig\").half;\n"),
            ("lib/more.zig", &format!("// For {test}.\npub const half: c_int = 21;\n")),
        ]),
    );
    project.expect(0, &["add", "zig", &deep]);
    let deep_hash = added(project);
    project.write("zbuild.json", empty);
    let dependency = format!(
        "\n        .deep = .{{ .url = \"{deep}\", .hash = \"{deep_hash}\" }},\n        \
         .never = .{{ .url = \"http://127.0.0.1:1/never.tar.gz\", .hash = \"textkit-0.1.0-AAAAAKAAAABOGXNI72gobGTwUv4M0nYrpklT4F4PHW_d\", .lazy = true }},\n    "
    );
    let textkit = server.offer(
        "textkit.tar.gz",
        archive(&[
            ("build.zig.zon", &manifest("textkit", TEXTKIT, &dependency)),
            ("src/root.zig", "const deep = @import(\"deep-inside\");\npub fn answer() c_int {\n    return 2 * deep.half;\n}\n"),
        ]),
    );
    (textkit, Cached(vec![deep_hash]))
}

fn check(test: &str, version: &str) {
    let Some(project) = Project::with_zig(test, version) else { return };
    let server = Server::start();
    let (textkit, mut cached) = start(test, &project, &server);
    project.expect(0, &["add", "zig", &textkit]);
    let hash = added(&project);
    assert!(hash.starts_with("textkit-0.1.0-"), "{hash}");
    cached.0.push(hash.clone());
    let config = project.read("zbuild.json");
    project.write("zbuild.json", &config.replace("\"dependencies\": {", "\"dependencies\": { \"c_sources\": [{ \"name\": \"nothing\", \"path\": \"src\", \"files\": [\"nothing.c\"] }],"));

    // What nobody has, is fetched in the build; a fetched package's own packages with it.
    cached.forget();
    fs::remove_dir_all(project.root.join(".zbuild")).unwrap();
    let said = project.expect(0, &["build"]).stderr;
    assert!(said.contains("fetched textkit") && said.contains("fetched deep"), "{said}");
    assert_eq!(project.program("zig-out/bin/app"), "42\n");
    assert_eq!(project.count(&["build"]), (0, 0));
    let mut hashes = cached.0.clone();
    hashes.sort();
    assert_eq!(locked(&project), hashes);
    project.expect(0, &["package"]);
    let bom: serde_json::Value =
        serde_json::from_slice(&crate::packages::packed(&project, ".cdx.json")).unwrap();
    for (name, hash) in [("textkit", &cached.0[1]), ("deep", &cached.0[0])] {
        let mut components = bom["components"].as_array().unwrap().iter();
        let found = components.find(|component| component["name"] == name).unwrap();
        assert_eq!(found["properties"][0]["value"], **hash, "{bom}");
        assert_eq!(found["version"], "0.1.0");
        assert!(found["externalReferences"][0]["url"].as_str().unwrap().ends_with(&format!("{name}.tar.gz")));
    }

    // What somebody changes in a package is no part of the build, and is not lost.
    let source = format!(".zbuild/packages/{hash}/src/root.zig");
    let before = project.read(&source);
    project.write(&source, &before.replace("2 * deep.half", "666"));
    let said = project.expect(0, &["build", "--offline"]).stderr;
    assert!(said.contains("the package `textkit` was changed") && said.contains("zbuild.json:"), "{said}");
    assert_eq!(project.read(&source), before);
    assert!(project.read(&format!(".zbuild/packages/altered/{hash}/src/root.zig")).contains("666"));
    assert_eq!(project.program("zig-out/bin/app"), "42\n");
    project.write(&source, &before);
    assert_eq!(project.count(&["build", "--offline"]), (0, 0), "the same bytes are the same package");
    let odd = project.root.join(format!(".zbuild/packages/{hash}")).join(OsStr::from_bytes(ODD));
    fs::write(&odd, "even").unwrap();
    let said = project.expect(0, &["build", "--offline"]).stderr;
    assert!(said.contains("the package `textkit` was changed"), "{said}");
    assert_eq!(fs::read(&odd).unwrap(), b"odd");

    // Another folder on this machine, without the network: Zig's cache has it.
    let asked = server.asked.load(Ordering::Relaxed);
    fs::remove_dir_all(project.root.join(".zbuild")).unwrap();
    project.expect(0, &["fetch"]);
    project.expect(0, &["build", "--offline"]);
    assert_eq!(server.asked.load(Ordering::Relaxed), asked, "nothing was fetched again");

    // A machine that has nothing.
    cached.forget();
    fs::remove_dir_all(project.root.join(".zbuild/packages")).unwrap();
    let said = project.expect(3, &["build", "--offline"]).stderr;
    assert!(said.contains("the package `textkit` is not here") && said.contains("zbuild fetch"), "{said}");

    // Somebody put something else there.
    server.files.lock().unwrap().retain(|(name, _)| name != "/textkit.tar.gz");
    server.offer("textkit.tar.gz", archive(&[("src/root.zig", "pub fn answer() c_int { return 666; }\n")]));
    let said = project.expect(2, &["build"]).stderr;
    let line = project.read("zbuild.json").lines().position(|line| line.contains(&hash)).unwrap() + 1;
    assert!(
        said.contains(&format!("zbuild.json:{line}:")) && said.contains("is not what its hash says"),
        "{said}"
    );
    let other = said.split("has the hash ").nth(1).unwrap().split(';').next().unwrap();
    cached.0.push(other.to_owned());
}

#[test]
fn a_package_by_url() {
    check("a_package_by_url", "0.17.1");
}

#[test]
fn a_package_by_url_with_zig_0_16() {
    check("a_package_by_url_with_zig_0_16", "0.16.0");
}

#[test]
fn a_package_by_url_with_zig_0_15() {
    check("a_package_by_url_with_zig_0_15", "0.15.2");
}

#[test]
fn a_package_in_an_archive_beside_the_project() {
    let Some(project) = Project::new("a_package_in_an_archive_beside_the_project") else { return };
    project.write("zbuild.json", "{ \"project\": { \"name\": \"app\" } }\n").write("src/main.zig", MAIN);
    let bytes = archive(&[
        ("build.zig.zon", &manifest("textkit", TEXTKIT, "")),
        ("textkit.zig", "pub fn answer() c_int {\n    return 7;\n}\n"),
    ]);
    fs::create_dir(project.root.join("vendor")).unwrap();
    fs::write(project.root.join("vendor/text kit.tar.gz"), bytes).unwrap();
    let (config, said) = (project.read("zbuild.json"), |ran: Ran| ran.stderr);
    let wrong = "textkit-0.1.0-AAAAAKAAAABOGXNI72gobGTwUv4M0nYrpklT4F4PHW_d";
    for (args, code, expected) in [
        (&["zig", "vendor/text kit.tar.gz", "--hash", wrong][..], 2, "not what --hash says"),
        (&["zig", "vendor/text kit.tar.gz", "--version", "1"], 2, "a Zig package has a URL and nothing else"),
        (&["zig", "git+http://127.0.0.1:1/x#main"], 3, "zig cannot fetch git+http://127.0.0.1:1/x#main"),
        (&["zig", "http://127.0.0.1:1/x.tar.gz"], 3, "zig cannot fetch http://127.0.0.1:1/x.tar.gz"),
        (&["rust", "x", "--url", "http://127.0.0.1:1/x.tar.gz"], 2, "--url and --hash are for Zig packages"),
    ] {
        let said = said(project.expect(code, &[&["add"], args].concat()));
        assert!(said.contains(expected), "no `{expected}` in {said}");
        assert_eq!(project.read("zbuild.json"), config);
    }
    project.expect(0, &["add", "zig", "vendor/text kit.tar.gz"]);
    let _cached = Cached(vec![added(&project)]);
    project.write("src/nothing.c", "int nothing_at_all;\n");
    let config = project.read("zbuild.json");
    project.write("zbuild.json", &config.replace("\"dependencies\": {", "\"dependencies\": { \"c_sources\": [{ \"name\": \"nothing\", \"path\": \"src\", \"files\": [\"nothing.c\"] }],"));
    project.expect(0, &["build"]);
    assert_eq!(project.program("zig-out/bin/app"), "7\n");

    let hash = added(&project);
    let config = project.read("zbuild.json");
    for (text, expected) in [
        (config.replace(&format!(", \"hash\": \"{hash}\""), ""), "an archive needs its `hash`"),
        (config.replace("vendor/text kit.tar.gz", "vendor"), "is a folder, which changes and has no hash"),
        (config.replace(&hash, "../../../etc"), "must be the hash of a package"),
    ] {
        project.write("zbuild.json", &text);
        let said = project.expect(2, &["build"]).stderr;
        assert!(said.contains(expected), "no `{expected}` in {said}");
    }
}
