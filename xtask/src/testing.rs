//! `cargo xtask test`: every test there is, from a clean clone.
//!
//! Tests that need what a machine lacks print a line `skipped: …`; libtest swallows the output of
//! tests that pass, so it is asked for it and filtered here: results, failures and skips are shown.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use camino::Utf8Path;

use crate::children::{cannot_start, cargo, run};
use crate::corpus;
use crate::demo::{parent, path_with, target_dir};
use crate::provision;
use crate::report::Failure;
use crate::zig;

/// What the tests said, added up over all test programs.
#[derive(Default)]
struct Totals {
    passed: u64,
    failed: u64,
    ignored: u64,
    skipped: Vec<String>,
}

/// Runs everything. `--full` is for the tests (by `GHOST_TEST_FULL`), the rest is for cargo.
pub(crate) fn run_tests(root: &Utf8Path, args: &[&str]) -> Result<(), Failure> {
    let full = args.contains(&"--full");
    let rest: Vec<&str> = args.iter().copied().filter(|arg| *arg != "--full").collect();

    // The default Zig drives the end-to-end tests, the others the smoke tests beside it.
    let default = zig::ensure(zig::DEFAULT)?;
    for version in zig::SUPPORTED {
        zig::ensure(version)?;
    }

    let (kits, without) = provision::for_tests(full);

    // Tests of one tool start the others, which cargo builds for their own tests only.
    run(
        "building the tools",
        cargo().current_dir(root).args(["build", "--locked", "--workspace", "--bins"]),
    )?;

    let tools = target_dir(root).join("debug");
    let mut tests = cargo();
    tests
        .current_dir(root)
        .args(["test", "--locked", "--workspace", "--no-fail-fast"])
        .args(&rest)
        .args(["--", "--show-output"])
        .env("GHOST_ZIG", &default.path)
        .env("GHOST_TEST_FULL", if full { "1" } else { "" })
        .envs(kits)
        .env("PATH", path_with(&[parent(&default.path), &tools])?)
        .stdout(Stdio::piped());
    let mut child = tests.spawn().map_err(|e| cannot_start(&tests, &e))?;
    let mut totals = Totals { skipped: without, ..Totals::default() };
    if let Some(stdout) = child.stdout.take() {
        totals
            .read(BufReader::new(stdout), std::io::stdout())
            .map_err(|e| Failure::environment(format!("cannot print what the tests say: {e}")))?;
    }
    let status = child.wait().map_err(|e| Failure::environment(format!("cargo test: {e}")))?;
    // Whoever asks cargo for certain tests wants those.
    let corpus = if rest.is_empty() { corpus::test(root, full) } else { corpus::Results::default() };
    totals.passed += corpus.passed;
    totals.failed += corpus.failed.len() as u64;
    totals.skipped.extend(corpus.skipped);
    totals.print();
    if !corpus.failed.is_empty() && status.success() {
        return Err(Failure::work(format!("the corpus failed: {}", corpus.failed.join(", "))));
    }
    if status.success() && totals.failed == 0 {
        Ok(())
    } else {
        Err(Failure::work(format!("cargo test failed ({status})")))
    }
}

impl Totals {
    /// Shows what a reader wants and counts the rest.
    fn read(&mut self, output: impl BufRead, mut shown: impl Write) -> std::io::Result<()> {
        let mut hidden = false;
        for line in output.lines().map_while(Result::ok) {
            match line.as_str() {
                "successes:" => hidden = true,
                "failures:" => hidden = false,
                _ => {}
            }
            if let Some(result) = line.strip_prefix("test result: ") {
                hidden = false;
                self.count(result);
            }
            if line.starts_with("skipped: ") {
                self.skipped.push(line.clone());
                writeln!(shown, "{line}")?;
            } else if !(hidden || line.is_empty() || is_success(&line)) {
                writeln!(shown, "{line}")?;
            }
        }
        Ok(())
    }

    /// Reads `ok. 12 passed; 0 failed; 1 ignored; …`.
    fn count(&mut self, result: &str) {
        for part in result.split(['.', ';']) {
            let mut words = part.split_whitespace();
            let number: Option<u64> = words.next().and_then(|n| n.parse().ok());
            match (number, words.next()) {
                (Some(n), Some("passed")) => self.passed += n,
                (Some(n), Some("failed")) => self.failed += n,
                (Some(n), Some("ignored")) => self.ignored += n,
                _ => {}
            }
        }
    }

    fn print(&self) {
        if !self.skipped.is_empty() {
            println!("\nskipped for want of something on this machine:");
            self.skipped.iter().for_each(|line| println!("  {line}"));
        }
        let skipped = self.skipped.len() as u64 + self.ignored;
        println!("\n{} passed, {} failed, {skipped} skipped", self.passed, self.failed);
    }
}

fn is_success(line: &str) -> bool {
    line.starts_with("test ") && line.ends_with(" ... ok")
}

#[cfg(test)]
mod tests {
    use super::Totals;

    #[test]
    fn results_are_added_up_and_skips_are_counted() {
        let output = "running 2 tests\ntest a ... ok\ntest b ... ok\n\nsuccesses:\n\n---- a stdout ----\n\
            noise\nskipped: arm needs qemu-arm\n\nsuccesses:\n    a\n\ntest result: ok. 2 passed; 0 failed; \
            1 ignored; 0 measured; 3 filtered out; finished in 0.00s\n\
            test result: FAILED. 1 passed; 4 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s\n";
        let mut totals = Totals::default();
        let mut shown = Vec::new();
        totals.read(output.as_bytes(), &mut shown).unwrap();
        assert_eq!((totals.passed, totals.failed, totals.ignored), (3, 4, 1));
        assert_eq!(totals.skipped, ["skipped: arm needs qemu-arm"]);
        let shown = String::from_utf8(shown).unwrap();
        assert!(!shown.contains("noise") && shown.contains("FAILED. 1 passed"), "{shown}");
    }
}
