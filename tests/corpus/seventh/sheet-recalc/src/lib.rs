mod formula;
mod sheet;

use sheet::Sheet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::slice;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub struct SheetHandle {
    inner: Mutex<Sheet>,
}

impl SheetHandle {
    fn lock(&self) -> MutexGuard<'_, Sheet> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn guarded(body: impl FnOnce() -> i32) -> i32 {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(-99)
}

#[unsafe(no_mangle)]
pub extern "C" fn sheet_new() -> *mut SheetHandle {
    Box::into_raw(Box::new(SheetHandle { inner: Mutex::new(Sheet::default()) }))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn sheet_set(h: *const SheetHandle, text: *const u8, len: usize) -> i32 {
    let Some(h) = (unsafe { h.as_ref() }) else { return -1 };
    if text.is_null() {
        return -1;
    }
    let bytes = unsafe { slice::from_raw_parts(text, len) };
    guarded(|| match std::str::from_utf8(bytes) {
        Ok(text) => h.lock().push(text),
        Err(_) => -2,
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn sheet_recalc(h: *const SheetHandle) -> i32 {
    let Some(h) = (unsafe { h.as_ref() }) else { return -1 };
    guarded(|| h.lock().recalc())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn sheet_value(h: *const SheetHandle, row: u32, out: *mut i64) -> i32 {
    let Some(h) = (unsafe { h.as_ref() }) else { return -1 };
    if out.is_null() {
        return -1;
    }
    guarded(|| match h.lock().value(row as usize) {
        Some(v) => {
            unsafe { out.write(v) };
            0
        }
        None => -3,
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn sheet_free(h: *mut SheetHandle) {
    if !h.is_null() {
        drop(unsafe { Box::from_raw(h) });
    }
}
