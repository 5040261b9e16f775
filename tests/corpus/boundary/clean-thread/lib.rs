use std::ffi::c_void;
#[no_mangle]
pub extern "C" fn run_job(id: u32, done: Option<extern "C" fn(*mut c_void, u32)>, user: *mut c_void) {
    let value = std::thread::spawn(move || id.wrapping_mul(2)).join().unwrap_or(0);
    if let Some(done) = done { done(user, value); }
}
