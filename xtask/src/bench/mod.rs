//! `cargo xtask bench`: commands that do the same work, alternating in one run, as ratios.
//!
//! Absolute times drift with the machine and its neighbours; a ratio of medians taken in turns
//! does not. Every contest first checks that its contenders do the work (exit code 0).

mod analysis;
mod assistant;
mod builds;
mod first;
mod gateway;
mod graphs;
mod watch;

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use camino::Utf8Path;

use crate::children::{cannot_start, cargo, output_of, run};
use crate::demo::target_dir;
use crate::report::Failure;

/// One way of doing the work.
pub(crate) struct Contender<'a> {
    /// As it stands in the table.
    pub(crate) name: String,
    /// What comes before each round and is not measured.
    pub(crate) prepare: Box<dyn Fn() -> Result<(), Failure> + 'a>,
    /// The command whose time is taken.
    pub(crate) command: Box<dyn Fn() -> Command + 'a>,
}

/// Ways of doing the same work.
pub(crate) struct Contest<'a> {
    /// As it stands in the table.
    pub(crate) name: String,
    /// How often each contender runs.
    pub(crate) rounds: usize,
    /// The first is ours; the others are what it is held against.
    pub(crate) contenders: Vec<Contender<'a>>,
    /// What the issue asks for, in words.
    pub(crate) aim: &'static str,
}

/// Rounds of a contest of milliseconds.
const ROUNDS_SHORT: usize = 41;
/// Rounds of a contest of many seconds.
const ROUNDS_LONG: usize = 3;

/// Where a bench finds its things.
pub(crate) struct Setting {
    /// The tools, built with the release profile.
    pub(crate) tools: camino::Utf8PathBuf,
    /// The default Zig.
    pub(crate) zig: camino::Utf8PathBuf,
    /// The workspace.
    pub(crate) root: camino::Utf8PathBuf,
    /// What is measured: contests whose names have this in them.
    filter: String,
}

impl Setting {
    /// Whether a contest is to be set up.
    pub(crate) fn wants(&self, contest: &str) -> bool {
        contest.contains(&self.filter)
    }
}

/// Measures something in its own way and gives rows of the table.
type Rows = fn(&Setting) -> Result<String, Failure>;

/// Runs the contests whose name contains the filter; `--write` keeps them in `docs/benchmarks.md`. `--built` takes the
/// tools as they lie there.
pub(crate) fn run_bench(root: &Utf8Path, args: &[&str]) -> Result<(), Failure> {
    if let Some(unknown) =
        args.iter().find(|arg| arg.starts_with('-') && !["--write", "--built"].contains(arg))
    {
        return Err(Failure::usage(format!("bench takes --write, --built and a filter, not `{unknown}`")));
    }
    let write = args.contains(&"--write");
    let filter = args.iter().find(|arg| !arg.starts_with("--")).copied().unwrap_or("");
    if filter == GATEWAY {
        return bench_gateway(root, write);
    }
    let zig = crate::zig::ensure(crate::zig::DEFAULT)?;
    if !args.contains(&"--built") {
        let mut build = cargo();
        run(
            "building the tools",
            build.current_dir(root).args(["build", "--locked", "--release", "--bins"]),
        )?;
    }
    let setting = Setting {
        tools: target_dir(root).join("release"),
        zig: zig.path,
        root: root.to_owned(),
        filter: filter.to_owned(),
    };
    let mut table = String::new();
    // What cannot be measured costs its own rows, and the exit code.
    let mut failures = Vec::new();
    let mut each = |contest: &Contest<'_>| {
        if !setting.wants(&contest.name) {
            return Ok(());
        }
        let rows = measure(contest)?;
        print!("{rows}");
        table.push_str(&rows);
        Ok(())
    };
    failures.extend(builds::contests(&setting, &mut each).err());
    failures.extend(graphs::contests(&setting, &mut each).err());
    // Rows that no contest of ours gives.
    for (name, rows) in [
        ("first build", first::rows as Rows),
        ("compile checks", builds::checks),
        ("engine", builds::engine),
        ("watch", watch::rows),
        ("zeke", assistant::rows),
        ("analysis", analysis::rows),
    ] {
        if !name.contains(filter) {
            continue;
        }
        match rows(&setting) {
            Ok(rows) => {
                print!("{rows}");
                table.push_str(&rows);
            }
            Err(failure) => failures.push(failure),
        }
    }
    if write {
        keep(root, "measured", &format!("{HEAD}{table}"))?;
    }
    if filter.is_empty() {
        failures.extend(bench_gateway(root, write).err());
    }
    let Some(last) = failures.pop() else { return Ok(()) };
    for failure in &failures {
        eprintln!("xtask: {failure}");
    }
    Err(last)
}

/// The gateway's own table: requests, where the others are commands.
const GATEWAY: &str = "gateway";

