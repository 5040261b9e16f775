use std::thread;

struct Part(*const u32, usize);
unsafe impl Send for Part {}

#[no_mangle]
pub unsafe extern "C" fn parallel_sum(data: *const u32, len: usize) -> u64 {
    if data.is_null() {
        return 0;
    }
    let part = Part(data, len);
    let handle = thread::spawn(move || {
        let part = part;
        let items = unsafe { std::slice::from_raw_parts(part.0, part.1) };
        items.iter().map(|v| u64::from(*v)).sum::<u64>()
    });
    handle.join().unwrap_or(0)
}
