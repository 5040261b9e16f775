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
pub extern "C" fn theme_banner(t: &Theme) -> *const c_char {
    t.banner().as_ptr()
}
