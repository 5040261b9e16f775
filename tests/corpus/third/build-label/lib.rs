//! Version information of the codec, for the about box.
mod version;

use std::ffi::{c_char, CString};

#[repr(C)]
pub struct Version {
    pub major: u16,
    pub minor: u16,
    pub patch: u16,
}

#[no_mangle]
pub extern "C" fn codec_version() -> Version {
    let (major, minor, patch) = version::NUMBERS;
    Version { major, minor, patch }
}

fn label() -> CString {
    CString::new(version::text()).unwrap_or_default()
}

/// `codec 2.11.4 (simd)`.
#[no_mangle]
pub extern "C" fn codec_label() -> *const c_char {
    let text = label();
    let shown = text.as_c_str();
    shown.as_ptr()
}
