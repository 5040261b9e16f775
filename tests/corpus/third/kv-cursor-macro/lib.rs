//! An ordered key value store in memory.
#[macro_use]
mod handle;

use std::collections::BTreeMap;
use std::slice;

#[derive(Default)]
pub struct Store {
    rows: BTreeMap<Vec<u8>, u64>,
}

pub struct Cursor {
    values: Vec<u64>,
    at: usize,
}

closes!(kv_close, Store);
closes!(kv_cursor_close, Cursor);

#[no_mangle]
pub extern "C" fn kv_open() -> *mut Store {
    Box::into_raw(Box::default())
}

#[no_mangle]
pub unsafe extern "C" fn kv_put(store: *mut Store, key: *const u8, len: usize, value: u64) -> bool {
    let Some(store) = store.as_mut() else { return false };
    if key.is_null() {
        return false;
    }
    store.rows.insert(slice::from_raw_parts(key, len).to_vec(), value);
    true
}

/// A cursor over all values with this prefix.
#[no_mangle]
pub unsafe extern "C" fn kv_scan(
    store: *const Store,
    prefix: *const u8,
    len: usize,
    out: *mut *mut Cursor,
) -> bool {
    let (Some(store), Some(out)) = (store.as_ref(), out.as_mut()) else { return false };
    if prefix.is_null() {
        return false;
    }
    let prefix = slice::from_raw_parts(prefix, len);
    let hits = store.rows.iter().filter(|(key, _)| key.starts_with(prefix));
    let cursor = Cursor { values: hits.map(|(_, value)| *value).collect(), at: 0 };
    *out = Box::into_raw(Box::new(cursor));
    true
}

#[no_mangle]
pub unsafe extern "C" fn kv_cursor_next(cursor: *mut Cursor, value: *mut u64) -> bool {
    let (Some(cursor), Some(value)) = (cursor.as_mut(), value.as_mut()) else { return false };
    let Some(found) = cursor.values.get(cursor.at) else { return false };
    *value = *found;
    cursor.at = cursor.at.saturating_add(1);
    true
}
