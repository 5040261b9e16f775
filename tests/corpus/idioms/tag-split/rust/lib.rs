use std::collections::HashMap;
use std::ffi::{CStr, c_char};
use std::sync::Mutex;
static NAMES: Mutex<Option<HashMap<Vec<u8>, u32>>> = Mutex::new(None);
/// # Safety
/// `name` is a C string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tag_intern(name: *const c_char) -> u32 {
    if name.is_null() { return 0 }
    let name = unsafe { CStr::from_ptr(name) }.to_bytes().to_vec();
    let Ok(mut names) = NAMES.lock() else { return 0 };
    let names = names.get_or_insert_default();
    let next = u32::try_from(names.len()).map_or(0, |n| n.saturating_add(1));
    *names.entry(name).or_insert(next)
}
