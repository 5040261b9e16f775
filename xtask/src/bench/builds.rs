//! ghostbind and zbuild against cargo, `zig build`, ninja and the same commands by hand.

use std::fs;
use std::process::{Command, Stdio};

use camino::{Utf8Path, Utf8PathBuf};

use super::{Contender, Contest, Setting};
use crate::children::{cargo, command, run};
use crate::demo::{parent, path_with};
use crate::report::Failure;

/// Rounds of a contest of milliseconds.
const ROUNDS_SHORT: usize = 41;
/// Rounds of a contest of many seconds.
const ROUNDS_LONG: usize = 3;

/// Sets every contest up and hands it to `each`.
pub(super) fn contests(
    setting: &Setting,
    each: &mut dyn FnMut(&Contest<'_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let folder =
        tempfile::tempdir().map_err(|e| Failure::environment(format!("no temporary folder: {e}")))?;
    let folder = Utf8PathBuf::from_path_buf(folder.path().to_owned())
        .map_err(|path| Failure::environment(format!("{} is not UTF-8", path.display())))?;
    let app = folder.join("my-zig-app");
    copy_tree(&setting.root.join("examples/my-zig-app"), &app)?;
    noop_of_ghostbind(setting, &app, each)?;
    noop_of_zbuild(setting, &app, each)?;
    cold(setting, &app, each)
}

fn noop_of_ghostbind(
    setting: &Setting,
    app: &Utf8Path,
    each: &mut dyn FnMut(&Contest<'_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let ours = || {
        let mut ghostbind = tool(setting, "ghostbind", app);
        ghostbind.args(["build", "--manifest-path", "rust_libs/math/Cargo.toml"]);
        ghostbind
    };
    let theirs = || {
        let mut build = cargo();
        build.current_dir(app.join("rust_libs/math")).args(["build", "--release"]);
        build
    };
    run("ghostbind build", ours().stdout(Stdio::null()))?;
    run("cargo build", theirs().stderr(Stdio::null()))?;
    each(&Contest {
        name: "no-op of one crate".into(),
        rounds: ROUNDS_SHORT,
        contenders: vec![ready("ghostbind build", ours), ready("cargo build", theirs)],
        aim: "a fifth of cargo",
    })
}

fn noop_of_zbuild(
    setting: &Setting,
    app: &Utf8Path,
    each: &mut dyn FnMut(&Contest<'_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let ours = || {
        let mut zbuild = tool(setting, "zbuild", app);
        zbuild.arg("build");
        zbuild
    };
    run("zbuild build", ours().stdout(Stdio::null()).stderr(Stdio::null()))?;
    let by_cargo = || {
        let mut build = cargo();
        build.current_dir(app.join("rust_libs/math")).args(["build", "--release"]);
        build
    };
    each(&Contest {
        name: "no-op of my-zig-app".into(),
        rounds: ROUNDS_SHORT,
        contenders: vec![ready("zbuild build", ours), ready("cargo build (one of its crates)", by_cargo)],
        aim: "ninja's level",
    })
}

/// From nothing: zbuild against the two cargo calls and the one of Zig that a person would type.
fn cold(
    setting: &Setting,
    app: &Utf8Path,
    each: &mut dyn FnMut(&Contest<'_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let ours = || {
        let mut zbuild = tool(setting, "zbuild", app);
        zbuild.arg("build").env("XDG_CACHE_HOME", app.join(".bench-cache"));
        zbuild
    };
    let empty = || {
        for name in [".ghostbind", ".zbuild", "zig-out", ".zig-cache", ".bench-cache", ".bench-by-hand"] {
            remove(&app.join(name))?;
        }
        Ok(())
    };
    let zig = &setting.zig;
    let script = format!(
        "set -e; export CARGO_TARGET_DIR=.bench-by-hand; \
         cargo build -q --release --manifest-path rust_libs/core/Cargo.toml --features async,serde; \
         cargo build -q --release --manifest-path rust_libs/math/Cargo.toml --features simd; \
         {zig} build-exe -OReleaseFast --cache-dir .bench-by-hand/zig -femit-bin=.bench-by-hand/app \
         --dep core --dep math -Mroot=src/main.zig -Mcore=.bench-bindings/core.zig \
         -Mmath=.bench-bindings/math.zig .bench-by-hand/release/libcore.a .bench-by-hand/release/libmath.so \
         -lc -lunwind",
    );
    let by_hand = || {
        let mut shell = command("sh");
        shell.current_dir(app).args(["-c", &script]);
        shell
    };
    copy_tree(&app.join(".ghostbind/cache/bindings"), &app.join(".bench-bindings"))?;
    each(&Contest {
        name: "cold build of my-zig-app".into(),
        rounds: ROUNDS_LONG,
        contenders: vec![
            Contender { name: "zbuild build".into(), prepare: Box::new(empty), command: Box::new(ours) },
            Contender {
                name: "cargo, cargo, zig build-exe by hand".into(),
                prepare: Box::new(empty),
                command: Box::new(by_hand),
            },
        ],
        aim: "1.03 plus the compile checks",
    })
}

/// A contender that needs no preparation.
fn ready<'a>(name: &str, command: impl Fn() -> Command + 'a) -> Contender<'a> {
    Contender { name: name.into(), prepare: Box::new(|| Ok(())), command: Box::new(command) }
}

fn tool(setting: &Setting, name: &str, folder: &Utf8Path) -> Command {
    let mut tool = command(setting.tools.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)));
    tool.current_dir(folder);
    if let Ok(path) = path_with(&[parent(&setting.zig), &setting.tools]) {
        tool.env("PATH", path);
    }
    tool
}

fn remove(path: &Utf8Path) -> Result<(), Failure> {
    match fs::remove_dir_all(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::work(format!("cannot remove {path}: {e}")))
        }
        _ => Ok(()),
    }
}

/// Copies files and folders, less what builds leave.
fn copy_tree(from: &Utf8Path, to: &Utf8Path) -> Result<(), Failure> {
    let failed = |e: std::io::Error| Failure::work(format!("cannot copy {from} to {to}: {e}"));
    fs::create_dir_all(to).map_err(failed)?;
    for entry in from.read_dir_utf8().map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        if ["target", ".ghostbind", ".zbuild", "zig-out", ".zig-cache"].contains(&name) {
            continue;
        }
        if entry.file_type().map_err(failed)?.is_dir() {
            copy_tree(entry.path(), &to.join(name))?;
        } else {
            fs::copy(entry.path(), to.join(name)).map_err(failed)?;
        }
    }
    Ok(())
}
