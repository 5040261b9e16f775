//! Changes to the project's own files: they must be exact, must not make the analysis worse, and the
//! project must compile with them as it did without.

use std::time::Duration;

use camino::Utf8Path;

use super::{Help, Report};
use crate::analyze::analyze;
use crate::answer::{EDIT_FORM, Pieces};
use crate::edit::Changes;
use crate::event::Event;
use crate::finding::{Finding, Language, Place, Severity};
use crate::model::ModelError;
use crate::project::{Project, Source, Unit};
use crate::prompt::Prompt;
use crate::proof::{Check, Program, Prover, Step};
use crate::repair::Job;
use crate::tasks::fix::{libraries, texts};

/// What a patch is about, and the places in the project that matter.
#[derive(Debug, Clone, Default)]
pub struct Patch {
    /// What is to be done, in zeke's words.
    pub what: String,
    /// What is known: suggestions, findings, errors.
    pub facts: String,
    /// Where.
    pub places: Vec<Place>,
    /// Commands that must succeed with the patch, run in a copy of the project; where there are
    /// none, each unit that the patch touches is compiled.
    pub steps: Vec<Step>,
}

/// How many lines around a place are shown.
const AROUND_LINES: u32 = 25;

/// What is sent.
#[must_use]
pub fn patch_prompt(prover: &Prover, project: &Project, patch: &Patch) -> Prompt {
    let job = format!(
        "You change code at a Zig/Rust boundary. {} Change as little as does it; leave everything else as it is, \
         its comments and its style too. {EDIT_FORM}",
        patch.what
    );
    let mut prompt = Prompt::new(&job)
        .for_tools(prover.tools())
        .request("Write the edits.")
        .fact("what is known", &patch.facts);
    for (number, (file, first, text)) in excerpts(project, &patch.places).into_iter().enumerate() {
        prompt = prompt.lines(&file, first, &text, number == 0);
    }
    prompt
}

/// Has the model write a patch. It is given back only if it is verified.
pub fn patch(
    help: Help<'_>,
    project: &Project,
    patch: &Patch,
    prompt: Prompt,
    events: &mut dyn FnMut(Event),
) -> Result<(Option<Changes>, Report), ModelError> {
    let before = findings(project);
    let root = help.prover.project();
    let read = |answer: &str| {
        let edits = Pieces::of(answer)?.edits;
        if edits.is_empty() {
            return Err("there is no edit in it".to_owned());
        }
        if let Some(edit) = edits.iter().find(|edit| !is_source(edit.path()) || is_run(project, edit.path()))
        {
            return Err(format!("{} is no file that may be changed here", edit.path()));
        }
        let changes = Changes::of(root, &edits).map_err(|error| error.to_string())?;
        if changes.is_empty() {
            return Err("the edits change nothing".to_owned());
        }
        worse(&before, &findings(&with(project, &changes)))?;
        Ok(changes)
    };
    let checks = |changes: &Changes| checks(help.prover, project, changes, &patch.steps);
    let (changes, mut report) = help.run(&Job { prompt, read: &read, checks: &checks }, events)?;
    report.diff = changes.as_ref().map(Changes::diff);
    Ok((changes.filter(|_| report.is_verified()), report))
}

/// A patch is about code; what builds and runs the code is not for a model to change.
fn is_source(path: &str) -> bool {
    matches!(Utf8Path::new(path).extension(), Some("rs" | "zig" | "h" | "c"))
}

/// Whether a file is run when the project is compiled: scripts that build it, what `build.zig` imports,
/// and crates of procedural macros.
fn is_run(project: &Project, path: &str) -> bool {
    let plain = |path: &Utf8Path| path.as_str().trim_start_matches("./").to_ascii_lowercase();
    let path = plain(Utf8Path::new(path));
    let name = Utf8Path::new(&path).file_name().unwrap_or_default();
    if matches!(name, "build.rs" | "build.zig") {
        return true;
    }
    let is_imported = |build: &Source| {
        let is_build = Utf8Path::new(&build.path).file_name() == Some("build.zig");
        // What it compiles, `b.path("src/main.zig")`, does not run.
        let text = build.text.to_ascii_lowercase();
        let mut imported = text.split("@import(\"").skip(1).filter_map(|rest| rest.split('"').next());
        is_build && imported.any(|path| Utf8Path::new(path).file_name() == Some(name))
    };
    project.units.iter().any(|unit| {
        let manifest = unit.manifest.as_ref().and_then(|manifest| manifest.text.parse::<toml::Table>().ok());
        let value = |table: &str, key: &str| manifest.as_ref()?.get(table)?.get(key).cloned();
        let script =
            value("package", "build").and_then(|script| Some(plain(&unit.folder.join(script.as_str()?))));
        let has_macros = ["proc-macro", "proc_macro"]
            .iter()
            .any(|key| value("lib", key).is_some_and(|is| is.as_bool() == Some(true)));
        script.is_some_and(|script| script == path)
            || has_macros && Utf8Path::new(&path).starts_with(plain(&unit.folder))
            || unit.files.iter().any(is_imported)
    })
}

