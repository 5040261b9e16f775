//! Finds Zig, or installs the pinned one into the user's cache: no system change, once.
//!
//! Zig is published on PyPI as the wheel `ziglang`; pip verifies its digest against the table here.

use std::fs;
use std::io::IsTerminal;

use camino::{Utf8Path, Utf8PathBuf};

use crate::children::{command, output_of};
use crate::report::Failure;

/// The Zig that examples are written for.
pub(crate) const DEFAULT: &str = "0.17.1";

/// Every Zig that is supported, newest first.
pub(crate) const SUPPORTED: [&str; 3] = [DEFAULT, "0.16.0", "0.15.2"];

/// The oldest Zig that is taken from PATH.
const OLDEST: [u32; 3] = [0, 15, 2];

/// SHA-256 of the wheels: Linux x86_64 and aarch64, macOS x86_64 and arm64, Windows x86_64.
const WHEELS: [(&str, [&str; 5]); 3] = [
    (
        "0.17.1",
        [
            "ea6cc5d87b033cf0aedfbc8f9549a908cae6c50ac31f1698188fa48a74524b54",
            "b7c5f02fccd40f89b999ee16a1f5ddced56e6182370f8affe494bcf8a28cf07e",
            "4e0b4b9c02b8d0d220e9948010f860b62ff11d96abb39762eca5fa2ef3f7bc97",
            "09953b6af7f64168b915180a42774f520f92d86ef6331b28e33915c7e1f0bb23",
            "69c3dfc3aff6a297ec4017aa904782c0e450eb988982d7f675d83edce27526fb",
        ],
    ),
    (
        "0.16.0",
        [
            "9fcda73f62b851dd72a54b710ad40a209896db14cfb13649e62191243556342b",
            "e27d409812b11e0fb89ed0200cf2e55b6464d43f9461553104e4a4f9a94a1fd5",
            "18e14f6b25678d7b7c65708c82501ee6090fe39ed5c783477d56267af1fa5629",
            "b61e5413c49508d9d62e5dcea543e3af491594154d74a00ff52f84ed508260cc",
            "089a16a4eb5a2f45151993342f8fabad24ff1a0723dc146642895c29208a3939",
        ],
    ),
    (
        "0.15.2",
        [
            "806316453d1ede7174ed3fefb8e5348154629089c3bb5fe812dfd0e172fac130",
            "edc0aa60ec964a4cf462d40f68d7de242ddf37fd9a80f2afaee6397059463230",
            "47af4f85e3e59bd672126cc026d3a01b516cad24b9a9ea075abfe8532f4c6bc1",
            "acae2a9ce67ed249ad68d42c21bc73b5f9d51a33ba5ea42f609f78683e8d9bb7",
            "ca80dc9c70dbdfdd9ee51d000de3501a95d33d9782ab9ab9b56f700484ebcd83",
        ],
    ),
];

/// A Zig that can be run.
pub(crate) struct Zig {
    /// The executable.
    pub(crate) path: Utf8PathBuf,
    /// What it says its version is.
    pub(crate) version: String,
    /// In words: from PATH, from the cache, or installed now.
    pub(crate) origin: &'static str,
}

/// The Zig on PATH where it is new enough, else the pinned one from the cache, installed if need be.
pub(crate) fn ensure_any() -> Result<Zig, Failure> {
    match on_path() {
        Some(zig) => Ok(zig),
        None => ensure(DEFAULT),
    }
}

/// This very version from the cache, installed if need be.
pub(crate) fn ensure(version: &str) -> Result<Zig, Failure> {
    let home = cache_dir()?.join("zig").join(version);
    let path = executable(&home);
    let found = |origin| Zig { path: path.clone(), version: version.to_owned(), origin };
    if path.is_file() {
        return Ok(found("from the cache"));
    }
    install(version, &home)?;
    Ok(found("installed now"))
}

/// `cargo xtask zig`: prints the path alone, for scripts.
pub(crate) fn print_path(version: Option<&str>) -> Result<(), Failure> {
    let zig = match version {
        Some(version) => ensure(version)?,
        None => ensure_any()?,
    };
    println!("{}", zig.path);
    Ok(())
}

fn on_path() -> Option<Zig> {
    let paths = std::env::var_os("PATH")?;
    let name = if cfg!(windows) { "zig.exe" } else { "zig" };
    let path =
        std::env::split_paths(&paths).map(|dir| dir.join(name)).find(|candidate| candidate.is_file())?;
    let path = Utf8PathBuf::from_path_buf(path).ok()?;
    let version = output_of(command(&path).arg("version"))?;
    is_new_enough(&version).then_some(Zig { path, version, origin: "from PATH" })
}

