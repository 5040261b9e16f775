//! Preferences of the mail client.
mod store;

use std::slice;
use store::Prefs;

#[no_mangle]
pub extern "C" fn prefs_new() -> *mut Prefs {
    Box::into_raw(Box::default())
}

#[no_mangle]
pub unsafe extern "C" fn prefs_set(
    prefs: *mut Prefs,
    key: u32,
    value: *const u8,
    len: usize,
) -> bool {
    let Some(prefs) = prefs.as_mut() else { return false };
    if value.is_null() {
        return false;
    }
    prefs.set(key, slice::from_raw_parts(value, len));
    true
}

/// Bytes of a value, null when it is not set. Valid until the next `prefs_set`.
#[no_mangle]
pub unsafe extern "C" fn prefs_get(prefs: *const Prefs, key: u32, len: *mut usize) -> *const u8 {
    let value = prefs.as_ref().and_then(|prefs| prefs.get(key));
    match (value, len.as_mut()) {
        (Some(value), Some(len)) => {
            *len = value.len();
            value.as_ptr()
        }
        _ => std::ptr::null(),
    }
}

#[no_mangle]
pub unsafe extern "C" fn prefs_free(prefs: *mut Prefs) {
    if !prefs.is_null() {
        drop(Box::from_raw(prefs));
    }
}
