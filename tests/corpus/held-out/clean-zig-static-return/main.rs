use std::ffi::{c_char, CStr};

extern "C" {
    fn codec_name(id: u8) -> *const c_char;
    fn codec_table(len: *mut usize) -> *const u16;
}

fn main() {
    let name = unsafe { codec_name(1) };
    if !name.is_null() {
        println!("{}", unsafe { CStr::from_ptr(name) }.to_string_lossy());
    }
    let mut n = 0;
    let t = unsafe { std::slice::from_raw_parts(codec_table(&mut n), n) };
    println!("{t:?}");
}
