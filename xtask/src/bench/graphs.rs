//! Builds of nothing on graphs of many small actions: zbuild, ninja and turbo, each with as many commands that copy a
//! file of their own.

use std::fmt::Write as _;
use std::fs;
use std::process::Stdio;

use camino::Utf8Path;

use super::builds::{path_of, ready, temporary, tool};
use super::{Contest, ROUNDS_SHORT, Setting};
use crate::children::{command, run};
use crate::report::Failure;

/// Commands of each graph.
const SIZES: [usize; 2] = [10, 1_000];

fn name(size: usize) -> String {
    format!("no-op of {size} commands")
}

/// Sets the contests up and hands them to `each`.
pub(super) fn contests(
    setting: &Setting,
    each: &mut dyn FnMut(&Contest<'_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    for size in SIZES.into_iter().filter(|size| setting.wants(&name(*size))) {
        let folder = temporary()?;
        let root = path_of(&folder)?;
        let failed = |e: std::io::Error| Failure::work(format!("cannot make {root}: {e}"));
        write_zbuild(&root.join("zbuild"), size).map_err(failed)?;
        write_ninja(&root.join("ninja"), size).map_err(failed)?;
        write_turbo(&root.join("turbo"), size).map_err(failed)?;
        contest(setting, &root, size, each)?;
    }
    Ok(())
}

fn contest(
    setting: &Setting,
    root: &Utf8Path,
    size: usize,
    each: &mut dyn FnMut(&Contest<'_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let by_zbuild = || {
        let mut zbuild = tool(setting, "zbuild", &root.join("zbuild"));
        zbuild.arg("build");
        zbuild
    };
    let ninja = crate::provision::path_of("ninja")?;
    let by_ninja = || {
        let mut build = command(&ninja);
        build.current_dir(root.join("ninja"));
        build
    };
    run("zbuild build", by_zbuild().stdout(Stdio::null()).stderr(Stdio::null()))?;
    run("ninja", by_ninja().stdout(Stdio::null()))?;
    let turbo = crate::provision::path_of("turbo");
    if let Err(why) = &turbo {
        eprintln!("turbo is left out: {why}");
    }
    let by_turbo = || {
        let mut build = command(turbo.as_ref().map_or("turbo", |path| path.as_str()));
        build.current_dir(root.join("turbo")).args(["run", "build", "--output-logs=none"]);
        for variable in ["TURBO_TELEMETRY_DISABLED", "TURBO_NO_UPDATE_NOTIFIER", "DO_NOT_TRACK"] {
            build.env(variable, "1");
        }
        build
    };
    let mut contenders = vec![ready("zbuild build", by_zbuild), ready("ninja", by_ninja)];
    if turbo.is_ok() {
        run("turbo run build", by_turbo().stdout(Stdio::null()).stderr(Stdio::null()))?;
        contenders.push(ready("turbo run build, a package each", by_turbo));
    }
    each(&Contest { name: name(size), rounds: ROUNDS_SHORT, contenders, aim: "not slower than ninja" })
}

/// A program beside them is what makes it a project.
pub(super) fn write_zbuild(folder: &Utf8Path, size: usize) -> std::io::Result<()> {
    let commands: Vec<String> = (0..size)
        .map(|n| {
            format!(
                r#"{{ "name": "copy{n}", "command": ["cp", "in/{n}.txt", "out/{n}.txt"], "inputs": ["in/{n}.txt"], "outputs": ["out/{n}.txt"] }}"#
            )
        })
        .collect();
    write_inputs(&folder.join("in"), size)?;
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src/main.zig"), "pub fn main() void {}\n")?;
    let commands = commands.join(",\n  ");
    fs::write(
        folder.join("zbuild.json"),
        format!("{{ \"project\": {{ \"name\": \"many\" }}, \"generated\": [\n  {commands}\n] }}\n"),
    )
}

fn write_ninja(folder: &Utf8Path, size: usize) -> std::io::Result<()> {
    let mut text = "rule copy\n  command = cp $in $out\n".to_owned();
    for n in 0..size {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "build out/{n}.txt: copy in/{n}.txt");
    }
    write_inputs(&folder.join("in"), size)?;
    fs::write(folder.join("build.ninja"), text)
}

fn write_turbo(folder: &Utf8Path, size: usize) -> std::io::Result<()> {
    for n in 0..size {
        let package = folder.join(format!("packages/p{n}"));
        fs::create_dir_all(&package)?;
        fs::write(package.join("in.txt"), n.to_string())?;
        fs::write(
            package.join("package.json"),
            format!(
                r#"{{ "name": "p{n}", "version": "1.0.0", "scripts": {{ "build": "cp in.txt out.txt" }} }}"#
            ),
        )?;
    }
    fs::write(
        folder.join("package.json"),
        r#"{ "name": "many", "private": true, "packageManager": "npm@10.0.0", "workspaces": ["packages/*"] }"#,
    )?;
    fs::write(
        folder.join("turbo.json"),
        r#"{ "tasks": { "build": { "inputs": ["in.txt"], "outputs": ["out.txt"] } } }"#,
    )
}

fn write_inputs(folder: &Utf8Path, size: usize) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    (0..size).try_for_each(|n| fs::write(folder.join(format!("{n}.txt")), n.to_string()))
}
