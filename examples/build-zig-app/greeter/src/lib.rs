//! Greets people. A handle, and strings that this side frees.

use std::ffi::{CStr, CString, c_char};

/// Greets in one way.
pub struct Greeter {
    word: String,
}

/// A greeter with the word that it greets with; null if the word is no text.
///
/// # Safety
/// `word` ends with a zero.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn greeter_new(word: *const c_char) -> *mut Greeter {
    // SAFETY: the caller's promise.
    let Ok(word) = unsafe { CStr::from_ptr(word) }.to_str() else { return std::ptr::null_mut() };
    Box::into_raw(Box::new(Greeter { word: word.to_owned() }))
}

/// Ends a greeter.
///
/// # Safety
/// `greeter` is from [`greeter_new`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn greeter_free(greeter: *mut Greeter) {
    if !greeter.is_null() {
        // SAFETY: the caller's promise.
        drop(unsafe { Box::from_raw(greeter) });
    }
}

/// A greeting for `name`; null if it is no text.
///
/// # Safety
/// `greeter` is from [`greeter_new`], `name` ends with a zero.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn greeter_greet(greeter: *const Greeter, name: *const c_char) -> *mut c_char {
    // SAFETY: the caller's promise.
    let (greeter, name) = unsafe { (&*greeter, CStr::from_ptr(name)) };
    let Ok(name) = name.to_str() else { return std::ptr::null_mut() };
    CString::new(format!("{}, {name}!", greeter.word)).map_or(std::ptr::null_mut(), CString::into_raw)
}

/// Frees a greeting.
///
/// # Safety
/// `text` is from [`greeter_greet`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn greeter_string_free(text: *mut c_char) {
    if !text.is_null() {
        // SAFETY: the caller's promise.
        drop(unsafe { CString::from_raw(text) });
    }
}
