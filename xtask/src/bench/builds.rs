//! ghostbind and zbuild against cargo, `zig build`, ninja and the same commands by hand.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;

use super::{Contender, Contest, ROUNDS_LONG, ROUNDS_SHORT, Setting};
use crate::children::{cannot_start, cargo, command, output_of, run};
use crate::demo::{parent, path_with};
use crate::report::Failure;

/// Names of contests.
const NOOP_GHOSTBIND: &str = "no-op of one crate";
const NOOP_ZBUILD: &str = "no-op of my-zig-app";
const COLD: &str = "cold build of my-zig-app";
const CLEANED: &str = "everything of my-zig-app after `clean`";

/// Sets every contest up and hands it to `each`.
pub(super) fn contests(
    setting: &Setting,
    each: &mut dyn FnMut(&Contest<'_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let folder = temporary()?;
    let app = path_of(&folder)?.join("my-zig-app");
    copy_tree(&setting.root.join("examples/my-zig-app"), &app)?;
    if setting.wants(NOOP_GHOSTBIND) {
        noop_of_ghostbind(setting, &app, each)?;
    }
    if setting.wants(NOOP_ZBUILD) {
        noop_of_zbuild(setting, &app, each)?;
    }
    if setting.wants(COLD) || setting.wants(CLEANED) {
        cold(setting, &app, each)?;
    }
    Ok(())
}

/// What the compile checks of a cold build cost, which building by hand does without: from the first to the last
/// moment of ghostbind's step `verify`, for each crate of the example.
pub(super) fn checks(setting: &Setting) -> Result<String, Failure> {
    let folder = temporary()?;
    let app = path_of(&folder)?.join("my-zig-app");
    copy_tree(&setting.root.join("examples/my-zig-app"), &app)?;
    let mut text = String::new();
    for name in ["core", "math"] {
        let mut ghostbind = tool(setting, "ghostbind", &app);
        ghostbind.args(["build", "--message-format", "json", "--manifest-path"]);
        ghostbind.arg(format!("rust_libs/{name}/Cargo.toml")).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = ghostbind.spawn().map_err(|e| cannot_start(&ghostbind, &e))?;
        let (mut begun, mut took) = (None, None);
        for line in child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines()).flatten() {
            match (line.contains("\"step\":\"verify\""), begun) {
                (true, _) => begun = Some(Instant::now()),
                (false, Some(since)) => took = took.or(Some(Instant::elapsed(&since))),
                (false, None) => {}
            }
        }
        let status = child.wait().map_err(|e| Failure::work(format!("ghostbind: {e}")))?;
        let took = took.filter(|_| status.success());
        let took = took.ok_or_else(|| Failure::work(format!("bench: `ghostbind build` of {name} failed")))?;
        let ms = took.as_secs_f64() * 1000.0;
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "| compile checks of a cold build, crate {name} | ghostbind, step `verify` | {ms:.2} | | |"
        );
    }
    Ok(text)
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
        name: NOOP_GHOSTBIND.into(),
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
    let ninja = crate::provision::path_of("ninja")?;
    let twin = app.join(".bench-ninja");
    ninja_twin(setting, app, &twin)?;
    let by_ninja = || {
        let mut build = command(&ninja);
        build.current_dir(&twin);
        build
    };
    run("ninja", by_ninja().stdout(Stdio::null()))?;
    fs::write(app.join("build.zig"), BUILD_ZIG).map_err(|e| Failure::work(format!("build.zig: {e}")))?;
    let by_zig = || {
        let mut build = command(&setting.zig);
        build.current_dir(app).args(["build", "--cache-dir", ".bench-zig", "--prefix", ".bench-zig/out"]);
        build
    };
    eprintln!("preparing `zig build`, whose first run takes minutes");
    run("zig build", by_zig().stderr(Stdio::null()))?;
    each(&Contest {
        name: NOOP_ZBUILD.into(),
        rounds: ROUNDS_SHORT,
        contenders: vec![
            ready("zbuild build", ours),
            ready("ninja, as many edges and inputs", by_ninja),
            ready("zig build (its Zig part)", by_zig),
            ready("cargo build (one of its crates)", by_cargo),
        ],
        aim: "ninja's level",
    })
}

/// The Zig part of the example as a `build.zig` that links what zbuild built.
const BUILD_ZIG: &str = r#"const std = @import("std");

pub fn build(b: *std.Build) void {
    const module = b.createModule(.{
        .root_source_file = b.path("src/main.zig"),
        .target = b.standardTargetOptions(.{}),
        .optimize = .ReleaseFast,
        .link_libc = true,
    });
    inline for (.{ "core", "math" }) |name| {
        const bindings = b.path(".ghostbind/cache/bindings/" ++ name ++ ".zig");
        module.addImport(name, b.createModule(.{ .root_source_file = bindings }));
    }
    module.addObjectFile(b.path(".ghostbind/cache/target/release/libcore.a"));
    module.addObjectFile(b.path(".ghostbind/cache/target/release/libmath.so"));
    module.linkSystemLibrary("unwind", .{});
    b.installArtifact(b.addExecutable(.{ .name = "my-zig-app", .root_module = module }));
}
"#;

