use std::ffi::c_void;

pub type Progress = extern "C" fn(user: *mut c_void, done: u64, total: u64);

#[no_mangle]
pub extern "C" fn copy_with_progress(steps: u64, report: Progress, user: *mut c_void) {
    for i in 0..steps {
        report(user, i, steps);
    }
}
