use std::ffi::{c_char, CStr};

extern "C" {
    fn host_name(out: *mut c_char, cap: usize) -> bool;
    fn host_code(out: *mut u8, cap: usize) -> usize;
}

fn main() {
    let mut buf = vec![0_u8; 64];
    if unsafe { host_name(buf.as_mut_ptr().cast(), buf.len()) } {
        let text = unsafe { CStr::from_ptr(buf.as_ptr().cast()) };
        println!("{}", text.to_string_lossy());
    }
    let mut code = [0_u8; 4];
    let n = unsafe { host_code(code.as_mut_ptr(), code.len()) };
    println!("{:?}", &code[..n]);
}
