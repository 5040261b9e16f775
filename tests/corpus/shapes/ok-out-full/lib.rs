use std::ffi::c_char;
/// Copies the name, cut to the buffer.
#[no_mangle]
pub unsafe extern "C" fn user_name(buffer: *mut c_char, len: usize) -> bool {
    if buffer.is_null() || len == 0 { return false; }
    let name = String::from("administrator");
    let out = std::slice::from_raw_parts_mut(buffer.cast::<u8>(), len);
    let n = name.len().min(len - 1);
    out[..n].copy_from_slice(&name.as_bytes()[..n]);
    out[n] = 0;
    true
}
/// Bytes of the name; returns how many.
#[no_mangle]
pub unsafe extern "C" fn user_bytes(buffer: *mut u8, len: usize) -> usize {
    if buffer.is_null() { return 0; }
    let name = String::from("administrator");
    let n = name.len().min(len);
    std::ptr::copy_nonoverlapping(name.as_ptr(), buffer, n);
    n
}
