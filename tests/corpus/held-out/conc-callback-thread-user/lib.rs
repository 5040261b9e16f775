use std::ffi::c_void;
use std::thread;

struct User(*mut c_void);
unsafe impl Send for User {}

#[no_mangle]
pub extern "C" fn poll_every(n: u32, tick: extern "C" fn(*mut c_void), user: *mut c_void) {
    let user = User(user);
    let handle = thread::Builder::new().spawn(move || {
        let user = user;
        for _ in 0..n {
            tick(user.0);
        }
    });
    drop(handle);
}
