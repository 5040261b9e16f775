use std::ffi::{c_char, CStr};
extern "C" { fn fmt_date(year: u32, month: u32) -> *const c_char; }
pub fn date(y: u32, m: u32) -> String { unsafe { CStr::from_ptr(fmt_date(y, m)) }.to_string_lossy().into_owned() }
