use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::Arc;
use std::thread;

pub struct Pool {
    workers: u32,
}

impl Pool {
    pub fn new(workers: u32) -> Self {
        Self { workers }
    }

    /// Runs the job for each row on all workers and waits.
    pub fn run(&self, rows: u32, job: Arc<dyn Fn(u32) + Send + Sync>) {
        let next = Arc::new(AtomicU32::new(0));
        let mut running = Vec::new();
        for _ in 0..self.workers {
            let (next, job) = (Arc::clone(&next), Arc::clone(&job));
            let thread = thread::Builder::new().spawn(move || loop {
                let row = next.fetch_add(1, Ordering::Relaxed);
                if row >= rows {
                    break;
                }
                job(row);
            });
            running.extend(thread.ok());
        }
        for thread in running {
            let _ = thread.join();
        }
    }
}
