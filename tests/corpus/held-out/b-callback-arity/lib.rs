use std::ffi::c_void;

type Cmp = unsafe extern "C" fn(a: *const c_void, b: *const c_void, user: *mut c_void) -> i32;

#[no_mangle]
pub unsafe extern "C" fn is_sorted_by(a: *const c_void, b: *const c_void, cmp: Option<Cmp>, user: *mut c_void) -> bool {
    cmp.is_some_and(|cmp| cmp(a, b, user) <= 0)
}
