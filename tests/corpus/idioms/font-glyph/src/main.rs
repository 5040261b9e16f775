use std::ffi::c_void;
unsafe extern "C" {
    fn font_new(n: usize) -> *mut c_void;
    fn font_free(f: *mut c_void);
    fn font_width(f: *const c_void, text: *const u8, len: usize) -> u32;
}
fn main() {
    let f = unsafe { font_new(95) };
    if f.is_null() { return }
    let text = std::env::args().nth(1).unwrap_or_default();
    println!("{}", unsafe { font_width(f, text.as_ptr(), text.len()) });
    unsafe { font_free(f) };
}
