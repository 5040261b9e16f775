//! `zeke review`.

use std::io::IsTerminal as _;
use std::process::ExitCode;

use camino::Utf8Path;
use zeke_core::assist::{remarks as remarks_of, review_prompt};
use zeke_core::paths::unquoted;
use zeke_core::tasks::Boundary;
use zeke_core::tasks::review::review;

use super::analyze::write_finding;
use super::assist::{Helped, Helper, remarks};
use super::context::Context;
use super::output::{Common, Focus};
use super::refactor;
use crate::failure::{Failure, WORK_FAILED};

/// `zeke review`.
#[derive(clap::Args)]
pub(crate) struct ReviewArgs {
    /// Files to review; a list with a file on each line is taken as it stands, an empty one is right.
    #[arg(long, value_name = "FILES", num_args = 1..)]
    files: Option<Vec<String>>,
    /// Review what differs from a commit; without one, from the index.
    #[arg(long, value_name = "REF", num_args = 0..=1, default_missing_value = "", conflicts_with = "files")]
    diff: Option<String>,
    /// Review what is staged for the next commit, as the index has it.
    #[arg(long, conflicts_with_all = ["files", "diff"])]
    staged: bool,
    /// What the review is about.
    #[arg(long, value_name = "CONTEXT", default_value = "rust-zig-integration")]
    context: Focus,
    /// Also say what could be quicker or safer.
    #[arg(long)]
    suggest_optimizations: bool,
    #[command(flatten)]
    common: Common,
}

/// Reviews; exit code 1 where something is wrong.
pub(crate) fn run(args: &ReviewArgs) -> Result<ExitCode, Failure> {
    let mut context = Context::load(&args.common.project)?;
    let files = files(args, &context)?;
    if args.staged {
        context.take_index()?;
    }
    let boundary = Boundary::of(&context.project);
    let result = review(&boundary, &files, args.suggest_optimizations);
    // Which side a context names first does not change what can go wrong between both.
    let (Focus::Rust | Focus::Zig | Focus::Both) = args.context;
    let helper =
        Helper::of(&context, &args.common.model, "review", "comment on what the change means to do")?;
    let added = match &helper {
        Some(helper) if !result.files.is_empty() => {
            let prompt = review_prompt(helper.prover(), &context.project, &result);
            helper.help(prompt, |help, prompt, events| {
                remarks_of(help, &context.project, prompt, events).map(|report| ((), report))
            })?
        }
        _ => Helped::None,
    };
    added.put(args.common.output_format, "review", &result, |report| {
        let mut text = String::new();
        for finding in &result.findings {
            write_finding(&mut text, finding, std::io::stdout().is_terminal());
        }
        if !result.suggestions.is_empty() {
            text.push_str(&refactor::text(&result.suggestions));
        }
        let (files, crossings, findings) = (result.files.len(), result.crossings, result.findings.len());
        text.push_str(&report.map(remarks).unwrap_or_default());
        text + &format!("{files} files, {crossings} crossings, {findings} findings\n")
    })?;
    // Nobody can say that a change is right in a project of which a part was not read.
    let is_bad = result.is_bad() || context.project.is_cut;
    Ok(if is_bad { ExitCode::from(WORK_FAILED) } else { ExitCode::SUCCESS })
}

/// The files to review, relative to the project; all of them where none are named.
fn files(args: &ReviewArgs, context: &Context) -> Result<Vec<String>, Failure> {
    if let Some(named) = &args.files {
        let lines = named.iter().flat_map(|list| list.lines()).map(str::trim).filter(|line| !line.is_empty());
        let mut out = Vec::new();
        for line in lines {
            // Git names files from the top of the work tree, people from where they stand.
            let path = from_top(context, &unquoted(line));
            if !context.surroundings.absolute(Utf8Path::new(&path)).exists() {
                eprintln!("zeke: {line} is not there and is not reviewed");
            }
            out.push(context.in_project(Utf8Path::new(&path)));
        }
        return Ok(out);
    }
    let mut git = vec!["diff", "--name-only", "--relative", "-z"];
    match &args.diff {
        Some(reference) if reference.starts_with('-') => {
            return Err(Failure::usage_of(format!("`{reference}` names no commit")));
        }
        Some(reference) if !reference.is_empty() => git.push(reference),
        Some(_) => {}
        None if args.staged => git.push("--cached"),
        None => {
            let all = context.project.units.iter().flat_map(|unit| &unit.files);
            return Ok(all.map(|file| file.path.clone()).collect());
        }
    }
    git.push("--");
    let names = context.git(&git)?;
    Ok(names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

/// A path of `git diff --name-only`, seen from the current directory.
fn from_top(context: &Context, line: &str) -> String {
    let cwd = &context.surroundings.cwd;
    if Utf8Path::new(line).is_absolute() || cwd.join(line).exists() {
        return line.to_owned();
    }
    let top = cwd.ancestors().find(|folder| folder.join(".git").exists());
    top.map(|top| top.join(line))
        .filter(|path| path.exists())
        .map_or_else(|| line.to_owned(), |path| path.to_string())
}
