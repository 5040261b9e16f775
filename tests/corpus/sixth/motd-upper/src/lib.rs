//! Expands templates; the caller may decorate the text in place.

use std::collections::BTreeMap;
use std::ffi::{c_char, CStr, CString};
use std::sync::{Mutex, MutexGuard, PoisonError};

static VARS: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());

fn vars() -> MutexGuard<'static, BTreeMap<String, String>> {
    VARS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn expand(template: &str) -> String {
    let vars = vars();
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, tail)) = rest.split_once("${") {
        out.push_str(before);
        let Some((name, after)) = tail.split_once('}') else {
            out.push_str("${");
            rest = tail;
            break;
        };
        if let Some(v) = vars.get(name) {
            out.push_str(v);
        }
        rest = after;
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
pub unsafe extern "C" fn motd_set(name: *const c_char, value: *const c_char) -> bool {
    let (Some(name), Some(value)) = (owned(name), owned(value)) else { return false };
    vars().insert(name, value);
    true
}

/// The expanded text, to be given back to `motd_release` with its length unchanged.
///
/// # Safety
/// `template` is a terminated string.
#[no_mangle]
pub unsafe extern "C" fn motd_expand(template: *const c_char) -> *mut c_char {
    let text = owned(template).and_then(|t| CString::new(expand(&t)).ok());
    text.map_or(std::ptr::null_mut(), CString::into_raw)
}

/// # Safety
/// `text` is from `motd_expand`.
#[no_mangle]
pub unsafe extern "C" fn motd_release(text: *mut c_char) {
    if !text.is_null() {
        drop(CString::from_raw(text));
    }
}
