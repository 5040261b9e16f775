//! `cargo xtask demo`: from a clean clone to a Zig program with two Rust crates that runs.

use std::time::{Duration, Instant};

use camino::Utf8Path;

use crate::children::{cargo, command, run};
use crate::report::Failure;
use crate::zig;

/// Where cargo leaves the tools of the demo: quick to build, quick enough to run.
const PROFILE: &str = "tools";

/// Installs what is missing, builds the tools, runs the example and says how long each part took.
pub(crate) fn run_demo(root: &Utf8Path) -> Result<(), Failure> {
    let mut parts: Vec<(String, Duration)> = Vec::new();
    let mut timed = |name: String, from: Instant| parts.push((name, from.elapsed()));

    let start = Instant::now();
    let zig = zig::ensure_any()?;
    println!("==> Zig {} {} ({})", zig.version, zig.origin, zig.path);
    timed(format!("Zig {} ({})", zig.version, zig.origin), start);

    let start = Instant::now();
    println!("==> building ghostbind and zbuild");
    let mut build = cargo();
    build.current_dir(root).args([
        "build",
        "--locked",
        "--profile",
        PROFILE,
        "-p",
        "ghostbind",
        "-p",
        "zbuild",
    ]);
    run("building the tools", &mut build)?;
    let tools = target_dir(root).join(PROFILE);
    timed(format!("the tools ({tools})"), start);

    let start = Instant::now();
    let example = root.join("examples/my-zig-app");
    println!("==> zbuild run in {example}");
    let mut zbuild = command(tools.join(format!("zbuild{}", std::env::consts::EXE_SUFFIX)));
    zbuild.current_dir(&example).arg("run").env("PATH", path_with(&[tools.as_path(), parent(&zig.path)])?);
    run("`zbuild run` in the example", &mut zbuild)?;
    timed(format!("zbuild run ({example})"), start);

    println!("\nbuilt:");
    for (name, took) in parts {
        println!("  {:>7.1} s  {name}", took.as_secs_f64());
    }
    Ok(())
}

/// Where cargo builds: its own answer, which knows `CARGO_TARGET_DIR` and every configuration file.
pub(crate) fn target_dir(root: &Utf8Path) -> camino::Utf8PathBuf {
    cargo_metadata::MetadataCommand::new()
        .current_dir(root)
        .no_deps()
        .exec()
        .map_or_else(|_| root.join("target"), |metadata| metadata.target_directory)
}

/// PATH with these folders in front.
pub(crate) fn path_with(first: &[&Utf8Path]) -> Result<std::ffi::OsString, Failure> {
    let old = std::env::var_os("PATH").unwrap_or_default();
    let all = first.iter().map(|dir| dir.as_std_path().to_owned()).chain(std::env::split_paths(&old));
    std::env::join_paths(all).map_err(|e| Failure::environment(format!("PATH cannot be extended: {e}")))
}

pub(crate) fn parent(path: &Utf8Path) -> &Utf8Path {
    path.parent().unwrap_or(path)
}
