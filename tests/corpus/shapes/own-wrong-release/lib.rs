pub struct Reader { pos: usize }
pub struct Writer { out: Vec<u8> }
#[no_mangle]
pub extern "C" fn reader_open() -> *mut Reader { Box::into_raw(Box::new(Reader { pos: 0 })) }
#[no_mangle]
pub extern "C" fn writer_open() -> *mut Writer { Box::into_raw(Box::new(Writer { out: Vec::new() })) }
#[no_mangle]
pub unsafe extern "C" fn reader_close(r: *mut Reader) { if !r.is_null() { drop(Box::from_raw(r)); } }
#[no_mangle]
pub unsafe extern "C" fn writer_close(w: *mut Writer) { if !w.is_null() { drop(Box::from_raw(w)); } }
#[no_mangle]
pub unsafe extern "C" fn writer_len(w: *const Writer, r: *const Reader) -> usize { w.as_ref().map_or(0, |w| w.out.len()) + r.as_ref().map_or(0, |r| r.pos) }
