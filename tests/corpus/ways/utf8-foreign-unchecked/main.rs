use std::ffi::{c_char, CStr};

extern "C" {
    fn read_label(slot: u32) -> *const c_char;
}

fn label(slot: u32) -> String {
    let text = unsafe { CStr::from_ptr(read_label(slot)) };
    unsafe { std::str::from_utf8_unchecked(text.to_bytes()) }.to_owned()
}

fn main() {
    println!("{}", label(1));
}
