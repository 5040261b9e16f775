use std::ffi::{c_char, CString};

pub struct Config {
    name: CString,
}

#[no_mangle]
pub extern "C" fn config_load() -> *mut Config {
    Box::into_raw(Box::new(Config { name: c"prod".to_owned() }))
}

#[no_mangle]
pub unsafe extern "C" fn config_name(c: *const Config) -> *const c_char {
    c.as_ref().map_or(std::ptr::null(), |c| c.name.as_ptr())
}

#[no_mangle]
pub unsafe extern "C" fn config_free(c: *mut Config) {
    if !c.is_null() {
        drop(Box::from_raw(c));
    }
}
