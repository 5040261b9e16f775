use std::ffi::c_void;
unsafe extern "C" {
    fn job_new(input: *const u8, len: usize) -> *mut c_void;
    fn job_step(job: *mut c_void) -> bool;
    #[allow(dead_code)]
    fn job_cancel(job: *mut c_void);
}
fn main() {
    let j = unsafe { job_new("ab".as_ptr(), 2) };
    if !j.is_null() { while unsafe { job_step(j) } {} }
}
