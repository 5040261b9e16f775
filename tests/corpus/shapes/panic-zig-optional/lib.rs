extern "C" { fn name_len(name: *const std::ffi::c_char) -> usize; }
pub fn len(name: Option<&std::ffi::CStr>) -> usize {
    unsafe { name_len(name.map_or(std::ptr::null(), |n| n.as_ptr())) }
}
