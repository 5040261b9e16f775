use std::ffi::c_char;

#[no_mangle]
pub extern "C" fn color_name(i: u8) -> *const c_char {
    let name = match i {
        0 => "red",
        1 => "green",
        _ => "blue",
    };
    name.as_ptr().cast()
}
