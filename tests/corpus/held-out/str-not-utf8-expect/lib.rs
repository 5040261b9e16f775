#[no_mangle]
pub unsafe extern "C" fn line_width(p: *const u8, n: usize) -> usize {
    if p.is_null() {
        return 0;
    }
    let raw = core::slice::from_raw_parts(p, n);
    let line = core::str::from_utf8(raw).expect("utf-8 input");
    line.chars().count()
}
