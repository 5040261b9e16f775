use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, atomic::{AtomicU64, Ordering}};
use std::thread::JoinHandle;
type Job = Box<dyn FnOnce() + Send>;
pub struct Pool { jobs: Option<Sender<Job>>, worker: Option<JoinHandle<()>>, pub sum: Arc<AtomicU64> }
impl Pool {
    pub fn start() -> Pool {
        let (jobs, inbox) = mpsc::channel::<Job>();
        let worker = std::thread::spawn(move || { while let Ok(job) = inbox.recv() { job() } });
        Pool { jobs: Some(jobs), worker: Some(worker), sum: Arc::default() }
    }
    pub fn run(&self, job: Job) -> bool { self.jobs.as_ref().is_some_and(|j| j.send(job).is_ok()) }
    pub fn add(&self, bytes: &[u8]) { self.sum.fetch_add(bytes.iter().map(|b| u64::from(*b)).sum(), Ordering::Relaxed); }
}
impl Drop for Pool {
    fn drop(&mut self) { self.jobs.take(); if let Some(w) = self.worker.take() { let _ = w.join(); } }
}
