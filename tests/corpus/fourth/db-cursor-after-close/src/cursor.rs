use crate::store::Store;

pub struct Cursor {
    keys: Vec<u64>,
    at: usize,
}

/// A snapshot of the keys from `from` on.
///
/// # Safety
/// `s` comes from `store_open`.
#[no_mangle]
pub unsafe extern "C" fn cursor_open(s: *const Store, from: u64) -> *mut Cursor {
    let Some(s) = s.as_ref() else { return std::ptr::null_mut() };
    let start = s.keys.partition_point(|k| *k < from);
    let keys = s.keys.get(start..).unwrap_or_default().to_vec();
    Box::into_raw(Box::new(Cursor { keys, at: 0 }))
}

/// # Safety
/// `c` comes from `cursor_open`, `out` is valid for writes.
#[no_mangle]
pub unsafe extern "C" fn cursor_next(c: *mut Cursor, out: *mut u64) -> bool {
    let (Some(c), Some(out)) = (c.as_mut(), out.as_mut()) else { return false };
    match c.keys.get(c.at) {
        Some(k) => {
            *out = *k;
            c.at += 1;
            true
        }
        None => false,
    }
}

/// # Safety
/// `c` comes from `cursor_open`.
#[no_mangle]
pub unsafe extern "C" fn cursor_rows(c: *const Cursor) -> usize {
    c.as_ref().map_or(0, |c| c.at)
}

/// Ends the scan. 0, or 1 when rows were left.
///
/// # Safety
/// `c` comes from `cursor_open` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn cursor_finish(c: *mut Cursor) -> i32 {
    if c.is_null() {
        return 0;
    }
    let c = Box::from_raw(c);
    i32::from(c.at < c.keys.len())
}
