use std::ffi::CString;

/// # Safety
/// `data` has `len` bytes.
#[no_mangle]
pub unsafe extern "C" fn c_length(data: *const u8, len: usize) -> usize {
    let bytes = unsafe { std::slice::from_raw_parts(data, len) };
    let mut owned = Vec::from(bytes);
    owned.push(b'\0');
    let text = CString::from_vec_with_nul(owned).expect("no NUL inside");
    text.as_bytes().len()
}
