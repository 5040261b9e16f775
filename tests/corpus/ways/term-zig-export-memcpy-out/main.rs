use std::ffi::{c_char, CStr};

extern "C" {
    fn host_name(out: *mut c_char, cap: usize) -> bool;
}

fn host() -> Option<String> {
    let mut buf = vec![0xff_u8; 64];
    if !unsafe { host_name(buf.as_mut_ptr().cast(), buf.len()) } {
        return None;
    }
    let text = unsafe { CStr::from_ptr(buf.as_ptr().cast()) };
    Some(text.to_string_lossy().into_owned())
}

fn main() {
    println!("{:?}", host());
}
