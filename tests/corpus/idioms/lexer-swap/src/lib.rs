use std::rc::Rc;
pub struct Source { text: String }
/// # Safety
/// `text` holds `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn source_new(text: *const u8, len: usize) -> *const Source {
    if text.is_null() { return std::ptr::null() }
    let bytes = unsafe { std::slice::from_raw_parts(text, len) };
    Rc::into_raw(Rc::new(Source { text: String::from_utf8_lossy(bytes).into_owned() }))
}
/// # Safety
/// From `source_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn source_lines(source: *const Source) -> usize {
    if source.is_null() { return 0 }
    let source = unsafe { Rc::from_raw(source) };
    source.text.lines().count()
}
/// # Safety
/// From `source_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn source_drop(source: *const Source) {
    if !source.is_null() { drop(unsafe { Rc::from_raw(source) }) }
}
