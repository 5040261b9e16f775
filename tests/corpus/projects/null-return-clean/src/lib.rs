mod db;
use db::Db;
use std::ffi::{c_char, CStr};
#[no_mangle]
pub unsafe extern "C" fn kv_open(path: *const c_char) -> *mut Db {
    let Ok(path) = CStr::from_ptr(path).to_str() else { return std::ptr::null_mut() };
    match Db::open(path) {
        Ok(db) => Box::into_raw(Box::new(db)),
        Err(_) => std::ptr::null_mut(),
    }
}
#[no_mangle]
pub unsafe extern "C" fn kv_close(db: *mut Db) { if !db.is_null() { drop(Box::from_raw(db)) } }
