mod machine;

use machine::Machine;
use std::sync::mpsc;
use std::thread;

fn worker(jobs: mpsc::Receiver<String>, out: mpsc::Sender<String>) {
    let Some(mut machine) = Machine::open() else { return };
    for job in jobs {
        let line = match machine.eval(&job) {
            Ok(n) => format!("{job} = {n}"),
            Err(e) => format!("{job}: {e:?}"),
        };
        if out.send(line).is_err() {
            return;
        }
    }
}

fn main() {
    let (out, lines) = mpsc::channel();
    let workers: Vec<_> = (0..2)
        .map(|_| {
            let (jobs, queue) = mpsc::channel();
            let out = out.clone();
            (jobs, thread::spawn(move || worker(queue, out)))
        })
        .collect();
    drop(out);
    for (i, job) in ["1 2 +", "3 4 max 5 -", "+", "7 what"].iter().enumerate() {
        let _ = workers[i % workers.len()].0.send((*job).to_owned());
    }
    for (jobs, handle) in workers {
        drop(jobs);
        let _ = handle.join();
    }
    let mut all: Vec<String> = lines.into_iter().collect();
    all.sort();
    all.iter().for_each(|l| println!("{l}"));
}
