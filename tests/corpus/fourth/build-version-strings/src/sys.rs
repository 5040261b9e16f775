use std::os::raw::{c_char, c_int};

#[repr(C)]
pub struct RawVersion {
    pub major: u8,
    pub minor: u8,
    pub patch: u16,
}

extern "C" {
    pub fn tool_version() -> RawVersion;
    pub fn tool_name() -> *const c_char;
    pub fn tool_status_name(code: c_int) -> *const c_char;
}
