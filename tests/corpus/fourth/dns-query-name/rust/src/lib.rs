mod cache;
mod wire;

use std::ffi::CStr;
use std::os::raw::c_char;

pub struct Resolver {
    cache: cache::Cache,
    queries: u64,
}

#[no_mangle]
pub extern "C" fn resolver_new(max_entries: u32) -> *mut Resolver {
    Box::into_raw(Box::new(Resolver {
        cache: cache::Cache::with_limit(max_entries as usize),
        queries: 0,
    }))
}

/// Looks a host name up in the local cache. Returns 0 when it is unknown.
///
/// # Safety
/// `r` comes from `resolver_new`, `host` is a C string.
#[no_mangle]
pub unsafe extern "C" fn resolver_lookup(r: *mut Resolver, host: *const c_char) -> u32 {
    let Some(r) = r.as_mut() else { return 0 };
    if host.is_null() {
        return 0;
    }
    r.queries += 1;
    let name = CStr::from_ptr(host).to_bytes();
    if !wire::is_valid_name(name) {
        return 0;
    }
    r.cache.get(name).unwrap_or(0)
}

/// # Safety
/// `r` comes from `resolver_new`, `host` is a C string.
#[no_mangle]
pub unsafe extern "C" fn resolver_insert(r: *mut Resolver, host: *const c_char, addr: u32) -> bool {
    let Some(r) = r.as_mut() else { return false };
    if host.is_null() {
        return false;
    }
    r.cache.put(CStr::from_ptr(host).to_bytes(), addr)
}

/// # Safety
/// `r` comes from `resolver_new` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn resolver_free(r: *mut Resolver) {
    if !r.is_null() {
        drop(Box::from_raw(r));
    }
}
