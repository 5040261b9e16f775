//! A Zig package of a commit, fetched from a repository by the protocol that git servers speak.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "helpers of tests; git is the server")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::git_crates::{commit, git};
use crate::project::Project;
use crate::zig_packages::{Cached, MAIN, TEXTKIT, added, manifest};

/// Serves the repositories below a folder on this machine, as long as it lives; counts what it is asked.
fn serve(folder: &Path) -> Option<(String, Arc<AtomicUsize>)> {
    let backend = PathBuf::from(git(folder, &["--exec-path"])?).join("git-http-backend");
    if !backend.is_file() {
        return None;
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("git+http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let (folder, counter) = (folder.to_owned(), Arc::clone(&asked));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            counter.fetch_add(1, Ordering::Relaxed);
            let _client_gone = answer(stream, &backend, &folder);
        }
    });
    Some((url, asked))
}

/// One request, handed to git by the rules of CGI.
fn answer(stream: TcpStream, backend: &Path, folder: &Path) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split(' ').map(str::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let mut command = Command::new(backend);
    command.env("GIT_PROJECT_ROOT", folder).env("GIT_HTTP_EXPORT_ALL", "1");
    command.env("REQUEST_METHOD", method).env("PATH_INFO", path).env("QUERY_STRING", query);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let mut length = 0;
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header)? == 0 || header.trim().is_empty() {
            break;
        }
        let (name, value) = header.split_once(':').unwrap_or_default();
        let value = value.trim();
        match name.to_lowercase().as_str() {
            "content-length" => length = value.parse().unwrap_or(0),
            "content-type" => drop(command.env("CONTENT_TYPE", value)),
            "git-protocol" => drop(command.env("GIT_PROTOCOL", value)),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    command.env("CONTENT_LENGTH", length.to_string());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    child.stdin.take().unwrap().write_all(&body)?;
    let said = child.wait_with_output()?.stdout;
    let mut stream = reader.into_inner();
    let status = said.strip_prefix(b"Status: ").map_or("200 OK".to_owned(), |rest| {
        String::from_utf8_lossy(rest.split(|&b| b == b'\r').next().unwrap_or_default()).into_owned()
    });
    write!(stream, "HTTP/1.1 {status}\r\nConnection: close\r\n")?;
    stream.write_all(&said)
}

#[test]
fn a_package_of_a_commit() {
    let test = "a_package_of_a_commit";
    let Some(project) = Project::new(test) else { return };
    let folder = tempfile::tempdir().unwrap();
    let repository = folder.path().join("textkit");
    fs::create_dir_all(repository.join("src")).unwrap();
    if git(&repository, &["init", "-q"]).is_none() {
        eprintln!("skipped: {test} needs git");
        return;
    }
    let Some((server, asked)) = serve(folder.path()) else {
        eprintln!("skipped: {test} needs git-http-backend");
        return;
    };
    let write = |path: &str, text: &str| fs::write(repository.join(path), text).unwrap();
    write("build.zig.zon", &manifest("textkit", TEXTKIT, ""));
    write("src/root.zig", &format!("// For {test}.\npub fn answer() c_int {{\n    return 42;\n}}\n"));
    let first = commit(&repository);
    // Whatever the branch says later.
    write("src/root.zig", "pub fn answer() c_int {\n    return 7;\n}\n");
    let second = commit(&repository);

    // A C source makes the program small to compile: what it prints with.
    project
        .write(
            "zbuild.json",
            "{\n  \"project\": { \"name\": \"app\" },\n  \"dependencies\": { \"c_sources\": [{ \"name\": \"nothing\", \"path\": \"src\", \"files\": [\"nothing.c\"] }] }\n}\n",
        )
        .write("src/main.zig", MAIN)
        .write("src/nothing.c", "int nothing_at_all;\n");
    let empty = project.read("zbuild.json");
    project.expect(0, &["add", "zig", &format!("{server}/textkit#{first}")]);
    let hash = added(&project);
    let mut cached = Cached(vec![hash.clone()]);
    assert!(project.read("zbuild.json").contains(&first), "{}", project.read("zbuild.json"));
    project.expect(0, &["build"]);
    assert_eq!(project.program("zig-out/bin/app"), "42\n");

    // Nobody has it: it is fetched in the build, and nothing is fetched afterwards.
    cached.forget();
    fs::remove_dir_all(project.root.join(".zbuild")).unwrap();
    let said = project.expect(0, &["build"]).stderr;
    assert!(said.contains("fetched textkit"), "{said}");
    assert_eq!(project.program("zig-out/bin/app"), "42\n");
    let before = asked.load(Ordering::Relaxed);
    assert_eq!(project.count(&["build", "--offline"]), (0, 0));
    assert_eq!(asked.load(Ordering::Relaxed), before);

    // The branch's last commit, which is written down; a commit that is none.
    project.write("zbuild.json", &empty);
    project.expect(0, &["add", "zig", &format!("{server}/textkit")]);
    cached.0.push(added(&project));
    assert!(project.read("zbuild.json").contains(&second), "{}", project.read("zbuild.json"));
    project.expect(0, &["build"]);
    assert_eq!(project.program("zig-out/bin/app"), "7\n");
    project.write("zbuild.json", &empty);
    let none = "0123456789012345678901234567890123456789";
    let said = project.expect(3, &["add", "zig", &format!("{server}/textkit#{none}")]).stderr;
    assert!(said.contains("zig cannot fetch"), "{said}");
    assert_eq!(project.read("zbuild.json"), empty);
}
