use std::ffi::{CString, c_char};
pub struct Theme { title: String }
impl Theme {
    fn banner(&self) -> CString { CString::new(format!("** {} **", self.title)).unwrap_or_default() }
}
#[unsafe(no_mangle)]
pub extern "C" fn theme_new(n: u32) -> Box<Theme> { Box::new(Theme { title: format!("theme {n}") }) }
#[unsafe(no_mangle)]
pub extern "C" fn theme_free(_: Option<Box<Theme>>) {}
#[unsafe(no_mangle)]
pub extern "C" fn theme_banner(t: &Theme) -> *mut c_char {
    t.banner().into_raw()
}
/// # Safety
/// From `theme_banner`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn theme_text_free(t: *mut c_char) { if !t.is_null() { drop(unsafe { CString::from_raw(t) }) } }
