#[no_mangle]
pub unsafe extern "C" fn pick(data: *const i32, len: usize, index: usize) -> i32 {
    if data.is_null() { return 0; }
    let all = unsafe { std::slice::from_raw_parts(data, len) };
    all[index]
}
