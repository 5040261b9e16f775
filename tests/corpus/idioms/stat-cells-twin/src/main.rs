use std::ffi::c_void;
unsafe extern "C" {
    fn stats_new() -> *mut c_void;
    fn stats_free(s: *mut c_void);
    fn stats_cell(s: *mut c_void, id: u32) -> *mut u64;
}
fn main() {
    let s = unsafe { stats_new() };
    if s.is_null() { return }
    let cells: Vec<*mut u64> = (0..100).map(|id| unsafe { stats_cell(s, id) }).collect();
    for c in cells { if let Some(c) = unsafe { c.as_mut() } { *c += 1; } }
    unsafe { stats_free(s) };
}
