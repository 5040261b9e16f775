use std::ffi::c_char;
extern "C" { fn metric_inc(name: *const c_char); }
const REQUESTS: &std::ffi::CStr = c"requests";
pub fn request() {
    unsafe { metric_inc(REQUESTS.as_ptr().cast()) }
}
