pub struct Conn { id: u32, log: Vec<u32> }
#[unsafe(no_mangle)]
pub extern "C" fn conn_open(id: u32) -> *mut Conn { Box::into_raw(Box::new(Conn { id, log: Vec::new() })) }
/// # Safety
/// From `conn_open`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn conn_send(c: *mut Conn, v: u32) -> bool {
    let Some(c) = (unsafe { c.as_mut() }) else { return false };
    c.log.push(v ^ c.id);
    c.log.len() < 3
}
/// # Safety
/// From `conn_open`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn conn_close(c: *mut Conn) { if !c.is_null() { drop(unsafe { Box::from_raw(c) }) } }
