use std::ffi::c_char;
const NAMES: [&str; 3] = ["chess", "go", "shogi"];
#[unsafe(no_mangle)]
pub extern "C" fn game_name(n: usize) -> *const c_char {
    match NAMES.get(n) { Some(name) => name.as_ptr().cast(), None => std::ptr::null() }
}
