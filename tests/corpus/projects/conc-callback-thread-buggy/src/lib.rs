use std::ffi::c_void;
struct User(*mut c_void);
unsafe impl Send for User {}
#[no_mangle]
pub extern "C" fn watch_start(ticks: u32, cb: extern "C" fn(*mut c_void, u32), user: *mut c_void) {
    let user = User(user);
    std::thread::spawn(move || {
        let user = user;
        for i in 0..ticks { cb(user.0, i); }
    });
}
