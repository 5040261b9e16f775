pub struct Entry {
    hits: u32,
}

#[no_mangle]
pub extern "C" fn entry_new(hits: u32) -> *mut Entry {
    Box::into_raw(Box::new(Entry { hits }))
}

#[no_mangle]
pub unsafe extern "C" fn entry_retire(e: *mut Entry) -> u32 {
    if e.is_null() {
        return 0;
    }
    drop(Box::from_raw(e));
    (*e).hits
}
