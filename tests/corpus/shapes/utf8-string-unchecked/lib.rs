#[no_mangle]
pub unsafe extern "C" fn name_upper(data: *mut u8, len: usize) -> usize {
    if data.is_null() { return 0; }
    let owned = std::slice::from_raw_parts(data, len).to_vec();
    let text = String::from_utf8_unchecked(owned);
    text.to_uppercase().chars().count()
}
