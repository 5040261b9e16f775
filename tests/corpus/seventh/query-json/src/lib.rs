use std::ffi::{CStr, CString};
use std::os::raw::c_char;
use std::ptr;

mod path;

fn hand_out(text: String) -> *mut c_char {
    // a NUL can come in through \u0000
    let clean: String = text.chars().filter(|c| *c != '\0').collect();
    CString::new(clean).map_or(ptr::null_mut(), CString::into_raw)
}

/// Returns the value, or null, with a message in `err` if it is not null.
/// Both belong to the caller and go back through `json_text_free`.
#[no_mangle]
pub unsafe extern "C" fn json_query(
    doc: *const c_char,
    key: *const c_char,
    err: *mut *mut c_char,
) -> *mut c_char {
    if doc.is_null() || key.is_null() {
        return ptr::null_mut();
    }
    let doc = CStr::from_ptr(doc).to_string_lossy();
    let key = CStr::from_ptr(key).to_string_lossy();
    match path::find(&doc, &key) {
        Ok(value) => hand_out(value),
        Err(message) => {
            if !err.is_null() {
                *err = hand_out(message);
            }
            ptr::null_mut()
        }
    }
}

#[no_mangle]
pub unsafe extern "C" fn json_text_free(text: *mut c_char) {
    if !text.is_null() {
        drop(CString::from_raw(text));
    }
}
