use std::collections::HashMap;
use std::ffi::{CStr, CString, c_char};

#[derive(Default)]
pub struct Interner {
    ids: HashMap<CString, u32>,
    names: Vec<Box<CStr>>,
}

impl Interner {
    fn intern(&mut self, name: &CStr) -> Option<u32> {
        if let Some(id) = self.ids.get(name) {
            return Some(*id);
        }
        let id = u32::try_from(self.names.len()).ok()?;
        self.names.push(name.into());
        self.ids.insert(name.to_owned(), id);
        Some(id)
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn interner_new() -> *mut Interner {
    Box::into_raw(Box::default())
}

/// Id of a name, `u32::MAX` on failure.
///
/// # Safety
/// `i` comes from `interner_new`, `name` is a C string or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn interner_id(i: *mut Interner, name: *const c_char) -> u32 {
    let Some(i) = (unsafe { i.as_mut() }) else { return u32::MAX };
    if name.is_null() {
        return u32::MAX;
    }
    i.intern(unsafe { CStr::from_ptr(name) }).unwrap_or(u32::MAX)
}

/// Name of an id, null when unknown. Valid until `interner_free`.
///
/// # Safety
/// `i` comes from `interner_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn interner_name(i: *const Interner, id: u32) -> *const c_char {
    unsafe { i.as_ref() }
        .and_then(|i| i.names.get(id as usize))
        .map_or(std::ptr::null(), |n| n.as_ptr())
}

/// # Safety
/// `i` comes from `interner_new` and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn interner_free(i: *mut Interner) {
    if !i.is_null() {
        drop(unsafe { Box::from_raw(i) });
    }
}
