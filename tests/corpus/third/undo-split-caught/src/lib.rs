//! Undo history of the drawing program.
mod history;

use history::History;
use std::panic::{AssertUnwindSafe, catch_unwind};

#[unsafe(no_mangle)]
pub extern "C" fn history_new() -> *mut History {
    Box::into_raw(Box::default())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn history_push(history: *mut History, step: u32) -> usize {
    unsafe { history.as_mut() }.map_or(0, |history| history.push(step))
}

/// Goes back to the state after `keep` steps; returns how many were undone, -1 on failure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn history_rewind(history: *mut History, keep: usize) -> isize {
    let Some(history) = (unsafe { history.as_mut() }) else { return -1 };
    catch_unwind(AssertUnwindSafe(|| history.rewind(keep))).unwrap_or(-1)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn history_free(history: *mut History) {
    if !history.is_null() {
        drop(unsafe { Box::from_raw(history) });
    }
}
