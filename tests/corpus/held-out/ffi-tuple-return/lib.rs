#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub extern "C" fn min_max(a: i32, b: i32) -> (i32, i32) {
    if a < b { (a, b) } else { (b, a) }
}
