use std::ffi::{c_char, CString};

#[no_mangle]
pub unsafe extern "C" fn make_label(p: *const u8, n: usize) -> *mut c_char {
    if p.is_null() {
        return std::ptr::null_mut();
    }
    let bytes: Vec<u8> = std::slice::from_raw_parts(p, n).iter().copied().filter(|b| *b != 0).collect();
    CString::new(bytes).map_or(std::ptr::null_mut(), CString::into_raw)
}

#[no_mangle]
pub extern "C" fn answer_text() -> *mut c_char {
    CString::new("forty two").expect("no nul in a literal").into_raw()
}

#[no_mangle]
pub unsafe extern "C" fn label_drop(l: *mut c_char) {
    if !l.is_null() {
        drop(CString::from_raw(l));
    }
}
