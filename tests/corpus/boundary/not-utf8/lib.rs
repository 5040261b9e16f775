#[no_mangle]
pub unsafe extern "C" fn char_count(data: *const u8, len: usize) -> usize {
    if data.is_null() { return 0; }
    let bytes = unsafe { std::slice::from_raw_parts(data, len) };
    unsafe { std::str::from_utf8_unchecked(bytes) }.chars().count()
}
