mod eval;

use std::panic;

#[derive(Default)]
pub struct Session {
    queries: u64,
    failed: u64,
}

#[no_mangle]
pub extern "C" fn session_new() -> *mut Session {
    Box::into_raw(Box::default())
}

/// Evaluates a filter over a column, returns the count of rows.
///
/// # Safety
/// `s` comes from `session_new`, `col` points at `n` values.
#[no_mangle]
pub unsafe extern "C-unwind" fn session_count(
    s: *mut Session,
    op: u8,
    operand: i64,
    col: *const i64,
    n: usize,
) -> u64 {
    let Some(s) = s.as_mut() else { return 0 };
    if col.is_null() {
        return 0;
    }
    s.queries += 1;
    let col = std::slice::from_raw_parts(col, n);
    match panic::catch_unwind(|| eval::count(op, operand, col)) {
        Ok(n) => n,
        Err(cause) => {
            s.failed += 1;
            panic::resume_unwind(cause)
        }
    }
}

/// # Safety
/// `s` comes from `session_new`.
#[no_mangle]
pub unsafe extern "C" fn session_failed(s: *const Session) -> u64 {
    s.as_ref().map_or(0, |s| s.failed)
}

/// # Safety
/// `s` comes from `session_new` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn session_free(s: *mut Session) {
    if !s.is_null() {
        drop(Box::from_raw(s));
    }
}
