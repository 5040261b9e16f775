use std::ffi::{c_char, CString};

extern "C" {
    fn greeting_make(n: u32) -> *mut c_char;
    fn greeting_free(p: *mut c_char);
}

fn main() {
    let p = unsafe { greeting_make(3) };
    if p.is_null() {
        return;
    }
    let s = unsafe { CString::from_raw(p) };
    println!("{:?}", s);
    let _ = greeting_free as unsafe extern "C" fn(*mut c_char);
}
