/// # Safety
/// `data` has `len` bytes.
#[no_mangle]
pub unsafe extern "C" fn count_chars(data: *const u8, len: usize) -> usize {
    let bytes: &[u8] = std::slice::from_raw_parts(data, len);
    let text: &str = std::mem::transmute(bytes);
    text.chars().count()
}
