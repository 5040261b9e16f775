use std::ffi::c_void;
use std::thread;

type Visit = extern "C" fn(u32, *mut c_void);

#[no_mangle]
pub extern "C" fn jobs_start(visit: Visit, user: *mut c_void) {
    let user = user as usize;
    for part in 0..4 {
        thread::spawn(move || visit(part, user as *mut c_void));
    }
}
