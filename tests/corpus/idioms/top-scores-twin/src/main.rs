use std::ffi::c_void;
unsafe extern "C" {
    fn board_new() -> *mut c_void;
    fn board_add(b: *mut c_void, score: u32) -> bool;
    fn board_free(b: *mut c_void);
    fn board_top(b: *const c_void, least: u32, len: *mut usize) -> *mut u32;
    fn board_top_free(top: *mut u32, len: usize);
}
fn main() {
    let b = unsafe { board_new() };
    if b.is_null() { return }
    for s in 0..9 { unsafe { board_add(b, s * 7) }; }
    let mut len = 0;
    let top = unsafe { board_top(b, 20, &mut len) };
    if !top.is_null() {
        println!("{:?}", unsafe { std::slice::from_raw_parts(top, len) });
        unsafe { board_top_free(top, len) };
    }
    unsafe { board_free(b) };
}
