//! Through the exported functions, as a caller in another language would.

use std::ffi::{CStr, CString};

use super::*;

fn create(config: &str) -> *mut CoreHandle {
    let config = CString::new(config).unwrap();
    // SAFETY: a C string that lives until the call returns.
    unsafe { core_create(config.as_ptr()) }
}

fn process(handle: *mut CoreHandle, data: &[u8]) -> Result<String, CoreError> {
    // SAFETY: a live handle and a slice; the string is freed by the side that made it.
    unsafe {
        let result = core_process(handle, data.as_ptr(), data.len());
        if result.is_null() {
            return Err(core_last_error());
        }
        let text = CStr::from_ptr(result).to_str().unwrap().to_owned();
        core_free_string(result);
        Ok(text)
    }
}

#[cfg(feature = "serde")]
#[test]
fn processes_with_a_json_configuration() {
    let handle = create(r#"{"mode": "production", "threads": 4}"#);
    assert!(!handle.is_null());
    assert_eq!(
        process(handle, b"  Hello \n from\tZig! ").unwrap(),
        "Hello from Zig! [3 words, 13 characters]"
    );
    assert_eq!(process(handle, b"").unwrap(), " [0 words, 0 characters]");
    // SAFETY: made above, not used again.
    unsafe { core_destroy(handle) };
}

#[cfg(feature = "serde")]
#[test]
fn shares_a_long_text_among_threads() {
    let handle = create(r#"{"mode": "development", "threads": 3}"#);
    let text = "größe ".repeat(100_000);
    let processed = process(handle, text.as_bytes()).unwrap();
    assert!(processed.ends_with(" [100000 words, 500000 characters, 3 of 3 threads]"));
    // SAFETY: made above, not used again.
    unsafe { core_destroy(handle) };
}

#[test]
fn says_why_it_failed() {
    for config in ["no json", r#"{"mode": "fast"}"#, r#"{"threads": 0}"#, r#"{"thread": 1}"#] {
        assert!(create(config).is_null(), "{config}");
        assert_eq!(core_last_error(), CoreError::InvalidConfig);
    }
    let handle = create("{}");
    assert_eq!(core_last_error(), CoreError::Success);
    assert_eq!(process(handle, b"\xff"), Err(CoreError::InvalidText));
    assert_eq!(process(handle, b"a\0b"), Err(CoreError::InvalidText));
    assert_eq!(process(std::ptr::null_mut(), b"a"), Err(CoreError::NullArgument));
    // SAFETY: null is allowed everywhere; the handle was made above and is not used again.
    unsafe {
        assert!(core_create(std::ptr::null()).is_null());
        assert!(core_process(handle, std::ptr::null(), 1).is_null());
        core_free_string(std::ptr::null_mut());
        core_destroy(std::ptr::null_mut());
        core_destroy(handle);
    }
}

#[cfg(feature = "async")]
#[test]
fn calls_back_from_another_thread() {
    use std::ffi::c_void;
    use std::sync::mpsc::{Sender, channel};

    type Answer = (Option<String>, CoreError, std::thread::ThreadId);

    extern "C" fn callback(text: *const c_char, error: CoreError, user_data: *mut c_void) {
        // SAFETY: the string is valid during the call, and `user_data` is the sender below.
        unsafe {
            let text = (!text.is_null()).then(|| CStr::from_ptr(text).to_str().unwrap().to_owned());
            let sender = user_data.cast::<Sender<Answer>>().as_ref().unwrap();
            sender.send((text, error, std::thread::current().id())).unwrap();
        }
    }

    let (sender, receiver) = channel::<Answer>();
    let handle = create("{}");
    for (data, expected) in [
        (&b"a b"[..], (Some("a b [2 words, 2 characters]"), CoreError::Success)),
        (&b"\xff"[..], (None, CoreError::InvalidText)),
    ] {
        let user_data = (&raw const sender).cast_mut().cast();
        // SAFETY: handle and sender outlive the callback, which `recv` waits for.
        let started = unsafe { core_process_async(handle, data.as_ptr(), data.len(), callback, user_data) };
        assert_eq!(started, CoreError::Success);
        let (text, error, thread) = receiver.recv().unwrap();
        assert_eq!((text.as_deref(), error), expected);
        assert_ne!(thread, std::thread::current().id());
    }
    // SAFETY: made above, not used again.
    unsafe { core_destroy(handle) };
}
