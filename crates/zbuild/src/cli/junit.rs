//! The report of `zbuild test --junit FILE`: the XML that most continuous integration reads.

use std::fmt::Write as _;
use std::time::Duration;

use camino::Utf8Path;

use super::files;
use crate::diagnostic::{Diagnostic, Place};
use crate::failure::Failure;
use crate::testing::{CaseOutcome, Suite};

/// Writes the report, whole or not at all.
pub(super) fn write(path: &Utf8Path, suites: &[Suite]) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    std::fs::create_dir_all(folder).map_err(|error| {
        let message = format!("cannot make the folder: {error}");
        Failure::work(Diagnostic::error(message).at(Place::File(folder.to_owned())))
    })?;
    files::write(path, text(suites).as_bytes())
}

/// Takes an earlier report away.
pub(super) fn withdraw(path: &Utf8Path) -> Result<(), Failure> {
    let is_file = std::fs::symlink_metadata(path).is_ok_and(|found| found.is_file());
    let removed = if is_file { std::fs::remove_file(path) } else { Ok(()) };
    removed.map_err(|error| {
        let message = format!("cannot remove the earlier report: {error}");
        Failure::usage(vec![Diagnostic::error(message).at(Place::File(path.to_owned()))])
    })
}

fn text(suites: &[Suite]) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let all: Vec<&Suite> = suites.iter().collect();
    let time = suites.iter().map(|suite| suite.duration).sum();
    let _infallible = writeln!(xml, "<testsuites {}>", counts(&all, time));
    for suite in suites {
        let name = escaped(&suite.name);
        let _infallible = writeln!(xml, "  <testsuite name=\"{name}\" {}>", counts(&[suite], suite.duration));
        for case in &suite.cases {
            let inside = match case.outcome {
                CaseOutcome::Passed => "",
                CaseOutcome::Skipped => "<skipped/>",
                CaseOutcome::Failed => "<failure message=\"failed\"/>",
            };
            let _infallible = writeln!(
                xml,
                "    <testcase classname=\"{name}\" name=\"{}\">{inside}</testcase>",
                escaped(&case.name)
            );
        }
        if broken(suite) {
            let _infallible = writeln!(
                xml,
                "    <testcase classname=\"{name}\" name=\"(the whole)\"><error message=\"the process ended badly\"/></testcase>"
            );
        }
        let _infallible =
            writeln!(xml, "    <system-out>{}</system-out>\n  </testsuite>", escaped(&suite.output));
    }
    xml + "</testsuites>\n"
}

/// A process can fail without a failed case: a leak, an abort at exit.
fn broken(suite: &Suite) -> bool {
    !suite.success && suite.count(CaseOutcome::Failed) == 0
}

fn counts(suites: &[&Suite], time: Duration) -> String {
    let count = |outcome| suites.iter().map(|suite| suite.count(outcome)).sum::<usize>();
    let broken = suites.iter().filter(|suite| broken(suite)).count();
    let tests = suites.iter().map(|suite| suite.cases.len()).sum::<usize>() + broken;
    format!(
        "tests=\"{tests}\" failures=\"{}\" errors=\"{broken}\" skipped=\"{}\" time=\"{:.3}\"",
        count(CaseOutcome::Failed),
        count(CaseOutcome::Skipped),
        time.as_secs_f64()
    )
}

/// Text for XML 1.0, which has no way to write most control characters.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Case;

    #[test]
    fn every_outcome_and_every_character() {
        let case = |name: &str, outcome| Case { name: name.to_owned(), outcome };
        let suite = |name: &str, cases, success| Suite {
            name: name.to_owned(),
            cases,
            success,
            output: "a < b & \u{1b}[1m".to_owned(),
            duration: Duration::from_millis(1500),
        };
        let suites = [
            suite(
                "zig \"a\"",
                vec![
                    case("x", CaseOutcome::Passed),
                    case("y", CaseOutcome::Failed),
                    case("z", CaseOutcome::Skipped),
                ],
                false,
            ),
            suite("c b", vec![case("b", CaseOutcome::Passed)], false),
        ];
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
            <testsuites tests=\"5\" failures=\"1\" errors=\"1\" skipped=\"1\" time=\"3.000\">\n  \
              <testsuite name=\"zig &quot;a&quot;\" tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\" time=\"1.500\">\n    \
                <testcase classname=\"zig &quot;a&quot;\" name=\"x\"></testcase>\n    \
                <testcase classname=\"zig &quot;a&quot;\" name=\"y\"><failure message=\"failed\"/></testcase>\n    \
                <testcase classname=\"zig &quot;a&quot;\" name=\"z\"><skipped/></testcase>\n    \
                <system-out>a &lt; b &amp; \u{fffd}[1m</system-out>\n  \
              </testsuite>\n  \
              <testsuite name=\"c b\" tests=\"2\" failures=\"0\" errors=\"1\" skipped=\"0\" time=\"1.500\">\n    \
                <testcase classname=\"c b\" name=\"b\"></testcase>\n    \
                <testcase classname=\"c b\" name=\"(the whole)\"><error message=\"the process ended badly\"/></testcase>\n    \
                <system-out>a &lt; b &amp; \u{fffd}[1m</system-out>\n  \
              </testsuite>\n\
            </testsuites>\n";
        assert_eq!(text(&suites), expected);
    }
}
