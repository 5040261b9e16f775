use std::ffi::{c_char, CString};

#[no_mangle]
pub extern "C" fn label_new() -> *mut c_char {
    c"label-0000".to_owned().into_raw()
}

#[no_mangle]
pub unsafe extern "C" fn label_shorten(label: *mut c_char, keep: usize) {
    if label.is_null() {
        return;
    }
    let len = std::ffi::CStr::from_ptr(label).to_bytes().len();
    if keep < len {
        *label.add(keep) = 0;
    }
}

#[no_mangle]
pub unsafe extern "C" fn label_free(label: *mut c_char) {
    if !label.is_null() {
        drop(CString::from_raw(label));
    }
}
