use std::os::raw::c_void;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Line {
    pub account: u32,
    pub cents: i64,
}

#[repr(C)]
struct Page {
    ptr: *mut u8,
    len: usize,
}

extern "C" {
    fn report_new(title: *const u8, len: usize) -> *mut c_void;
    fn report_free(r: *mut c_void);
    fn report_add(r: *mut c_void, line: Line) -> bool;
    fn report_render(r: *const c_void) -> Page;
}

pub struct Report(*mut c_void);

impl Report {
    pub fn new(title: &str) -> Option<Report> {
        let raw = unsafe { report_new(title.as_ptr(), title.len()) };
        if raw.is_null() {
            None
        } else {
            Some(Report(raw))
        }
    }

    pub fn add(&mut self, account: u32, cents: i64) -> bool {
        unsafe { report_add(self.0, Line { account, cents }) }
    }

    pub fn render(&self) -> Option<Vec<u8>> {
        let page = unsafe { report_render(self.0) };
        if page.ptr.is_null() {
            return None;
        }
        Some(unsafe { std::slice::from_raw_parts(page.ptr, page.len) }.to_vec())
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        unsafe { report_free(self.0) }
    }
}
