use crate::Done;
use std::ffi::c_void;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

struct Target {
    done: Done,
    user: *mut c_void,
}
unsafe impl Send for Target {}

impl Target {
    fn report(&self, id: u32, status: u16) {
        (self.done)(self.user, id, status);
    }
}

pub struct Client {
    jobs: Option<Sender<(u32, Vec<u8>)>>,
    open: Arc<AtomicU32>,
    thread: Option<JoinHandle<()>>,
}

fn status(url: &[u8]) -> u16 {
    if url.starts_with(b"https://") { 200 } else { 301 }
}

impl Client {
    pub fn start(done: Done, user: *mut c_void) -> Option<Self> {
        let target = Target { done, user };
        let (jobs, queue): (_, Receiver<(u32, Vec<u8>)>) = mpsc::channel();
        let open = Arc::new(AtomicU32::new(0));
        let left = Arc::clone(&open);
        let thread = thread::Builder::new().spawn(move || {
            let target = target;
            for (id, url) in queue {
                target.report(id, status(&url));
                left.fetch_sub(1, Ordering::AcqRel);
            }
        });
        let thread = Some(thread.ok()?);
        Some(Self { jobs: Some(jobs), open, thread })
    }

    pub fn get(&mut self, id: u32, url: Vec<u8>) -> bool {
        self.open.fetch_add(1, Ordering::AcqRel);
        self.jobs.as_ref().is_some_and(|jobs| jobs.send((id, url)).is_ok())
    }

    pub fn poll(&mut self) -> u32 {
        self.open.load(Ordering::Acquire)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
