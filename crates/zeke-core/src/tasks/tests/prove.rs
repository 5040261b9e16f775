//! Tests are compiled and run before anybody sees them.

use ghost_abi::emit::EmitError;
use ghost_abi::source::Language;
use serde::Serialize;

use super::super::boundary::{Boundary, Library};
use super::super::workshop::{Recipe, RecipeError, SameLocks, recipe};
use super::{Case, Kind, Suite, Without, suite};
use crate::proof::{Check, Program, Proof, Prover, Step, Verdict};
use crate::surroundings::Surroundings;

/// Most times that a file of tests is written anew without what did not hold.
const ROUNDS_MAX: usize = 40;
/// How often the tests run: what holds once may not hold again.
const RUNS: usize = 3;

/// Tests with what is known about them.
#[derive(Debug)]
pub struct Proven {
    /// The tests. Those that fail are among them: they are promised, and the library breaks them.
    pub suite: Suite,
    /// Promised tests that the library fails.
    pub failing: Vec<Failing>,
    /// That the others pass.
    pub proof: Proof,
}

/// A promised test that fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failing {
    /// The test's name.
    pub name: String,
    /// What its run wrote.
    pub output: String,
}

/// Why there are no tests.
#[derive(Debug, thiserror::Error)]
pub enum ProveError {
    /// The interface cannot be declared.
    #[error(transparent)]
    Emit(#[from] EmitError),
    /// Nobody knows how the library is built.
    #[error(transparent)]
    Recipe(#[from] RecipeError),
    /// The library does not build.
    #[error("the library does not build:\n{0}")]
    Library(String),
    /// The tests do not compile, which is a fault of zeke.
    #[error("the generated tests do not compile, which is a fault of zeke:\n{0}")]
    Tests(String),
}

/// Writes tests of a library, and keeps those that hold. `hear` is told what is going on.
pub fn prove(
    prover: &Prover,
    surroundings: &Surroundings,
    boundary: &Boundary<'_>,
    library: Library<'_>,
    hear: &mut dyn FnMut(&str),
) -> Result<Proven, ProveError> {
    let recipe = recipe(prover, surroundings, boundary, library)?;
    let _locks = SameLocks::of(prover, library);
    let link = link(library, &recipe);
    let mut without = Without::default();
    let mut failing: Vec<Failing> = Vec::new();
    for round in 0..ROUNDS_MAX {
        let suite = suite(boundary, library, &link, &without)?;
        if suite.cases.is_empty() {
            let proof = nothing_to_run(&suite);
            return finished(boundary, library, &link, without, failing, proof);
        }
        hear(&format!("{}: {} tests, run {}", suite.file, suite.cases.len(), round + 1));
        let proof = prover.prove(&check(&recipe, &suite));
        let output = match &proof.verdict {
            Verdict::Verified => return finished(boundary, library, &link, without, failing, proof),
            Verdict::Unverified { .. } if proof.receipt.is_none() => {
                // Without compilers nothing was observed.
                let observed = suite.cases.iter().filter(|case| case.kind == Kind::Observed);
                without.cases.extend(observed.map(|case| case.name.clone()));
                return finished(boundary, library, &link, without, failing, proof);
            }
            Verdict::Unverified { reason } => reason.clone(),
            Verdict::Refuted { output } => output.clone(),
        };
        let ran = proof.outputs.len();
        if ran <= recipe.steps.len() {
            return Err(ProveError::Library(output));
        }
        if ran == recipe.steps.len() + 1 {
            let missing = undefined(&output);
            let new = missing.into_iter().filter(|symbol| library.exports().function(symbol).is_some());
            let before = without.symbols.len();
            without.symbols.extend(new);
            if without.symbols.len() == before {
                return Err(ProveError::Tests(output));
            }
            continue;
        }
        let broken = broken(&suite, &output);
        if broken.is_empty() {
            return Err(ProveError::Tests(output));
        }
        for case in broken {
            if case.kind == Kind::Promised {
                failing.push(Failing { name: case.name.clone(), output: excerpt(&output) });
            }
            without.cases.insert(case.name.clone());
        }
    }
    Err(ProveError::Tests(format!("after {ROUNDS_MAX} rounds there are still tests that fail")))
}

/// What proves a file of tests of a library.
pub fn check_of(
    prover: &Prover,
    surroundings: &Surroundings,
    boundary: &Boundary<'_>,
    library: Library<'_>,
    suite: &Suite,
) -> Result<Check, ProveError> {
    Ok(check(&recipe(prover, surroundings, boundary, library)?, suite))
}

fn finished(
    boundary: &Boundary<'_>,
    library: Library<'_>,
    link: &str,
    mut without: Without,
    failing: Vec<Failing>,
    mut proof: Proof,
) -> Result<Proven, ProveError> {
    for failed in &failing {
        without.cases.remove(&failed.name);
    }
    let suite = suite(boundary, library, link, &without)?;
    if proof.receipt.is_none() {
        // Nothing ran: the claim is about the tests that are left.
        proof.claim = claim(&suite);
    }
    Ok(Proven { suite, failing, proof })
}

/// Tests of which there are none prove nothing.
fn nothing_to_run(suite: &Suite) -> Proof {
    let reason = "there is nothing in it that a test could be made of".to_owned();
    Proof {
        claim: claim(suite),
        verdict: Verdict::Unverified { reason },
        receipt: None,
        outputs: Vec::new(),
        note: None,
    }
}

fn claim(suite: &Suite) -> String {
    let number = suite.cases.len();
    let (tests, verbs) =
        if number == 1 { ("test", "compiles and passes") } else { ("tests", "compile and pass") };
    format!("{number} {tests} of {} {verbs} {RUNS} times", suite.file)
}

/// The command that runs a file of tests, for its head.
fn link(library: Library<'_>, recipe: &Recipe) -> String {
    let (name, libraries) = (library.name(), recipe.names.join(" "));
    if library.unit().language == Language::Rust {
        format!("zig test {name}_test.zig {libraries} -lc -lunwind")
    } else {
        let libraries: Vec<String> = recipe.names.iter().map(|file| format!("-C link-arg={file}")).collect();
        format!("rustc --test {name}_test.rs {} && ./{name}_test", libraries.join(" "))
    }
}

fn check(recipe: &Recipe, suite: &Suite) -> Check {
    let mut steps = recipe.steps.clone();
    let file = format!("{{scratch}}/{}", suite.file);
    let program = format!("suite{}", std::env::consts::EXE_SUFFIX);
    let out = format!("{{scratch}}/{program}");
    let mut args: Vec<String>;
    if suite.language == Language::Zig {
        args = ["test", "--test-no-exec"].map(str::to_owned).into();
        args.extend([format!("-femit-bin={out}"), file]);
        args.extend(recipe.libraries.iter().cloned());
        args.extend(["-lc", "-lunwind"].map(str::to_owned));
    } else {
        // As whoever runs the file by hand: without an edition.
        args = ["--test", "-o"].map(str::to_owned).into();
        args.extend([out, file]);
        args.extend(
            recipe.libraries.iter().flat_map(|library| ["-C".to_owned(), format!("link-arg={library}")]),
        );
    }
    let compiler = if suite.language == Language::Zig { Program::Zig } else { Program::Rustc };
    steps.push(Step::new(compiler, args).within(std::time::Duration::from_mins(5)));
    for _ in 0..RUNS {
        let args: &[&str] = if suite.language == Language::Rust { &["--test-threads=1"] } else { &[] };
        steps.push(Step::new(Program::Built(program.clone()), args.iter().copied()));
    }
    Check {
        claim: claim(suite),
        files: vec![(suite.file.clone(), suite.text.clone())],
        inputs: recipe.inputs.clone(),
        steps,
        ..Check::default()
    }
}

/// Symbols that a linker did not find.
fn undefined(output: &str) -> Vec<String> {
    let marks =
        ["undefined symbol: ", "undefined reference to `", "undefined reference to '", "undefined symbol '"];
    let mut out = Vec::new();
    for line in output.lines() {
        for mark in marks {
            if let Some((_, rest)) = line.split_once(mark) {
                let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                out.push(name);
            }
        }
    }
    out
}

/// Tests that failed, or that ran when the program ended.
fn broken<'s>(suite: &'s Suite, output: &str) -> Vec<&'s Case> {
    let mut out = Vec::new();
    let mut open: Option<&Case> = None;
    for line in output.lines() {
        let started = match suite.language {
            Language::Rust => line.strip_prefix("test ").and_then(|rest| rest.split_once(" ... ")),
            _ => zig_line(line),
        };
        // What a test printed stands between its name and its end.
        if started.is_none()
            && line.starts_with("FAIL (")
            && let Some(case) = open.take()
        {
            out.push(case);
        }
        let Some((name, result)) = started else { continue };
        let result = result.trim();
        let Some(case) = suite.case_named(name) else { continue };
        open = None;
        if result.starts_with("FAIL") {
            out.push(case);
        } else if !(result.ends_with("OK") || result == "ok" || result.ends_with("SKIP")) {
            open = Some(case);
        }
    }
    if let Some(case) = open.filter(|case| !out.contains(case)) {
        out.push(case);
    }
    out
}

