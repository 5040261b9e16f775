#[no_mangle]
pub unsafe extern "C" fn upcase_in_place(text: *mut u8, len: usize) {
    if text.is_null() {
        return;
    }
    let bytes = std::slice::from_raw_parts_mut(text, len);
    bytes.make_ascii_uppercase();
}
