use std::ffi::{c_char, CStr};

const NAMES: [&CStr; 3] = [c"zero", c"one", c"two"];
static MOTD: &[u8] = b"welcome\0";

#[no_mangle]
pub extern "C" fn name_at(i: usize) -> *const c_char {
    NAMES.get(i).map_or(std::ptr::null(), |n| n.as_ptr())
}

#[no_mangle]
pub extern "C" fn motd() -> *const u8 {
    MOTD.as_ptr()
}

#[no_mangle]
pub unsafe extern "C" fn copy_name(i: usize, out: *mut c_char, cap: usize) -> usize {
    let Some(name) = NAMES.get(i) else { return 0 };
    let bytes = name.to_bytes_with_nul();
    if out.is_null() || cap < bytes.len() {
        return bytes.len();
    }
    std::ptr::copy_nonoverlapping(bytes.as_ptr().cast(), out, bytes.len());
    bytes.len()
}
