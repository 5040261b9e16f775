#[no_mangle]
pub unsafe extern "C" fn indices_max(list: *const usize, n: usize) -> usize {
    if list.is_null() {
        return 0;
    }
    std::slice::from_raw_parts(list, n).iter().copied().max().unwrap_or(0)
}
