/// Offset from the cursor.
#[no_mangle]
pub extern "C" fn cursor_seek(delta: i32) -> i32 {
    delta.wrapping_mul(2)
}
