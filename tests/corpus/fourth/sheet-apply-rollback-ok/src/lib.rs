mod ops;

use ops::{Op, RawOp};
use std::panic::{catch_unwind, AssertUnwindSafe};

#[derive(Clone)]
pub struct Sheet {
    cells: Vec<i64>,
    total: i64,
    version: u32,
}

impl Sheet {
    /// `total` is always the sum of the cells.
    fn apply(&mut self, raw: &[RawOp]) {
        for r in raw {
            let op = Op::decode(r);
            let cell = &mut self.cells[r.cell as usize];
            let old = *cell;
            *cell = op.run(*cell);
            self.total = self.total.wrapping_sub(old);
            self.total = self.total.wrapping_add(*cell);
        }
        self.version += 1;
    }
}

#[no_mangle]
pub extern "C" fn sheet_create(n: u32) -> *mut Sheet {
    Box::into_raw(Box::new(Sheet { cells: vec![0; n as usize], total: 0, version: 0 }))
}

/// Applies all operations; false when one of them is invalid.
///
/// # Safety
/// `s` comes from `sheet_create`, `ops` points at `n` operations.
#[no_mangle]
pub unsafe extern "C" fn sheet_apply(s: *mut Sheet, ops: *const RawOp, n: usize) -> bool {
    let Some(s) = s.as_mut() else { return false };
    if ops.is_null() {
        return false;
    }
    let ops = std::slice::from_raw_parts(ops, n);
    let mut draft = s.clone();
    let done = catch_unwind(AssertUnwindSafe(move || {
        draft.apply(ops);
        draft
    }));
    match done {
        Ok(next) => {
            *s = next;
            true
        }
        Err(_) => false,
    }
}

/// # Safety
/// `s` comes from `sheet_create`.
#[no_mangle]
pub unsafe extern "C" fn sheet_total(s: *const Sheet) -> i64 {
    s.as_ref().map_or(0, |s| s.total)
}

/// # Safety
/// `s` comes from `sheet_create`.
#[no_mangle]
pub unsafe extern "C" fn sheet_version(s: *const Sheet) -> u32 {
    s.as_ref().map_or(0, |s| s.version)
}

/// # Safety
/// `s` comes from `sheet_create` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn sheet_destroy(s: *mut Sheet) {
    if !s.is_null() {
        drop(Box::from_raw(s));
    }
}
