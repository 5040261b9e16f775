use std::sync::Mutex;

static TITLE: Mutex<Vec<u8>> = Mutex::new(Vec::new());

#[no_mangle]
pub unsafe extern "C" fn title_set(p: *const u8, n: usize) {
    if p.is_null() {
        return;
    }
    let bytes = std::slice::from_raw_parts(p, n);
    if let Ok(mut title) = TITLE.lock() {
        title.clear();
        title.extend_from_slice(bytes);
    }
}

#[no_mangle]
pub unsafe extern "C" fn title_get(p: *mut u8, cap: usize) -> usize {
    let Ok(title) = TITLE.lock() else { return 0 };
    if p.is_null() || cap < title.len() {
        return title.len();
    }
    std::ptr::copy_nonoverlapping(title.as_ptr(), p, title.len());
    title.len()
}
