use std::ffi::c_char;
fn describe(code: i32) -> &'static str {
    match code {
        0 => "ok",
        1 => "busy",
        _ => "unknown",
    }
}
#[no_mangle]
pub extern "C" fn status_text(code: i32) -> *const c_char { describe(code).as_ptr().cast() }
