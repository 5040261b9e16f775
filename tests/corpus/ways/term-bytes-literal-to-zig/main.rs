use std::os::raw::c_char;

unsafe extern "C" {
    fn log_tag(tag: *const c_char) -> i32;
}

fn main() {
    let tag = b"worker";
    let status = unsafe { log_tag(tag.as_ptr() as *const c_char) };
    assert_eq!(status, 0);
}
