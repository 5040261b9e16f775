use std::ffi::{c_char, CStr};
extern "C" { fn fmt_number(n: u32) -> *const c_char; }
pub fn number(n: u32) -> String { unsafe { CStr::from_ptr(fmt_number(n)) }.to_string_lossy().into_owned() }
