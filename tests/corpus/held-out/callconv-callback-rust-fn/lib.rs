#[no_mangle]
pub extern "C" fn sort_by_key(data: *mut i32, len: usize, cmp: fn(i32, i32) -> i32) {
    if data.is_null() {
        return;
    }
    let items = unsafe { std::slice::from_raw_parts_mut(data, len) };
    items.sort_by(|a, b| cmp(*a, *b).cmp(&0));
}
