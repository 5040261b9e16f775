pub struct Store {
    rows: Vec<String>,
}

#[no_mangle]
pub extern "C" fn store_new() -> *mut Store {
    Box::into_raw(Box::new(Store { rows: vec!["alpha".to_owned()] }))
}

#[no_mangle]
pub unsafe extern "C" fn store_row(s: *const Store, i: usize, len: *mut usize) -> *const u8 {
    let Some(s) = s.as_ref() else { return std::ptr::null() };
    match s.rows.get(i) {
        Some(row) => {
            if let Some(len) = len.as_mut() {
                *len = row.len();
            }
            row.as_ptr()
        }
        None => std::ptr::null(),
    }
}

#[no_mangle]
pub unsafe extern "C" fn store_clear(s: *mut Store) {
    if let Some(s) = s.as_mut() {
        s.rows.clear();
    }
}

#[no_mangle]
pub unsafe extern "C" fn store_free(s: *mut Store) {
    if !s.is_null() {
        drop(Box::from_raw(s));
    }
}
