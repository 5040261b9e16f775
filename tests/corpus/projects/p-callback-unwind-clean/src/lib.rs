use std::ffi::c_void;
pub type Step = unsafe extern "C" fn(*mut c_void, u32) -> bool;
#[no_mangle]
pub unsafe extern "C" fn run_steps(n: u32, step: Step, user: *mut c_void) -> u32 {
    let mut done = 0;
    for i in 0..n {
        if !step(user, i) || i > 1000 { break; }
        done += 1;
    }
    done
}
