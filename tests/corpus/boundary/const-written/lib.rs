#[no_mangle]
pub unsafe extern "C" fn upper(data: *mut u8, len: usize) {
    if data.is_null() { return; }
    for b in unsafe { std::slice::from_raw_parts_mut(data, len) } { b.make_ascii_uppercase(); }
}
