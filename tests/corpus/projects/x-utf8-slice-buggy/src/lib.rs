#[no_mangle]
pub unsafe extern "C" fn graphemes(p: *const u8, n: usize) -> usize {
    if p.is_null() { return 0; }
    let bytes = std::slice::from_raw_parts(p, n);
    let text = std::str::from_utf8(bytes).expect("utf-8");
    text.chars().count()
}
