use std::collections::BTreeMap;
use std::ffi::{c_char, c_void, CStr};
extern "C" {
    fn env_each(cb: extern "C" fn(*mut c_void, *const c_char, *const c_char) -> bool, user: *mut c_void) -> usize;
}
extern "C" fn collect(user: *mut c_void, key: *const c_char, value: *const c_char) -> bool {
    let map = unsafe { &mut *user.cast::<BTreeMap<String, u32>>() };
    let key = unsafe { CStr::from_ptr(key) }.to_string_lossy().into_owned();
    let value = unsafe { CStr::from_ptr(value) }.to_string_lossy();
    map.insert(key, value.parse().unwrap());
    true
}
pub fn read() -> BTreeMap<String, u32> {
    let mut map = BTreeMap::new();
    unsafe { env_each(collect, (&raw mut map).cast()) };
    map
}
