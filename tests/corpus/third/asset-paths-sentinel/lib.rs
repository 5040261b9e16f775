use std::collections::HashMap;
use std::ffi::{c_char, CStr};
use std::sync::{Mutex, PoisonError};

/// Reference counts of the assets that are in memory.
static LOADED: Mutex<Option<HashMap<Vec<u8>, u32>>> = Mutex::new(None);

fn with<R>(f: impl FnOnce(&mut HashMap<Vec<u8>, u32>) -> R) -> R {
    let mut guard = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    f(guard.get_or_insert_with(HashMap::new))
}

/// Marks an asset as used; returns how many users it has now.
#[no_mangle]
pub unsafe extern "C" fn asset_retain(path: *const c_char) -> u32 {
    if path.is_null() {
        return 0;
    }
    let key = CStr::from_ptr(path).to_bytes().to_vec();
    with(|all| {
        let n = all.entry(key).or_insert(0);
        *n = n.saturating_add(1);
        *n
    })
}

/// Counterpart of `asset_retain`.
#[no_mangle]
pub unsafe extern "C" fn asset_release(path: *const c_char) -> u32 {
    if path.is_null() {
        return 0;
    }
    let key = CStr::from_ptr(path).to_bytes();
    with(|all| match all.get_mut(key) {
        Some(n) => {
            *n = n.saturating_sub(1);
            *n
        }
        None => 0,
    })
}
