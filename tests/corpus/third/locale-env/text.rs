use std::borrow::Cow;
use std::ffi::{CStr, c_char};

/// Text of a C string of the caller.
pub unsafe fn of<'a>(raw: *const c_char) -> Option<Cow<'a, str>> {
    if raw.is_null() {
        return None;
    }
    let raw = unsafe { CStr::from_ptr(raw) };
    Some(Cow::Borrowed(raw.to_str().expect("the environment is UTF-8")))
}
