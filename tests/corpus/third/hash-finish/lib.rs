//! Streaming checksum with a boxed state.
mod mix;

use std::slice;

pub struct Hasher {
    lanes: [u64; 4],
    len: u64,
}

#[no_mangle]
pub extern "C" fn hasher_new(seed: u64) -> *mut Hasher {
    Box::into_raw(Box::new(Hasher { lanes: mix::lanes(seed), len: 0 }))
}

#[no_mangle]
pub unsafe extern "C" fn hasher_update(hasher: *mut Hasher, data: *const u8, len: usize) {
    let Some(hasher) = hasher.as_mut() else { return };
    if data.is_null() {
        return;
    }
    for chunk in slice::from_raw_parts(data, len).chunks(8) {
        mix::absorb(&mut hasher.lanes, chunk);
    }
    hasher.len = hasher.len.wrapping_add(len as u64);
}

/// The digest. Ends the hasher.
#[no_mangle]
pub unsafe extern "C" fn hasher_finish(hasher: *mut Hasher) -> u64 {
    if hasher.is_null() {
        return 0;
    }
    let hasher = Box::from_raw(hasher);
    mix::digest(&hasher.lanes, hasher.len)
}

/// Ends a hasher whose digest nobody wants.
#[no_mangle]
pub unsafe extern "C" fn hasher_free(hasher: *mut Hasher) {
    if !hasher.is_null() {
        drop(Box::from_raw(hasher));
    }
}
