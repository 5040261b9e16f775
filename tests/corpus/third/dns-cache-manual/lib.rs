//! Cache of name lookups.
mod cache;

use cache::Cache;
use std::mem::ManuallyDrop;
use std::slice;

#[no_mangle]
pub extern "C" fn dns_new(most: u32) -> *mut Cache {
    Box::into_raw(Box::new(Cache::new(most)))
}

#[no_mangle]
pub unsafe extern "C" fn dns_put(cache: *mut Cache, name: *const u8, len: usize, address: u32) {
    if cache.is_null() || name.is_null() {
        return;
    }
    (*cache).put(slice::from_raw_parts(name, len), address);
}

/// Number of names in the cache.
#[no_mangle]
pub unsafe extern "C" fn dns_count(cache: *mut Cache) -> u32 {
    if cache.is_null() {
        return 0;
    }
    let cache = ManuallyDrop::new(Box::from_raw(cache));
    u32::try_from(cache.len()).unwrap_or(u32::MAX)
}

#[no_mangle]
pub unsafe extern "C" fn dns_free(cache: *mut Cache) {
    if cache.is_null() {
        return;
    }
    drop(Box::from_raw(cache));
}
