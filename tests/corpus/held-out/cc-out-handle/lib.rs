use std::ffi::{c_char, c_int, CStr, CString};

pub struct Db {
    path: CString,
    rows: Vec<(u64, String)>,
}

#[no_mangle]
pub unsafe extern "C" fn db_open(path: *const c_char, out: *mut *mut Db) -> c_int {
    if path.is_null() || out.is_null() {
        return 1;
    }
    let db = Box::new(Db { path: CStr::from_ptr(path).to_owned(), rows: Vec::new() });
    *out = Box::into_raw(db);
    0
}

#[no_mangle]
pub unsafe extern "C" fn db_insert(db: *mut Db, key: u64, text: *const c_char) -> c_int {
    let Some(db) = db.as_mut() else { return 1 };
    if text.is_null() {
        return 2;
    }
    let Ok(text) = CStr::from_ptr(text).to_str() else { return 3 };
    match db.rows.binary_search_by_key(&key, |row| row.0) {
        Ok(at) => db.rows[at].1 = text.to_owned(),
        Err(at) => db.rows.insert(at, (key, text.to_owned())),
    }
    0
}

#[no_mangle]
pub unsafe extern "C" fn db_path(db: *const Db) -> *const c_char {
    db.as_ref().map_or(std::ptr::null(), |db| db.path.as_ptr())
}

#[no_mangle]
pub unsafe extern "C" fn db_close(db: *mut *mut Db) {
    if let Some(slot) = db.as_mut() {
        if !slot.is_null() {
            drop(Box::from_raw(*slot));
            *slot = std::ptr::null_mut();
        }
    }
}
