mod hex;
/// # Safety
/// `text` holds `len` bytes, `out` has room for `cap`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hex_decode(text: *const u8, len: usize, out: *mut u8, cap: usize) -> isize {
    if text.is_null() || out.is_null() { return -1 }
    let text = unsafe { std::slice::from_raw_parts(text, len) };
    let out = unsafe { std::slice::from_raw_parts_mut(out, cap) };
    let Some(bytes) = hex::decode(text) else { return -1 };
    out[..bytes.len()].copy_from_slice(&bytes);
    isize::try_from(bytes.len()).unwrap_or(-1)
}
