use std::ffi::{c_char, c_void, CStr, CString};
use std::ptr::NonNull;

extern "C" {
    fn tpl_new(source: *const c_char) -> *mut c_void;
    fn tpl_free(t: *mut c_void);
    fn tpl_render(t: *const c_void, name: *const c_char, value: *const c_char) -> *mut c_char;
    fn tpl_text_free(text: *mut c_char);
}

pub struct Template(NonNull<c_void>);

/// A text that lives in memory of the template library.
pub struct Text(NonNull<c_char>);

impl Template {
    pub fn new(source: &str) -> Option<Template> {
        let source = CString::new(source).ok()?;
        NonNull::new(unsafe { tpl_new(source.as_ptr()) }).map(Template)
    }

    pub fn render(&self, name: &str, value: &str) -> Option<Text> {
        let (name, value) = (CString::new(name).ok()?, CString::new(value).ok()?);
        NonNull::new(unsafe { tpl_render(self.0.as_ptr(), name.as_ptr(), value.as_ptr()) }).map(Text)
    }
}

impl Drop for Template {
    fn drop(&mut self) {
        unsafe { tpl_free(self.0.as_ptr()) }
    }
}

impl Text {
    pub fn as_c_str(&self) -> &CStr {
        unsafe { CStr::from_ptr(self.0.as_ptr()) }
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.as_c_str().to_string_lossy())
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        unsafe { tpl_text_free(self.0.as_ptr()) }
    }
}
