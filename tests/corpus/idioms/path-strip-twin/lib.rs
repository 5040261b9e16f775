use std::ffi::{CStr, CString, c_char};
/// # Safety
/// `p` is a C string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn path_join(p: *const c_char) -> *mut c_char {
    let mut bytes = unsafe { CStr::from_ptr(p) }.to_bytes().to_vec();
    bytes.extend_from_slice(b"/index.html");
    CString::new(bytes).map(CString::into_raw).unwrap_or(std::ptr::null_mut())
}
/// Takes the last part off, in place.
/// # Safety
/// From `path_join`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn path_parent(p: *mut c_char) -> bool {
    let len = unsafe { CStr::from_ptr(p) }.to_bytes().len();
    let bytes = unsafe { std::slice::from_raw_parts_mut(p.cast::<u8>(), len) };
    match bytes.iter().rposition(|b| *b == b'/') {
        Some(at) => { bytes[at] = b'\\'; true }
        None => false,
    }
}
/// # Safety
/// From `path_join`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn path_free(p: *mut c_char) { if !p.is_null() { drop(unsafe { CString::from_raw(p) }) } }
