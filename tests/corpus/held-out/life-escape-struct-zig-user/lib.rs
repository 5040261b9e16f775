use std::ffi::{c_char, CStr};

pub struct Logger {
    prefix: *const c_char,
}

#[no_mangle]
pub extern "C" fn logger_new() -> *mut Logger {
    Box::into_raw(Box::new(Logger { prefix: std::ptr::null() }))
}

#[no_mangle]
pub unsafe extern "C" fn logger_set_prefix(l: *mut Logger, prefix: *const c_char) {
    if let Some(l) = l.as_mut() {
        l.prefix = prefix;
    }
}

#[no_mangle]
pub unsafe extern "C" fn logger_width(l: *const Logger) -> usize {
    match l.as_ref() {
        Some(l) if !l.prefix.is_null() => CStr::from_ptr(l.prefix).to_bytes().len(),
        _ => 0,
    }
}

#[no_mangle]
pub unsafe extern "C" fn logger_free(l: *mut Logger) {
    if !l.is_null() {
        drop(Box::from_raw(l));
    }
}