/// A ninja file with an edge for each of zbuild's actions, with the same inputs and outputs, in a folder where
/// they all are.
fn ninja_twin(setting: &Setting, app: &Utf8Path, twin: &Utf8Path) -> Result<(), Failure> {
    let mut graph = tool(setting, "zbuild", app);
    graph.args(["graph", "--format", "json"]);
    let text = output_of(&mut graph).ok_or_else(|| Failure::work("bench: `zbuild graph` failed"))?;
    let graph: Value =
        serde_json::from_str(&text).map_err(|e| Failure::work(format!("bench: `zbuild graph`: {e}")))?;
    let paths = |value: &Value| -> Vec<String> {
        let all = value.as_array().into_iter().flatten();
        let text = all.filter_map(|path| path.as_str().or_else(|| path["path"].as_str()));
        // Ninja's own escapes; what lies outside the project stays where it is.
        text.map(|path| path.replace('$', "$$").replace(' ', "$ ").replace(':', "$:")).collect()
    };
    let failed = |e: std::io::Error| Failure::work(format!("cannot make {twin}: {e}"));
    let mut file = "rule touch\n  command = touch $out\n".to_owned();
    for action in graph["actions"].as_array().into_iter().flatten() {
        let (inputs, outputs) = (paths(&action["inputs"]), paths(&action["outputs"]));
        if outputs.is_empty() {
            continue;
        }
        for path in
            inputs.iter().chain(&outputs).map(|path| twin.join(path)).filter(|path| path.starts_with(twin))
        {
            fs::create_dir_all(parent(&path)).map_err(failed)?;
            fs::write(&path, "").map_err(failed)?;
        }
        // Writing to a string cannot fail.
        let _ = writeln!(file, "build {}: touch {}", outputs.join(" "), inputs.join(" "));
    }
    fs::create_dir_all(twin).map_err(failed)?;
    fs::write(twin.join("build.ninja"), file).map_err(failed)
}

/// The engine alone beside ninja on graphs of 10 to 10,000 actions, as `cargo bench` of the engine measures it.
pub(super) fn engine(setting: &Setting) -> Result<String, Failure> {
    let ninja = crate::provision::path_of("ninja")?;
    let mut bench = cargo();
    bench
        .current_dir(&setting.root)
        .args(["bench", "--locked", "--quiet", "-p", "zbuild-engine", "--bench", "ninja"])
        .env("PATH", path_with(&[parent(&ninja)])?);
    let text =
        output_of(&mut bench).ok_or_else(|| Failure::work("bench: the engine's own benchmark failed"))?;
    let mut rows = String::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let ["memory", actions, megabytes] = words[..] {
            // Writing to a string cannot fail.
            let _ = writeln!(
                rows,
                "| most memory of a build, {actions} actions | engine | {megabytes} MB | | linear |"
            );
        }
        let [what, actions, ours, theirs, ratio] = words[..] else { continue };
        if ours.parse::<f64>().is_ok() {
            // Writing to a string cannot fail.
            let _ = writeln!(rows, "| {what}, {actions} actions | engine | {ours} | 1.00 | not slower |");
            let _ = writeln!(rows, "| {what}, {actions} actions | ninja | {theirs} | {ratio} | not slower |");
        }
    }
    Ok(rows)
}

pub(super) fn temporary() -> Result<tempfile::TempDir, Failure> {
    tempfile::tempdir().map_err(|e| Failure::environment(format!("no temporary folder: {e}")))
}

pub(super) fn path_of(folder: &tempfile::TempDir) -> Result<Utf8PathBuf, Failure> {
    Utf8PathBuf::from_path_buf(folder.path().to_owned())
        .map_err(|path| Failure::environment(format!("{} is not UTF-8", path.display())))
}

/// From nothing in the project: zbuild against the two cargo calls and the one of Zig that a person would type.
/// Zig's global cache, which all projects of a user share, is warm for both.
fn cold(
    setting: &Setting,
    app: &Utf8Path,
    each: &mut dyn FnMut(&Contest<'_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let ours = || {
        let mut zbuild = tool(setting, "zbuild", app);
        zbuild.arg("build");
        zbuild
    };
    let empty = || {
        for name in [".ghostbind", ".zbuild", "zig-out", ".zig-cache", ".bench-by-hand"] {
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
    run("zbuild build", ours().stdout(Stdio::null()).stderr(Stdio::null()))?;
    copy_tree(&app.join(".ghostbind/cache/bindings"), &app.join(".bench-bindings"))?;
    each(&Contest {
        name: COLD.into(),
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
    })?;
    cleaned(setting, app, ours, by_hand, each)
}

/// The same builds once more, when zbuild's content store has everything.
fn cleaned<'a>(
    setting: &'a Setting,
    app: &'a Utf8Path,
    ours: impl Fn() -> Command + 'a,
    by_hand: impl Fn() -> Command + 'a,
    each: &mut dyn FnMut(&Contest<'_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    run("zbuild build", ours().stdout(Stdio::null()).stderr(Stdio::null()))?;
    let cleaned = || {
        let mut zbuild = tool(setting, "zbuild", app);
        run("zbuild clean", zbuild.arg("clean").stdout(Stdio::null()).stderr(Stdio::null()))
    };
    each(&Contest {
        name: CLEANED.into(),
        rounds: ROUNDS_LONG,
        contenders: vec![
            Contender {
                name: "zbuild build, from its content store".into(),
                prepare: Box::new(cleaned),
                command: Box::new(ours),
            },
            Contender {
                name: "cargo, cargo, zig build-exe doing it again".into(),
                prepare: Box::new(|| remove(&app.join(".bench-by-hand"))),
                command: Box::new(by_hand),
            },
        ],
        aim: "a fraction",
    })
}

/// A contender that needs no preparation.
pub(super) fn ready<'a>(name: &str, command: impl Fn() -> Command + 'a) -> Contender<'a> {
    Contender { name: name.into(), prepare: Box::new(|| Ok(())), command: Box::new(command) }
}

pub(super) fn tool(setting: &Setting, name: &str, folder: &Utf8Path) -> Command {
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
