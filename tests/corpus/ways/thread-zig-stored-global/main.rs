use std::ffi::c_void;

extern "C" {
    fn bus_subscribe(handler: extern "C" fn(i32, *mut c_void), user: *mut c_void);
    fn bus_run() -> bool;
}

static mut RECEIVED: Vec<i32> = Vec::new();

extern "C" fn on_message(value: i32, _user: *mut c_void) {
    unsafe { (*(&raw mut RECEIVED)).push(value) };
}

fn main() {
    unsafe {
        bus_subscribe(on_message, std::ptr::null_mut());
        bus_run();
        println!("{}", (*(&raw const RECEIVED)).len());
    }
}
