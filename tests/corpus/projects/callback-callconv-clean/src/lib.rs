use std::ffi::c_void;
pub type Visit = unsafe extern "C" fn(*mut c_void, u32) -> bool;
#[no_mangle]
pub unsafe extern "C" fn tree_visit(visit: Visit, user: *mut c_void) -> u32 {
    let mut seen = 0;
    for i in 0..10 { seen += 1; if !visit(user, i) { break; } }
    seen
}
