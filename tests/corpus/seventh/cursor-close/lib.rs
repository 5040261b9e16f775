use std::ptr;
use std::slice;

pub struct Cursor {
    rows: Vec<i64>,
    at: usize,
}

#[no_mangle]
pub unsafe extern "C" fn cursor_open(rows: *const i64, n: usize, out: *mut *mut Cursor) -> i32 {
    if out.is_null() {
        return -1;
    }
    *out = ptr::null_mut();
    if rows.is_null() || n == 0 {
        return -2;
    }
    let rows = slice::from_raw_parts(rows, n).to_vec();
    *out = Box::into_raw(Box::new(Cursor { rows, at: 0 }));
    0
}

#[no_mangle]
pub unsafe extern "C" fn cursor_next(c: *mut Cursor, out: *mut i64) -> bool {
    let Some(c) = c.as_mut() else { return false };
    match c.rows.get(c.at) {
        Some(v) if !out.is_null() => {
            *out = *v;
            c.at += 1;
            true
        }
        _ => false,
    }
}

/// Frees `*c`, if any, and sets it to null.
#[no_mangle]
pub unsafe extern "C" fn cursor_close(c: *mut *mut Cursor) {
    if let Some(slot) = c.as_mut() {
        let taken = ptr::replace(slot, ptr::null_mut());
        if !taken.is_null() {
            drop(Box::from_raw(taken));
        }
    }
}
