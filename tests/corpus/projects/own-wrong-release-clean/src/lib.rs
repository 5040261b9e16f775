pub struct Session { id: u32 }
pub struct Stream { session: u32 }
#[no_mangle]
pub extern "C" fn session_open(id: u32) -> *mut Session { Box::into_raw(Box::new(Session { id })) }
#[no_mangle]
pub unsafe extern "C" fn session_stream(s: *const Session) -> *mut Stream {
    match s.as_ref() { Some(s) => Box::into_raw(Box::new(Stream { session: s.id })), None => std::ptr::null_mut() }
}
#[no_mangle]
pub unsafe extern "C" fn session_close(s: *mut Session) { if !s.is_null() { drop(Box::from_raw(s)); } }
#[no_mangle]
pub unsafe extern "C" fn stream_close(s: *mut Stream) { if !s.is_null() { let _ = Box::from_raw(s).session; } }
