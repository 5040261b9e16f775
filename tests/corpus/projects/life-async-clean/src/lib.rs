use std::thread;
struct Raw(*mut u8, usize);
unsafe impl Send for Raw {}
#[no_mangle]
pub extern "C" fn fill_async(dst: *mut u8, n: usize) -> bool {
    if dst.is_null() { return false; }
    let raw = Raw(dst, n);
    let worker = thread::spawn(move || {
        let raw = raw;
        unsafe { std::ptr::write_bytes(raw.0, 7, raw.1) };
    });
    worker.join().is_ok()
}
