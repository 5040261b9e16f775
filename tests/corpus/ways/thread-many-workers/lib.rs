use std::ffi::c_void;
use std::thread;

type Visit = extern "C" fn(u32, *mut c_void);

/// Visits every tile, on several threads.
#[no_mangle]
pub extern "C" fn tiles_visit(count: u32, visit: Visit, user: *mut c_void) {
    let user = user as usize;
    thread::scope(|scope| {
        for part in 0..4 {
            scope.spawn(move || {
                for tile in (part..count).step_by(4) {
                    visit(tile, user as *mut c_void);
                }
            });
        }
    });
}
