#[no_mangle]
pub unsafe extern "C" fn reverse_into(src: *const u8, len: usize, dst: *mut u8) {
    if src.is_null() || dst.is_null() {
        return;
    }
    for i in 0..len {
        *dst.add(i) = *src.add(len - 1 - i);
    }
}
