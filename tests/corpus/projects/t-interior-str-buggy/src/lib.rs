use std::{collections::HashMap, ffi::{c_char, CString}};
pub struct Names { map: HashMap<u32, CString> }
#[no_mangle] pub extern "C" fn names_new() -> *mut Names { Box::into_raw(Box::new(Names { map: HashMap::new() })) }
#[no_mangle] pub unsafe extern "C" fn names_free(n: *mut Names) { if !n.is_null() { drop(Box::from_raw(n)) } }
#[no_mangle] pub unsafe extern "C" fn names_put(n: *mut Names, id: u32) { if let Some(n) = n.as_mut() { if let Ok(s) = CString::new(format!("n{id}")) { n.map.insert(id, s); } } }
#[no_mangle] pub unsafe extern "C" fn names_get(n: *const Names, id: u32) -> *const c_char {
    n.as_ref().and_then(|n| n.map.get(&id)).map_or(std::ptr::null(), |s| s.as_ptr())
}
