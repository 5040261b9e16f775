pub mod types;
mod wal;

use types::{Lsn, Status};
use wal::Wal;

#[no_mangle]
pub extern "C" fn wal_create(segment_bytes: u32) -> *mut Wal {
    Box::into_raw(Box::new(Wal::new(segment_bytes)))
}

/// Appends a record, the position goes to `at`.
///
/// # Safety
/// `w` comes from `wal_create`, `data` points at `len` bytes, `at` is valid for writes.
#[no_mangle]
pub unsafe extern "C" fn wal_append(w: *mut Wal, data: *const u8, len: usize, at: *mut u64) -> Status {
    let (Some(w), Some(at)) = (w.as_mut(), at.as_mut()) else {
        return types::BAD_ARGUMENT;
    };
    if data.is_null() {
        return types::BAD_ARGUMENT;
    }
    *at = w.append(std::slice::from_raw_parts(data, len));
    types::OK
}

/// Forgets everything before a position.
///
/// # Safety
/// `w` comes from `wal_create`.
#[no_mangle]
pub unsafe extern "C" fn wal_truncate(w: *mut Wal, before: Lsn) -> Status {
    match w.as_mut() {
        Some(w) => if w.truncate(before) { types::OK } else { types::OUT_OF_RANGE },
        None => types::BAD_ARGUMENT,
    }
}

/// # Safety
/// `w` comes from `wal_create` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn wal_destroy(w: *mut Wal) {
    if !w.is_null() {
        drop(Box::from_raw(w));
    }
}
