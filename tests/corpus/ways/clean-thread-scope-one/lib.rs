use std::ffi::c_void;
use std::thread;

type Visit = extern "C" fn(u32, *mut c_void);

/// Visits every tile on a thread with a larger stack, and waits for it.
#[no_mangle]
pub extern "C" fn tiles_visit(count: u32, visit: Visit, user: *mut c_void) -> bool {
    let user = user as usize;
    let worker = thread::Builder::new().stack_size(8 << 20).spawn(move || {
        for tile in 0..count {
            visit(tile, user as *mut c_void);
        }
    });
    worker.is_ok_and(|worker| worker.join().is_ok())
}
