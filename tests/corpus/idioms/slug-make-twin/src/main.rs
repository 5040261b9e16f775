use std::ffi::{CStr, CString, c_char};
unsafe extern "C" {
    fn slug_make(title: *const c_char) -> *mut c_char;
    fn slug_valid(slug: *const c_char) -> bool;
    fn slug_free(slug: *mut c_char);
}
fn main() {
    for title in ["Hello there", "Second Post"] {
        let Ok(c) = CString::new(title) else { continue };
        let p = unsafe { slug_make(c.as_ptr()) };
        if p.is_null() { continue }
        let text = unsafe { CStr::from_ptr(p) }.to_string_lossy().into_owned();
        println!("{text} {}", unsafe { slug_valid(p) });
        unsafe { slug_free(p) };
    }
}
