use std::ffi::{c_char, CStr};

#[no_mangle]
pub unsafe extern "C" fn report_async(text: *const c_char) {
    if text.is_null() {
        return;
    }
    let owned = CStr::from_ptr(text).to_string_lossy().into_owned();
    std::thread::spawn(move || {
        eprintln!("{owned}");
    });
}
