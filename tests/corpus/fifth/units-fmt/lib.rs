//! Human readable quantities, formatted by the Zig side.
use std::borrow::Cow;
use std::ffi::{c_char, CStr};

#[repr(u8)]
#[derive(Clone, Copy)]
pub enum Unit {
    Bytes = 0,
    Seconds = 1,
    Hertz = 2,
}

extern "C" {
    fn units_label(unit: u8, value: f64) -> *const c_char;
    fn units_symbol(unit: u8) -> *const c_char;
}

fn text<'a>(p: *const c_char) -> Cow<'a, str> {
    if p.is_null() {
        return Cow::Borrowed("?");
    }
    unsafe { CStr::from_ptr(p) }.to_string_lossy()
}

pub fn label(unit: Unit, value: f64) -> String {
    text(unsafe { units_label(unit as u8, value) }).into_owned()
}

pub fn symbol(unit: Unit) -> Cow<'static, str> {
    text(unsafe { units_symbol(unit as u8) })
}

pub fn table(rows: &[(Unit, f64)]) -> String {
    rows.iter()
        .map(|(u, v)| format!("{:>12} {}\n", label(*u, *v), symbol(*u)))
        .collect()
}