/// `3/9 core_test.test.NAME...OK` as name and result.
fn zig_line(line: &str) -> Option<(&str, &str)> {
    let (_, rest) = line.split_once(".test.")?;
    let at = rest.rfind("...")?;
    Some((&rest[..at], &rest[at + 3..]))
}

/// How much of an output is shown.
const EXCERPT_CHARS_MAX: usize = 1500;

fn excerpt(output: &str) -> String {
    let lines = output.lines().filter(|line| !line.trim_end().ends_with("OK") && !line.ends_with("... ok"));
    lines.collect::<Vec<_>>().join("\n").chars().take(EXCERPT_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tasks::tests::Property;

    #[test]
    fn what_failed_is_found_in_the_output_of_both_runners() {
        let case = |name: &str| Case {
            name: name.to_owned(),
            kind: Kind::Observed,
            property: Property::NullEnds { symbol: name.to_owned() },
        };
        let check = |language, output: &str, expected: &[&str]| {
            let cases = ["a: x", "b: y", "c: z"].map(case).to_vec();
            let suite =
                Suite { file: String::new(), language, text: String::new(), cases, left_out: Vec::new() };
            let found: Vec<&str> =
                broken(&suite, output).into_iter().map(|case| case.name.as_str()).collect();
            assert_eq!(found, expected, "{output}");
        };
        let zig = Language::Zig;
        check(zig, "1/3 t.test.a: x...OK\n2/3 t.test.b: y...FAIL (Oops)\n3/3 t.test.c: z...OK\n", &["b: y"]);
        check(
            zig,
            "1/3 t.test.a: x...expected 1, found 2\nFAIL (TestExpectedEqual)\n2/3 t.test.b: y...OK\n",
            &["a: x"],
        );
        check(zig, "1/3 t.test.a: x...OK\n2/3 t.test.b: y...Segmentation fault at address 0x0\n", &["b: y"]);
        check(Language::Rust, "test t_a_x ... ok\ntest t_b_y ... FAILED\ntest t_c_z ... ", &["b: y", "c: z"]);
    }
}
