//! Further tests of a library: the model writes what functions are for, the suite's own check runs
//! it against the library as it is.

use super::{Help, Report};
use crate::answer::Pieces;
use crate::event::Event;
use crate::finding::Language;
use crate::model::ModelError;
use crate::prompt::Prompt;
use crate::proof::{Check, Prover};
use crate::repair::Job;
use crate::tasks::Library;
use crate::tasks::seal::sealed;
use crate::tasks::tests::Suite;

/// How much of a function's body is shown.
const BODY_BYTES_MAX: usize = 700;

/// What is sent.
#[must_use]
pub fn tests_prompt(prover: &Prover, library: Library<'_>, suite: &Suite) -> Prompt {
    let (form, language) = match suite.language {
        Language::Zig => ("`test \"name\" { … }` blocks", "zig"),
        _ => ("`#[test] fn name() { … }` functions", "rust"),
    };
    let job = format!(
        "You write further tests of a library, from the other side of the C ABI: what its functions are for, \
         edge cases of their values. They are appended to the file that is given, which declares everything \
         already. Answer with one block ```{language} of {form} only: no declarations, no imports, no names that \
         the file has."
    );
    let mut prompt = Prompt::new(&job).for_tools(prover.tools()).request("Add up to six tests.");
    prompt = prompt.fact("declarations of the file", &declarations(suite));
    for function in &library.exports().functions {
        let body: String = library.body(&function.symbol).chars().take(BODY_BYTES_MAX).collect();
        if let Some(at) = function.location.as_ref().filter(|_| !body.is_empty()) {
            prompt = prompt.lines(&at.file, at.line, &format!("{}: {body}\n", function.symbol), false);
        }
    }
    prompt
}

/// Has the model add tests. The text of the whole file is given back only if every test in it
/// compiles and passes.
pub fn more_tests(
    help: Help<'_>,
    suite: &Suite,
    check: &Check,
    prompt: Prompt,
    events: &mut dyn FnMut(Event),
) -> Result<(Option<String>, Report), ModelError> {
    let language = if suite.language == Language::Zig { "zig" } else { "rust" };
    let read = |answer: &str| {
        let pieces = Pieces::of(answer)?;
        let code = pieces.code(language).ok_or_else(|| format!("there is no block ```{language} in it"))?;
        let count = names(code).count();
        if count == 0 {
            return Err("there is no test in it".to_owned());
        }
        if let Some(name) = names(code).find(|name| names(&suite.text).any(|own| own == *name)) {
            return Err(format!("the file has a test named {name} already"));
        }
        Ok((sealed(&format!("{}\n{code}", suite.text)), count))
    };
    let checks = |(text, count): &(String, usize)| {
        let mut check = check.clone();
        for (_, own) in check.files.iter_mut().filter(|(name, _)| *name == suite.file) {
            own.clone_from(text);
        }
        check.claim = format!("{count} further tests of {} compile and pass beside the others", suite.file);
        vec![check]
    };
    let (result, report) = help.run(&Job { prompt, read: &read, checks: &checks }, events)?;
    let text = result.map(|(text, _)| text).filter(|_| report.is_verified());
    Ok((text, report))
}

fn names(text: &str) -> impl Iterator<Item = &str> {
    let mut after_mark = false;
    text.lines().filter_map(move |line| {
        let line = line.trim();
        let is_rust_test = std::mem::replace(&mut after_mark, line == "#[test]");
        if let Some(rest) = line.strip_prefix("test \"") {
            return rest.split('"').next();
        }
        let rest = line.strip_prefix("fn ").filter(|_| is_rust_test)?;
        rest.split('(').next()
    })
}

/// The part of the file before its first test.
fn declarations(suite: &Suite) -> String {
    let is_test = |line: &&str| line.starts_with("test \"") || line.trim() == "#[test]";
    suite.text.lines().take_while(|line| !is_test(line)).flat_map(|line| [line, "\n"]).collect()
}
