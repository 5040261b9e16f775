use std::sync::atomic::{AtomicU64, Ordering};
static TOTAL: AtomicU64 = AtomicU64::new(0);
#[no_mangle]
pub unsafe extern "C" fn sum_later(data: *const u8, len: usize) {
    if data.is_null() { return; }
    let address = data as usize;
    std::thread::spawn(move || {
        let bytes = unsafe { std::slice::from_raw_parts(address as *const u8, len) };
        TOTAL.fetch_add(bytes.iter().map(|b| u64::from(*b)).sum(), Ordering::Relaxed);
    });
}
#[no_mangle]
pub extern "C" fn sum_total() -> u64 { TOTAL.load(Ordering::Relaxed) }
