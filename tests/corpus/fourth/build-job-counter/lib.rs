use std::cell::UnsafeCell;
use std::collections::VecDeque;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Job {
    pub target: u32,
    pub priority: i32,
}

struct Global<T>(UnsafeCell<T>);
unsafe impl<T> Sync for Global<T> {}

static QUEUE: Global<VecDeque<Job>> = Global(UnsafeCell::new(VecDeque::new()));

fn queue() -> &'static mut VecDeque<Job> {
    unsafe { &mut *QUEUE.0.get() }
}

/// Adds a job, higher priorities first.
#[no_mangle]
pub extern "C" fn jobs_push(job: Job) -> usize {
    let q = queue();
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
