use std::ffi::c_int;
#[no_mangle]
pub extern "C" fn compare_keys(a: u32, b: u32) -> c_int {
    a.cmp(&b) as c_int
}
