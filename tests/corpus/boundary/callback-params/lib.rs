use std::ffi::c_void;
#[no_mangle]
pub extern "C" fn each(n: u32, f: Option<extern "C" fn(*mut c_void, u64)>, user: *mut c_void) {
    if let Some(f) = f { for i in 0..n { f(user, u64::from(i)); } }
}
