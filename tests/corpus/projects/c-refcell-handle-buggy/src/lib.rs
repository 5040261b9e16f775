use std::cell::RefCell;
pub struct Store { rows: RefCell<Vec<u64>> }
#[no_mangle] pub extern "C" fn store_new() -> *mut Store {
    Box::into_raw(Box::new(Store { rows: RefCell::new(vec![]) }))
}
#[no_mangle] pub unsafe extern "C" fn store_free(s: *mut Store) { if !s.is_null() { drop(Box::from_raw(s)) } }
#[no_mangle] pub unsafe extern "C" fn store_push(s: *const Store, x: u64) -> bool {
    match s.as_ref() { Some(s) => { if let Ok(mut rows) = s.rows.try_borrow_mut() { rows.push(x); true } else { false } } None => false }
}
