use std::ffi::c_void;

struct Shared(*mut c_void);
unsafe impl Send for Shared {}

#[no_mangle]
pub extern "C" fn run_in_background(
    n: u32,
    step: extern "C" fn(*mut c_void, u32),
    user: *mut c_void,
) {
    let shared = Shared(user);
    let worker = std::thread::spawn(move || {
        let shared = shared;
        for i in 0..n {
            step(shared.0, i);
        }
    });
    let _ = worker.join();
}
