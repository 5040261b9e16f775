pub struct Doc { lines: u32 }
#[no_mangle]
pub extern "C" fn doc_open(lines: u32) -> *mut Doc { Box::into_raw(Box::new(Doc { lines })) }
#[no_mangle]
pub unsafe extern "C" fn doc_lines(d: *const Doc) -> u32 { unsafe { d.as_ref() }.map_or(0, |d| d.lines) }
#[no_mangle]
pub unsafe extern "C" fn doc_close(d: *mut Doc) { if !d.is_null() { drop(unsafe { Box::from_raw(d) }); } }
