use std::ffi::c_char;

const LEVELS: [&str; 3] = ["low", "mid", "high"];

#[no_mangle]
pub unsafe extern "C" fn level_label(level: u8, out: *mut *const c_char) -> i32 {
    let Some(label) = LEVELS.get(usize::from(level)) else { return -1 };
    if out.is_null() {
        return -2;
    }
    *out = label.as_ptr().cast();
    0
}
