use std::sync::Mutex;
struct Kept(*const u8, usize);
unsafe impl Send for Kept {}
static LAST: Mutex<Option<Kept>> = Mutex::new(None);
#[no_mangle]
pub extern "C" fn remember(data: *const u8, len: usize) {
    if let Ok(mut last) = LAST.lock() { *last = Some(Kept(data, len)); }
}
#[no_mangle]
pub extern "C" fn recall() -> u8 {
    LAST.lock().ok().and_then(|l| l.as_ref().filter(|k| k.1 > 0).map(|k| unsafe { *k.0 })).unwrap_or(0)
}
