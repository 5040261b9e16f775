use std::ffi::{c_char, CString};

#[no_mangle]
pub extern "C" fn path_join(n: u32) -> *mut c_char {
    match CString::new(format!("/var/run/{n}/sock")) {
        Ok(c) => c.into_raw(),
        Err(_) => std::ptr::null_mut(),
    }
}

#[no_mangle]
pub unsafe extern "C" fn path_free(p: *mut c_char) {
    if p.is_null() {
        return;
    }
    let _owned = CString::from_raw(p);
}
