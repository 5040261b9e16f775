use std::collections::VecDeque;

pub struct Job {
    pages: u32,
    title: Vec<u8>,
}

#[derive(Default)]
pub struct Spool {
    queue: VecDeque<Box<Job>>,
    printed: u64,
}

#[no_mangle]
pub extern "C" fn spool_new() -> *mut Spool {
    Box::into_raw(Box::new(Spool::default()))
}

#[no_mangle]
pub unsafe extern "C" fn spool_free(s: *mut Spool) {
    if !s.is_null() {
        drop(Box::from_raw(s));
    }
}

#[no_mangle]
pub unsafe extern "C" fn spool_job_new(title: *const u8, len: usize) -> *mut Job {
    if title.is_null() {
        return std::ptr::null_mut();
    }
    let title = std::slice::from_raw_parts(title, len).to_vec();
    Box::into_raw(Box::new(Job { pages: 0, title }))
}

#[no_mangle]
pub unsafe extern "C" fn spool_job_add_page(j: *mut Job) -> u32 {
    j.as_mut().map_or(0, |j| {
        j.pages = j.pages.saturating_add(1);
        j.pages
    })
}

/// Frees a job that was not submitted.
#[no_mangle]
pub unsafe extern "C" fn spool_job_free(j: *mut Job) {
    if !j.is_null() {
        drop(Box::from_raw(j));
    }
}

/// Takes the job over. Gives the length of the queue.
#[no_mangle]
pub unsafe extern "C" fn spool_submit(s: *mut Spool, j: *mut Job) -> usize {
    if j.is_null() {
        return 0;
    }
    let job = Box::from_raw(j);
    let Some(s) = s.as_mut() else { return 0 };
    s.queue.push_back(job);
    s.queue.len()
}

#[no_mangle]
pub unsafe extern "C" fn spool_print_all(s: *mut Spool) -> u64 {
    let Some(s) = s.as_mut() else { return 0 };
    while let Some(job) = s.queue.pop_front() {
        if !job.title.is_empty() {
            s.printed = s.printed.wrapping_add(u64::from(job.pages));
        }
    }
    s.printed
}
