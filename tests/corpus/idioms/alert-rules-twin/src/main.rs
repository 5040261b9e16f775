use std::ffi::c_void;
unsafe extern "C" {
    fn alerts_new() -> *mut c_void;
    fn alerts_add(a: *mut c_void, name: *const u8, len: usize, limit: f64) -> bool;
    fn alerts_over(a: *const c_void, value: f64, out: *mut *const u8, len: *mut usize) -> bool;
    fn alerts_free(a: *mut c_void);
}
fn fill(a: *mut c_void, n: u32) {
    for i in 0..n {
        let name = format!("rule {i}");
        unsafe { alerts_add(a, name.as_ptr(), name.len(), f64::from(i) * 10.0) };
    }
}
fn main() {
    let a = unsafe { alerts_new() };
    if a.is_null() { return }
    fill(a, 3);
    let (mut p, mut n) = (std::ptr::null(), 0);
    if unsafe { alerts_over(a, 15.0, &mut p, &mut n) } {
        println!("{}", String::from_utf8_lossy(unsafe { std::slice::from_raw_parts(p, n) }));
    }
    unsafe { alerts_free(a) };
}
