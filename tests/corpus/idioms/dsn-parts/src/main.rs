use std::ffi::{CStr, CString, c_char, c_void};
unsafe extern "C" {
    fn dsn_host(dsn: *const c_char) -> *mut c_char;
    fn free(p: *mut c_void);
}
struct Host(*mut c_char);
impl Host {
    fn of(dsn: &str) -> Option<Host> {
        let dsn = CString::new(dsn).ok()?;
        let p = unsafe { dsn_host(dsn.as_ptr()) };
        (!p.is_null()).then_some(Host(p))
    }
}
impl std::fmt::Display for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&unsafe { CStr::from_ptr(self.0) }.to_string_lossy())
    }
}
impl Drop for Host {
    fn drop(&mut self) { unsafe { free(self.0.cast()) } }
}
fn main() { if let Some(h) = Host::of("pg://me@db/x") { println!("{h}"); } }
