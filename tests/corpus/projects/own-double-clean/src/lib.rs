pub struct Job(Vec<u8>);
#[no_mangle]
pub extern "C" fn job_new() -> *mut Job { Box::into_raw(Box::new(Job(Vec::new()))) }
#[no_mangle]
pub unsafe extern "C" fn job_submit(job: *mut Job) -> i32 {
    if job.is_null() { return -1; }
    let job = Box::from_raw(job);
    i32::try_from(job.0.len()).unwrap_or(i32::MAX)
}
#[no_mangle]
pub unsafe extern "C" fn job_discard(job: *mut Job) { if !job.is_null() { drop(Box::from_raw(job)); } }
