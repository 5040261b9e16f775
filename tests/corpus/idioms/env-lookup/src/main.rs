use std::ffi::{c_char};
unsafe extern "C" { fn env_len(name: *const c_char) -> usize; }
fn lookup(prefix: &str, name: &str) -> usize {
    let full = [prefix, name].concat().to_uppercase();
    unsafe { env_len(full.as_ptr().cast()) }
}
fn main() { println!("{:?}", lookup("xdg_", "home")); }
