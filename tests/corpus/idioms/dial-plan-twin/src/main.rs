use std::ffi::{CString, c_char};
unsafe extern "C" {
    fn dial_count(number: *const c_char) -> bool;
    fn dial_rate(total: u32, per: u32) -> u32;
}
fn main() {
    let n = CString::new("0431").unwrap_or_default();
    println!("{} {}", unsafe { dial_count(n.as_ptr()) }, unsafe { dial_rate(10, 0) });
}
