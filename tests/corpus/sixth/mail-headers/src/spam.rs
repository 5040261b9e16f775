use crate::headers::Header;
use std::ffi::{CStr, c_char};

unsafe extern "C" {
    /// Points for a header; both are terminated.
    fn spam_check(name: *const c_char, value: *const c_char) -> i32;
    fn spam_limit() -> i32;
}

fn name(raw: &[u8]) -> &'static CStr {
    match raw.to_ascii_lowercase().as_slice() {
        b"subject" => c"subject",
        b"from" => c"from",
        b"received" => c"received",
        _ => c"other",
    }
}

fn points(header: &Header<'_>) -> i32 {
    let mut value = header.value.clone();
    value.push(0);
    unsafe { spam_check(name(header.name).as_ptr(), value.as_ptr().cast()) }
}

pub fn is_spam(headers: &[Header<'_>]) -> bool {
    let sum = headers.iter().map(points).fold(0, i32::saturating_add);
    sum >= unsafe { spam_limit() }
}
