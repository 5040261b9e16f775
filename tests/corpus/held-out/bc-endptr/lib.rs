#[no_mangle]
pub unsafe extern "C" fn parse_int(text: *const u8, len: usize, rest: *mut *const u8) -> i64 {
    if text.is_null() {
        return 0;
    }
    let bytes = std::slice::from_raw_parts(text, len);
    let mut value = 0i64;
    let mut used = 0;
    for b in bytes.iter().take_while(|b| b.is_ascii_digit()) {
        value = value.wrapping_mul(10).wrapping_add(i64::from(b - b'0'));
        used += 1;
    }
    if !rest.is_null() {
        *rest = text.add(used);
    }
    value
}
