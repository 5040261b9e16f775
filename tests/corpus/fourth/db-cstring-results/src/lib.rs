mod render;

use std::ffi::{CStr, CString};
use std::os::raw::c_char;

/// Escapes an identifier for SQL. Release the result with `sql_string_free`.
///
/// # Safety
/// `ident` is a C string or null.
#[no_mangle]
pub unsafe extern "C" fn sql_quote(ident: *const c_char) -> *mut c_char {
    if ident.is_null() {
        return std::ptr::null_mut();
    }
    give(render::quote(CStr::from_ptr(ident).to_bytes()))
}

/// A SELECT over columns. Release the result with `sql_string_free`.
///
/// # Safety
/// `table` is a C string, `columns` points at `n` C strings.
#[no_mangle]
pub unsafe extern "C" fn sql_select(
    table: *const c_char,
    columns: *const *const c_char,
    n: usize,
) -> *mut c_char {
    if table.is_null() || columns.is_null() {
        return std::ptr::null_mut();
    }
    let names: Vec<&[u8]> = std::slice::from_raw_parts(columns, n)
        .iter()
        .filter(|c| !c.is_null())
        .map(|c| CStr::from_ptr(*c).to_bytes())
        .collect();
    give(render::select(CStr::from_ptr(table).to_bytes(), &names))
}

fn give(text: Vec<u8>) -> *mut c_char {
    CString::new(text).map(CString::into_raw).unwrap_or(std::ptr::null_mut())
}

/// # Safety
/// `s` comes from this library and is not used again.
#[no_mangle]
pub unsafe extern "C" fn sql_string_free(s: *mut c_char) {
    if !s.is_null() {
        drop(CString::from_raw(s));
    }
}
