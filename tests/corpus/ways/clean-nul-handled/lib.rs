use std::ffi::{c_char, CStr, CString};
use std::ptr;

/// # Safety
/// `name` has `len` bytes.
#[no_mangle]
pub unsafe extern "C" fn label_make(name: *const u8, len: usize) -> *mut c_char {
    let name = String::from_utf8_lossy(std::slice::from_raw_parts(name, len));
    match CString::new(format!("<{name}>")) {
        Ok(text) => text.into_raw(),
        Err(_) => ptr::null_mut(),
    }
}

/// # Safety
/// `name` is a C string.
#[no_mangle]
pub unsafe extern "C" fn label_of(name: *const c_char) -> *mut c_char {
    let name = CStr::from_ptr(name).to_string_lossy();
    CString::new(format!("<{name}>")).unwrap().into_raw()
}

/// # Safety
/// `name` has `len` bytes.
#[no_mangle]
pub unsafe extern "C" fn label_cut(name: *const u8, len: usize) -> *mut c_char {
    let bytes = std::slice::from_raw_parts(name, len);
    let end = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
    CString::new(&bytes[..end]).unwrap_or_default().into_raw()
}

/// # Safety
/// `name` has `len` bytes.
#[no_mangle]
pub unsafe extern "C" fn label_without(name: *const u8, len: usize) -> *mut c_char {
    let text = String::from_utf8_lossy(std::slice::from_raw_parts(name, len)).replace('\0', "");
    CString::new(text).expect("every NUL was removed").into_raw()
}

#[no_mangle]
pub extern "C" fn label_number(number: u64) -> *mut c_char {
    CString::new(number.to_string()).expect("digits").into_raw()
}

/// # Safety
/// From one of the above.
#[no_mangle]
pub unsafe extern "C" fn label_free(text: *mut c_char) {
    if !text.is_null() {
        drop(CString::from_raw(text));
    }
}
