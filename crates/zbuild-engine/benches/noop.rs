//! What a build costs that finds nothing to do, against ninja on a graph of the same size, each as a process.
//!
//! `cargo bench -p zbuild-engine --bench noop`. Each action copies a file of its own, as each edge of the ninja
//! file does; every tenth depends on the nine before it. The two alternate in one run; medians are printed.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops at what it did not expect"
)]

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use zbuild_engine::{Action, Cancel, Command, Engine, Graph, GraphBuilder, Jobs, Options, Request};

/// Measurements of each.
const ROUNDS: usize = 41;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().position(|argument| argument == "--child") {
        Some(at) => child(Path::new(&arguments[at + 1]), arguments[at + 2].parse().unwrap()),
        None => compare(),
    }
}

/// Builds in this process; nothing to do, or it is the first time.
fn child(root: &Path, actions: usize) {
    let graph = graph(root, actions);
    let options = Options::new(root, &root.join(".state"), Jobs::new(2).unwrap());
    let cancel = Cancel::new().unwrap();
    let summary = Engine::new(options).build(&Request::all(&graph, &cancel), &mut |_| {}).unwrap();
    assert!(summary.is_success(), "{summary:?}");
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

fn compare() {
    println!("{:>8} {:>12} {:>12} {:>8}", "actions", "engine", "ninja", "ratio");
    for actions in [10, 1_000, 10_000] {
        let dirs: Vec<_> = (0..2).map(|_| tempfile::tempdir().unwrap()).collect();
        for dir in &dirs {
            fs::create_dir(dir.path().join("src")).unwrap();
            for index in 0..actions {
                fs::write(dir.path().join(format!("src/{index}.txt")), index.to_string()).unwrap();
            }
        }
        fs::write(dirs[1].path().join("build.ninja"), ninja_file(actions)).unwrap();
        let engine = || {
            run(
                &std::env::current_exe().unwrap(),
                &["--child", dirs[0].path().to_str().unwrap(), &actions.to_string()],
            )
        };
        let ninja = || run(Path::new("ninja"), &["-C", dirs[1].path().to_str().unwrap()]);
        let prepare = || (engine().unwrap(), ninja());
        prepare();
        // Past the age at which stamps are not trusted.
        std::thread::sleep(Duration::from_millis(2100));
        prepare();
        let times: Vec<_> = (0..ROUNDS).map(|_| (engine().unwrap(), ninja())).collect();
        let ours = median(times.iter().map(|(ours, _)| *ours).collect());
        match times.iter().map(|(_, theirs)| *theirs).collect::<Option<Vec<_>>>().map(median) {
            Some(theirs) => {
                let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
                println!("{actions:>8} {ours:>12.2?} {theirs:>12.2?} {ratio:>8.2}");
            }
            None => println!("{actions:>8} {ours:>12.2?} (ninja is not installed)"),
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

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
