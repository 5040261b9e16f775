use std::ffi::{CStr, c_char};
#[repr(C)]
#[derive(Default)]
struct Hello { version: u32, name: [u8; 16] }
unsafe extern "C" { fn peer_hello(name: *const u8, len: usize, out: *mut Hello); }
fn hello(name: &str) -> String {
    let mut h = Hello::default();
    unsafe { peer_hello(name.as_ptr(), name.len(), &mut h) };
    let text = unsafe { CStr::from_ptr(h.name.as_ptr().cast::<c_char>()) };
    format!("{} v{}", text.to_string_lossy(), h.version)
}
fn main() { println!("{}", hello("localhost.localdomain")); }
