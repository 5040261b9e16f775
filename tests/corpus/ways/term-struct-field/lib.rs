use std::ffi::c_char;

#[repr(C)]
pub struct BuildInfo {
    pub number: u32,
    pub channel: *const c_char,
}

#[no_mangle]
pub extern "C" fn build_info() -> BuildInfo {
    BuildInfo { number: 417, channel: "nightly".as_ptr() as *const c_char }
}
