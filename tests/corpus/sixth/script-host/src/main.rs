mod vm;

use std::sync::mpsc;
use std::thread;
use vm::Vm;

fn worker(mut vm: Vm, jobs: mpsc::Receiver<String>, out: mpsc::Sender<String>) {
    for job in jobs {
        let line = match vm.eval(&job) {
            Ok(n) => format!("{job} = {n}"),
            Err(e) => format!("{job}: {e:?}"),
        };
        if out.send(line).is_err() {
            return;
        }
    }
}

fn main() {
    let Some(vm) = Vm::open() else { std::process::exit(1) };
    let (jobs, queue) = mpsc::channel();
    let (out, lines) = mpsc::channel();
    let handle = thread::spawn(move || worker(vm, queue, out));
    for job in ["1 2 +", "3 4 * 5 -", "+"] {
        let _ = jobs.send(job.to_owned());
    }
    drop(jobs);
    for line in lines {
        println!("{line}");
    }
    let _ = handle.join();
}
