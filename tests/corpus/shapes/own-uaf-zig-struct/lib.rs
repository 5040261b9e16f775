pub struct Doc { text: Vec<u8> }
#[no_mangle]
pub extern "C" fn doc_new() -> *mut Doc { Box::into_raw(Box::new(Doc { text: vec![1] })) }
#[no_mangle]
pub unsafe extern "C" fn doc_len(d: *const Doc) -> usize { d.as_ref().map_or(0, |d| d.text.len()) }
#[no_mangle]
pub unsafe extern "C" fn doc_free(d: *mut Doc) { if !d.is_null() { drop(Box::from_raw(d)); } }
