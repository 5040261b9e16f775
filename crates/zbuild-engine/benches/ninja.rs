//! What builds cost beside ninja's, on graphs of the same size, each as a process of its own:
//! `cargo bench -p zbuild-engine --bench ninja`.
//!
//! Each action copies a file of its own, as each edge of the ninja file does; every tenth reads the nine before it
//! too. *no-op*: nothing to do. *cold*: everything runs (and the engine stores it). *restore*: all outputs were
//! removed and come from the content store, which ninja does not have: it runs everything again. The two alternate
//! in one run; medians are printed.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops at what it did not expect"
)]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use zbuild_engine::{Action, Cancel, Command, Engine, Graph, GraphBuilder, Jobs, Options, Request, Store};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().position(|argument| argument == "--child") {
        Some(at) => child(Path::new(&arguments[at + 1]), arguments[at + 2].parse().unwrap()),
        None => compare(),
    }
}

/// One build in this process.
fn child(root: &Path, actions: usize) {
    let graph = graph(root, actions);
    let mut options = Options::new(root, &root.join(".state"), Jobs::new(2));
    options.store = Some(Arc::new(Store::open(&root.join(".store")).unwrap()));
    let cancel = Cancel::new().unwrap();
    let summary = Engine::new(options).build(&Request::all(&graph, &cancel), &mut |_| {}).unwrap();
    assert!(summary.is_success(), "{summary:?}");
    fs::write(root.join(PEAK), peak()).unwrap();
}

/// The file that says how much memory a build had at most.
const PEAK: &str = ".peak";

/// The most memory that this process had, in megabytes; nothing where the system does not tell.
fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<u32>().ok());
    kilobytes.map_or(String::new(), |kilobytes| format!("{:.1}", f64::from(kilobytes) / 1024.0))
}

fn inputs(index: usize) -> Vec<String> {
    let mut inputs = vec![format!("src/{index}.txt")];
    if index % 10 == 9 {
        inputs.extend((index - 9..index).map(|before| format!("out/{before}.txt")));
    }
    inputs
}

fn graph(root: &Path, actions: usize) -> Graph {
    let mut builder = GraphBuilder::new(root);
    for index in 0..actions {
        let output = format!("out/{index}.txt");
        let command = Command::new("/bin/cp").args([format!("src/{index}.txt"), output.clone()]);
        builder.add(Action::run(format!("copy {index}"), command).inputs(inputs(index)).output(output));
    }
    builder.finish().unwrap()
}

fn ninja_file(actions: usize) -> String {
    let mut text = String::from("rule copy\n  command = /bin/cp $from $out\n");
    for index in 0..actions {
        writeln!(text, "build out/{index}.txt: copy {}\n  from = src/{index}.txt", inputs(index).join(" "))
            .unwrap();
    }
    text
}

/// Two folders with the same sources.
struct Pair {
    ours: tempfile::TempDir,
    theirs: tempfile::TempDir,
    actions: usize,
}

impl Pair {
    fn new(actions: usize) -> Self {
        let pair = Self { ours: tempfile::tempdir().unwrap(), theirs: tempfile::tempdir().unwrap(), actions };
        for folder in [pair.ours.path(), pair.theirs.path()] {
            fs::create_dir(folder.join("src")).unwrap();
            for index in 0..actions {
                fs::write(folder.join(format!("src/{index}.txt")), index.to_string()).unwrap();
            }
        }
        fs::write(pair.theirs.path().join("build.ninja"), ninja_file(actions)).unwrap();
        pair
    }

    fn engine(&self) -> Duration {
        let arguments = ["--child", self.ours.path().to_str().unwrap(), &self.actions.to_string()];
        run(&std::env::current_exe().unwrap(), &arguments).unwrap()
    }

    fn ninja(&self) -> Option<Duration> {
        run(Path::new("ninja"), &["-j2", "-C", self.theirs.path().to_str().unwrap()])
    }

    /// Medians of `rounds` builds of each, `prepare` before each pair.
    fn measure(&self, what: &str, rounds: usize, prepare: impl Fn(&Self)) {
        let (mut ours, mut theirs) = (Vec::new(), Some(Vec::new()));
        for _ in 0..rounds {
            prepare(self);
            ours.push(self.engine());
            theirs = theirs.zip(self.ninja()).map(|(mut times, time)| {
                times.push(time);
                times
            });
        }
        let (ours, actions) = (median(ours), self.actions);
        match theirs.map(median) {
            Some(theirs) => {
                let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
                println!("{what:>8} {actions:>8} {:>12.2} {:>12.2} {ratio:>8.2}", ms(ours), ms(theirs));
            }
            None => println!("{what:>8} {actions:>8} {:>12.2} (ninja is not installed)", ms(ours)),
        }
    }

    fn remove(&self, ours: &[&str], theirs: &[&str]) {
        let paths =
            |root: &Path, names: &[&str]| names.iter().map(|name| root.join(name)).collect::<Vec<PathBuf>>();
        for path in paths(self.ours.path(), ours).into_iter().chain(paths(self.theirs.path(), theirs)) {
            let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            assert!(removed.is_ok() || !path.exists());
        }
    }
}

fn compare() {
    println!("{:>8} {:>8} {:>12} {:>12} {:>8}", "", "actions", "engine, ms", "ninja, ms", "ratio");
    for actions in [10, 1_000, 10_000] {
        let pair = Pair::new(actions);
        let prepare = || (pair.engine(), pair.ninja());
        prepare();
        // Past the age at which stamps are not trusted.
        std::thread::sleep(Duration::from_millis(2100));
        prepare();
        pair.measure("no-op", 41, |_| {});
        // Time and memory of large graphs are held against those of small ones, not against ninja's alone.
        let rounds = if actions > 1_000 { 1 } else { 3 };
        let their_state = ["out", ".ninja_log", ".ninja_deps"];
        pair.measure("restore", rounds, |pair| pair.remove(&["out"], &their_state));
        pair.measure("cold", rounds, |pair| pair.remove(&["out", ".state", ".store"], &their_state));
        if let Ok(peak) = fs::read_to_string(pair.ours.path().join(PEAK)) {
            println!("{:>8} {actions:>8} {peak:>12}", "memory");
        }
    }
}

/// How long a process takes; `None` if there is no such program.
#[expect(clippy::disallowed_methods, reason = "measures processes")]
fn run(program: &Path, arguments: &[&str]) -> Option<Duration> {
    let started = Instant::now();
    let status = std::process::Command::new(program).args(arguments).stdout(Stdio::null()).status().ok()?;
    assert!(status.success());
    Some(started.elapsed())
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