fn excerpts(project: &Project, places: &[Place]) -> Vec<(String, u32, String)> {
    let mut out: Vec<(String, u32, String)> = Vec::new();
    for place in places {
        let Some(source) = source_of(project, &place.file) else { continue };
        let first = place.line.saturating_sub(AROUND_LINES).max(1);
        let is_shown = out.iter().any(|(file, from, text)| {
            let until = from + u32::try_from(text.lines().count()).unwrap_or(u32::MAX);
            *file == place.file && (*from..until).contains(&place.line)
        });
        if !is_shown {
            let count = (place.line + AROUND_LINES).saturating_sub(first) as usize;
            let lines = source.text.split_inclusive('\n').skip(first as usize - 1).take(count);
            out.push((place.file.clone(), first, lines.collect()));
        }
    }
    out
}

fn source_of<'p>(project: &'p Project, path: &str) -> Option<&'p Source> {
    project.units.iter().flat_map(|unit| &unit.files).find(|file| file.path == path)
}

/// The project as it would be.
fn with(project: &Project, changes: &Changes) -> Project {
    let as_it_would_be = |file: &Source| {
        let new = changes.text_of(&file.path);
        let text = new.map_or_else(|| file.text.clone(), |bytes| String::from_utf8_lossy(bytes).into_owned());
        Source { path: file.path.clone(), text }
    };
    let units = project.units.iter().map(|unit| Unit {
        language: unit.language,
        folder: unit.folder.clone(),
        has_manifest: unit.has_manifest,
        manifest: unit.manifest.clone(),
        files: unit.files.iter().map(as_it_would_be).collect(),
    });
    Project {
        root: project.root.clone(),
        units: units.collect(),
        has_other_code: project.has_other_code,
        build_files: project.build_files.clone(),
        left_out: project.left_out.clone(),
        is_cut: project.is_cut,
    }
}

fn findings(project: &Project) -> Vec<Finding> {
    let mut findings = analyze(project).findings;
    findings.retain(|finding| finding.severity <= Severity::Warning);
    findings
}

/// Lines move: findings are the same where they say the same about the same file.
fn worse(before: &[Finding], after: &[Finding]) -> Result<(), String> {
    let count = |all: &[Finding], one: &Finding| {
        all.iter().filter(|f| f.location.file == one.location.file && f.class == one.class).count()
    };
    match after.iter().find(|finding| count(after, finding) > count(before, finding)) {
        Some(new) => {
            let at = &new.location;
            Err(format!("with it, {}:{}: {} [{}]", at.file, at.line, new.message, new.class))
        }
        None => Ok(()),
    }
}

fn checks(prover: &Prover, project: &Project, changes: &Changes, steps: &[Step]) -> Vec<Check> {
    let root = prover.project();
    let Some(files) = copy(root, changes) else { return Vec::new() };
    if !steps.is_empty() {
        let claim = "the command succeeds with the patch".to_owned();
        return vec![Check {
            claim,
            files,
            copies: libraries(root),
            steps: steps.to_vec(),
            ..Check::default()
        }];
    }
    let is_touched = |unit: &&Unit| {
        unit.files.iter().any(|file| changes.files.iter().any(|change| change.path == file.path))
    };
    let libraries = libraries(root);
    let mut checks = Vec::new();
    for unit in project.units.iter().filter(is_touched) {
        let name = if unit.folder.as_str().is_empty() { "the project" } else { unit.folder.as_str() };
        let check = |files: Vec<(String, String)>, when: &str| Check {
            claim: format!("{name} ({}) compiles {when}", unit.language),
            files,
            copies: libraries.clone(),
            steps: own_build(root, unit).map_or_else(|| compile(unit), |step| vec![step]),
            ..Check::default()
        };
        // What does not compile as it is would not do so with the patch either, and says nothing about it.
        let before = copy(root, &Changes::default()).map(|files| check(files, "before the patch"));
        let compiles =
            before.is_some_and(|before| !before.steps.is_empty() && prover.prove(&before).is_verified());
        let cannot = format!("{name} ({}) does not compile on a copy of the project as it is", unit.language);
        checks
            .push(Check { cannot: (!compiles).then_some(cannot), ..check(files.clone(), "with the patch") });
    }
    checks
}

