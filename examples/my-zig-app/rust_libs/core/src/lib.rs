//! Text processing behind an opaque handle, for callers that speak C.
//!
//! Who owns what: a handle belongs to the caller from `core_create` until `core_destroy`; a string
//! from `core_process` until `core_free_string`. Nothing else may free either. A function that
//! fails returns null (or an error code), and `core_last_error` says why, for the calling thread.
//! No panic crosses the boundary.

mod config;
mod text;

use std::cell::Cell;
use std::ffi::{CStr, CString, c_char};
use std::panic::{AssertUnwindSafe, catch_unwind};

use config::Config;

/// Why a call failed.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CoreError {
    /// It did not.
    Success = 0,
    /// A null pointer where a value is needed.
    NullArgument = 1,
    /// The configuration is not JSON, or not the JSON that is expected.
    InvalidConfig = 2,
    /// The text is not UTF-8, or holds a NUL, which no C string can.
    InvalidText = 3,
    /// A thread could not be started.
    NoThread = 4,
    /// A bug in this library.
    Internal = 5,
}

/// A configured processor. Its inside is Rust's business.
pub struct CoreHandle {
    config: Config,
}

thread_local! {
    static LAST_ERROR: Cell<CoreError> = const { Cell::new(CoreError::Success) };
}

/// Runs what an exported function does; remembers the error, and makes one of a panic.
fn guarded<T>(body: impl FnOnce() -> Result<T, CoreError>) -> Result<T, CoreError> {
    let result = catch_unwind(AssertUnwindSafe(body)).unwrap_or(Err(CoreError::Internal));
    LAST_ERROR.set(result.as_ref().err().copied().unwrap_or(CoreError::Success));
    result
}

/// Makes a processor from a JSON configuration such as `{"mode": "production", "threads": 4}`.
/// Null on failure.
///
/// # Safety
/// `config` is null or points to a string that ends with NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn core_create(config: *const c_char) -> *mut CoreHandle {
    let made = guarded(|| {
        if config.is_null() {
            return Err(CoreError::NullArgument);
        }
        // SAFETY: not null, and the caller promises a NUL at the end.
        let text = unsafe { CStr::from_ptr(config) };
        let text = text.to_str().map_err(|_| CoreError::InvalidConfig)?;
        Ok(Box::new(CoreHandle { config: Config::parse(text)? }))
    });
    made.map_or(std::ptr::null_mut(), Box::into_raw)
}

/// Takes a processor back. Null is allowed and does nothing.
///
/// # Safety
/// `handle` is null or comes from `core_create`, and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn core_destroy(handle: *mut CoreHandle) {
    if !handle.is_null() {
        // SAFETY: it was made by `Box::into_raw` and the caller gives it up.
        drop(unsafe { Box::from_raw(handle) });
    }
}

/// Processes a text: white space becomes single spaces, and a count of words and characters follows.
/// The result is the caller's until `core_free_string`. Null on failure.
///
/// # Safety
/// `handle` comes from `core_create`; `data` points to `len` bytes, or `len` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn core_process(handle: *mut CoreHandle, data: *const u8, len: usize) -> *mut c_char {
    let processed = guarded(|| {
        // SAFETY: the caller's promise.
        let (handle, bytes) = unsafe { (handle.as_ref(), bytes(data, len)?) };
        let handle = handle.ok_or(CoreError::NullArgument)?;
        text::process(&handle.config, bytes)
    });
    processed.map_or(std::ptr::null_mut(), CString::into_raw)
}

/// Frees a string of `core_process`. Null is allowed and does nothing.
///
/// # Safety
/// `string` is null or comes from `core_process`, and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn core_free_string(string: *mut c_char) {
    if !string.is_null() {
        // SAFETY: it was made by `CString::into_raw` and the caller gives it up.
        drop(unsafe { CString::from_raw(string) });
    }
}

/// Why the last call of this thread failed, `Success` if it did not.
#[unsafe(no_mangle)]
pub extern "C" fn core_last_error() -> CoreError {
    LAST_ERROR.get()
}

/// What takes the result of `core_process_async`: the text (null on failure, valid during the call
/// only), the error, and the pointer that was given along.
#[cfg(feature = "async")]
pub type CoreCallback =
    extern "C" fn(text: *const c_char, error: CoreError, user_data: *mut std::ffi::c_void);

/// Processes a text on another thread and calls `callback` there, once. `data` and what `handle` holds
/// are copied before this returns. The callback is not called when this returns an error.
///
/// # Safety
/// As for `core_process`; `user_data` may be used from another thread.
#[cfg(feature = "async")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn core_process_async(
    handle: *mut CoreHandle,
    data: *const u8,
    len: usize,
    callback: CoreCallback,
    user_data: *mut std::ffi::c_void,
) -> CoreError {
    /// The caller promises that its pointer may travel.
    struct UserData(*mut std::ffi::c_void);
    // SAFETY: it is handed back, never looked into.
    unsafe impl Send for UserData {}
    impl UserData {
        /// Takes the whole value, so that a closure captures it and not the bare pointer.
        fn into_inner(self) -> *mut std::ffi::c_void {
            self.0
        }
    }

    let started = guarded(|| {
        // SAFETY: the caller's promise.
        let (handle, bytes) = unsafe { (handle.as_ref(), bytes(data, len)?.to_vec()) };
        let config = handle.ok_or(CoreError::NullArgument)?.config.clone();
        let user_data = UserData(user_data);
        let work = move || {
            let result = guarded(|| text::process(&config, &bytes));
            let error = result.as_ref().err().copied().unwrap_or(CoreError::Success);
            callback(result.as_ref().map_or(std::ptr::null(), |t| t.as_ptr()), error, user_data.into_inner());
        };
        std::thread::Builder::new().spawn(work).map(drop).map_err(|_| CoreError::NoThread)
    });
    started.err().unwrap_or(CoreError::Success)
}

/// The caller's bytes as a slice; empty for `len` 0, whatever the pointer.
///
/// # Safety
/// `data` points to `len` bytes that nobody writes during `'a`, or `len` is 0.
unsafe fn bytes<'a>(data: *const u8, len: usize) -> Result<&'a [u8], CoreError> {
    match (data.is_null(), len) {
        (_, 0) => Ok(&[]),
        (true, _) => Err(CoreError::NullArgument),
        // SAFETY: not null, and the caller's promise.
        (false, len) => Ok(unsafe { std::slice::from_raw_parts(data, len) }),
    }
}

#[cfg(test)]
mod tests;
