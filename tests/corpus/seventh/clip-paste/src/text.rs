use std::{slice, str};

/// The editor only holds UTF-8.
///
/// # Safety
/// `data` must be valid for `len` bytes.
pub unsafe fn borrow<'a>(data: *const u8, len: usize) -> &'a str {
    unsafe { str::from_utf8_unchecked(slice::from_raw_parts(data, len)) }
}
