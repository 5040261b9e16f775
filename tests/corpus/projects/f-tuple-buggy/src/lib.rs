#[no_mangle]
pub extern "C" fn minmax(a: i32, b: i32) -> (i32, i32) {
    if a < b { (a, b) } else { (b, a) }
}
