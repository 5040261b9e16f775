pub struct Txn(u32);

#[no_mangle]
pub extern "C" fn txn_begin() -> *mut Txn {
    Box::into_raw(Box::new(Txn(0)))
}

#[no_mangle]
pub unsafe extern "C" fn txn_commit(t: *mut Txn) -> u32 {
    if t.is_null() { 0 } else { Box::from_raw(t).0 }
}

#[no_mangle]
pub unsafe extern "C" fn txn_rollback(t: *mut Txn) {
    if !t.is_null() {
        drop(Box::from_raw(t));
    }
}
