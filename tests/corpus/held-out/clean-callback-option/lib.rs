use std::ffi::c_void;

pub type Done = Option<unsafe extern "C" fn(user: *mut c_void, status: i32)>;

#[no_mangle]
pub unsafe extern "C" fn compute(n: i32, done: Done, user: *mut c_void) {
    if let Some(done) = done {
        done(user, n.wrapping_mul(2));
    }
}
