use std::ffi::c_char;
const COLORS: [&str; 3] = ["red", "green", "blue"];
#[no_mangle]
pub extern "C" fn color_name(index: u32) -> *const c_char {
    COLORS.get(index as usize).map_or(std::ptr::null(), |name| name.as_ptr().cast())
}
