use std::ffi::{c_char, c_int, CStr};
use std::ptr;

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    pub sensor: u32,
    pub unit: u8,
    pub value: f32,
}

extern "C" {
    fn snprintf(buf: *mut c_char, cap: usize, format: *const c_char, ...) -> c_int;
    fn fmt_reading(buf: *mut c_char, cap: usize, r: *const Reading, decimals: i32) -> i32;
    fn fmt_names(out: *mut *const c_char, cap: usize) -> usize;
}

/// Calls `f` for the length, then once more with a buffer that holds it.
fn twice(mut f: impl FnMut(*mut c_char, usize) -> c_int) -> Option<String> {
    let len = usize::try_from(f(ptr::null_mut(), 0)).ok()?;
    let mut buf = vec![0u8; len + 1];
    let written = usize::try_from(f(buf.as_mut_ptr().cast(), buf.len())).ok()?;
    buf.truncate(written.min(len));
    String::from_utf8(buf).ok()
}

pub fn reading(r: &Reading, decimals: i32) -> Option<String> {
    twice(|buf, cap| unsafe { fmt_reading(buf, cap, r, decimals) })
}

pub fn share(part: u32, whole: u32) -> Option<String> {
    if whole == 0 {
        return None;
    }
    let percent = f64::from(part) * 100.0 / f64::from(whole);
    twice(|buf, cap| unsafe { snprintf(buf, cap, c"%u of %u (%.1f %%)".as_ptr(), part, whole, percent) })
}

/// The names of the units; they are static.
pub fn units() -> Vec<&'static CStr> {
    let count = unsafe { fmt_names(ptr::null_mut(), 0) };
    let mut names = vec![ptr::null(); count];
    let got = unsafe { fmt_names(names.as_mut_ptr(), names.len()) };
    names[..got.min(count)].iter().filter(|p| !p.is_null()).map(|p| unsafe { CStr::from_ptr(*p) }).collect()
}
