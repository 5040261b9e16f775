mod job;

use job::{Job, Outcome};

/// Starts a lookup. The name is copied.
///
/// # Safety
/// `name` points at `len` bytes.
#[no_mangle]
pub unsafe extern "C" fn lookup_begin(name: *const u8, len: usize) -> *mut Job {
    if name.is_null() || len == 0 || len > 253 {
        return std::ptr::null_mut();
    }
    let name = std::slice::from_raw_parts(name, len).to_vec();
    match Job::start(name) {
        Some(job) => Box::into_raw(Box::new(job)),
        None => std::ptr::null_mut(),
    }
}

/// 0 while it runs, 1 when `addr` was written, negative when it failed.
///
/// # Safety
/// `job` comes from `lookup_begin`, `addr` is valid for writes.
#[no_mangle]
pub unsafe extern "C" fn lookup_poll(job: *mut Job, addr: *mut u32) -> i32 {
    let (Some(job), false) = (job.as_mut(), addr.is_null()) else { return -1 };
    match job.poll() {
        Outcome::Running => 0,
        Outcome::Found(a) => {
            addr.write(a);
            1
        }
        Outcome::Failed => -2,
    }
}

/// Drops the job; a lookup that still runs ends on its own.
///
/// # Safety
/// `job` comes from `lookup_begin` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn lookup_end(job: *mut Job) {
    if !job.is_null() {
        drop(Box::from_raw(job));
    }
}
