use std::ffi::c_char;
/// Copies the name, cut to the buffer.
#[no_mangle]
pub unsafe extern "C" fn user_name(buffer: *mut c_char, len: usize) -> bool {
    if buffer.is_null() || len == 0 { return false; }
    let name = String::from("administrator");
    let out = std::slice::from_raw_parts_mut(buffer.cast::<u8>(), len);
    let n = name.len().min(len);
    out[..n].copy_from_slice(&name.as_bytes()[..n]);
    true
}
