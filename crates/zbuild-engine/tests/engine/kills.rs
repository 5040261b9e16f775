//! Builds killed at random moments, each followed by a build that is right and complete.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::common::{Random, Workspace, is_full, sh};
use zbuild_engine::{Action, Cancel, Engine, Graph, GraphBuilder, Jobs, Options, Request, Store};

const SOURCES: usize = 5;
const ACTIONS: usize = 24;
const ROOT: &str = "ENGINE_TEST_KILLED_ROOT";

/// The files that an action reads.
fn inputs(index: usize) -> Vec<String> {
    let mut inputs = vec![format!("src/{}", index % SOURCES)];
    inputs.extend((index >= 3).then(|| format!("out/{}", index - 3)));
    inputs.extend((index >= 7).then(|| format!("out/{}", index / 2)));
    inputs
}

/// Writes its output in two steps with time between them, so that a kill can come there.
fn action(index: usize) -> Action {
    let (inputs, output) = (inputs(index), format!("out/{index}"));
    let script = format!(
        "printf '{index}:' > {output}; sleep 0.00{}; cat {} >> {output}",
        index % 10,
        inputs.join(" ")
    );
    sh(&format!("make {index}"), &script).inputs(inputs).output(output)
}

fn graph(root: &Path) -> Graph {
    let mut builder = GraphBuilder::new(root);
    for index in 0..ACTIONS {
        builder.add(action(index));
    }
    builder.finish().unwrap()
}

fn expected(sources: &[String]) -> Vec<String> {
    let mut outputs: Vec<String> = Vec::new();
    for index in 0..ACTIONS {
        let read = |path: &String| match path.split_once('/').unwrap() {
            ("src", number) => sources[number.parse::<usize>().unwrap()].clone(),
            (_, number) => outputs[number.parse::<usize>().unwrap()].clone(),
        };
        let text = inputs(index).iter().map(read).collect::<String>();
        // Long texts grow with each action; the script keeps them whole, so the model does.
        outputs.push(format!("{index}:{text}"));
    }
    outputs
}

/// Not a test: what is killed. Runs in a process of its own.
#[test]
#[ignore = "the process that `builds_survive_kills` starts and kills"]
fn killed() {
    let root = PathBuf::from(std::env::var_os(ROOT).unwrap());
    let mut options = Options::new(&root, &root.join(".state"), Jobs::new(4));
    options.store = Some(Arc::new(Store::open(&root.join("../store")).unwrap()));
    let graph = graph(&root);
    let cancel = Cancel::new().unwrap();
    Engine::new(options).build(&Request::all(&graph, &cancel), &mut |_| {}).unwrap();
}

#[expect(clippy::disallowed_methods, reason = "starts the process that it kills")]
fn start_and_kill(root: &Path, after: Duration) {
    let mut child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kills::killed", "--ignored", "-q"])
        .env(ROOT, root)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn builds_survive_kills() {
    let w = Workspace::new();
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut sources: Vec<String> = (0..SOURCES).map(|index| format!("s{index}")).collect();
    let write = |sources: &[String]| {
        for (index, text) in sources.iter().enumerate() {
            w.write(&format!("src/{index}"), text);
        }
    };
    write(&sources);
    let graph = graph(&w.root);
    let started = Instant::now();
    assert!(w.build_graph(&graph).summary.is_success());
    let longest = started.elapsed() + Duration::from_millis(20);
    let rounds = if is_full() { 200 } else { 25 };
    for round in 0..rounds {
        sources[random.below(SOURCES)] = format!("r{round}.{}", random.below(4));
        write(&sources);
        let limit = usize::try_from(longest.as_micros()).unwrap();
        start_and_kill(&w.root, Duration::from_micros(random.below(limit) as u64));
        if random.below(4) > 0 {
            continue;
        }
        let done = w.build_graph(&graph);
        assert!(done.summary.is_success(), "round {round}: {done:?}");
        for (index, text) in expected(&sources).iter().enumerate() {
            assert_eq!(w.read(&format!("out/{index}")), *text, "round {round}, output {index}");
        }
        assert_eq!(w.build_graph(&graph).ran(&[]).summary.up_to_date, ACTIONS);
        assert_eq!(crate::common::list(&w.root), [".state", "out", "src"]);
        assert_eq!(crate::common::list(&w.root.join("out")).len(), ACTIONS);
    }
    assert!(w.build_graph(&graph).summary.is_success());
    let report = w.options.store.as_ref().unwrap().verify(|_| {}).unwrap();
    assert_eq!((report.corrupt, report.incomplete), (vec![], 0));
}
