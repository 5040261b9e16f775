#[no_mangle]
pub unsafe extern "C" fn fold_lines(
    text: *const u8,
    len: usize,
    each: Option<extern "C" fn(*const u8, usize)>,
) {
    let (false, Some(each)) = (text.is_null(), each) else { return };
    for line in std::slice::from_raw_parts(text, len).split(|b| *b == b'\n') {
        each(line.as_ptr(), line.len());
    }
}
