pub struct Reader { position: u64 }
pub struct Writer { written: u64, name: String }
#[no_mangle]
pub extern "C" fn reader_new() -> *mut Reader { Box::into_raw(Box::new(Reader { position: 0 })) }
#[no_mangle]
pub extern "C" fn writer_new() -> *mut Writer { Box::into_raw(Box::new(Writer { written: 0, name: String::new() })) }
#[no_mangle]
pub unsafe extern "C" fn reader_free(r: *mut Reader) { if !r.is_null() { drop(unsafe { Box::from_raw(r) }); } }
#[no_mangle]
pub unsafe extern "C" fn writer_free(w: *mut Writer) { if !w.is_null() { drop(unsafe { Box::from_raw(w) }); } }
#[no_mangle]
pub unsafe extern "C" fn reader_tell(r: *const Reader) -> u64 { unsafe { r.as_ref() }.map_or(0, |r| r.position) }
#[no_mangle]
pub unsafe extern "C" fn writer_tell(w: *const Writer) -> u64 { unsafe { w.as_ref() }.map_or(0, |w| w.written + w.name.len() as u64) }
