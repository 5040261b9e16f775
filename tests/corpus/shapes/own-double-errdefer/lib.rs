pub struct Conn { fd: i32 }
#[no_mangle]
pub extern "C" fn conn_open(fd: i32) -> *mut Conn { Box::into_raw(Box::new(Conn { fd })) }
#[no_mangle]
pub unsafe extern "C" fn conn_ready(c: *const Conn) -> bool { c.as_ref().is_some_and(|c| c.fd > 0) }
#[no_mangle]
pub unsafe extern "C" fn conn_close(c: *mut Conn) { if !c.is_null() { drop(Box::from_raw(c)); } }
