pub struct Session { id: u64 }
#[no_mangle]
pub extern "C" fn session_open(id: u64) -> *mut Session {
    if id == 0 { return std::ptr::null_mut(); }
    Box::into_raw(Box::new(Session { id }))
}
#[no_mangle]
pub unsafe extern "C" fn session_id(s: *const Session) -> u64 {
    unsafe { s.as_ref() }.map_or(0, |s| s.id)
}
#[no_mangle]
pub unsafe extern "C" fn session_close(s: *mut Session) {
    if !s.is_null() { drop(unsafe { Box::from_raw(s) }); }
}
