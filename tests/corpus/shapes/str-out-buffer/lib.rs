use std::ffi::c_char;
/// Writes the host name into a buffer of `len` bytes.
#[no_mangle]
pub unsafe extern "C" fn host_name(buffer: *mut c_char, len: usize) {
    if buffer.is_null() { return; }
    let name = "localhost.localdomain";
    let n = name.len().min(len);
    std::ptr::copy_nonoverlapping(name.as_ptr(), buffer.cast::<u8>(), n);
}
