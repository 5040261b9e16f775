use std::ffi::{c_char, CStr, CString};

#[repr(C)]
pub struct Template {
    _p: [u8; 0],
}

extern "C" {
    fn tmpl_parse(src: *const c_char) -> *mut Template;
    fn tmpl_free(t: *mut Template);
    /// Rendered text, or null. Terminated.
    fn tmpl_render(t: *const Template, name: *const c_char) -> *mut c_char;
    fn tmpl_text_free(s: *mut c_char);
}

#[derive(Debug)]
pub enum Error {
    Nul,
    Parse,
    Render,
}

pub struct Merge {
    raw: *mut Template,
}

impl Merge {
    pub fn parse(src: &str) -> Result<Self, Error> {
        let src = CString::new(src).map_err(|_| Error::Nul)?;
        let raw = unsafe { tmpl_parse(src.as_ptr()) };
        if raw.is_null() { Err(Error::Parse) } else { Ok(Merge { raw }) }
    }

    /// Length of the text, without keeping it.
    pub fn measure(&self, name: &CStr) -> usize {
        unsafe {
            let p = tmpl_render(self.raw, name.as_ptr());
            if p.is_null() {
                return 0;
            }
            let n = CStr::from_ptr(p).to_bytes().len();
            tmpl_text_free(p);
            n
        }
    }

    pub fn render(&self, name: &CStr) -> Result<CString, Error> {
        let p = unsafe { tmpl_render(self.raw, name.as_ptr()) };
        if p.is_null() {
            return Err(Error::Render);
        }
        Ok(unsafe { CString::from_raw(p) })
    }
}

impl Drop for Merge {
    fn drop(&mut self) {
        unsafe { tmpl_free(self.raw) }
    }
}
