use std::ffi::c_void;
struct User(*mut c_void);
unsafe impl Send for User {}
#[no_mangle]
pub extern "C" fn fetch_async(id: u32, done: extern "C" fn(*mut c_void, u32), user: *mut c_void) {
    let user = User(user);
    std::thread::spawn(move || {
        let user = user;
        done(user.0, id * 2);
    });
}
