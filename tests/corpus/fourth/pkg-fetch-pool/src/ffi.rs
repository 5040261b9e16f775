use std::os::raw::c_void;

#[repr(C)]
pub struct Job {
    pub data: *const u8,
    pub len: usize,
    pub sum: u64,
}

extern "C" {
    /// Blocks until all jobs are done; `done` is called on worker threads.
    pub fn sum_archives(
        jobs: *mut Job,
        n: usize,
        done: unsafe extern "C" fn(user: *const c_void),
        user: *const c_void,
    );
}
