use std::ffi::{c_char, CString};
#[no_mangle]
pub extern "C" fn make_label(id: u32) -> *mut c_char {
    CString::new(format!("label-{id}")).map_or(std::ptr::null_mut(), CString::into_raw)
}
#[no_mangle]
pub unsafe extern "C" fn free_label(label: *mut c_char) {
    if !label.is_null() { drop(unsafe { CString::from_raw(label) }); }
}
