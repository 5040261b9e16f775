use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread::JoinHandle;

pub struct Worker {
    jobs: Option<SyncSender<Vec<u8>>>,
    results: Receiver<u64>,
    thread: Option<JoinHandle<()>>,
}

#[no_mangle]
pub extern "C" fn worker_start() -> *mut Worker {
    let (jobs, inbox) = mpsc::sync_channel::<Vec<u8>>(8);
    let (outbox, results) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        for job in inbox {
            let sum = job.iter().map(|b| u64::from(*b)).sum();
            if outbox.send(sum).is_err() {
                break;
            }
        }
    });
    Box::into_raw(Box::new(Worker { jobs: Some(jobs), results, thread: Some(thread) }))
}

#[no_mangle]
pub unsafe extern "C" fn worker_submit(w: *mut Worker, data: *const u8, len: usize) -> bool {
    let Some(w) = w.as_ref() else { return false };
    if data.is_null() {
        return false;
    }
    let copy = std::slice::from_raw_parts(data, len).to_vec();
    w.jobs.as_ref().is_some_and(|jobs| jobs.send(copy).is_ok())
}

#[no_mangle]
pub unsafe extern "C" fn worker_next(w: *mut Worker) -> u64 {
    w.as_ref().and_then(|w| w.results.recv().ok()).unwrap_or(0)
}

#[no_mangle]
pub unsafe extern "C" fn worker_stop(w: *mut Worker) {
    if w.is_null() {
        return;
    }
    let mut worker = Box::from_raw(w);
    worker.jobs = None;
    if let Some(thread) = worker.thread.take() {
        let _ = thread.join();
    }
}
