#[repr(C)] pub struct Doc { _opaque: [u8; 0] }
extern "C" { fn doc_parse(p: *const u8, n: usize) -> *mut Doc; fn doc_length(doc: *const Doc) -> usize; fn doc_free(doc: *mut Doc); }
pub fn length(text: &str) -> usize {
    let doc = unsafe { doc_parse(text.as_ptr(), text.len()) };
    if doc.is_null() { return 0; }
    let n = unsafe { doc_length(doc) };
    unsafe { doc_free(doc) };
    n
}
