use std::ffi::{c_char, CString};
/// Takes the name over.
#[no_mangle]
pub unsafe extern "C" fn job_name(name: *mut c_char) -> usize {
    if name.is_null() { return 0; }
    let name = CString::from_raw(name);
    name.as_bytes().len()
}
