/// # Safety
/// `data` has `len` bytes.
#[no_mangle]
pub unsafe extern "C" fn words(data: *const u8, len: usize) -> usize {
    let owned = std::slice::from_raw_parts(data, len).to_vec();
    let text = String::from_utf8_unchecked(owned);
    text.split_whitespace().count()
}
