use std::ffi::c_void;
use std::cmp::Ordering;
type Compare = unsafe extern "C" fn(*const c_void, *const c_void, *mut c_void) -> i32;
extern "C" {
    fn zsort(base: *mut c_void, n: usize, size: usize, cmp: Compare, ctx: *mut c_void);
}
unsafe extern "C" fn by_value(a: *const c_void, b: *const c_void, _: *mut c_void) -> i32 {
    match (*a.cast::<i32>()).cmp(&*b.cast::<i32>()) { Ordering::Less => -1, Ordering::Equal => 0, Ordering::Greater => 1 }
}
pub fn sort(xs: &mut [i32]) {
    unsafe { zsort(xs.as_mut_ptr().cast(), xs.len(), 4, by_value, std::ptr::null_mut()) }
}
