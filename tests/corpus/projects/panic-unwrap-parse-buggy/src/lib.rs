use std::ffi::{c_char, CStr};
#[derive(Debug)]
pub enum Fail { Text, Number }
fn parse(p: *const c_char) -> Result<i64, Fail> {
    unsafe { CStr::from_ptr(p) }.to_str().map_err(|_| Fail::Text)?.trim().parse().map_err(|_| Fail::Number)
}
#[no_mangle]
pub extern "C" fn num_parse(p: *const c_char, out: *mut i64) -> i32 {
    let n = parse(p).expect("a number");
    unsafe { out.write(n) };
    0
}
