pub struct Conn {
    id: u32,
}

#[no_mangle]
pub extern "C" fn conn_open(id: u32) -> *mut Conn {
    Box::into_raw(Box::new(Conn { id }))
}

#[no_mangle]
pub unsafe extern "C" fn conn_close(c: *mut Conn) -> u32 {
    if c.is_null() {
        return 0;
    }
    Box::from_raw(c).id
}
