//! The body of a new piece: the skeleton is the frame, its check is the judge.

use super::{Help, Report};
use crate::answer::{FILE_FORM, Pieces};
use crate::event::Event;
use crate::finding::{Language, Severity};
use crate::model::ModelError;
use crate::project::{Project, Source, Unit};
use crate::prompt::Prompt;
use crate::proof::{Check, Prover};
use crate::repair::Job;
use crate::tasks::seal::sealed;
use crate::tasks::skeleton::{Skeleton, SkeletonFile};

const JOB: &str = "Fill the given frame of a Zig side and a Rust side that meet at the C ABI, so that `run` does \
    what the user asks. Keep names of files, exported symbols, checks of null and lengths, and the tests (change \
    them to test what was asked). Nothing panics across the boundary. Standard libraries only.";

/// What is sent.
#[must_use]
pub fn skeleton_prompt(prover: &Prover, skeleton: &Skeleton, sentence: &str) -> Prompt {
    let mut prompt = Prompt::new(&format!("{JOB} {FILE_FORM}")).for_tools(prover.tools()).request(sentence);
    for (number, file) in skeleton.files.iter().enumerate() {
        // The first two are the piece itself; the others are what the project has already.
        prompt = if number < 2 {
            prompt.fact(&file.name, &file.text)
        } else {
            prompt.hint(&file.name, &file.text)
        };
    }
    prompt
}

/// Has the model fill a skeleton. The files are given back only if they compile, link, run, pass
/// the tests that they have at least as many of as the skeleton, and have no finding.
pub fn fill(
    help: Help<'_>,
    skeleton: &Skeleton,
    prompt: Prompt,
    events: &mut dyn FnMut(Event),
) -> Result<(Option<Vec<SkeletonFile>>, Report), ModelError> {
    let read = |answer: &str| filled(skeleton, answer);
    let checks = |files: &Vec<SkeletonFile>| vec![check_with(&skeleton.check, &skeleton.files, files)];
    let (files, report) = help.run(&Job { prompt, read: &read, checks: &checks }, events)?;
    let files = files.filter(|_| report.is_verified());
    Ok((files, report))
}

/// The skeleton's files with what an answer has in their place.
fn filled(skeleton: &Skeleton, answer: &str) -> Result<Vec<SkeletonFile>, String> {
    let pieces = Pieces::of(answer)?;
    let mut files = skeleton.files.clone();
    let mut any = false;
    for file in files.iter_mut().take(2) {
        let end = file.name.rsplit('.').next().unwrap_or_default();
        let is_named = |path: &Option<String>| {
            path.as_deref().is_some_and(|path| path.rsplit('/').next() == Some(file.name.as_str()))
        };
        let named = pieces.blocks.iter().find(|block| is_named(&block.path)).map(|block| block.text.as_str());
        let Some(text) = named.or_else(|| pieces.code(if end == "rs" { "rust" } else { "zig" })) else {
            continue;
        };
        let (had, has) = (tests_in(&file.text), tests_in(text));
        if has < had {
            return Err(format!("{} has {has} tests, and the frame has {had}: keep them", file.name));
        }
        file.text = sealed(text);
        any = true;
    }
    if !any {
        return Err("there is no block with a file of the frame in it".to_owned());
    }
    findings(&files)?;
    Ok(files)
}

fn tests_in(text: &str) -> usize {
    text.lines().filter(|line| matches!(line.trim(), "#[test]") || line.starts_with("test \"")).count()
}

/// What the analysis says of the files as they would be.
fn findings(files: &[SkeletonFile]) -> Result<(), String> {
    let unit = |language: Language, end: &str| Unit {
        language,
        folder: String::new().into(),
        has_manifest: false,
        manifest: None,
        files: files
            .iter()
            .filter(|file| file.name.ends_with(end))
            .map(|file| Source { path: file.name.clone(), text: file.text.clone() })
            .collect(),
    };
    let units = vec![unit(Language::Rust, ".rs"), unit(Language::Zig, ".zig")];
    let project = Project {
        root: String::new().into(),
        units,
        // The project that it is for: what `boundary.zig` names is there.
        has_other_code: true,
        build_files: Vec::new(),
        left_out: Vec::new(),
        is_cut: false,
    };
    let analysis = crate::analyze::analyze(&project);
    match analysis.findings.iter().find(|finding| finding.severity <= Severity::Warning) {
        Some(finding) => {
            let at = &finding.location;
            Err(format!("{}:{}: {} [{}]", at.file, at.line, finding.message, finding.class))
        }
        None => Ok(()),
    }
}

fn check_with(check: &Check, old: &[SkeletonFile], new: &[SkeletonFile]) -> Check {
    let mut check = check.clone();
    for (name, text) in &mut check.files {
        let changed = old.iter().zip(new).find(|(old, _)| old.name == *name);
        if let Some((_, new)) = changed {
            text.clone_from(&new.text);
        }
    }
    check
}
