use std::ffi::{CStr, c_char};
use std::ptr::NonNull;
#[repr(C)]
struct Raw { _p: [u8; 0] }
unsafe extern "C" {
    fn meter_open(id: u32) -> Option<NonNull<Raw>>;
    fn meter_label(m: NonNull<Raw>) -> *const c_char;
    fn meter_close(m: NonNull<Raw>);
}
fn label(id: u32) -> Option<String> {
    let m = unsafe { meter_open(id) }?;
    let label = unsafe { meter_label(m) };
    unsafe { meter_close(m) };
    Some(unsafe { CStr::from_ptr(label) }.to_string_lossy().into_owned())
}
fn main() { println!("{:?}", label(3)); }
