use std::ffi::c_void;

#[derive(Clone, Copy)]
struct Ctx(usize);

#[no_mangle]
pub extern "C" fn fan_out(n: usize, job: extern "C" fn(*mut c_void, usize), ctx: *mut c_void) {
    let ctx = Ctx(ctx as usize);
    for i in 0..n {
        std::thread::spawn(move || job(ctx.0 as *mut c_void, i));
    }
}