/// Compares the numbers and leaves `-dev…` aside: a development build of a version counts as it.
fn is_new_enough(version: &str) -> bool {
    let numbers = version.split(['-', '+']).next().unwrap_or_default();
    let mut parts = numbers.split('.').map(|n| n.parse().ok());
    let [Some(Some(major)), Some(Some(minor)), Some(Some(patch))] =
        [parts.next(), parts.next(), parts.next()]
    else {
        return false;
    };
    [major, minor, patch] >= OLDEST
}

/// Where Ghost keeps what it installs: `ghost` in the user's cache folder.
pub(crate) fn cache_dir() -> Result<Utf8PathBuf, Failure> {
    let from = |variable: &str| std::env::var(variable).ok().filter(|v| !v.is_empty()).map(Utf8PathBuf::from);
    let base = if cfg!(windows) {
        from("LOCALAPPDATA")
    } else {
        from("XDG_CACHE_HOME").or_else(|| from("HOME").map(|home| home.join(".cache")))
    };
    base.map(|dir| dir.join("ghost"))
        .ok_or_else(|| Failure::environment("no cache folder: set HOME or XDG_CACHE_HOME"))
}

fn executable(home: &Utf8Path) -> Utf8PathBuf {
    home.join("ziglang").join(if cfg!(windows) { "zig.exe" } else { "zig" })
}

/// Installs beside `home` and renames, so that `home` is whole or absent.
fn install(version: &str, home: &Utf8Path) -> Result<(), Failure> {
    let Some((_, digests)) = WHEELS.iter().find(|(known, _)| *known == version) else {
        return Err(Failure::usage(format!(
            "no Zig {version} in the table; known: {}",
            SUPPORTED.join(", ")
        )));
    };
    let unwritable = |e: std::io::Error| Failure::environment(format!("cannot write beside {home}: {e}"));
    let parent = home.parent().unwrap_or(home);
    fs::create_dir_all(parent).map_err(unwritable)?;
    let staging = tempfile::Builder::new().prefix(".zig-").tempdir_in(parent).map_err(unwritable)?;
    let requirements = staging.path().join("requirements.txt");
    let hashes = digests.iter().fold(String::new(), |all, digest| all + " --hash=sha256:" + digest);
    fs::write(&requirements, format!("ziglang=={version}{hashes}\n")).map_err(unwritable)?;
    let target = staging.path().join("wheel");

    eprintln!("installing Zig {version} into {home} (about 90 MB to fetch, once)");
    let mut pip = command(python()?);
    pip.args(["-m", "pip", "install", "--no-deps", "--no-compile", "--disable-pip-version-check"])
        .args(["--only-binary=:all:", "--require-hashes", "--target"])
        .arg(&target)
        .arg("--requirement")
        .arg(&requirements)
        .env("PIP_ROOT_USER_ACTION", "ignore");
    if !std::io::stderr().is_terminal() {
        pip.arg("--progress-bar=off");
    }
    // pip talks on standard output, which belongs to our own answer.
    pip.stdout(std::io::stderr());
    crate::children::run(&format!("`pip install ziglang=={version}`"), &mut pip)
        .map_err(|_| Failure::environment(format!("pip could not install ziglang=={version}")))?;
    publish(target.as_path(), home)
}

/// Another process may have published the same version in the meantime: its work is as good.
fn publish(target: &std::path::Path, home: &Utf8Path) -> Result<(), Failure> {
    match fs::rename(target, home) {
        Ok(()) => Ok(()),
        Err(_) if executable(home).is_file() => Ok(()),
        Err(e) => Err(Failure::environment(format!("cannot publish {home}: {e}"))),
    }
}

/// Python with pip.
pub(crate) fn python() -> Result<&'static str, Failure> {
    ["python3", "python", "py"]
        .into_iter()
        .find(|name| output_of(command(name).args(["-m", "pip", "--version"])).is_some())
        .ok_or_else(|| {
            Failure::environment(
                "Python 3 with pip is needed to install this (Zig 0.15.2 or newer on PATH is taken as it is)",
            )
        })
}

#[cfg(test)]
mod tests {
    use super::is_new_enough;

    #[test]
    fn versions_are_compared_by_number() {
        for (version, expected) in [
            ("0.15.2", true),
            ("0.15.1", false),
            ("0.17.1", true),
            ("0.9.0", false),
            ("1.0.0", true),
            ("0.18.0-dev.12+abc", true),
            ("nonsense", false),
            ("0.16", false),
        ] {
            assert_eq!(is_new_enough(version), expected, "{version}");
        }
    }
}
