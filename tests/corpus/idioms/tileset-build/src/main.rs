use std::ffi::c_void;
unsafe extern "C" {
    fn tiles_build(n: usize) -> *mut c_void;
    fn tiles_free(s: *mut c_void);
}
fn main() {
    let s = unsafe { tiles_build(16) };
    if !s.is_null() { unsafe { tiles_free(s) } }
}
