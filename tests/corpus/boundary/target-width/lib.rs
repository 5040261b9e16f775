use std::ffi::c_long;
#[repr(C)]
pub struct Stamp {
    pub seconds: c_long,
    pub nanos: u32,
}
#[no_mangle]
pub unsafe extern "C" fn stamp_now(out: *mut Stamp) {
    if let Some(s) = unsafe { out.as_mut() } { s.seconds = 1; s.nanos = 2; }
}
