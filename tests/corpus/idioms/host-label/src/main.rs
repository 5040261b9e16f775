use std::ffi::{CStr, c_char};
unsafe extern "C" {
    fn host_set(bytes: *const u8, len: usize);
    fn host_label() -> *const c_char;
}
fn label() -> String {
    let raw = unsafe { CStr::from_ptr(host_label()) }.to_owned();
    raw.into_string().expect("the host's name")
}
fn main() {
    let bytes = std::fs::read("/etc/hostname").unwrap_or_default();
    unsafe { host_set(bytes.as_ptr(), bytes.len()) };
    println!("{}", label());
}