const HEAD: &str = "| work | command | median, ms | ours / this | aim |\n|---|---|---:|---:|---|\n";

fn bench_gateway(root: &Utf8Path, write: bool) -> Result<(), Failure> {
    run(
        "building ghostllm",
        cargo().current_dir(root).args(["build", "--locked", "--release", "-p", "ghostllm"]),
    )?;
    let tools = target_dir(root).join("release");
    let table = gateway::rows(&tools)?;
    print!("{}{table}", gateway::HEAD);
    if write { keep(root, GATEWAY, &format!("{}{table}", gateway::HEAD)) } else { Ok(()) }
}

/// Lets the contenders run in turns and gives their rows of the table.
fn measure(contest: &Contest<'_>) -> Result<String, Failure> {
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); contest.contenders.len()];
    // Round 0 warms caches and is not counted, unless the work is too long to be done in vain.
    let first = usize::from(contest.rounds < 5);
    for round in first..=contest.rounds {
        for turn in order(contest.contenders.len(), round) {
            let (contender, times) = (&contest.contenders[turn], &mut times[turn]);
            (contender.prepare)()?;
            let took = time(&contender.name, &mut (contender.command)())?;
            if round > 0 {
                times.push(took);
            }
        }
    }
    let mut rows = String::new();
    let medians: Vec<f64> = times.iter_mut().map(|times| median_ms(times)).collect();
    let ours = medians.first().copied().unwrap_or(f64::NAN);
    for (contender, median) in contest.contenders.iter().zip(&medians) {
        let _ = writeln!(
            rows,
            "| {} | {} | {median:.2} | {:.2} | {} |",
            contest.name,
            contender.name,
            ours / median,
            contest.aim
        );
    }
    Ok(rows)
}

/// Whose turn it is in a round. Whoever runs behind a large program finds the processor's caches full of that; so the
/// order changes from round to round as in Williams' design: with an even number of contenders each follows each other
/// one equally often, with an odd number nearly so.
fn order(contenders: usize, round: usize) -> impl Iterator<Item = usize> {
    (0..contenders).map(move |place| {
        let zigzag = if place % 2 == 1 { place.div_ceil(2) } else { contenders - place / 2 };
        (zigzag + round) % contenders
    })
}

fn time(name: &str, command: &mut Command) -> Result<Duration, Failure> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().map_err(|e| cannot_start(command, &e))?;
    let took = start.elapsed();
    if status.success() { Ok(took) } else { Err(Failure::work(format!("bench: `{name}` failed ({status})"))) }
}

fn median_ms(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    times.get(times.len() / 2).map_or(f64::NAN, |median| median.as_secs_f64() * 1000.0)
}

/// Replaces a measured part of `docs/benchmarks.md`, between its two marks.
fn keep(root: &Utf8Path, part: &str, table: &str) -> Result<(), Failure> {
    let (opening, closing) = (format!("<!-- {part}: begin -->\n"), format!("<!-- {part}: end -->"));
    let path = root.join("docs/benchmarks.md");
    let unreadable = |e| Failure::work(format!("{path}: {e}"));
    let text = fs::read_to_string(&path).map_err(unreadable)?;
    let (Some(begin), Some(end)) = (text.find(&opening), text.find(&closing)) else {
        return Err(Failure::work(format!("{path}: the marks of the part `{part}` are gone")));
    };
    let (before, after) = (&text[..begin], &text[end..]);
    let new = format!("{before}{opening}\nMachine: {}.\n\n{table}\n{after}", machine());
    fs::write(&path, new).map_err(unreadable)
}

/// The machine in a few words.
fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':')).map(|(_, m)| m.trim());
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let rustc = output_of(crate::children::command("rustc").arg("--version")).unwrap_or_default();
    format!("{}, {cores} cores, {}, {rustc}", model.unwrap_or("unknown processor"), std::env::consts::OS)
}

#[cfg(test)]
mod tests {
    use super::order;

    #[test]
    fn each_follows_each_other_equally_often() {
        for contenders in [2, 4, 6] {
            let mut followed = vec![vec![0; contenders]; contenders];
            for round in 0..contenders {
                let turns: Vec<usize> = order(contenders, round).collect();
                let mut sorted = turns.clone();
                sorted.sort_unstable();
                assert_eq!(sorted, (0..contenders).collect::<Vec<_>>(), "everyone has one turn: {turns:?}");
                for pair in turns.windows(2) {
                    followed[pair[0]][pair[1]] += 1;
                }
            }
            for (one, row) in followed.iter().enumerate() {
                for (other, times) in row.iter().enumerate() {
                    assert_eq!(*times, usize::from(one != other), "{other} behind {one}");
                }
            }
        }
        for contenders in [1, 3, 5] {
            let mut turns: Vec<usize> = order(contenders, 7).collect();
            turns.sort_unstable();
            assert_eq!(turns, (0..contenders).collect::<Vec<_>>());
        }
    }
}