/// How long the build of a whole project may take.
const BUILD_TIMEOUT: Duration = Duration::from_mins(10);

/// How a Zig unit with a build of its own is built: which modules there are, and what is reached of a file, is
/// known to that alone.
fn own_build(root: &Utf8Path, unit: &Unit) -> Option<Step> {
    let has = |name: &str| unit.language == Language::Zig && root.join(&unit.folder).join(name).is_file();
    let inside = |name: &str| format!("{{scratch}}/{}", unit.folder.join(name));
    let step = if has("zbuild.json") {
        Step::new(Program::Zbuild, ["build", "--config", &inside("zbuild.json")])
    } else if has("build.zig") {
        Step::new(Program::Zig, ["build", "--build-file", &inside("build.zig")])
    } else {
        return None;
    };
    Some(step.within(BUILD_TIMEOUT))
}

/// The project's files with the changes in them; `None`: there are too many.
fn copy(root: &Utf8Path, changes: &Changes) -> Option<Vec<(String, String)>> {
    let mut files = texts(root).ok()?;
    for change in &changes.files {
        match &change.new {
            Some(new) => files.insert(change.path.clone(), String::from_utf8_lossy(new).into_owned()),
            None => files.remove(&change.path),
        };
    }
    Some(files.into_iter().collect())
}

fn compile(unit: &Unit) -> Vec<Step> {
    let inside = |name: &str| format!("{{scratch}}/{}", unit.folder.join(name));
    match (unit.language, unit.has_manifest) {
        (Language::Rust, true) => {
            let manifest = inside("Cargo.toml");
            let args = ["check", "--quiet", "--manifest-path", &manifest, "--target-dir", "{scratch}/target"];
            vec![Step::new(Program::Cargo, args)]
        }
        (Language::Rust, false) => {
            let args = |root: String| {
                [
                    "--crate-type",
                    "lib",
                    "--edition",
                    "2021",
                    "--emit",
                    "metadata",
                    "--cap-lints",
                    "warn",
                    "-o",
                ]
                .map(str::to_owned)
                .into_iter()
                .chain(["{scratch}/checked.rmeta".to_owned(), root])
            };
            let root = unit.files.iter().find(|file| file.path.ends_with("lib.rs"));
            let root = root.or(unit.files.first());
            root.map(|file| Step::new(Program::Rustc, args(format!("{{scratch}}/{}", file.path))))
                .into_iter()
                .collect()
        }
        _ => zig(unit),
    }
}

/// Zig compiles what is reached from a root: the main program if there is one, else each file that
/// no other imports.
fn zig(unit: &Unit) -> Vec<Step> {
    let name = |file: &Source| Utf8Path::new(&file.path).file_name().unwrap_or_default().to_owned();
    let is_imported = |file: &Source| {
        let import = format!("{}\")", name(file));
        unit.files.iter().any(|other| other.path != file.path && other.text.contains(&import))
    };
    let is_build = |file: &&Source| name(file) == "build.zig";
    let has_main = |file: &Source| file.text.contains("pub fn main(");
    unit.files
        .iter()
        .filter(|file| !is_build(file) && !is_imported(file))
        .map(|file| {
            let kind = if has_main(file) { "build-exe" } else { "build-lib" };
            Step::new(Program::Zig, [kind, "-fno-emit-bin", "-lc", &format!("{{scratch}}/{}", file.path)])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_when_the_project_is_compiled_is_not_changed() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        for (path, text) in [
            ("a/Cargo.toml", "[package]\nname = \"a\"\nbuild = \"tools/gen.rs\"\n"),
            ("a/src/lib.rs", ""),
            ("a/tools/gen.rs", ""),
            ("macros/Cargo.toml", "[package]\nname = \"m\"\n[lib]\nproc-macro = true\n"),
            ("macros/src/lib.rs", ""),
            ("build.zig", "const steps = @import(\"Tools/steps.zig\");\nconst root = b.path(\"main.zig\");"),
            ("tools/steps.zig", ""),
            ("main.zig", ""),
        ] {
            std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            std::fs::write(root.join(path), text).unwrap();
        }
        let project = Project::load(root).unwrap();
        for path in [
            "build.zig",
            "BUILD.ZIG",
            "a/Build.rs",
            "a/tools/gen.rs",
            "./a/tools/Gen.rs",
            "macros/src/lib.rs",
            "macros/src/new.rs",
            "tools/steps.zig",
        ] {
            assert!(is_run(&project, path), "{path}");
        }
        for path in ["a/src/lib.rs", "main.zig", "a/gen.rs"] {
            assert!(!is_run(&project, path), "{path}");
        }
    }
}
