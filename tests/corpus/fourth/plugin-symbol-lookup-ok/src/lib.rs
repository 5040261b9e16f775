use std::collections::HashMap;
use std::ffi::{CStr, c_char};

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Entry {
    pub api: u32,
    pub priority: i32,
}

#[derive(Default)]
pub struct Registry {
    entries: HashMap<Vec<u8>, Box<Entry>>,
}

#[unsafe(no_mangle)]
pub extern "C" fn registry_new() -> *mut Registry {
    Box::into_raw(Box::default())
}

/// Adds an entry; a name that is known stays as it is.
///
/// # Safety
/// `r` comes from `registry_new`, `name` is a C string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn registry_add(r: *mut Registry, name: *const c_char, entry: Entry) -> bool {
    let Some(r) = (unsafe { r.as_mut() }) else { return false };
    if name.is_null() {
        return false;
    }
    let name = unsafe { CStr::from_ptr(name) }.to_bytes();
    if r.entries.contains_key(name) {
        return false;
    }
    r.entries.insert(name.to_vec(), Box::new(entry));
    true
}

/// The entry of a name, null when there is none. It lives as long as the registry.
///
/// # Safety
/// `r` comes from `registry_new`, `name` is a C string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn registry_find(r: *const Registry, name: *const c_char) -> *const Entry {
    let Some(r) = (unsafe { r.as_ref() }) else { return std::ptr::null() };
    if name.is_null() {
        return std::ptr::null();
    }
    let name = unsafe { CStr::from_ptr(name) }.to_bytes();
    r.entries.get(name).map_or(std::ptr::null(), |e| &raw const **e)
}

/// # Safety
/// `r` comes from `registry_new` and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn registry_free(r: *mut Registry) {
    if !r.is_null() {
        drop(unsafe { Box::from_raw(r) });
    }
}
