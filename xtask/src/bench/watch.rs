//! From a save to the first action of the build that it starts, as `zbuild watch` tells it.

use std::fs;
use std::io::{BufRead as _, BufReader, Lines};
use std::process::{Child, ChildStdout, Stdio};
use std::time::Instant;

use camino::Utf8Path;

use super::builds::{path_of, temporary, tool};
use super::{ROUNDS_SHORT, Setting, median_ms};
use crate::children::cannot_start;
use crate::report::Failure;

const AIM: &str = "50 ms";

/// The rows of the table.
///
/// # Errors
/// The watch does not start, or ends.
pub(super) fn rows(setting: &Setting) -> Result<String, Failure> {
    let folder = temporary()?;
    let root = path_of(&folder)?;
    let unwritten = |e: std::io::Error| Failure::work(format!("cannot write in {root}: {e}"));
    super::graphs::write_zbuild(&root, 10).map_err(unwritten)?;
    let mut watch = Watch::start(setting, &root)?;
    watch.wait_for("\"reason\":\"summary\"")?;
    let mut times = Vec::new();
    for round in 0..ROUNDS_SHORT {
        let saved = Instant::now();
        fs::write(root.join("in/0.txt"), format!("round {round}")).map_err(unwritten)?;
        watch.wait_for("\"reason\":\"started\"")?;
        times.push(saved.elapsed());
        watch.wait_for("\"reason\":\"summary\"")?;
    }
    let median = median_ms(&mut times);
    let longest = times.last().map_or(f64::NAN, |longest| longest.as_secs_f64() * 1000.0);
    Ok(format!(
        "| watch: from a save to the first action | zbuild watch (longest of {ROUNDS_SHORT}: {longest:.1}) | {median:.2} | | {AIM} |\n"
    ))
}

/// A watch that runs, and what it tells.
struct Watch {
    child: Child,
    told: Lines<BufReader<ChildStdout>>,
}

impl Watch {
    fn start(setting: &Setting, root: &Utf8Path) -> Result<Self, Failure> {
        let mut command = tool(setting, "zbuild", root);
        command.args(["watch", "--message-format", "json"]).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|e| cannot_start(&command, &e))?;
        let told = child.stdout.take().ok_or_else(|| Failure::work("bench: the watch says nothing"))?;
        Ok(Self { child, told: BufReader::new(told).lines() })
    }

    fn wait_for(&mut self, words: &str) -> Result<(), Failure> {
        let told = self.told.by_ref().map_while(Result::ok).any(|line| line.contains(words));
        if told {
            Ok(())
        } else {
            Err(Failure::work(format!("bench: the watch ended before it told {words}")))
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // It may have ended already.
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }
}
