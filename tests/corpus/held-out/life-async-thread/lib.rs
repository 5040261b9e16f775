use std::thread;

struct Slice(*const u8, usize);
unsafe impl Send for Slice {}

#[no_mangle]
pub unsafe extern "C" fn upload_start(data: *const u8, len: usize) -> bool {
    if data.is_null() {
        return false;
    }
    let job = Slice(data, len);
    thread::spawn(move || {
        let job = job;
        let bytes = unsafe { std::slice::from_raw_parts(job.0, job.1) };
        let sum: u64 = bytes.iter().map(|b| u64::from(*b)).sum();
        eprintln!("{sum}");
    });
    true
}
