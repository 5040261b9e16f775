use std::ffi::{c_char, CStr};

/// # Safety
/// `data` has `len` bytes.
#[no_mangle]
pub unsafe extern "C" fn field_width(data: *const u8, len: usize) -> usize {
    let line = std::slice::from_raw_parts(data, len);
    let Some(field) = line.split(|b| *b == b',').next() else { return 0 };
    CStr::from_ptr(field.as_ptr() as *const c_char).to_bytes().len()
}
