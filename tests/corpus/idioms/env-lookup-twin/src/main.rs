use std::ffi::{CString, c_char};
unsafe extern "C" { fn env_len(name: *const c_char) -> usize; }
fn lookup(prefix: &str, name: &str) -> Option<usize> {
    let full = [prefix, name].concat().to_uppercase();
    let full = CString::new(full).ok()?;
    Some(unsafe { env_len(full.as_ptr()) })
}
fn main() { println!("{:?}", lookup("xdg_", "home")); }
