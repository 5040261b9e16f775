use crate::script::Script;
use std::ffi::c_char;

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Report {
    pub tabs: u32,
    pub long: u32,
}

impl Report {
    pub fn is_clean(&self) -> bool {
        self.tabs == 0 && self.long == 0
    }
}

extern "C" {
    fn lint_count(text: *const c_char, max_line: u32, report: *mut Report);
}

pub fn check(script: &Script) -> Report {
    let mut report = Report::default();
    unsafe { lint_count(script.text().as_ptr(), 100, &mut report) }
    report
}
