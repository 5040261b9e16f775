//! Retries of the update client and what it reports of them.
use std::ffi::{CStr, c_char};

mod net {
    use super::c_char;

    unsafe extern "C" {
        pub fn net_error_text(code: u16, attempt: u32) -> *const c_char;
    }
}

struct Report {
    lines: Vec<Vec<u8>>,
}

impl Report {
    fn push(&mut self, code: u16, attempt: u32) {
        let text = unsafe { net::net_error_text(code, attempt) };
        if !text.is_null() {
            self.lines.push(unsafe { CStr::from_ptr(text) }.to_bytes().to_vec());
        }
    }

    fn size(&self) -> usize {
        self.lines.iter().map(Vec::len).sum()
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn fetch_report(code: u16, attempts: u32) -> usize {
    let mut report = Report { lines: Vec::new() };
    for attempt in 1..=attempts.min(32) {
        report.push(code, attempt);
    }
    report.size()
}
