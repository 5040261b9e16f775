//! Log lines from a device: any bytes at all, shown in a window of a fixed width.

mod clip;

use std::collections::VecDeque;
use std::ffi::{c_char, CStr};
use std::os::raw::c_int;

const KEEP: usize = 1000;

#[derive(Default)]
pub struct Log {
    lines: VecDeque<String>,
    replaced: u64,
}

impl Log {
    fn push(&mut self, bytes: &[u8]) {
        for line in bytes.split(|b| *b == b'\n') {
            let text = String::from_utf8_lossy(line);
            if matches!(text, std::borrow::Cow::Owned(_)) {
                self.replaced = self.replaced.saturating_add(1);
            }
            if self.lines.len() == KEEP {
                self.lines.pop_front();
            }
            self.lines.push_back(text.trim_end().to_owned());
        }
    }
}

#[no_mangle]
pub extern "C" fn log_new() -> *mut Log {
    Box::into_raw(Box::default())
}

/// # Safety
/// `log` is from `log_new`, and is not used afterwards.
#[no_mangle]
pub unsafe extern "C" fn log_free(log: *mut Log) {
    if !log.is_null() {
        drop(Box::from_raw(log));
    }
}

/// # Safety
/// `log` is from `log_new`, `bytes` points to `len` readable bytes.
#[no_mangle]
pub unsafe extern "C" fn log_write(log: *mut Log, bytes: *const u8, len: usize) -> c_int {
    match log.as_mut() {
        Some(log) if !bytes.is_null() => {
            log.push(std::slice::from_raw_parts(bytes, len));
            0
        }
        _ => -1,
    }
}

/// Copies line `index`, clipped to `columns` characters, to `out` with a terminator; the length, or -1.
///
/// # Safety
/// `log` is from `log_new`, `out` points to `cap` bytes that may be written.
#[no_mangle]
pub unsafe extern "C" fn log_line(log: *const Log, index: usize, columns: usize, out: *mut u8, cap: usize) -> isize {
    let Some(line) = log.as_ref().and_then(|l| l.lines.get(index)) else { return -1 };
    if out.is_null() || cap == 0 {
        return -1;
    }
    let text = clip::to_bytes(clip::to_columns(line, columns), cap - 1);
    std::ptr::copy_nonoverlapping(text.as_ptr(), out, text.len());
    *out.add(text.len()) = 0;
    text.len() as isize
}

/// How many lines hold the text; -1 if there is nothing to look for.
///
/// # Safety
/// `log` is from `log_new`, `needle` is a terminated string.
#[no_mangle]
pub unsafe extern "C" fn log_count(log: *const Log, needle: *const c_char) -> isize {
    let (Some(log), false) = (log.as_ref(), needle.is_null()) else { return -1 };
    let needle = CStr::from_ptr(needle).to_string_lossy();
    log.lines.iter().filter(|l| l.contains(needle.as_ref())).count() as isize
}
