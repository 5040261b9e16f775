use std::ffi::{c_char, CStr};

extern "C" {
    fn codec_name() -> *const c_char;
}

fn main() {
    let name = unsafe { CStr::from_ptr(codec_name()) };
    println!("{}", name.to_string_lossy());
}
