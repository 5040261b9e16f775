//! What `integration.zeke` asks for at the end of a build: zeke's own words about it.
//!
//! The build's result is what it is: a zeke that is absent, fails or takes too long changes nothing.

use std::fs;
use std::io::{Seek, Write};
use std::process::Stdio;
use std::time::{Duration, Instant};

use camino::Utf8PathBuf;
use ghostbind::Environment;
use zbuild_engine::Summary;

use super::report::Report;
use crate::build::Build;

/// Set for the companion's children: a build that zeke starts does not start zeke again.
const WITHIN: &str = "ZBUILD_WITHIN_ZEKE";
/// How long zeke may take. It talks to models.
const TIME_MAX: Duration = Duration::from_mins(2);
/// How often it is asked whether it is done.
const POLL: Duration = Duration::from_millis(20);

/// Lets zeke speak about a build that is over. `log` is what failing actions wrote.
pub(super) fn conclude(build: &Build, summary: &Summary, log: &[u8], report: &Report) {
    let nothing_new = summary.is_success() && summary.ran == 0;
    if summary.cancelled || nothing_new || build.env.var(WITHIN).is_some() {
        return;
    }
    let wanted = wanted(build, summary.is_success());
    if wanted.is_empty() {
        return;
    }
    let Some(program) = find(&build.env) else { return };
    for args in wanted {
        // A companion that cannot run has nothing to say.
        let _no_words = speak(build, &program, args, log, report);
    }
}

/// The commands that the configuration asks for.
fn wanted(build: &Build, success: bool) -> Vec<&'static [&'static str]> {
    let integration = build.workspace.integration();
    let on = |key: &Option<crate::config::Located<bool>>| key.as_ref().is_some_and(|on| on.value);
    if !success {
        return if on(&integration.ai_assistance) { vec![&["fix", "--log", "-"]] } else { Vec::new() };
    }
    let mut wanted: Vec<&[&str]> = Vec::new();
    if on(&integration.code_suggestions) {
        wanted.push(&["analyze", "--project", "."]);
    }
    if on(&integration.auto_optimize) {
        wanted.push(&["optimize", "build-config"]);
    }
    wanted
}

fn find(env: &Environment) -> Option<Utf8PathBuf> {
    let paths = std::env::split_paths(env.var("PATH")?).collect::<Vec<_>>();
    let found = paths.into_iter().map(|folder| folder.join("zeke")).find(|program| program.is_file())?;
    Utf8PathBuf::from_path_buf(found).ok()
}

fn speak(
    build: &Build,
    program: &Utf8PathBuf,
    args: &[&str],
    log: &[u8],
    report: &Report,
) -> std::io::Result<()> {
    // Files and not pipes: neither side waits for the other.
    let mut input = tempfile::tempfile()?;
    input.write_all(log)?;
    input.rewind()?;
    let output = tempfile::NamedTempFile::new()?;
    #[expect(clippy::disallowed_methods, reason = "the user's own zeke, with the user's own surroundings")]
    let mut command = std::process::Command::new(program);
    command
        .args(args)
        .current_dir(&build.workspace.root)
        .env_clear()
        .envs(build.env.vars.iter())
        .env(WITHIN, "1");
    command.stdin(input).stdout(output.reopen()?).stderr(Stdio::null());
    let mut child = command.spawn()?;
    let begun = Instant::now();
    while child.try_wait()?.is_none() {
        if begun.elapsed() > TIME_MAX || build.env.children.interrupted() {
            child.kill()?;
            child.wait()?;
            return Ok(());
        }
        std::thread::sleep(POLL);
    }
    let said = fs::read(output.path())?;
    let said = String::from_utf8_lossy(&said);
    if report.json {
        report.event(&serde_json::json!({ "reason": "zeke", "command": args, "output": said }));
    } else if !said.trim().is_empty() && !report.quiet {
        Report::text(&format!("zeke {}:\n{}\n", args.join(" "), said.trim_end()));
    }
    Ok(())
}
