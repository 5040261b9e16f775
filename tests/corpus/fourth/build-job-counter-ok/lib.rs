use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Job {
    pub target: u32,
    pub priority: i32,
}

static QUEUE: Mutex<VecDeque<Job>> = Mutex::new(VecDeque::new());

fn queue() -> MutexGuard<'static, VecDeque<Job>> {
    QUEUE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Adds a job, higher priorities first.
#[no_mangle]
pub extern "C" fn jobs_push(job: Job) -> usize {
    let mut q = queue();
    let at = q.iter().position(|j| j.priority < job.priority).unwrap_or(q.len());
    q.insert(at, job);
    q.len()
}

/// Takes the next job; called by each worker thread.
///
/// # Safety
/// `out` is valid for writes or null.
#[no_mangle]
pub unsafe extern "C" fn jobs_pop(out: *mut Job) -> bool {
    let Some(out) = out.as_mut() else { return false };
    match queue().pop_front() {
        Some(job) => {
            *out = job;
            true
        }
        None => false,
    }
}
