//! Runs the steps of a check in a scratch folder.

use std::fs;
use std::io;
use std::time::SystemTime;

use camino::{Utf8Path, Utf8PathBuf};

use super::confine::Bounds;
use super::process::{self, End, Finished, Invocation};
use super::{Check, Folder, Program, Proof, Prover, Step, Verdict, tools};
use crate::paths;
use crate::receipt::{Ending, Input, InputKind, Receipt, StepRecord};

pub(super) fn prove(prover: &Prover, check: &Check) -> Proof {
    let mut proof = Proof {
        claim: check.claim.clone(),
        verdict: Verdict::Verified,
        receipt: None,
        outputs: Vec::new(),
        note: None,
    };
    if let Some(reason) = &check.cannot {
        proof.verdict = Verdict::Unverified { reason: reason.clone() };
        return proof;
    }
    match Scratch::new(prover, check) {
        Ok(scratch) => scratch.run(check, &mut proof),
        Err(reason) => proof.verdict = Verdict::Unverified { reason },
    }
    proof
}

/// Largest file that is read of what steps made.
const BUILT_BYTES_MAX: u64 = 1 << 30;

pub(super) fn read_built(prover: &Prover, check: &Check, files: &[String]) -> Result<Vec<Vec<u8>>, String> {
    let scratch = Scratch::new(prover, check)?;
    for step in &check.steps {
        let (record, output) = scratch.step(step)?;
        match verdict(step, &record, &output) {
            Verdict::Verified => {}
            Verdict::Refuted { output } => return Err(tail(&output).to_owned()),
            Verdict::Unverified { reason } => return Err(reason),
        }
    }
    let read = |file: &String| {
        let path = scratch.filled(file);
        let failed = |error: io::Error| format!("cannot read {file}: {error}");
        let bytes = fs::metadata(&path).map_err(failed)?.len();
        if bytes > BUILT_BYTES_MAX {
            return Err(format!("{file} is larger than {} MiB", BUILT_BYTES_MAX >> 20));
        }
        fs::read(&path).map_err(failed)
    };
    files.iter().map(read).collect()
}

/// A folder that goes when it is dropped.
struct Scratch<'a> {
    prover: &'a Prover,
    folder: tempfile::TempDir,
    path: Utf8PathBuf,
    inputs: Vec<Input>,
}

impl<'a> Scratch<'a> {
    fn new(prover: &'a Prover, check: &Check) -> Result<Self, String> {
        for step in &check.steps {
            program(prover, &step.program, Utf8Path::new(""))?;
        }
        let made = |error: io::Error| format!("no scratch folder: {error}");
        let parent = &prover.surroundings.scratch;
        let folder = tempfile::Builder::new().prefix("zeke-").tempdir_in(parent).map_err(made)?;
        let path = Utf8Path::from_path(folder.path()).ok_or("the scratch folder's name is not UTF-8")?;
        let path = path.canonicalize_utf8().map_err(made)?;
        let mut inputs = Vec::new();
        for (name, content) in &check.files {
            let file = paths::inside(&path, name).map_err(|error| error.to_string())?;
            let write = || {
                fs::create_dir_all(file.parent().unwrap_or(&path))?;
                fs::write(&file, content)
            };
            write().map_err(|error| format!("cannot write {name}: {error}"))?;
            inputs.push(Input::new(InputKind::Scratch, name, content.as_bytes()));
        }
        for name in &check.inputs {
            let bytes = fs::read(prover.project.join(name))
                .map_err(|error| format!("cannot read {name}: {error}"))?;
            inputs.push(Input::new(InputKind::Project, name, &bytes));
        }
        for name in &check.copies {
            let file = paths::inside(&path, name).map_err(|error| error.to_string())?;
            let copy = || {
                fs::create_dir_all(file.parent().unwrap_or(&path))?;
                fs::copy(prover.project.join(name), &file)?;
                fs::read(&file)
            };
            let bytes = copy().map_err(|error| format!("cannot copy {name}: {error}"))?;
            inputs.push(Input::new(InputKind::Copied, name, &bytes));
        }
        Ok(Self { prover, folder, path, inputs })
    }

