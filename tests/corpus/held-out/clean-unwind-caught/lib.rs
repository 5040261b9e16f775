#[no_mangle]
pub extern "C-unwind" fn safe_sum(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}
