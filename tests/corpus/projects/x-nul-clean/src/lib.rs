use std::ffi::{c_char, CString};
pub struct Page { title: String }
#[no_mangle] pub unsafe extern "C" fn page_new(p: *const u8, n: usize) -> *mut Page {
    if p.is_null() { return std::ptr::null_mut(); }
    let title = String::from_utf8_lossy(std::slice::from_raw_parts(p, n)).into_owned();
    Box::into_raw(Box::new(Page { title }))
}
#[no_mangle] pub unsafe extern "C" fn page_free(p: *mut Page) { if !p.is_null() { drop(Box::from_raw(p)) } }
#[no_mangle] pub unsafe extern "C" fn page_title(p: *const Page) -> *mut c_char {
    let Some(p) = p.as_ref() else { return std::ptr::null_mut() };
    CString::new(p.title.replace('\0', " ")).map_or(std::ptr::null_mut(), CString::into_raw)
}
#[no_mangle] pub unsafe extern "C" fn page_text_free(s: *mut c_char) { if !s.is_null() { drop(CString::from_raw(s)) } }
