//! Patches for a run that failed: each was compiled before it is shown, and what did not compile is
//! not shown as a fix.
//!
//! The run is done again on a copy of the project, and what the compilers say decides: suggestions
//! that rustc calls machine-applicable, names that Zig changed from version to version, declarations
//! that do not fit what the other side exports. That goes on until the run succeeds or nothing is known
//! to help.

mod boundary;
mod copied;
mod problems;
mod rustc;
mod zig;

use std::collections::BTreeMap;
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};
use ghost_abi::source::Language;
use serde::Serialize;

use super::boundary::Boundary;
use super::workshop;
use crate::edit::{Changes, EditError};
use crate::project::Project;
use crate::proof::{Check, Program, Proof, Prover, STEP_TIMEOUT, Step, Verdict};
use crate::surroundings::Surroundings;

pub(crate) use copied::{libraries, texts};
pub use problems::{Problem, problems};

/// Most rounds of running and repairing.
const ROUNDS_MAX: usize = 12;
/// What is known of the run that failed.
#[derive(Debug, Clone, Default)]
pub struct Failed {
    /// What it wrote.
    pub log: String,
    /// The command with its arguments, where it is known.
    pub command: Vec<String>,
}

/// A change that was made for a reason.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Fix {
    /// The file, relative to the project.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What the compiler said, or what does not fit.
    pub problem: String,
    /// What was changed.
    pub change: String,
}

/// What came of it.
#[derive(Debug)]
pub struct Fixed {
    /// The changes in the order in which they were made.
    pub fixes: Vec<Fix>,
    /// From the files as they were read to what they should be; empty where nothing was proven.
    pub changes: Changes,
    /// The last run.
    pub proof: Proof,
    /// What is still wrong.
    pub left: Vec<Problem>,
}

