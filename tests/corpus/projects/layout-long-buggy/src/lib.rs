use std::ffi::c_long;
#[repr(C)]
pub struct Span {
    pub seconds: c_long,
    pub nanos: i32,
}
#[no_mangle]
pub extern "C" fn span_positive(s: &Span) -> bool { s.seconds >= 0 && s.nanos >= 0 }
