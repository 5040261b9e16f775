//! Message of the day: templates are expanded here, shown by a Zig program.

use std::collections::BTreeMap;
use std::ffi::{c_char, CStr, CString};
use std::sync::{Mutex, PoisonError};

static VARS: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());

fn expand(template: &str, vars: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(start) = rest.find("${") {
        out.push_str(&rest[..start]);
        let tail = &rest[start + 2..];
        match tail.find('}') {
            Some(end) => {
                if let Some(v) = vars.get(&tail[..end]) {
                    out.push_str(v);
                }
                rest = &tail[end + 1..];
            }
            None => {
                out.push_str(&rest[start..]);
                return out;
            }
        }
    }
    out.push_str(rest);
    out
}

unsafe fn owned(p: *const c_char) -> Option<String> {
    if p.is_null() {
        return None;
    }
    CStr::from_ptr(p).to_str().ok().map(str::to_owned)
}

/// # Safety
/// Both are terminated strings.
#[no_mangle]
pub unsafe extern "C" fn text_set(name: *const c_char, value: *const c_char) -> bool {
    let (Some(name), Some(value)) = (owned(name), owned(value)) else { return false };
    VARS.lock().unwrap_or_else(PoisonError::into_inner).insert(name, value);
    true
}

/// The expanded text, to be given back to `text_release`; null if the template is not UTF-8.
///
/// # Safety
/// `template` is a terminated string.
#[no_mangle]
pub unsafe extern "C" fn text_expand(template: *const c_char) -> *mut c_char {
    let Some(template) = owned(template) else { return std::ptr::null_mut() };
    let vars = VARS.lock().unwrap_or_else(PoisonError::into_inner);
    match CString::new(expand(&template, &vars)) {
        Ok(text) => text.into_raw(),
        Err(_) => std::ptr::null_mut(),
    }
}

/// # Safety
/// `text` is from `text_expand`.
#[no_mangle]
pub unsafe extern "C" fn text_release(text: *mut c_char) {
    if !text.is_null() {
        drop(CString::from_raw(text));
    }
}