    fn run(self, check: &Check, proof: &mut Proof) {
        let time = SystemTime::now();
        let mut records = Vec::new();
        for step in &check.steps {
            let (record, output) = match self.step(step) {
                Ok(done) => done,
                Err(reason) => {
                    proof.verdict = Verdict::Unverified { reason };
                    break;
                }
            };
            proof.verdict = verdict(step, &record, &output);
            proof.outputs.push(output);
            records.push(record);
            if proof.verdict != Verdict::Verified {
                break;
            }
        }
        if !records.is_empty() {
            let verdict = proof.verdict.name();
            proof.receipt = Some(Receipt::new(&check.claim, verdict, time, self.inputs, records));
        }
        // A program that was ended may have left files that cannot be removed; they are the system's to clean.
        let _left = self.folder.close();
    }

    fn step(&self, step: &Step) -> Result<(StepRecord, String), String> {
        let (file, version) = program(self.prover, &step.program, &self.path)?;
        let args: Vec<String> = step.args.iter().map(|arg| self.filled(arg)).collect();
        let cwd = match step.folder {
            Folder::Scratch => &self.path,
            Folder::Project => &self.prover.project,
        };
        let vars = self.environment(step);
        let home = self.prover.surroundings.var("HOME");
        let bounds = matches!(step.program, Program::Built(_))
            .then(|| Bounds::new(&self.path, &self.prover.project, home));
        let what = Invocation {
            program: &file,
            args: &args,
            cwd,
            vars: &vars,
            timeout: step.timeout,
            input: "",
            bounds: bounds.as_ref(),
        };
        let finished = process::run(&what, &self.prover.cancel).map_err(|error| crate::chain(&error))?;
        let output = self.output(&finished);
        let record = StepRecord {
            program: step.program.name().to_owned(),
            args: step.args.clone(),
            cwd: match step.folder {
                Folder::Scratch => "{scratch}".to_owned(),
                Folder::Project => ".".to_owned(),
            },
            ending: match finished.end {
                End::Exit(code) => Ending::Exit(code),
                End::Signal(signal) => Ending::Signal(signal),
                End::Timeout => Ending::Timeout,
                End::Output => Ending::OutputLimit,
                End::Canceled => Ending::Canceled,
            },
            fails: step.fails,
            timeout_ms: u64::try_from(step.timeout.as_millis()).unwrap_or(u64::MAX),
            output_digest: digest_of_output(&output),
            output_tail: tail(&output).to_owned(),
            duration_ms: u64::try_from(finished.time.as_millis()).unwrap_or(u64::MAX),
            tool_version: version,
        };
        Ok((record, output))
    }

    fn environment(&self, step: &Step) -> std::collections::BTreeMap<String, String> {
        let mut vars = tools::environment(&self.prover.surroundings);
        let scratch = || self.path.to_string();
        vars.insert("TMPDIR".to_owned(), scratch());
        if matches!(step.program, Program::Built(_)) {
            vars.retain(|name, _| tools::OF_PROGRAMS.contains(&name.as_str()));
            vars.insert("HOME".to_owned(), scratch());
            vars.insert("USERPROFILE".to_owned(), scratch());
            return vars;
        }
        vars.insert("ZIG_LOCAL_CACHE_DIR".to_owned(), self.path.join(".zig-cache").to_string());
        if let Ok(rustc) = &self.prover.tools().rustc {
            // Cargo would look for rustc by its name and find the proxy, which looks at the wrong folder.
            vars.insert("RUSTC".to_owned(), rustc.path.to_string());
        }
        if let (Program::Zbuild, Ok(zig)) = (&step.program, &self.prover.tools().zig) {
            vars.insert("GHOST_ZIG".to_owned(), zig.path.to_string());
        }
        vars
    }

    fn filled(&self, arg: &str) -> String {
        arg.replace("{scratch}", self.path.as_str()).replace("{project}", self.prover.project.as_str())
    }

