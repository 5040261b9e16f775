use std::ffi::c_void;
unsafe extern "C" {
    fn tree_new() -> *mut c_void;
    fn tree_add(t: *mut c_void, key: u32) -> bool;
    fn tree_free(t: *mut c_void);
}
fn main() {
    let t = unsafe { tree_new() };
    if t.is_null() { return }
    for k in [4, 2, 4] { println!("{}", unsafe { tree_add(t, k) }); }
    unsafe { tree_free(t) };
}
