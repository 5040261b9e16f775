use std::ffi::{CStr, c_char};
unsafe extern "C" { fn clock_text(minutes: u32) -> *const c_char; }
fn main() {
    let p = unsafe { clock_text(75) };
    if !p.is_null() { println!("{}", unsafe { CStr::from_ptr(p) }.to_string_lossy()); }
}
