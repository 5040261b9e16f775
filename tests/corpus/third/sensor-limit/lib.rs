//! Limits of the temperature watch.
#![allow(improper_ctypes_definitions)]
mod watch;

use watch::Watch;

#[unsafe(no_mangle)]
pub extern "C" fn watch_new() -> *mut Watch {
    Box::into_raw(Box::default())
}

/// Sets or removes the limit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn watch_limit(watch: *mut Watch, limit: Option<u32>) {
    if let Some(watch) = unsafe { watch.as_mut() } {
        watch.limit = limit;
    }
}

/// True when the value is over the limit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn watch_value(watch: *mut Watch, value: u32) -> bool {
    unsafe { watch.as_mut() }.is_some_and(|watch| watch.value(value))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn watch_free(watch: *mut Watch) {
    if !watch.is_null() {
        drop(unsafe { Box::from_raw(watch) });
    }
}