/// Why nothing could be tried.
#[derive(Debug, thiserror::Error)]
pub enum FixError {
    /// Nothing says what failed.
    #[error("nothing in this output is an error of Zig, rustc or cargo")]
    NoProblem,
    /// The project cannot be copied.
    #[error("the project is larger than {} MiB, and cannot be copied to try a patch", copied::COPY_BYTES_MAX >> 20)]
    TooLarge,
    /// The changes cannot be told as a patch.
    #[error(transparent)]
    Edit(#[from] EditError),
}

/// How long a whole build may take.
const RUN_TIMEOUT: Duration = Duration::from_mins(10);

/// Files of a project by path.
pub(super) type Files = BTreeMap<String, String>;

/// Repairs what made a run fail.
pub fn fix(
    prover: &Prover,
    surroundings: &Surroundings,
    failed: &Failed,
    hear: &mut dyn FnMut(&str),
) -> Result<Fixed, FixError> {
    let root = prover.project().to_owned();
    let found = problems(&failed.log, &root, &surroundings.cwd);
    if found.is_empty() && failed.command.is_empty() {
        return Err(FixError::NoProblem);
    }
    let original = copied::texts(&root)?;
    let found = copied::placed(found, &original, &failed.log);
    let copies = libraries(&root);
    let mut files = original.clone();
    let steps = steps(prover, surroundings, failed, &found, &files);
    if steps.is_empty() {
        return Err(FixError::NoProblem);
    }
    let zig_version = prover.tools().zig_version().unwrap_or_default().to_owned();
    let mut made = Vec::new();
    let mut last = None;
    for round in 0..ROUNDS_MAX {
        hear(&format!("trying, run {}", round + 1));
        let proof = prover.prove(&check(&files, &copies, &steps));
        let output = match &proof.verdict {
            Verdict::Verified => {
                // The compilers are content; declarations that lie to them are not their business.
                let more = boundary::declarations(&mut files, &root);
                if more.is_empty() && made.is_empty() {
                    return Ok(not_seen(proof, found));
                }
                if more.is_empty() {
                    return done(&root, &original, files, made, proof);
                }
                made.extend(more);
                last = Some(proof);
                continue;
            }
            Verdict::Refuted { output } => rustc::from_root(&files, output),
            Verdict::Unverified { .. } => return Ok(nothing(proof, found)),
        };
        let left = problems(&output, Utf8Path::new("{scratch}"), Utf8Path::new("{scratch}"));
        let left = copied::placed(left, &files, &output);
        let mut more = zig::repair(&mut files, &left, &zig_version);
        more.extend(rustc::repair(&mut files, &output));
        more.extend(rustc::unsafe_blocks(&mut files, &left));
        more.extend(boundary::missing(&mut files, &left, &root));
        if more.is_empty()
            && let Some(output) = told_by_cargo(prover, surroundings, &files, &copies, &steps, &left)
        {
            more.extend(rustc::repair(&mut files, &output));
        }
        if more.is_empty() {
            // A build that checks the boundary itself fails for it before a compiler is asked.
            more.extend(boundary::declarations(&mut files, &root));
        }
        if more.is_empty() {
            let is_other = made.is_empty() && !found.is_empty() && !left.iter().any(|p| found.contains(p));
            return Ok(if is_other {
                elsewhere(proof, found, &output)
            } else {
                nothing(proof, said(left, &output))
            });
        }
        made.extend(more);
        last = Some(proof);
    }
    Ok(nothing(last.ok_or(FixError::NoProblem)?, found))
}

/// What rustc says of Rust files in the form of machines, where another program, zbuild, started it.
fn told_by_cargo(
    prover: &Prover,
    surroundings: &Surroundings,
    files: &Files,
    copies: &[String],
    steps: &[Step],
    left: &[Problem],
) -> Option<String> {
    let problem = left.iter().find(|problem| Utf8Path::new(&problem.file).extension() == Some("rs"))?;
    if !steps.iter().all(|step| step.program == Program::Zbuild) {
        return None;
    }
    let steps = step_for(prover, surroundings, problem, files, left)?;
    match prover.prove(&check(files, copies, &steps)).verdict {
        Verdict::Refuted { output } => Some(rustc::from_root(files, &output)),
        _ => None,
    }
}

fn nothing(proof: Proof, left: Vec<Problem>) -> Fixed {
    Fixed { fixes: Vec::new(), changes: Changes::default(), proof, left }
}

/// What is tried on the copy does not fail, and shows nothing of what failed.
fn not_seen(mut proof: Proof, found: Vec<Problem>) -> Fixed {
    let reason = "on a copy of the project nothing fails: run the command itself behind `--`".to_owned();
    proof.verdict = Verdict::Unverified { reason };
    nothing(proof, found)
}

/// What is left; where no error has a place, the first that the run wrote.
fn said(mut left: Vec<Problem>, output: &str) -> Vec<Problem> {
    if left.is_empty()
        && let Some(line) = output.lines().map(str::trim).find(|line| line.starts_with("error"))
    {
        let message = line.to_owned();
        left.push(Problem { file: String::new(), line: 0, column: 0, message, symbol: None });
    }
    left
}

/// The copy fails for another reason than the project does, which says nothing of the project.
fn elsewhere(mut proof: Proof, found: Vec<Problem>, output: &str) -> Fixed {
    let said = output.lines().find(|line| line.contains("error")).unwrap_or("it says no more").trim();
    let reason = format!("on a copy of the project the run fails for another reason: {said}");
    proof.verdict = Verdict::Unverified { reason };
    nothing(proof, found)
}

/// The commands that show whether a run is repaired, on a copy of the project.
pub fn commands(
    prover: &Prover,
    surroundings: &Surroundings,
    failed: &Failed,
) -> Result<Vec<Step>, FixError> {
    let root = prover.project();
    let found = problems(&failed.log, root, &surroundings.cwd);
    let files = copied::texts(root)?;
    let found = copied::placed(found, &files, &failed.log);
    Ok(steps(prover, surroundings, failed, &found, &files))
}

fn done(
    root: &Utf8Path,
    original: &Files,
    files: Files,
    made: Vec<Fix>,
    proof: Proof,
) -> Result<Fixed, FixError> {
    // What cannot be written safely is refused here and not when it is applied.
    let changes = Changes::since(root, original, files)?;
    Ok(Fixed { fixes: made, changes, proof, left: Vec::new() })
}

fn check(files: &Files, copies: &[String], steps: &[Step]) -> Check {
    Check {
        claim: "the run succeeds with the patch".to_owned(),
        files: files.iter().map(|(path, text)| (path.clone(), text.clone())).collect(),
        copies: copies.to_vec(),
        steps: steps.to_vec(),
        ..Check::default()
    }
}

/// The commands that show whether it is repaired: the one that failed, where it is known and can be
/// run on a copy, else one for each place that an error stood at.
fn steps(
    prover: &Prover,
    surroundings: &Surroundings,
    failed: &Failed,
    found: &[Problem],
    files: &Files,
) -> Vec<Step> {
    if let Some((program, args)) = failed.command.split_first() {
        let name = Utf8Path::new(program).file_stem().unwrap_or(program);
        let target = target_folder(prover, surroundings);
        let args: Vec<String> =
            args.iter().map(|arg| arg.replace(prover.project().as_str(), "{scratch}")).collect();
        match name {
            "cargo" => return vec![cargo(&args, &target)],
            "rustc" => return vec![Step::new(Program::Rustc, args.iter().cloned().chain(json_of_rustc()))],
            "zig" => {
                let limit = if args.first().is_some_and(|first| first == "build") {
                    RUN_TIMEOUT
                } else {
                    STEP_TIMEOUT
                };
                return vec![Step::new(Program::Zig, args).within(limit)];
            }
            "zbuild" => return vec![Step::new(Program::Zbuild, args).within(RUN_TIMEOUT)],
            _ => {}
        }
    }
    if files.contains_key("zbuild.json") && prover.tools().zbuild.is_ok() {
        // The modules that it makes are known to it alone.
        return vec![Step::new(Program::Zbuild, ["build"]).within(RUN_TIMEOUT)];
    }
    let mut out: Vec<Step> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for problem in found {
        if let Some(step) = step_for(prover, surroundings, problem, files, found) {
            for step in step {
                let key = format!("{:?}{:?}", step.program, step.args);
                if !seen.contains(&key) {
                    seen.push(key);
                    out.push(step);
                }
            }
        }
    }
    out
}

fn cargo(args: &[String], target: &str) -> Step {
    let (own, passed) =
        args.iter().position(|arg| arg == "--").map_or((args, &args[..0]), |at| args.split_at(at));
    let mut all: Vec<String> = Vec::new();
    let mut own = own.iter();
    while let Some(arg) = own.next() {
        // Each may be given once, and what is given here decides.
        if ["--message-format", "--target-dir"].contains(&arg.as_str()) {
            own.next();
        } else if !["--message-format=", "--target-dir="].iter().any(|name| arg.starts_with(name)) {
            all.push(arg.clone());
        }
    }
    all.extend(["--message-format=json".to_owned(), "--target-dir".to_owned(), target.to_owned()]);
    all.extend(passed.iter().cloned());
    Step::new(Program::Cargo, all).within(RUN_TIMEOUT)
}

fn json_of_rustc() -> [String; 1] {
    ["--error-format=json".to_owned()]
}

fn target_folder(prover: &Prover, surroundings: &Surroundings) -> String {
    let state = surroundings.project_state(prover.project());
    state.map_or_else(|| "{scratch}/target".to_owned(), |state| state.join("target-fix").to_string())
}

fn step_for(
    prover: &Prover,
    surroundings: &Surroundings,
    problem: &Problem,
    files: &Files,
    found: &[Problem],
) -> Option<Vec<Step>> {
    let path = Utf8Path::new(&problem.file);
    if problem.symbol.is_some() {
        return linked(prover, surroundings);
    }
    match path.extension()? {
        "rs" => {
            let folder = path
                .ancestors()
                .skip(1)
                .find(|folder| files.contains_key(folder.join("Cargo.toml").as_str()));
            let step = if let Some(folder) = folder {
                let manifest = format!("{{scratch}}/{}", folder.join("Cargo.toml"));
                let args = ["check".to_owned(), "--manifest-path".to_owned(), manifest];
                cargo(&args, &target_folder(prover, surroundings))
            } else {
                let args = ["--crate-type", "lib", "--edition", "2021", "--emit", "metadata", "-o"];
                let place = ["{scratch}/checked.rmeta".to_owned(), problem.file.clone()];
                let args = args.map(str::to_owned).into_iter().chain(place).chain(json_of_rustc());
                Step::new(Program::Rustc, args)
            };
            Some(vec![step])
        }
        "zig" if path.file_name() == Some("build.zig") => {
            Some(vec![Step::new(Program::Zig, ["build", "--list-steps"]).within(RUN_TIMEOUT)])
        }
        "zig" => {
            let folder = path.ancestors().skip(1).find(|f| files.contains_key(f.join("build.zig").as_str()));
            if let Some(folder) = folder {
                // Its modules are known to the build alone.
                let build = format!("{{scratch}}/{}", folder.join("build.zig"));
                let args = ["build".to_owned(), "--build-file".to_owned(), build];
                return Some(vec![Step::new(Program::Zig, args).within(RUN_TIMEOUT)]);
            }
            let text = files.get(&problem.file).map_or("", String::as_str);
            let step = |kind: &str, root: &Utf8Path| {
                Step::new(Program::Zig, [kind, "-lc", "-fno-emit-bin", root.as_str()])
            };
            // What tests alone reach is compiled with them, and by nobody else.
            let with_tests = text.starts_with("test ") || text.contains("\ntest ");
            let tests = with_tests.then(|| step("test", path));
            let whole =
                (!is_in_test(text, problem.line)).then(|| step("build-obj", &zig_root(files, path, found)));
            Some(whole.into_iter().chain(tests).collect())
        }
        _ => None,
    }
}

/// Whether a line of Zig stands in a test.
fn is_in_test(text: &str, line: usize) -> bool {
    let mut before: Vec<&str> = text.lines().take(line).collect();
    before.reverse();
    let begins = before.iter().find(|line| !line.starts_with([' ', '\t', '}', '/']) && !line.is_empty());
    begins.is_some_and(|line| line.starts_with("test ") || line.starts_with("test{"))
}

/// The file whose compilation reaches another: the one that imports it, and is imported by nobody.
fn zig_root(files: &Files, path: &Utf8Path, found: &[Problem]) -> Utf8PathBuf {
    let mut at = path.to_owned();
    for _ in 0..16 {
        let name = at.file_name().unwrap_or_default().to_owned();
        let folder = at.parent().unwrap_or(Utf8Path::new("")).to_owned();
        let user = files.iter().find(|(other, text)| {
            let other = Utf8Path::new(other.as_str());
            let near = other.extension() == Some("zig")
                && other != at
                && folder.starts_with(other.parent().unwrap_or(Utf8Path::new("")));
            near && other.file_name() != Some("build.zig") && text.contains(&format!("{name}\")"))
        });
        match user {
            Some((other, _)) => at = Utf8PathBuf::from(other.as_str()),
            None => break,
        }
    }
    // A program without an entry is checked file by file.
    if found.iter().any(|problem| problem.file == at.as_str()) || at != path { at } else { path.to_owned() }
}

/// Builds every library and links every Zig program with those that it uses.
fn linked(prover: &Prover, surroundings: &Surroundings) -> Option<Vec<Step>> {
    let project = Project::load(prover.project()).ok()?;
    let boundary = Boundary::of(&project);
    let mut steps = Vec::new();
    let mut libraries = Vec::new();
    for library in boundary.could_offer().filter(|library| library.unit().language == Language::Rust) {
        let recipe = workshop::recipe(prover, surroundings, &boundary, library).ok()?;
        steps.extend(recipe.steps.into_iter().map(in_copy));
        libraries.extend(recipe.libraries);
    }
    let programs = project.units.iter().flat_map(|unit| &unit.files);
    let programs: Vec<&str> = programs
        .filter(|f| Utf8Path::new(&f.path).extension() == Some("zig") && f.text.contains("pub fn main("))
        .map(|f| f.path.as_str())
        .collect();
    if programs.is_empty() || libraries.is_empty() {
        return None;
    }
    for program in programs {
        let mut args =
            vec!["build-exe".to_owned(), "-femit-bin={scratch}/linked".to_owned(), program.to_owned()];
        args.extend(libraries.iter().cloned());
        args.extend(["-lc".to_owned(), "-lunwind".to_owned()]);
        steps.push(Step::new(Program::Zig, args));
    }
    Some(steps)
}

fn in_copy(mut step: Step) -> Step {
    step.args = step.args.into_iter().map(|arg| arg.replace("{project}", "{scratch}")).collect();
    step.folder = crate::proof::Folder::Scratch;
    step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_given_once_is() {
        let check = |args: &[&str], expected: &[&str]| {
            let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
            assert_eq!(cargo(&args, "t").args, expected, "{args:?}");
        };
        let ours = ["--message-format=json", "--target-dir", "t"];
        check(&["build"], &[&["build"][..], &ours].concat());
        check(
            &["test", "--target-dir", "x", "-q", "--message-format=short", "--", "--target-dir"],
            &[&["test", "-q"][..], &ours, &["--", "--target-dir"]].concat(),
        );
    }

    #[test]
    fn what_stands_in_a_test_is_known() {
        let text = "test \"a\" {\n    x();\n\n    y();\n}\nfn f() void {\n    z();\n}\n";
        let inside: Vec<usize> = (1..=8).filter(|line| is_in_test(text, *line)).collect();
        assert_eq!(inside, [1, 2, 3, 4, 5]);
    }

    #[test]
    fn something_is_always_said() {
        let check = |output: &str, expected: &[&str]| {
            let left = said(Vec::new(), output);
            assert_eq!(left.iter().map(|p| p.message.as_str()).collect::<Vec<_>>(), expected, "{output}");
        };
        check(
            "all\n  error: undefined symbol: _Unwind_Resume\nmore",
            &["error: undefined symbol: _Unwind_Resume"],
        );
        check("all is well", &[]);
    }
}