    fn output(&self, finished: &Finished) -> String {
        let mut text = String::from_utf8_lossy(&finished.stdout).into_owned();
        if !text.is_empty() && !text.ends_with('\n') && !finished.stderr.is_empty() {
            text.push('\n');
        }
        text.push_str(&String::from_utf8_lossy(&finished.stderr));
        text.replace(self.path.as_str(), "{scratch}").replace(self.prover.project.as_str(), "{project}")
    }
}

fn verdict(step: &Step, record: &StepRecord, output: &str) -> Verdict {
    match record.ending {
        Ending::Exit(code) if (code == 0) != step.fails => Verdict::Verified,
        Ending::Exit(_) | Ending::Signal(_) => {
            let how =
                if record.ending == Ending::Exit(0) { "it was expected to fail, and did not\n" } else { "" };
            Verdict::Refuted { output: format!("{how}{output}") }
        }
        _ => Verdict::Unverified { reason: format!("`{}` {}", record.command(), record.ending) },
    }
}

fn program(prover: &Prover, program: &Program, scratch: &Utf8Path) -> Result<(Utf8PathBuf, String), String> {
    let tool = match program {
        Program::Zig => &prover.tools().zig,
        Program::Rustc => &prover.tools().rustc,
        Program::Cargo => &prover.tools().cargo,
        Program::Zbuild => &prover.tools().zbuild,
        Program::Built(name) => {
            let file = paths::inside(scratch, name).map_err(|error| error.to_string())?;
            return Ok((file, String::new()));
        }
    };
    tool.as_ref().map(|tool| (tool.path.clone(), tool.version.clone())).map_err(Clone::clone)
}

impl Program {
    /// As receipts spell it: a name of a tool, or a path in the scratch folder.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Zig => "zig",
            Self::Rustc => "rustc",
            Self::Cargo => "cargo",
            Self::Zbuild => "zbuild",
            Self::Built(path) => path,
        }
    }

    /// The reverse of [`Self::name`].
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "zig" => Self::Zig,
            "rustc" => Self::Rustc,
            "cargo" => Self::Cargo,
            "zbuild" => Self::Zbuild,
            path => Self::Built(path.to_owned()),
        }
    }
}

/// The digest of what was said, whatever time, address and order it was said in: tests run in
/// parallel and say how long they took.
fn digest_of_output(output: &str) -> String {
    let mut lines: Vec<String> = output.lines().map(without_numbers).collect();
    lines.sort();
    blake3::hash(lines.join("\n").as_bytes()).to_hex().to_string()
}

/// The line with its times and addresses blanked.
fn without_numbers(line: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '.' || c == '_' || c == 'µ';
    line.split_inclusive(|c: char| !is_word(c))
        .map(|word| {
            let bare = word.trim_end_matches(|c: char| !is_word(c));
            let unit = bare.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            let is_time = bare.len() > unit.len() && matches!(unit, "s" | "ms" | "us" | "µs" | "ns" | "m");
            let is_address = bare.starts_with("0x");
            if is_time || is_address { word.replacen(bare, "#", 1) } else { word.to_owned() }
        })
        .collect()
}

/// How much of an output goes into a receipt: its end, where programs say what came of it.
const TAIL_BYTES_MAX: usize = 2048;

fn tail(output: &str) -> &str {
    let from = output.len().saturating_sub(TAIL_BYTES_MAX);
    let from = (from..=output.len()).find(|at| output.is_char_boundary(*at)).unwrap_or(output.len());
    output.get(from..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_is_the_same_at_another_time_in_another_order() {
        let check = |one: &str, two: &str, same: bool| {
            assert_eq!(digest_of_output(one) == digest_of_output(two), same, "{one} | {two}");
        };
        check("test a ... ok\ntest b ... ok\n", "test b ... ok\ntest a ... ok\n", true);
        check("ok. 3 passed; finished in 0.00s", "ok. 3 passed; finished in 1.25s", true);
        check("ok. 3 passed; finished in 0.00s", "ok. 2 passed; finished in 0.00s", false);
        check("panic at 0x7f00 in main", "panic at 0x7f01 in main", true);
        check("x is 3ms", "x is 4ms", true);
        check("x is 3", "x is 4", false);
    }
}
