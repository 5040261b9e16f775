pub struct Buffer { bytes: Vec<u8> }
#[no_mangle]
pub extern "C" fn buffer_new() -> *mut Buffer { Box::into_raw(Box::new(Buffer { bytes: Vec::new() })) }
#[no_mangle]
pub unsafe extern "C" fn buffer_push(b: *mut Buffer, data: *const u8, len: usize) -> bool {
    let Some(b) = (unsafe { b.as_mut() }) else { return false };
    if data.is_null() { return len == 0; }
    b.bytes.extend_from_slice(unsafe { std::slice::from_raw_parts(data, len) });
    true
}
#[no_mangle]
pub unsafe extern "C" fn buffer_len(b: *const Buffer) -> usize { unsafe { b.as_ref() }.map_or(0, |b| b.bytes.len()) }
#[no_mangle]
pub unsafe extern "C" fn buffer_free(b: *mut Buffer) { if !b.is_null() { drop(unsafe { Box::from_raw(b) }); } }
