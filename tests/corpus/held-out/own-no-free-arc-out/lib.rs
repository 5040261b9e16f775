use std::sync::Arc;

pub struct Pool {
    size: usize,
}

#[no_mangle]
pub unsafe extern "C" fn pool_create(size: usize, out: *mut *const Pool) -> i32 {
    if out.is_null() {
        return -1;
    }
    let pool = Arc::new(Pool { size });
    *out = Arc::into_raw(pool);
    0
}

#[no_mangle]
pub unsafe extern "C" fn pool_size(pool: *const Pool) -> usize {
    if pool.is_null() { 0 } else { (*pool).size }
}
