use std::ffi::c_void;

extern "C" {
    fn session_open(id: u32) -> *mut c_void;
    fn session_id(s: *const c_void) -> u32;
    fn session_close(s: *mut c_void);
}

fn report(id: u32) -> u32 {
    unsafe {
        let s = session_open(id);
        session_close(s);
        session_id(s)
    }
}

fn main() {
    println!("{}", report(3));
}
