use std::ffi::c_void;
#[no_mangle]
pub extern "C-unwind" fn visit(n: u32, f: Option<extern "C-unwind" fn(*mut c_void, u32)>, user: *mut c_void) {
    let Some(f) = f else { return };
    for i in 0..n {
        f(user, i);
        assert!(i < 100, "too many");
    }
}
