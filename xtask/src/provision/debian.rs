//! Debian packages without the system's package manager knowing: apt with a root of its own.
//!
//! The archive is the machine's own, asked with its own keys; other people's archives are left out.
//! Other architectures are known to the private root alone.

use std::fmt::Write as _;
use std::fs;
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};

use super::twice;
use crate::children::{command, output_of, run_within};
use crate::report::Failure;

/// How long the lists may take to fetch.
const UPDATE_SECONDS_MAX: u64 = 180;
/// How long packages may take to fetch.
const DOWNLOAD_SECONDS_MAX: u64 = 600;
/// How long a package may take to unpack.
const UNPACK_SECONDS_MAX: u64 = 300;

/// Fetches packages and unpacks them into `folder`.
pub(super) fn unpack(architectures: &[&str], packages: &[&str], folder: &Utf8Path) -> Result<(), Failure> {
    if ["apt-get", "dpkg"].iter().any(|tool| output_of(command(tool).arg("--version")).is_none()) {
        return Err(Failure::environment("this machine has no apt: it is not a Debian"));
    }
    let root = folder.with_extension("apt");
    let config = private_root(&root, architectures)?;
    let apt = |args: &[&str]| {
        let mut apt = command("apt-get");
        apt.args(["-q", "-c", config.as_str()]).args(args).current_dir(root.join("packages"));
        apt
    };
    // An archive that is not reached matters only if a package is missing for it.
    let updated =
        run_within("`apt-get update`", &mut apt(&["update"]), Duration::from_secs(UPDATE_SECONDS_MAX));
    twice(|| {
        let mut download = apt(&["download"]);
        download.args(packages);
        let limit = Duration::from_secs(DOWNLOAD_SECONDS_MAX);
        run_within("`apt-get download`", &mut download, limit).map(drop)
    })
    .map_err(|failure| match &updated {
        Err(first) => Failure::environment(format!("{first}; {failure}")),
        Ok(()) => failure,
    })?;
    for package in archives(&root.join("packages"))? {
        let mut dpkg = command("dpkg");
        dpkg.arg("-x").arg(&package).arg(folder);
        run_within(&format!("unpacking {package}"), &mut dpkg, Duration::from_secs(UNPACK_SECONDS_MAX))?;
    }
    fs::remove_dir_all(&root).map_err(|e| Failure::environment(format!("{root}: {e}")))
}

/// Makes the folders of a private root and its configuration. Hooks of the system's configuration,
/// which clean the system's cache after an update, are taken out.
fn private_root(root: &Utf8Path, architectures: &[&str]) -> Result<Utf8PathBuf, Failure> {
    let unwritable = |e: std::io::Error| Failure::environment(format!("cannot write {root}: {e}"));
    for folder in ["state/lists/partial", "cache/archives/partial", "sources", "packages"] {
        fs::create_dir_all(root.join(folder)).map_err(unwritable)?;
    }
    fs::write(root.join("status"), "").map_err(unwritable)?;
    copy_sources(&root.join("sources")).map_err(unwritable)?;
    let mut text = String::from(
        "#clear APT::Update::Pre-Invoke;\n#clear APT::Update::Post-Invoke;\n\
         #clear APT::Update::Post-Invoke-Success;\n#clear APT::Architectures;\n\
         APT::Sandbox::User \"\";\nAcquire::Languages \"none\";\nAcquire::Retries \"1\";\n\
         Acquire::http::Timeout \"60\";\nAcquire::https::Timeout \"60\";\nDebug::NoLocking \"true\";\n\
         Dir::Etc::sourcelist \"/dev/null\";\n",
    );
    for (key, below) in [
        ("Dir::State", "state"),
        ("Dir::State::status", "status"),
        ("Dir::Cache", "cache"),
        ("Dir::Etc::sourceparts", "sources"),
    ] {
        let _in_memory = writeln!(text, "{key} \"{root}/{below}\";");
    }
    let _in_memory = writeln!(text, "APT::Architecture \"{}\";", architectures.first().unwrap_or(&"amd64"));
    for architecture in architectures {
        let _in_memory = writeln!(text, "APT::Architectures:: \"{architecture}\";");
    }
    let config = root.join("apt.conf");
    fs::write(&config, text).map_err(unwritable)?;
    Ok(config)
}

/// The machine's own sources, those of Debian itself alone.
fn copy_sources(to: &Utf8Path) -> std::io::Result<()> {
    let etc = Utf8Path::new("/etc/apt");
    let mut files = vec![etc.join("sources.list")];
    if let Ok(parts) = etc.join("sources.list.d").read_dir_utf8() {
        files.extend(parts.flatten().map(camino::Utf8DirEntry::into_path));
    }
    for file in files {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        let name = file.file_name().unwrap_or("sources.list");
        if is_debians(&text) && matches!(file.extension(), Some("list" | "sources")) {
            // `sources.list` itself is a list beside the others here.
            fs::write(to.join(name), text)?;
        }
    }
    Ok(())
}

/// Whether a file of sources names Debian's own archive: others end in another word.
fn is_debians(text: &str) -> bool {
    let words =
        text.lines().filter(|line| !line.trim_start().starts_with('#')).flat_map(str::split_whitespace);
    words.filter(|word| word.contains("://")).any(|word| {
        let last = word.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        matches!(last, "debian" | "debian-security" | "ubuntu") && !word.contains("docker")
    })
}

fn archives(folder: &Utf8Path) -> Result<Vec<Utf8PathBuf>, Failure> {
    let entries = folder.read_dir_utf8().map_err(|e| Failure::environment(format!("{folder}: {e}")))?;
    let mut files: Vec<Utf8PathBuf> = entries.flatten().map(camino::Utf8DirEntry::into_path).collect();
    files.retain(|file| file.extension() == Some("deb"));
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::is_debians;

    #[test]
    fn other_peoples_archives_are_left_out() {
        for (text, expected) in [
            ("deb http://deb.example/debian bookworm main\n", true),
            ("Types: deb\nURIs: http://mirror.example/debian-security/\nSuites: x\n", true),
            ("# deb http://deb.example/debian bookworm main\n", false),
            ("deb https://download.docker.example/linux/debian bookworm stable\n", false),
            ("URIs: https://deb.example/node_20.x\n", false),
        ] {
            assert_eq!(is_debians(text), expected, "{text}");
        }
    }
}
