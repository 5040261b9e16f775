use std::ffi::c_void;
pub type Step = unsafe extern "C-unwind" fn(*mut c_void, u32);
#[no_mangle]
pub unsafe extern "C-unwind" fn run_steps(n: u32, step: Step, user: *mut c_void) -> u32 {
    let mut done = 0;
    for i in 0..n {
        step(user, i);
        if i > 1000 { panic!("too many steps"); }
        done += 1;
    }
    done
}
