use std::ffi::c_char;
extern "C" { fn ui_title(text: *const c_char); }
pub fn title(name: &str, n: u32) {
    let text = format!("{name} ({n})");
    unsafe { ui_title(text.as_ptr().cast()) };
}
