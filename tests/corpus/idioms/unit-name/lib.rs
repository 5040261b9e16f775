use std::borrow::Cow;
use std::ffi::{CStr, c_char};
fn unit(kind: u32) -> Cow<'static, CStr> {
    match kind {
        0 => Cow::Borrowed(c"metre"),
        1 => Cow::Borrowed(c"second"),
        n => Cow::Owned(std::ffi::CString::new(format!("unit {n}")).unwrap_or_default()),
    }
}
#[unsafe(no_mangle)]
pub extern "C" fn unit_name(kind: u32) -> *const c_char {
    let name = unit(kind);
    name.as_ptr()
}
