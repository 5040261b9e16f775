#[no_mangle]
pub unsafe extern "C-unwind" fn decode_byte(hex: *const u8, len: usize) -> u8 {
    let text = if hex.is_null() { &[][..] } else { std::slice::from_raw_parts(hex, len) };
    let text = std::str::from_utf8(text).unwrap_or("");
    u8::from_str_radix(text, 16).unwrap()
}
