#[repr(C)]
pub struct Job {
    pub id: u64,
    pub cost: u32,
}

#[no_mangle]
pub unsafe extern "C" fn job_finish(job: *mut Job) -> u64 {
    if job.is_null() {
        return 0;
    }
    let job = Box::from_raw(job);
    job.id + u64::from(job.cost)
}
