use std::sync::{Arc, Mutex};
pub struct Tenant { name: String, hits: Mutex<u64> }
pub struct Pool { tenants: Vec<Arc<Tenant>> }
#[unsafe(no_mangle)]
pub extern "C" fn pool_new() -> *mut Pool {
    Box::into_raw(Box::new(Pool { tenants: vec![Arc::new(Tenant { name: "root".to_owned(), hits: Mutex::new(0) })] }))
}
/// # Safety
/// From `pool_new`, once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pool_free(pool: *mut Pool) {
    if !pool.is_null() { drop(unsafe { Box::from_raw(pool) }) }
}
/// A share of the tenant, or null.
#[unsafe(no_mangle)]
pub extern "C" fn pool_tenant(pool: &Pool, at: usize) -> *const Tenant {
    pool.tenants.get(at).map_or(std::ptr::null(), |t| Arc::into_raw(Arc::clone(t)))
}
#[unsafe(no_mangle)]
pub extern "C" fn tenant_hit(tenant: &Tenant) -> u64 {
    let mut n = tenant.hits.lock().unwrap_or_else(|e| e.into_inner());
    *n += tenant.name.len() as u64;
    *n
}
/// # Safety
/// A share that `pool_tenant` gave.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tenant_release(tenant: *const Tenant) {
    if !tenant.is_null() { unsafe { Arc::decrement_strong_count(tenant) } }
}
