use std::ffi::c_void;
use std::thread;

struct Ctx(*mut c_void);
unsafe impl Send for Ctx {}

/// Reports progress until it is done.
#[no_mangle]
pub extern "C" fn scan_begin(report: Option<unsafe extern "C" fn(u64, *mut c_void)>, user: *mut c_void) -> bool {
    let Some(report) = report else { return false };
    let ctx = Ctx(user);
    let started = thread::Builder::new().name("scan".into()).spawn(move || {
        let ctx = ctx;
        for bytes in [10, 20, 30] {
            unsafe { report(bytes, ctx.0) };
        }
    });
    started.is_ok()
}
