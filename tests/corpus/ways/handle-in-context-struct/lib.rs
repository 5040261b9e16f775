use std::cell::RefCell;

pub struct Cache {
    rows: RefCell<Vec<u32>>,
}

#[no_mangle]
pub extern "C" fn cache_open() -> *mut Cache {
    Box::into_raw(Box::new(Cache { rows: RefCell::new(Vec::new()) }))
}

/// # Safety
/// `cache` comes from `cache_open`.
#[no_mangle]
pub unsafe extern "C" fn cache_put(cache: *const Cache, row: u32) {
    if let Ok(mut rows) = (*cache).rows.try_borrow_mut() {
        rows.push(row);
    }
}

/// # Safety
/// `cache` comes from `cache_open`.
#[no_mangle]
pub unsafe extern "C" fn cache_close(cache: *mut Cache) {
    drop(Box::from_raw(cache));
}
