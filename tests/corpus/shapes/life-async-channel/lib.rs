use std::sync::mpsc::{channel, Sender};
use std::thread;
struct Job { data: *const u8, len: usize }
unsafe impl Send for Job {}
pub struct Hasher { jobs: Sender<Job> }
#[no_mangle]
pub extern "C" fn hasher_new() -> *mut Hasher {
    let (jobs, work) = channel::<Job>();
    thread::spawn(move || {
        let mut sum = 0u64;
        for job in work {
            let bytes = unsafe { std::slice::from_raw_parts(job.data, job.len) };
            sum = bytes.iter().fold(sum, |s, b| s.rotate_left(5) ^ u64::from(*b));
        }
    });
    Box::into_raw(Box::new(Hasher { jobs }))
}
#[no_mangle]
pub unsafe extern "C" fn hasher_add(h: *mut Hasher, data: *const u8, len: usize) -> bool {
    h.as_ref().is_some_and(|h| h.jobs.send(Job { data, len }).is_ok())
}
#[no_mangle]
pub unsafe extern "C" fn hasher_free(h: *mut Hasher) { if !h.is_null() { drop(Box::from_raw(h)); } }
