mod sys;

use std::ffi::CStr;
use std::os::raw::c_int;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    pub major: u8,
    pub minor: u8,
    pub patch: u16,
}

pub fn version() -> Version {
    let v = unsafe { sys::tool_version() };
    Version { major: v.major, minor: v.minor, patch: v.patch }
}

/// Text for a status code.
pub fn status_text(code: c_int) -> Option<&'static str> {
    let p = unsafe { sys::tool_status_name(code) };
    if p.is_null() {
        return None;
    }
    unsafe { CStr::from_ptr(p) }.to_str().ok()
}

pub fn describe() -> String {
    let name = unsafe { CStr::from_ptr(sys::tool_name()) }.to_string_lossy();
    let v = version();
    format!("{name} {}.{}.{}", v.major, v.minor, v.patch)
}
